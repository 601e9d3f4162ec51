"""How long a server asks to be left alone, in all the dialects that servers say it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.probe.answer import Answer

_TOO_MANY, _UNAVAILABLE = 429, 503
_ERRORS = 400

_LONGEST = 128  # characters; an HTTP date has 29, and what is longer is no time
_EPOCH = 1e9  # larger numbers are points in time: as a wait they would be 31 years
_EPOCH_MILLISECONDS = 1e12

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_UNIT = r"(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])"
_PART = re.compile(rf"([0-9]+(?:\.[0-9]+)?)\s*({_UNIT})")
_DURATION = re.compile(rf"(?:[0-9]+(?:\.[0-9]+)?\s*{_UNIT}[\s,]*)+")
_ISO_DURATION = re.compile(r"p(?:([0-9]+)d)?(?:t(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+(?:\.[0-9]+)?)s)?)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}

# X-RateLimit-* (GitHub and many), X-Rate-Limit-* (X), RateLimit-* (GitLab, drafts of the IETF to 07), with the window
# at the end where there are several (Kong `-minute`, OpenAI `-requests`), and Discord's X-RateLimit-Reset-After.
_FIELD = re.compile(r"(?:x-)?rate-?limit-(limit|remaining|reset)(?:-([a-z]+))?")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(slots=True)
class _Window:
    """One quota: what is left of it, and the seconds until it is full again, as far as they are told."""

    limit: float | None = None
    remaining: float | None = None
    reset: float | None = None
    evidence: str = ""

    @property
    def is_exhausted(self) -> bool:
        # A quota of nothing is one that is switched off, and -1 stands for "no limit".
        return self.remaining == 0 and self.limit != 0


def wait_of(answer: Answer, now: float) -> float | None:
    """Seconds for which a server asks to be left alone, from its answer on; None if it asks for nothing.

    0 where the moment has passed. There is no upper bound: the caller caps it, and keeps its own pause where that is
    longer. Retry-After counts on error statuses only (on others it is about a redirect or a job that runs); it comes
    before quotas, which count where one is used up, or where the status says that it is about them.

    Sources: RFC 9110 section 10.2.3 (Retry-After), draft-ietf-httpapi-ratelimit-headers 07 and 10 (RateLimit),
    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api (X-RateLimit-Reset as a time).

    Args:
        answer: what came; points in time are measured by its own Date where it has one.
        now: seconds since 1970, when it came.
    """
    if not any(name == "retry-after" or "limit" in name for name, _ in answer.headers):
        return None  # nearly every answer: not worth the reading of a date
    clock = _moment(answer.header("date"))
    clock = now if clock is None else clock
    if answer.status >= _ERRORS:
        asked = [wait for value in answer.all("retry-after") if (wait := _seconds(value, clock)) is not None]
        if asked:
            return max(asked)
    windows = [window for window in _windows(answer, clock) if window.reset is not None]
    exhausted = [window.reset for window in windows if window.is_exhausted and window.reset is not None]
    if exhausted:
        return max(exhausted)
    if answer.status in {_TOO_MANY, _UNAVAILABLE}:
        return min((window.reset for window in windows if window.reset is not None), default=None)
    return None


def quota_exhausted(answer: Answer) -> str | None:
    """Evidence that an error is about a used-up quota, whatever its status (GitHub says 403); None if there is none.

    A success that uses up the last of a quota is a success.
    """
    if answer.status < _ERRORS:
        return None
    for window in _windows(answer, 0.0):
        if window.is_exhausted:
            return f"{answer.status} with {window.evidence}"
    return None


# -- quotas ----------------------------------------------------------------------------------------------------------


def _windows(answer: Answer, clock: float) -> Iterator[_Window]:
    by_name: dict[str, _Window] = {}
    for name, value in answer.headers:
        if "limit" not in name or len(value) > _LONGEST:
            continue
        if name in {"ratelimit", "x-ratelimit"}:
            yield from _combined(name, value, clock)
        elif match := _FIELD.fullmatch(name):
            window = by_name.setdefault(match[2] if match[2] not in {None, "after"} else "", _Window())
            _read_field(window, match[1], value, clock)
            if match[1] == "remaining":
                window.evidence = f"{name}: {value}"
    yield from by_name.values()


def _read_field(window: _Window, field: str, value: str, clock: float) -> None:
    if field == "reset":
        reset = _seconds(value, clock)
        window.reset = reset if window.reset is None or reset is None else max(window.reset, reset)
    elif field == "remaining":
        window.remaining = _number(value)
    else:
        window.limit = _number(value)


def _combined(name: str, value: str, clock: float) -> Iterator[_Window]:
    """Quotas in one field: `limit=100, remaining=0, reset=30` (draft 07), `"day";r=0;t=30, "hour";r=5` (from 08)."""
    evidence = f"{name}: {value}"
    items = [_parameters(item) for item in _QUOTED.sub("", value).split(",")]
    merged = {key: number for item in items for key, number in item.items()}
    if "remaining" in merged or "reset" in merged:
        reset = _seconds(merged.get("reset", ""), clock)
        yield _Window(_number(merged.get("limit", "")), _number(merged.get("remaining", "")), reset, evidence)
        return
    for item in items:
        if "r" in item or "t" in item:
            yield _Window(None, _number(item.get("r", "")), _seconds(item.get("t", ""), clock), evidence)


def _parameters(item: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in item.split(";"))
    return {key.strip().lower(): value.strip() for key, equals, value in pairs if equals}


# -- times -----------------------------------------------------------------------------------------------------------


def _seconds(value: str, clock: float) -> float | None:
    """Seconds from `clock` on that a value stands for, at least 0: a number, a duration, or a point in time."""
    value = value.strip()
    if not value or len(value) > _LONGEST:
        return None
    if _NUMBER.fullmatch(value):
        return _from_number(float(value), clock)
    duration = _duration(value.lower())
    if duration is not None:
        return duration
    moment = _moment(value)
    if moment is not None:
        return max(moment - clock, 0.0)
    # One field for each, joined by a proxy: `30, 60`; or with a parameter: `30;comment`.
    numbers = [number for part in value.split(",") if (number := _number(part)) is not None]
    return max((_from_number(number, clock) for number in numbers), default=None)


def _from_number(number: float, clock: float) -> float:
    while number >= _EPOCH_MILLISECONDS:  # milliseconds, microseconds, nanoseconds since 1970
        number /= 1000
    return max(number - clock if number >= _EPOCH else number, 0.0)


def _number(value: str) -> float | None:
    value = value.partition(";")[0].strip()
    return float(value) if _NUMBER.fullmatch(value) else None


def _duration(value: str) -> float | None:
    """`30s`, `1m30s`, `2 minutes`, `pt1m`: lower-case."""
    if _DURATION.fullmatch(value):
        return sum(float(amount) * _unit(unit) for amount, unit in _PART.findall(value))
    match = _ISO_DURATION.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    return sum(float(amount or 0) * size for amount, size in zip(match.groups(), (86400, 3600, 60, 1), strict=True))


def _unit(name: str) -> float:
    return _UNITS["ms"] if name.startswith(("ms", "mill")) else _UNITS[name[0]]


def _moment(value: str) -> float | None:
    """A point in time in seconds since 1970: an HTTP date in its three forms, or ISO 8601; UTC if no zone is told."""
    value = value.strip()
    if not value or len(value) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(value) if value[:4].isdigit() else parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
