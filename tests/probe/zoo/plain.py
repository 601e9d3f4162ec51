"""Answers that work: success, HEAD against GET, slowness, framing, connections, and addresses asked as written."""

from __future__ import annotations

import gzip
import zlib

from tests.probe.zoo.behaviours import (
    PLAIN,
    PROSE,
    after,
    bomb,
    chain,
    chunks,
    close,
    cut_off,
    dripping,
    endless,
    exactly,
    framed,
    hang,
    in_turn,
    missing,
    on_head,
    page,
    raw,
    redirect,
    refuses,
    reply,
    reset,
    stalled,
    when,
)
from tests.probe.zoo.case import Case, on

PDF = ("Content-Type", "application/pdf")
_LONG = f"<!doctype html><title>Long</title><h1>Long</h1><p>{PROSE * 40}</p>".encode()

SUCCESS = on(
    "success.example",
    Case("ok-200", reply(), "ok"),
    Case("ok-200-empty", reply(200, ""), "ok"),
    Case("ok-201", reply(201), "ok"),
    Case("ok-202", page("Accepted, and shown"), "ok"),
    Case("ok-203", reply(203), "ok"),
    Case("ok-204", reply(204, ""), "ok"),
    Case("ok-205", framed("HTTP/1.1 205 Reset Content\nContent-Length: 0", b""), "ok"),
    Case("ok-206", reply(206, PLAIN, ("Content-Range", "bytes 0-99/1000")), "ok"),
    Case("ok-207", reply(207, "<multistatus/>", ("Content-Type", "application/xml")), "ok"),
    Case("ok-299", reply(299), "ok"),
    Case("ok-text", reply(200, "Tides.", ("Content-Type", "text/plain")), "ok"),
    Case("ok-json", reply(200, '{"tide": "high"}', ("Content-Type", "application/json")), "ok"),
    Case("ok-pdf", reply(200, b"%PDF-1.7 " + bytes(2000), PDF), "ok"),
    Case("ok-zip", reply(200, b"PK\3\4" + bytes(300_000), ("Content-Type", "application/zip")), "ok"),
    Case("ok-feed", reply(200, "<rss version='2.0'><channel/></rss>", ("Content-Type", "application/rss+xml")), "ok"),
    Case("ok-attachment", reply(200, b"a,b\n", ("Content-Disposition", "attachment; filename=a.csv")), "ok"),
    Case("ok-xhtml", reply(200, PLAIN, ("Content-Type", "application/xhtml+xml")), "ok"),
    Case("ok-noindex", page("Imprint", inside='<meta name="robots" content="noindex">'), "ok"),
    Case("ok-query", {"/ok-query?id=7": reply()}, "ok", at="/ok-query?id=7"),
    Case("ok-query-other", {"/ok-query?id=8": missing}, "broken", at="/ok-query?id=8"),
    Case("ok-slashes", reply(), "ok", at="//ok-slashes//x"),
)

HEAD = on(
    "head.example",
    Case("head-405-get-200", on_head(reply(405)), "ok"),
    Case("head-403-get-200", on_head(reply(403)), "ok"),
    Case("head-404-get-200", on_head(reply(404)), "ok"),
    Case("head-500-get-200", on_head(reply(500)), "ok"),
    Case("head-501-get-200", on_head(reply(501)), "ok"),
    Case("head-hangs-get-200", on_head(hang), "ok"),
    Case("head-resets-get-200", on_head(reset), "ok"),
    Case("head-301-get-200", on_head(redirect(301, "/gone")), "ok", hops=0),
    Case("head-200-get-404", on_head(reply(), missing), "broken"),
    Case("head-200-get-410", on_head(reply(), reply(410)), "broken"),
)

