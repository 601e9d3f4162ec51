"""What an answer means. Pure: the same answer gives the same ruling, whoever asked.

Source: the table of server behaviours that the tests hold this against (`tests/probe/zoo`), after RFC 9110 and what
browsers show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from audit.facts.url import Url, parse_url
from audit.probe import LIVE, Hop, status_words
from audit.probe.gone import crash, database_error, for_elsewhere, hosting_placeholder, parked, soft_404
from audit.probe.retry_after import quota_exhausted
from audit.probe.walls import wall_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.probe.answer import Answer
    from audit.probe.exchange import Failure
    from audit.probe.page import Page

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_ENDPOINTS = ("/xmlrpc.php", "/cdn-cgi/l/email-protection")
_OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one chain of answers means.

    Attributes:
        verdict, cause, evidence: as in `Probe`.
        definitive: nothing that a second question could change.
        again: worth a second question at once: a transient fault.
        doubt: worth a second question at the end of the run, with a browser's headers.
    """

    verdict: str
    cause: str | None = None
    evidence: str = ""
    definitive: bool = False
    again: bool = False
    doubt: bool = False

    @property
    def live(self) -> bool:
        """A reader gets what the link promises."""
        return self.verdict in LIVE


_TRANSIENT = {"again": True, "doubt": True}
# -- no answer -------------------------------------------------------------------------------------------------------

_FAILURES: dict[str, tuple[str, dict[str, bool]]] = {
    "nxdomain": ("dns-error", {"doubt": True}),
    "nodata": ("dns-error", {"doubt": True}),
    "servfail": ("dns-error", _TRANSIENT),
    "try-again": ("dns-error", _TRANSIENT),
    "private-address": ("unsafe", {"definitive": True}),
    "refused": ("broken", _TRANSIENT),
    "reset": ("broken", _TRANSIENT),
    "unreachable": ("connection-error", _TRANSIENT),
    "no-ipv6": ("unknown", {}),
    "http2": ("connection-error", _TRANSIENT),
    "not-http": ("broken", {"doubt": True}),
    "http-on-tls-port": ("broken", {"doubt": True}),
    "malformed": ("invalid-url", {"definitive": True}),
    "too-large-headers": ("unknown", {}),
    "ambiguous-framing": ("unknown", {}),
    "proxy": ("unknown", {}),
    "timeout-connect": ("timeout", {"doubt": True}),
    "timeout-tls": ("timeout", {"doubt": True}),
    "timeout-answer": ("timeout", {"doubt": True}),
    "handshake": ("tls-error", _TRANSIENT),
    "client-certificate": ("auth-required", {"definitive": True}),
}
_TLS = ("tls-error", {"definitive": True})


def ruling_of_failure(failure: Failure) -> Ruling:
    """What it means that there was no answer."""
    verdict, options = _FAILURES.get(failure.cause, _TLS)
    return Ruling(verdict, failure.cause, failure.evidence, **options)


# -- an answer -------------------------------------------------------------------------------------------------------


def ruling_of_answer(answer: Answer, page: Page, hops: Sequence[Hop], accept: frozenset[int] = frozenset()) -> Ruling:
    """What the last answer of a chain means, but for pictures, fragments and comparison with other pages.

    Args:
        answer: the last answer.
        page: its body as a page.
        hops: the redirects before it.
        accept: further statuses that count as working.
    """
    if answer.status in accept:
        return live_ruling(hops, f"{status_words(answer.status)}, which the settings accept")
    wall = wall_of(answer, page)
    if wall is not None:
        return Ruling("blocked", "challenge", f"{wall.product}: {wall.evidence}", doubt=answer.status not in _OK)
    if answer.status in _OK:
        return _ruling_of_success(answer, page, hops)
    return _ruling_of_status(answer, page)


def live_ruling(hops: Sequence[Hop], evidence: str = "") -> Ruling:
    """The verdict on a chain whose end works."""
    if not hops:
        return Ruling("ok", None, evidence, definitive=True)
    if all(hop.status in PERMANENT for hop in hops):
        return Ruling("redirected-permanent", None, evidence, definitive=True)
    return Ruling("redirected-temporary", None, evidence, definitive=True)


