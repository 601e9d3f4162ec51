from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.url import parse_url
from audit.probe import VERDICTS, Hop
from audit.probe.answer import Answer
from audit.probe.exchange import Failure
from audit.probe.page import Page
from audit.probe.verdict import is_endpoint, is_home, is_login, live_ruling, ruling_of_answer, ruling_of_failure

HTML = ("content-type", "text/html; charset=utf-8")
PROSE = "The ferry waits for the tide, and whoever misses it walks along the quay to the lock and back. " * 30
PAGE = f"<!doctype html><title>Ferry times</title><h1>Ferry times</h1><p>{PROSE}</p>"
SITE = "https://harbour.example"


def ruling(status=200, body=PAGE, *headers, url=f"{SITE}/ferry-times/", hops=(), accept=frozenset()):
    answer = Answer(url, status, (HTML, *headers), body.encode())
    return ruling_of_answer(answer, Page(answer), hops, accept)


def absolute(address):
    """`/path` on the harbour, or an address as it is."""
    return f"{SITE}{address}" if address.startswith(("/", "?", "#")) else address


def redirected(asked, final, *, status=301, between=()):
    """What it means that an address led to another, which works."""
    hops = [Hop(parse_url(absolute(url)).href, status) for url in (asked, *between)]
    return ruling(url=parse_url(absolute(final)).href, hops=hops)


def error(status):
    return f"<!doctype html><title>{status}</title><h1>{status}</h1>"


# -- statuses ----------------------------------------------------------------------------------------------------------

STATUSES = {
    "200 works": (200, "ok"),
    "203 works": (203, "ok"),
    "204 works": (204, "ok"),
    "206 works": (206, "ok"),
    "226 works": (226, "ok"),
    "100 without an answer after it": (100, "unknown"),
    "an unasked 304": (304, "unknown"),
    "305 is none that browsers follow": (305, "unknown"),
    "302 without Location": (302, "broken"),
    "303 without Location": (303, "broken"),
    "307 without Location": (307, "broken"),
    "400 is a refusal": (400, "broken"),
    "401 asks for a password": (401, "auth-required"),
    "402 asks for money": (402, "auth-required"),
    "403 may be a wall against us": (403, "blocked"),
    "404 is gone": (404, "broken"),
    "405 refuses a reader's GET": (405, "broken"),
    "406 depends on our headers": (406, "unknown"),
    "407 is our own proxy": (407, "unknown"),
    "408 is a timeout": (408, "timeout"),
    "409 is no page": (409, "broken"),
    "410 is gone for good": (410, "broken"),
    "411 is no page": (411, "broken"),
    "412 depends on our headers": (412, "unknown"),
    "413 is no page": (413, "broken"),
    "414 is a link too long": (414, "broken"),
    "415 is no page": (415, "broken"),
    "416 depends on our headers": (416, "unknown"),
    "417 depends on our headers": (417, "unknown"),
    "418 is a wall": (418, "blocked"),
    "421 is a connection used wrongly": (421, "unknown"),
    "422 is no page": (422, "broken"),
    "423 is locked": (423, "auth-required"),
    "425 is too early": (425, "unknown"),
    "426 depends on the protocol": (426, "unknown"),
    "429 is too much": (429, "rate-limited"),
    "431 is about our headers": (431, "unknown"),
    "440 is a login that ran out": (440, "auth-required"),
    "444 is a proxy's word for no answer": (444, "broken"),
    "451 is not for this region": (451, "blocked"),
    "450 is a wall of a family": (450, "blocked"),
    "495 wants a certificate": (495, "auth-required"),
    "496 wants a certificate": (496, "auth-required"),
    "498 wants a token": (498, "auth-required"),
    "499 is a proxy's own": (499, "unknown"),
    "500 may pass": (500, "server-error"),
    "501 may pass": (501, "server-error"),
    "502 may pass": (502, "server-error"),
    "503 may pass": (503, "server-error"),
    "504 may pass": (504, "server-error"),
    "508 may pass": (508, "server-error"),
    "511 is a captive portal": (511, "unknown"),
    "520 may pass": (520, "server-error"),
    "521 may pass": (521, "server-error"),
    "522 may pass": (522, "server-error"),
    "524 is a timeout": (524, "timeout"),
    "530 is a name that the proxy did not find": (530, "dns-error"),
    "561 is a login that failed": (561, "auth-required"),
    "598 is a timeout": (598, "timeout"),
    "599 may pass": (599, "server-error"),
    "600 is no status": (600, "broken"),
    "799 is no status": (799, "broken"),
    "999 is a wall": (999, "blocked"),
}


