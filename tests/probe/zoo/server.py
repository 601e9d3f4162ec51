"""The loopback servers of the zoo: sockets on a few ports, one background thread, hosts told apart by their names.

Nothing here knows what is right. A connection is read request by request; the host and the path of each choose a
behaviour, which may write whatever it wants to the socket, or break it.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
import struct
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tests.probe.zoo import http2
from tests.probe.zoo.behaviours import missing
from tests.probe.zoo.certificates import Certificates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    from tests.probe.zoo.case import Behaviour, Case

LOOPBACK = "127.0.0.1"
ELSEWHERE = "127.0.0.2"
"""A second address of loopback, on which the guard's tests pretend to be the public internet."""
NOBODY = "127.0.0.9"
"""A third one, where nobody listens."""
_LONGEST_HEAD = 1 << 20
_LINGER_NOT = struct.pack("ii", 1, 0)
_TLS_HANDSHAKE = b"\x16"  # RFC 8446 5.1
_PORT_NAME = re.compile(r"\{([a-z0-9-]+)\}")


@dataclass
class Ask:
    """One request, and the means to answer it.

    Attributes:
        method, target: of the request line; the target is path and query, as they came.
        headers: lower-case name -> value.
        host: of the Host header, without port.
        nth: how often this host was asked for this target, this time included, HEAD apart from GET.
        turn: how many requests came on this connection, this one included.
        keep: whether the connection lives on.
    """

    zoo: Zoo
    writer: asyncio.StreamWriter
    method: str
    target: str
    headers: dict[str, str]
    host: str
    nth: int
    turn: int
    keep: bool = True

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The target's query, without its question mark."""
        return self.target.partition("?")[2]

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that came along."""
        pairs = (part.partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name.strip(): value for name, _, value in pairs if name.strip()}

    def fill(self, text: str) -> str:
        """Put the numbers of ports for their names in braces."""
        return self.zoo.fill(text)

    async def send(self, data: bytes) -> None:
        """Write bytes to the socket."""
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Break the connection off with a RST."""
        self.keep = False
        reset(self.writer)


def reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection off with a RST."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    writer.transport.abort()


@dataclass
class Log:
    """What the servers were asked.

    Attributes:
        asked: (host, target) -> GET and other requests that carry a body back.
        heads: (host, target) -> HEAD requests.
        strangers: host -> requests for paths that no case has: the random ones of a search for soft 404s.
        lookups: host -> how often its addresses were asked for.
        connections: port name -> connections.
    """

    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    heads: Counter[tuple[str, str]] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    lookups: Counter[str] = field(default_factory=Counter)
    connections: Counter[str] = field(default_factory=Counter)


