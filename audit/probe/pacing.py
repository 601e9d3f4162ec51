"""How fast a host is asked: more at once while it answers well, slower when it complains.

The clock is a parameter, so that all of this is pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

LONGEST_WAIT = 60.0
"""Seconds that a host's Retry-After is obeyed for; a longer one postpones the address to another run."""
_FIRST_CONCURRENCY = 6.0  # what browsers open to one HTTP/1.1 host
_FIRST_BACKOFF = 0.5
_LONGEST_BACKOFF = 30.0
_SLOWDOWN = 2.0
_MOST_DOUBLINGS = 16  # beyond all bounds, and far from the largest number that Python has
_RECOVERY = 0.75
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 0.02, 2.0
_SLOWER, _NOISE = 2.5, 0.05  # times its best latency, and seconds that say nothing
_EASING = 0.95


@dataclass(slots=True)
class Pace:
    """How fast one host is asked.

    Attributes:
        most: requests at the same time that it gets at most.
        allowed: those that it gets now; grows with each good answer, falls by half with each complaint.
        interval: seconds between two requests; 0 until it complains.
        active: requests under way.
        ready_at: when the next one may start (monotonic seconds).
        complaints: waves of them in a row.
        complained_at: when the last wave began.
        waited: seconds that it was waited for.
        complained_once: it has ever complained.
        best: its shortest latency so far (seconds).
    """

    most: int
    allowed: float = _FIRST_CONCURRENCY
    interval: float = 0.0
    active: int = 0
    ready_at: float = 0.0
    complaints: int = 0
    complained_at: float = -inf
    waited: float = 0.0
    complained_once: bool = False
    best: float = inf

    def __post_init__(self) -> None:
        self.allowed = min(self.allowed, self.most)

    def may_start(self, now: float) -> bool:
        """Whether a request may start now."""
        return self.active < int(self.allowed) and now >= self.ready_at

    def started(self, now: float) -> None:
        """A request starts."""
        self.active += 1
        if self.interval:
            self.ready_at = max(self.ready_at, now + self.interval)

    def answered(self, latency: float) -> None:
        """A request ended well: faster, unless the host takes longer than it did.

        Until the first complaint each answer makes room for one request more, which doubles their number in the time
        of an answer; afterwards all of them together do. A host that takes clearly longer than it has at its best is
        at its limit.

        Args:
            latency: seconds between request and answer.
        """
        self.active -= 1
        self.complaints = 0
        self.best = min(self.best, latency)
        if latency > _SLOWER * self.best + _NOISE:
            self.allowed = max(min(self.allowed, _FIRST_CONCURRENCY), self.allowed * _EASING)
        else:
            self.allowed = min(self.most, self.allowed + (1 / self.allowed if self.complained_once else 1))
        self.interval *= _RECOVERY
        if self.interval < _SHORTEST_INTERVAL:
            self.interval = 0.0

    def failed(self) -> None:
        """A request ended without an answer that says anything about the pace."""
        self.active -= 1

    @property
    def has_answered(self) -> bool:
        """It has answered well at least once."""
        return self.best < inf

    def struggled(self) -> None:
        """A request broke off, perhaps because the host takes no more at once: fewer, without a wait."""
        self.active -= 1
        self.complained_once = True
        self.allowed = max(1.0, self.allowed / 2)

    def one_by_one(self) -> None:
        """From now on one request at a time, however well it answers."""
        self.most, self.allowed = 1, 1.0

    def complained(self, now: float, asked_for: float | None, jitter: float, began: float = inf) -> float:
        """The host asks for a slower pace (429, 503). Requests that were under way together complain as one.

        Args:
            now: monotonic seconds.
            asked_for: seconds that its Retry-After names, or None.
            jitter: between 0 and 1, so that not all come back in one moment.
            began: when the request began (monotonic seconds).

        Returns:
            Seconds until it may be asked again; more than `LONGEST_WAIT` if the host wants more than we wait for.
        """
        self.active -= 1
        if began > self.complained_at:
            self._slow_down(now)
        backoff = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * _SLOWDOWN ** min(self.complaints - 1, _MOST_DOUBLINGS))
        wait = asked_for if asked_for is not None else backoff * (0.75 + jitter / 2)
        if wait <= LONGEST_WAIT:
            self.waited += max(0.0, now + wait - max(now, self.ready_at))
            self.ready_at = max(self.ready_at, now + wait)
        return wait

    def _slow_down(self, now: float) -> None:
        self.complained_at = now
        self.complaints += 1
        self.complained_once = True
        self.allowed = max(1.0, self.allowed / 2)
        shortest = _FIRST_BACKOFF * _SLOWDOWN ** min(self.complaints - 1, _MOST_DOUBLINGS) / 4
        self.interval = min(_LONGEST_INTERVAL, max(self.interval * _SLOWDOWN, shortest))
