"""Many patterns that one scan answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from collections.abc import Iterable


def set_of(patterns: Iterable[str]) -> re2.Set:
    """RE2 patterns that one scan answers, in any case."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 64 << 20
    compiled = re2.Set.SearchSet(options)
    for pattern in patterns:
        compiled.Add(pattern)
    compiled.Compile()
    return compiled


def across_lines(pattern: str) -> str:
    """A pattern that is written with plain blanks, for texts whose lines may break at any of them."""
    return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
