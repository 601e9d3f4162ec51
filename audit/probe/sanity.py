"""Whether this machine's network can be believed at all: one message instead of hundreds of findings.

Four things make every verdict worthless: no network, a resolver that knows every name, a proxy that signs certificates
itself, a clock that is wrong.
"""

from __future__ import annotations

import random
import string
from collections import defaultdict
from email.utils import parsedate_to_datetime
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING

from audit.facts.url import is_private_host, registrable_domain
from audit.probe.names import NAMES_OF_NOTHING, is_private_name
from audit.probe.verdict import Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.probe.answer import Answer
    from audit.probe.exchange import Failure
    from audit.probe.names import Names

_KNOWN_NAMES = ("example.com", "iana.org", "wikipedia.org")
"""Names that have had an address for decades. If none has one, it is we who are cut off."""
_CUT_OFF = frozenset({"unreachable", "proxy"})
"""Causes that are our own where all hosts have them: no route, no proxy."""
_LOCAL_CAUSES = _CUT_OFF | {"nxdomain", "nodata", "servfail", "try-again"}
_ENOUGH_HOSTS = 8
"""Hosts that fail for want of a network, with none that answers, before the others are not even asked."""
_SAME = 3
"""Hosts that must agree: on the issuer of their certificates, on the time."""
_EXEMPT = 10
"""A proxy that reads along leaves some hosts alone: at most one of so many."""
_MOST_SKEWS = 50
_CLOCK_SKEW = 86_400.0
"""Seconds by which our clock may be wrong before dates of certificates mean nothing."""
_ISSUER_CAUSES = frozenset({"untrusted", "incomplete-chain"})


