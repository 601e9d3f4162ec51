"""Asks web servers for whole answers: guarded at every hop, retried, bounded in time and size.

Unlike the prober, which asks many servers for little, this asks few servers for all that they have.
"""

from __future__ import annotations

import random
import socket
import ssl
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, NewConnectionError, ProtocolError

from audit.probe.names import resolve
from audit.probe.network import USER_AGENT
from audit.sources.answers import Answer, asked_pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.probe.network import Network

LARGEST_BODY = 128 << 20
"""Bytes of one answer, decompressed. A hundred posts with Yoast's fields and embedded media take 2 to 10 MB."""
MOST_HOPS = 5
ATTEMPTS = 4
ATTEMPTS_AT_HEAVY = 2
"""Attempts at what crashed the server or took too long: it most likely will again, and asking for it costs both."""
LONGEST_WAIT = 60.0
"""Seconds for which a server may ask to be left alone; who asks for more is not asked again in this run."""
SLOWEST = 6
"""How many times the timeout a whole answer may take; the timeout itself bounds the silence between its bytes."""
PATIENCE = 2
"""How many times the timeout the head of an answer may take, and the start of a body that only trickles."""
TRICKLE = 256
"""Bytes a second below which an answer is given up, and no part of it asked for: a modem of 1990 was faster."""

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_FAULT_OF_SERVER = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 << 10
_PORTS = {"http": 80, "https": 443}

_NO_ADDRESS = (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, LocationParseError)

Origin = tuple[str, str, int | None]


class Unreachable(Exception):  # noqa: N818 - a state of the network, not a fault of the program
    """No answer: the message says why, and goes on after the address.

    Attributes:
        heavy: it came too slowly or is too large, so that asking for less may help.
    """

    def __init__(self, message: str, *, heavy: bool = False) -> None:
        super().__init__(message)
        self.heavy = heavy