TIME = (
    *on(
        "slow.example",
        Case("slow-2s-200", after(2, reply()), "ok"),
        Case("slow-body", dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PLAIN.encode(), 1.5), "ok"),
        Case("hang-mid-body", stalled(PLAIN.encode()), "ok"),
        Case("hang-before-body", stalled(b""), "ok"),
        Case("infinite-body", endless(b"<p>waves</p>" * 500), "ok"),
        Case("infinite-chunks", endless(b"<p>waves</p>" * 500, chunked=True), "ok"),
        Case("infinite-text", endless(b"waves\n" * 500, ("Content-Type", "text/plain")), "ok"),
    ),
    Case("hang-no-response", hang, "timeout"),
    Case("hang-mid-headers", dripping(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 4000, 60), "timeout"),
    Case("hang-after-100", raw(b"HTTP/1.1 100 Continue\r\n\r\n", b"", pause=60), "timeout"),
    Case("hang-once", in_turn(hang, reply()), "ok"),
    Case("hang-after-redirect", {"/hang-after-redirect": redirect(302, "/on"), "/on": hang}, "timeout", hops=1),
)

_JUNK = bytes(range(1, 250)) * 3
FRAMING = (
    *on(
        "framing.example",
        Case("chunked-ok", framed("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", chunks(b"<p>One", b"two")), "ok"),
        Case(
            "chunked-trailers",
            framed(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum",
                chunks(b"<p>One", last=b"0;last\r\nX-Sum: 1\r\n\r\n"),
            ),
            "ok",
        ),
        Case(
            "chunked-truncated",
            framed("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked", chunks(b"<p>One", last=b"")),
            "ok",
        ),
        Case(
            "chunked-and-length",
            framed("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 9000", chunks(b"<p>One")),
            "ok",
        ),
        Case(
            "gzip-transfer",
            framed("HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked", chunks(gzip.compress(_LONG))),
            "unknown",
            "ambiguous-framing",
        ),
        Case("lower-case-http", framed("http/1.1 200 ok\nContent-Type: text/html"), "ok"),
        Case("gzip-ok", reply(200, gzip.compress(_LONG), ("Content-Encoding", "gzip")), "ok"),
        Case("gzip-truncated", reply(200, gzip.compress(_LONG)[:300], ("Content-Encoding", "gzip")), "ok"),
        Case("gzip-not-packed", reply(200, PLAIN, ("Content-Encoding", "gzip")), "ok"),
        Case("gzip-twice", reply(200, gzip.compress(gzip.compress(_LONG)), ("Content-Encoding", "gzip, gzip")), "ok"),
        Case("gzip-bomb", reply(200, bomb(1 << 29), ("Content-Encoding", "gzip")), "ok"),
        Case("x-gzip", reply(200, gzip.compress(_LONG), ("Content-Encoding", "x-gzip")), "ok"),
        Case("deflate-zlib", reply(200, zlib.compress(_LONG), ("Content-Encoding", "deflate")), "ok"),
        Case("deflate-raw", reply(200, zlib.compress(_LONG)[2:-4], ("Content-Encoding", "deflate")), "ok"),
        Case("br-unrequested", reply(200, _JUNK, ("Content-Encoding", "br")), "ok"),
        Case("zstd-unrequested", reply(200, b"\x28\xb5\x2f\xfd" + _JUNK, ("Content-Encoding", "zstd")), "ok"),
        Case("coding-unknown", reply(200, _JUNK, ("Content-Encoding", "sdch")), "ok"),
        Case("coding-is-a-charset", reply(200, PLAIN, ("Content-Encoding", "UTF-8")), "ok"),
        Case("coding-none", reply(200, PLAIN, ("Content-Encoding", "none")), "ok"),
        Case("headers-20k", reply(200, PLAIN, *((f"X-Wave-{number}", "~" * 1000) for number in range(20))), "ok"),
        Case("header-60k", reply(200, PLAIN, ("Content-Security-Policy", "x" * 60_000)), "ok"),
        Case("headers-400", reply(200, PLAIN, *((f"X-Wave-{number}", "~") for number in range(400))), "ok"),
        Case("no-content-type", framed("HTTP/1.1 200 OK"), "ok"),
        Case("bad-content-type", reply(200, PLAIN, ("Content-Type", "text/html;;;=")), "ok"),
        Case("empty-content-type", reply(200, PLAIN, ("Content-Type", "")), "ok"),
        Case("unknown-charset", reply(200, PLAIN, ("Content-Type", "text/html; charset=klingon")), "ok"),
        Case("two-content-types", framed("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Type: text/plain"), "ok"),
        Case("header-latin1", framed("HTTP/1.1 200 OK\nX-Author: Ren\xe9 M\xfcller"), "ok"),
        Case("header-without-colon", framed("HTTP/1.1 200 OK\nContent-Type: text/html\nnonsense"), ("ok", "unknown")),
        Case("reason-latin1", framed("HTTP/1.1 200 Tr\xe8s bien\nContent-Type: text/html"), "ok"),
        Case("no-reason", framed("HTTP/1.1 200\nContent-Type: text/html"), "ok"),
        Case(
            "lower-case-headers",
            framed("HTTP/1.1 200 OK\ncontent-type: text/html\ncontent-length: 8", b"<p>Ahoy."),
            "ok",
        ),
        Case("bare-line-feeds", raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>Ahoy"), "ok"),
        Case("folded-header", raw(b"HTTP/1.1 200 OK\r\nX-Fold: one\r\n  two\r\n\r\n<p>Ahoy"), "ok"),
        Case("http10-no-length", framed("HTTP/1.0 200 OK\nContent-Type: text/html"), "ok"),
        Case(
            "http10-keep-alive", framed("HTTP/1.0 200 OK\nConnection: keep-alive\nContent-Length: 8", b"<p>Ahoy."), "ok"
        ),
        Case("same-length-twice", framed("HTTP/1.1 200 OK\nContent-Length: 8\nContent-Length: 8", b"<p>Ahoy."), "ok"),
        Case("length-too-long", framed("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 9000"), "ok"),
        Case("length-too-short", framed("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 20"), "ok"),
        Case("continue-100", raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>Ahoy"), "ok"),
        Case(
            "early-hints-103",
            raw(
                b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
                b"HTTP/1.1 200 OK\r\n\r\n<p>Ahoy",
                pause=0.2,
            ),
            "ok",
        ),
        Case("processing-102", raw(b"HTTP/1.1 102 Processing\r\n\r\n" * 5 + b"HTTP/1.1 200 OK\r\n\r\n<p>Ahoy"), "ok"),
        Case("early-hints-then-404", raw(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n"), "broken"),
        Case(
            "reset-mid-body",
            cut_off(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>Ahoy"),
            "ok",
        ),
        Case("body-with-nul", reply(200, b"<title>Tides</title>\0<p>\0\xff\xfe</p>" * 20), "ok"),
        Case("body-deep", reply(200, "<title>Deep</title>" + "<div><b>" * 6000), "ok"),
        Case(
            "hsts-and-alt-svc",
            reply(200, PLAIN, ("Alt-Svc", 'h3=":1"; ma=99'), ("Strict-Transport-Security", "max-age=99")),
            "ok",
        ),
    ),
    Case(
        "big-headers-300k", reply(200, PLAIN, *((f"X-Wave-{number}", "~" * 1000) for number in range(320))), "unknown"
    ),
    Case("big-header-300k", reply(200, PLAIN, ("X-Wave", "~" * 300_000)), "unknown"),
    Case(
        "dup-content-length", framed("HTTP/1.1 200 OK\nContent-Length: 8\nContent-Length: 9", b"<p>Ahoy.."), "unknown"
    ),
    Case("length-is-a-word", framed("HTTP/1.1 200 OK\nContent-Length: many", b"<p>Ahoy."), ("unknown", "ok")),
    Case("http09", raw(b"<!doctype html><title>Tides</title><p>Ahoy</p>"), "broken"),
    Case("garbage", raw(bytes(range(128, 256)) * 4), "broken"),
    Case("bad-status-line", raw(b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"), "broken"),
    Case("mail-server", None, "broken", at="mail-server.example:{banner}/"),
)

_STALE = when(lambda ask: ask.turn > 1, close, reply())
CONNECTION = (
    Case("reset-always", reset, "broken"),
    Case("close-always", close, "broken"),
    Case("reset-once", in_turn(reset, reply()), "ok"),
    Case("reset-twice", in_turn(reset, reset, reply()), "ok"),
    Case("close-once", in_turn(close, reply()), "ok"),
    Case("reset-at-once", None, "broken", at="reset-at-once.example:{reset-at-once}/"),
    Case("reset-at-once-first", {"/": reply()}, "ok", at="reset-at-once-first.example:{reset-at-once-first}/"),
    Case("refused", None, "broken", at="refused.example:{refused}/"),
    Case("refused-everywhere", None, "broken", at="refused-everywhere.example:{refused}/"),
    Case("refused-after-redirect", redirect(302, "http://refused.example:{refused}/"), "broken", hops=1),
    Case("syn-dropped", None, "timeout", at="syn-dropped.example:{full}/", needs="full-backlog"),
    Case("dead-address-first", reply(), "ok"),
    Case(
        "stale-connection",
        {"/stale-connection": redirect(302, "/on"), "/on": _STALE},
        "redirected-temporary",
        final="http://stale-connection.example:{http}/on",
    ),
    Case(
        "announced-close",
        chain(3, reply(200, PLAIN, ("Connection", "close"), keep=False)),
        "redirected-temporary",
        at="/0",
        hops=3,
    ),
)

_AS_WRITTEN = {
    "star": "/keep/%2A",
    "slash": "/keep/a%2Fb",
    "hash": "/keep/a%23b",
    "bracket": "/keep/%28a%29",
    "plain-bracket": "/keep/(a)",
    "colon": "/keep/a:b",
    "double-slash": "/keep//b",
    "query-order": "/keep?b=2&a=1&b=1",
    "nfd": "/keep/u%CC%88ber",
    "lower-escape": "/keep/%c3%bc",
    "plus": "/keep?q=a+b%20c",
    "tilde": "/keep/~a/%7Ea",
    "empty-value": "/keep?a=&b&=c",
    "question-mark-alone": "/keep/q?",
    "parameters": "/keep/a;v=1,2/b",
    "quotes": "/keep/a'b!$&",
    "percent-alone": "/keep/100%",
    "two-questions": "/keep?a?b",
    "url-inside": "/keep?u=https://a.example/%3Fx%3D1",
    "url-in-path": "/keep/https://a.example/b",
}
AS_WRITTEN = on(
    "written.example",
    *(Case(f"written-{name}", {target: exactly(target)}, "ok", at=target) for name, target in _AS_WRITTEN.items()),
    Case("written-umlaut", {"/keep/%C3%A4": exactly("/keep/%C3%A4")}, "ok", at="/keep/ä"),
    Case("written-blank", {"/keep/a%20b": exactly("/keep/a%20b")}, "ok", at="/keep/a b"),
)

ASKING = on(
    "asking.example",
    Case("ua-required", when(lambda ask: bool(ask.headers.get("user-agent")), reply(), reply(400)), "ok"),
    Case("one-host-header", when(lambda ask: ask.headers["host"].count(":") == 1, reply(), reply(400)), "ok"),
    Case("te-chunked-400", refuses("transfer-encoding", refused=400), "ok"),
    Case("length-400", refuses("content-length", refused=400), "ok"),
    Case("range-416", refuses("range", refused=416), "ok"),
    Case("expect-417", refuses("expect", refused=417), "ok"),
    Case("upgrade-426", refuses("upgrade", refused=426), "ok"),
    Case("referer-403", refuses("referer"), "ok"),
    Case(
        "no-fragment-sent",
        when(lambda ask: "#" in ask.target, reply(400), page("Tides")),
        "ok",
        at="/no-fragment-sent#",
    ),
)

CASES = (*SUCCESS, *HEAD, *TIME, *FRAMING, *CONNECTION, *AS_WRITTEN, *ASKING)
