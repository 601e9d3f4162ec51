"""Numbers in structured data, which are texts as often as numbers."""

from __future__ import annotations

import re
from functools import lru_cache

_WITH_UNIT = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,15})?)\s*(?:px)?", re.ASCII)


@lru_cache(maxsize=4096)
def number_of(text: str | None) -> float | None:
    """A number, also with `px` behind it; None for what is none."""
    match = _WITH_UNIT.fullmatch(text.strip()) if text is not None else None
    return float(match[1]) if match is not None else None