class Zoo:
    """The servers. A context manager: they live in a daemon thread and end with the block.

    Attributes:
        ports: name -> number.
        log: what was asked so far.
        certificates: the authorities and certificates, made anew.
    """

    def __init__(self, cases: Sequence[Case], names: Mapping[str, tuple[str | int, ...]], folder: Path) -> None:
        """Prepare the servers.

        Args:
            cases: what they serve.
            names: host -> what a lookup of it gives, in turn, the last for ever: addresses with blanks between them,
                or the number of an error of `getaddrinfo`. All other hosts of the cases are at `LOOPBACK`.
            folder: for the files of certificates.
        """
        self.ports: dict[str, int] = {}
        self.log = Log()
        self.certificates = Certificates(folder)
        self._pages: dict[str, dict[str, Behaviour]] = defaultdict(dict)
        self._names = {_plain(host): turns for host, turns in names.items()}
        self._held: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._handshakes: Counter[str] = Counter()
        for case in cases:
            for name, pages in case.served.items():
                host = _plain(name)
                doubled = self._pages[host].keys() & pages.keys()
                assert not doubled, f"{case.name}: {host} has {doubled} already"
                self._pages[host].update(pages)
        self._hosts = {_plain(case.host) for case in cases} | self._pages.keys()
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # clients that break off are what this is for
        self._thread = threading.Thread(target=self._loop.run_forever, name="zoo", daemon=True)
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(30)
        return self

    def __exit__(self, *exception: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()
        for held in self._held:
            held.close()

    def fill(self, text: str) -> str:
        """Put the numbers of ports for their names in braces."""
        return _PORT_NAME.sub(lambda match: str(self.ports.get(match[1], match[0])), text)

    def names(self, host: str) -> list[str]:
        """Look a host up, as `socket.getaddrinfo` would.

        Raises:
            socket.gaierror: it has no address, or the lookup fails.
        """
        host = _plain(host)
        self.log.lookups[host] += 1
        turns = self._names.get(host, (LOOPBACK,) if host in self._hosts else (socket.EAI_NONAME,))
        said = turns[min(self.log.lookups[host], len(turns)) - 1]
        if isinstance(said, int):
            raise socket.gaierror(said, _LOOKUP_WORDS.get(said, "Lookup failed"))
        return said.split()

    # -- sockets -------------------------------------------------------------------------------------------------------

    async def _open(self) -> None:
        await self._listen("http", self._talk)
        await self._listen("elsewhere", self._talk, address=ELSEWHERE)
        await self._listen("trap", self._talk)
        await self._listen("reset-at-once", self._reset_at_once)
        await self._listen("reset-at-once-first", self._first(self._reset_at_once))
        await self._listen("banner", self._banner)
        for name, context in self.certificates.contexts().items():
            await self._listen(name, self._talk, tls=context)
        for name, context in self.certificates.refusing_contexts().items():
            await self._listen(name, self._refuse_handshake(context))
        for name in http2.MODES:
            await self._listen(name, self._talk_http2(name), tls=self.certificates.http2(fallback="only" not in name))
        await self._listen("tls-silent", self._swallow)
        await self._listen("tls-close", self._close_after_hello)
        await self._listen("tls-reset", self._reset_after_hello)
        await self._listen("tls-alert", self._alert_after_hello)
        context = self.certificates.good()
        await self._listen("tls-close-once", self._once_then_tls(self._close_after_hello, context))
        self._hold("refused")
        self._hold("full", backlog=0)

    async def _listen(
        self,
        name: str,
        talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
        *,
        address: str = LOOPBACK,
        tls: Any = None,
    ) -> None:
        async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.log.connections[name] += 1
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                await talk(reader, writer)
            except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
                pass
            finally:
                self._tasks.discard(task)
                writer.close()

        with contextlib.suppress(OSError):  # `ELSEWHERE` is no address of every system's loopback
            server = await asyncio.start_server(
                met,
                address,
                0,
                limit=_LONGEST_HEAD,
                ssl=tls,
                backlog=512,
                **({"ssl_handshake_timeout": 20} if tls else {}),
            )
            self._servers.append(server)
            self.ports[name] = server.sockets[0].getsockname()[1]

    def _hold(self, name: str, backlog: int | None = None) -> None:
        """Keep a port where nobody answers: bound only, or with its backlog full so that it takes no more SYNs."""
        held = socket.socket()
        held.bind((LOOPBACK, 0))
        self._held.append(held)
        self.ports[name] = held.getsockname()[1]
        if backlog is not None:
            held.listen(backlog)
            for _ in range(backlog + 2):
                filler = socket.socket()
                filler.setblocking(False)  # noqa: FBT003 - the socket's own signature
                filler.connect_ex(held.getsockname())
                self._held.append(filler)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in self._servers:
            if hasattr(server, "abort_clients"):  # Python 3.13
                server.abort_clients()
        await asyncio.sleep(0.05)

    # -- HTTP ----------------------------------------------------------------------------------------------------------

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        turn = 0
        keep = True
        while keep:
            start = await reader.readexactly(1)
            if start == _TLS_HANDSHAKE:
                writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                return
            head = start + await reader.readuntil(b"\r\n\r\n")
            turn += 1
            ask = self._read(head.decode("latin-1"), writer, turn)
            try:
                await self._behaviour(ask)(ask)
                await writer.drain()
            except ConnectionError:
                return
            keep = ask.keep

    def _read(self, head: str, writer: asyncio.StreamWriter, turn: int) -> Ask:
        first, *lines = head.split("\r\n")
        method, target, _ = (*first.split(" ", 2), "", "")[:3]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        host = _plain(_without_port(headers.get("host", "")))
        counted = self.log.heads if method == "HEAD" else self.log.asked
        counted[host, target] += 1
        return Ask(self, writer, method, target, headers, host, counted[host, target], turn)

    def _behaviour(self, ask: Ask) -> Behaviour:
        pages = self._pages.get(ask.host, {})
        found = pages.get(ask.target) or pages.get(ask.path)
        if found is None:
            self.log.strangers[ask.host] += 1
        return found or pages.get("*") or missing

    # -- what is not HTTP ----------------------------------------------------------------------------------------------

    async def _reset_at_once(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:  # noqa: ARG002 - asyncio's signature
        reset(writer)

    async def _banner(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        await reader.read(1 << 16)
        writer.write(b"500 5.5.1 command not recognized\r\n" * 8)
        await writer.drain()

    async def _swallow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:  # noqa: ARG002 - asyncio's signature
        while await reader.read(1 << 16):
            pass

    async def _close_after_hello(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:  # noqa: ARG002 - asyncio's signature
        await reader.read(1 << 16)

    async def _reset_after_hello(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1 << 16)
        reset(writer)

    async def _alert_after_hello(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1 << 16)
        writer.write(bytes((21, 3, 3, 0, 2, 2, 40)))  # RFC 8446 6.2: fatal, handshake_failure
        await writer.drain()

    def _refuse_handshake(self, context: ssl.SSLContext) -> Any:
        """TLS by hand, because asyncio throws the alert away that says what the server did not like."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = context.wrap_bio(coming, going, server_side=True)
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    await self._flush(going, writer)
                    data = await reader.read(1 << 16)
                    if not data:
                        return
                    coming.write(data)
                except ssl.SSLError:
                    break
            await self._flush(going, writer)
            await asyncio.sleep(0.2)  # a client of TLS 1.3 has sent its request by then, and reads

        return talk

    async def _flush(self, going: ssl.MemoryBIO, writer: asyncio.StreamWriter) -> None:
        writer.write(going.read())
        await writer.drain()

    def _first(self, spoilt: Any) -> Any:
        """Spoil the first connection; talk HTTP on the others."""
        seen = Counter[str]()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen["connections"] += 1
            await (spoilt if seen["connections"] == 1 else self._talk)(reader, writer)

        return talk

    def _once_then_tls(self, spoilt: Any, context: Any) -> Any:
        seen = Counter[str]()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen["connections"] += 1
            if seen["connections"] == 1:
                await spoilt(reader, writer)
                return
            await writer.start_tls(context)
            await self._talk(reader, writer)

        return talk

    def _talk_http2(self, mode: str) -> Any:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if writer.get_extra_info("ssl_object").selected_alpn_protocol() != "h2":
                if "only" not in mode:
                    await self._talk(reader, writer)
                return
            self._handshakes[mode] += 1
            answers = http2.talk(mode, self._handshakes[mode], reader, writer)
            async for _ in answers:
                self.log.asked[f"{mode}.tls.example", "/"] += 1

        return talk


_LOOKUP_WORDS = {
    socket.EAI_NONAME: "Name or service not known",
    socket.EAI_AGAIN: "Temporary failure in name resolution",
    socket.EAI_FAIL: "Non-recoverable failure in name resolution",
}


def _without_port(authority: str) -> str:
    host, colon, port = authority.rpartition(":")
    return host if colon and port.isdigit() else authority


def _plain(host: str) -> str:
    return host.rstrip(".").lower()
