"""DAT040."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_REFRAINS = "blockquote, pre, table, .wp-block-verse, .verse, .poem, .poetry, .lyrics"
_COPIES = ".slick-cloned, .swiper-slide-duplicate, [class*='elementor-hidden'], [class*='hide-on-'], [class*='-only']"
"""What sliders repeat, and what stands twice because one copy is for small screens."""
_SHOWN = 80


class ContentDuplicateBlock(
    PostRule[Post], code="DAT040", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A paragraph stands in the post twice.

    A passage that was moved by copying, a merge of two versions, or a block that was pasted twice. Readers think that
    they lost their place.
    """

    remedy = "Delete one of the two."
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies",)
    needs = frozenset({"tag:p"})
    reads_content = True
    examples = (
        Bad(
            "<p>The ferry sails when the water says so, not when the clock does; in spring it is a bit later.</p>"
            "<p>High water.</p>"
            "<p>The ferry sails when the water says so, not when the clock does; in spring it is a bit later.</p>",
            says="A paragraph stands in the post twice",
            points_at="<p>The ferry",
        ),
        Good("<p>High water.</p><p>Low water.</p><p>High water.</p>", note="Short lines repeat."),
        Good("<blockquote>" + "<p>Low water, low water, who called you down to the shallows of the shore, low water, "
             "who called?</p>" * 2 + "</blockquote>", note="A refrain."),
    )  # fmt: skip

    characters: int = 80
    """How long a paragraph must be."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the second of the first two that are equal."""
        paragraphs = facts.elements("p")
        if len(paragraphs) < 2:  # noqa: PLR2004 - one paragraph repeats nothing
            return
        seen: set[str] = set()
        again: list[tuple[Element, str]] = []
        for node in paragraphs:
            text = node.text
            if len(text) < self.characters or "[" in text[:1]:  # a shortcode that nobody replaced
                continue
            if text in seen:
                if len(fold(text)) >= self.characters and node.closest(f"{_REFRAINS}, {_COPIES}") is None:
                    again.append((node, fold(text)))
            else:
                seen.add(text)
        if again:
            node, text = again[0]
            more = f"{len(again)} paragraphs repeat earlier ones word for word."
            yield Finding(
                "A paragraph stands in the post twice." if len(again) == 1 else more,
                at=Place("content.rendered", node, whole=True),
                value=text[:_SHOWN],
                evidence=(Evidence("begins", text[:_SHOWN]),),
            )
