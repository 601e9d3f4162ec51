"""Which element of an item says what: where microdata or RDFa is wrong, the tag is shown that is to be changed.

Sources: https://html.spec.whatwg.org/multipage/microdata.html, https://www.w3.org/TR/rdfa-core/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turbohtml import Element

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


def element_at(item: Element, data: Any, pointer: str, *, is_microdata: bool) -> Element:
    """The element inside an item that says what a JSON pointer leads to; the nearest one around it that is sure.

    Elements that belong to the item by `itemref`, and lists of which only the whole is meant, leave it unsure.

    Args:
        item: the element of the item.
        data: the JSON object that says what the item says.
        pointer: JSON pointer into it.
        is_microdata: it is microdata and not RDFa.
    """
    steps = pointer.split("/")[1:]
    while steps:
        name = steps.pop(0)
        if not isinstance(data, dict) or name not in data or _NAME.fullmatch(name) is None:
            break
        values, position = [data[name]], 0
        if isinstance(data[name], list):
            if not steps:
                break
            values, position = data[name], int(steps.pop(0))
        said = _said(item, name, is_microdata=is_microdata)
        if len(said) != len(values):
            break
        item, data = said[position], values[position]
    return item


def _said(item: Element, name: str, *, is_microdata: bool) -> list[Element]:
    """The elements that give an item a property, in their order."""
    attribute, holder = ("itemprop", "[itemscope]") if is_microdata else ("property", "[typeof]")
    found = item.select(f"[{attribute}~='{name}']")
    return [node for node in found if node.parent is not None and node.parent.closest(holder) == item]
