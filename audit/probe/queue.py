"""What is still to be asked: a private temporary SQLite database, so that memory does not grow with the addresses."""

from __future__ import annotations

import pickle
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.probe.network import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAGE_CACHE = 4 << 10  # KiB
_CHUNK = 32
_TABLES = """
CREATE TABLE want (
    host TEXT NOT NULL, ask TEXT NOT NULL, url TEXT NOT NULL, image INTEGER NOT NULL, referrer TEXT NOT NULL,
    own INTEGER NOT NULL, PRIMARY KEY (host, ask, url)
) WITHOUT ROWID;
CREATE TABLE doubt (host TEXT NOT NULL, ask TEXT NOT NULL, what BLOB NOT NULL, PRIMARY KEY (host, ask)) WITHOUT ROWID;
"""
_WANT = """
INSERT INTO want VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET image = image OR excluded.image, own = own OR excluded.own,
    referrer = coalesce(nullif(referrer, ''), excluded.referrer)
"""


class Wanted(NamedTuple):
    """One request, and all addresses that it answers: they differ only in the fragment."""

    host: str
    ask: str
    targets: tuple[Target, ...]


class Queue:
    """What is to be asked, host by host: first all that is wanted, then what was doubted."""

    def __init__(self) -> None:
        # Not a connection of one thread only: a generator may be finished by the garbage collector of another.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(f"PRAGMA cache_size = -{_PAGE_CACHE}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Throw everything away."""
        self._db.close()

    def want(self, wanted: Iterable[tuple[str, str, Target]]) -> None:
        """Ask for addresses: (host, address to ask, target)."""
        self._db.executemany(_WANT, ((host, ask, *target) for host, ask, target in wanted))

    def doubt(self, host: str, ask: str, what: Any) -> None:
        """Ask again at the end: anything that can be pickled stands for the first answer."""
        self._db.execute("INSERT OR REPLACE INTO doubt VALUES (?, ?, ?)", (host, ask, pickle.dumps(what)))

    def hosts(self) -> Iterator[str]:
        """The hosts of what is wanted."""
        return self._hosts("want")

    def doubted_hosts(self) -> Iterator[str]:
        """The hosts of what was doubted."""
        return self._hosts("doubt")

    def _hosts(self, table: str) -> Iterator[str]:
        last = ""
        while (row := self._db.execute(f"SELECT min(host) FROM {table} WHERE host > ?", (last,)).fetchone())[0]:  # noqa: S608 - a name of ours
            last = row[0]
            yield last

    def of_host(self, host: str) -> Iterator[Wanted]:
        """What is wanted of one host, read in small pieces."""
        last = ""
        while asks := self._db.execute(
            "SELECT DISTINCT ask FROM want WHERE host = ? AND ask > ? ORDER BY ask LIMIT ?", (host, last, _CHUNK)
        ).fetchall():
            first, last = asks[0][0], asks[-1][0]
            rows = self._db.execute(
                "SELECT ask, url, image, referrer, own FROM want WHERE host = ? AND ask BETWEEN ? AND ? ORDER BY ask",
                (host, first, last),
            ).fetchall()
            for ask, members in groupby(rows, itemgetter(0)):
                yield Wanted(
                    host, ask, tuple(Target(url, bool(i), referrer, bool(o)) for _, url, i, referrer, o in members)
                )

    def doubts_of_host(self, host: str) -> Iterator[Any]:
        """What was doubted of one host."""
        last = ""
        while row := self._db.execute(
            "SELECT ask, what FROM doubt WHERE host = ? AND ask > ? ORDER BY ask LIMIT 1", (host, last)
        ).fetchone():
            last = row[0]
            yield pickle.loads(row[1])  # noqa: S301 - what we put there ourselves
