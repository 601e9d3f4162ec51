"""The texts of the HTML page: what is too long, or cannot be written, and places and times in words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from audit.formats._text import ascii_address, is_web, scrubbed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.report import Where

_MOST_TEXT = 10_000  # of one text in a page; the report as JSON has all of it

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)

VERDICTS: dict[str, tuple[str, str]] = {
    "broken": ("error", "Broken"),
    "invalid-url": ("error", "Not an address"),
    "dns-error": ("error", "No such host"),
    "tls-error": ("error", "Certificate fault"),
    "soft-404": ("warning", "Gone, says OK"),
    "server-error": ("warning", "Server error"),
    "timeout": ("warning", "No answer in time"),
    "connection-error": ("warning", "No connection"),
    "unsafe": ("warning", "Not safe to ask"),
    "anchor-missing": ("warning", "Place missing"),
    "redirected-permanent": ("warning", "Moved for good"),
    "auth-required": ("notice", "Login needed"),
    "blocked": ("notice", "Turned away"),
    "rate-limited": ("notice", "Asked too often"),
    "redirected-temporary": ("good", "Redirected for now"),
    "unknown": ("none", "Not decided"),
    "skipped": ("none", "Not asked"),
    "ok": ("good", "Fine"),
}
NO_FAULT = frozenset({"distinct", "cached", "skipped", "ok"})


def clipped(text: str) -> str:
    """The text, or as much of it as a page can bear, and how much is missing."""
    if len(text) > _MOST_TEXT:
        text = f"{text[:_MOST_TEXT]}… ({len(text) - _MOST_TEXT:,} more characters)"
    return scrubbed(text)


def web_address(url: str | None) -> str:
    """The address in ASCII if a reader may follow it (`http` or `https`), else the empty string."""
    return ascii_address(url) if url and is_web(url) else ""


def moment(stamp: str) -> str:
    """`2026-05-21T06:30:00Z` as `21 May 2026, 06:30 UTC`; anything else as it is."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def duration(started: str, finished: str) -> str:
    """How long it took from one time stamp to another: `14 min 12 s`; empty if one of them is none."""
    try:
        seconds = round((datetime.fromisoformat(finished) - datetime.fromisoformat(started)).total_seconds())
    except (ValueError, TypeError):
        return ""
    minutes, seconds = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(hours or minutes) + [f"{seconds} s"]
    return " ".join(parts)


def difference(one: str, other: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Where two texts differ: what stands before, the differing part, and what stands behind, of each.

    Words are not cut: `http://a` and `https://b` differ from their beginning.
    """
    ones, others = _TOKEN.findall(one), _TOKEN.findall(other)
    most = min(len(ones), len(others))
    head = next((index for index in range(most) if ones[index] != others[index]), most)
    tail = next((index for index in range(most - head) if ones[-1 - index] != others[-1 - index]), most - head)
    return _cut(ones, head, tail), _cut(others, head, tail)


def _cut(tokens: Sequence[str], head: int, tail: int) -> tuple[str, str, str]:
    end = len(tokens) - tail
    return "".join(tokens[:head]), "".join(tokens[head:end]), "".join(tokens[end:])


def place(where: Where | None) -> str:
    """Where a finding is, in words: `content, line 29, column 30`, `yoast_head_json /og_image/0/url`."""
    if where is None:
        return ""
    name = clipped(where.field).removesuffix(".rendered")
    if where.pointer:
        return f"{name} {clipped(where.pointer)}"
    if where.line is None:
        return name
    return f"{name}, line {where.line:,}" + (f", column {where.column:,}" if where.column is not None else "")
