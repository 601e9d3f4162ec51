"""IMG008."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_WORD = re.compile(r"[^\W\d_]+")
_STEM = 6
"""Letters by which words are taken for one, without the s of a plural: `harbour` and `harbours`."""
_SHORTEST = 3
_COMMON = frozenset(
    "about against and are aus aux avec but con dans das dei del della dem den der des die dos een ein eine einem "
    "einen einer for from het his her into its las les los mit nas near nos not off one our out over par por pour sur "
    "the their them there these this through toward two und une uno van vom von wie with your "
    "για και από της του των στο στη για что для как или при над под".split()
)


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

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Words are compared by their first letters."""
        alt = subject.alt
        if not alt or subject.twin or alt.count(" ") < self.words - 1:
            return
        words = _WORD.findall(alt.lower())
        if len(words) < self.words:
            return
        stems = Counter(
            word.removesuffix("s")[:_STEM] for word in words if len(word) >= _SHORTEST and word not in _COMMON
        )
        stem, count = stems.most_common(1)[0] if stems else ("", 0)
        if count < self.times:
            return
        word = min((word for word in words if word.startswith(stem)), key=len)
        shown = subject.url.href if subject.url is not None else ""
        yield Finding(
            f'The alternative text of a picture has the word "{word}" {count} times.',
            at=Place(subject.field, subject.node, "alt"),
            value=shown,
            address=shown,
        )
