"""What the network said about the addresses that posts hold, and how it is asked.

`Prober` asks; everything else here is pure and tested without a network: what an answer means (`verdict`), bot walls
(`walls`), pages that say they are gone (`gone`), pages and fragments (`page`, `fragment`), who may be asked (`guard`).
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

VERDICTS = (
    "ok",
    "redirected-permanent",
    "redirected-temporary",
    "broken",
    "invalid-url",
    "dns-error",
    "tls-error",
    "anchor-missing",
    "soft-404",
    "server-error",
    "timeout",
    "connection-error",
    "auth-required",
    "blocked",
    "rate-limited",
    "unsafe",
    "skipped",
    "unknown",
)
"""The verdict vocabulary. Only definitive evidence is ever called broken; what cannot be told is `unknown`."""

LIVE = frozenset({"ok", "redirected-permanent", "redirected-temporary"})
"""Verdicts under which a reader gets what the link promises."""
TRANSIENT = frozenset({"server-error", "timeout", "connection-error"})
"""Verdicts that a later run may see gone: a fault only when several runs in a row have them."""


class Hop(NamedTuple):
    """One step of a redirect chain: the address asked, and the status of its answer (None for none)."""

    url: str
    status: int | None


@dataclass(frozen=True, slots=True)
class Probe:
    """What the network said about one URL.

    Attributes:
        url: the address, resolved and normalised, fragment included.
        verdict: one of `VERDICTS`.
        cause: why, one enumerated word (`nxdomain`, `expired`, `not-found`, ...), or None.
        status: HTTP status of the last answer, or None.
        final_url: where the redirects ended (with fragment), or None if nothing was reached.
        hops: the redirects on the way, each with its status; the last answer is not among them.
        evidence: what decided, for people.
        confidence: `definitive`, `confirmed` (seen twice), or `single-observation`.
        attempts: requests sent for it, 0 when it came from the cache or was not asked.
        checked_at: UTC, ISO 8601 with `Z`; None if it was not asked.
        cached: an earlier run's answer.
        media_type: of the last answer, without parameters, lower-case, or "".
        image_fault: why this is no picture although a post shows it as one: the cause and words for people.
        streak: runs in a row, with this one, in which it failed in a transient way.
        first_failed: when that row began (UTC, as `checked_at`), or None.
        last_ok: when it was last seen to work (UTC), or None.
        persistent: the row is as long as `--fail-after` asks.
    """

    url: str
    verdict: str
    cause: str | None = None
    status: int | None = None
    final_url: str | None = None
    hops: tuple[Hop, ...] = ()
    evidence: str = ""
    confidence: str = "definitive"
    attempts: int = 0
    checked_at: str | None = None
    cached: bool = False
    media_type: str = ""
    image_fault: str = ""
    streak: int = 0
    first_failed: str | None = None
    last_ok: str | None = None
    persistent: bool = False


def status_words(status: int) -> str:
    """`404 Not Found`; a status that no standard names stands alone."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
