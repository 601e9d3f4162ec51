"""What earlier runs learned about addresses: those that worked, and for how long the others have failed.

One SQLite file in the cache folder. Only successes are ever taken instead of asking; a failure is always asked again,
and only counted. Rows hold what the server said, not what was made of it, so that another `--max-age` or `--accept`
holds at once.
"""

from __future__ import annotations

import contextlib
import json
import math
import secrets
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.probe import LIVE, Hop, Probe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FILE = "links.sqlite"
"""Name of the file in the cache folder."""
VERSION = 1
"""Version of its tables. A file of another version is set aside."""
KEPT = 90 * 86400.0
"""Seconds for which a row is kept that no run has come across."""

_UNSAVED_ROWS = 200
_AGAIN = 1.0  # seconds between two attempts to write to a file that another run holds
# A run that was killed and started again is one run, and so are two at the same moment: they see the same outage. Runs
# that are killed every night are not.
_SAME_RUN = 3600.0
# Another run's transaction takes milliseconds; who holds the file for longer is no run of ours.
_BUSY_SECONDS = 2.0
_BUSY_TIMES = 5
_SEEN_AGAIN = 86400.0  # a hit is written down once a day

_NOT_ABOUT_IT = frozenset({"unknown", "blocked", "rate-limited", "unsafe", "skipped", "auth-required"})
_BY_POLICY = (None, "accepted")

_APPLICATION = 0x706F7374  # "post": https://www.sqlite.org/pragma.html#pragma_application_id
_TABLES = """
CREATE TABLE successes (
    url TEXT NOT NULL, image INTEGER NOT NULL,
    verdict TEXT NOT NULL, cause TEXT, status INTEGER, final_url TEXT, hops TEXT NOT NULL, evidence TEXT NOT NULL,
    confidence TEXT NOT NULL, media_type TEXT NOT NULL, checked_at TEXT NOT NULL, stored REAL NOT NULL,
    seen REAL NOT NULL, PRIMARY KEY (url, image)
) WITHOUT ROWID;
CREATE TABLE streaks (
    url TEXT NOT NULL, image INTEGER NOT NULL,
    first_failed TEXT NOT NULL, last_failed REAL NOT NULL, count INTEGER NOT NULL, run INTEGER NOT NULL, last_ok TEXT,
    PRIMARY KEY (url, image)
) WITHOUT ROWID;
CREATE TABLE finished (run INTEGER PRIMARY KEY, at REAL NOT NULL);
"""
_SUCCESS = (
    "SELECT verdict, cause, status, final_url, hops, evidence, confidence, media_type, checked_at, stored, seen "
    "FROM successes WHERE url = ? AND image = ?"
)
_STREAK = (
    "SELECT first_failed, last_failed, count, run, last_ok, run IN (SELECT run FROM finished) "
    "FROM streaks WHERE url = ? AND image = ?"
)
_PUT_SUCCESS = "INSERT OR REPLACE INTO successes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_STREAK = "INSERT OR REPLACE INTO streaks VALUES (?, ?, ?, ?, ?, ?, ?)"
_DROP_SUCCESS = "DELETE FROM successes WHERE url = ? AND image = ?"
_DROP_STREAK = "DELETE FROM streaks WHERE url = ? AND image = ?"
_SEEN = "UPDATE successes SET seen = ? WHERE url = ? AND image = ?"

_Key = tuple[str, int]


class _DamagedError(Exception):
    """A row holds what no run wrote."""


@dataclass(frozen=True, slots=True)
class _Success:
    probe: Probe
    stored: float
    seen: float


