"""Posts out of files: JSON (a post, an array, a REST answer, one a line), pages, exports, tables; folders and globs.

What a file is shows in its bytes, not in its name. Nothing here raises for what a user's file holds or lacks: what
cannot be read becomes a problem, and everything else is read.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections import Counter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from audit._counted import counted
from audit.post import PAGE
from audit.sources import delimited
from audit.sources.arrays import posts_before
from audit.sources.converted import DATA, PAGES, STDIN, converter_for, cut_converted
from audit.sources.json_files import FileCutter
from audit.sources.own import own_kind
from audit.sources.records import SourceNote, SourceProblem, printable, reason_of
from audit.sources.sitemaps import is_listing
from audit.sources.spooling import COMPRESSED, Spooled, beginning, plain_file, plain_stream, without_compression
from audit.sources.wxr import is_wxr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from audit.sources.json_files import Cutting
    from audit.sources.records import Item

    Opening = Generator[Item, None, bool]
    """What a file gives; at last whether it may hold posts."""

FileId: TypeAlias = tuple[int, int]
"""Device and number of a file, which all its names share."""

BLOCK_SIZE = 1 << 20
"""Bytes of a block, about: 40 posts, 10 ms of work, and as much memory as a worker needs to hold at once."""

_MAYBE = (".xml", *delimited.SUFFIXES)
_HEAD = 64 << 10
_HALF_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)(?::/?|//))?(?P<host>(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,63}(?::\d{1,5})?)(?P<rest>(?:/\S*+)?)",
    re.IGNORECASE,
)
_FILE_SUFFIXES = (*DATA, *PAGES, *_MAYBE, *COMPRESSED, ".txt", ".md", ".sql", ".zip", ".rss", ".atom", ".log")


def accepts(spec: str) -> bool:
    """Whether a source is a matter of files: everything that is no address."""
    return "://" not in spec


def names_listing(spec: str) -> bool:
    """Whether a source is a sitemap or a list of addresses; of standard input, which is read once, it may be."""
    if spec == STDIN:
        return True
    try:
        return accepts(spec) and stat.S_ISREG(os.stat(spec).st_mode) and is_listing(beginning(spec, _HEAD))  # noqa: PTH116 - Path("") would be the current folder
    except (OSError, ValueError):
        return False


class Reading(NamedTuple):
    """How files are read.

    Attributes:
        spool: a folder for copies of what is no plain file; it must live as long as the blocks.
        block_size: bytes of a block, about.
        columns: of tables, which column is which field, beyond what their names say.
        listing: reads a sitemap or a list of addresses (path, name to show); None where nothing is asked.
        read: the files that were read already; each is read once.
        left_out: counts what kinds of pages were left out, where somebody wants to know.
    """

    spool: Path
    block_size: int = BLOCK_SIZE
    columns: Mapping[str, str] = MappingProxyType({})
    listing: Callable[[str, str], Iterator[Item]] | None = None
    read: set[FileId] | None = None
    left_out: Counter[str] | None = None


def open_files(
    spec: str,
    spool: Path,
    *,
    block_size: int = BLOCK_SIZE,
    columns: Mapping[str, str] = MappingProxyType({}),
    listing: Callable[[str, str], Iterator[Item]] | None = None,
    read: set[FileId] | None = None,
) -> Iterator[Item]:
    """Cut files into blocks.

    Args:
        spec: a file, a folder, a glob, or `-` for standard input.
        spool: a folder for copies of what is no plain file; it must live as long as the blocks.
        block_size: bytes of a block, about.
        columns: of tables, which column is which field, beyond what their names say.
        listing: reads a sitemap or a list of addresses (path, name to show); None where nothing is asked.
        read: the files that other sources of the run gave already; what this one gives is added.
    """
    left_out: Counter[str] = Counter()
    opened = _open(spec, Reading(spool, block_size, columns, listing, set() if read is None else read, left_out))
    first = next(opened, None)
    if first is None:
        message = f"shows no post: there is only {_in_words(left_out) or 'what is none'}."
        yield SourceProblem("empty", shown_path(spec), "", message)
        return
    yield first
    yield from opened
    if left_out:
        yield SourceNote(shown_path(spec), f"{_in_words(left_out)} left out, which show no post.")


def _in_words(kinds: Counter[str]) -> str:
    """`3 error pages, 1 template`."""
    return ", ".join(counted(number, kind) for kind, number in kinds.most_common())


def reads(spec: str, path: str, columns: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether a source reads a file, so that whoever writes it loses the posts in it.

    Args:
        spec: a source.
        path: the file, which need not exist.
        columns: of tables, which column is which field, beyond what their names say.
    """
    if spec == STDIN or not accepts(spec):
        return False
    real = os.path.realpath(path)
    if os.path.isdir(spec):  # noqa: PTH112 - Path("") would be the current folder
        how = Reading(Path(), columns=columns)
        names = (name for name in _paths_below(spec, []) if os.path.realpath(name) == real)
        return any(_is_of_posts(name, how) and not _is_own(name) for name in names)
    if not os.path.lexists(spec) and glob.has_magic(spec):
        found = glob.glob(spec, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
        return any(os.path.realpath(name) == real and not _is_own(name) for name in found)
    try:
        return os.path.realpath(spec) == real or os.path.samefile(spec, path)  # noqa: PTH121 - as above
    except (OSError, ValueError):
        return False


def _is_own(path: str) -> bool:
    try:
        return own_kind(beginning(path, _HEAD), path) is not None
    except OSError:
        return False


def _open(spec: str, how: Reading) -> Iterator[Item]:
    if spec == STDIN:
        return _open_stdin(how)
    if os.path.isdir(spec):  # noqa: PTH112 - Path("") would be the current folder
        return _open_folder(spec, how)
    if not os.path.lexists(spec) and glob.has_magic(spec):
        return _open_glob(spec, how)
    return _open_file(spec, how)


# -- which files -----------------------------------------------------------------------------------------------------


def _open_stdin(how: Reading) -> Iterator[Item]:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield SourceProblem("unreadable", STDIN, "", "there is no standard input.")
        return
    try:
        spooled = plain_stream(stream, how.spool)
    except (OSError, ValueError) as error:
        yield SourceProblem("unreadable", STDIN, "", f"cannot be read: {_reason(error)}.")
        return
    yield from _cut_spooled(spooled, STDIN, how)


def _open_folder(folder: str, how: Reading) -> Iterator[Item]:
    refused: list[OSError] = []
    paths = sorted(_paths_below(folder, refused), key=lambda path: Path(path).parts)
    for error in refused:
        yield SourceProblem("unreadable", shown_path(str(error.filename)), "", f"cannot be read: {reason_of(error)}.")
    found = skipped = False
    for path in paths:
        if _is_of_posts(path, how):
            may_hold = yield from _open_file(path, how, named=False)
            found, skipped = found or may_hold, skipped or not may_hold
    if skipped and not found and not refused:
        yield SourceProblem("empty", shown_path(folder), "", "holds no file of posts: nothing to audit.")
    elif not found and not refused:
        message = (
            "holds no *.json, *.ndjson, *.jsonl, *.html, *.parquet, export (*.xml) or table of posts (*.csv), with or "
            "without .gz or .zst."
        )
        yield SourceProblem("empty", shown_path(folder), "", message)


def _paths_below(folder: str, refused: list[OSError]) -> Iterator[str]:
    for parent, _, names in os.walk(folder, onerror=refused.append):
        yield from (os.path.join(parent, name) for name in names if _is_wanted(name))  # noqa: PTH118 - bytes of names


def _is_wanted(name: str) -> bool:
    return without_compression(name).endswith((*DATA, *PAGES, *_MAYBE))


def _is_of_posts(path: str, how: Reading) -> bool:
    """Whether a file in a folder holds posts: feeds and sitemaps only repeat its pages, tables may be of anything."""
    name = without_compression(path)
    if not name.endswith(_MAYBE):
        return True
    try:
        head = beginning(path, _HEAD)
    except OSError:
        return True  # and opening it says why
    return is_wxr(head) if name.endswith(".xml") else delimited.has_posts(head, how.columns)


def _open_glob(pattern: str, how: Reading) -> Iterator[Item]:
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    paths = sorted(path for path in found if not os.path.isdir(path))  # noqa: PTH112 - Path("") would be the current folder
    found_posts = False
    for path in paths:
        found_posts = (yield from _open_file(path, how, named=False)) or found_posts
    if not paths:
        yield SourceProblem("empty", shown_path(pattern), "", "matches no file: nothing to audit.")
    elif not found_posts:
        yield SourceProblem("empty", shown_path(pattern), "", "matches no file of posts: nothing to audit.")


def _open_file(path: str, how: Reading, *, named: bool = True) -> Opening:
    """What a file gives.

    Args:
        path: the file.
        how: how files are read.
        named: the user named this very file, and not a folder or a glob.
    """
    source = shown_path(path)
    try:
        status = os.stat(path)  # noqa: PTH116 - Path("") would be the current folder
        if not stat.S_ISREG(status.st_mode):
            message = "is no regular file. Pipe it: … | postaudit check -"
            yield SourceProblem("unreadable", source, "", message)
            return True
        if how.read is not None:
            if (status.st_dev, status.st_ino) in how.read:
                yield SourceNote(source, "is named more than once, and was read once.")
                return True
            how.read.add((status.st_dev, status.st_ino))
        spooled = plain_file(path, how.spool)
    except FileNotFoundError:
        yield SourceProblem("unreadable", source, "", f"does not exist.{_address_meant(source)}")
    except (OSError, ValueError) as error:
        yield SourceProblem("unreadable", source, "", f"cannot be read: {_reason(error)}.")
    else:
        return (yield from _cut_spooled(spooled, source, how, named=named))
    return True


def _reason(error: OSError | ValueError) -> str:
    return reason_of(error) if isinstance(error, OSError) else str(error)


def _address_meant(path: str) -> str:
    """A question where a path that does not exist looks like an address without, or with half, a scheme."""
    found = _HALF_ADDRESS.fullmatch(path)
    if found is None or (not found["scheme"] and found["host"].lower().endswith(_FILE_SUFFIXES)):
        return ""
    return f" Did you mean {(found['scheme'] or 'https').lower()}://{found['host']}{found['rest']}?"


def shown_path(path: str) -> str:
    """A path that can be printed anywhere: names may hold any bytes."""
    return printable(os.fsencode(path).decode(errors="replace"))


# -- what a file holds -----------------------------------------------------------------------------------------------


def _cut_spooled(spooled: Spooled, source: str, how: Reading, *, named: bool = True) -> Opening:
    if spooled.path is None:
        yield SourceProblem("too-large", source, "", spooled.fault)
        return True
    items: int | None = 0
    try:
        with Path(spooled.path).open("rb") as file:
            head = file.read(_HEAD)
            own = own_kind(head, spooled.path)
            if own is not None:
                yield _no_posts(source, own, named=named)
                return False
            if is_listing(head):
                yield from _listing(spooled.path, source, how)
                return True
            name = without_compression(source)
            converter = converter_for(head, name)
            file.seek(0)
            cutting: Cutting
            if converter is not None:
                if converter.form == PAGE and not name.endswith(PAGES):
                    yield SourceNote(source, "is an HTML page, and was read as one.")
                cutting = cut_converted(
                    converter, file, source, how.spool, how.block_size, how.columns, left_out=how.left_out
                )
            else:
                cutting = FileCutter(file, spooled.path, source, how.block_size, named=named).cut()
            items = yield from (_without_cut_off(cutting) if spooled.cut_off else cutting)
    except OSError as error:
        yield SourceProblem("unreadable", source, "", f"cannot be read: {reason_of(error)}.")
    if spooled.cut_off:
        yield SourceProblem("truncated", source, "", f"{spooled.fault}; {posts_before(items or 0)}")
    return items is not None


def _no_posts(source: str, own: str, *, named: bool) -> SourceProblem | SourceNote:
    if named:
        return SourceProblem("not-a-post", source, "", f"is {own}, and holds no posts. Name what was audited.")
    return SourceNote(source, f"was skipped: it is {own}.")


def _listing(path: str, source: str, how: Reading) -> Iterator[Item]:
    """The pages that a sitemap or a list of addresses names."""
    if how.listing is None:
        message = "names pages that are on the network, and nothing is asked there. Audit it without --offline."
        yield SourceProblem("unsupported", source, "", message)
        return
    yield from how.listing(path, source)


def _without_cut_off(cutting: Cutting) -> Cutting:
    """Leave out what only says once more that a stream ended too early."""
    while True:
        try:
            item = next(cutting)
        except StopIteration as end:
            items: int | None = end.value
            return items
        if not isinstance(item, SourceProblem) or item.kind not in {"truncated", "empty"}:
            yield item
