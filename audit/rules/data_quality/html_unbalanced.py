"""DAT042."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_TAGS = (
    "div", "section", "article", "aside", "blockquote", "figure", "ul", "ol", "table", "h2", "h3", "h4", "form", "pre",
)  # fmt: skip
"""Blocks whose end tag may not be left out. Paragraphs and list items may go without."""
_MANY = 20  # elements that are only counted, against their end tags


class HtmlUnbalanced(PostRule[Post], code="DAT042", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """A block of the text is not closed.

    The browser closes it at the end of the text, or wherever it must, and what follows falls into it: the author's box
    and the comments slip into a column, a heading spreads over the rest.
    """

    remedy = "Add the end tag in the code editor."
    sources = ("https://html.spec.whatwg.org/multipage/syntax.html#optional-tags",)
    needs = frozenset(f"tag:{tag}" for tag in _TAGS)
    reads_content = True
    examples = (
        Bad("<div><p>The tide.</p>", says="<div> is not closed", points_at="<div>"),
        Bad("<h2>The tide<p>is late.</p><div><p>High water.</p>", says="2 blocks are not closed (<div>, <h2>)"),
        Good("<div><ul><li>High<li>Low</ul><p>Tide</div>", note="End tags that may be left out."),
        Good("<div></div></div>", note="One too many changes nothing."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first such block."""
        content = facts.content
        if content is None:
            return
        left: list[Element] = []
        for tag in _TAGS:
            nodes = facts.elements(tag)
            if len(nodes) > _MANY and content.source.count(f"</{tag}>") >= len(nodes):
                continue
            left += [node for node in nodes if (place := node.source_location) is not None and place.end_tag is None]
        if left:
            left.sort(key=_position)
            tags = ", ".join(sorted({f"<{node.tag}>" for node in left}))
            message = f"{tags} is not closed." if len(left) == 1 else f"{len(left)} blocks are not closed ({tags})."
            yield Finding(message, at=Place("content.rendered", left[0]), value=tags)


def _position(node: Element) -> tuple[int, int]:
    return node.source_line or 0, node.source_col or 0
