"""Where posts come from. A source opens as blocks, which any process can read, and as problems.

A kind of source is one line in `SOURCES`: whether it takes what the user named, and how it opens it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from audit.sources import files, wordpress
from audit.sources.records import Block, Record, SourceProblem, read_block, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from audit.probe.network import Network
    from audit.settings import PostFilter

__all__ = ["SOURCES", "Block", "Record", "Source", "SourceProblem", "open_source", "read_block", "read_record"]


class Source(NamedTuple):
    """A kind of source.

    Attributes:
        accepts: whether it takes what the user named.
        open: opens it: what the user named, a folder for copies of what cannot be read in place, and for sources on
            the network how that is asked, which posts are wanted, and of tables which column is which field.
    """

    accepts: Callable[[str], bool]
    open: Callable[[str, Path, Network, PostFilter, Mapping[str, str]], Iterator[Block | SourceProblem]]


SOURCES = (
    Source(
        files.accepts, lambda spec, spool, _network, _wanted, columns: files.open_files(spec, spool, columns=columns)
    ),
    Source(
        wordpress.accepts,
        lambda spec, spool, network, wanted, _columns: wordpress.open_site(spec, spool, network, wanted),
    ),
)


def open_source(
    spec: str,
    *,
    spool: Path,
    network: Network | None = None,
    wanted: PostFilter | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Block | SourceProblem]:
    """Cut a source into blocks, in the order of the input. Never raises for what a source holds or lacks.

    Args:
        spec: a file, a folder (searched below, sorted), a glob, `-` for standard input, or the address of a site.
        spool: a folder for copies; it must live as long as the blocks.
        network: how the network is asked; None if it is not.
        wanted: which posts are audited: a site is asked for no others, as far as it can be.
        columns: of tables, which column is which field, beyond what their names say.

    Yields:
        blocks, and problems where something cannot be read, or not whole.
    """
    source = next((source for source in SOURCES if source.accepts(spec)), None)
    if source is None or (network is None and source.accepts is not files.accepts):
        message = "is an address that cannot be audited here: name a file, or a site with http:// or https://."
        yield SourceProblem("unsupported", files.shown_path(spec), "", message)
        return
    from audit.probe.network import Network  # noqa: PLC0415 - a fifth of what reading files takes to start
    from audit.settings import PostFilter  # noqa: PLC0415 - as above

    yield from source.open(spec, spool, network or Network(), wanted or PostFilter(), columns)
