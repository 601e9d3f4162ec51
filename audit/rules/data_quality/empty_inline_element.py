"""DAT035."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Element

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import replaced
from audit.rules.data_quality._empty import BLANKS, counted, holds_nothing, is_plain, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Node

    from audit.facts import Facts

_EMPHASIS = ("em", "strong", "span", "i", "b", "u")
_TAGS = (*_EMPHASIS, "a")
_BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "div"})


class EmptyInlineElement(PostRule[Post], code="DAT035", severity=Severity.NOTICE, since="0.1.0"):
    """Emphasis around nothing.

    An empty `<em>` or `<strong>` is what is left when a word was deleted or a text was pasted. It does nothing, and it
    makes the next edit odd.
    """

    remedy = "Delete the element in the code editor; keep the blank in it where it parts two words."
    sources = ("https://html.spec.whatwg.org/multipage/text-level-semantics.html",)
    needs = frozenset(f"tag:{tag}" for tag in _TAGS)
    reads_content = True
    examples = (
        Bad("<p>Tide. <em>&nbsp;</em></p>", says="empty inline element", points_at="<em>"),
        Good('<p><i class="fa fa-star"></i> Tide <a id="tide"></a></p>', note="An icon font and an anchor."),
        Good('<h3 class="section-title"><b></b><span>Tides</span><b></b></h3>', note="Lines that a theme draws."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first one; those in an empty paragraph are that paragraph's."""
        tags = _EMPHASIS if _all_lead_somewhere(facts) else _TAGS
        blank = [node for tag in tags for node in facts.elements_of_text(tag) if not node.text.strip(BLANKS)]
        if not blank:
            return ()
        in_blank_block = _BlankBlocks()
        empty = written([node for node in blank if _is_left_over(node) and not in_blank_block.hold(node)])
        if not empty:
            return ()
        empty.sort(key=lambda node: (node.source_line or 0, node.source_col or 0))
        found = ", ".join(sorted({f"<{node.tag}>" for node in empty}))
        message = f"{counted(len(empty), 'empty inline element')} ({found})."
        fix = None
        if len(empty) == 1:
            kept = " " if empty[0].text else ""  # it may part two words
            fix = replaced(empty, facts, kept, "delete the element", safe=True)
        return (Finding(message, at=Place("content.rendered", empty[0], whole=True), fix=fix),)


def _all_lead_somewhere(facts: Facts) -> bool:
    """Every `<a>` is a link, and no link is left over: nearly always, and pictures in links need not be looked at."""
    return len(facts.links) == len(facts.elements("a")) and not facts.elements("area")


def _is_left_over(node: Element) -> bool:
    if not is_plain(node) or not holds_nothing(node) or node.find("br") is not None:
        return False
    if node.tag in {"b", "i"} and not node.text and not node.attrs and _is_decorated(node.parent):
        return False
    # In a link or a button it is a hook for an arrow or a tick that the style sheet draws.
    return node.tag != "span" or node.closest("a, button, label") is None


def _is_decorated(holder: object) -> bool:
    """A heading of a theme's own class, beside whose text the style sheet draws lines with `<b></b>`."""
    return isinstance(holder, Element) and "title" in (holder.attr("class") or "")


class _BlankBlocks:
    """The blocks without text, each asked once: thousands of elements may stand in one, and one in the other."""

    def __init__(self) -> None:
        self._known: dict[Node, bool] = {}

    def hold(self, node: Element) -> bool:
        """The nearest block around an element has no text."""
        chain: list[Node] = []
        walk: Node | None = node
        found = False
        while walk is not None:
            if walk in self._known:
                found = self._known[walk]
                break
            chain.append(walk)
            if isinstance(walk, Element) and walk.tag in _BLOCKS:
                found = not walk.text.strip(BLANKS)
                break
            walk = walk.parent
        self._known.update(dict.fromkeys(chain, found))
        return found
