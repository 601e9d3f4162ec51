"""IMG018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImgPictureNoImg(PostRule[Post], code="IMG018", severity=Severity.WARNING, since="0.1.0"):
    """A `<picture>` has no `<img>` in it.

    Its sources are only alternatives for the `<img>`: without that, browsers and image search show nothing.
    """

    remedy = "Put an <img> with address and alternative text behind the sources, or insert the picture again."
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://html.spec.whatwg.org/multipage/embedded-content.html#the-picture-element",
    )
    needs = frozenset({"tag:picture"})
    reads_content = True
    examples = (
        Bad('<picture><source srcset="/cat.webp" type="image/webp"></picture>', says="no <img>", points_at="<picture"),
        Good('<picture class="lead"></picture>', note="Nothing says that it is not a script's to fill."),
        Good('<picture><source srcset="/cat.webp" type="image/webp"><img src="/cat.jpg" alt="A cat"></picture>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """An `<img>` anywhere inside counts. One that is empty shows nothing and may be a script's to fill."""
        for node in facts.elements("picture"):
            source = node.find("source")
            if source is not None and node.find("img") is None and node not in facts.around:
                yield Finding(
                    "A <picture> has no <img>, so that nothing is shown.",
                    at=Place(CONTENT, node, whole=True),
                    value=source.attr("srcset") or source.attr("data-srcset") or "",
                )
