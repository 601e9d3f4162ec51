"""Rank Math: its route `/rankmath/v1/getHead?url=…` answers `{"success": true, "head": "<title>…"}`.

The plugin adds no field to posts itself. Front ends that fetch the head keep it beside the post: the whole answer, or
the HTML alone, as `rank_math_head`. What is under `meta` (`rank_math_title`, with variables like `%title%`) are
templates, not what the page says.

Source: https://rankmath.com/kb/headless-cms-support/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.seo_plugins import Heads

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "Rank Math"
SIGN = re.compile(r"\bRank Math\b.*https?://(?:s\.)?rankmath\.com/|\A/Rank Math WordPress SEO|\Arank-math-schema\b")
FIELDS = ("rank_math_head", "rankmath_head", "_rank_math_head")


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The head that Rank Math's route gave for a record; None without one, and where the route failed."""
    for field in FIELDS:
        value, path = record.get(field), field
        if type(value) is dict:
            value, path = value.get("head"), f"{field}.head"
        if type(value) is str and "<" in value:
            return Heads(path, value, None)
    return None