def _ruling_of_success(answer: Answer, page: Page, hops: Sequence[Hop]) -> Ruling:
    for cause, fault in (("database", database_error), ("crash", crash)):
        if (text := fault(page)) is not None:
            return Ruling("server-error", cause, text, again=True, doubt=True)
    asked, final = parse_url(hops[0].url if hops else answer.url), parse_url(answer.url)
    if asked is not None and final is not None and hops:
        ruling = _ruling_of_end(asked, final, hops)
        if ruling is not None:
            return ruling
    if (text := for_elsewhere(page)) is not None:
        return Ruling("blocked", "region", text)
    return _ruling_of_stand_in(answer, page, asked) or live_ruling(hops, status_words(answer.status))


def _ruling_of_stand_in(answer: Answer, page: Page, asked: Url | None) -> Ruling | None:
    """A page that says that it is not what was asked for."""
    if (text := parked(answer, page)) is not None:
        return Ruling("soft-404", "parked", text, doubt=True)
    if (text := hosting_placeholder(page)) is not None:
        return Ruling("soft-404", "placeholder", text, doubt=True)
    is_about_404 = asked is not None and (_is_not_found_page(asked) or _slug(asked) in _GONE_CODES)
    if not is_about_404 and (text := soft_404(page)) is not None:
        return Ruling("soft-404", "title", text, doubt=True)
    return None


def ruling_of_one_page(page: Page) -> Ruling:
    """What it means that a host answers an address that nobody has with this page, too."""
    if page.is_app_shell:
        return Ruling("unknown", "app-shell", "scripts make this page, whatever its address")
    if page.is_login:
        return Ruling("auth-required", "login", "the host asks for a password, whatever the address")
    return Ruling("soft-404", "same-as-random", "the host answers an address that nobody has with the same page")


# Statuses whose meaning is not that of their class: (verdict, cause, options). Others of 4xx are broken, of 5xx
# server errors. Sources: RFC 9110 15.5; https://http.dev/status; nginx's own are 494 to 499.
_STATUSES: dict[int, tuple[str, str, dict[str, bool]]] = {
    401: ("auth-required", "credentials-required", {}),
    402: ("auth-required", "payment-required", {}),
    403: ("blocked", "forbidden", {"doubt": True}),
    404: ("broken", "not-found", {"doubt": True}),
    406: ("unknown", "status", {"doubt": True}),
    407: ("unknown", "proxy", {}),
    408: ("timeout", "timeout-answer", _TRANSIENT),
    410: ("broken", "gone", {"definitive": True}),
    412: ("unknown", "status", {"doubt": True}),
    414: ("broken", "url-too-long", {"doubt": True}),
    416: ("unknown", "status", {"doubt": True}),
    417: ("unknown", "status", {"doubt": True}),
    418: ("blocked", "forbidden", {"doubt": True}),
    421: ("unknown", "status", _TRANSIENT),
    423: ("auth-required", "locked", {}),
    425: ("unknown", "status", _TRANSIENT),
    426: ("unknown", "status", {"doubt": True}),
    428: ("unknown", "status", {"doubt": True}),
    429: ("rate-limited", "too-many-requests", _TRANSIENT),
    431: ("unknown", "status", {"doubt": True}),
    440: ("auth-required", "credentials-required", {}),
    450: ("blocked", "forbidden", {"doubt": True}),
    451: ("blocked", "legal", {"doubt": True}),
    460: ("unknown", "status", _TRANSIENT),
    494: ("unknown", "status", {"doubt": True}),
    495: ("auth-required", "client-certificate", {}),
    496: ("auth-required", "client-certificate", {}),
    497: ("broken", "http-on-tls-port", {"doubt": True}),
    498: ("auth-required", "credentials-required", {}),
    499: ("unknown", "status", _TRANSIENT),
    511: ("unknown", "proxy", {}),
    524: ("timeout", "timeout-answer", _TRANSIENT),
    530: ("dns-error", "servfail", _TRANSIENT),
    561: ("auth-required", "credentials-required", {}),
    598: ("timeout", "timeout-answer", _TRANSIENT),
    999: ("blocked", "forbidden", {}),
}
# https://developers.cloudflare.com/support/troubleshooting/http-status-codes/
_ORIGIN_WITHOUT_NAME = re.compile(r"\b1016\b")
_PLAIN_TO_TLS = "plain http request was sent to https port"  # nginx
_TINY = 400  # characters
_BAD_REQUEST, _FORBIDDEN, _CONFLICT, _SERVER_ERROR, _ORIGIN_LOST = 400, 403, 409, 500, 530
_LOCKED_REST = re.compile(
    rb'"code"\s*:\s*"rest_(?:forbidden|not_logged_in|cannot_\w+|login_required|user_cannot_view)"'
)
"""Source: https://developer.wordpress.org/rest-api/using-the-rest-api/frequently-asked-questions/"""
_CLASSES: dict[int, tuple[str, str, dict[str, bool]]] = {
    1: ("unknown", "status", {"doubt": True}),
    3: ("unknown", "status", {"doubt": True}),
    4: ("broken", "client-error", {"doubt": True}),
    5: ("server-error", "server-error", _TRANSIENT),
}


