"""Earlier runs over the same sources, in numbers, so that a report can tell where things are going.

One small SQLite file in the cache folder. Runs are compared that looked at the same: sources, rules, filters of posts,
and whether links were asked. Nothing here stops a run: where the file cannot be used, a notice says so.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from hashlib import blake2b
from typing import TYPE_CHECKING

from pydantic import ValidationError

from audit.gate.sources import source_key
from audit.probe.memory import make_folder
from audit.report import MOST_PAST_RUNS, PastRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.report import Report

FILE = "history.sqlite"
"""Name of the file in the cache folder."""
VERSION = 1
"""Version of its table. A file of another version is set aside."""
MOST_RUNS = 1_000
"""Runs that the file keeps, of all sources together; a row has some 400 bytes."""

_STDIN = "-"
_LOOKED_AT = ("select", "extend-select", "ignore", "preview", "include", "exclude", "type", "status", "since", "limit")
_BUSY_SECONDS = 2.0
_LONGEST = 10_000  # characters of a row: whatever is longer is not ours
_APPLICATION = 0x706F7368  # "posh": https://www.sqlite.org/pragma.html#pragma_application_id
_TABLE = "CREATE TABLE runs (number INTEGER PRIMARY KEY, what TEXT NOT NULL, body TEXT NOT NULL)"
_PAST = "SELECT body FROM runs WHERE what = ? AND length(body) <= ? ORDER BY number DESC LIMIT ?"
_FORGET = "DELETE FROM runs WHERE number <= (SELECT max(number) FROM runs) - ?"


def keep_history(report: Report, folder: Path) -> list[str]:
    """Give a report the earlier runs over the same sources, and note it for the next one.

    A run that ended early, without posts, or over standard input, is not noted: it says nothing about a trend.

    Args:
        report: the report of this run; its `run.history` is filled.
        folder: the cache folder.

    Returns:
        One line for people for each thing that went wrong.
    """
    if _STDIN in report.run.sources:
        return []
    path, what = folder / FILE, _what(report)
    is_whole = report.run.partial is None and report.summary.posts > 0
    if not is_whole and not path.exists():
        return []
    body = _as_past(report).model_dump_json() if is_whole else None
    notices: list[str] = []
    try:
        make_folder(folder)
        try:
            report.run.history = _noted(path, what, body)
        except sqlite3.OperationalError:
            raise  # the disk, permissions or another run: not the file's fault
        except sqlite3.DatabaseError:
            notices.append(_set_aside(path))
            report.run.history = _noted(path, what, body)
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        notices.append(f"{path} cannot be used ({reason}); this run is not remembered.")
    return notices


def _noted(path: Path, what: str, body: str | None) -> list[PastRun]:
    """Note a run, unless it is None, and return those before it.

    Raises:
        sqlite3.Error: the file is damaged, none of ours, or cannot be written.
    """
    with contextlib.closing(_connected(path)) as connection, connection:
        rows = connection.execute(_PAST, (what, _LONGEST, MOST_PAST_RUNS)).fetchall()
        if body is not None:
            connection.execute("INSERT INTO runs (what, body) VALUES (?, ?)", (what, body))
            connection.execute(_FORGET, (MOST_RUNS,))
    return list(_runs(body for (body,) in reversed(rows)))


def _set_aside(path: Path) -> str:
    """Move a file out of the way, and say so."""
    other = path.with_name(f"{path.stem}.damaged{path.suffix}")
    path.replace(other)
    return f"{path} is damaged or of another version; it was moved to {other.name}, and a new one begun."


def _what(report: Report) -> str:
    """What a run looked at, as a digest."""
    run = report.run
    sources = sorted(map(source_key, run.sources))
    looked_at = [sources, run.offline, {name: run.settings[name] for name in _LOOKED_AT if name in run.settings}]
    return blake2b(json.dumps(looked_at, sort_keys=True).encode(), digest_size=16).hexdigest()


def _as_past(report: Report) -> PastRun:
    summary = report.summary
    return PastRun(
        id=report.run.id,
        started_at=report.run.started_at,
        version=report.tool.version,
        posts=summary.posts,
        findings=summary.findings,
        score=summary.score,
        families={one.family: one.score for one in summary.families if one.score is not None},
        passed=summary.gate.passed,
    )


def _runs(bodies: Iterator[str]) -> Iterator[PastRun]:
    for body in bodies:
        with contextlib.suppress(ValidationError):  # a row that no run wrote is none
            yield PastRun.model_validate_json(body)


def _connected(path: Path) -> sqlite3.Connection:
    """The file, inside a transaction; made if it is not there.

    Raises:
        sqlite3.DatabaseError: it is damaged or none of ours.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")  # the file may come with a checked-out repository
        # Without waiting for the disk: a power failure may cost the history, on which nothing rests.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    found = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != [(_TABLE,)] or version != VERSION:
        raise sqlite3.DatabaseError("not a history of this version")
