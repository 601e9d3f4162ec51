"""TLS and HTTP/2: each fault of a certificate or a handshake, and none."""

from __future__ import annotations

from typing import Any

from tests.probe.zoo.behaviours import PROSE, missing, page, redirect, reply
from tests.probe.zoo.case import Case

_PAGE = {"/": page("Tide tables", PROSE)}


def _fault(port: str, verdict: str | tuple[str, ...], cause: str | tuple[str, ...] = (), **facts: Any) -> Case:
    """A host that is called like its port."""
    return Case(port, _PAGE, verdict, cause, at=f"https://{port}.example:{{{port}}}/", **facts)


FAULTS = (
    _fault("tls-expired", "tls-error", "expired"),
    _fault("tls-not-yet", "tls-error", "not-yet-valid"),
    _fault("tls-wrong-host", "tls-error", "hostname", evidence="other.example"),
    _fault("tls-www-only", "tls-error", "hostname", evidence="www.tls-www-only.example"),
    _fault("tls-wide", "tls-error", "hostname"),
    _fault("tls-name-in-subject", "tls-error", "hostname"),
    _fault("tls-expired-wrong-host", "tls-error", ("expired", "hostname")),
    _fault("tls-self-signed", "tls-error", ("untrusted", "self-signed")),
    _fault("tls-appliance", "tls-error", ("untrusted", "self-signed", "hostname")),
    _fault("tls-untrusted-root", "tls-error", "untrusted"),
    _fault("tls-untrusted-leaf", "tls-error", "untrusted"),
    _fault("tls-incomplete-chain", "tls-error", "incomplete-chain"),
    _fault("tls-incomplete-known", "tls-error", "incomplete-chain"),
    _fault("tls-old", "tls-error", "protocol"),
    _fault("tls-close", "tls-error", "handshake"),
    _fault("tls-reset", "tls-error", "handshake"),
    _fault("tls-alert", "tls-error", "handshake"),
    _fault("tls-silent", "timeout"),
    _fault("tls-client-cert", "auth-required", "client-certificate"),
    _fault("tls-client-cert-12", ("auth-required", "tls-error"), ("client-certificate", "handshake")),
    Case("tls-plain-http", None, "tls-error", at="https://tls-plain-http.example:{http}/"),
    Case("tls-mail-server", None, "tls-error", at="https://tls-mail-server.example:{banner}/"),
    Case("tls-http-to-tls", None, "broken", at="http://tls-http-to-tls.example:{tls}/"),
    Case("http-to-tls-alert", None, "broken", at="http://http-to-tls-alert.example:{tls-alert}/"),
    Case("tls-refused", None, "broken", at="https://tls-refused.example:{refused}/"),
    Case(
        "tls-deep-wildcard",
        None,
        "tls-error",
        "hostname",
        at="https://a.b.tls-deep-wildcard.example:{tls-deep-wildcard}/",
    ),
    Case(
        "tls-underneath-expired",
        redirect(301, "https://tls-expired.example:{tls-expired}/"),
        "tls-error",
        "expired",
        hops=1,
    ),
)
GOOD = (
    Case("tls-good", _PAGE, "ok", at="https://tls-good.example:{tls}/"),
    Case("tls-wildcard", _PAGE, "ok", at="https://wildcard.tls.example:{tls}/"),
    Case("tls-12", _PAGE, "ok", at="https://twelve.tls.example:{tls-12}/"),
    Case("tls-13", _PAGE, "ok", at="https://thirteen.tls.example:{tls-13}/"),
    Case("tls-asks-for-client-cert", _PAGE, "ok", at="https://tls-client-asked.example:{tls-client-asked}/"),
    Case("tls-whole-chain", _PAGE, "ok", at="https://tls-whole-chain.example:{tls-whole-chain}/"),
    Case("tls-close-once", _PAGE, "ok", at="https://close-once.tls.example:{tls-close-once}/"),
    Case("tls-404", missing, "broken", at="https://tls-good.example:{tls}/no"),
    Case(
        "tls-upgrade",
        redirect(301, "https://upgrade.tls.example:{tls}/tls-upgrade"),
        "redirected-permanent",
        hosts={"upgrade.tls.example": {"/tls-upgrade": page("Tides", PROSE)}},
    ),
    Case(
        "tls-downgrade",
        {"/a": redirect(302, "http://downgraded.example:{http}/a")},
        "redirected-temporary",
        at="https://downgrade.tls.example:{tls}/a",
        hosts={"downgraded.example": {"/a": page("Tides", PROSE)}},
        final="http://downgraded.example:{http}/a",
    ),
    Case(
        "tls-up-and-down",
        {"/a": redirect(301, "https://up-and-down.tls.example:{tls}/a")},
        "redirected-permanent",
        at="up-and-down.example:{http}/a",
        hosts={
            "up-and-down.tls.example": {"/a": redirect(301, "http://up-and-down.example:{http}/b")},
            "up-and-down.example": {"/b": page("Tides", PROSE)},
        },
        final="http://up-and-down.example:{http}/b",
        hops=2,
    ),
    Case(
        "tls-circle",
        {"/a": redirect(301, "https://circle.tls.example:{tls}/a")},
        "broken",
        at="circle.example:{http}/a",
        hosts={"circle.tls.example": {"/a": redirect(301, "http://circle.example:{http}/a")}},
    ),
    Case(
        "tls-secure-cookie-stays",
        {"/a": redirect(302, "http://secure-cookie.example:{http}/a", ("Set-Cookie", "a=1; Secure"))},
        "redirected-temporary",
        at="https://secure-cookie.tls.example:{tls}/a",
        hosts={"secure-cookie.example": {"/a": page("Tides", PROSE)}},
    ),
)

_ASKED_BY_CURL = 6
"""libcurl asks by itself again, five times, where a server says that it has not begun with a request."""


def _http2(port: str, verdict: str, **facts: Any) -> Case:
    return Case(port, {"/": reply()}, verdict, at=f"https://{port}.tls.example:{{{port}}}/", **facts)


HTTP2 = (
    _http2("h2-good", "ok"),
    Case("h2-fragment", None, "ok", at="https://h2-fragment.tls.example:{h2-good}/#top-of-tide"),
    _http2("h2-missing", "broken"),
    _http2("h2-early-hints", "ok"),
    _http2("h2-goaway-once", "ok"),
    _http2("h2-refused-once", "ok"),
    _http2("h2-only-goaway", "connection-error", most=_ASKED_BY_CURL * 4),
    _http2("h2-only-refused", "connection-error", most=_ASKED_BY_CURL * 4),
    _http2("h2-broken", "ok"),
    _http2("h2-reset-after-answer", "ok"),
)
CASES = (*FAULTS, *GOOD, *HTTP2)
