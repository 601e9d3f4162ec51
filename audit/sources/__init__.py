"""Where posts come from. Each kind of source is one file here and one line in `_SOURCES`.

A source is cut into blocks: ranges of about a megabyte of a plain file on disk, so that a worker can be handed a range,
and a post can be read again when its evidence is quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.sources import files
from audit.sources.blocks import Block, Record, SourceProblem, read_block, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Block", "Record", "SourceProblem", "open_source", "read_block", "read_record"]

_SOURCES: tuple[tuple[Callable[[str], bool], Callable[[str, Path], Iterator[Block | SourceProblem]]], ...] = (
    (files.accepts, files.open_files),
)


def open_source(spec: str, *, spool: Path) -> Iterator[Block | SourceProblem]:
    """Cut a source into blocks.

    Args:
        spec: a file, a folder, a glob, or `-` for stdin.
        spool: a folder for what must be unpacked or copied first; its owner deletes it.

    Yields:
        Blocks in input order, and what could not be read.
    """
    for accepts, open_it in _SOURCES:
        if accepts(spec):
            yield from open_it(spec, spool)
            return
    yield SourceProblem(
        "unsupported", spec, "", "this version reads files, folders and stdin only; save the posts as JSON first."
    )
