"""Dates and durations as ISO 8601 writes them. Nothing is guessed.

Source: https://www.w3.org/TR/NOTE-datetime
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_DATE = r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?P<bare_month>\d\d)(?P<bare_day>\d\d))?"
_TIME = r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
_ZONE = r"(?P<zone>Z|[+-]\d\d(?::?\d\d)?)"
_MOMENT = re.compile(rf"{_DATE}(?:(?P<mark>[T ]){_TIME}{_ZONE}?)?", re.ASCII)
_WEEK_OR_DAY = re.compile(r"\d{4}-?(?:W\d\d(?:-?[1-7])?|\d{3})", re.ASCII)
_CLOCK = re.compile(rf"T?{_TIME}{_ZONE}?", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?W)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?",
    re.ASCII,
)
_MIDNIGHT = 24  # may be written as the end of a day


class Moment(NamedTuple):
    """A date, with or without a time.

    Attributes:
        when: the instant; UTC stands in where no zone is given, midnight where no time is.
        timed: a time is given.
        zoned: a zone is given.
        strict: the time is set off by T, as ISO 8601 wants it.
    """

    when: datetime
    timed: bool
    zoned: bool
    strict: bool


@lru_cache(maxsize=4096)
def moment(text: str) -> Moment | None:
    """Read a date, or a date with a time; a month or a year is its first day. None for what is neither."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    part = match.groupdict()
    try:
        day = datetime(
            int(part["year"]),
            int(part["month"] or part["bare_month"] or 1),
            int(part["day"] or part["bare_day"] or 1),
            tzinfo=_zone(part["zone"]),
        )
        when = day + _since_midnight(int(part["hour"] or 0), int(part["minute"] or 0), int(part["second"] or 0))
        when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(when, part["mark"] is not None, part["zone"] is not None, part["mark"] != " ")


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _since_midnight(hour: int, minute: int, second: int) -> timedelta:
    if hour > _MIDNIGHT or minute > 59 or second > 60 or (hour == _MIDNIGHT and minute + second):  # noqa: PLR2004 - a clock's
        raise ValueError("no time of a day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def has_passed(text: str, as_of: datetime) -> bool:
    """Whether what a date names is over everywhere on earth; a year or a month is over when the next one begins."""
    found = moment(text)
    return found is not None and _last_day(text, found.when) < (as_of - timedelta(days=1)).date()


def _last_day(text: str, first: datetime) -> date:
    if len(text) == len("2026"):
        return first.date().replace(month=12, day=31)
    if len(text) == len("2026-05"):
        return first.date().replace(day=monthrange(first.year, first.month)[1])
    return first.date()


def is_week_or_ordinal(text: str) -> bool:
    """Whether a text is one of ISO 8601's rarer dates: a week (`2026-W10`), the 60th day of a year (`2026-060`)."""
    return _WEEK_OR_DAY.fullmatch(text) is not None


def is_clock(text: str) -> bool:
    """Whether a text is a time of a day: `19:30`, `T19:30:00+02:00`."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return False
    try:
        _since_midnight(int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return False
    return True


def is_duration(text: str) -> bool:
    """Whether a text is a duration: `PT1H30M`, `P2D`, `PT00H30M5S`."""
    return _DURATION.fullmatch(text) is not None


_MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE | re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE | re.ASCII)


def written_date(text: str) -> str:
    """A day that is written for people, as ISO 8601 writes it; "" unless there is one way to read it.

    `4 May 2026`, `May 4, 2026` and `2026/05/04`, but not `04/05/2026`.
    """
    text = text.strip()
    if (found := _YEAR_FIRST.fullmatch(text)) is not None:
        year, month, day = found.groups()
    elif (found := _MONTH_FIRST.fullmatch(text)) is not None:
        month, day, year = found.groups()
    elif (found := _DAY_FIRST.fullmatch(text)) is not None:
        day, month, year = found.groups()
    else:
        return ""
    number = int(month) if month.isdigit() else _number_of_month(month.lower())
    try:
        return datetime(int(year), number, int(day), tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""


def _number_of_month(name: str) -> int:
    return next((names.index(name) + 1 for names in _MONTHS if name in names), 0)