@pytest.mark.parametrize(("status", "verdict"), STATUSES.values(), ids=STATUSES.keys())
def test_status(status, verdict):
    assert ruling(status, PAGE if status < 300 else error(status)).verdict == verdict


def test_every_status_has_one_ruling():
    for status in range(100, 1000):
        seen = ruling(status, "")
        assert seen.verdict in VERDICTS, status
        assert seen.live is (200 <= status < 300), status
        assert seen.cause or seen.live, status
        assert str(status) in seen.evidence
        assert not (seen.definitive and (seen.again or seen.doubt)), status


def test_no_broken_status_but_410_is_believed_at_once():
    for status in range(300, 1000):
        seen = ruling(status, error(status))
        assert seen.verdict != "broken" or seen.doubt or status == 410, status


@pytest.mark.parametrize("status", [403, 404, 500, 600, 999])
def test_the_user_may_accept_a_status(status):
    assert ruling(status, error(status), accept=frozenset({status})).verdict == "ok"


@given(
    status=st.integers(100, 999),
    body=st.binary(max_size=300),
    headers=st.lists(
        st.tuples(
            st.sampled_from(
                ["content-type", "set-cookie", "location", "retry-after", "x-ratelimit-remaining", "server"]
            ),
            st.text(max_size=30),
        ),
        max_size=5,
    ),
    hop=st.sampled_from([None, 301, 302, 200]),
)
def test_hostile_answers_have_a_ruling(status, body, headers, hop):
    answer = Answer(f"{SITE}/a?%=&;=%ff", status, tuple(headers), body)
    hops = [] if hop is None else [Hop(f"{SITE}/b", hop)]
    assert ruling_of_answer(answer, Page(answer), hops).verdict in VERDICTS


WORDS = {
    "a quota that is used up": (403, error(403), ("x-ratelimit-remaining", "0"), "rate-limited", "quota"),
    "a quota that is used up, on a page that works": (200, PAGE, ("x-ratelimit-remaining", "0"), "ok", None),
    "error 1016 of Cloudflare": (530, "<p>error code: 1016</p>", ("server", "x"), "dns-error", "nodata"),
    "another error 530": (530, "<p>error code: 1033</p>", ("server", "x"), "dns-error", "servfail"),
    "http on a TLS port": (
        400,
        "<h1>400 Bad Request</h1><p>The plain HTTP request was sent to HTTPS port</p>",
        ("server", "nginx"),
        "broken",
        "http-on-tls-port",
    ),
    "a cookie and a reload": (
        409,
        "<script>document.cookie='a=1';location.reload(true)</script>",
        ("set-cookie", "a=1"),
        "blocked",
        "challenge",
    ),
    "a conflict with a page": (409, PAGE, ("set-cookie", "a=1"), "broken", "client-error"),
    "a choice of pages": (300, PAGE, ("server", "x"), "unknown", "status"),
    "a page instead of a Location": (308, PAGE, ("server", "x"), "unknown", "status"),
    "neither page nor Location": (308, "", ("server", "x"), "broken", "no-location"),
    "a complete page with a 404": (404, PAGE, ("server", "x"), "broken", "not-found"),
    "a success for other regions": (
        200,
        "<title>Not available</title><h1>This content is not available in your region</h1>",
        ("server", "x"),
        "blocked",
        "region",
    ),
    "a program that breaks off with success": (
        200,
        "<br /><b>Fatal error</b>: Uncaught Error in <b>/srv/www/a.php</b> on line <b>3</b><br />",
        ("server", "x"),
        "server-error",
        "crash",
    ),
    "a WordPress without its database": (
        500,
        "<h1>Error establishing a database connection</h1>",
        ("server", "x"),
        "server-error",
        "database",
    ),
}


