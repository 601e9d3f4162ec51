"""Answers that say no, or not now."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from tests.probe.zoo.behaviours import (
    HTML,
    PROSE,
    bucket,
    framed,
    head,
    in_turn,
    missing,
    needs,
    page,
    redirect,
    refuses,
    reply,
    reset,
    when,
)
from tests.probe.zoo.case import Behaviour, Case, on

if TYPE_CHECKING:
    from tests.probe.zoo.server import Ask

_JSON = ("Content-Type", "application/json")


def _status(status: int, verdict: str | tuple[str, ...], **facts: Any) -> Case:
    return Case(f"s{status}", page(f"Status {status}", "No.", status=status), verdict, **facts)


def _retry(status: int, value: str, *more: tuple[str, str]) -> Behaviour:
    return reply(status, "<title>Later</title><p>Later.</p>", ("Retry-After", value), *more)


CLIENT = (
    _status(400, "broken"),
    _status(401, "auth-required"),
    _status(402, ("auth-required", "blocked", "unknown")),
    _status(403, "blocked"),
    _status(404, "broken"),
    _status(405, "broken"),
    _status(406, "unknown"),
    _status(407, "unknown"),
    _status(408, "timeout"),
    _status(409, "broken"),
    _status(410, "broken", most=1),
    _status(411, ("broken", "unknown")),
    _status(412, "unknown"),
    _status(413, ("broken", "unknown")),
    _status(414, "broken"),
    _status(415, ("broken", "unknown")),
    _status(416, "unknown"),
    _status(417, "unknown"),
    _status(418, "blocked"),
    _status(421, "unknown"),
    _status(422, "broken"),
    _status(423, ("auth-required", "blocked", "unknown", "broken")),
    _status(424, "broken"),
    _status(425, "unknown"),
    _status(426, "unknown"),
    _status(428, "unknown"),
    _status(431, "unknown"),
    _status(444, "broken"),
    _status(451, "blocked"),
    _status(494, "unknown"),
    _status(499, "unknown"),
    Case("s401-basic", reply(401, "", ("WWW-Authenticate", 'Basic realm="Crew"')), "auth-required"),
    Case(
        "s401-negotiate",
        reply(401, "", ("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "NTLM")),
        "auth-required",
    ),
    Case(
        "rest-not-logged-in",
        reply(401, '{"code":"rest_not_logged_in"}', _JSON),
        "auth-required",
        at="/wp-json/wp/v2/posts",
    ),
    Case("rest-locked", reply(403, '{"code":"rest_forbidden"}', _JSON), "auth-required", at="/wp-json/wp/v2/users"),
    Case("rest-forbidden", reply(401, '{"code":"rest_forbidden"}', _JSON), "auth-required", at="/wp-json/wp/v2/users"),
    Case(
        "credentials-in-link",
        needs("authorization", refused=401),
        ("auth-required", "ok"),
        at="http://me:secret@credentials-in-link.example:{http}/x",
    ),
    Case("s404-empty", reply(404, ""), "broken"),
    Case("s404-json", reply(404, '{"error":"no"}', _JSON), "broken"),
    Case("s404-long-page", page("Harbour notes", PROSE, status=404), "broken"),
    Case("s404-app", page("App", inside='<script src="/a.js"></script>', status=404), "broken"),
    Case(
        "spa-404",
        reply(404, '<!doctype html><title>App</title><div id="root"></div><script src="/a.js"></script>'),
        "broken",
    ),
    Case("s404-with-refresh", page("Away", "", ("Refresh", "0; url=/"), status=404), "broken"),
    Case("s404-with-location", reply(404, "", ("Location", "/elsewhere")), "broken"),
    Case("s404-close", framed("HTTP/1.0 404 Not Found", b"No."), "broken"),
    Case("s404-truncated", framed("HTTP/1.1 404 Not Found\nContent-Length: 900", b"No."), "broken"),
    Case("s404-fragment", page("No", "", status=404), "broken", at="/x#y"),
    Case("s404-echoes-login", page("Not found", 'Try to <a href="/login">log in</a>.', status=404), "broken"),
    Case("xmlrpc", reply(405, "XML-RPC server accepts POST requests only."), "skipped", at="/xmlrpc.php", most=0),
    Case("email-protection", missing, "skipped", at="/cdn-cgi/l/email-protection#54323b3b", most=0),
    Case(
        "http-to-tls-words",
        reply(400, "<title>400</title><center>The plain HTTP request was sent to HTTPS port</center>"),
        "broken",
    ),
    Case("legal-block", page("Unavailable", "Not available in your country for legal reasons.", status=451), "blocked"),
    Case("geo-block", page("Sorry", "This content is not available in your country.", status=403), "blocked"),
)

SERVER = (
    *(
        _status(status, "server-error")
        for status in (500, 501, 502, 503, 504, 505, 507, 508, 509, 520, 521, 523, 529, 599)
    ),
    _status(511, "unknown"),
    _status(522, ("server-error", "timeout")),
    _status(524, "timeout"),
    _status(525, ("server-error", "tls-error")),
    _status(526, ("server-error", "tls-error")),
    _status(530, "dns-error"),
    _status(598, "timeout"),
    _status(600, "broken"),
    _status(700, "broken"),
    Case("s530-1016", page("Error 1016", "Origin DNS error. Error 1016.", status=530), "dns-error"),
    Case("wp-db-error", page("Database Error", "Error establishing a database connection", status=500), "server-error"),
    Case("wp-db-error-200", page("Error", "Error establishing a database connection"), "server-error"),
    Case(
        "wp-critical-error",
        page("WordPress › Error", "There has been a critical error on this website.", status=500),
        "server-error",
    ),
    Case(
        "wp-maintenance",
        page("Maintenance", "Briefly unavailable for scheduled maintenance.", ("Retry-After", "600"), status=503),
        "server-error",
        most=2,
    ),
    Case("s500-not-found-title", page("Page not found", status=500), "server-error"),
    Case(
        "s503-no-challenge",
        reply(503, "<title>Busy</title><p>Busy.</p>", ("Server", "cloudflare"), ("CF-Ray", "8a")),
        "server-error",
    ),
    Case("s503-ra-120", _retry(503, "120"), "server-error", most=2),
    Case("s503-ra-day", _retry(503, "86400"), "server-error", most=2),
    Case("s503-ra-far-date", _retry(503, "Fri, 31 Dec 2100 23:59:59 GMT"), "server-error", most=2),
    Case("s503-ra-past-date", _retry(503, "Sat, 01 Jan 2000 00:00:00 GMT"), "server-error"),
    Case("s503-ra-garbage", _retry(503, "soon, maybe"), "server-error"),
    Case("s503-ra-negative", _retry(503, "-5"), "server-error"),
    Case("s503-ra-huge", _retry(503, "9" * 40), "server-error"),
    Case("s503-ra-always", _retry(503, "1"), "server-error"),
    Case("h500-then-404", in_turn(reply(500), missing), "broken"),
)

ONCE = (
    *(
        Case(f"s{status}-once", in_turn(reply(status), reply()), "ok")
        for status in (404, 403, 408, 421, 425, 429, 499, 500, 502, 504, 520, 524)
    ),
    Case("s503-ra-once", in_turn(_retry(503, "1"), reply()), "ok"),
    Case("s503-ra-zero-once", in_turn(_retry(503, "0"), reply()), "ok"),
    Case("s503-twice", in_turn(reply(503), reply(503), reply()), "ok"),
    Case(
        "s500-once-redirect",
        in_turn(reply(500), redirect(301, "http://success.example:{http}/ok-200")),
        "redirected-permanent",
    ),
    Case(
        "redirect-to-s500-once",
        {"/a": redirect(301, "/b"), "/b": in_turn(reply(500), reply())},
        "redirected-permanent",
        at="/a",
    ),
    Case("reset-then-503", in_turn(reset, reply(503), reply()), "ok"),
)


def _by_clock(status: int, seconds: float, offset: float = 0.0) -> Behaviour:
    """Once: come back at a moment of the server's own clock, which is `offset` seconds off."""

    async def behave(ask: Ask) -> None:
        now = time.time() + offset
        date, later = formatdate(now, usegmt=True), formatdate(now + seconds, usegmt=True)
        await ask.send(head(ask, status, HTML, ("Date", date), ("Retry-After", later), ("Content-Length", "0")))

    return in_turn(behave, reply())


