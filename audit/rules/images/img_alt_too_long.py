"""IMG006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.facts.text import fold
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts


class ImgAltTooLong(PostRule[Image], code="IMG006", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The alternative text of a picture is long.

    A screen reader reads it out in one piece; its user cannot go back within it as in a text.
    """

    most: int = 125
    """Characters that an alternative text may have."""

    remedy = "Say the main thing in a few words, and the rest in the caption or in the text."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            f'<p><img src="/cat.jpg" alt="A cat on {"a very old " * 12}wall"></p>', says="characters", points_at="alt="
        ),
        Good('<p><img src="/cat.jpg" alt="A cat on a wall"></p>'),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those with an alternative text."""
        return image_suspects(facts).named

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Blanks at the ends and runs of blanks do not count."""
        alt = subject.alt
        if alt is None or len(alt) <= self.most or subject.twin:
            return
        length = len(fold(alt))
        if length > self.most:
            shown = subject.address
            yield Finding(
                f"The alternative text of a picture has {length} characters (up to {self.most} are easy to listen to).",
                at=Place(subject.field, subject.node, "alt"),
                value=shown,
                address=shown,
            )
