"""Files that postaudit wrote itself, recognised by how they begin: they stand beside the posts, and hold none."""

from __future__ import annotations

import re
from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_NAMED = {
    b"report": "a report that postaudit saved",
    b"comparison": "a comparison that postaudit saved",
    b"baseline": "a baseline of postaudit",
}
_DOCUMENT = re.compile(rb'\{\s*+"\$schema"\s*+:\s*+"(report|comparison|baseline)\.schema\.json"')
_PROFILE = re.compile(rb'\{\s*+"records"\s*+:\s*+\d++\s*+,\s*+"complete"\s*+:\s*+\w++\s*+,\s*+"fields"\s*+:\s*+\[')
_SARIF = re.compile(rb'\{\s*+"\$schema"\s*+:\s*+"[^"]{0,200}sarif[^"]{0,200}"')
_CODE_QUALITY = re.compile(rb'\[\s*+\{\s*+"description"\s*+:\s*+"(?:[^"\\]|\\.)*+"\s*+,\s*+"check_name"', re.DOTALL)
_PAGE = re.compile(
    rb'<!doctype html>.{0,2000}?<meta name="generator" content="postaudit[ "]', re.DOTALL | re.IGNORECASE
)
_FIELDS = (b"severity", b"code", b"rule", b"site", b"post", b"title", b"url", b"edit_url")  # as audit.formats has them
_CSV = re.compile(b",".join(_FIELDS))
_OTHERS = (
    (_CSV, "a table of findings"),
    (_PROFILE, "a profile that postaudit saved"),
    (_SARIF, "a SARIF report"),
    (_CODE_QUALITY, "a code quality report"),
    (_PAGE, "a page that postaudit wrote"),
)


_PARQUET = b"PAR1"
_PARQUET_SCHEMA = re.compile(rb".{0,64}?".join(_FIELDS), re.DOTALL)
_SCHEMA = 4 << 10  # bytes at the beginning of a Parquet file's footer in which the names of its columns stand


def own_kind(head: bytes, path: str) -> str | None:
    """What a file is that postaudit wrote, in words; None for any other.

    Args:
        head: how the file begins, decompressed.
        path: the file: Parquet says at its end what it holds.

    Raises:
        OSError: the file cannot be read.
    """
    if head.startswith(_PARQUET):
        return "a table of findings" if _PARQUET_SCHEMA.search(_parquet_schema(path)) else None
    head = head.removeprefix(_BOM).lstrip()
    document = _DOCUMENT.match(head)
    if document is not None:
        return _NAMED[document[1]]
    return next((kind for pattern, kind in _OTHERS if pattern.match(head)), None)


def _parquet_schema(path: str) -> bytes:
    """The beginning of the footer: https://parquet.apache.org/docs/file-format/."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 8, 0))
        length = int.from_bytes(file.read(4), "little")
        file.seek(max(size - 8 - length, 0))
        return file.read(_SCHEMA)
