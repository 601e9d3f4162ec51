"""Where a run keeps what may outgrow memory: posts, witnesses, findings.

A private temporary SQLite database, which lives in its page cache while it is small and on disk when it is not, and is
gone with the run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator  # noqa: TC003 - `_NOTHING` has it as its type
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import orjson

from audit.engine.draft import Draft
from audit.finding import Quote, Spot, Witness
from audit.probe import Hop, Probe
from audit.report import LinkEntry, PostEntry, ReportedFinding
from audit.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from audit.engine.map import Mapped

SITE_ORDER = -1
"""Order of a fault of the site: before all posts."""
_PAGE_CACHE = 4 << 10  # KiB: what of the database stays in memory

_TABLES = """
CREATE TABLE post (
    ord INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, site TEXT NOT NULL, block INTEGER NOT NULL,
    position INTEGER NOT NULL, entry BLOB NOT NULL, drafts BLOB NOT NULL, evaluated INTEGER NOT NULL,
    version TEXT NOT NULL);
CREATE TABLE witness (code TEXT NOT NULL, key TEXT NOT NULL, ord INTEGER NOT NULL, seq INTEGER NOT NULL,
    body BLOB NOT NULL);
CREATE TABLE verdict (ord INTEGER NOT NULL, site TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE finding (ord INTEGER PRIMARY KEY, bodies BLOB NOT NULL);
CREATE TABLE link (digest INTEGER PRIMARY KEY);
CREATE TABLE probe (url TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE link_entry (url TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (ord INTEGER PRIMARY KEY, ref TEXT NOT NULL, body BLOB NOT NULL);
"""


_MOST_HELD = 16 << 20
"""Bytes of witnesses that memory holds before the database takes them."""
_HELD_ROW = 300
"""Bytes that a witness in memory takes beside its body."""
_MOST_DIGESTS = 100_000
"""Digests of addresses that memory holds before the database takes them: some 8 MB."""
_Row: TypeAlias = tuple[int, bytes, str, str]
"""A witness as it is kept: place of its post, body, ref and site of the post."""

_NOTHING: tuple[int, Iterator[tuple[int, bytes]]] = (SITE_ORDER, iter(()))


class StoredPost(NamedTuple):
    """One mapped post, with all its drafts: those of its own rules and those of the corpus."""

    order: int
    ref: str
    site: str
    block: int
    position: int
    entry: dict[str, Any]
    drafts: list[Draft]
    evaluated: bool


class LinkTarget(NamedTuple):
    """One distinct address that posts hold.

    Attributes:
        url: the address, without credentials.
        image: a post shows it as a picture.
        referrer: address of the first post that does, or "".
        sites: sites of the posts.
        orders: the posts, by their places in the input.
    """

    url: str
    image: bool
    referrer: str
    sites: frozenset[str]
    orders: list[int]


class Store:
    """The database of one run. Also gives the report its posts and findings (`audit.report.Entries`)."""

    def __init__(self) -> None:
        # Not bound to this thread: whoever holds the report may let go of it, or its collector may run, in another one.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(f"PRAGMA cache_size = -{_PAGE_CACHE}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._posts = 0
        self._repeats: dict[str, int] = {}
        self._repeated = 0
        self._held: list[tuple[str, str, int, int, bytes]] = []
        self._held_bytes = 0
        self._has_given_away = False
        self._digests: set[int] = set()
        self._has_given_digests_away = False

    def __len__(self) -> int:
        return self._posts

    def __del__(self) -> None:
        # The report reads from here as long as anybody holds it; Python 3.13 warns of connections that nobody closed.
        self._db.close()

    # -- map -----------------------------------------------------------------------------------------------------------

    def add(self, block: int, mapped: Mapped) -> None:
        """Keep what the map phase made of one block.

        A record that comes again (equal site and id) is kept as `...~2`; its witnesses are dropped, so that no corpus
        rule takes it for a sibling of itself.

        Args:
            block: number of the block, in input order.
            mapped: what was made of it.
        """
        first = self._posts
        rows = [
            (order, post.ref, post.site, block, post.position, post.entry, post.drafts, post.evaluated, post.version)
            for order, post in enumerate(mapped.posts, first)
        ]
        self._posts += len(rows)
        insert = "INSERT OR IGNORE INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        repeated: set[int] = set()
        if self._db.executemany(insert, rows).rowcount < len(rows):
            kept = {order for (order,) in self._db.execute("SELECT ord FROM post WHERE ord >= ?", (first,))}
            for order, ref, *rest in rows:
                if order not in kept:
                    repeated.add(order)
                    self._db.execute(insert, (order, self._another_ref(ref), *rest))
        for seq, (code, key, index, body) in enumerate(mapped.witnesses):
            if first + index not in repeated:
                # A copy: what orjson makes lies between the trees of the posts, and would keep their memory in pieces.
                self._held.append((code, key, first + index, seq, bytes(memoryview(body))))
                self._held_bytes += len(body) + _HELD_ROW
        if self._held_bytes > _MOST_HELD:
            self._give_away()
        self._add_links(mapped.links)

    def _give_away(self) -> None:
        """Let the database keep the witnesses that memory held so far."""
        self._db.executemany("INSERT INTO witness VALUES (?, ?, ?, ?, ?)", self._held)
        self._held.clear()
        self._held_bytes = 0
        self._has_given_away = True

    def _add_links(self, links: Iterable[str]) -> None:
        # Python's hash of a string has 64 bits and holds for this process, which is all that counting asks.
        self._digests.update(map(hash, links))
        if len(self._digests) > _MOST_DIGESTS:
            self._give_digests_away()

    def _give_digests_away(self) -> None:
        ordered = sorted(self._digests)  # SQLite then finds the place of most beside that of the one before
        self._db.executemany("INSERT OR IGNORE INTO link VALUES (?)", zip(ordered))
        self._digests.clear()
        self._has_given_digests_away = True

    def count_links(self) -> int:
        """Number of distinct addresses that the posts link to."""
        if not self._has_given_digests_away:
            return len(self._digests)
        self._give_digests_away()
        return int(self._db.execute("SELECT count(*) FROM link").fetchone()[0])

    def _another_ref(self, ref: str) -> str:
        number = self._repeats.get(ref, 1) + 1
        while self.has_post(f"{ref}~{number}"):
            number += 1
        self._repeats[ref] = number
        self._repeated += 1
        return f"{ref}~{number}"

    @property
    def repeated(self) -> int:
        """How many records came again (equal site and id)."""
        return self._repeated

    def has_post(self, ref: str) -> bool:
        """Whether there is a post with this ref."""
        return self._db.execute("SELECT 1 FROM post WHERE ref = ?", (ref,)).fetchone() is not None

    # -- judge ---------------------------------------------------------------------------------------------------------

    def witnesses(self, not_alone: Container[str] = ()) -> Iterator[tuple[str, str, list[Witness]]]:
        """All witnesses: (rule code, key, the key's witnesses by post).

        Args:
            not_alone: codes of the rules whose keys with a single witness are left out.
        """
        groups = self._given_away_groups(not_alone) if self._has_given_away else self._held_groups(not_alone)
        for code, key, found in groups:
            yield code, key, [_witness(*member) for member in found]

    def _given_away_groups(self, not_alone: Container[str]) -> Iterator[tuple[str, str, list[_Row]]]:
        self._give_away()
        rows = self._db.execute(
            "SELECT code, key, witness.ord, body, ref, site FROM witness JOIN post ON post.ord = witness.ord "
            "ORDER BY code, key, witness.ord, seq"
        )
        for (code, key), members in groupby(rows, itemgetter(0, 1)):
            found = [member[2:] for member in members]
            if len(found) > 1 or code not in not_alone:
                yield code, key, found

    def _held_groups(self, not_alone: Container[str]) -> Iterator[tuple[str, str, list[_Row]]]:
        """The same of what memory holds, where the witnesses of a key stand in the order of their posts."""
        groups: dict[tuple[str, str], list[tuple[int, bytes]]] = {}
        for code, key, order, _, body in self._held:
            groups.setdefault((code, key), []).append((order, body))
        asked = [group for group, found in groups.items() if len(found) > 1 or group[0] not in not_alone]
        held = {order for group in asked for order, _ in groups[group]}
        rows = self._db.execute("SELECT ord, ref, site FROM post")
        posts = {order: (ref, site) for order, ref, site in rows if order in held}
        for code, key in sorted(asked):
            yield code, key, [(order, body, *posts[order]) for order, body in groups[code, key]]

    def versions(self) -> Iterator[tuple[int, str, str]]:
        """Of each post: its place in the input, its ref, and what shows that it has changed."""
        yield from self._db.execute("SELECT ord, ref, version FROM post")

    def link_targets(self, codes: Iterable[str]) -> Iterator[LinkTarget]:
        """The distinct addresses that rules over links gathered (under these codes), in their order."""
        self._give_away()
        marks = ",".join("?" * len(codes := list(codes)))
        rows = self._db.execute(
            f"SELECT key, witness.ord, body, site, entry FROM witness JOIN post ON post.ord = witness.ord "  # noqa: S608 - marks
            f"WHERE code IN ({marks}) ORDER BY key, witness.ord",
            codes,
        )
        for key, members in groupby(rows, itemgetter(0)):
            sites: set[str] = set()
            orders: list[int] = []
            image, shown_by = False, b""
            for _, order, body, site, entry in members:
                sites.add(site)
                orders.append(order)
                if not image and orjson.loads(body)[0][:1] == ["image"]:
                    image, shown_by = True, entry
            yield LinkTarget(
                key, image, (orjson.loads(shown_by)["url"] or "") if image else "", frozenset(sites), orders
            )

    def add_probe(self, probe: Probe) -> None:
        """Keep what the network said about an address."""
        values = [list(map(list, probe.hops)) if name == "hops" else getattr(probe, name) for name in Probe.__slots__]
        self._db.execute("INSERT OR REPLACE INTO probe VALUES (?, ?)", (probe.url, orjson.dumps(values)))

    def probe_of(self, url: str) -> Probe | None:
        """What the network said about an address, or None if it was not asked."""
        row = self._db.execute("SELECT body FROM probe WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        values = dict(zip(Probe.__slots__, orjson.loads(row[0]), strict=True))
        values["hops"] = tuple(Hop(*hop) for hop in values["hops"])
        return Probe(**values)

    def add_link_entry(self, probe: Probe, witnesses: Iterable[Witness]) -> None:
        """Keep an address's entry in the report."""
        entry = {
            "url": masked(probe.url),
            "verdict": probe.verdict,
            "cause": probe.cause,
            "status": probe.status,
            "final_url": masked(probe.final_url) if probe.final_url else None,
            "hops": [{"url": masked(hop.url), "status": hop.status} for hop in probe.hops],
            "evidence": masked(probe.evidence) or None,
            "confidence": probe.confidence,
            "attempts": probe.attempts,
            "checked_at": probe.checked_at,
            "cached": probe.cached,
            "posts": list(dict.fromkeys(witness.post for witness in witnesses)),
        }
        self._db.execute("INSERT OR IGNORE INTO link_entry VALUES (?, ?)", (probe.url, orjson.dumps(entry)))

    def add_verdicts(self, verdicts: Iterable[tuple[int, str, Draft]]) -> None:
        """Keep findings of corpus rules: (order of the post or `SITE_ORDER`, site, draft)."""
        self._db.executemany(
            "INSERT INTO verdict VALUES (?, ?, ?)",
            ((order, site, orjson.dumps(draft.plain())) for order, site, draft in verdicts),
        )

    # -- finish --------------------------------------------------------------------------------------------------------

    def site_verdicts(self) -> Iterator[tuple[str, Draft]]:
        """The findings about sites: (site, draft)."""
        rows = self._db.execute("SELECT site, body FROM verdict WHERE ord = ? ORDER BY site, rowid", (SITE_ORDER,))
        for site, body in rows:
            yield site, Draft.load(orjson.loads(body))

    def stored_posts(self) -> Iterator[StoredPost]:
        """The posts in input order, each with all its drafts."""
        verdicts = groupby(
            self._db.execute("SELECT ord, body FROM verdict WHERE ord >= 0 ORDER BY ord, rowid"), itemgetter(0)
        )
        judged, bodies = next(verdicts, _NOTHING)
        for order, ref, site, block, position, entry, drafts, evaluated in self._db.execute(
            "SELECT ord, ref, site, block, position, entry, drafts, evaluated FROM post ORDER BY ord"
        ):
            found = [Draft.load(values) for values in orjson.loads(drafts)]
            if order == judged:
                found += [Draft.load(orjson.loads(body)) for _, body in bodies]
                judged, bodies = next(verdicts, _NOTHING)
            yield StoredPost(order, ref, site, block, position, orjson.loads(entry), found, bool(evaluated))

    def ref_of(self, order: int) -> str:
        """Ref of a post, by its place in the input."""
        row = self._db.execute("SELECT ref FROM post WHERE ord = ?", (order,)).fetchone()
        return str(row[0])

    def place_of(self, order: int) -> tuple[int, int]:
        """Where a post's record is: (number of the block, position in the block)."""
        block, position = self._db.execute("SELECT block, position FROM post WHERE ord = ?", (order,)).fetchone()
        return int(block), int(position)

    def add_entries(self, entries: Iterable[tuple[int, str, bytes]]) -> None:
        """Keep posts' entries in the report: (order of the post, its ref, JSON)."""
        self._db.executemany("INSERT INTO entry VALUES (?, ?, ?)", entries)

    def add_findings(self, findings: Iterable[tuple[int, list[bytes]]]) -> None:
        """Keep finished findings in report order: (order of the post or `SITE_ORDER`, JSON of each)."""
        rows = ((order, b"\n".join(bodies)) for order, bodies in findings)
        self._db.executemany("INSERT INTO finding VALUES (?, ?)", rows)

    # -- report --------------------------------------------------------------------------------------------------------

    def posts(self) -> Iterator[PostEntry]:
        """See `audit.report.Entries`."""
        for (body,) in self._db.execute("SELECT body FROM entry ORDER BY ord"):
            yield PostEntry.model_validate_json(body)

    def findings(self) -> Iterator[ReportedFinding]:
        """See `audit.report.Entries`."""
        for (bodies,) in self._db.execute("SELECT bodies FROM finding ORDER BY ord"):
            yield from map(ReportedFinding.model_validate_json, bodies.split(b"\n"))

    def links(self) -> Iterator[LinkEntry]:
        """See `audit.report.Entries`."""
        for (body,) in self._db.execute("SELECT body FROM link_entry ORDER BY url"):
            yield LinkEntry.model_validate_json(body)

    def findings_of(self, post: str) -> Iterator[ReportedFinding]:
        """See `audit.report.Entries`."""
        row = self._db.execute(
            "SELECT bodies FROM finding JOIN post ON post.ord = finding.ord WHERE ref = ?", (post,)
        ).fetchone()
        if row is not None:
            yield from map(ReportedFinding.model_validate_json, row[0].split(b"\n"))


def _witness(order: int, body: bytes, ref: str, site: str) -> Witness:
    values, spot, quote = orjson.loads(body)
    return Witness(
        tuple(values),
        None,
        Spot(*spot) if spot is not None else None,
        Quote(*quote) if quote is not None else None,
        ref,
        site,
        order,
    )