@dataclass(frozen=True, slots=True)
class _Streak:
    first_failed: str
    last_failed: float
    count: int
    run: int
    last_ok: str | None
    finished: int  # whether that run came to its end: SQLite has no booleans


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of one address: that it worked, or for how long it has failed, or neither."""

    success: _Success | None = None
    streak: _Streak | None = None


_NOTHING = _Entry()


class Memory:
    """The memory in one cache folder, shared by all runs that use the folder, also at the same time.

    Nothing here raises because of the file or the folder: where they cannot be used, the run goes on without memory,
    and `notices` says so. To be used by one thread at a time, and not across a fork.

    Args:
        folder: the cache folder.
        began: when this run began (seconds since 1970): a failure that another run has counted since is the same one.

    Attributes:
        notices: one line for people for each thing that went wrong.
    """

    def __init__(self, folder: Path, began: float = math.inf) -> None:
        self.notices: list[str] = []
        self._path = folder / FILE
        self._run = secrets.randbits(62)
        self._began = began
        self._unsaved: dict[_Key, _Entry] = {}
        self._seen_again: dict[_Key, float] = {}
        self._unsaved_since: float | None = None
        self._busy = 0
        self._inode = 0
        self._replaced = False
        self._connection: sqlite3.Connection | None = None
        self._open()

    # -- what a run asks ---------------------------------------------------------------------------------------------

    def recall(
        self,
        url: str,
        image: bool,  # noqa: FBT001 - a column of the table
        max_age: float,
        now: float,
        accept: Collection[int] = (),
    ) -> Probe | None:
        """What an earlier run found out about an address that worked; None if it has to be asked.

        Args:
            url: the full address, with query and fragment.
            image: whether it is to be a picture.
            max_age: seconds for which an answer holds; 0 means that none does.
            now: seconds since 1970.
            accept: error statuses that count as a success today; an answer that was taken for one only because its
                status was accepted then is asked again unless it is here. (Such probes have no cause, or "accepted".)

        Returns:
            The probe as it was, with `cached` set and no attempts.
        """
        key = (url, int(image))
        success = self._look_up(key).success
        # Not from the future: the clock is or was wrong, and nobody knows how old the answer is.
        if success is None or not 0 <= now - success.stored < max_age:
            return None
        probe = success.probe if success.probe.cached else replace(success.probe, cached=True, attempts=0)
        if probe.cause in _BY_POLICY and probe.status is not None and probe.status >= 400:  # noqa: PLR2004 - a refusal
            return probe if probe.status in accept else None
        if now - success.seen >= _SEEN_AGAIN and key not in self._unsaved:
            self._seen_again[key] = now
            if len(self._seen_again) >= _UNSAVED_ROWS:
                self.save(now)
        return probe

    def remember(self, probe: Probe, image: bool, now: float, fail_after: int = 3) -> Probe:  # noqa: FBT001 - a column of the table
        """Write down what this run found out about an address.

        A success ends a streak of failures. A failure, for whatever reason, ends the validity of an earlier success and
        makes the streak longer, once a run. What says nothing about the address (a bot wall, a rate limit) changes
        nothing. A page without the fragment, or a file that is no picture, did answer: neither a success nor a streak.

        Args:
            probe: the verdict. One that came from the memory changes nothing.
            image: whether it was asked for as a picture.
            now: seconds since 1970.
            fail_after: runs in a row after which a failure is persistent.

        Returns:
            The probe with `streak`, `first_failed`, `last_ok` and `persistent`.
        """
        if probe.cached or probe.verdict in _NOT_ABOUT_IT:
            return probe
        key = (probe.url, int(image))
        day = probe.checked_at or _text_of(now)
        if probe.verdict in LIVE and not probe.image_fault:
            known = replace(probe, checked_at=day, last_ok=day)
            self._note(key, _Entry(success=_Success(known, now, now)), now)
            return known
        if probe.verdict == "anchor-missing" or probe.verdict in LIVE:
            self._note(key, _NOTHING, now)
            return probe
        streak = self._counted(self._look_up(key), day, now)
        self._note(key, _Entry(streak=streak), now)
        return replace(
            probe,
            streak=streak.count,
            first_failed=streak.first_failed,
            last_ok=streak.last_ok,
            persistent=streak.count >= fail_after,
        )

    def save(self, now: float) -> None:
        """Write what is unsaved. To be called whenever some answers have come in, so that a kill loses none of them.

        Where another run holds the file, it is tried again after a second.
        """
        if not self._unsaved and not self._seen_again:
            return
        waits = self._unsaved_since is not None and 0 <= now - self._unsaved_since < _AGAIN
        if not (self._busy and waits):
            self._write(now)

    def forget_unseen(self, before: float) -> None:
        """Drop all rows that no run has come across since `before` (seconds since 1970)."""
        with self._guarded() as connection:
            if connection is not None:
                connection.execute("DELETE FROM successes WHERE seen < ?", (before,))
                connection.execute("DELETE FROM streaks WHERE last_failed < ?", (before,))

    def close(self, now: float) -> None:
        """Save everything, note that this run came to its end, and forget what has not been seen for 90 days."""
        self._write(now)
        if self._unsaved:
            self._go_without(f"{self._path} is held by another program; what this run learned last is not remembered.")
        self.forget_unseen(now - KEPT)
        with self._guarded() as connection:
            if connection is not None:
                connection.execute("DELETE FROM finished WHERE at < ?", (now - _SAME_RUN,))
                connection.execute("INSERT OR REPLACE INTO finished VALUES (?, ?)", (self._run, now))
        self._disconnect()

    # -- rows --------------------------------------------------------------------------------------------------------

    def _look_up(self, key: _Key) -> _Entry:
        unsaved = self._unsaved.get(key)
        if unsaved is not None:
            return unsaved
        with self._guarded() as connection:
            if connection is not None:
                success = connection.execute(_SUCCESS, key).fetchone()
                if success is not None:
                    return _Entry(success=_success_of(key[0], success))
                streak = connection.execute(_STREAK, key).fetchone()
                if streak is not None:
                    return _Entry(streak=_Streak(*streak))
        return _NOTHING

    def _counted(self, known: _Entry, day: str, now: float) -> _Streak:
        """The streak with this failure."""
        streak = known.streak
        if streak is None:
            last_ok = known.success.probe.checked_at if known.success is not None else None
            return _Streak(day, now, 1, self._run, last_ok, finished=0)
        at_once = streak.last_failed >= self._began or (
            not streak.finished and abs(now - streak.last_failed) < _SAME_RUN
        )
        same_run = streak.run == self._run or at_once
        return replace(streak, last_failed=now, count=streak.count + (not same_run), run=self._run, finished=0)

    def _note(self, key: _Key, entry: _Entry, now: float) -> None:
        if self._connection is None or not _is_memorable(key[0]):
            return
        self._unsaved[key] = entry
        self._seen_again.pop(key, None)
        if len(self._unsaved) >= _UNSAVED_ROWS:
            self.save(now)

    def _write(self, now: float) -> None:
        with self._guarded() as connection:
            if connection is None or not (self._unsaved or self._seen_again):
                return
            self._unsaved_since = now  # if the file is busy: not again before a second is over
            entries = self._unsaved.items()
            successes = [_row_of(key, entry.success) for key, entry in entries if entry.success is not None]
            streaks = [_streak_row_of(key, entry.streak) for key, entry in entries if entry.streak is not None]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_DROP_SUCCESS, [key for key, entry in entries if entry.success is None])
            connection.executemany(_DROP_STREAK, [key for key, entry in entries if entry.streak is None])
            connection.executemany(_PUT_SUCCESS, successes)
            connection.executemany(_PUT_STREAK, streaks)
            connection.executemany(_SEEN, [(seen, *key) for key, seen in self._seen_again.items()])
            connection.execute("COMMIT")
            self._unsaved.clear()
            self._seen_again.clear()
            self._unsaved_since = None
            self._busy = 0

    # -- the file ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection | None]:
        """The connection, if there is one; whatever goes wrong with the file inside ends here.

        An interrupt (Ctrl-C) goes on, but leaves no transaction open: the next write would take the file for damaged.
        """
        connection = self._connection
        try:
            yield connection
        except (sqlite3.Error, _DamagedError) as error:
            _roll_back(connection)
            self._recover(error)
        except BaseException:
            _roll_back(connection)
            raise

    def _recover(self, error: Exception) -> None:
        if _is_busy(error):
            self._busy += 1
            if self._busy >= _BUSY_TIMES:
                self._go_without(f"{self._path} is held by another program; what this run learns is not remembered.")
        elif _is_environment(error):
            self._go_without(f"{self._path} cannot be written ({error}); what this run learns is not remembered.")
        elif self._replaced:
            self._go_without(f"{self._path} was damaged again ({error}); what this run learns is not remembered.")
        else:
            self._replaced = True
            self._disconnect()
            self._open(damaged=True)

    def _go_without(self, notice: str) -> None:
        self.notices.append(notice)
        self._unsaved.clear()
        self._seen_again.clear()
        self._disconnect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _open(self, *, damaged: bool = False) -> None:
        """Open the file, or a new one in its place.

        Args:
            damaged: the file that was open is; unless another run has replaced it already.
        """
        try:
            make_folder(self._path.parent)
            with _lock(self._path.with_name("links.lock")):
                if damaged and self._path.exists() and self._path.stat().st_ino == self._inode:
                    self._set_aside("damaged")
                self._connection = self._opened()
                self._inode = self._path.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            self._go_without(f"{self._path} cannot be used ({_reason(error)}); this run works without memory.")

    def _opened(self) -> sqlite3.Connection:
        try:
            connection = _connect(self._path)
        except sqlite3.DatabaseError as error:
            if _is_busy(error) or _is_environment(error):
                raise
            self._set_aside("damaged")
            return _connect(self._path)
        fault = _fault_of(connection)
        if fault is None:
            return connection
        connection.close()
        self._set_aside(fault)
        return _connect(self._path)

    def _set_aside(self, name: str) -> None:
        other = self._path.with_name(f"links.{name}.sqlite")
        for suffix in ("", "-wal", "-shm"):
            part, place = Path(f"{self._path}{suffix}"), Path(f"{other}{suffix}")
            place.unlink(missing_ok=True)  # a log of an older one must not be taken for this one's
            if part.exists():
                part.replace(place)
        fault = "is damaged" if name == "damaged" else "was written by another version of postaudit"
        self.notices.append(f"{self._path} {fault}; it was moved to {other.name}, and a new one begun.")


# -- SQLite ----------------------------------------------------------------------------------------------------------


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file; make the tables if it is new.

    Raises:
        sqlite3.Error: it is damaged, no database of ours, or cannot be written.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")  # the file may come with a checked-out repository
        connection.execute("PRAGMA journal_mode = WAL")
        # A commit outlives the process without waiting for the disk; only a power failure may take the last ones.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _roll_back(connection: sqlite3.Connection | None) -> None:
    with contextlib.suppress(sqlite3.Error):
        if connection is not None and connection.in_transaction:
            connection.rollback()


def _fault_of(connection: sqlite3.Connection) -> str | None:
    """Why a file is none of ours and of this version: `damaged`, or `v2` and the like."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == _APPLICATION and version != VERSION:
        return f"v{version}"
    try:
        connection.execute(_SUCCESS, ("", 0))
        connection.execute(_STREAK, ("", 0))
    except sqlite3.DatabaseError:
        return "damaged"
    return None if application == _APPLICATION else "damaged"


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Keep other runs from opening or replacing the file meanwhile; a killed holder lets go. SQLite's own locks do."""
    connection = sqlite3.connect(path, timeout=4 * _BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def _is_busy(error: Exception) -> bool:
    return _code_of(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _is_environment(error: Exception) -> bool:
    """Whether disk or permissions are at fault, not the file."""
    return _code_of(error) in {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOMEM,
    }


def _code_of(error: Exception) -> int:
    """Primary result code: the low byte (https://www.sqlite.org/rescode.html#extrc)."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def make_folder(folder: Path) -> None:
    """Make the folder, with a note to git to leave it out; not in a folder that holds other things too.

    Raises:
        OSError: it cannot be made or read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


# -- values ----------------------------------------------------------------------------------------------------------


def _success_of(url: str, row: tuple[Any, ...]) -> _Success:
    """A row as it was put.

    Raises:
        _DamagedError: no run put it so.
    """
    verdict, cause, status, final_url, hops, evidence, confidence, media_type, checked_at, stored, seen = row
    if verdict not in LIVE:
        raise _DamagedError(f"stored verdict {verdict!r}")
    try:
        probe = Probe(
            url=url,
            verdict=verdict,
            cause=cause,
            status=status,
            final_url=final_url,
            hops=tuple(Hop(to, code) for to, code in json.loads(hops)) if hops else (),
            evidence=evidence,
            confidence=confidence,
            checked_at=checked_at,
            cached=True,
            media_type=media_type,
            last_ok=checked_at,
        )
        return _Success(probe, float(stored), float(seen))
    except (TypeError, ValueError) as error:
        raise _DamagedError(str(error)) from error


def _row_of(key: _Key, success: _Success) -> tuple[Any, ...]:
    probe = success.probe
    return (
        *key,
        probe.verdict,
        probe.cause,
        probe.status,
        _scrubbed(probe.final_url) if probe.final_url is not None else None,
        json.dumps(probe.hops) if probe.hops else "",
        _scrubbed(probe.evidence),
        probe.confidence,
        probe.media_type,
        probe.checked_at,
        success.stored,
        success.seen,
    )


def _streak_row_of(key: _Key, streak: _Streak) -> tuple[Any, ...]:
    return (*key, streak.first_failed, streak.last_failed, streak.count, streak.run, streak.last_ok)


def _text_of(now: float) -> str:
    """A time as probes write it: UTC, ISO 8601 with `Z`."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_memorable(url: str) -> bool:
    """Whether an address may be written down: one with a password may not, build servers keep their caches."""
    authority = url.partition("://")[2]
    for end in "/?#":
        authority = authority.partition(end)[0]
    return "@" not in authority and _scrubbed(url) == url


def _scrubbed(text: str) -> str:
    """Text that SQLite takes: a page's words may hold a lone surrogate."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
