"""One request and its answer, by libcurl. The only module that knows curl."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pycurl

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # a module has no other type

from audit.probe.answer import Answer
from audit.probe.guard import is_public

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.probe.network import Network

PAGE_BYTES = 64 << 10
"""Bytes that are read of a page for its title, its refresh and its walls."""
TARGET_BYTES = 2 << 20
"""Bytes that are read of a page for the target of a fragment."""
WHOLE_BYTES = 8 << 20
"""Bytes that are read of a page that is wanted itself. Google reads 2 MB of a page; few have more than 1 MB."""
_REFUSAL_BYTES = 32 << 10
_PICTURE_BYTES = 512
_DRAINED_BYTES = 16 << 10  # a body of this length is read to its end although nobody needs it: the connection lives on
_MOST_KEPT = 1024  # connections
_FILES_OF_OTHERS = 128  # that this process may have open: posts, databases, lookups
_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_TEXTS = _PAGES | {"text/plain", "application/json", "application/problem+json"}
_OK, _REDIRECTS = range(200, 300), range(300, 400)
_MOST_SENT = 2

# Codes of libcurl that pycurl has no name for: https://curl.se/libcurl/c/libcurl-errors.html
_HTTP2_STREAM, _PROXY, _TOO_LARGE = 92, 97, 100
_BODY_FAULTS = frozenset(
    {
        pycurl.E_WRITE_ERROR,  # we stopped reading
        pycurl.E_PARTIAL_FILE,
        pycurl.E_BAD_CONTENT_ENCODING,
        pycurl.E_OPERATION_TIMEDOUT,
        pycurl.E_RECV_ERROR,
        _HTTP2_STREAM,
    }
)
_TLS_CODES = frozenset({pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CONNECT_ERROR, pycurl.E_SSL_CIPHER})
_CAUSES = {
    pycurl.E_URL_MALFORMAT: "malformed",
    pycurl.E_COULDNT_RESOLVE_PROXY: "proxy",
    pycurl.E_COULDNT_RESOLVE_HOST: "proxy",  # ours are looked up before
    _PROXY: "proxy",
    _TOO_LARGE: "too-large-headers",
    pycurl.E_HTTP2: "http2",
    _HTTP2_STREAM: "http2",
    pycurl.E_ABORTED_BY_CALLBACK: "reset",  # by `_about_to_send`
}
_CAUSES_BY_WORDS = {
    "certificate required": "client-certificate",
    "too large response headers": "too-large-headers",
    "unsolicited transfer-encoding": "ambiguous-framing",
}
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_TLS_RECORDS = (b"\x15", b"\x16")  # alert and handshake: RFC 8446 5.1
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}(?:[ \r\n]|$)")
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EACCES})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer.

    Attributes:
        cause: one word of the causes in `audit.probe.verdict`.
        evidence: the same for people.
        issuer: who signed the certificate, of a fault of TLS.
    """

    cause: str
    evidence: str
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Attributes:
        url: without fragment and credentials.
        addresses: where the host is; the connection goes to one of them. Empty behind a proxy.
        headers: `Name: value` lines.
        wants_target: the body is needed for the target of a fragment.
        wants_picture: the body is needed to see whether it is a picture.
        wants_page: a page is wanted whole.
        proxy: address of the proxy, or "".
        fresh: on a new connection.
        old_protocol: HTTP/1.1 only.
        handshake_only: no request: only the server's certificates are looked at, whatever they are.
    """

    url: str
    addresses: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    wants_target: bool = False
    wants_picture: bool = False
    wants_page: bool = False
    proxy: str = ""
    fresh: bool = False
    old_protocol: bool = False
    handshake_only: bool = False


class Exchange:
    """A curl handle that asks one request after the other, with one cookie jar until `forget`.

    Attributes:
        sent: how often the present request was sent.
    """

    def __init__(self, network: Network, share: pycurl.CurlShare) -> None:
        self.curl = pycurl.Curl()
        self._network = network
        self.sent = 0
        self._head = bytearray()
        self._body = bytearray()
        self._limit = -1
        self._is_short = False
        self._read: tuple[int, int, tuple[tuple[str, str], ...]] = (0, 0, ())
        self._request: Request | None = None
        self._prepare(share)

    def _prepare(self, share: pycurl.CurlShare) -> None:
        curl, milliseconds = self.curl, int(self._network.timeout * 1000)
        curl.setopt(pycurl.SHARE, share)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.ACCEPT_ENCODING, "")
        curl.setopt(pycurl.COOKIEFILE, "")
        curl.setopt(pycurl.TIMEOUT_MS, milliseconds)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, milliseconds)
        curl.setopt(pycurl.PIPEWAIT, 1)
        curl.setopt(pycurl.TCP_NODELAY, 1)
        curl.setopt(pycurl.HEADERFUNCTION, self._head.extend)
        curl.setopt(pycurl.WRITEFUNCTION, self._write)
        curl.setopt(pycurl.PREREQFUNCTION, self._about_to_send)
        ca_file = ca_bundle(self._network.ca_file)
        if ca_file:
            curl.setopt(pycurl.CAINFO, ca_file)
        else:
            curl.setopt(pycurl.SSL_OPTIONS, pycurl.SSLOPT_NATIVE_CA)

    def start(self, request: Request) -> pycurl.Curl:
        """Set the handle up for a request; it is then added to a multi handle."""
        curl = self.curl
        self._request = request
        self._head.clear()
        self._body.clear()
        self._limit = -1
        self._read = (0, 0, ())
        self.sent = 0
        curl.setopt(pycurl.URL, request.url)
        curl.setopt(pycurl.HTTPHEADER, list(request.headers))
        curl.setopt(pycurl.PROXY, request.proxy)
        curl.setopt(pycurl.REQUEST_TARGET, _target(request))
        curl.setopt(pycurl.FRESH_CONNECT, int(request.fresh))
        curl.setopt(
            pycurl.HTTP_VERSION,
            pycurl.CURL_HTTP_VERSION_1_1 if request.old_protocol else pycurl.CURL_HTTP_VERSION_2TLS,
        )
        if request.addresses:
            curl.setopt(pycurl.RESOLVE, [f"+{_authority(request.url)}:{','.join(map(_bracketed, request.addresses))}"])
        else:
            curl.setopt(pycurl.RESOLVE, [])
        guarded = not request.proxy and not self._network.allow_private_hosts
        curl.setopt(pycurl.OPENSOCKETFUNCTION, _open_public if guarded else _open_any)
        curl.setopt(pycurl.SSL_VERIFYPEER, int(not request.handshake_only))
        curl.setopt(pycurl.SSL_VERIFYHOST, 0 if request.handshake_only else 2)
        curl.setopt(pycurl.CONNECT_ONLY, int(request.handshake_only))
        curl.setopt(pycurl.OPT_CERTINFO, int(request.handshake_only))
        return curl

    def forget(self) -> None:
        """Throw the cookies away: the jar is that of one chain of redirects."""
        self.curl.setopt(pycurl.COOKIELIST, "ALL")

    @property
    def cookies(self) -> frozenset[str]:
        """The cookies of the jar, so that a loop can be told from a gate that sets one."""
        return frozenset(self.curl.getinfo(pycurl.INFO_COOKIELIST))

    @property
    def latency(self) -> float:
        """Seconds between the request and the first byte of its answer."""
        curl = self.curl
        return max(0.0, float(curl.getinfo(pycurl.STARTTRANSFER_TIME) - curl.getinfo(pycurl.PRETRANSFER_TIME)))

    @property
    def certificates(self) -> list[dict[str, str]]:
        """The server's certificates after a handshake, its own first: name of the field -> value."""
        return [dict(chain) for chain in self.curl.getinfo(pycurl.INFO_CERTINFO)]

    def outcome(self, code: int, message: str) -> Answer | Failure:
        """What came of the request.

        Args:
            code: curl's code, 0 for none.
            message: curl's words.
        """
        request = self._request
        assert request is not None  # noqa: S101 - for the type checker: a handle ends only after its start
        answer = self._answer(request)
        if answer is not None and (code == 0 or (code in _BODY_FAULTS and answer.status >= _OK.start)):
            answer.whole = code == 0
            answer.undecodable = code == pycurl.E_BAD_CONTENT_ENCODING
            return answer
        return Failure(self._cause(code, message), message or _words_without(code))

    # -- while it comes in -----------------------------------------------------------------------------------------

    def _about_to_send(self, *_: Any) -> int:
        """A connection that was kept may be dead: the library then sends once more, and here no more than that."""
        self.sent += 1
        return pycurl.PREREQFUNC_OK if self.sent <= _MOST_SENT else pycurl.PREREQFUNC_ABORT

    def _write(self, data: bytes) -> int | None:
        if self._limit < 0:
            self._limit, self._is_short = self._needed()
        room = self._limit - len(self._body)
        if room > 0:
            self._body += data[:room]
        if len(data) >= room and not self._is_short:
            return -1
        return None

    def _needed(self) -> tuple[int, bool]:
        """Bytes of the body that say something, and whether all of it is worth reading to keep the connection."""
        answer, request = self._answer(self._request), self._request
        if answer is None or request is None:
            return 0, False
        limit = _bytes_of_use(answer, request)
        length = answer.header("content-length")
        return limit, length.isdecimal() and int(length[:12]) <= max(_DRAINED_BYTES, limit)

    def _answer(self, request: Request | None) -> Answer | None:
        if request is None:
            return None
        if self._read[0] != len(self._head):  # asked when the body begins, and again at its end
            self._read = (len(self._head), *_read_head(bytes(self._head)))
        _, status, headers = self._read
        return Answer(request.url, status, headers, bytes(self._body)) if status else None

    # -- afterwards --------------------------------------------------------------------------------------------------

    def _cause(self, code: int, message: str) -> str:
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return self._timeout()
        if code in _TLS_CODES:
            return _tls_cause(code, message, int(self.curl.getinfo(pycurl.SSL_VERIFYRESULT)))
        if code == pycurl.E_COULDNT_CONNECT:
            return _connect_cause(int(self.curl.getinfo(pycurl.OS_ERRNO)))
        for words, cause in _CAUSES_BY_WORDS.items():
            if words in message.lower():
                return cause
        is_http2 = self._request is not None and not self._request.old_protocol and self._request.url[:6] == "https:"
        is_sent_again = code == pycurl.E_ABORTED_BY_CALLBACK or "connection died" in message.lower()
        if is_http2 and is_sent_again:
            return "http2"
        return _CAUSES.get(code) or self._broken_off(code)

    def _broken_off(self, code: int) -> str:
        if _has_two_lengths(self._head):
            return "ambiguous-framing"
        if code in {pycurl.E_FTP_WEIRD_SERVER_REPLY, pycurl.E_UNSUPPORTED_PROTOCOL}:
            return "ambiguous-framing" if _STATUS_LINE.match(self._head) else "not-http"
        return "http-on-tls-port" if self._head[:1] in _TLS_RECORDS else "reset"

    def _timeout(self) -> str:
        if self.curl.getinfo(pycurl.PRETRANSFER_TIME):
            return "timeout-answer"
        return "timeout-tls" if self.curl.getinfo(pycurl.CONNECT_TIME) else "timeout-connect"