@pytest.mark.parametrize(("status", "body", "header", "verdict", "cause"), WORDS.values(), ids=WORDS.keys())
def test_what_is_said_beside_the_status(status, body, header, verdict, cause):
    seen = ruling(status, body, header)
    assert (seen.verdict, seen.cause) == (verdict, cause)


@pytest.mark.parametrize("cause", ["nxdomain", "nodata", "servfail", "try-again", "private-address", "refused", "reset",
                                   "unreachable", "no-ipv6", "http2", "not-http", "malformed", "proxy", "expired",
                                   "hostname", "a-cause-of-tomorrow", "timeout-connect",
                                   "client-certificate"])  # fmt: skip
def test_no_answer_has_a_ruling(cause):
    seen = ruling_of_failure(Failure(cause, "words"))
    assert seen.verdict in VERDICTS
    assert not seen.live
    assert (seen.cause, seen.evidence) == (cause, "words")


@pytest.mark.parametrize(
    ("cause", "verdict"),
    [
        pytest.param("no-ipv6", "unknown", id="that we have no IPv6 is about us"),
        pytest.param("proxy", "unknown", id="our proxy is about us"),
        pytest.param("timeout-connect", "timeout", id="a firewall is no evidence of death"),
        pytest.param("timeout-tls", "timeout", id="a handshake that hangs is a timeout"),
        pytest.param("expired", "tls-error", id="an expired certificate is a fault"),
        pytest.param("client-certificate", "auth-required", id="a client certificate is a login"),
        pytest.param("private-address", "unsafe", id="a private address is not asked"),
    ],
)
def test_no_answer(cause, verdict):
    assert ruling_of_failure(Failure(cause, "")).verdict == verdict


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        pytest.param([], "ok", id="no redirect"),
        pytest.param([301, 308], "redirected-permanent", id="all permanent"),
        pytest.param([301, 302, 301], "redirected-temporary", id="one temporary"),
        pytest.param([301, 200], "redirected-temporary", id="a meta refresh"),
        pytest.param([300], "redirected-temporary", id="a choice that was made"),
        pytest.param([303], "redirected-temporary", id="see other"),
        pytest.param([307], "redirected-temporary", id="temporary"),
    ],
)
def test_chain(statuses, verdict):
    assert live_ruling([Hop(SITE, status) for status in statuses]).verdict == verdict


# -- front pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "", "//", "/index.html", "/index.php", "/index.de.html", "/index_en.html", "/default.aspx", "/home", "/en/",
     "/de-at/", "/pt_BR", "/zh-hant/", "/en/index.html", "/?utm_source=x", "/?lang=de", "/?404", "/?error=404",
     "/?404;https://harbour.example/old", "/#section"],
)  # fmt: skip
def test_is_a_front_page(address):
    assert is_home(parse_url(SITE + address))


@pytest.mark.parametrize(
    "address",
    ["/ok", "/ok/", "/go/", "/tv/", "/ai", "/3d/", "/no-code/", "/de-icing/", "/en/ferries/", "/ferries/index.html",
     "/?p=12", "/index.php?p=12", "/?page_id=2", "/?s=ferry", "/index.php?title=Ferry", "/?route=product/category",
     "/index.php?option=com_content&view=article&id=3", "/?product=boat", "/index.php/ferries/", "/app/home",
     "/start", "/main", "/index-of-boats/"],
)  # fmt: skip
def test_is_no_front_page(address):
    assert not is_home(parse_url(SITE + address))


LOST_AT_HOME = {
    "the root": ("/old/ferry-times", "/"),
    "the index": ("/ferry-times", "/index.php"),
    "with www": ("/ferry-times", "https://www.harbour.example/"),
    "without TLS": ("/ferry-times", "http://harbour.example/"),
    "a language": ("/ferry-times", "/en/"),
    "its own language": ("/de/fahrplan", "/de/"),
    "its own region": ("/de-at/fahrplan", "/de-at/"),
    "a language that is a word, its own": ("/hr/vozni-red", "/hr/"),
    "the front page with a campaign": ("/ferry-times", "/?utm_source=404"),
    "the front page with an error": ("/ferry-times", "/?error=404"),
    "a file": ("/ferries.html", "/"),
    "a post by its number": ("/?p=124", "/"),
    "one word": ("/ferries/", "/"),
    "another host, a long slug": ("/the-ferry-times-of-2019/", "https://quay.example/"),
    "another host, a dated post": ("/2019/05/ferry/", "https://quay.example/"),
    "another host, a file": ("/boats/ferry.html", "https://quay.example/"),
    "its main site": ("https://blog.harbour.example/2019/ferry-times/", "/"),
}


