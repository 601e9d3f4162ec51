"""What waits: sockets, timers and name lookups, in one place. Knows nothing of links."""

from __future__ import annotations

import heapq
import selectors
import socket
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING, Any

import pycurl

from audit.probe.exchange import Exchange, most_requests, new_multi, new_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.probe.exchange import Request
    from audit.probe.names import Resolved
    from audit.probe.network import Network

_LOOKUP_THREADS = 16
_LONGEST_SLEEP = 1.0  # seconds; so that Ctrl-C is heard and unsaved answers are written


class Loop:
    """One thread's waiting: requests under way, what is due later, and names that are looked up in other threads.

    Attributes:
        most: requests that may be under way.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.most = most_requests(network.max_concurrency)
        self._under_way: dict[pycurl.Curl, Exchange] = {}
        self._idle: list[Exchange] = []
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._curl_due: float | None = None
        self._found: deque[tuple[str, Future[Resolved]]] = deque()
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, "lookup")
        self._selector = selectors.DefaultSelector()
        self._woken, self._waker = socket.socketpair()
        self._woken.settimeout(0)
        self._waker.settimeout(0)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._share = new_share()
        self._multi = new_multi(self._watch, self._set_timer, self.most)

    def close(self) -> None:
        """Close all connections. Lookups that nobody can end are left to themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._multi.close()
        self._selector.close()
        self._woken.close()
        self._waker.close()

    @property
    def active(self) -> int:
        """Number of requests under way."""
        return len(self._under_way)

    @property
    def is_idle(self) -> bool:
        """Nothing is under way and nothing is due later."""
        return not self.active and not self._timers

    # -- requests ------------------------------------------------------------------------------------------------------

    def exchange(self) -> Exchange:
        """A handle without cookies, for one chain of requests."""
        return self._idle.pop() if self._idle else Exchange(self._network, self._share)

    def give_back(self, exchange: Exchange) -> None:
        """The chain has ended."""
        exchange.forget()
        self._idle.append(exchange)

    def start(self, exchange: Exchange, request: Request) -> None:
        """Send a request."""
        curl = exchange.start(request)
        self._under_way[curl] = exchange
        self._multi.add_handle(curl)

    def finished(self) -> Iterator[tuple[Exchange, int, str]]:
        """The requests that have ended since: handle, curl's code (0 for none), and its words."""
        while True:
            left, good, bad = self._multi.info_read()
            for curl, code, message in [*((curl, 0, "") for curl in good), *bad]:
                self._multi.remove_handle(curl)
                yield self._under_way.pop(curl), code, message
            if not left:
                return

    # -- names ---------------------------------------------------------------------------------------------------------

    def look_up(self, host: str, resolve: Callable[[str], Resolved]) -> None:
        """Look a name up in another thread."""
        self._threads.submit(resolve, host).add_done_callback(lambda done: self._wake(host, done))

    def looked_up(self) -> Iterator[tuple[str, Resolved]]:
        """The names that have been found since, or not."""
        while self._found:
            host, done = self._found.popleft()
            yield host, done.result()

    def _wake(self, host: str, done: Future[Resolved]) -> None:
        self._found.append((host, done))
        try:
            self._waker.send(b"!")
        except OSError:  # full, which wakes as well, or closed with the run
            return

    # -- waiting -------------------------------------------------------------------------------------------------------

    def after(self, seconds: float, what: Callable[[], None]) -> None:
        """Do something later."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._numbers), what))

    def wait(self) -> None:
        """Sleep until a socket is ready, a name is found or a timer is due, and let curl do its work."""
        for key, mask in self._selector.select(self._patience()):
            if key.fileobj is self._woken:
                self._woken.recv(4096)
                continue
            ready = (pycurl.CSELECT_IN if mask & selectors.EVENT_READ else 0) | (
                pycurl.CSELECT_OUT if mask & selectors.EVENT_WRITE else 0
            )
            self._multi.socket_action(key.fd, ready)
        self._run_timers()

    def _patience(self) -> float:
        if self._found:
            return 0.0
        due = [self._timers[0][0]] if self._timers else []
        if self._curl_due is not None:
            due.append(self._curl_due)
        return min(_LONGEST_SLEEP, max(0.0, min(due) - time.monotonic())) if due else _LONGEST_SLEEP

    def _run_timers(self) -> None:
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        if self._curl_due is not None and self._curl_due <= now:
            self._curl_due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)

    def _watch(self, event: int, descriptor: int, multi: Any, data: Any) -> None:  # noqa: ARG002 - curl's signature
        known = descriptor in self._selector.get_map()
        if event == pycurl.POLL_REMOVE:
            if known:
                self._selector.unregister(descriptor)
            return
        events = (selectors.EVENT_READ if event & pycurl.POLL_IN else 0) | (
            selectors.EVENT_WRITE if event & pycurl.POLL_OUT else 0
        )
        if known:
            self._selector.modify(descriptor, events)
        else:
            self._selector.register(descriptor, events)

    def _set_timer(self, milliseconds: int) -> None:
        self._curl_due = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000
