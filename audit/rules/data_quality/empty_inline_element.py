"""DAT035."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._empty import BLANKS, counted, is_blank, is_plain, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TAGS = ("em", "strong", "span", "i", "b", "u", "a")


class EmptyInlineElement(PostRule[Post], code="DAT035", severity=Severity.NOTICE, since="0.1.0"):
    """Emphasis around nothing.

    An empty `<em>` or `<strong>` is what is left when a word was deleted or a text was pasted. It does nothing, and it
    makes the next edit odd.
    """

    remedy = "Delete the element in the code editor."
    sources = ("https://html.spec.whatwg.org/multipage/text-level-semantics.html",)
    needs = frozenset(f"tag:{tag}" for tag in _TAGS)
    reads_content = True
    examples = (
        Bad("<p>Tide. <em>&nbsp;</em></p>", says="empty inline element", points_at="<em>"),
        Good('<p><i class="fa fa-star"></i> Tide <a id="tide"></a></p>', note="An icon font and an anchor."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first one; those in an empty paragraph are that paragraph's."""
        empty = []
        for tag in _TAGS:
            for node in facts.elements(tag):
                if not node.text.strip(BLANKS) and is_plain(node) and is_blank(node) and not _in_blank_block(node):
                    empty.append(node)
        empty = written(empty)
        if empty:
            empty.sort(key=lambda node: (node.source_line or 0, node.source_col or 0))
            message = (
                f"{counted(len(empty), 'empty inline element')} ({', '.join(sorted({f'<{n.tag}>' for n in empty}))})."
            )
            yield Finding(message, at=Place("content.rendered", empty[0], whole=True))


def _in_blank_block(node: object) -> bool:
    block = node.closest("p, li, td, th, h1, h2, h3, h4, h5, h6, div")  # type: ignore[attr-defined]
    return block is not None and not block.text.strip(BLANKS)