@pytest.mark.parametrize(("asked", "final"), LOST_AT_HOME.values(), ids=LOST_AT_HOME.keys())
def test_a_page_that_gave_way_to_the_front_page(asked, final):
    seen = redirected(asked, final)
    assert (seen.verdict, seen.cause) == ("soft-404", "home-redirect")
    assert seen.doubt
    assert not seen.definitive


NOT_LOST = {
    "the front page itself": ("/", "/en/"),
    "the index": ("/index.html", "/"),
    "the index in a language": ("/index_en.html", "/"),
    "the name of the front page": ("/home/", "/"),
    "another name of the front page": ("/welcome", "/"),
    "a language that is the usual one": ("/en/", "/"),
    "a language in a folder": ("/en/index.html", "/en/"),
    "a blog that moved to the root": ("/blog/", "/"),
    "a WordPress that moved to the root": ("/wordpress/", "/"),
    "a front page with a number": ("/?page_id=2", "/"),
    "the front page of a shop": ("/index.php?route=common/home", "/"),
    "a post by its number on another host": ("https://s.example/?p=3xYz", "/"),
    "a root page with a number": ("/index.php?id=1", "/"),
    "a number to its name": ("/?p=12", "/ferry-times/"),
    "a post behind a query": ("/ferry-times", "/?p=12"),
    "a page of a wiki": ("/wiki/Ferry", "/index.php?title=Ferry"),
    "a route of an app": ("/ferry-times", "/#/ferry-times"),
    "an old route of an app": ("/ferry-times", "/#!ferry-times"),
    "a department": ("/information-technology/", "/it/"),
    "another department": ("/human-resources/jobs/", "/hr/"),
    "a shelf": ("/audio/", "/hi-fi/"),
    "a short path": ("/app", "/ok/"),
    "a shortener": ("https://s.example/3xYz", "/"),
    "a shortener with folders": ("https://s.example/e/3xYz", "/"),
    "another host, one word": ("/app", "https://app.example/"),
    "another host, two words": ("/products/pump", "https://pumps.example/"),
    "a way out to a partner": ("/go/pumps/", "https://pumps.example/"),
    "a recommended partner": ("/recommends/the-best-pumps-of-all/", "https://quay.example/"),
    "a partner by name": ("/the-best-offer-from-quay-today/", "https://quay.example/?ref=harbour"),
    "an affiliate network": ("https://n.example/links/123/type/dlg/https://quay.example/", "https://quay.example/"),
    "an affiliate network with a query": (
        "https://n.example/c.php?u=https%3A%2F%2Fquay.example",
        "https://quay.example",
    ),
    "a host that moved whole": ("https://old.example/", "https://new.example/"),
    "its own page on another host": ("https://old.example/ferry-times/", "https://new.example/ferry-times/"),
}


@pytest.mark.parametrize(("asked", "final"), NOT_LOST.values(), ids=NOT_LOST.keys())
def test_a_redirect_that_keeps_its_promise(asked, final):
    assert redirected(asked, final).verdict == "redirected-permanent"


# -- logins ------------------------------------------------------------------------------------------------------------

