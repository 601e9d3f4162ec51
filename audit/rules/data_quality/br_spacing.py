"""DAT036."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import replaced
from audit.rules.data_quality._empty import BLANKS, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Fix

_LINES_MATTER = "blockquote, address, pre, .wp-block-verse, .verse, .poem, .poetry, .lyrics"


class BrSpacing(PostRule[Post], code="DAT036", severity=Severity.NOTICE, since="0.1.0"):
    """Line breaks stand for a new paragraph.

    Two breaks in a row look like a new paragraph and are none: screen readers do not stop, and the theme's spacing does
    not apply.
    """

    remedy = "Make it a paragraph of its own (Enter, not Shift and Enter)."
    sources = ("https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-br-element",)
    needs = frozenset({"tag:br"})
    reads_content = True
    examples = (
        Bad("<p>Please visit:<br />\n<br /> the harbour.</p>", says="line breaks in a row", points_at="<br />"),
        Good("<p>High tide<br />low tide</p>"),
        Good("<blockquote><p>The tide<br><br>comes in</p></blockquote>", note="Verse."),
        Good("<p>High tide<br />\n<!--nextpage--><br />\nlow tide</p>", note="The page ends there."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, with the number of places, at the first one."""
        breaks = facts.elements_of_text("br")
        if len(breaks) == 1:
            return ()
        runs = [
            node
            for node in breaks
            if _followed_by_break(node) and not _preceded_by_break(node) and node.closest(_LINES_MATTER) is None
        ]
        if not runs:
            return ()
        message = f"{counted(len(runs), 'place')} with two or more line breaks in a row."
        fix = _parted(runs[0], facts) if len(runs) == 1 else None
        return (Finding(message, at=Place("content.rendered", runs[0]), fix=fix),)


def _parted(node: Element, facts: Facts) -> Fix | None:
    """The edit that makes two paragraphs of a plain `<p>`; at its beginning or end it only deletes the breaks."""
    parent = node.parent
    if not isinstance(parent, Element) or parent.tag != "p" or parent.attrs:
        return None
    breaks = [node]
    while (following := _next_break(breaks[-1])) is not None:
        breaks.append(following)
    if not (_shows_something(breaks[0], forward=False) and _shows_something(breaks[-1], forward=True)):
        return replaced(breaks, facts, "", "delete the breaks", safe=False)
    return replaced(breaks, facts, "</p>\n<p>", "make it a paragraph of its own", safe=False)


def _shows_something(node: Element, *, forward: bool) -> bool:
    """Whether the paragraph goes on with a text or an element other than a break, on one side of a break."""
    beside = node.next_sibling if forward else node.previous_sibling
    while beside is not None:
        if isinstance(beside, Text) and beside.data.strip(BLANKS):
            return True
        if isinstance(beside, Element) and (beside.tag != "br" and (beside.text.strip(BLANKS) or beside.find("img"))):
            return True
        beside = beside.next_sibling if forward else beside.previous_sibling
    return False


def _next_break(node: Element) -> Element | None:
    following = node.next_sibling
    while isinstance(following, Text) and not following.data.strip(BLANKS):
        following = following.next_sibling
    return following if isinstance(following, Element) and following.tag == "br" else None


def _followed_by_break(node: Element) -> bool:
    return _is_break(node.next_sibling, forward=True)


def _preceded_by_break(node: Element) -> bool:
    return _is_break(node.previous_sibling, forward=False)


def _is_break(node: object, *, forward: bool) -> bool:
    """A comment between two breaks is no gap between lines: `<!--more-->` and `<!--nextpage-->` stand like that."""
    while isinstance(node, Text) and not node.data.strip(BLANKS):
        node = node.next_sibling if forward else node.previous_sibling
    return isinstance(node, Element) and node.tag == "br"
