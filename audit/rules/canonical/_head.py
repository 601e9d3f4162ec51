"""Where the head of a page ends, as a browser reads it: at the first element that a head cannot hold.

Source: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from turbohtml import Element, Text

from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.facts.html import Markup

_HEAD_TAGS = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
_INTRUDER = re.compile(
    r"<(?!(?:base(?:font)?|bgsound|link|meta|no(?:frames|script)|script|style|template|title)\b)[a-z]", re.IGNORECASE
)
_END_TAG = re.compile(r"</head[\s/>]", re.IGNORECASE)
"""And not that of a `<header>`."""
_END_OF_NO_SCRIPT = re.compile("</noscript", re.IGNORECASE)


class EndOfHead(NamedTuple):
    """What ends the head of a page before its end.

    Attributes:
        what: the element as its tag (`<div>`), or "a text".
        offset: where in the field it begins.
        place: the same for a finding.
    """

    what: str
    offset: int
    place: Place


def end_of_head(facts: Facts) -> EndOfHead | None:
    """What ends the head early, None if nothing does; for `Facts.once`."""
    markup = facts.head_markup
    if markup is None or _INTRUDER.search(markup.source) is None:
        return None
    if _is_page(markup):
        return _in_page(facts.head_field or "", markup)
    return next(_intruders(markup.container, facts.head_field or "", markup), None)


def may_end_before(markup: Markup, word: str) -> bool:
    """Whether anything before the last occurrence of a word looks like what ends a head: a cheap look ahead."""
    return _INTRUDER.search(markup.source, 0, max(markup.source.rfind(word), 0)) is not None


def is_behind(node: Element, facts: Facts) -> bool:
    """Whether a tag of the head stands in the body: behind what ends the head, or behind the head's end tag."""
    markup = facts.head_markup
    if markup is None:
        return False
    end = facts.once(end_of_head)
    if not _is_page(markup):
        return end is not None and markup.tag_span(node)[0] > end.offset
    if not any(isinstance(above, Element) and above.tag == "body" for above in node.ancestors):
        return False
    return markup.tag_span(node)[0] > (end.offset if end is not None else facts.once(_end_tag))


def of_head(values: Sequence[HeadValue], facts: Facts) -> Sequence[HeadValue]:
    """Those of several values that a page does not have behind the end tag of its head, where somebody pasted them."""
    markup = facts.head_markup
    if markup is None or not _is_page(markup):
        return values
    closing = facts.once(_end_tag)
    return [value for value in values if value.node is None or closing < 0 or markup.tag_span(value.node)[0] < closing]


def _end_tag(facts: Facts) -> int:
    """Offset of the head's end tag; -1 without one."""
    return _closing(facts.head_markup) if facts.head_markup is not None else -1


def _closing(markup: Markup) -> int:
    match = _END_TAG.search(markup.source)
    return match.start() if match is not None else -1


def _is_page(markup: Markup) -> bool:
    return markup.container.tag == "html"


def _in_page(field: str, markup: Markup) -> EndOfHead | None:
    """The first thing of the body, if it stands before the head's end tag."""
    body = next((node for node in markup.container.children if isinstance(node, Element) and node.tag == "body"), None)
    if body is None:
        return None
    return next(_intruders(body, field, markup, _closing(markup)), None)


def _intruders(holder: Element, field: str, markup: Markup, before: int = sys.maxsize) -> Iterator[EndOfHead]:
    """What no head can hold before an offset: elements, and in a whole page texts, but for those in a `<noscript>`."""
    source, begins_at, unscripted = markup.source, 0, 0  # the last is the end of the `<noscript>` that was met last
    for node in holder.children:
        if isinstance(node, Element):
            begins_at = markup.tag_span(node)[0]
            intruder = EndOfHead(f"<{node.tag}>", begins_at, Place(field, node)) if node.tag not in _HEAD_TAGS else None
        elif isinstance(node, Text) and _is_page(markup) and (text := node.data.strip()):
            begins_at = source.find(text, begins_at)  # the parser knows no places of texts
            intruder = EndOfHead("a text", begins_at, Place(field, raw=(begins_at, begins_at + len(text))))
        else:
            continue
        if not 0 <= begins_at < before:
            return
        if intruder is not None and begins_at >= unscripted:
            unscripted = _end_of_no_script(source, begins_at)
            if not unscripted:
                yield intruder


def _end_of_no_script(source: str, offset: int) -> int:
    """Where the `<noscript>` ends in which a place lies; 0 if it lies in none.

    The pixel of a network there ends no head where scripts run. The parser, which runs none, moves it into the body,
    and all that follows.
    """
    before = source[:offset].lower()
    if before.rfind("<noscript") <= before.rfind("</noscript"):
        return 0
    end = _END_OF_NO_SCRIPT.search(source, offset)
    return end.start() if end is not None else len(source)
