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
_AROUND = ("div", "section", "article", "aside", "blockquote", "figure", "table", "form")
"""Blocks that themes put around a text, or that stand around a part of it: one end tag too many closes that."""
_MANY = 20  # elements that are only counted, against their end tags


class HtmlUnbalanced(PostRule[Post], code="DAT042", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """A block of the text is not closed, or one that was never opened is.

    The browser closes it at the end of the text, or wherever it must, and what follows falls into it: the author's box
    and the comments slip into a column, a heading spreads over the rest. One end tag too many closes what the theme has
    put around the text, and the sidebar drops below it.
    """

    remedy = "Add the end tag in the code editor, or take off the one too many."
    sources = ("https://html.spec.whatwg.org/multipage/syntax.html#optional-tags",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad("<div><p>The tide.</p>", says="<div> is not closed", points_at="<div>"),
        Bad("<h2>The tide<p>is late.</p><div><p>High water.</p>", says="2 blocks are not closed (<div>, <h2>)"),
        Good("<div><ul><li>High<li>Low</ul><p>Tide</div>", note="End tags that may be left out."),
        Bad("<div><p>Tide</p></div></div>", says="</div> closes nothing", points_at="</div>"),
        Bad("<p>Tide</p></section>", says="</section> closes nothing"),
        Good("<div><pre>&lt;/div></pre><!-- </div> --></div>"),
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
            return
        needless = [
            (*span, tag)
            for tag in _AROUND
            if content.source.count(f"</{tag}") > len(facts.elements(tag))
            for span in content.unmatched_end_tags(tag)
        ]
        if needless:
            start, end, _ = min(needless)
            tags = ", ".join(sorted({f"</{tag}>" for *_, tag in needless}))
            message = (
                f"{tags} closes nothing." if len(needless) == 1 else f"{len(needless)} end tags close nothing ({tags})."
            )
            yield Finding(message, at=Place("content.rendered", raw=(start, end)), value=tags)


def _position(node: Element) -> tuple[int, int]:
    return node.source_line or 0, node.source_col or 0
