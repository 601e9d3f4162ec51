"""Lists of names in one argument."""

from __future__ import annotations


def comma_list(text: str) -> list[str]:
    """The names in an argument, between which stand commas."""
    return [name for part in text.split(",") if (name := part.strip())]