def origin_of(url: str) -> Origin:
    """Scheme, host and port.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme)


class Web:
    """A session with a few servers. Threads may share it.

    Args:
        network: how the network is asked.
        own: address whose host gets the further headers of the settings, which may be secrets.
        sleep: waits some seconds.
    """

    def __init__(self, network: Network, own: str, *, sleep: Callable[[float], None] | None = None) -> None:
        self._network = network
        self._own = origin_of(own)
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._credentials: tuple[bytes, bytes] | None = None
        self._resting_until = 0.0
        self._session = _OneHop()
        self._session.trust_env = False  # no passwords out of ~/.netrc; proxies are taken by hand
        self._adapter = _GuardedAdapter(network)
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def log_in(self, user: str, password: str) -> None:
        """Send these from now on, to the own origin only."""
        self._credentials = (user.encode(), password.encode())  # as text, requests takes Latin-1 only

    def log_out(self) -> None:
        """Send no credentials any more."""
        self._credentials = None

    def close(self) -> None:
        """End all waiting, all requests that are on their way, and the connections."""
        self._closed.set()
        self._adapter.cut()
        self._session.close()

    def get(self, url: str, *, accept: str = "application/json", most: int = LARGEST_BODY) -> Answer:
        """Ask, again where the failure may pass, and follow redirects.

        Args:
            url: where.
            accept: media types wanted.
            most: bytes of the body; a longer one is refused.

        Raises:
            Unreachable: there was no answer, or it is too large or too slow.
        """
        for attempt in range(1, ATTEMPTS + 1):
            self._rest()
            try:
                answer = self._follow(url, accept, most)
            except (requests.RequestException, HTTPError, OSError) as error:
                heavy = isinstance(error, (requests.Timeout, TimeoutError))
                if self._is_last(attempt, heavy=heavy) or _is_settled(error):
                    raise Unreachable(_told(error, url), heavy=heavy) from None
                self._sleep(_pause(attempt))
                continue
            asked = asked_pause(answer)
            heavy = answer.status == _FAULT_OF_SERVER
            if answer.status not in _PASSING or asked > LONGEST_WAIT or self._is_last(attempt, heavy=heavy):
                return answer
            if asked:  # of all who ask: the others wait, too
                self._resting_until = max(self._resting_until, time.monotonic() + asked)
            self._sleep(max(_pause(attempt), asked))
        raise AssertionError("the last attempt returns or raises")

    def _is_last(self, attempt: int, *, heavy: bool) -> bool:
        return attempt >= (min(ATTEMPTS, ATTEMPTS_AT_HEAVY) if heavy else ATTEMPTS) or self._closed.is_set()

    def _rest(self) -> None:
        """Wait as long as the server has asked another thread to."""
        left = self._resting_until - time.monotonic()
        if left > 0:
            self._sleep(left)

    def _follow(self, url: str, accept: str, most: int) -> Answer:
        for _ in range(MOST_HOPS + 1):
            answer = self._once(url, accept, most)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return answer
            try:
                url = urljoin(url, target)
                scheme = urlsplit(url).scheme
            except ValueError:
                raise Unreachable("leads to what is no web address") from None
            if scheme not in _PORTS:
                raise Unreachable(f"leads to {scheme}:, which is no web address")
        raise Unreachable(f"leads on more than {MOST_HOPS} times")

    def _once(self, url: str, accept: str, most: int) -> Answer:
        network = self._network
        headers = {"User-Agent": USER_AGENT, "Accept": accept}
        try:
            is_own = origin_of(url) == self._own
        except ValueError:
            raise Unreachable("is no web address") from None
        general = ("user-agent", "accept", "accept-language")
        headers.update({name: value for name, value in network.headers if is_own or name.lower() in general})
        request = requests.Request("GET", url, headers=headers, auth=self._credentials if is_own else None)
        began = time.monotonic()
        with self._session.send(
            self._session.prepare_request(request),
            timeout=network.timeout,
            stream=True,
            allow_redirects=False,
            proxies=get_environ_proxies(url),
            verify=network.ca_file or True,
        ) as response:
            body = bytearray()
            while chunk := _some_of(response):
                body += chunk
                if len(body) > most:
                    raise Unreachable(f"answers with more than {most >> 20} MB", heavy=True)
                lasted = time.monotonic() - began
                if lasted > PATIENCE * network.timeout and len(body) < TRICKLE * lasted:
                    raise Unreachable(f"sends its answer at less than {TRICKLE} bytes a second (--timeout)")
                if lasted > SLOWEST * network.timeout:
                    slow = f"did not finish its answer in {SLOWEST * network.timeout:g} seconds"
                    raise Unreachable(slow, heavy=True)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url, response.status_code, names, bytes(body))


class _OneHop(requests.Session):
    """Follows no redirect, nor looks ahead at one: for that requests reads the whole body, of any size."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - requests asks for it
        return None


def _some_of(response: requests.Response) -> bytes:
    """The next bytes of a body as they come, decompressed; `iter_content` waits for a full chunk, however slow."""
    return bytes(response.raw.read1(_CHUNK, decode_content=True))


def _pause(attempt: int) -> float:
    """Seconds before another attempt: half a second, doubled each time, more or less by chance."""
    return float(0.5 * 2 ** (attempt - 1) * random.uniform(0.75, 1.25))  # noqa: S311 - no secret


def _is_settled(error: Exception) -> bool:
    """Whether asking again gives the same: the address is none or forbidden, or its certificate is not believed."""
    refused = _cause_of(error, _RefusedError)
    is_forbidden = isinstance(refused, _RefusedError) and refused.is_forbidden
    return is_forbidden or isinstance(error, (requests.exceptions.SSLError, *_NO_ADDRESS))


_WORDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (_NO_ADDRESS, "is no web address"),
    ((ssl.SSLCertVerificationError,), "has a certificate that cannot be trusted (--ca-file names further authorities)"),
    ((ssl.SSLError,), "takes no secure connection (https)"),
    ((requests.Timeout, TimeoutError), "did not answer in time (--timeout)"),
    ((DecodeError,), "sent a body that is not packed as its Content-Encoding says"),
    ((requests.ConnectionError,), "cannot be reached, or broke the connection off"),
    ((ProtocolError,), "sent an answer that is cut off"),
)
"""What went wrong, in words; of those that fit it or its cause, the first."""