def _bytes_of_use(answer: Answer, request: Request) -> int:
    kind = answer.media_type
    if answer.status in _OK:
        if kind in _PAGES:
            if request.wants_page:
                return WHOLE_BYTES
            return TARGET_BYTES if request.wants_target else PAGE_BYTES
        return _PICTURE_BYTES if request.wants_picture else 0
    if answer.status in _REDIRECTS:
        return _PICTURE_BYTES
    return _REFUSAL_BYTES if kind in _TEXTS else 0


def new_multi(on_socket: Callable[..., None], on_timer: Callable[[int], None], most: int) -> pycurl.CurlMulti:
    """A multi handle for so many requests at once, which keeps connections as far as the system lets it open files.

    Args:
        on_socket: is told which sockets to watch.
        on_timer: is told when to call again (milliseconds, -1 for never).
        most: requests at the same time.
    """
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_SOCKETFUNCTION, on_socket)
    multi.setopt(pycurl.M_TIMERFUNCTION, on_timer)
    multi.setopt(pycurl.M_MAXCONNECTS, max(1, min(_MOST_KEPT, _allowed_files() - _FILES_OF_OTHERS - most)))
    return multi


def most_requests(wanted: int) -> int:
    """How many requests may be under way, so that no connection fails for want of a file descriptor."""
    return max(1, min(wanted, _allowed_files() - 2 * _FILES_OF_OTHERS))


