"""What servers do: answers in good and bad form, and the ways in which they come late, twice, or never."""

from __future__ import annotations

import asyncio
import time
import zlib
from email.utils import formatdate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.probe.zoo.case import Behaviour
    from tests.probe.zoo.server import Ask

Header = tuple[str, str]
_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 503: "Service Unavailable"}
HTML: Header = ("Content-Type", "text/html; charset=utf-8")
PLAIN = (
    "<!doctype html><html lang=en><title>Harbour notes</title><body><h1>Harbour notes</h1>"
    "<p id=tide>High water comes twice a day, and the ferry waits for it. {place}</p></body></html>"
)


def reply(status: int = 200, body: str | bytes = PLAIN, *headers: Header, keep: bool = True) -> Behaviour:
    """An answer in good form. Ports in braces are filled in; `{path}` in a text is the path that was asked."""

    async def behave(ask: Ask) -> None:
        given = {name.lower() for name, _ in headers}
        data = body if isinstance(body, bytes) else _text(ask, body)
        own = [] if "content-type" in given else [HTML]
        if "content-length" not in given and status not in {204, 304}:
            own.append(("Content-Length", str(len(data))))
        if "date" not in given:
            own.append(("Date", formatdate(usegmt=True)))
        await ask.send(head(ask, status, *own, *headers))
        if ask.method != "HEAD" and status not in {204, 304}:
            await ask.send(data)
        ask.keep = ask.keep and keep

    return behave


def _text(ask: Ask, body: str) -> bytes:
    return ask.fill(body.replace("{place}", f"Page of {ask.path}.").replace("{path}", ask.path)).encode()


def head(ask: Ask, status: int, *headers: Header) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}"]
    lines += [f"{name}: {ask.fill(value)}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def page(title: str, text: str = "", *headers: Header, status: int = 200, inside: str = "") -> Behaviour:
    """A page with a title, a heading of the same words, and text; `inside` stands in its head."""
    body = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{inside}</head>"
        f"<body><h1>{title}</h1><p>{text or PROSE}</p></body></html>"
    )
    return reply(status, body, *headers)


PROSE = " ".join(
    f"The {boat} leaves the {place} at {hour} o'clock and is back before the tide turns; whoever misses it walks."
    for hour, (boat, place) in enumerate(
        (boat, place)
        for boat in ("ferry", "cutter", "barge", "dinghy", "trawler")
        for place in ("quay", "jetty", "island", "lock", "pier", "slipway")
    )
)
"""Some 3 kB of text: a page that has content."""


def raw(*pieces: bytes, pause: float = 0.0, keep: bool = False) -> Behaviour:
    """Bytes, as they are, with `pause` seconds between the pieces; then the connection is closed."""

    async def behave(ask: Ask) -> None:
        for place, piece in enumerate(pieces):
            if place and pause:
                await asyncio.sleep(pause)
            await ask.send(ask.fill(piece.decode("latin-1")).encode("latin-1"))
        ask.keep = keep

    return behave


def framed(start: str, body: bytes = PLAIN.encode(), *, keep: bool = False) -> Behaviour:
    """Status line and headers as written, with `\\n` for the ends of lines, and a body."""
    return raw(start.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body, keep=keep)


def redirect(status: int, location: str, *headers: Header) -> Behaviour:
    """A redirect; the location is sent as UTF-8."""

    async def behave(ask: Ask) -> None:
        where = ask.fill(location).encode().decode("latin-1")
        await reply(status, "", ("Location", where), *headers)(ask)

    return behave


def chain(length: int, end: Behaviour, status: int = 302) -> dict[str, Behaviour]:
    """Redirects one after the other: `/` and numbers, the address asked first."""
    hops = {f"/{number}": redirect(status, f"/{number + 1}") for number in range(length)}
    return {**hops, f"/{length}": end}


