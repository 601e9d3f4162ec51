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
    """Whether a tag of the head stands in the body: behind what ends the head, or behind the head's end tag."""
    markup = facts.head_markup
    if markup is None:
        return False
    end = facts.once(end_of_head)
    if not _is_page(markup):
        return end is not None and markup.tag_span(node)[0] > end.offset
    if not any(isinstance(above, Element) and above.tag == "body" for above in node.ancestors):
        return False
    return markup.tag_span(node)[0] > (end.offset if end is not None else markup.source.lower().find("</head"))


def _is_page(markup: Markup) -> bool:
    return markup.container.tag == "html"


def _in_page(markup: Markup) -> EndOfHead | None:
    """The first thing of the body, if it stands before the head's end tag."""
    body = next((node for node in markup.container.children if isinstance(node, Element) and node.tag == "body"), None)
    end = _first_intruder(body, markup) if body is not None else None
    return end if end is not None and end.offset < markup.source.lower().find("</head") else None


def _first_intruder(holder: Element, markup: Markup) -> EndOfHead | None:
    for node in holder.children:
        if isinstance(node, Element) and node.tag not in _HEAD_TAGS:
            offset = markup.tag_span(node)[0]
            if not _is_for_no_script(markup.source, offset):
                return EndOfHead(node, offset)
    return None


def _is_for_no_script(source: str, offset: int) -> bool:
    """Whether a place lies in a `<noscript>`: the pixel of a network there ends no head where scripts run.

    The parser, which runs none, moves it into the body, and all that follows.
    """
    before = source[:offset].lower()
    return before.rfind("<noscript") > before.rfind("</noscript")