def _allowed_files() -> int:
    """Files that this process may open; the soft limit is first raised, as far as the hard one allows."""
    if resource is None:
        return 4 * _FILES_OF_OTHERS  # Windows' select takes no more
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * _MOST_KEPT if hard == resource.RLIM_INFINITY else min(hard, 4 * _MOST_KEPT)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return wanted if soft == resource.RLIM_INFINITY else soft


def new_share() -> pycurl.CurlShare:
    """What handles have in common: TLS sessions, so that a second connection to a host costs less."""
    share = pycurl.CurlShare()
    share.setopt(pycurl.SH_SHARE, pycurl.LOCK_DATA_SSL_SESSION)
    return share


def ca_bundle(ca_file: str | None) -> str:
    """The file of authorities that are believed: `--ca-file`, `SSL_CERT_FILE`, else the system's; "" where none is.

    The library, unlike the command, does not look at SSL_CERT_FILE.
    """
    paths = ssl.get_default_verify_paths()
    candidates = (
        ca_file,
        os.environ.get("SSL_CERT_FILE"),
        paths.openssl_cafile,
        "/etc/ssl/certs/ca-certificates.crt",  # Debian, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  # openSUSE
        "/etc/ssl/cert.pem",  # macOS, BSD
    )
    return next((path for path in candidates if path and Path(path).is_file()), "")


