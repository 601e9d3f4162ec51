"""Addresses that a post shows as pictures."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from tests.probe.zoo.behaviours import (
    PROSE,
    framed,
    in_turn,
    missing,
    needs,
    page,
    redirect,
    refuses,
    reply,
    when,
)
from tests.probe.zoo.case import Behaviour, Case, on

_POST = "http://post.example/2024/harbour/"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)
_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")
_JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1" + bytes(2000) + b"\xff\xd9"
_WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + bytes(28)
_AVIF = b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1B" + bytes(64)
_ICO = b"\0\0\1\0\1\0\x10\x10" + bytes(64)
_BMP = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)
_SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0 0h1'/></svg>"


def _type(media: str) -> tuple[str, str]:
    return ("Content-Type", media)


def _picture(
    name: str, behaviour: Behaviour | dict[str, Behaviour], verdict: str | tuple[str, ...] = "ok", **facts: Any
) -> Case:
    return Case(name, behaviour, verdict, image=True, referrer=_POST, **facts)


def _no_picture(name: str, behaviour: Behaviour, **facts: Any) -> Case:
    return _picture(name, behaviour, ("ok", "broken"), is_picture=False, **facts)


PICTURES = on(
    "pictures.example",
    _picture("image-png", reply(200, PNG, _type("image/png"))),
    _picture("image-gif", reply(200, _GIF, _type("image/gif"))),
    _picture("image-jpeg", reply(200, _JPEG, _type("image/jpeg"))),
    _picture("image-webp", reply(200, _WEBP, _type("image/webp"))),
    _picture("image-avif", reply(200, _AVIF, _type("image/avif"))),
    _picture("image-ico", reply(200, _ICO, _type("image/x-icon"))),
    _picture("image-bmp", reply(200, _BMP, _type("image/bmp"))),
    _picture("image-svg", reply(200, _SVG, _type("image/svg+xml"))),
    _picture(
        "image-svg-prologue",
        reply(
            200, f"<?xml version='1.0'?><!-- {'c' * 900} --><!DOCTYPE svg>{_SVG}", _type("image/svg+xml; charset=utf-8")
        ),
    ),
    _picture("image-octet-stream", reply(200, PNG, _type("application/octet-stream"))),
    _picture("image-binary", reply(200, _JPEG, _type("binary/octet-stream"))),
    _picture("image-no-type", framed("HTTP/1.1 200 OK", PNG)),
    _picture("image-other-type", reply(200, PNG, _type("image/jpeg"))),
    _picture("image-jpg-type", reply(200, _JPEG, _type("image/jpg"))),
    _picture("image-with-fragment", reply(200, PNG, _type("image/png")), at="/image-with-fragment#x"),
    _picture(
        "image-chunked",
        framed(
            "HTTP/1.1 200 OK\nContent-Type: image/png\nTransfer-Encoding: chunked",
            b"4\r\n" + PNG[:4] + b"\r\n" + b"%x\r\n" % (len(PNG) - 4) + PNG[4:] + b"\r\n0\r\n\r\n",
        ),
    ),
    _picture("image-big", reply(200, _JPEG + bytes(3_000_000), _type("image/jpeg"))),
    _picture("image-accept-needed", needs("accept", "*/*", 406, reply(200, PNG, _type("image/png")))),
)
OTHERS = (
    _no_picture("image-html", page("Harbour notes", PROSE)),
    _no_picture("image-empty", reply(200, b"", _type("image/png"))),
    _no_picture(
        "image-empty-chunks",
        framed("HTTP/1.1 200 OK\nContent-Type: image/png\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
    ),
    _no_picture(
        "image-html-as-png", reply(200, "<!doctype html><title>Login</title><h1>Login</h1>", _type("image/png"))
    ),
    _no_picture("image-json", reply(200, '{"error": "no such file"}', _type("application/json"))),
    _no_picture("image-text", reply(200, "File not found.", _type("text/plain"))),
    _no_picture("image-php-warning", reply(200, "<br />\n<b>Warning</b>: imagepng() expects", _type("image/jpeg"))),
    _picture("image-404", missing, "broken"),
    _picture("image-404-with-picture", reply(404, PNG, _type("image/png")), "broken"),
    _picture("image-410", reply(410), "broken"),
    _picture("image-500", reply(500), "server-error"),
    _picture("image-503-once", in_turn(reply(503), reply(200, PNG, _type("image/png")))),
    _picture(
        "image-redirect",
        {"/a": redirect(301, "/b"), "/b": reply(200, PNG, _type("image/png"))},
        "redirected-permanent",
        at="/a",
    ),
    _picture(
        "image-redirect-html",
        {"/img/a.png": redirect(302, "/sorry/"), "/sorry/": page("Sorry", PROSE)},
        ("broken", "redirected-temporary"),
        at="/img/a.png",
        is_picture=False,
    ),
    _picture(
        "image-redirect-home",
        {"/img/a.png": redirect(302, "/"), "/": page("Harbour notes", PROSE)},
        ("broken", "soft-404", "redirected-temporary"),
        at="/img/a.png",
        is_picture=False,
    ),
    _picture("image-wall", reply(403, "", ("cf-mitigated", "challenge")), "blocked"),
)
_PICTURE = reply(200, PNG, _type("image/png"))
_STOP = reply(200, _GIF * 40, _type("image/gif"))
_STOPPED = when(lambda ask: "post.example" in ask.headers.get("referer", ""), _STOP, _PICTURE)
_OWN = when(lambda ask: "post.example" not in ask.headers.get("referer", ""), _PICTURE, reply(403))
_TOLD = ("blocked", "ok", "unknown")
_PROTECTED: dict[str, Any] = {"verdict": _TOLD, "cause": "hotlink-protected"}
HOTLINKS = (
    _picture("hotlink-refused", _OWN, **_PROTECTED),
    _picture("hotlink-refused-404", refuses("referer", "post.example", 404, _PICTURE), **_PROTECTED),
    _picture("hotlink-needs-referer", needs("referer", "post.example", 403, _PICTURE), _TOLD),
    _picture("hotlink-other-picture", _STOPPED, ("ok", "unknown")),
    _picture("hotlink-no-difference", _PICTURE),
)
CASES = (*PICTURES, *OTHERS, *HOTLINKS)