LOGINS = [
    "/login", "/login/", "/Login.aspx", "/login.php", "/log-in/", "/log_in", "/signin", "/sign-in", "/sign_in",
    "/users/sign_in", "/accounts/login/?next=/a", "/wp-login.php?redirect_to=x&reauth=1",
    "/blog/wp-login.php?redirect_to=x",
    "/user/login?destination=node/1", "/login/index.php", "/login/sso", "/ServiceLogin?continue=x", "/index.php/login",
    "/connexion", "/anmelden?redirect_url=/members", "/cas/login?service=https://a.example", "/logon.jsp",
    "/oauth2/authorize?client_id=a&redirect_uri=b", "/idp/profile/SAML2/Redirect?SAMLRequest=x", "/sso?return_to=/a",
    "/realms/x/protocol/openid-connect/auth?client_id=a", "/docs/login?next=/docs/a",
    "https://login.office.example/common/?client_id=a", "https://accounts.harbour.example/?continue=https://a.example/",
    "/?password-protected=login&redirect_to=%2Fmembers%2Fboats%2F", "/index.php?action=login&back=/members/boats/",
    "https://sso.harbour.example/x?RelayState=a", "https://id.harbour.example/?return_to=/members",
]  # fmt: skip
NO_LOGINS = [
    "/", "/blog/how-to-login/", "/sso-explained", "/login-page-design", "/login-trouble-solved/", "/catalogin/",
    "/blogin", "/docs/login/", "/reference/cli/login/", "/wiki/Login", "/tag/login/", "/glossary/sso", "/sso/", "/saml",
    "/docs/oauth2/", "/oauth/", "/anmeldung/", "/kurse/anmeldung", "/newsletter/anmelden/", "/authors/", "/signing",
    "/designing", "/auth", "/plugins/two-factor-login/", "/?next=/a", "/a?redirect=/login", "/a#login",
    "/shop/?s=login&from=menu", "/tags?name=signin&source=rss",
    "https://developers.harbour.example/login/", "https://login.harbour.example/", "https://id.harbour.example/?from=rss",
    "https://account.harbour.example/?url=a", "https://loginworks.example/?next=/a", "https://identity.example/?next=/a",
]  # fmt: skip


@pytest.mark.parametrize("address", LOGINS)
def test_is_a_login(address):
    assert is_login(parse_url(absolute(address)))
    seen = redirected("/members/boats/", address, status=302)
    assert (seen.verdict, seen.cause) == ("auth-required", "login")


@pytest.mark.parametrize("address", NO_LOGINS)
def test_is_no_login(address):
    assert not is_login(parse_url(absolute(address)))
    assert redirected("/members/boats/", address, status=302).verdict != "auth-required"


@pytest.mark.parametrize(
    "path", ["/404", "/Status/404", "/404.html", "/http/410", "/errors/not-found/", "/page-not-found"]
)
def test_a_link_to_a_page_that_is_called_not_found_works(path):
    assert ruling(body=error("404 Not Found"), url=f"{SITE}{path}").verdict == "ok"
    assert ruling(body=error("404 Not Found"), url=f"{SITE}/how-to-fix-404-errors/").verdict == "soft-404"


def test_a_link_to_a_login_works():
    assert redirected("/login", "/login/?next=/").verdict == "redirected-permanent"
    assert ruling(url=f"{SITE}/login").verdict == "ok"


def test_a_login_that_is_gone_is_gone():
    assert ruling(404, error(404), url=f"{SITE}/login", hops=[Hop(f"{SITE}/a", 302)]).verdict == "broken"


def test_a_consent_wall_tells_nothing():
    seen = redirected("/a/b/", "https://consent.portal.example/m?continue=https://harbour.example/a/b/", status=302)
    assert (seen.verdict, seen.cause) == ("unknown", "consent")


def test_a_link_to_a_consent_page_works():
    assert redirected("https://consent.portal.example/a", "https://consent.portal.example/b").live


# -- error pages, lists, guesses ---------------------------------------------------------------------------------------

GONE = {
    "an error page": ("/ferry-times", "/404", "error-redirect"),
    "an error page in a file": ("/ferry-times", "/404.html", "error-redirect"),
    "an error page in words": ("/ferry-times", "/page-not-found/", "error-redirect"),
    "an error page in a folder": ("/ferry-times", "/error/404", "error-redirect"),
    "an error page of ASP.NET": ("/ferry-times", "/Oops.aspx?aspxerrorpath=/ferry-times", "error-redirect"),
    "a search": ("/ferry-times/", "/?s=ferry+times", "list-redirect"),
    "a search in the path": ("/ferry-times/", "/search/ferry-times/", "list-redirect"),
    "a search page": ("/ferry-times/", "/search?q=ferry+times", "list-redirect"),
    "a German search page": ("/fahrplan-der-faehre/", "/suche?q=faehre", "list-redirect"),
    "a tag": ("/ferry-times/", "/tag/ferries/", "list-redirect"),
    "a category": ("/2019/05/ferry/", "/category/boats/", "list-redirect"),
    "a guess": ("/ferry", "/ferry-hire-in-summer/", "guessed-redirect"),
    "a guess in another year": ("/2019/05/ferry/", "/2021/01/ferry-hire/", "guessed-redirect"),
    "a guess after a redirect to TLS": ("http://harbour.example/ferry/", "/ferry-hire/", "guessed-redirect"),
    "a guess on the same day": ("/2019/05/12/ferry/", "/2019/05/12/ferry-hire/", "guessed-redirect"),
    "a guess within a word": ("/ferry", "/ferryman/", "guessed-redirect"),
}


