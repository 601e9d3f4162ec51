"""The report as JSON, the contract of `schemas/report.schema.json`, and the way back.

Written in a stream, one post and one finding a line, so that a report may be larger than memory. Equal reports give
equal bytes. Keys that were added within a version are filled in where a report was written before them.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from audit._version import __version__
from audit.errors import ReportError
from audit.formats._text import clipped, one_line, scrubbed
from audit.report import SCHEMA_ID, SCHEMA_VERSION, ListEntries, Report, ReportDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.report import Part

# What JSON lets pass and a terminal acts on: DEL, C1 controls, zero-width and bidirectional ones.
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_GZIP = b"\x1f\x8b"
_JSONL = (
    "a report in the format jsonl, which is not read back: only json is. It is written by "
    "`postaudit check SOURCE -o report.json`."
)
_MOST_BYTES = 4 << 30  # of a report, unpacked: a small gzip may unpack to anything


def json(report: Report, out: TextIO) -> None:
    """Write a report as one JSON document."""
    out.write(f'{{"$schema":"{SCHEMA_ID}","schema_version":{SCHEMA_VERSION},\n')
    out.write(f'"tool":{dumped(report.tool)},\n"run":{dumped(report.run)},\n"summary":{dumped(report.summary)},\n')
    _write_list("posts", report.posts, out)
    _write_list("findings", report.findings, out)
    _write_list("rules", report.rules, out)
    _write_list("links", report.links, out)
    _write_list("errors", report.errors, out, end="}\n")


def _write_list(name: str, parts: Iterable[Part], out: TextIO, end: str = ",\n") -> None:
    out.write(f'"{name}":[')
    separator = "\n"
    for part in parts:
        out.write(separator + dumped(part))
        separator = ",\n"
    out.write(f"]{end}")


def dumped(part: Part) -> str:
    """One part as JSON on one line, what cannot be seen as an escape of JSON.

    A lone surrogate, which no JSON reader takes, is written as U+FFFD.
    """
    try:
        text = part.model_dump_json()
    except PydanticSerializationError:
        text = to_json(scrubbed_value(part.model_dump())).decode()
    return text if text.isascii() else _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def scrubbed_value(value: Any) -> Any:
    """A JSON-able value with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {scrubbed_value(key): scrubbed_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [scrubbed_value(inner) for inner in value]
    return value


def read_json(path: str) -> Report:
    """Read a report back that `json` wrote; gzip is recognised by its first bytes.

    Args:
        path: the file, or `-` for standard input.

    Raises:
        ReportError: the file cannot be read, is no report, or is one of a newer version.
    """
    content = _read(path)
    try:
        return _report(_document(content))
    except ValidationError as error:
        raise ReportError(f"{path}: {_complaint(content, error)}") from None


def _document(content: bytes) -> ReportDocument:
    """A report, also one written before findings told their address (only a piece of evidence did)."""
    try:
        document = ReportDocument.model_validate_json(content)
    except ValidationError as error:
        if any(one["type"] != "extra_forbidden" for one in error.errors(include_url=False)):
            raise
        document = ReportDocument.model_validate_json(content, extra="ignore")
        if document.tool.version == __version__:  # a misspelt key, not one that another version has added
            raise
    for finding in document.findings:
        if "address" not in finding.model_fields_set:
            finding.address = next((piece.text for piece in finding.evidence if piece.label == "address"), None)
    return document


def _read(path: str) -> bytes:
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise ReportError(f"{path}: cannot be read: {error.strerror or error}.") from None
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.open(BytesIO(content)) as unpacked:
            content = unpacked.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise ReportError(f"{path}: the gzip is damaged or cut short.") from None
    if len(content) > _MOST_BYTES:
        raise ReportError(f"{path}: unpacks to more than {_MOST_BYTES >> 30} GiB.")
    return content


def _report(document: ReportDocument) -> Report:
    return Report(
        tool=document.tool,
        run=document.run,
        summary=document.summary,
        rules=document.rules,
        errors=document.errors,
        entries=ListEntries(document.posts, document.findings, document.links),
    )


def _is_jsonl(content: bytes) -> bool:
    """Whether the first line is the one that the format `jsonl` begins with."""
    try:
        head = from_json(content.partition(b"\n")[0])
    except ValueError:
        return False
    return isinstance(head, dict) and {"tool", "run", "summary"} <= head.keys()


def _complaint(content: bytes, error: ValidationError) -> str:
    """What is wrong with a file that is no report, and what to do."""
    if not content.strip():
        return "empty. A report is written by `postaudit check SOURCE -o report.json`."
    try:
        document = from_json(content)
    except ValueError as problem:
        return _JSONL if _is_jsonl(content) else f"not JSON: {problem}."
    version = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(document, dict) or "findings" not in document or version is None:
        return "not a report of postaudit. A report is written by `postaudit check SOURCE -o report.json`."
    if type(version) is not int or version != SCHEMA_VERSION:
        advice = " Install a newer postaudit to read it." if type(version) is int and version > SCHEMA_VERSION else ""
        told = clipped(one_line(str(version)), 20)
        return f"a report of version {told}; this postaudit reads version {SCHEMA_VERSION}.{advice}"
    first = error.errors(include_url=False)[0]
    place = "/".join(str(step) for step in first["loc"])
    return f"not a valid report: /{place}: {first['msg']}."