def _told(error: Exception, asked: str) -> str:
    """What went wrong, and at which server, if a redirect led to another; the rest of its address may be secret."""
    request = getattr(error, "request", None)
    parts = urlsplit(str(request.url) if request is not None else asked)
    words = _words(error)
    if origin_of(parts.geturl()) == origin_of(asked):
        return words
    return f"leads to {parts.scheme}://{parts.netloc.rpartition('@')[2]}/, which {words}"


def _words(error: Exception) -> str:
    refused = _cause_of(error, _RefusedError)
    if refused is not None:
        return str(refused)
    fitting = (words for kinds, words in _WORDS if any(_cause_of(error, kind) is not None for kind in kinds))
    return next(fitting, "sent what is no sound answer")


def _cause_of(error: BaseException | None, kind: type[Exception]) -> BaseException | None:
    """The first exception of a kind among an exception, its arguments and its causes."""
    for _ in range(10):
        if error is None or isinstance(error, kind):
            return error
        inner = getattr(error, "reason", None) or next((one for one in error.args if isinstance(one, Exception)), None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return None


class _RefusedError(NewConnectionError):
    """The name has no address, or none that may be asked.

    Attributes:
        is_forbidden: it has one that is private.
    """

    is_forbidden = False

    def __str__(self) -> str:
        return str(self.args[0]).partition(": ")[2]


def _addresses(network: Network, host: str, asking: Any) -> tuple[str, ...]:
    found = resolve(host, network.names, allow_private=network.allow_private_hosts)
    if found.cause == "private-address":
        forbidden = _RefusedError(asking, f"is not asked: {found.evidence} (--allow-private-hosts permits it)")
        forbidden.is_forbidden = True
        raise forbidden
    if found.cause is not None:
        raise _RefusedError(asking, f"cannot be found: {found.evidence}")
    return found.addresses


def _connect(network: Network, connection: Any, connect: Callable[[], Any]) -> Any:
    """Look the name up, judge what it says, and connect to just that."""
    host = connection._dns_host  # noqa: SLF001 - the one place where urllib3 looks names up
    addresses = _addresses(network, host, connection)
    try:
        for address in addresses:
            connection._dns_host = address  # noqa: SLF001 - as above
            try:
                return connect()
            except NewConnectionError:
                if address == addresses[-1]:
                    raise
    finally:
        connection._dns_host = host  # noqa: SLF001 - certificates are for the name
    raise AssertionError("the last address connects or raises")


class _PunctualMixin:
    """Bounds how long the head of an answer may take; a timeout bounds only the silence between its bytes."""

    longest: float
    sock: Any

    def getresponse(self) -> Any:
        is_late = threading.Event()
        watch = threading.Timer(self.longest, _cut, [self.sock, is_late])
        watch.daemon = True
        watch.start()
        try:
            response = super().getresponse()  # type: ignore[misc]  # of the connection that this is mixed into
        finally:
            watch.cancel()
        if is_late.is_set():  # a head that is cut off passes for a whole one
            response.close()
            raise TimeoutError
        return response


def _cut(connected: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError):  # it is closed already
        connected.shutdown(socket.SHUT_RDWR)


class _GuardedAdapter(HTTPAdapter):
    """Connects only to addresses that the guard lets through."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self._lock = threading.Lock()
        super().__init__(pool_maxsize=32)

    def cut(self) -> None:
        """Break all connections off; whoever waits for an answer gets none."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connected = connection.sock
            if connected is not None:
                _cut(connected, threading.Event())

    def _remember(self, connection: Any) -> None:
        with self._lock:
            self._connections.add(connection)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        network, remember = self._network, self._remember

        class _Punctual(_PunctualMixin):
            longest = PATIENCE * network.timeout

        class Plain(_Punctual, HTTPConnection):
            def _new_conn(self) -> Any:
                remember(self)
                return _connect(network, self, super()._new_conn)

        class Secure(_Punctual, HTTPSConnection):
            def _new_conn(self) -> Any:
                remember(self)
                return _connect(network, self, super()._new_conn)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        url = str(request.url)
        if select_proxy(url, options.get("proxies")):  # the proxy looks the name up: judge it first
            try:
                _addresses(self._network, urlsplit(url).hostname or "", None)
            except NewConnectionError as error:
                raise requests.ConnectionError(error, request=request) from None
        return super().send(request, *arguments, **options)
