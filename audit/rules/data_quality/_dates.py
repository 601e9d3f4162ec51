"""The four dates of a record, read once for the rules that compare them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from audit.facts import Facts

UNDATED = frozenset({"draft", "pending", "auto-draft"})
"""Statuses in which WordPress has not settled the date: it moves with each save."""
ZEROES = ("0000-", "-0001-", "1970-01-01")
"""How the dates begin that stand for none: zero, zero as PHP counts on from it, and the beginning of Unix time."""


class Dates(NamedTuple):
    """Dates of a record, None where there is none, it stands for none, or it cannot be read."""

    date: datetime | None
    date_gmt: datetime | None
    modified: datetime | None
    modified_gmt: datetime | None


def dates_of(facts: Facts) -> Dates:
    """The dates as they stand, without a zone. For `Facts.once`."""
    post = facts.post
    return Dates(_read(post.date), _read(post.date_gmt), _read(post.modified), _read(post.modified_gmt))


def _read(text: str | None) -> datetime | None:
    if not text or text.startswith(ZEROES):
        return None
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.tzinfo is None else None
