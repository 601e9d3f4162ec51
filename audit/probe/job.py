"""The things that the prober handles: hosts, chains of requests, and where a chain ended."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts.url import Url
    from audit.probe import Hop
    from audit.probe.answer import Answer
    from audit.probe.exchange import Exchange, Failure
    from audit.probe.pacing import Pace
    from audit.probe.queue import Wanted
    from audit.probe.verdict import Ruling


@dataclass(slots=True, eq=False)
class Host:
    """What is to be asked of one host, and how fast.

    Attributes:
        name: host, and port where it is not the scheme's.
        pace: how fast it is asked.
        fresh: what has not been started yet; None when all has.
        waiting: chains whose next request may be sent.
        listed: it stands in the list of those that may have something to start.
        lookups: chains that wait for a name.
        good: answers so far.
        fault, faults: the last failure's cause, and how often it came in a row, one after the other.
        fault_at: when the last of them was noted (monotonic seconds).
        down: the failure that its other addresses share, because it fails always.
        sample: what it answers to an address that nobody has: fingerprint and whether scripts make the page.
        samplers: chains that wait for that; None before it was asked.
        put_off: addresses in a row for which it wanted more patience than it gets.
        given_up: what its other addresses share, because it is asked no more.
        witness: an address that it answered.
        alive: whether it answered that again after it had broken off; None if it was not asked.
        held: chains that wait for that, each with its ending.
    """

    name: str
    pace: Pace
    fresh: Iterator[Any] | None = None
    waiting: deque[Job] = field(default_factory=deque)
    listed: bool = False
    lookups: int = 0
    good: int = 0
    fault: str = ""
    faults: int = 0
    fault_at: float = 0.0
    down: Failure | None = None
    sample: tuple[bytes, bool] | None = None
    samplers: list[Job] | None = None
    put_off: int = 0
    given_up: Ruling | None = None
    witness: str = ""
    alive: bool | None = None
    held: list[tuple[Job, Ending]] = field(default_factory=list)

    @property
    def bare_name(self) -> str:
        """The name without port."""
        return bare_host(self.name)


@dataclass(slots=True)
class Ending:
    """Where a chain ended, as far as it matters when the page is gone.

    Attributes:
        ruling: what it means.
        status, final, hops, media_type: of the last answer, as in `Probe`; `final` has no fragment.
        fragment: what a redirect put in place of the link's own; None if none did.
        image_fault: why it is no picture.
        missing: addresses whose fragment has no target.
        unread: addresses whose fragment could not be looked for.
        answer: the last answer, where pages are kept.
    """

    ruling: Ruling
    status: int | None = None
    final: str | None = None
    fragment: str | None = None
    hops: tuple[Hop, ...] = ()
    media_type: str = ""
    image_fault: str = ""
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    answer: Answer | None = None


@dataclass(slots=True)
class Doubt:
    """A first answer that is asked about again at the end of the run.

    Attributes:
        wanted: what was asked.
        ending: what came of it.
        attempts: requests so far.
        suspect: fingerprint of a page that may be what the host answers to everything.
        suspicion: what it means if that is so.
    """

    wanted: Wanted
    ending: Ending
    attempts: int
    suspect: bytes = b""
    suspicion: Ruling | None = None


@dataclass(slots=True, eq=False)
class Job:
    """One chain of requests: from an address that posts hold to where it ends.

    Attributes:
        wanted: the address, and all that differ from it only in the fragment.
        host: of the next request.
        url: of the next request.
        hops, seen: redirects so far, and the addresses with the cookies that they were asked with.
        fragment: see `Ending`.
        exchange: the handle, which has the chain's cookies.
        attempts: requests so far, those of an earlier chain included.
        retries: of the present request.
        sent: requests for the present address.
        asked_at: when the last request began (monotonic seconds).
        asked_with: the cookies that it was asked with.
        old_protocol: without HTTP/2.
        diagnosed: a fault of the certificate that is being looked at.
        doubt: the first answer, if this is the second question.
        bare: a picture is asked for without the post as referrer.
        sample_of: this asks that host for an address that nobody has.
        canary_of: this asks that host again for one that worked.
    """

    wanted: Wanted
    host: Host
    url: Url
    hops: list[Hop] = field(default_factory=list)
    seen: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    fragment: str | None = None
    exchange: Exchange | None = None
    attempts: int = 0
    retries: int = 0
    sent: int = 0
    asked_at: float = 0.0
    asked_with: frozenset[str] = frozenset()
    old_protocol: bool = False
    diagnosed: Failure | None = None
    doubt: Doubt | None = None
    bare: bool = False
    sample_of: Host | None = None
    canary_of: Host | None = None

    @property
    def image(self) -> bool:
        """A post shows the address as a picture."""
        return any(target.image for target in self.wanted.targets)

    @property
    def only_image(self) -> bool:
        """No post uses the address otherwise."""
        return all(target.image for target in self.wanted.targets)

    @property
    def is_second(self) -> bool:
        """This is asked at the end of the run, with a browser's headers."""
        return self.doubt is not None or self.is_own

    @property
    def is_own(self) -> bool:
        """We want to know this ourselves: no post holds the address."""
        return self.sample_of is not None or self.canary_of is not None


def authority_of(url: Url) -> str:
    """Host and port, the port only where it is not the scheme's."""
    return f"{url.host}:{url.port}" if url.port else url.host


def bare_host(authority: str) -> str:
    """The host without port."""
    host, colon, port = authority.rpartition(":")
    return host if colon and port.isdigit() else authority


_CLAIMS = {
    "unknown": 0,
    "skipped": 0,
    "unsafe": 0,
    "blocked": 0,
    "rate-limited": 0,
    "auth-required": 0,
    "server-error": 1,
    "timeout": 1,
    "connection-error": 1,
    "soft-404": 2,
}
_STRONGEST_CLAIM = 3


def settled(first: Ending, second: Ending) -> Ending:
    """What two answers mean together: one that works wins, else the one that claims less.

    A server that refused the first question and answered the second works; one that failed in two ways is a riddle,
    and a riddle is never called broken.
    """
    one, two = first.ruling, second.ruling
    if two.live:
        if one.live:  # it was asked again for its fragments
            second.missing = tuple(url for url in second.missing if url in first.missing)
        return second
    if one.live:
        return first
    if one.verdict == two.verdict:
        return replace(second, ruling=replace(two, doubt=False))
    chosen = first if _claim(one) <= _claim(two) else second
    return replace(chosen, ruling=replace(chosen.ruling, doubt=True))


def _claim(ruling: Ruling) -> int:
    return _CLAIMS.get(ruling.verdict, _STRONGEST_CLAIM)
