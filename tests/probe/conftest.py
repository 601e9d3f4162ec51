"""Small servers on loopback that remember what they were asked, and a resolver that knows only what a test says."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pytest

from audit.probe.network import Network, Target
from audit.probe.prober import Prober

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audit.probe.memory import Memory

LOOPBACK = "127.0.0.1"
_LINGER_NOT = struct.pack("ii", 1, 0)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HTML = "text/html; charset=utf-8"


class Asked(NamedTuple):
    """One request.

    Attributes:
        host: of the Host header, without port.
        target: path and query, as they came.
        headers: lower-case name -> value.
        at: when it came (monotonic seconds).
        nth: how often this host was asked for this target, this time included.
    """

    host: str
    target: str
    headers: dict[str, str]
    at: float
    nth: int

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that came along."""
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name}


class Answer(NamedTuple):
    """What a server says: status, body, and (name, value) of headers besides the length."""

    status: int = 200
    body: bytes | str = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)


RESET = Answer(0)
"""No answer: the connection is broken off."""


def page(title: str, body: str = "") -> Answer:
    """A page whose title names it, so that nobody takes it for what a host answers to everything."""
    return Answer(200, f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{body}</p></body></html>")


def redirect(where: str, status: int = 301, *headers: tuple[str, str]) -> Answer:
    """A redirect."""
    return Answer(status, b"", (("Location", where), *headers))


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """One answer after the other, the last for ever."""
    return lambda asked: answers[min(asked.nth, len(answers)) - 1]


def slow(answer: Answer, seconds: float) -> Callable[[Asked], Answer]:
    """An answer that takes its time."""

    def wait(asked: Asked) -> Answer:  # noqa: ARG001 - the answer is always the same
        time.sleep(seconds)
        return answer

    return wait


@dataclass
class Log:
    """What a server was asked.

    Attributes:
        requests: in the order in which they came.
        connections: number of them.
        most_at_once: host -> most requests under way at the same time.
    """

    requests: list[Asked] = field(default_factory=list)
    connections: int = 0
    most_at_once: Counter[str] = field(default_factory=Counter)

    def count(self, target: str, host: str | None = None) -> int:
        """How often a target was asked for."""
        return sum(asked.target == target and host in {None, asked.host} for asked in self.requests)

    def targets(self) -> Counter[str]:
        """How often each target was asked for."""
        return Counter(asked.target for asked in self.requests)

    def hosts(self) -> Counter[str]:
        """How often each host was asked for anything."""
        return Counter(asked.host for asked in self.requests)


class Server(socketserver.ThreadingTCPServer):
    """A server over HTTP/1.1 with connections that live on. A context manager.

    Attributes:
        pages: `host/path`, `/path` or `*` -> an answer, or what makes one of a request.
        log: what was asked.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, pages: Mapping[str, Any] | None = None, address: str = LOOPBACK) -> None:
        self.pages: dict[str, Any] = dict(pages or {})
        self.log = Log()
        self.lock = threading.Lock()
        self.under_way: Counter[str] = Counter()
        self._seen: Counter[tuple[str, str]] = Counter()
        super().__init__((address, 0), _Handler)
        self._thread = threading.Thread(target=lambda: self.serve_forever(0.02), name="server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self._thread.join(10)
        self.server_close()

    @property
    def port(self) -> int:
        """The number of the port."""
        return int(self.server_address[1])

    def url(self, path: str, host: str = "") -> str:
        """The address of a page, of a host of another name if one is given."""
        return f"http://{host or self.server_address[0]}:{self.port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that break off are nothing to speak of; whatever else goes wrong is seen in the test."""

    def take(self, target: str, host: str, headers: dict[str, str]) -> Asked:
        """Write a request down."""
        with self.lock:
            self._seen[host, target] += 1
            asked = Asked(host, target, headers, time.monotonic(), self._seen[host, target])
            self.log.requests.append(asked)
            self.under_way[host] += 1
            self.log.most_at_once[host] = max(self.log.most_at_once[host], self.under_way[host])
        return asked

    def answer(self, asked: Asked) -> Answer:
        """What is said to a request."""
        path = asked.target.partition("?")[0]
        keys = (f"{asked.host}{path}", asked.target, path, f"{asked.host}*", "*")
        found = next((self.pages[key] for key in keys if key in self.pages), Answer(404, "<title>Lost</title>"))
        said: Answer = found if isinstance(found, Answer) else found(asked)
        return said


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    wbufsize = -1
    server: Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.server.lock:
            self.server.log.connections += 1

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        target, host = self.path, headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        asked = self.server.take(target, host, headers)
        try:
            said = self.server.answer(asked)
        finally:
            with self.server.lock:
                self.server.under_way[host] -= 1
        if said is RESET:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
            return
        body = said.body.encode() if isinstance(said.body, str) else said.body
        self.send_response(said.status)
        for name, value in said.headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in said.headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    do_HEAD = do_POST = do_CONNECT = do_GET  # noqa: N815 - nobody should; the log tells

    def log_message(self, *_: Any) -> None:
        return


class Names:
    """A resolver.

    Attributes:
        said: host -> what its lookups give in turn, the last for ever: addresses, or the number of an error.
        asked: host -> lookups so far.
    """

    def __init__(self, said: Mapping[str, Any], others: Any = socket.EAI_NONAME) -> None:
        self.said = {host: turns if isinstance(turns, list) else [turns] for host, turns in said.items()}
        self.others = others
        self.asked: Counter[str] = Counter()
        self.gate = threading.Lock()

    def __call__(self, host: str) -> list[str]:
        with self.gate:
            self.asked[host] += 1
            nth = self.asked[host]
        turns = self.said.get(host, [self.others])
        said = turns[min(nth, len(turns)) - 1]
        if isinstance(said, int):
            raise socket.gaierror(said, "Name or service not known")
        return said.split()


class Trap:
    """A listening socket to which nobody must come."""

    def __init__(self, address: str = LOOPBACK) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.address = address
        self._socket = socket.socket(family)
        self._socket.bind((address, 0))
        self._socket.listen(64)
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()

    def is_untouched(self, seconds: float = 0.3) -> bool:
        """Whether nobody has connected, not even to go away again."""
        self._socket.settimeout(seconds)
        try:
            self._socket.accept()[0].close()
        except TimeoutError:
            return True
        return False


@dataclass
class Told:
    """One run of the prober.

    Attributes:
        probes: address -> probe.
        order: the addresses as they were completed.
        problem: the prober's.
        seconds: that it took.
    """

    probes: dict[str, Any]
    order: list[str]
    problem: str | None
    seconds: float

    def __getitem__(self, url: str) -> Any:
        return self.probes[url]

    @property
    def verdicts(self) -> set[str]:
        """All that were given."""
        return {probe.verdict for probe in self.probes.values()}


def ask(targets: Iterable[str | Target], *, memory: Memory | None = None, **settings: Any) -> Told:
    """Ask about addresses, and see that each is answered once."""
    settings.setdefault("timeout", 4.0)
    settings.setdefault("allow_private_hosts", True)
    settings.setdefault("names", Names({}))
    prober = Prober(Network(**settings), memory)
    start = time.monotonic()
    probes = list(prober.ask(target if isinstance(target, Target) else Target(target) for target in targets))
    doubled = [url for url, count in Counter(probe.url for probe in probes).items() if count > 1]
    assert not doubled
    told = {probe.url: probe for probe in probes}
    return Told(told, [probe.url for probe in probes], prober.problem, time.monotonic() - start)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of whoever runs the tests is not asked."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def serve() -> Any:
    """Starts servers; they end with the test."""
    servers: list[Server] = []

    def start(pages: Mapping[str, Any] | None = None, address: str = LOOPBACK) -> Server:
        servers.append(Server(pages, address).__enter__())
        return servers[-1]

    yield start
    for server in servers:
        server.__exit__()


@pytest.fixture
def by_host() -> Any:
    """Host -> its requests, of several servers together."""

    def collect(*servers: Server) -> dict[str, list[Asked]]:
        found: dict[str, list[Asked]] = defaultdict(list)
        for server in servers:
            for asked in server.log.requests:
                found[asked.host].append(asked)
        return found

    return collect
