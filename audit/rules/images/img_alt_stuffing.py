"""IMG008."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.facts import Image
from audit.facts.stop_words import stop_words
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_WORD = re.compile(r"[^\W\d_]+")
_STEM = 6
"""Letters by which words are taken for one, without the s of a plural: `harbour` and `harbours`."""
_SHORTEST = 3


class ImgAltStuffing(PostRule[Image], code="IMG008", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The alternative text of a picture repeats one word again and again.

    That is written for search engines. Google counts it as keyword stuffing, and a listener gets nothing from it.
    """

    words: int = 8
    """Words from which a text is looked at."""
    times: int = 4
    """How often a word must stand in it."""

    remedy = "Say in a few words what the picture shows."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="/boat.jpg" alt="boat hire, boats for hire, cheap boat hire, boat rental, best boat"></p>',
            says='"boat" 5 times',
            points_at="alt=",
        ),
        Good('<p><img src="/boat.jpg" alt="A boat at the quay, and behind it the boat of the pilots"></p>'),
        Good(
            '<p><img src="/map.jpg" alt="The way from the quay to the lock and from the lock to the sea"></p>',
            note="Words that every sentence has do not count.",
        ),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those with an alternative text."""
        return image_suspects(facts).named

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Words are compared by their first letters."""
        alt = subject.alt
        if not alt or subject.twin or alt.count(" ") < self.words - 1:
            return
        words = _WORD.findall(alt.lower())
        if len(words) < self.words:
            return
        common = stop_words(facts.language)
        stems = Counter(
            word.removesuffix("s")[:_STEM] for word in words if len(word) >= _SHORTEST and word not in common
        )
        stem, count = stems.most_common(1)[0] if stems else ("", 0)
        if count < self.times:
            return
        word = min((word for word in words if word.startswith(stem)), key=len)
        shown = subject.address
        yield Finding(
            f'The alternative text of a picture has the word "{word}" {count} times.',
            at=Place(subject.field, subject.node, "alt"),
            value=shown,
            address=shown,
        )