@pytest.mark.parametrize(("asked", "final", "cause"), GONE.values(), ids=GONE.keys())
def test_a_page_that_gave_way(asked, final, cause):
    seen = redirected(asked, final)
    assert (seen.verdict, seen.cause) == ("soft-404", cause)
    assert seen.doubt


KEPT = {
    "a rename": ("/boat-rides/", "/ferry-hire/"),
    "a shorter name": ("/ferry-hire-in-summer/", "/ferry-hire/"),
    "a slash": ("/ferry", "/ferry/"),
    "a file ending": ("/ferry", "/ferry.html"),
    "a file ending less": ("/ferry.html", "/ferry/"),
    "lower case": ("/Ferry-Hire", "/ferry-hire"),
    "a number behind it": ("/ferry", "/ferry-123456"),
    "a name behind its number": ("/items/42", "/items/42-wooden-boat"),
    "a name behind its key": ("/a/f3k9z2", "/a/f3k9z2-wooden-boat"),
    "the plural": ("/product/", "/products/"),
    "a name that says more of the same": ("/contact", "/contact-us/"),
    "a policy": ("/privacy/", "/privacy-policy/"),
    "a name behind the same number": ("/questions/123/how-to", "/questions/123/how-to-tie-a-knot"),
    "the same name elsewhere": ("/ferry/", "/boats/ferry/"),
    "a longer name on another host": ("/ferry/", "https://quay.example/ferry-hire/"),
    "a page of the same tag": ("/boats/", "/tag/boats/"),
    "a tag renamed": ("/tag/ferry/", "/tag/ferries/"),
    "a section that became a category": ("/aktuelles/", "/category/news/"),
    "a search that moved": ("/find?q=ferry", "/search?q=ferry"),
    "a search with another parameter": ("/find?query=ferry", "/search?q=ferry"),
    "a search within a search": ("/search/ferry", "/search?q=ferry"),
    "a shortener to a search": ("https://s.example/3xYz", "/search?q=ferry"),
    "a page about searches": ("/ferry-rescue/", "/rescue/search/"),
    "a product with that number": ("/product.php?id=404", "/products/404"),
    "the same number": ("/p/404", "/products/404/"),
    "an area code": ("/area-404.html", "/codes/404"),
}


@pytest.mark.parametrize(("asked", "final"), KEPT.values(), ids=KEPT.keys())
def test_a_page_that_only_moved(asked, final):
    assert redirected(asked, final).verdict == "redirected-permanent"


def test_wordpress_guesses_are_permanent_redirects():
    assert redirected("/ferry", "/ferry-hire/", status=302).verdict == "redirected-temporary"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/xmlrpc.php", True), ("/blog/xmlrpc.php/", True), ("/cdn-cgi/l/email-protection", True), ("/xmlrpc", False),
     ("/about-xmlrpc.php.html", False)],
)  # fmt: skip
def test_is_an_endpoint(address, expected):
    assert is_endpoint(parse_url(SITE + address)) is expected


PATHS = st.text(st.sampled_from("/abet-.%?=&;#404indxlog"), max_size=24)


@given(asked=PATHS, final=PATHS, other=st.booleans(), status=st.sampled_from([301, 302, 200]))
def test_no_address_is_too_odd(asked, final, other, status):
    end = f"https://quay.example/{final}" if other else f"{SITE}/{final}"
    assert redirected(f"{SITE}/{asked}", end, status=status).verdict in VERDICTS


@given(path=PATHS, status=st.sampled_from([301, 308]))
def test_an_address_that_only_gains_tls_or_www_keeps_its_page(path, status):
    asked, final = f"http://harbour.example/{path}", f"https://www.harbour.example/{path}"
    assert redirected(asked, final, status=status).verdict == "redirected-permanent"
