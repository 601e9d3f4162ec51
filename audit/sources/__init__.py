"""Where posts come from. A source opens as blocks, which any process can read, and as problems.

A kind of source is one line in `SOURCES`: whether it takes what the user named, and how it opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.sources import files
from audit.sources.records import Block, Record, SourceProblem, read_block, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["SOURCES", "Block", "Record", "Source", "SourceProblem", "open_source", "read_block", "read_record"]


class Source(NamedTuple):
    """A kind of source.

    Attributes:
        accepts: whether it takes what the user named.
        open: opens it; copies of what cannot be read in place go into the folder `spool`.
    """

    accepts: Callable[[str], bool]
    open: Callable[[str, Path], Iterator[Block | SourceProblem]]


SOURCES = (Source(files.accepts, files.open_files),)


def open_source(spec: str, *, spool: Path) -> Iterator[Block | SourceProblem]:
    """Cut a source into blocks, in the order of the input. Never raises for what a source holds or lacks.

    Args:
        spec: a file, a folder (searched below, sorted), a glob, or `-` for standard input.
        spool: a folder for copies; it must live as long as the blocks.

    Yields:
        blocks, and problems where something cannot be read, or not whole.
    """
    source = next((source for source in SOURCES if source.accepts(spec)), None)
    if source is None:
        message = (
            "is an address, and this version audits files. Save what /wp-json/wp/v2/posts answers, and audit that."
        )
        yield SourceProblem("unsupported", files.shown_path(spec), "", message)
    else:
        yield from source.open(spec, spool)
