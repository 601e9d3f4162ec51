"""Files that hold posts in another form than JSON: each format is read by its own module and becomes records.

To add one, write a function from an open file to lines of JSON and problems, and name it in `_CONVERTERS`.
"""

from __future__ import annotations

import re
import tempfile
from typing import TYPE_CHECKING, NamedTuple

import orjson

from audit.sources import columnar, delimited, feeds, wxr
from audit.sources.arrays import LARGEST_RECORD, posts_before
from audit.sources.records import Block, NoPost, SourceProblem, Whole
from audit.sources.wxr_records import Channel, with_featured_image

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO, TypeAlias

    from audit.post import Form

    Lines: TypeAlias = Iterator[bytes | SourceProblem | Whole | NoPost]
    """Records as JSON, without line feeds, problems, and what stands for pages that are left out."""

PAGES = (".html", ".htm", ".xhtml")
"""Suffixes of pages. What is no page in spite of its name is read as what it is."""
DATA = (".json", ".ndjson", ".jsonl", *columnar.SUFFIXES)
"""Suffixes of files that hold posts."""
STDIN = "-"
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:<|---|\+\+\+)")


class Converter(NamedTuple):
    """How a format becomes records.

    Attributes:
        recognises: whether a file is in the format: by its beginning, and its name in lower case without `.gz`.
        convert: reads an open file, from its beginning; the name is for problems, the folder for copies, and of tables
            the mapping says which column is which field.
        form: what the records are made of.
    """

    recognises: Callable[[bytes, str], bool]
    convert: Callable[[BinaryIO, str, Path, Mapping[str, str]], Lines]
    form: Form


def converter_for(head: bytes, name: str) -> Converter | None:
    """The converter of a file that begins so and has that name; None for what is read as JSON."""
    return next((one for one in _CONVERTERS if one.recognises(head, name)), None)


def cut_converted(
    converter: Converter,
    file: BinaryIO,
    source: str,
    spool: Path,
    block_size: int,
    columns: Mapping[str, str],
    *,
    left_out: Counter[str] | None = None,
) -> Generator[Block | SourceProblem, None, int]:
    """Write what a file holds as lines of records into the folder `spool`, and cut that into blocks.

    Args:
        converter: reads the file.
        file: the file, at its beginning.
        source: its name to show.
        spool: a folder for copies; it must live as long as the blocks.
        block_size: bytes of a block, about.
        columns: fields by column, for tables.
        left_out: counts what kinds of pages were left out, where somebody wants to know.

    Yields:
        blocks and problems. Returns the number of records.
    """
    items = first = start = 0
    whole = False
    with tempfile.NamedTemporaryFile(dir=spool, suffix=".ndjson", delete=False) as copy:
        for line in converter.convert(file, source, spool, columns):
            if isinstance(line, SourceProblem):
                yield line
                continue
            if isinstance(line, NoPost):
                if left_out is not None:
                    left_out[line.kind] += 1
                continue
            if isinstance(line, Whole):
                whole = True
                continue
            copy.write(line + b"\n")
            items += 1
            if copy.tell() - start >= block_size:
                copy.flush()
                yield Block(copy.name, source, "converted", start, copy.tell(), first, form=converter.form, whole=whole)
                first, start = items, copy.tell()
        copy.flush()
        if items > first:
            yield Block(copy.name, source, "converted", start, copy.tell(), first, form=converter.form, whole=whole)
    return items


# -- pages -----------------------------------------------------------------------------------------------------------


def _is_page(head: bytes, name: str) -> bool:
    """A name that says nothing of what is in it, such as that of standard input, leaves it to the bytes.

    What is named as posts and holds a page is an error, such as the login that came instead of them.
    """
    if name.endswith(PAGES):
        from audit.sources.pages import is_page, is_token  # noqa: PLC0415 - loads the facts, which a run over JSON does later

        return is_page(head) or is_token(head)
    if name.endswith(DATA) or _MARKUP.match(head) is None:
        return False
    from audit.sources.pages import begins_as_page  # noqa: PLC0415 - as above

    return begins_as_page(head, piece=name == STDIN)


def _convert_page(file: BinaryIO, source: str, _spool: Path, _columns: Mapping[str, str]) -> Lines:
    from audit.sources.pages import is_token, misdeclares, record_of, text_of, what_is_no_post  # noqa: PLC0415 - as above

    raw = file.read(LARGEST_RECORD + 1)
    if len(raw) > LARGEST_RECORD:
        yield SourceProblem("too-large", source, "", f"is a page of more than {LARGEST_RECORD >> 20} MB: skipped.")
        return
    text = text_of(raw)
    kind = "verification file" if is_token(raw) else what_is_no_post(text, source)
    yield NoPost(kind) if kind else orjson.dumps(record_of(text, misdeclared=misdeclares(raw)))


# -- exports ---------------------------------------------------------------------------------------------------------


def _convert_export(file: BinaryIO, source: str, spool: Path, _columns: Mapping[str, str]) -> Lines:
    channel = Channel()
    items = damages = 0
    with tempfile.TemporaryFile(dir=spool) as copy:
        for item in wxr.read_wxr(file, channel):
            if isinstance(item, wxr.Damage):
                damages += 1
                yield _damage(item, source)
            else:
                items += 1
                copy.write(orjson.dumps(item) + b"\n")
        if not items and not damages:
            yield SourceProblem("empty", source, "", "is an export of WordPress without posts: nothing to audit.")
        if not damages and channel.is_of_whole_site(source):
            yield Whole()
        copy.seek(0)
        for line in copy:
            yield _with_picture(line.rstrip(b"\n"), channel)


def _with_picture(line: bytes, channel: Channel) -> bytes:
    if b'"featured_media":0,' in line:
        return line
    record = orjson.loads(line)
    return orjson.dumps(record) if with_featured_image(record, channel) else line


def _damage(damage: wxr.Damage, source: str) -> SourceProblem:
    if damage.is_before:
        message = "is a message of PHP's before the export. It was skipped: set display_errors to Off."
        return SourceProblem("not-xml", source, f"line {damage.line:,}", message)
    rest = posts_before(damage.posts) if damage.is_end else "the item there is left out. Export the site again."
    message = f"is damaged ({damage.reason}): {rest}"
    return SourceProblem("not-xml", source, f"line {damage.line:,}", message)


FEED = Converter(feeds.is_feed, feeds.convert_feed, "export")
_CONVERTERS = (
    Converter(lambda head, _name: wxr.is_wxr(head), _convert_export, "export"),
    FEED,
    Converter(_is_page, _convert_page, "page"),
    Converter(columnar.is_columnar, columnar.convert_columnar, "export"),
    Converter(delimited.is_table, delimited.convert_table, "export"),
)
