"""A web server for the link benchmarks: many loopback addresses, one port, each answer after a set delay.

    python benchmarks/_link_server.py HOSTS MILLISECONDS

A socket cannot listen on a range of addresses, and on all of them means on the outer network too, so each host is a
socket of its own in one epoll. Prints the port as one line of JSON; then, for each line on standard input, what was
asked since the last one. Ends with its standard input. `/page/N/` is a page of about 5 kB, no two alike; all else
answers 404.
"""

from __future__ import annotations

import collections
import contextlib
import gc
import json
import random
import re
import resource
import select
import socket
import sys
import time

BACKLOG = 1024
BLOCKS = 256
BLOCKS_A_PAGE = 8
ASKED = re.compile(rb"([A-Z]+) (?:http://[^/ ]+)?(/[^ ?]*)")
NUMBERED = re.compile(rb"/[a-z]+/(\d+)/")
WORDS = "anchor bell buoy chart current deck ebb ferry gale harbour island jetty keel lantern mast net oar pier".split()


def address(index: int) -> str:
    """The loopback address of a host."""
    return f"127.1.{index // 250}.{index % 250 + 1}"


class Pages:
    """The answers, put together from prepared paragraphs: the server has to be much faster than who asks it."""

    def __init__(self) -> None:
        source = random.Random(1)
        self.blocks = [
            f"<p>{' '.join(source.choices(WORDS, k=96))}.</p>\n".encode().ljust(640)[:640] for _ in range(BLOCKS)
        ]
        self.missing = self.framed("404 Not Found", b"<title>Not Found</title><h1>Not Found</h1>")

    @staticmethod
    def framed(status: str, body: bytes) -> tuple[bytes, bytes]:
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode(), body

    def page(self, number: int) -> tuple[bytes, bytes]:
        """Head and body; which paragraphs they are is the number in base 256, so that no two pages are alike."""
        chosen = [self.blocks[(number * 31 >> 8 * (place % 3)) + place & 255] for place in range(BLOCKS_A_PAGE)]
        title = b"Harbour notes, number %d" % number
        start = b"<!doctype html>\n<html lang=en><title>%s</title>\n<h1>%s</h1>\n" % (title, title)
        return self.framed("200 OK", start + b"".join(chosen))

    def answer(self, path: bytes) -> tuple[bytes, bytes]:
        if path.startswith(b"/page/") and (found := NUMBERED.fullmatch(path)):
            return self.page(int(found[1]))
        return self.missing


class Connection:
    """One client: what it has said, and what could not be sent to it yet."""

    __slots__ = ("closing", "heard", "open", "socket", "unsent")

    def __init__(self, accepted: socket.socket) -> None:
        self.socket = accepted
        self.heard = b""
        self.unsent = b""
        self.closing = False
        self.open = True


class Server:
    """One process, one thread; the delay is the same for all, so the answers that wait are a queue."""

    def __init__(self, hosts: int, delay: float) -> None:
        self.delay = delay
        self.pages = Pages()
        self.poll = select.epoll()
        self.listening: dict[int, socket.socket] = {}
        self.connections: dict[int, Connection] = {}
        self.waiting: collections.deque[tuple[float, Connection, bytes]] = collections.deque()
        self.port = 0
        for index in range(hosts):
            self.listen(address(index))
        self.poll.register(sys.stdin.fileno(), select.EPOLLIN)
        self.forget()

    def listen(self, host: str) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, self.port))
        listener.listen(BACKLOG)
        listener.settimeout(0)
        self.port = listener.getsockname()[1]
        self.listening[listener.fileno()] = listener
        self.poll.register(listener.fileno(), select.EPOLLIN)

    def forget(self) -> None:
        self.methods: collections.Counter[str] = collections.Counter()
        self.numbers = bytearray()
        self.accepted = 0
        self.most_at_once = 0
        self.started = time.process_time()

    def counts(self) -> dict:
        return {
            "requests": self.methods.total(),
            "methods": self.methods,
            "links": sum(self.numbers),
            "connections": self.accepted,
            "at_once": self.most_at_once,
            "cpu": time.process_time() - self.started,
        }

    def run(self) -> None:
        stdin = sys.stdin.fileno()
        while True:
            for number, event in self.poll.poll(self.pause()):
                if number in self.listening:
                    self.accept(self.listening[number])
                elif number == stdin:
                    if not sys.stdin.readline():
                        return
                    print(json.dumps(self.counts()), flush=True)
                    self.forget()
                elif connection := self.connections.get(number):
                    if event & select.EPOLLOUT:
                        self.send(connection, b"")
                    if event & ~select.EPOLLOUT and connection.open:
                        self.hear(connection)
            self.answer_due()

    def pause(self) -> float:
        """Seconds until the next answer is due; -1 is for ever."""
        return max(0.0, self.waiting[0][0] - time.monotonic()) if self.waiting else -1

    def accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                accepted, _ = listener.accept()
                accepted.settimeout(0)
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.accepted += 1
                self.connections[accepted.fileno()] = Connection(accepted)
                self.poll.register(accepted.fileno(), select.EPOLLIN)

    def hear(self, connection: Connection) -> None:
        try:
            heard = connection.socket.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self.close(connection)
            return
        connection.heard += heard
        while b"\r\n\r\n" in connection.heard:
            head, _, connection.heard = connection.heard.partition(b"\r\n\r\n")
            self.queue(connection, head)

    def queue(self, connection: Connection, head: bytes) -> None:
        asked = ASKED.match(head)
        method, path = asked.groups() if asked else (b"?", b"")
        self.methods[method.decode()] += 1
        if (found := NUMBERED.fullmatch(path)) and (number := int(found[1])) < 1 << 24:
            if number >= len(self.numbers):
                self.numbers.extend(bytes(number + 1 - len(self.numbers)))
            self.numbers[number] = 1
        start, body = self.pages.answer(path)
        connection.closing |= b"connection: close" in head.lower()
        self.waiting.append((time.monotonic() + self.delay, connection, start if method == b"HEAD" else start + body))
        self.most_at_once = max(self.most_at_once, len(self.waiting))
        if not self.delay:
            self.answer_due()

    def answer_due(self) -> None:
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            _, connection, answer = self.waiting.popleft()
            if connection.open:
                self.send(connection, answer)

    def send(self, connection: Connection, answer: bytes) -> None:
        unsent = connection.unsent + answer
        try:
            sent = connection.socket.send(unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close(connection)
            return
        was, connection.unsent = connection.unsent, unsent[sent:]
        if bool(was) != bool(connection.unsent):
            writing = select.EPOLLOUT if connection.unsent else 0
            self.poll.modify(connection.socket.fileno(), select.EPOLLIN | writing)
        if connection.closing and not connection.unsent:
            self.close(connection)

    def close(self, connection: Connection) -> None:
        connection.open = False
        del self.connections[connection.socket.fileno()]
        connection.socket.close()


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = Server(int(sys.argv[1]), float(sys.argv[2]) / 1000)
    gc.freeze()
    print(json.dumps({"port": server.port}), flush=True)
    server.run()


if __name__ == "__main__":
    main()
