"""Fragments: targets of every form, those that only seem to be there, and those that no page needs to have."""

from __future__ import annotations

import gzip

from tests.probe.zoo.behaviours import PLAIN, PROSE, chunks, framed, missing, page, redirect, reply, stalled
from tests.probe.zoo.case import Behaviour, Case, on

_HOST = "fragments.example"
_MISSING = "anchor-missing"


def _on_page(name: str, inside: str, fragment: str, verdict: str | tuple[str, ...] = "ok", text: str = PROSE) -> Case:
    return Case(name, page("Tide tables", f"{text} {inside}"), verdict, at=f"/{name}#{fragment}")


def _as(name: str, behaviour: Behaviour, fragment: str, verdict: str | tuple[str, ...] = "ok") -> Case:
    return Case(name, behaviour, verdict, at=f"/{name}#{fragment}")


FOUND = on(
    _HOST,
    _on_page("frag-id", "<p id=spring>Spring tide</p>", "spring"),
    _on_page("frag-id-quoted", "<p class='x' ID='spring'>Spring tide</p>", "spring"),
    _on_page("frag-name", "<a name='neap'>Neap</a>", "neap"),
    _on_page("frag-name-upper-case", "<A NAME=neap>Neap</A>", "neap"),
    _on_page("frag-pct", "<p id='été'>Summer</p>", "%C3%A9t%C3%A9"),
    _on_page("frag-raw", "<p id='été'>Summer</p>", "été"),
    _on_page("frag-id-is-encoded", "<p id='%C3%A9t%C3%A9'>Summer</p>", "%C3%A9t%C3%A9"),
    _on_page("frag-lower-escape", "<p id='été'>Summer</p>", "%c3%a9t%c3%a9"),
    _on_page("frag-greek", "<h2 id='παλίρροια'>Tide</h2>", "παλίρροια"),
    _on_page("frag-blank", "<p id='spring tide'>Spring tide</p>", "spring%20tide"),
    _on_page("frag-plus", "<p id='a+b'>Sum</p>", "a+b"),
    _on_page("frag-entity", "<p id='a&amp;b'>Pair</p>", "a&b"),
    _on_page("frag-number", "<p id=1>One</p>", "1"),
    _on_page("frag-slash-inside", "<p id='a/b'>Path</p>", "a/b"),
    _on_page("frag-colon", "<p id='fn:1'>Note</p>", "fn:1"),
    _on_page("frag-question", "<p id='why?'>Why</p>", "why?"),
    _on_page("frag-user-content", "<h2 id='user-content-usage'>Usage</h2>", "usage"),
    _on_page("frag-svg", "<svg><g id='buoy'></g></svg>", "buoy"),
    _on_page("frag-empty", "", ""),
    _on_page("frag-top", "", "top"),
    _on_page("frag-top-any-case", "", "TOP"),
    _on_page("frag-text", "<p>The spring tide comes twice a month.</p>", ":~:text=spring%20tide"),
    _on_page("frag-text-case", "<p>The spring tide comes.</p>", ":~:text=Spring%20Tide"),
    _on_page("frag-text-across-tags", "<p>The <b>spring</b> <i>tide</i> comes.</p>", ":~:text=The%20spring%20tide"),
    _on_page("frag-text-range", "<p>The spring tide comes twice a month.</p>", ":~:text=The%20spring,a%20month"),
    _on_page("frag-text-context", "<p>The spring tide comes.</p>", ":~:text=The-,spring%20tide,-comes"),
    _on_page("frag-text-two", "<p>Spring tide.</p><p>Neap tide.</p>", ":~:text=spring%20tide&text=neap%20tide"),
    _on_page("frag-id-and-text", "<p id=a>The spring tide.</p>", "a:~:text=spring%20tide"),
    _on_page("frag-id-and-no-text", "<p id=a>The spring tide.</p>", "a:~:text=tsunami"),
    _on_page("frag-text-and-no-id", "<p id=a>The spring tide.</p>", "b:~:text=spring%20tide"),
    _on_page("frag-spa", "", "!/tides/7"),
    _on_page("frag-spa2", "", "/tides/7"),
    _on_page("frag-far-down", "<p id=last>End</p>", "last", text=f"{PROSE * 400}"),
    _as(
        "frag-whole-page-in-chunks",
        framed(
            "HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked", chunks(b"<p i", b"d=spr", b"ing>")
        ),
        "spring",
    ),
    _as(
        "frag-gzip",
        reply(200, gzip.compress(b"<p>a</p>" * 9000 + b"<p id=spring>"), ("Content-Encoding", "gzip")),
        "spring",
    ),
    _as(
        "frag-xhtml",
        reply(
            200,
            '<html xmlns="http://www.w3.org/1999/xhtml"><p id="spring"/></html>',
            ("Content-Type", "application/xhtml+xml"),
        ),
        "spring",
    ),
    _as(
        "frag-latin1",
        reply(200, "<p id='été'>Été</p>".encode("latin-1"), ("Content-Type", "text/html; charset=iso-8859-1")),
        "%C3%A9t%C3%A9",
    ),
    _as(
        "frag-latin1-unsaid",
        reply(200, "<p id='été'>Été</p>".encode("latin-1"), ("Content-Type", "text/html")),
        "%C3%A9t%C3%A9",
    ),
    _as(
        "frag-latin1-escape",
        reply(200, "<p id='été'>Été</p>".encode("latin-1"), ("Content-Type", "text/html; charset=iso-8859-1")),
        "%E9t%E9",
    ),
    _as(
        "frag-wrong-charset",
        reply(200, "<p id='été'>Été</p>", ("Content-Type", "text/html; charset=iso-8859-1")),
        "%C3%A9t%C3%A9",
    ),
    _as("frag-utf16", reply(200, ("\ufeff" + PLAIN).encode("utf-16-le"), ("Content-Type", "text/html")), "tide"),
    _as("frag-bom", reply(200, "\ufeff<p id=tide>Tide</p>"), "tide"),
    _as("frag-no-type", framed("HTTP/1.1 200 OK\nContent-Length: 15", b"<p id=tide>Tide"), "tide"),
)
OTHER_KINDS = on(
    _HOST,
    _as("frag-pdf", reply(200, b"%PDF-1.7", ("Content-Type", "application/pdf")), "page=3"),
    _as("frag-pdf-named", reply(200, b"%PDF-1.7", ("Content-Type", "application/pdf")), "nameddest=tides"),
    _as("frag-media", reply(200, bytes(99), ("Content-Type", "video/mp4")), "t=10,20"),
    _as("frag-audio", reply(200, bytes(99), ("Content-Type", "audio/mpeg")), "t=90"),
    _as("frag-picture", reply(200, b"\x89PNG\r\n\x1a\n", ("Content-Type", "image/png")), "xywh=1,2,3,4"),
    _as(
        "frag-svg-file",
        reply(200, "<svg xmlns='http://www.w3.org/2000/svg'/>", ("Content-Type", "image/svg+xml")),
        "buoy",
    ),
    _as("frag-text-file", reply(200, "Tides", ("Content-Type", "text/plain")), "L10"),
    _as("frag-json", reply(200, "{}", ("Content-Type", "application/json")), "/definitions/a"),
    _as("frag-calendar", reply(200, "BEGIN:VCALENDAR", ("Content-Type", "text/calendar")), "event"),
)
NOT_FOUND = on(
    _HOST,
    _on_page("frag-missing", "<p id=neap>Neap</p>", "spring", _MISSING),
    _on_page("frag-other-case", "<p id=Spring>Spring</p>", "spring", _MISSING),
    _on_page("frag-in-comment", "<!-- <p id=spring> -->", "spring", _MISSING),
    _on_page("frag-in-template", "<template><p id=spring></p></template>", "spring", _MISSING),
    _on_page("frag-in-script", "<script>let a = '<p id=spring>'</script>", "spring", _MISSING),
    _on_page("frag-in-style", "<style>/* <p id=spring> */ #spring {}</style>", "spring", _MISSING),
    _on_page("frag-in-textarea", "<textarea><p id=spring></textarea>", "spring", _MISSING),
    _on_page("frag-in-text", "<code>&lt;p id=spring&gt;</code> spring", "spring", _MISSING),
    _on_page("frag-in-other-attribute", "<p title='id=spring' data-id=spring>", "spring", _MISSING),
    _on_page("frag-meta-name", "<meta name=spring content=x><input name=spring>", "spring", _MISSING),
    _on_page("frag-only-linked", "<a href='#spring'>Spring</a>", "spring", _MISSING),
    _on_page("frag-longer-id", "<p id=spring-tide>Spring</p>", "spring", _MISSING),
    _on_page("frag-text-missing", "<p>Neap tide</p>", ":~:text=tsunami", _MISSING),
    _on_page("frag-neither-id-nor-text", "<p id=a>Neap tide</p>", "b:~:text=tsunami", _MISSING),
    _on_page("frag-no-id-and-unreadable-text", "<p id=a>Neap tide</p>", "b:~:text=", _MISSING),
    _on_page("frag-text-in-script", "<script>tsunami</script><!-- tsunami -->", ":~:text=tsunami", _MISSING),
    _as("frag-missing-short-page", reply(200, PLAIN), "spring", _MISSING),
    _as("frag-missing-error", missing, "spring", "broken"),
    _as(
        "frag-missing-in-latin1",
        reply(200, "<p id='ete'>Été</p>".encode("latin-1"), ("Content-Type", "text/html")),
        "%C3%A9t%C3%A9",
        _MISSING,
    ),
)
UNTOLD = (
    *on(
        "untold.example",
        _on_page("frag-comment", "", "comment-123", "unknown"),
        _on_page("frag-respond", "", "respond", "unknown"),
        _on_page("frag-book-reader", "<p id=page>Page</p>", "page/n5/mode/2up", "unknown"),
        _on_page("frag-shared", "<p>Tides</p>", ".VTktRK1Vikp"),
        _as(
            "frag-app-shell",
            reply(200, '<title>App</title><div id="root"></div><script src="/a.js"></script>'),
            "spring",
            ("ok", "unknown"),
        ),
        _as(
            "frag-body-truncated",
            framed("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 9999", b"<p>Tides"),
            "spring",
            ("ok", "unknown"),
        ),
        _as("frag-body-stalls", stalled(PLAIN.encode()), "spring", ("ok", "unknown")),
        _as(
            "frag-chunks-truncated",
            framed(
                "HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked", chunks(b"<p>Tides", last=b"")
            ),
            "spring",
            ("ok", "unknown"),
        ),
        _as(
            "frag-zstd",
            reply(200, b"\x28\xb5\x2f\xfd" + bytes(range(1, 99)), ("Content-Encoding", "zstd")),
            "spring",
            ("ok", "unknown"),
        ),
        _as("frag-br-junk", reply(200, bytes(range(1, 99)), ("Content-Encoding", "br")), "spring", ("ok", "unknown")),
        _as(
            "frag-gzip-truncated",
            reply(200, gzip.compress(PROSE.encode() * 9)[:200], ("Content-Encoding", "gzip")),
            "spring",
            ("ok", "unknown"),
        ),
        _as("frag-huge-page", reply(200, "<p>waves</p>" * 700_000), "spring", ("ok", "unknown")),
        _as(
            "frag-before-the-cut",
            framed("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 9999", b"<p id=spring>"),
            "spring",
            "ok",
        ),
        _as("frag-before-the-stall", stalled(PLAIN.encode()), "tide", "ok"),
    ),
)
_HAS, _HAS_NOT = page("Tides", f"<b id=spring>Spring</b> {PROSE}"), page("Tides", PROSE)
REDIRECTED = (
    Case(
        "frag-after-redirect",
        {"/a": redirect(301, "/b"), "/b": _HAS},
        "redirected-permanent",
        at="/a#spring",
        final="http://frag-after-redirect.example:{http}/b#spring",
    ),
    Case("frag-after-redirect-missing", {"/a": redirect(301, "/b"), "/b": _HAS_NOT}, _MISSING, at="/a#spring", hops=1),
    Case(
        "frag-of-location",
        {"/a": redirect(302, "/b#spring"), "/b": _HAS},
        "redirected-temporary",
        at="/a",
        final="http://frag-of-location.example:{http}/b#spring",
    ),
    Case(
        "frag-of-location-wins",
        {"/a": redirect(302, "/b#spring"), "/b": _HAS},
        "redirected-temporary",
        at="/a#neap",
        final="http://frag-of-location-wins.example:{http}/b#spring",
    ),
    Case(
        "frag-after-refresh",
        {"/a": page("A", inside='<meta http-equiv=refresh content="0;url=/b#spring">'), "/b": _HAS},
        "redirected-temporary",
        at="/a",
    ),
    Case(
        "frag-route-after-redirect",
        {"/chart": redirect(301, "/app/"), "/app/": _HAS_NOT},
        "redirected-permanent",
        at="/chart#/tides/7",
    ),
    Case("frag-two-of-one-page", {"/tides": _HAS}, "ok", at="/tides#spring", most=2),
    Case("frag-two-of-one-page-other", None, _MISSING, at="frag-two-of-one-page.example:{http}/tides#neap", most=2),
    Case("frag-two-of-one-page-none", None, "ok", at="frag-two-of-one-page.example:{http}/tides", most=2),
)
CASES = (*FOUND, *OTHER_KINDS, *NOT_FOUND, *UNTOLD, *REDIRECTED)