class Sanity:
    """What all answers together say about our own network.

    Attributes:
        is_mute: nothing that was heard may be told.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._answered = 0
        self._answered_nearby = False
        self._is_cut_off = False
        self._failed: dict[str, str] = {}
        self._issuers: dict[str, set[str]] = defaultdict(set)
        self._tls_hosts: set[str] = set()
        self._skews: dict[str, float] = {}
        self._lock = Lock()
        self._wildcard: frozenset[str] | None = None
        self._excused: frozenset[str] = frozenset()
        self._excused_cause: str | None = None
        self._problems: dict[str, str] = {}
        self.is_mute = False

    @property
    def problem(self) -> str | None:
        """What is wrong, for people; None if nothing is."""
        return " ".join(self._problems.values()) or None

    # -- what was heard ------------------------------------------------------------------------------------------------

    def answered(self, host: str, answer: Answer, now: float) -> None:
        """A host answered. One of our own network proves nothing about the world outside."""
        if is_private_name(host) or is_private_host(host):
            self._answered_nearby = True
            return
        self._answered += 1
        domain = registrable_domain(host)
        if answer.url.startswith("https:") and len(self._tls_hosts) <= _ENOUGH_HOSTS * _SAME:
            self._tls_hosts.add(domain)
        if domain not in self._skews and len(self._skews) < _MOST_SKEWS and not answer.header("age"):
            try:
                self._skews[domain] = parsedate_to_datetime(answer.header("date")).timestamp() - now
            except (TypeError, ValueError, OverflowError):
                return

    def failed(self, host: str, failure: Failure) -> None:
        """A host did not answer."""
        if failure.cause in _ISSUER_CAUSES and failure.issuer:
            self._issuers[failure.issuer].add(registrable_domain(host))
        is_of_nothing = is_private_name(host) or host.rstrip(".").rpartition(".")[2] in NAMES_OF_NOTHING
        if self._answered or failure.cause not in _LOCAL_CAUSES or is_of_nothing or host in self._failed:
            return
        self._failed[host] = failure.cause
        if len(self._failed) == _ENOUGH_HOSTS:
            self._judge_network()

    def crashed(self, url: str, error: str) -> None:
        """An answer made this program fail."""
        self._problems.setdefault("crash", f"The answer of {url} could not be read, which is our fault ({error}).")

    def look_for_wildcard(self, host: str) -> None:
        """Before the first lookup of a name: ask for one that nobody has. Called from the threads of lookups."""
        if self._wildcard is not None or is_private_name(host) or not host[-1:].isalpha():
            return
        with self._lock:
            if self._wildcard is None:
                self._wildcard = frozenset(self._lookup("".join(random.choices(string.ascii_lowercase, k=24)) + ".com"))  # noqa: S311 - no secret

    def is_wildcard(self, addresses: Sequence[str]) -> bool:
        """Whether a host's addresses are those of a name that nobody has."""
        if not self._wildcard or not addresses or not self._wildcard.issuperset(addresses):
            return False
        self._problems["wildcard"] = (
            f"The resolver answers {', '.join(sorted(self._wildcard))} for names that do not exist: links whose host "
            "has that address were not judged. Use another resolver."
        )
        return True

    # -- what it means -------------------------------------------------------------------------------------------------

    def conclude(self) -> None:
        """After the first round: look at everything together."""
        if self._failed and not self._answered and not self.is_mute:
            self._judge_network()
        if abs(skew := self._skew()) > _CLOCK_SKEW:
            self._excused_cause = "not-yet-valid" if skew > 0 else "expired"
            error = f"{abs(skew) / _CLOCK_SKEW:.0f} days {'behind' if skew > 0 else 'ahead'}"
            self._problems["clock"] = f"The clock is {error}: dates of certificates were not judged. Set the clock."
        for issuer, hosts in self._issuers.items():
            if len(hosts) >= _SAME and len(hosts) > _EXEMPT * len(self._tls_hosts):
                self._excused |= hosts
                self._problems[issuer] = (
                    f"{len(hosts)} hosts show a certificate signed by {issuer}, which is not trusted: a proxy reads "
                    "along. Give its certificate with --ca-file; links over https were not judged."
                )

    def _skew(self) -> float:
        """Seconds by which the world's clock is ahead of ours; 0 if too few hosts tell, as one clock may be wrong."""
        is_enough = len(self._skews) >= _SAME or (self._skews and not self._tls_hosts)
        return median(self._skews.values()) if is_enough else 0.0

    def _judge_network(self) -> None:
        is_cut_off = len(self._failed) >= _ENOUGH_HOSTS and _CUT_OFF.issuperset(self._failed.values())
        if self._answered_nearby and len(self._failed) < _SAME:
            return  # what is said of our own network is true, and one name or two may well not exist
        if not is_cut_off and any(self._lookup(name) for name in _KNOWN_NAMES):
            return
        self._is_cut_off = True
        self.is_mute = not self._answered_nearby
        why = "" if is_cut_off else ", and well-known names are not found either"
        self._problems["network"] = (
            f"No network: {_unreached(len(self._failed))}{why}. "
            f"{'Nothing was' if self.is_mute else 'They were not'} judged; run again with a connection, or with "
            "--offline."
        )

    def may_excuse(self, ruling: Ruling) -> bool:
        """Whether a ruling can still turn out to be our own fault."""
        return ruling.verdict == "tls-error"

    def excuse(self, ruling: Ruling, host: str) -> Ruling | None:
        """What a ruling becomes that is our own fault; None if it is not."""
        if self._is_cut_off and host in self._failed and ruling.cause in _LOCAL_CAUSES:
            return Ruling("unknown", "no-network", ruling.evidence)
        if ruling.verdict != "tls-error":
            return None
        if ruling.cause == self._excused_cause:
            return Ruling("unknown", "wrong-clock", ruling.evidence)
        if ruling.cause in _ISSUER_CAUSES and registrable_domain(host) in self._excused:
            return Ruling("unknown", "interception", ruling.evidence)
        return None

    def wildcard_ruling(self) -> Ruling:
        """What is said of a host that has the address of names that nobody has."""
        return Ruling("unknown", "wildcard-resolver", "its host has the address that the resolver gives to every name")

    def _lookup(self, name: str) -> list[str]:
        try:
            return [address for address in self._names(name) if address]
        except (OSError, UnicodeError):
            return []


def _unreached(hosts: int) -> str:
    return (
        f"none of {hosts:,} hosts could be reached"
        if hosts > 1
        else "the only host that was asked could not be reached"
    )
