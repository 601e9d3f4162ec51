"""HTML references that are read as they stand, because they were encoded twice."""

from __future__ import annotations

import re
from html.entities import html5

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def is_reference(text: str) -> bool:
    """Whether it is one: a number, or a name in the table of the HTML standard."""
    return text.startswith("&#") or text[1:] in html5


def references_in(text: str) -> list[str]:
    """The references in a text that was decoded already. An ampersand alone is none."""
    if "&" not in text:
        return []
    return [match[0] for match in REFERENCE.finditer(text) if is_reference(match[0])]
