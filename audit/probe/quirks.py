"""Hosts that need another question, or whose answers mean something else. Data: `quirks.json`, checked when loaded.

An entry has hosts (`doi.org`; `*.youtube.com` is it and everything below; `amazon.*` and `??-??.facebook.com` by the
wildcards of a shell), a regular expression for the whole path (default: any) and one for each query parameter that must
be there. The first entry that matches counts. Named groups of the expressions fill the braces of `ask`. Every entry
says `why`, as words that may be shown as evidence, and names a `source`.
"""

from __future__ import annotations

import json
import re
import string
from dataclasses import dataclass, field, fields, replace
from fnmatch import translate
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from audit.facts.url import parse_url
from audit.probe import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.facts.url import Url

REFUSED = 0
"""Stands for a status where a connection was refused or reset, so that there was no answer to have one."""
_ABOUT_TIME = frozenset({408, 425, 429})  # the same question may have another answer in a moment
_WEB = frozenset({"http", "https"})
_HOSTS_CACHED = 65536


class Reading(NamedTuple):
    """What an answer means: a verdict (one of `VERDICTS`), and a cause in one word."""

    verdict: str
    cause: str | None


@dataclass(frozen=True, slots=True)
class Quirk:
    """What is special about one address.

    Attributes:
        name: of the entry.
        why: what is special, for people.
        source: address of a page that shows it.
        ask: the address to ask instead, or "". The answer is about the link all the same: there is no final address,
            and no page to search for a fragment.
        skip: ask nothing; no anonymous answer is evidence.
        concurrency: requests at once for the host, or None for no limit of its own.
        redirect_proves: a redirect that leaves the hosts of the entry (see `owns`) is all the proof there is; it is not
            followed, and the verdict is ok.
        judges_fragments: whether the page may be searched for a fragment.
        shortener: the address stands for another one.
        arrival: what it means for a link that redirects lead here (see `wall_at`); None if this is a page like others.
        target: the address that a wall here would let through to, from the query, or "".
        readings: meaning of statuses, by number or by class (`4xx`); see `verdict_of`.
    """

    name: str
    why: str
    source: str
    ask: str = ""
    skip: bool = False
    concurrency: int | None = None
    redirect_proves: bool = False
    judges_fragments: bool = True
    shortener: bool = False
    arrival: Reading | None = None
    target: str = ""
    readings: Mapping[str, Reading] = field(default_factory=dict)

    def verdict_of(self, status: int) -> Reading | None:
        """What a status means, for the last answer of a chain; None if it means what it means elsewhere.

        A class of statuses does not hold 408, 425 and 429: these are about the moment.

        Args:
            status: of the answer, or `REFUSED`.
        """
        exact = self.readings.get(str(status))
        if exact is not None or status in _ABOUT_TIME:
            return exact
        return self.readings.get(f"{status // 100}xx")

    def owns(self, host: str) -> bool:
        """Whether a host (as `Url.host`) is one of the entry's."""
        return any(entry.quirk.name == self.name for entry in _entries_of(host))


def quirk_of(url: Url | None) -> Quirk | None:
    """What is special about an address; None if nothing is, or if it is none of the web."""
    if url is None or url.scheme not in _WEB:
        return None
    for entry in _entries_of(url.host):
        quirk = entry.applied_to(url)
        if quirk is not None:
            return quirk
    return None


def wall_at(link: Url, final: Url) -> Quirk | None:
    """The login, consent page or the like that stands at the end of a link's redirects, with its `arrival`, or None.

    Not for a link that leads to such a page by itself.

    Args:
        link: as the post has it.
        final: where its redirects lead.
    """
    quirk = quirk_of(final)
    if quirk is None or quirk.arrival is None:
        return None
    own = quirk_of(link)
    return quirk if own is None or own.name != quirk.name else None


