"""HTTP/2 by hand, as far as the zoo needs it: one request, and one of a few answers (RFC 9113)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

MODES = (
    "h2-good",
    "h2-missing",
    "h2-early-hints",
    "h2-goaway-once",
    "h2-refused-once",
    "h2-only-goaway",
    "h2-only-refused",
    "h2-broken",
    "h2-reset-after-answer",
)
"""Names of the ports, each of which behaves as it is called; those with `only` do not speak HTTP/1.1."""

_PREFACE = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
_HEADER = 9
_DATA, _HEADERS, _RST_STREAM, _SETTINGS, _GOAWAY = 0, 1, 3, 4, 7
_END_STREAM, _ACK, _END_HEADERS = 1, 1, 4
_NO_ERROR, _INTERNAL_ERROR, _REFUSED_STREAM = 0, 2, 7
_PAGE = b"<!doctype html><title>Tide tables</title><h1 id=top-of-tide>Tide tables</h1><p>High water at noon.</p>"
# HPACK (RFC 7541, appendix A): indexed fields of the static table, and literals without indexing.
_STATUS_200, _STATUS_404 = b"\x88", b"\x8d"
_STATUS_103 = b"\x08\x03103"  # literal, name of entry 8 (:status)
_HTML = b"\x0f\x10\x09text/html"  # literal, name of entry 31 (content-type)


def _frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _page(stream: int, status: bytes = _STATUS_200) -> bytes:
    return _frame(_HEADERS, _END_HEADERS, stream, status + _HTML) + _frame(_DATA, _END_STREAM, stream, _PAGE)


def _answer(mode: str, nth: int, stream: int) -> bytes:
    if "once" in mode and nth > 1:
        return _page(stream)
    started = _frame(_HEADERS, _END_HEADERS, stream, _STATUS_200 + _HTML) + _frame(_DATA, 0, stream, _PAGE)
    broken = _frame(_RST_STREAM, 0, stream, struct.pack(">I", _INTERNAL_ERROR))
    go_away = _frame(_GOAWAY, 0, 0, struct.pack(">II", 0, _NO_ERROR))
    refused = _frame(_RST_STREAM, 0, stream, struct.pack(">I", _REFUSED_STREAM))
    return {
        "h2-missing": _page(stream, _STATUS_404),
        "h2-early-hints": _frame(_HEADERS, _END_HEADERS, stream, _STATUS_103) + _page(stream),
        "h2-goaway-once": go_away,
        "h2-only-goaway": go_away,
        "h2-refused-once": refused,
        "h2-only-refused": refused,
        "h2-broken": broken,
        "h2-reset-after-answer": started + broken,
    }.get(mode, _page(stream))


async def talk(mode: str, nth: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> AsyncIterator[int]:
    """Read one connection to its end, and give the number of each stream on which something was asked.

    Args:
        mode: one of `MODES`.
        nth: which connection to this port it is, from 1.
        reader: behind TLS, with `h2` agreed on.
        writer: the same.
    """
    await reader.readexactly(_PREFACE)
    writer.write(_frame(_SETTINGS, 0, 0))
    while True:
        head = await reader.readexactly(_HEADER)
        length, (kind, flags, stream) = int.from_bytes(head[:3]), struct.unpack(">BBI", head[3:])
        await reader.readexactly(length)
        if kind == _SETTINGS and not flags & _ACK:
            writer.write(_frame(_SETTINGS, _ACK, 0))
        elif kind == _HEADERS:
            writer.write(_answer(mode, nth, stream))
            await writer.drain()
            yield stream
            if "goaway" in mode:
                return
