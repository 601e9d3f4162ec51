"""What was read of a site, kept until the reading is whole, so that a run after a break goes on where that one was.

A list that was read to its end leaves nothing behind. What was read before a break is believed for an hour, and then
only of posts that say the same date of change as they did: what else a post shows (its author's name, a picture's
caption) changes without it.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

BELIEVED = 3600.0
"""Seconds for which posts are believed that were read before a break."""
_LARGEST_LINE = 256 << 20


class Kept:
    """The pages of one list.

    Args:
        folder: where they are kept; None: nowhere.
        name: what tells the list from others: address, parameters and user.
    """

    def __init__(self, folder: str | None, name: str) -> None:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        self._path = None if folder is None else Path(folder) / f"reading-{digest}.jsonl"

    def is_there(self) -> bool:
        """Whether a reading of this list was interrupted not long ago."""
        try:
            return self._path is not None and time.time() - self._path.stat().st_mtime < BELIEVED
        except OSError:
            return False

    def pages(self) -> Iterator[list[Any]]:
        """The pages of the interrupted reading that may still be believed; a damaged line is passed over."""
        if self._path is None:
            return
        with suppress(OSError), self._path.open("rb") as file:
            while line := file.readline(_LARGEST_LINE):
                try:
                    page = orjson.loads(line)
                    if 0 <= time.time() - page["at"] < BELIEVED and isinstance(page["items"], list):
                        yield page["items"]
                except (orjson.JSONDecodeError, KeyError, TypeError):
                    continue

    def add(self, items: bytes) -> None:
        """Keep a page, a JSON array; where that is not possible, it is not kept."""
        if self._path is None:
            return
        with suppress(OSError):
            from audit.probe.memory import make_folder  # noqa: PLC0415 - sqlite, for what is seldom kept

            make_folder(self._path.parent)
            # Drafts may be among them: nobody else may read it.
            with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
                file.write(b'{"at":%d,"items":%b}\n' % (time.time(), items))

    def forget(self) -> None:
        """The list was read whole, or what is kept is of no use."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
