"""Pages that say with status 200 that they are gone, and pages that only seem to."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.probe.zoo.behaviours import PROSE, hang, page, redirect, reply
from tests.probe.zoo.case import Behaviour, Case, on

if TYPE_CHECKING:
    from tests.probe.zoo.server import Ask

_SORRY = "The page you were looking for is not here. Try the search."

_GONE_TITLES = {
    "title": "Page not found",
    "site-suffix": "Page not found – Harbour Notes",
    "site-prefix": "Harbour Notes | 404 Not Found",
    "number": "404 - Harbour Notes",
    "error-number": "Error 404 (Not Found)!!1",
    "apache": "404 Not Found",
    "german": "Seite nicht gefunden - Hafennotizen",
    "french": "Page non trouvée | Carnet du port",
    "french-formal": "Page introuvable – Carnet du port",
    "spanish": "Página no encontrada - Notas del puerto",
    "portuguese": "Página não encontrada – Notas do porto",
    "italian": "Pagina non trovata - Note dal porto",
    "dutch": "Pagina niet gevonden - Havennotities",
    "polish": "Nie znaleziono strony – Notatki z portu",
    "russian": "Страница не найдена — Портовые заметки",
    "swedish": "Sidan hittades inte - Hamnanteckningar",
    "czech": "Stránka nenalezena – Přístavní zápisky",
    "turkish": "Sayfa bulunamadı - Liman Notları",
    "japanese": "ページが見つかりません | 港の手帖",
    "chinese": "页面未找到 - 港口笔记",
    "greek": "Η σελίδα δεν βρέθηκε – Σημειώσεις",
    "korean": "페이지를 찾을 수 없습니다 - 항구",
    "group": "Group not found | Boats",
    "track": "We can’t find that track.",
    "item": "Sorry, this item is unavailable.",
    "file": "Invalid or deleted file.",
    "spanish-cry": "¡Vaya! No encontramos la página que buscas",
    "galician": "Páxina non atopada – Porto",
    "basque": "Ez da orria aurkitu – Portua",
}
GONE = (
    *(Case(f"soft404-{name}", page(title, _SORRY), "soft-404") for name, title in _GONE_TITLES.items()),
    Case("soft404-heading", reply(200, f"<title>Harbour Notes</title><h1>Page not found</h1><p>{_SORRY}"), "soft-404"),
    Case(
        "soft404-wp-heading",
        reply(200, "<title>Harbour Notes</title><h1>Oops! That page can&rsquo;t be found.</h1>"),
        "soft-404",
    ),
    Case(
        "soft404-behind-redirect",
        {"/a": redirect(301, "/b"), "/b": page("Page not found", _SORRY)},
        "soft-404",
        at="/a",
    ),
    Case("soft404-with-fragment", page("Page not found", _SORRY), "soft-404", at="/x#y"),
    Case(
        "soft404-noindex", page("Page not found", _SORRY, inside='<meta name="robots" content="noindex">'), "soft-404"
    ),
)

_FINE_TITLES = {
    "how-to": "Page not found: how to design 404 pages",
    "list": "25 funny 404 error pages",
    "room": "Room 404: a novel",
    "car": "The Peugeot 404 turns sixty",
    "wikipedia": "HTTP 404 - Encyclopedia",
    "what-is": "What is a 404 error and how do I fix it?",
    "lost": "Lost and not found: a harbour mystery",
    "film": "Not Found (film)",
    "german": "„Seite nicht gefunden“: Was der Fehler 404 bedeutet",
    "nothing": "Nothing found in the wreck, divers say",
    "gone": "Gone fishing",
    "group": "Group missing at sea",
    "band": "Gone | The Harbour Band",
    "database": "Database error messages and what they mean",
    "question": "Page not found? Permalinks fail after moving",
    "error": "Trial and error",
}
FINE = on(
    "articles.example",
    *(Case(f"fine-{name}", page(title, f"About {title}. {PROSE}"), "ok") for name, title in _FINE_TITLES.items()),
    Case(
        "fine-song",
        reply(200, f"<title>Lost - The Harbour Band | Lyrics</title><h1>Lost</h1><div>{PROSE[:1600]}</div>"),
        "ok",
    ),
    Case("fine-album", page("Lost | The Harbour Band", "1. Lost 3:45, 2. Ferry 2:11. Ships in five days."), "ok"),
    Case("fine-mention", page("Moving a site", f"Old links say “Page not found”. {PROSE}"), "ok"),
    Case("fine-second-heading", page("Error codes", f"{PROSE}<h2>404 Not Found</h2><p>The page is missing.</p>"), "ok"),
    Case("fine-search-empty", page("Tides", "No results? Nothing was found? Ask the harbour master."), "ok"),
    Case("fine-noindex", page("Harbour Notes", PROSE, inside='<meta name="robots" content="noindex,follow">'), "ok"),
)

# -- every path the same ---------------------------------------------------------------------------------------------

_count = itertools.count(1)


async def _echo(ask: Ask) -> None:
    nonce = next(_count)
    await page("Harbour Notes", f"Sorry about {ask.path}. Ask no. {nonce}, {nonce * 977} visitors so far. {PROSE}")(ask)


_APP = reply(200, '<!doctype html><title>Harbour</title><div id="root"></div><script src="/app.js"></script>')
_APP_NOSCRIPT = reply(
    200,
    "<title>H</title><noscript>You need to enable JavaScript to run this app.</noscript>"
    '<div id="app"></div><script type=module src="/a.js"></script>',
)
_BOX = '<form><input name="user"><input type="PASSWORD" name="pass"><button>Log in</button></form>'
_LOGIN = page("Harbour Notes", "For members.", inside=_BOX)


async def _gate(ask: Ask) -> None:
    """Leads everything to a question, which leads back."""
    if ask.path.startswith("/age/"):
        await page("Harbour Notes", "Are you 18? Yes. No.")(ask)
    else:
        await redirect(302, f"/age/?return={quote(ask.path, safe='')}")(ask)


async def _lost(ask: Ask) -> None:
    """Leads everything to one page."""
    if ask.path.startswith("/sea/"):
        await page("Harbour Notes", "All hands on deck.")(ask)
    else:
        await redirect(302, "/sea/?utm_source=x")(ask)


_SAME = page("Harbour Notes", f"Welcome to our harbour. {PROSE}")
_REAL: Behaviour = page("Ferry hire", f"Hire a ferry. {PROSE[:1500]}")
SAME = (
    Case("soft404-same-as-random", {"*": _SAME}, "soft-404", at="/ferry-times"),
    Case("soft404-same-deep", {"*": _SAME}, "soft-404", at="/2019/05/ferry-times/"),
    Case("soft404-echo", {"*": _echo}, "soft-404", at="/ferry-times"),
    Case("login-for-all", {"*": _LOGIN}, "auth-required", "login", at="/2019/05/ferry-times/"),
    Case("login-box-on-all", {"*": page("Harbour Notes", PROSE, inside=_BOX)}, "soft-404", at="/ferry-times"),
    Case("gate-for-all", dict.fromkeys(("/rum/", "/age/", "*"), _gate), "redirected-temporary", at="/rum/"),
    Case("error-for-all", {"*": _lost}, "soft-404", at="/rum/"),
    Case("same-but-root", {"*": _SAME}, "ok", at="/"),
    Case("app-shell", {"*": _APP}, "unknown", at="/boats/7"),
    Case("app-shell-noscript", {"*": _APP_NOSCRIPT}, "unknown", at="/boats/7"),
    Case("app-shell-root", {"*": _APP}, "ok", at="/"),
    Case("app-shell-real-404", {"/boats": _APP}, "ok", at="/boats"),
    Case("random-says-not-found", {"/ferry-hire": _REAL, "*": page("Page not found", _SORRY)}, "ok", at="/ferry-hire"),
    Case("random-goes-home", {"/ferry-hire": _REAL, "/": _SAME, "*": redirect(302, "/")}, "ok", at="/ferry-hire"),
    Case("random-is-home", {"/ferry-hire": _REAL, "*": _SAME}, "ok", at="/ferry-hire"),
    Case("random-fails", {"/ferry-hire": _REAL, "*": reply(500)}, "ok", at="/ferry-hire"),
    Case("random-forbidden", {"/ferry-hire": _REAL, "*": reply(403)}, "ok", at="/ferry-hire"),
    Case("random-limited", {"/ferry-hire": _REAL, "*": reply(429, "", ("Retry-After", "100"))}, "ok", at="/ferry-hire"),
    Case("random-hangs", {"/ferry-hire": _REAL, "*": hang}, "ok", at="/ferry-hire"),
    Case(
        "random-to-login",
        {"/ferry-hire": _REAL, "/login": page("Log in"), "*": redirect(302, "/login?next=/x")},
        "ok",
        at="/ferry-hire",
    ),
)

# -- hosters ---------------------------------------------------------------------------------------------------------

_FOR_SALE = "This domain is for sale. Buy this domain."
PARKED = (
    Case(
        "suspended",
        page("Account Suspended", "This account has been suspended. Contact your hosting provider."),
        "soft-404",
    ),
    Case("registered-japan", page("このドメインはお名前.comで取得されています。", " "), "soft-404"),
    Case("expired-china", page("域名已过期", "该域名已过期，请联系域名注册商续费。"), "soft-404"),
    Case("reserved-dutch", page("Domein", "Dit domein is gereserveerd door een klant van TransIP."), "soft-404"),
    Case(
        "nginx-default",
        page("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed and working."),
        "soft-404",
    ),
    Case(
        "apache-default",
        page(
            "Apache2 Ubuntu Default Page: It works",
            "This is the default welcome page used to test the correct operation of the Apache2 server.",
        ),
        "soft-404",
    ),
    Case(
        "cpanel-default",
        page(
            "Default Web Site Page",
            "SORRY! If you are the owner of this website, please contact your hosting provider.",
            inside="<meta name=generator content=cPanel>",
        ),
        "soft-404",
    ),
    Case(
        "parked-sedo",
        page(
            "parked-sedo.example", _FOR_SALE, inside="<script src='https://img.sedoparking.com/js/parking.js'></script>"
        ),
        "soft-404",
    ),
    Case(
        "parked-lander",
        reply(
            200,
            '<!DOCTYPE html><html><script>window.onload=function(){window.location.href="/lander"}</script></html>',
        ),
        "soft-404",
    ),
    Case(
        "parked-godaddy",
        page(
            "parked-godaddy.example",
            "",
            inside="<script src='https://img1.wsimg.com/parking-lander/static/js/main.js'></script>",
        ),
        "soft-404",
    ),
    Case(
        "parked-bodis",
        page(
            "parked-bodis.example",
            "Related searches",
            inside="<script src='https://parking.bodiscdn.com/js/parking.js'></script>",
        ),
        "soft-404",
    ),
    Case(
        "parked-crew",
        page(
            "parked-crew.example",
            "Related links",
            inside="<script src='//d38psrni17bvxu.cloudfront.net/a.js'></script><link href='//parkingcrew.net/a.css'>",
        ),
        "soft-404",
    ),
    Case(
        "parked-afternic",
        redirect(302, "http://www.afternic.com:{http}/forsale/parked-afternic.example?utm_source=TDFS"),
        "soft-404",
        at="/ferry-times",
        hosts={
            "www.afternic.com": {
                "/forsale/parked-afternic.example": page("parked-afternic.example is for sale", "Get a price.")
            }
        },
    ),
    Case(
        "parked-dan",
        redirect(301, "http://dan.com:{http}/buy-domain/parked-dan.example"),
        "soft-404",
        at="/ferry-times",
        hosts={
            "dan.com": {
                "/buy-domain/parked-dan.example": page(
                    "parked-dan.example", "The domain name parked-dan.example is for sale!"
                )
            }
        },
    ),
)
NOT_PARKED = (
    Case(
        "shop-of-domains",
        page(
            "Premium domains for sale", f"Each domain is for sale. Buy this domain now: boats.example, 900 €. {PROSE}"
        ),
        "ok",
    ),
    Case("shop-of-boats", page("Boat for sale: a trawler of 1962", "This boat is for sale. Buy now."), "ok"),
    Case(
        "house-for-sale",
        page("For sale: house at the quay", "This property is for sale. Related searches: houses, flats."),
        "ok",
    ),
    Case(
        "article-on-parking",
        page(
            "What domain parking is", f"Firms such as sedoparking.com and Bodis show “This domain is for sale”. {PROSE}"
        ),
        "ok",
    ),
    Case("parking-lots", page("Parking at the harbour", "Parked cars are towed. Related links: tides."), "ok"),
    Case(
        "article-on-nginx",
        page("Welcome to nginx! What this page means", f"“Welcome to nginx!” greets whoever installs it. {PROSE}"),
        "ok",
    ),
    Case(
        "article-on-suspension",
        page("Account suspended: what now?", f"“This account has been suspended” says a hoster. {PROSE}"),
        "ok",
    ),
    Case("directory-listing", page("Index of /charts", '<a href="a.pdf">a.pdf</a>'), "ok"),
    Case("under-construction", page("Coming soon", "We open in May."), "ok"),
)
CASES = (*GONE, *FINE, *SAME, *PARKED, *NOT_PARKED)
