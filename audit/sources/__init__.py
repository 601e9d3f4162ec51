"""Where posts come from. A source opens as blocks, which any process can read, and as problems.

A kind of source is one line in `SOURCES`: whether it takes what the user named, and how it opens it.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from audit.post_filter import PostFilter
from audit.sources import files
from audit.sources.records import Block, Record, SourceNote, SourceProblem, forget_records, read_block, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from audit.probe.network import Network
    from audit.sources.records import Item

__all__ = [
    "SOURCES",
    "Block",
    "Record",
    "Source",
    "SourceNote",
    "SourceProblem",
    "forget_records",
    "is_address",
    "open_source",
    "read_block",
    "read_record",
]


class Wishes(NamedTuple):
    """What a source is opened with.

    Attributes:
        spool: a folder for copies of what cannot be read in place; it must live as long as the blocks.
        network: how the network is asked; None if it is not.
        wanted: which posts are audited: a site is asked for no others, as far as it can be.
        columns: of tables, which column is which field, beyond what their names say.
        sitemap: what the sitemap of a site lists is wanted, too, where all its posts are read.
        read: the files that other sources of the run gave already; None if this is the only one.
    """

    spool: Path
    network: Network | None
    wanted: PostFilter
    columns: Mapping[str, str]
    sitemap: bool
    read: set[files.FileId] | None


class Source(NamedTuple):
    """A kind of source.

    Attributes:
        accepts: whether it takes what the user named.
        open: opens what the user named.
    """

    accepts: Callable[[str], bool]
    open: Callable[[str, Wishes], Iterator[Item]]


def is_address(spec: str) -> bool:
    """Whether a source is a web address."""
    return spec.lower().startswith(("http://", "https://"))


def _open_files(spec: str, wishes: Wishes) -> Iterator[Item]:
    listing = None
    if wishes.network is not None:
        listing = partial(_open_listing, wishes.spool, wishes.network, wishes.wanted)
    return files.open_files(spec, wishes.spool, columns=wishes.columns, listing=listing, read=wishes.read)


def _open_listing(spool: Path, network: Network, wanted: PostFilter, path: str, source: str) -> Iterator[Item]:
    from audit.sources.addresses import open_listing  # noqa: PLC0415 - few files are lists of addresses

    return open_listing(path, source, spool, network, wanted)


def _open_address(spec: str, wishes: Wishes) -> Iterator[Item]:
    if wishes.network is None:
        message = "is an address that cannot be audited here: name a file, or a site with http:// or https://."
        yield SourceProblem("unsupported", files.shown_path(spec), "", message)
        return
    from audit.sources.addresses import open_address  # noqa: PLC0415 - a run over files needs none of it

    yield from open_address(spec, wishes.spool, wishes.network, wishes.wanted, sitemap=wishes.sitemap)


SOURCES = (Source(files.accepts, _open_files), Source(is_address, _open_address))


def open_source(
    spec: str,
    *,
    spool: Path,
    network: Network | None = None,
    wanted: PostFilter | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    pages: bool = False,
    sitemap: bool = False,
    read: set[files.FileId] | None = None,
) -> Iterator[Item]:
    """Cut a source into blocks, in the order of the input. Never raises for what a source holds or lacks.

    Args:
        spec: a file, a folder (searched below, sorted), a glob, `-` for standard input, or an address: of a site, a
            sitemap, a feed.
        spool: a folder for copies; it must live as long as the blocks.
        network: how the network is asked; None if it is not.
        wanted: which posts are audited: a site is asked for no others, as far as it can be.
        columns: of tables, which column is which field, beyond what their names say.
        pages: the public page of every published post is fetched, too.
        sitemap: what the sitemap of a site lists is wanted, too, where all its posts are read.
        read: the files that other sources of the run gave already: each is read once. What this one gives is added.

    Yields:
        blocks, problems where something cannot be read, or not whole, notes, and what sitemaps list.
    """
    source = next((source for source in SOURCES if source.accepts(spec)), None)
    if source is None:
        message = "is an address that cannot be audited here: name a file, or a site with http:// or https://."
        yield SourceProblem("unsupported", files.shown_path(spec), "", message)
        return
    wanted = wanted or PostFilter()
    opened = source.open(spec, Wishes(spool, network, wanted, columns, sitemap, read))
    if pages and network is not None:
        from audit.sources.visits import visited  # noqa: PLC0415 - only with --pages

        opened = visited(opened, spool, network, wanted)
    yield from opened