def _authority(url: str) -> str:
    """Host and port of a normalised URL, as `RESOLVE` wants them."""
    scheme, _, rest = url.partition("://")
    authority = rest.split("/", 1)[0].split("?", 1)[0]
    host, colon, port = authority.rpartition(":")
    if colon and port.isdigit():
        return f"{host}:{port}"
    return f"{authority}:{443 if scheme == 'https' else 80}"


def _target(request: Request) -> str:
    """Path and query of a URL as they stand in it, which curl would escape anew; an HTTP proxy is told all of it.

    Source: RFC 9112 3.2.2
    """
    scheme, _, rest = request.url.partition("://")
    if scheme == "http" and request.proxy and not request.proxy.startswith("socks"):
        return request.url
    authority = re.split(r"[/?]", rest, maxsplit=1)[0]
    target = rest[len(authority) :]
    return target if target.startswith("/") else f"/{target}"


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


class _Handed(socket.socket):
    """A socket that is handed over: the library keeps a duplicate, and this one closes itself without a word."""

    def __del__(self) -> None:
        self.close()


def _open_any(purpose: int, address: Any) -> socket.socket:  # noqa: ARG001 - curl's signature
    family, kind, protocol, _ = address
    return _Handed(family, kind, protocol)


def _open_public(purpose: int, address: Any) -> socket.socket | int:
    """The last line of the guard: whatever was judged before, no socket is opened to a private address."""
    family, _, _, where = address
    if family not in {socket.AF_INET, socket.AF_INET6} or not is_public(str(where[0])):
        return pycurl.SOCKET_BAD
    return _open_any(purpose, address)


def _words_without(code: int) -> str:
    """What curl has no words for."""
    return f"curl error {code}" if code else "the connection was closed before the headers were whole"


def _read_head(head: bytes) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Status and headers of the last answer in what came: interim answers (1xx) and a proxy's stand before it."""
    upper = head.upper()  # some write `http/1.1`
    start = upper.rfind(b"HTTP/")
    while start > 0 and head[start - 1 : start] != b"\n":
        start = upper.rfind(b"HTTP/", 0, start)
    text = head[start:].replace(b"\r\n", b"\n") if start >= 0 else b""
    if b"\n\n" not in text:  # it broke off within its headers
        return 0, ()
    lines = text.split(b"\n\n", 1)[0].split(b"\n")
    parts = lines[0].split(None, 2)
    status = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
    return status, tuple(_header(line) for line in lines[1:] if b":" in line)


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.partition(b":")
    name, value = name.strip().lower(), value.strip()
    if name == b"location":  # browsers escape what is not ASCII, byte by byte, whatever letters it stands for
        return "location", _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], value).decode("latin-1")
    return name.decode("latin-1"), _text(value)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _has_two_lengths(head: bytearray) -> bool:
    _, headers = _read_head(bytes(head))
    return len({value for name, value in headers if name == "content-length"}) > 1


def _connect_cause(number: int) -> str:
    if number in _UNREACHABLE:
        return "unreachable"
    return "timeout-connect" if number == errno.ETIMEDOUT else "refused"


# X509_V_ERR codes: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_VERIFY_CAUSES = {
    9: "not-yet-valid",
    10: "expired",
    18: "self-signed",
    19: "untrusted",
    20: "untrusted",
    21: "untrusted",
    62: "hostname",
    63: "hostname",
    64: "hostname",
}
# Words of OpenSSL's reasons and alerts: https://docs.openssl.org/3.0/man3/SSL_alert_type_string/
_TLS_WORDS = (
    ("subject name does not match", "hostname"),
    ("no alternative certificate subject name", "hostname"),
    ("certificate subject name", "hostname"),
    ("wrong version number", "not-tls"),
    ("packet length too long", "not-tls"),
    ("http request", "not-tls"),
    ("record layer failure", "not-tls"),
    ("certificate required", "client-certificate"),
    ("unsupported protocol", "protocol"),
    ("protocol version", "protocol"),
    ("no protocols available", "protocol"),
    ("dh key too small", "protocol"),
    ("no shared cipher", "protocol"),
    ("unsafe legacy renegotiation", "protocol"),
    ("no cipher", "protocol"),
)


def _tls_cause(code: int, message: str, verify: int) -> str:
    words = message.lower()
    for part, cause in _TLS_WORDS:
        if part in words:
            return cause
    if code == pycurl.E_PEER_FAILED_VERIFICATION:
        return _VERIFY_CAUSES.get(verify, "untrusted")
    return "handshake"
