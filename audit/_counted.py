"""Numbers of things in words."""

from __future__ import annotations


def of_all(number: int, total: int, noun: str, one: str, many: str) -> str:
    """So many of all, and what they do: `1 of 1 post has`, `1 of 12 posts has`, `3 of 12 posts have`."""
    return f"{number:,} of {counted(total, noun)} {one if number == 1 else many}"


def counted(number: int, noun: str) -> str:
    """`1 post`, `1,204 posts`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
