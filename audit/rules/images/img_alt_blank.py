"""IMG005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import is_hidden_from_readers
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


class ImgAltBlank(PostRule[Image], code="IMG005", severity=Severity.NOTICE, since="0.1.0"):
    """The alternative text of a picture is nothing but blanks.

    It is no text, and it does not say "decoration" either: only a really empty `alt=""` does. Some screen readers then
    read out the file name.
    """

    remedy = 'Say in a few words what the picture shows, or write alt="" if it is decoration.'
    sources = ("https://html.spec.whatwg.org/multipage/images.html#alt",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/line.png" alt=" " width="60" height="4"></p>', says="only blanks", points_at="alt="),
        Bad('<p><img src="/line.png" alt="&nbsp;" width="60" height="4"></p>', says="only blanks"),
        Good('<p><img src="/line.png" alt="" width="60" height="4"></p>'),
        Good('<p><img src="/cat.jpg" alt="A cat" width="60" height="40"></p>'),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those whose alternative text does not begin like one."""
        return image_suspects(facts).blank

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Any white space, U+00A0 and characters without width too."""
        alt = subject.alt
        if not alt or subject.twin or alt[0].isalnum() or alt.translate(_INVISIBLE).strip():
            return
        if is_hidden_from_readers(subject):
            return
        shown = subject.address
        yield Finding(
            "The alternative text of a picture is only blanks.",
            at=Place(subject.field, subject.node, "alt"),
            value=shown,
            address=shown,
        )
