"""Redirects: by status, by page, by header, with cookies, in circles, and to places that are not what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.probe.zoo.behaviours import (
    PROSE,
    chain,
    framed,
    missing,
    page,
    raw,
    redirect,
    refuses,
    reply,
    when,
)
from tests.probe.zoo.case import Behaviour, Case, on

if TYPE_CHECKING:
    from tests.probe.zoo.server import Ask

_PERMANENT, _TEMPORARY = "redirected-permanent", "redirected-temporary"
_END = page("Harbour walk", PROSE)
_MOVED = "http://moved.example:{http}/end"


def _to_end(
    name: str, location: str, verdict: str = _TEMPORARY, status: int = 302, end: str = "/way/end", **facts: Any
) -> Case:
    """One redirect from `/way/NAME` with a Location of some form, to a page at `end` of the same host."""
    host = f"{name}.example"
    pages = {f"/way/{name}": redirect(status, location), end: _END}
    facts.setdefault("final", f"http://{host}:{{http}}{end}")
    return Case(name, pages, verdict, at=f"/way/{name}", hops=1, **facts)


STATUSES = (
    *(
        _to_end(f"r{status}", "/way/end", verdict, status)
        for status, verdict in (
            (301, _PERMANENT),
            (302, _TEMPORARY),
            (303, _TEMPORARY),
            (307, _TEMPORARY),
            (308, _PERMANENT),
        )
    ),
    _to_end("r300", "/way/end", _TEMPORARY, 300),
    Case(
        "r301-then-302", {"/a": redirect(301, "/b"), "/b": redirect(302, "/c"), "/c": _END}, _TEMPORARY, at="/a", hops=2
    ),
    Case(
        "r301-then-308", {"/a": redirect(301, "/b"), "/b": redirect(308, "/c"), "/c": _END}, _PERMANENT, at="/a", hops=2
    ),
    Case("r301-slash", {"/r301-slash": redirect(301, "/r301-slash/"), "/r301-slash/": _END}, _PERMANENT),
    Case("r301-other-host", redirect(301, _MOVED), _PERMANENT, final=_MOVED, hosts={"moved.example": {"/end": _END}}),
    Case("r301-to-404", {"/r301-to-404": redirect(301, "/b"), "/b": missing}, "broken", hops=1),
    Case("r301-to-410", {"/r301-to-410": redirect(301, "/b"), "/b": reply(410)}, "broken", hops=1),
    Case("r302-to-500", {"/r302-to-500": redirect(302, "/b"), "/b": reply(500)}, "server-error", hops=1),
    Case("r302-to-403", {"/r302-to-403": redirect(302, "/b"), "/b": reply(403)}, "blocked", hops=1),
    Case("r302-to-429", {"/r302-to-429": redirect(302, "/b"), "/b": reply(429)}, "rate-limited", hops=1),
    Case("r302-to-401", {"/r302-to-401": redirect(302, "/b"), "/b": reply(401)}, "auth-required", hops=1),
    Case("r302-to-no-name", redirect(302, "http://no-such-name.example:{http}/"), "dns-error", "nxdomain", hops=1),
    Case("r302-no-location", reply(302, ""), "broken"),
    Case("r301-empty-location", reply(301, "", ("Location", "")), "broken"),
    Case("r301-page-no-location", page("Moved", PROSE, status=301), ("broken", "unknown")),
    Case("r308-body-no-location", page("Storage", PROSE, status=308), "unknown"),
    Case("r300-choices", page("Choose one", '<a href="/a">A</a> or <a href="/b">B</a>', status=300), "unknown"),
    Case("r302-file", reply(302, "", ("Location", "file:///etc/hosts")), "broken"),
    Case("r302-js", reply(302, "", ("Location", "javascript:alert(1)")), "broken"),
    Case("r302-data", reply(302, "", ("Location", "data:text/html,hello")), "broken"),
    Case("r302-ftp", reply(302, "", ("Location", "ftp://127.0.0.1/x")), "broken"),
    Case("r302-gopher", reply(302, "", ("Location", "gopher://127.0.0.1:70/_x")), "broken"),
    Case("r302-no-url", reply(302, "", ("Location", "http://[")), ("invalid-url", "broken")),
    Case("r302-no-host", reply(302, "", ("Location", "http://")), ("invalid-url", "broken")),
    Case("r302-bad-port", reply(302, "", ("Location", "http://a.example:99999/")), ("invalid-url", "broken")),
    Case("s304", reply(304, ""), "unknown"),
    Case("s305", reply(305, "", ("Location", "/b")), ("unknown", "broken")),
    Case("s306", reply(306, ""), ("unknown", "broken")),
    Case("s201-with-location", reply(201, PROSE, ("Location", "/b")), "ok"),
    Case("s200-with-location", reply(200, PROSE, ("Location", "/b")), "ok"),
)

_CAFE = when(lambda ask: ask.path.upper() in {"/CAF%C3%A9".upper(), "/CAF%E9"}, _END, missing)
FORMS = (
    _to_end("location-relative", "end"),
    _to_end("location-dot", "./end"),
    _to_end("location-up", "../end", end="/end"),
    _to_end("location-far-up", "../../../../end", end="/end"),
    _to_end("location-query", "?page=2", end="/way/location-query?page=2"),
    _to_end("location-scheme-relative", "//location-scheme-relative.example:{http}/way/end"),
    _to_end("location-upper-case", "HTTP://LOCATION-UPPER-CASE.EXAMPLE:{http}/way/end"),
    _to_end("location-blanks", "  /way/end  "),
    _to_end("location-backslash", "\\way\\end"),
    _to_end("location-dots-inside", "/way/x/../end"),
    _to_end("r301-unencoded", "/way/über den fluß", _PERMANENT, 301, end="/way/%C3%BCber%20den%20flu%C3%9F"),
    _to_end("location-escapes-kept", "/way/a%2Fb%2A", end="/way/a%2Fb%2A"),
    _to_end("location-long", f"/way/end?q={'x' * 6000}", end=f"/way/end?q={'x' * 6000}"),
    Case(
        "location-latin1",
        {"/location-latin1": framed("HTTP/1.1 302 Found\nContent-Length: 0\nLocation: /caf\xe9", b""), "*": _CAFE},
        _TEMPORARY,
    ),
    Case(
        "location-idn",
        redirect(302, "http://bücher.example:{http}/end"),
        _TEMPORARY,
        final="http://xn--bcher-kva.example:{http}/end",
        hosts={"xn--bcher-kva.example": {"/end": _END}},
    ),
    Case(
        "location-twice-the-same",
        {"/a": framed("HTTP/1.1 301 Moved\nContent-Length: 0\nLocation: /b\nLocation: /b", b""), "/b": _END},
        _PERMANENT,
        at="/a",
    ),
    Case(
        "location-lower-case-name",
        {"/a": framed("HTTP/1.1 301 Moved\ncontent-length: 0\nlocation: /b", b""), "/b": _END},
        _PERMANENT,
        at="/a",
    ),
    Case(
        "redirect-with-big-body", {"/a": reply(301, "x" * 400_000, ("Location", "/b")), "/b": _END}, _PERMANENT, at="/a"
    ),
    Case(
        "redirect-endless-body",
        {"/a": raw(b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n", b"x" * 99, pause=30), "/b": _END},
        _PERMANENT,
        at="/a",
    ),
    Case(
        "redirect-truncated-body",
        {"/a": framed("HTTP/1.1 301 Moved\nLocation: /b\nContent-Length: 99", b"x"), "/b": _END},
        _PERMANENT,
        at="/a",
    ),
    Case(
        "redirect-bad-gzip",
        {"/a": reply(301, b"no gzip", ("Location", "/b"), ("Content-Encoding", "gzip")), "/b": _END},
        _PERMANENT,
        at="/a",
    ),
    Case(
        "redirect-after-103",
        {
            "/a": raw(
                b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
            ),
            "/b": _END,
        },
        _PERMANENT,
        at="/a",
    ),
    Case(
        "redirect-no-referer", {"/a": redirect(301, "/b"), "/b": refuses("referer", answer=_END)}, _PERMANENT, at="/a"
    ),
)


async def _longer(ask: Ask) -> None:
    await redirect(302, f"{ask.path}/again")(ask)


CIRCLES = (
    Case("r302-to-itself", redirect(302, "/r302-to-itself"), "broken"),
    Case("r301-fragment-only", redirect(302, "#tide"), "broken"),
    Case("r302-pingpong", {"/a": redirect(302, "/b"), "/b": redirect(302, "/a")}, "broken", at="/a"),
    Case(
        "r302-circle-of-three",
        {"/0": redirect(302, "/1"), "/1": redirect(302, "/2"), "/2": redirect(302, "/0")},
        "broken",
        at="/0",
    ),
    Case("chain-4", chain(4, _END), _TEMPORARY, at="/0", hops=4),
    Case("chain-9", chain(9, _END), _TEMPORARY, at="/0", hops=9),
    Case("chain-9-permanent", chain(9, _END, 301), _PERMANENT, at="/0", hops=9),
    Case("chain-15", chain(15, _END), _TEMPORARY, at="/0", hops=15),
    Case("chain-20", chain(20, _END), _TEMPORARY, at="/0", hops=20),
    Case("chain-21", chain(21, _END), "broken", at="/0"),
    Case("chain-25", chain(25, _END), "broken", at="/0"),
    Case("chain-to-404", chain(3, missing), "broken", at="/0", hops=3),
    Case("growing-path", {"*": _longer}, "broken", at="/a"),
    Case("slash-and-back", {"/a": redirect(301, "/a/"), "/a/": redirect(301, "/a")}, "broken", at="/a"),
)

# -- cookies ---------------------------------------------------------------------------------------------------------


def _has(cookie: str, then: Behaviour, otherwise: Behaviour) -> Behaviour:
    return when(lambda ask: cookie in ask.cookies, then, otherwise)


async def _count(ask: Ask) -> None:
    turn = str(int(ask.cookies.get("turn", "0")) + 1)
    await redirect(302, ask.path, ("Set-Cookie", f"turn={turn}"))(ask)


COOKIES = (
    Case(
        "cookie-gate",
        _has("seen", _END, redirect(302, "/cookie-gate", ("Set-Cookie", "seen=1; Path=/"))),
        (_TEMPORARY, "ok"),
        most=2,
        hops=1,
    ),
    Case(
        "cookie-gate-301",
        _has("seen", _END, redirect(301, "/cookie-gate-301", ("Set-Cookie", "seen=1"))),
        (_TEMPORARY, _PERMANENT, "ok"),
        most=2,
        hops=1,
    ),
    Case(
        "cookie-gate-hop",
        {
            "/a": redirect(302, "/b", ("Set-Cookie", "seen=1; Path=/")),
            "/b": redirect(302, "/c"),
            "/c": _has("seen", _END, reply(403)),
        },
        _TEMPORARY,
        at="/a",
        hops=2,
    ),
    Case(
        "cookie-gate-fragment",
        _has(
            "seen",
            page("Harbour walk", "<b id=walk>Walk</b>"),
            redirect(302, "#walk", ("Set-Cookie", "seen=1; Path=/")),
        ),
        (_TEMPORARY, "ok"),
        most=2,
        final="http://cookie-gate-fragment.example:{http}/cookie-gate-fragment#walk",
    ),
    Case(
        "cookie-never-taken",
        redirect(302, "/cookie-never-taken", ("Set-Cookie", "a=1; Domain=other.example")),
        "broken",
    ),
    Case("cookie-counts", _count, "broken", most=63),
    Case(
        "cookie-deleted",
        {
            "/a": redirect(302, "/b", ("Set-Cookie", "a=1; Path=/")),
            "/b": redirect(302, "/c", ("Set-Cookie", "a=; Max-Age=0; Path=/")),
            "/c": _has("a", reply(400), _END),
        },
        _TEMPORARY,
        at="/a",
        hops=2,
    ),
    Case(
        "cookie-other-path",
        {"/a": redirect(302, "/b", ("Set-Cookie", "a=1; Path=/elsewhere")), "/b": _has("a", reply(400), _END)},
        _TEMPORARY,
        at="/a",
    ),
    Case(
        "cookie-other-host",
        redirect(302, "http://stranger.example:{http}/b", ("Set-Cookie", "a=1; Path=/")),
        _TEMPORARY,
        hosts={"stranger.example": {"/b": _has("a", reply(400), _END)}},
    ),
    *on(
        "one-jar-each.example",
        *(
            Case(
                f"one-jar-{number}",
                _has("mine", reply(400), reply(200, PROSE, ("Set-Cookie", f"mine={number}; Path=/"))),
                "ok",
            )
            for number in range(4)
        ),
    ),
    Case("cookie-huge", reply(200, PROSE, *(("Set-Cookie", f"c{number}={'x' * 900}") for number in range(60))), "ok"),
)

# -- refresh ---------------------------------------------------------------------------------------------------------


def _meta(content: str, *, before: str = "", after: str = "", attribute: str = 'http-equiv="refresh"') -> Behaviour:
    return page("One moment", "You are led on.", inside=f'{before}<meta {attribute} content="{content}">{after}')


def _refreshing(name: str, first: Behaviour, verdict: str | tuple[str, ...] = _TEMPORARY, **facts: Any) -> Case:
    return Case(name, {f"/{name}": first, "/end": _END, "/nowhere": missing}, verdict, **facts)


REFRESH = (
    _refreshing("meta-refresh", _meta("0; url=/end"), hops=1),
    _refreshing("meta-refresh-404", _meta("0; url=/nowhere"), "broken", hops=1),
    _refreshing("meta-refresh-quoted", _meta("0; url='/end'")),
    _refreshing("meta-refresh-quoted-404", _meta("0;url='/nowhere'"), "broken"),
    _refreshing("meta-refresh-double-quoted-404", _meta("0;URL=&quot;/nowhere&quot;"), "broken"),
    _refreshing("meta-refresh-comma", _meta("0, /end")),
    _refreshing("meta-refresh-no-url-word", _meta("0;/end")),
    _refreshing("meta-refresh-upper-case", page("A", inside='<META CONTENT="0;URL=/end" HTTP-EQUIV=REFRESH>')),
    _refreshing(
        "meta-refresh-unquoted", page("A", inside="<meta http-equiv=refresh content=0;url=/nowhere>"), "broken"
    ),
    _refreshing("meta-refresh-fraction", _meta("0.5; url=/end")),
    _refreshing("meta-refresh-3s", _meta("3; url=/nowhere"), "broken"),
    _refreshing("meta-refresh-30s", _meta("30; url=/nowhere"), "ok"),
    _refreshing("meta-refresh-itself", _meta("0"), "ok"),
    _refreshing("meta-refresh-itself-by-name", _meta("1; url=/meta-refresh-itself-by-name"), "ok", most=2),
    _refreshing("meta-refresh-no-number", _meta("url=/nowhere"), "ok"),
    _refreshing(
        "meta-refresh-second", _meta("300", after='<meta http-equiv="refresh" content="0; url=/nowhere">'), "ok"
    ),
    _refreshing("meta-refresh-noscript", _meta("0; url=/nowhere", before="<noscript>", after="</noscript>"), "ok"),
    _refreshing("meta-refresh-comment", _meta("0; url=/nowhere", before="<!--", after="-->"), "ok"),
    _refreshing("meta-refresh-template", _meta("0; url=/nowhere", before="<template>", after="</template>"), "ok"),
    _refreshing("meta-refresh-script", _meta("0; url=/nowhere", before="<script>let a = `", after="`</script>"), "ok"),
    _refreshing(
        "meta-refresh-textarea",
        page("A", "<textarea><meta http-equiv=refresh content='0;url=/nowhere'></textarea>"),
        "ok",
    ),
    _refreshing(
        "meta-refresh-escaped", page("A", "<pre>&lt;meta http-equiv=refresh content='0;url=/nowhere'&gt;</pre>"), "ok"
    ),
    _refreshing("meta-refresh-other-name", _meta("0; url=/nowhere", attribute='name="refresh"'), "ok"),
    _refreshing("meta-refresh-in-body", page("A", '<meta http-equiv="refresh" content="0; url=/nowhere">'), "broken"),
    _refreshing("meta-refresh-data", _meta("0; url=data:text/html,x"), ("broken", "ok", "unknown")),
    _refreshing(
        "meta-refresh-after-noscript",
        _meta("0; url=/nowhere", before="<noscript><meta http-equiv=refresh content='0;url=/end'></noscript>"),
        "broken",
    ),
    Case(
        "meta-refresh-base",
        {"/meta-refresh-base": _meta("0; url=end", before='<base href="/deep/down/">'), "/deep/down/end": _END},
        _TEMPORARY,
    ),
    Case(
        "meta-refresh-in-text-file",
        reply(200, '<meta http-equiv="refresh" content="0;url=/nowhere">', ("Content-Type", "text/plain")),
        "ok",
    ),
    Case(
        "meta-refresh-chain",
        {"/a": _meta("0;url=/b"), "/b": _meta("0;url=/c"), "/c": _END},
        _TEMPORARY,
        at="/a",
        hops=2,
    ),
    Case(
        "meta-refresh-to-redirect",
        {"/a": _meta("0;url=/b"), "/b": redirect(301, "/c"), "/c": _END},
        _TEMPORARY,
        at="/a",
        hops=2,
    ),
    Case(
        "redirect-to-meta-refresh",
        {"/a": redirect(301, "/b"), "/b": _meta("0;url=/c"), "/c": missing},
        "broken",
        at="/a",
        hops=2,
    ),
    Case(
        "meta-refresh-login", {"/a": _meta("0;url=/login?next=/a"), "/login": page("Log in")}, "auth-required", at="/a"
    ),
    _refreshing("refresh-header", reply(200, PROSE, ("Refresh", "0; url=/end"))),
    _refreshing("refresh-header-404", reply(200, PROSE, ("Refresh", "0; url=/nowhere")), "broken"),
    _refreshing("refresh-header-quoted-404", reply(200, PROSE, ("Refresh", '1;URL="/nowhere"')), "broken"),
    _refreshing("refresh-header-30s", reply(200, PROSE, ("Refresh", "30; url=/nowhere")), "ok"),
    _refreshing("refresh-header-itself", reply(200, PROSE, ("Refresh", "5")), "ok"),
    _refreshing("refresh-header-garbage", reply(200, PROSE, ("Refresh", "now!; url=/nowhere")), "ok"),
)

# -- places ----------------------------------------------------------------------------------------------------------


def _login(name: str, location: str, pages: dict[str, Behaviour] | None = None, **facts: Any) -> Case:
    form = page("Log in", "<form method=post><input name=user><input type=password name=secret></form>")
    target = "/" + location.partition("?")[0].lstrip("/") if location.startswith("/") else None
    own = {"/members/area": redirect(302, location), **({target: form} if target else {}), **(pages or {})}
    return Case(f"login-{name}", own, "auth-required", at="/members/area", hops=1, **facts)


_FORM = page("Sign in", "<form method=post><input name=user><input type=password name=secret></form>")
LOGINS = (
    Case("r302-login", {"/r302-login": redirect(302, "/login?next=/"), "/login": _FORM}, "auth-required", hops=1),
    _login("next", "/login?next=/members/area"),
    _login("wordpress", "/wp-login.php?redirect_to=http%3A%2F%2Fa.example%2F&reauth=1"),
    _login("django", "/accounts/login/?next=/members/area"),
    _login("rails", "/users/sign_in"),
    _login("drupal", "/user/login?destination=/members/area"),
    _login("asp-net", "/Account/Login?ReturnUrl=%2Fmembers"),
    _login("sharepoint", "/_layouts/15/Authenticate.aspx?Source=%2Fmembers"),
    _login("shibboleth", "/idp/profile/SAML2/Redirect/SSO?execution=e1s1"),
    _login("authwall", "/authwall?trk=a&sessionRedirect=b"),
    _login("joomla", "/index.php/login?return=aHR0cA=="),
    _login("typo3-german", "/anmelden?redirect_url=/members"),
    _login("french", "/connexion?back=/members"),
    _login("signin", "/signin?continue=/members"),
    _login("log-in", "/log-in/?redirect_to=/members"),
    _login("cas", "/cas/login?service=http%3A%2F%2Fa.example"),
    _login("shopify", "/account/login?return_url=%2Fmembers"),
    _login(
        "saml",
        "http://idp.campus.example:{http}/idp/profile/SAML2/Redirect/SSO?SAMLRequest=abc",
        hosts={"idp.campus.example": {"/idp/profile/SAML2/Redirect/SSO": _FORM}},
    ),
    _login(
        "keycloak",
        "http://auth.campus.example:{http}/realms/crew/protocol/openid-connect/auth?client_id=a&redirect_uri=b",
        hosts={"auth.campus.example": {"/realms/crew/protocol/openid-connect/auth": _FORM}},
    ),
    _login(
        "oauth",
        "http://login.office.example:{http}/common/oauth2/v2.0/authorize?client_id=a&redirect_uri=b",
        hosts={"login.office.example": {"/common/oauth2/v2.0/authorize": _FORM}},
    ),
    _login(
        "accounts-host",
        "http://accounts.search.example:{http}/v3/ServiceLogin?continue=b",
        hosts={"accounts.search.example": {"/v3/ServiceLogin": _FORM}},
    ),
    Case(
        "login-then-404",
        {"/a": redirect(302, "/login?next=/a"), "/login": reply(404)},
        ("auth-required", "broken"),
        at="/a",
    ),
    Case("login-page-linked", {"/login": _FORM}, "ok", at="/login"),
    Case("login-page-slash", {"/login": redirect(301, "/login/"), "/login/": _FORM}, _PERMANENT, at="/login"),
    Case(
        "login-in-a-slug",
        {"/a": redirect(301, "/blog/login-trouble-solved/"), "/blog/login-trouble-solved/": _END},
        _PERMANENT,
        at="/a",
    ),
)

_SEARCH = page("You searched for ferry times", "Nothing matched, sorry.")
PLACES = (
    Case(
        "home-redirect", {"/old/ferry-times": redirect(302, "/"), "/": _END}, "soft-404", at="/old/ferry-times", hops=1
    ),
    Case(
        "home-redirect-301",
        {"/old/ferry-times": redirect(301, "/"), "/": _END},
        "soft-404",
        at="/old/ferry-times",
        hops=1,
    ),
    Case(
        "home-redirect-language", {"/ferry-times": redirect(301, "/en/"), "/en/": _END}, "soft-404", at="/ferry-times"
    ),
    Case(
        "home-redirect-index",
        {"/ferry-times": redirect(301, "/index.php"), "/index.php": _END},
        "soft-404",
        at="/ferry-times",
    ),
    Case(
        "home-redirect-www",
        redirect(301, "http://www.home-redirect-www.example:{http}/"),
        "soft-404",
        at="/2019/05/ferry-times",
        hosts={"www.home-redirect-www.example": {"/": _END}},
    ),
    Case(
        "home-to-www",
        {"/": redirect(301, "http://www.home-to-www.example:{http}/")},
        _PERMANENT,
        at="/",
        hosts={"www.home-to-www.example": {"/": _END}},
    ),
    Case("home-to-language", {"/": redirect(302, "/en/"), "/en/": _END}, _TEMPORARY, at="/"),
    Case("index-to-home", {"/index.html": redirect(301, "/"), "/": _END}, _PERMANENT, at="/index.html"),
    Case(
        "shortener",
        redirect(301, "http://new-home.example:{http}/"),
        _PERMANENT,
        at="/3xYz",
        hosts={"new-home.example": {"/": _END}},
    ),
    Case(
        "to-www-same-path",
        {"/tides": redirect(301, "http://www.to-www-same-path.example:{http}/tides")},
        _PERMANENT,
        at="/tides",
        hosts={"www.to-www-same-path.example": {"/tides": _END}},
    ),
    Case("language-added", {"/tides": redirect(302, "/en/tides"), "/en/tides": _END}, _TEMPORARY, at="/tides"),
    Case(
        "search-redirect",
        {"/ferry-times/": redirect(301, "/?s=ferry+times"), "/": _SEARCH},
        "soft-404",
        at="/ferry-times/",
    ),
    Case(
        "search-redirect-path",
        {"/ferry-times/": redirect(301, "/search/ferry-times/"), "/search/ferry-times/": _SEARCH},
        "soft-404",
        at="/ferry-times/",
    ),
    Case(
        "search-redirect-query",
        {"/ferry-times/": redirect(302, "/search?q=ferry+times"), "/search": _SEARCH},
        "soft-404",
        at="/ferry-times/",
    ),
    Case(
        "tag-redirect",
        {"/ferry-times/": redirect(301, "/tag/ferries/"), "/tag/ferries/": page("Tag: ferries", PROSE)},
        "soft-404",
        at="/ferry-times/",
    ),
    Case(
        "tag-renamed",
        {"/tag/ferry/": redirect(301, "/tag/ferries/"), "/tag/ferries/": page("Tag: ferries", PROSE)},
        _PERMANENT,
        at="/tag/ferry/",
    ),
    Case(
        "search-moved",
        {"/find?q=ferry": redirect(301, "/search?q=ferry"), "/search": page("Ferry", PROSE)},
        _PERMANENT,
        at="/find?q=ferry",
    ),
    Case(
        "not-found-redirect",
        {"/ferry-times": redirect(302, "/404"), "/404": page("Oops", "We could not find that.")},
        "soft-404",
        at="/ferry-times",
    ),
    Case(
        "not-found-redirect-html",
        {"/ferry-times": redirect(302, "/page-not-found.html"), "/page-not-found.html": page("Page not found", "")},
        "soft-404",
        at="/ferry-times",
    ),
    *(
        Case(
            f"not-found-redirect-{number}",
            {"/ferry-times": redirect(302, place), place: page("Harbour Notes", PROSE)},
            "soft-404",
            at="/ferry-times",
        )
        for number, place in enumerate(
            (
                "/Pages/PageNotFoundError.aspx?requestUrl=/ferry-times",
                "/404-page/",
                "/seite-nicht-gefunden/",
                "/pagina-no-encontrada/",
                "/page-introuvable",
                "/error?code=404",
            )
        )
    ),
    Case(
        "home-of-sharepoint",
        {"/Pages/Home.aspx": redirect(301, "/"), "/": _END},
        _PERMANENT,
        at="/Pages/Home.aspx",
    ),
    Case(
        "shop-category-moved",
        {"/shop/boats.html": redirect(301, "/category/boats/"), "/category/boats/": page("Boats", PROSE)},
        _PERMANENT,
        at="/shop/boats.html",
    ),
    Case(
        "not-found-redirect-404",
        {"/ferry-times": redirect(302, "/404.html"), "/404.html": missing},
        "broken",
        at="/ferry-times",
    ),
    Case(
        "wp-guess",
        {"/ferry": redirect(301, "/ferry-hire-in-summer/"), "/ferry-hire-in-summer/": _END},
        "soft-404",
        at="/ferry",
    ),
    Case(
        "wp-guess-dated",
        {"/2019/05/ferry/": redirect(301, "/2021/01/ferry-hire-in-summer/"), "/2021/01/ferry-hire-in-summer/": _END},
        "soft-404",
        at="/2019/05/ferry/",
    ),
    Case(
        "wp-old-slug",
        {"/boat-rides/": redirect(301, "/ferry-hire/"), "/ferry-hire/": _END},
        _PERMANENT,
        at="/boat-rides/",
    ),
    Case(
        "wp-shorter-slug",
        {"/ferry-hire-in-summer/": redirect(301, "/ferry-hire/"), "/ferry-hire/": _END},
        _PERMANENT,
        at="/ferry-hire-in-summer/",
    ),
    Case(
        "wp-date-dropped",
        {"/2019/05/ferry-hire/": redirect(301, "/ferry-hire/"), "/ferry-hire/": _END},
        _PERMANENT,
        at="/2019/05/ferry-hire/",
    ),
    Case(
        "wp-plain-permalink", {"/?p=123": redirect(301, "/ferry-hire/"), "/ferry-hire/": _END}, _PERMANENT, at="/?p=123"
    ),
    Case("wp-plain-page", {"/?page_id=9": redirect(301, "/about/"), "/about/": _END}, _PERMANENT, at="/?page_id=9"),
    Case("wp-plain-permalink-home", {"/?p=124": redirect(301, "/"), "/": _END}, ("soft-404",), at="/?p=124"),
    Case(
        "wp-attachment-file",
        {
            "/quay/": redirect(301, "/wp-content/uploads/quay.jpg"),
            "/wp-content/uploads/quay.jpg": reply(
                200, b"\xff\xd8\xff\xe0" + bytes(900), ("Content-Type", "image/jpeg")
            ),
        },
        _PERMANENT,
        at="/quay/",
    ),
    Case(
        "wp-attachment-parent",
        {"/ferry-hire/quay/": redirect(301, "/ferry-hire/"), "/ferry-hire/": _END},
        _PERMANENT,
        at="/ferry-hire/quay/",
    ),
    Case(
        "html-suffix-dropped", {"/ferry.html": redirect(301, "/ferry/"), "/ferry/": _END}, _PERMANENT, at="/ferry.html"
    ),
    Case("html-suffix-added", {"/ferry": redirect(301, "/ferry.html"), "/ferry.html": _END}, _PERMANENT, at="/ferry"),
    Case(
        "upper-case-lowered",
        {"/Ferry-Hire": redirect(301, "/ferry-hire"), "/ferry-hire": _END},
        _PERMANENT,
        at="/Ferry-Hire",
    ),
    Case(
        "consent-wall",
        redirect(302, "http://consent.portal.example:{http}/m?continue=http://consent-wall.example/a&gl=DE"),
        "unknown",
        at="/a",
        hosts={"consent.portal.example": {"/m": page("Before you continue", "Accept all or reject all.")}},
    ),
    Case(
        "parking-redirect",
        redirect(302, "http://www.hugedomains.com:{http}/domain_profile.cfm?d=parking-redirect.example"),
        "soft-404",
        at="/ferry-times",
        hosts={
            "www.hugedomains.com": {
                "/domain_profile.cfm": page("parking-redirect.example is for sale", "Buy this domain.")
            }
        },
    ),
    Case(
        "r302-tracking-cookie",
        {
            "/a": redirect(302, "/b?sid=1", ("Set-Cookie", "sid=1; Path=/")),
            "/b": when(lambda ask: "sid" in ask.cookies, _END, missing),
        },
        _TEMPORARY,
        at="/a",
    ),
)

CASES = (*STATUSES, *FORMS, *CIRCLES, *COOKIES, *REFRESH, *LOGINS, *PLACES)
