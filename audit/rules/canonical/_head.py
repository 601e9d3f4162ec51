"""Where the head of a page ends, as a browser reads it: at the first element that a head cannot hold.

Source: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from turbohtml import Element

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.html import Markup

_HEAD_TAGS = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
_INTRUDER = re.compile(
    r"<(?!(?:base(?:font)?|bgsound|link|meta|no(?:frames|script)|script|style|template|title)\b)[a-z]", re.IGNORECASE
)


class EndOfHead(NamedTuple):
    """What ends the head of a page before its end: the element, and its offset in the field."""

    node: Element
    offset: int


def end_of_head(facts: Facts) -> EndOfHead | None:
    """What ends the head early, None if nothing does; for `Facts.once`."""
    markup = facts.head_markup
    if markup is None or _INTRUDER.search(markup.source) is None:
        return None
    if _is_page(markup):
        return _in_page(markup)
    return _first_intruder(markup.container, markup)


def may_end_before(markup: Markup, word: str) -> bool:
    """Whether anything before the last occurrence of a word looks like what ends a head: a cheap look ahead."""
    return _INTRUDER.search(markup.source, 0, max(markup.source.rfind(word), 0)) is not None


def is_behind(node: Element, facts: Facts) -> bool:
    """Whether a tag of the head stands in the body, because the head has ended before it.

    In a plugin's part of a head it stands behind what ends the head; of a whole page, the parser has moved it.
    """
    markup = facts.head_markup
    if markup is None:
        return False
    if _is_page(markup):
        if not any(isinstance(above, Element) and above.tag == "body" for above in node.ancestors):
            return False
        end_tag = markup.source.lower().find("</head")
        return markup.tag_span(node)[0] > end_tag >= 0 or not facts.once(_ends_in_noscript)
    end = facts.once(end_of_head)
    return end is not None and markup.tag_span(node)[0] > end.offset


def _is_page(markup: Markup) -> bool:
    return markup.container.tag == "html"


def _in_page(markup: Markup) -> EndOfHead | None:
    """The first thing of the body, if it stands before the head's end tag."""
    end = _first_of_body(markup)
    if end is None or end.offset >= markup.source.lower().find("</head"):
        return None
    return end if not _is_in_noscript(end.offset, markup.source) else None


def _first_of_body(markup: Markup) -> EndOfHead | None:
    body = next((node for node in markup.container.children if isinstance(node, Element) and node.tag == "body"), None)
    return _first_intruder(body, markup) if body is not None else None


def _ends_in_noscript(facts: Facts) -> bool:
    """Only a reader without scripts finds the head ended, by a counter's picture in `<noscript>`; for `Facts.once`.

    Search engines run scripts, and for them that is text.
    """
    markup = facts.head_markup
    end = _first_of_body(markup) if markup is not None else None
    return markup is not None and end is not None and _is_in_noscript(end.offset, markup.source)


def _is_in_noscript(offset: int, source: str) -> bool:
    before = source[:offset].lower()
    return before.rfind("<noscript") > before.rfind("</noscript")


def _first_intruder(holder: Element, markup: Markup) -> EndOfHead | None:
    for node in holder.children:
        if isinstance(node, Element) and node.tag not in _HEAD_TAGS:
            return EndOfHead(node, markup.tag_span(node)[0])
    return None