def _ruling_of_status(answer: Answer, page: Page) -> Ruling:
    status, words = answer.status, f"the server answers {status_words(answer.status)}"
    ruling = _ruling_of_words(answer, page, words)
    if ruling is not None:
        return ruling
    if status in _STATUSES:
        verdict, cause, options = _STATUSES[status]
        return Ruling(verdict, cause, words, **options)
    if status in REDIRECTS:
        return _ruling_of_lost_redirect(answer, page, words)
    kind = _CLASSES.get(status // 100)
    if kind is not None:
        verdict, cause, options = kind
        return Ruling(verdict, cause, words, **options)
    return Ruling("broken", "not-http", f"{words}, which is no status of HTTP", doubt=True)


def _ruling_of_words(answer: Answer, page: Page, words: str) -> Ruling | None:
    """What the headers or the page say beside the status."""
    status, text = answer.status, page.text
    quota = quota_exhausted(answer)
    if quota is not None and status < _SERVER_ERROR:
        return Ruling("rate-limited", "quota", f"{words}; {quota}", again=True)
    if status == _ORIGIN_LOST and _ORIGIN_WITHOUT_NAME.search(text):
        return Ruling("dns-error", "nodata", f"{words}: error 1016, the origin has no DNS entry", doubt=True)
    if status == _BAD_REQUEST and _PLAIN_TO_TLS in text.lower():
        return Ruling("broken", "http-on-tls-port", f"{words}: {_PLAIN_TO_TLS}", doubt=True)
    if status == _FORBIDDEN and _LOCKED_REST.search(answer.body[:_TINY]) is not None:
        return Ruling("auth-required", "credentials-required", f"{words}: the REST API is for users who are logged in")
    if status == _CONFLICT and answer.cookies and len(text) < _TINY:
        return Ruling("blocked", "challenge", f"{words}, a cookie and no page", doubt=True)
    fault = database_error(page) if status >= _SERVER_ERROR else None
    return Ruling("server-error", "database", f"{words}: {fault}", again=True, doubt=True) if fault else None


def _ruling_of_lost_redirect(answer: Answer, page: Page, words: str) -> Ruling:
    """A redirect that names no address. 300 and 308 may be answers with a page (a choice, a storage interface)."""
    if answer.status in {300, 308} and page.text:
        return Ruling("unknown", "status", f"{words} with a page and no Location", doubt=True)
    return Ruling("broken", "no-location", f"{words} without Location", doubt=True)


# -- where a chain ends ----------------------------------------------------------------------------------------------

_LOGIN = re.compile(
    r"(?:wp-login|(?:log|sign)[-_]?[io]n|servicelogin|einloggen|inloggen|connexion|iniciar-sesion|accedi)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
# Words that a page about the subject, or a form for a newsletter, has as well: a login only with a way back.
_PERHAPS_LOGIN = re.compile(
    r"(?:anmelden|anmeldung|authenticate|authwall|authorize|oauth2?|openid-connect|saml2?|sso)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_LOGIN_HOST = frozenset({"login", "signin", "auth", "accounts", "sso", "idp", "id", "account"})
_BACK = frozenset(
    {"redirect_to", "redirect", "redirecturi", "redirecturl", "redirect_url", "return", "return_to", "returnto",
     "returnurl", "return_url", "next", "continue", "service", "target", "back", "came_from", "goto", "destination",
     "dest", "forward", "ru", "referer", "from", "url", "back_url", "source", "sessionredirect", "execution"}
)  # fmt: skip
# What a program is to do: `?action=login&redirect_to=`.
_ACTIONS = frozenset({"act", "action", "do", "mode", "op", "page", "password-protected", "route", "task", "view"})
# Of OAuth, SAML and WS-Federation: one server hands the reader over to another.
_HANDED_OVER = frozenset({"client_id", "redirect_uri", "relaystate", "samlrequest", "wtrealm"})
# Places that explain what a login is.
_MANUALS = frozenset(
    "blog category developer developers dictionary doc docs documentation faq glossary guide guides help kb "
    "knowledgebase manual reference support tag tags tutorial tutorials wiki".split()
)
_CONSENT_HOST = re.compile(r"(?:consent|guce|privacywall|cookiewall)\.")
_HOME_NAME = re.compile(
    r"(?:index|default)(?:[._-][a-z]{2})?(?:\.\w{2,5})?|(?:home|startseite|accueil|inicio)(?:\.\w{2,5})?|"
    r"(?:start|main)\.\w{2,5}",
    re.IGNORECASE,
)
# Single segments that stand for a whole site: it moved to its root, and nothing is lost.
_WHOLE_SITES = frozenset(
    "blog cms drupal forum frontpage home homepage joomla news pages portal shop site start main store typo3 web "
    "webshop website welcome wiki wordpress wp www".split()
)
_LANGUAGES = frozenset(
    "ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl he hi hr hu hy id is it ja jp ka kk km ko "
    "ky lb lt lv mk ml mn ms mt my nb ne nl nn no pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh "
    "zu".split()
)
_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{2}|419|cyrl|hans|hant|latn))?", re.IGNORECASE)
# Codes that are words, too: /it/ is a department, /hi-fi/ a shelf. They name a language if the link has them itself.
_WORDS = frozenset("az be cs el he hi hr id is it ms my no".split())
# What the query of a front page may say; any other may choose what it shows.
_HARMLESS = re.compile(
    r"utm_\w+|\w*clid|404.*|e(?:rror)?(?:404|_?code)?|(?:page_?)?not_?found|redirect(?:ed|_?from)?|from|ref|referr?er|"
    r"source|src|hl|lang|language|locale|country|region|status|msg|message",
    re.IGNORECASE | re.DOTALL,
)
_POST_NUMBERS = frozenset({"p", "attachment_id"})  # of WordPress
_LONG_SLUG = 20
# Segments through which sites count who leaves for another: whatever follows is the name of a partner.
_WAYS_OUT = frozenset(
    "aff affiliate affiliates away c click deal deals e exit get go goto jump l link links offer offers out outgoing "
    "partner partners r recommend recommends redirect ref refer referral s sponsor sponsors t to track u url "
    "visit".split()
)
_PAGE_FILE = re.compile(r".+\.(?:[xps]?html?|php\d?|aspx?|jsp|cfm)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_EXTENSION = re.compile(r"\.\w{1,5}")
_NOT_FOUND_NAME = re.compile(
    r"(?:(?:error|page|pagina|seite)[-_]?)?404(?:[-_]?(?:error|page|not[-_]?found))?(?:\.\w{2,5})?"
    r"|(?:(?:page|file)[-_]?)?not[-_]?found(?:[-_]?error)?(?:\.\w{2,5})?"
    r"|(?:seite[-_])?nicht[-_]gefunden(?:\.\w{2,5})?|page[-_](?:introuvable|non[-_]trouvee)|pagina[-_]no[-_]encontrada"
    r"|pagina[-_]non[-_]trovata|pagina[-_]nao[-_]encontrada|pagina[-_]niet[-_]gevonden|nie[-_]znaleziono",
    re.IGNORECASE,
)
_ERROR_NAME = re.compile(r"(?:error|errors|oops|sorry|fehler|erreur)(?:\.\w{2,5})?", re.IGNORECASE)
_GONE_CODES = frozenset({"404", "410"})
_SEARCH_NAME = re.compile(r"search(?:[-_]?results?)?(?:\.\w{2,5})?|suche|recherche|buscar|busca|ricerca|zoeken|szukaj")
_ARCHIVE_NAMES = frozenset({"tag", "tags", "category", "schlagwort", "kategorie", "etiqueta", "categoria", "categorie"})
_LONG_NUMBER = re.compile(r"[-_]?\d{4,}")
_IDENTIFIER = re.compile(r"\d+|(?=\D*\d)\w{5,}")
# What completes a name without changing what it names: `/boats`, `/contact-us`, `/privacy-policy`.
_COMPLETIONS = frozenset(
    "s es -us -me -page -info -policy -notice -statement -conditions -and-conditions -of-service -of-use".split()
)
_NUMBER_OF_PAGE = re.compile(r"(?!(?:19|20)\d\d\Z)\d{3,}")  # no part of a date


def _ruling_of_end(asked: Url, final: Url, hops: Sequence[Hop]) -> Ruling | None:
    """Ends that are not what the link promised: a login, a consent wall, the home page, a guess of WordPress."""
    place = _without_query(final)
    if _CONSENT_HOST.match(final.host) and not _CONSENT_HOST.match(asked.host):
        return Ruling("unknown", "consent", f"it leads to the consent wall {final.host}")
    if is_login(final) and not is_login(asked):
        return Ruling("auth-required", "login", f"it leads to the login {place}")
    gone = {
        "home-redirect": (_is_home_redirect(asked, final), f"the home page {place}"),
        "error-redirect": (_is_error_redirect(asked, final), f"the error page {place}"),
        "list-redirect": (_is_list_redirect(asked, final), f"{place}, a list of other pages"),
        "guessed-redirect": (_is_guess(asked, final, hops), f"{place}, whose name only begins like the one asked for"),
    }
    for cause, (is_so, words) in gone.items():
        if is_so:
            return Ruling("soft-404", cause, f"it leads to {words}", doubt=True)
    return None


def is_login(url: Url) -> bool:
    """Whether an address asks a reader to log in: by a segment of its path, or a login host with a way back."""
    segments, parameters = _segments(url), _parameters(url)
    first_label = url.host.partition(".")[0]
    has_way_back = not parameters.keys().isdisjoint(_BACK | _HANDED_OVER)
    if any(_LOGIN.fullmatch(segment) for segment in segments):
        return has_way_back or _MANUALS.isdisjoint({first_label, *(segment.lower() for segment in segments)})
    if has_way_back and any(_PERHAPS_LOGIN.fullmatch(segment) for segment in segments):
        return True
    if has_way_back and any(_LOGIN.fullmatch(parameters[name]) for name in _ACTIONS & parameters.keys()):
        return True
    return first_label in _LOGIN_HOST and any(
        name in _HANDED_OVER or (name in _BACK and "/" in value) for name, value in parameters.items()
    )


def _segments(url: Url) -> list[str]:
    return [segment for segment in url.path.split("/") if segment]


def _parameters(url: Url) -> dict[str, str]:
    """The parameters of the query, names in lower case."""
    return {name.lower(): value for name, value in parse_qsl(url.query, keep_blank_values=True)}


def _without_query(url: Url) -> str:
    return f"{url.scheme}://{url.host}{f':{url.port}' if url.port else ''}{url.path}"


def _bare(host: str) -> str:
    return host.removesuffix(".").removeprefix("www.")


def is_home(url: Url) -> bool:
    """Whether an address is a front page: no path, a language, or `index.html`, and no query that may name a page."""
    return _has_home_path(url) and all(_HARMLESS.fullmatch(name) for name in _parameters(url))


def _has_home_path(url: Url) -> bool:
    segments = _segments(url)
    if segments and _HOME_NAME.fullmatch(segments[-1]):
        segments.pop()
    return not segments or (len(segments) == 1 and _language(segments[0]) is not None)


def _language(segment: str) -> str | None:
    """The language that a segment names (`de`, `de-at`), or None."""
    match = _LOCALE.fullmatch(segment)
    return match[1].lower() if match is not None and match[1].lower() in _LANGUAGES else None


def _is_home_redirect(asked: Url, final: Url) -> bool:
    """Whether a page gave way to a front page."""
    if not is_home(final) or final.fragment.startswith(("/", "!")):  # the page of an app
        return False
    is_same = _bare(asked.host) == _bare(final.host)
    if _has_home_path(asked):  # ?page_id=2, ?id=1 and the like lead to the front page where it has that number
        return is_same and not _POST_NUMBERS.isdisjoint(_parameters(asked))
    segments, last = [segment.lower() for segment in _segments(asked)], _segments(final)
    if last and _language(last[0]) in _WORDS and segments[0] != last[0].lower():
        return False
    if is_same:
        if len(segments) > 1 and _HOME_NAME.fullmatch(segments[-1]):  # /Pages/Home.aspx, /blog/index.html
            segments.pop()
        return len(segments) > 1 or segments[0] not in _WHOLE_SITES
    return _is_lost_elsewhere(asked, final)


def _is_lost_elsewhere(asked: Url, final: Url) -> bool:
    """Whether an address that led to another host promised a page, and not just that host.

    A short name may well be a way to another host's front page: /app, every shortener, and the paths through which
    sites count their partners' visitors, which often name the partner.
    """
    segments = [segment.lower() for segment in _segments(asked)]
    owner = final.registrable.partition(".")[0]
    if not segments or not _WAYS_OUT.isdisjoint(segments[:-1]) or owner in f"{asked.path}?{asked.query}".lower():
        return False
    slug = segments[-1]
    is_dated = any(_YEAR.fullmatch(segment) for segment in segments[:-1])
    return is_dated or _PAGE_FILE.fullmatch(slug) is not None or ("-" in slug and len(slug) >= _LONG_SLUG)


def is_endpoint(url: Url) -> bool:
    """Whether an address answers programs, not readers: WordPress's pingbacks, Cloudflare's hidden mail addresses."""
    return url.path.rstrip("/").endswith(_ENDPOINTS)


def _slug(url: Url) -> str:
    return url.path.rstrip("/").rpartition("/")[2].lower()


def _is_not_found_page(url: Url) -> bool:
    slug, parameters = _slug(url), _parameters(url)
    if _NOT_FOUND_NAME.fullmatch(slug) is not None or "aspxerrorpath" in parameters:
        return True
    return _ERROR_NAME.fullmatch(slug) is not None and not _GONE_CODES.isdisjoint(parameters.values())


def _is_error_redirect(asked: Url, final: Url) -> bool:
    return _is_not_found_page(final) and not _is_not_found_page(asked) and "404" not in f"{asked.path}?{asked.query}"


def _is_search(url: Url) -> bool:
    """Whether an address asks for a search, whose result is about anything."""
    segments, names = [segment.lower() for segment in _segments(url)], _parameters(url).keys()
    if not segments:
        return "s" in names
    if _SEARCH_NAME.fullmatch(segments[-1]):
        return not names.isdisjoint({"q", "s", "query", "search", "keyword", "keywords", "term"})
    return any(_SEARCH_NAME.fullmatch(segment) for segment in segments[:-1])


def _is_archive(url: Url) -> bool:
    """Whether an address lists the posts of a tag or a category."""
    segments = [segment.lower() for segment in _segments(url)]
    return len(segments) > 1 and segments[-2] in _ARCHIVE_NAMES


def _is_list_redirect(asked: Url, final: Url) -> bool:
    """Whether a page gave way to a search or to an archive. A section of one word is itself a list."""
    if asked.registrable != final.registrable and not _is_lost_elsewhere(asked, final):
        return False
    if _is_search(final):
        is_the_same = not set(_parameters(asked).values()).isdisjoint(_parameters(final).values())
        return not _is_search(asked) and not is_the_same
    slug = _slug(asked)
    is_page = len(_segments(asked)) > 1 or "-" in slug or _PAGE_FILE.fullmatch(slug) is not None
    name = slug.rpartition(".")[0] if _PAGE_FILE.fullmatch(slug) is not None else slug
    return is_page and _is_archive(final) and not _is_archive(asked) and name not in final.path.lower()


def _is_guess(asked: Url, final: Url, hops: Sequence[Hop]) -> bool:
    """WordPress leads an unknown name to the first post whose name begins with it (`redirect_guess_404_permalink`).

    Not where a name was only completed: `/items/42` to `/items/42-wooden-boat`, `/product` to `/products`, nor where a
    number before it says which page is meant.

    Source: https://developer.wordpress.org/reference/functions/redirect_guess_404_permalink/
    """
    if _bare(asked.host) != _bare(final.host) or all(hop.status not in PERMANENT for hop in hops):
        return False
    wanted, got = _slug(asked), _slug(final)
    rest = got[len(wanted) :]
    return (
        bool(wanted and rest)
        and got.startswith(wanted)
        and rest not in _COMPLETIONS
        and not _have_the_same_number(asked, final)
        and not _IDENTIFIER.fullmatch(wanted)
        and not _EXTENSION.fullmatch(rest)
        and not _LONG_NUMBER.fullmatch(rest)
    )


def _have_the_same_number(asked: Url, final: Url) -> bool:
    """Whether two addresses have the same number of a page before their last segments: `/questions/123/how-to`."""
    numbers = [one for one in _segments(asked)[:-1] if _NUMBER_OF_PAGE.fullmatch(one)]
    return bool(numbers) and not set(numbers).isdisjoint(_segments(final)[:-1])