def _reset_at(name: str, seconds: float, *, absolute: bool = True) -> Behaviour:
    """Once: the quota is used up until a moment."""

    async def behave(ask: Ask) -> None:
        moment = str(int(time.time() * absolute + seconds))
        await reply(429, "", (f"{name}-Remaining", "0"), (f"{name}-Reset", moment))(ask)

    return behave


_BURST = bucket(5, 1.0, _retry(429, "1"), reply())
RATES = (
    _status(429, "rate-limited"),
    Case("s429-ra-120", _retry(429, "120"), "rate-limited", most=2),
    Case("s429-ra-day", _retry(429, "86400"), "rate-limited", most=2),
    Case("s429-ra-words", _retry(429, "1h30m"), "rate-limited"),
    Case("s429-ra-once", in_turn(_retry(429, "1"), reply()), "ok"),
    Case("s429-ra-fraction-once", in_turn(_retry(429, "0.5"), reply()), "ok"),
    Case("s429-ra-date", _by_clock(429, 2), "ok"),
    Case("s429-ra-date-skewed", _by_clock(429, 2, offset=-4000), "ok"),
    Case("s429-reset-delta-once", in_turn(_reset_at("RateLimit", 1, absolute=False), reply()), "ok"),
    Case("s429-reset-epoch-once", in_turn(_reset_at("X-RateLimit", 2), reply()), "ok"),
    Case("s429-reset-epoch-far", _reset_at("X-RateLimit", 3000), "rate-limited", most=2),
    Case("s429-page-says-404", page("Page not found", status=429), "rate-limited"),
    Case(
        "s403-quota",
        reply(
            403, "", ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "4102444800")
        ),
        "rate-limited",
    ),
    Case(
        "s403-quota-ietf",
        reply(403, "", ("RateLimit-Limit", "60"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "900")),
        "rate-limited",
    ),
    Case("s404-quota-left", reply(404, "", ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "41")), "broken"),
    Case("ok-quota-used-up", reply(200, PROSE, ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0")), "ok"),
    *on("burst.example", *(Case(f"burst-{number}", _BURST, "ok") for number in range(10))),
)

_BROWSER = "chrome/"
GATES = (
    Case("accept-html-404", needs("accept", "text/html", 404), "ok"),
    Case("accept-star-415", needs("accept", "*/*", 415), "ok"),
    Case("accept-lang-403", needs("accept-language"), "ok"),
    Case("accept-encoding-403", needs("accept-encoding", "gzip"), "ok"),
    Case("ua-block-403", needs("user-agent", _BROWSER), "ok"),
    Case("ua-block-404", needs("user-agent", _BROWSER, 404), "ok"),
    Case("ua-block-406", needs("user-agent", _BROWSER, 406), "ok"),
    Case("ua-block-500", needs("user-agent", _BROWSER, 500), "ok"),
    Case("ua-block-compatible", refuses("user-agent", "compatible;"), "ok"),
    Case(
        "ua-block-reset", when(lambda ask: _BROWSER in ask.headers.get("user-agent", "").lower(), reply(), reset), "ok"
    ),
)

CASES = (*CLIENT, *SERVER, *ONCE, *RATES, *GATES)