# -- when ------------------------------------------------------------------------------------------------------------


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request gets the first, the second the second; the last is for ever."""

    async def behave(ask: Ask) -> None:
        await behaviours[min(ask.nth, len(behaviours)) - 1](ask)

    return behave


def when(test: Callable[[Ask], bool], then: Behaviour, otherwise: Behaviour) -> Behaviour:
    """One of two behaviours, by a test of the request."""

    async def behave(ask: Ask) -> None:
        await (then if test(ask) else otherwise)(ask)

    return behave


def on_head(answer: Behaviour, otherwise: Behaviour | None = None) -> Behaviour:
    """HEAD gets its own answer."""
    return when(lambda ask: ask.method == "HEAD", answer, otherwise or reply())


def after(seconds: float, behaviour: Behaviour) -> Behaviour:
    """The same, later."""

    async def behave(ask: Ask) -> None:
        await asyncio.sleep(seconds)
        await behaviour(ask)

    return behave


def bucket(most: int, seconds: float, refused: Behaviour, answer: Behaviour) -> Behaviour:
    """At most so many requests in so many seconds, over all paths that share the behaviour."""
    times: list[float] = []

    async def behave(ask: Ask) -> None:
        now = time.monotonic()
        times[:] = [moment for moment in times if now - moment < seconds]
        if len(times) >= most:
            await refused(ask)
            return
        times.append(now)
        await answer(ask)

    return behave


# -- badly -----------------------------------------------------------------------------------------------------------


async def missing(ask: Ask) -> None:
    """What a good server says of a path that it does not know."""
    await reply(404, "<!doctype html><title>Nothing here</title><h1>Nothing here</h1><p>No such address.</p>")(ask)


async def hang(ask: Ask) -> None:
    """No answer for as long as the client has patience."""
    ask.keep = False
    await asyncio.sleep(600)


async def reset(ask: Ask) -> None:
    """RST instead of an answer."""
    ask.reset()


async def close(ask: Ask) -> None:
    """The end of the connection instead of an answer."""
    ask.keep = False


def stalled(body: bytes, *headers: Header) -> Behaviour:
    """An answer whose body never ends: it says more than it sends, and waits."""

    async def behave(ask: Ask) -> None:
        await ask.send(head(ask, 200, HTML, ("Content-Length", str(len(body) + 9999)), *headers) + body)
        await hang(ask)

    return behave


def endless(piece: bytes, *headers: Header, chunked: bool = False) -> Behaviour:
    """An answer without end, as fast as it is read."""

    async def behave(ask: Ask) -> None:
        ask.keep = False
        framing = [("Transfer-Encoding", "chunked")] if chunked else []
        await ask.send(head(ask, 200, HTML, *framing, *headers))
        data = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
        while True:
            await ask.send(data)
            await asyncio.sleep(0.001)

    return behave


def dripping(data: bytes, seconds: float) -> Behaviour:
    """An answer byte by byte, over so many seconds."""

    async def behave(ask: Ask) -> None:
        ask.keep = False
        for byte in data:
            await ask.send(bytes((byte,)))
            await asyncio.sleep(seconds / len(data))

    return behave


def cut_off(data: bytes) -> Behaviour:
    """Bytes, and then RST."""

    async def behave(ask: Ask) -> None:
        await ask.send(data)
        await asyncio.sleep(0.1)  # so that the bytes are read before the RST throws them away
        ask.reset()

    return behave


def chunks(*pieces: bytes, last: bytes = b"0\r\n\r\n") -> bytes:
    """A body in chunks."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + last


def bomb(size: int) -> bytes:
    """`size` zeros, in gzip: one block over and over. The check sum behind them is wrong: nobody should get there."""
    packer = zlib.compressobj(9, wbits=31)
    first, other = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + other * ((size >> 20) - 1) + packer.flush()


# -- what the client must do -----------------------------------------------------------------------------------------


def needs(header: str, part: str = "", refused: int = 403, answer: Behaviour | None = None) -> Behaviour:
    """An answer only to requests whose header holds a part (in any case)."""
    return when(
        lambda ask: header in ask.headers and part.lower() in ask.headers[header].lower(),
        answer or reply(),
        reply(refused, "<title>Refused</title><p>Refused.</p>"),
    )


def refuses(header: str, part: str = "", refused: int = 403, answer: Behaviour | None = None) -> Behaviour:
    """An answer only to requests whose header does not hold a part (in any case)."""
    return when(
        lambda ask: header not in ask.headers or part.lower() not in ask.headers[header].lower(),
        answer or reply(),
        reply(refused, "<title>Refused</title><p>Refused.</p>"),
    )


def exactly(target: str) -> Behaviour:
    """An answer only to a request for this target, letter by letter."""
    return when(lambda ask: ask.target == target, reply(), missing)