# -- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the table: where it holds, and what of it depends on the address."""

    quirk: Quirk
    hosts: Sequence[str]
    path: re.Pattern[str] | None
    query: Mapping[str, re.Pattern[str]]
    ask: str
    continues: Sequence[str]

    def applied_to(self, url: Url) -> Quirk | None:
        """The quirk of an address on one of the hosts, if path and query match."""
        found = self.path.fullmatch(url.path) if self.path is not None else None
        if self.path is not None and found is None:
            return None
        words = found.groupdict() if found is not None else {}
        parameters = _parameters(url) if self.query or self.continues else {}
        for name, pattern in self.query.items():
            found = pattern.fullmatch(parameters.get(name, ""))
            if found is None:
                return None
            words |= found.groupdict()
        if not self.ask and not self.continues:
            return self.quirk
        return replace(self.quirk, ask=self.ask.format_map(words), target=self._target(parameters))

    def _target(self, parameters: Mapping[str, str]) -> str:
        for name in self.continues:
            target = parse_url(parameters.get(name, ""))
            if target is not None and target.scheme in _WEB:
                return target.href
        return ""


def _parameters(url: Url) -> dict[str, str]:
    """Query parameters, the first of each name."""
    return dict(reversed(parse_qsl(url.query)))


def _entry_of(row: Mapping[str, Any]) -> _Entry:
    """An entry of the table.

    Raises:
        ValueError: it is not as the table's entries are.
        re.error: an expression is none.
    """
    rest = dict(row)
    hosts = rest.pop("hosts", [])
    path = re.compile(rest.pop("path"), re.ASCII) if "path" in rest else None
    query = {name: re.compile(pattern, re.ASCII) for name, pattern in rest.pop("query", {}).items()}
    ask, continues = rest.pop("ask", ""), rest.pop("continues", [])
    readings = {status: Reading(*reading) for status, reading in rest.pop("readings", {}).items()}
    arrival = Reading(*rest.pop("arrival")) if "arrival" in rest else None
    if rest.get("skip"):
        arrival = Reading("unknown", "login-wall")
    if ask:
        rest["judges_fragments"] = False
    unknown = rest.keys() - {attribute.name for attribute in fields(Quirk)}
    groups = {name for pattern in (path, *query.values()) if pattern is not None for name in pattern.groupindex}
    needed = {name for _, name, _, _ in string.Formatter().parse(ask) if name is not None}
    meant = [reading.verdict for reading in (*readings.values(), arrival) if reading is not None]
    faults = {
        f"unknown: {', '.join(sorted(unknown))}": unknown,
        "no hosts": not hosts,
        "no why or source": not (rest.get("why") and str(rest.get("source")).startswith("https://")),
        "no such verdict": not set(meant) <= set(VERDICTS),
        "no such status": not all(re.fullmatch(r"0|[1-9](?:[0-9]{2}|xx)", status) for status in readings),
        "`ask` needs what no expression gives": not needed <= groups,
        "`ask` without readings": ask and not readings,
    }
    for fault, is_so in faults.items():
        if is_so:
            raise ValueError(f"quirks.json, {row.get('name')}: {fault}")
    return _Entry(Quirk(**rest, arrival=arrival, readings=readings), hosts, path, query, ask, continues)


_ENTRIES = [_entry_of(row) for row in json.loads((files("audit.probe") / "quirks.json").read_text("utf-8"))]


class _Hosts(NamedTuple):
    """Numbers of entries, by how they name their hosts."""

    exact: dict[str, list[int]]
    below: dict[str, list[int]]
    wild: list[tuple[re.Pattern[str], int]]


def _hosts_of(entries: Sequence[_Entry]) -> _Hosts:
    hosts = _Hosts({}, {}, [])
    for number, entry in enumerate(entries):
        for host in entry.hosts:
            if host.startswith("*.") and not set("*?") & set(host[2:]):
                hosts.below.setdefault(host[2:], []).append(number)
            elif set("*?") & set(host):
                hosts.wild.append((re.compile(translate(host)), number))
            else:
                hosts.exact.setdefault(host, []).append(number)
    return hosts


_HOSTS = _hosts_of(_ENTRIES)


@lru_cache(maxsize=_HOSTS_CACHED)
def _entries_of(host: str) -> tuple[_Entry, ...]:
    """Entries for a host, in the order of the table."""
    host = host.removesuffix(".")
    numbers = set(_HOSTS.exact.get(host, ()))
    labels = host.split(".")
    for start in range(len(labels)):
        numbers.update(_HOSTS.below.get(".".join(labels[start:]), ()))
    numbers.update(number for pattern, number in _HOSTS.wild if pattern.fullmatch(host))
    return tuple(_ENTRIES[number] for number in sorted(numbers))
