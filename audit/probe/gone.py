"""Pages that answer with success and say that what was asked for is not there. Pure. The words are `gone.json`.

A page is believed only where it says so instead of content: in its title or first heading, and not in an article about
such pages. Words are compared in the form of `loose`; expressions are for the whole of a segment, or of what the file's
part is named after. `{own}` is the domain that was asked.
"""

from __future__ import annotations

import json
import re
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from audit.facts.url import parse_url
from audit.probe.fragment import loose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element, Node

    from audit.facts.url import Url
    from audit.probe.answer import Answer
    from audit.probe.page import Page

_TABLE: dict[str, Any] = json.loads((files("audit.probe") / "gone.json").read_text("utf-8"))


def _either(expressions: Iterable[str]) -> str:
    """One expression of several, in the form of `loose`."""
    return "|".join(f"(?:{loose(expression)})" for expression in expressions)


# -- not found -------------------------------------------------------------------------------------------------------


class _Sense(IntEnum):
    """How clearly a segment says that nothing was found."""

    OTHER = 0
    NAME = 1  # `Lost`, `Gone`: songs, films and bands are called so
    WEAK = 2  # `404`, `Not found`: may be the name of something
    CLEAR = 3


_WORDS = _TABLE["not_found"].values()
_PLACE = r"(?: (?:on|at|auf|bei|sur|en|em|su|op|na|pa) .{1,40})"
_CLEAR = re.compile(rf"(?:{_either(one for words in _WORDS for one in words['strong'])})(?: ?[.!?;].*|{_PLACE})?")
_CLEAR_WITHIN = re.compile(rf"(?<!\w)(?:{_either(one for words in _WORDS for one in words['strong'])})(?=[.!?,;: ]|\Z)")
_WEAK = re.compile(rf"(?:{_either(one for words in _WORDS for one in words['weak'])})(?: ?[.!?;].*|{_PLACE})?")
_NAMES = loose(_TABLE["names"])
_CODE_WITHIN = re.compile(
    rf"(?<![\w.])(?:404|410)[^\w.]{{1,3}}(?!(?:{_NAMES})(?!\w))"
    rf"(?:{_either(one for words in _WORDS for one in words['weak'])})(?!\w)"
)
_NAME = re.compile(_NAMES)
_INTERJECTION = re.compile(rf"(?:(?:{loose(_TABLE['interjections'])})(?!\w)[\s!?.,:;-]*)+")
_CODE = re.compile(r"(?<![\w.])(?:404|410)(?![\w.]*\w)")
_QUESTION = re.compile(r"[^?]+\?(?: \S+){3,}")
"""What asks whether something was not found, and goes on: about such pages."""
_BRACKETS = re.compile(r"[()\[\]{}]")
# `404 not found error`, `404 Not Found 1` of Magento
_BEHIND_CODE = re.compile(r"[\s,:-]+(?:error|erreur|fehler|errore|erro|fout|blad|chyba|hata|ошибка|помилка|\d)\Z")
_EDGES = "¡¿ \t\"'()[]{}<>-_|~*#!?.,:;/\\…=+→←"
_NAMES_OF_CODE = frozenset({"", "page", "error", "error page", "file", "seite", "pagina", "страница"})
# What sets a title's parts apart; between Chinese or Japanese letters blanks are not needed.
_SEPARATOR = re.compile(
    r"\s*[|｜·•»«›‹~]+\s*|\s+[-–—/:]+\s+|(?<=[\u3040-\u9fff])[-–—_]|[-–—_](?=[\u3040-\u9fff])|\s+::\s+"
)
_COLON = re.compile(r"[:：]\s*")
_LONGEST_SEGMENT: Final = 160
_LONGEST_NAME: Final = 30
_BEGINNING: Final = 600
"""Characters at the beginning of a page in which a sentence confirms what its title seems to say."""
_LONG_TEXT: Final = 1500
"""Characters of a page that has content, so that a title alone is no evidence."""
_ARTICLE_PROSE: Final = 600
"""Characters of prose in what is marked as one article; a page that was not found has a paragraph or two."""
_PROSE: Final = 1200
"""Characters of prose in one place of a page; lists of excerpts have as much, but not in one place."""
_SHORTEST_PARAGRAPH: Final = 60


def soft_404(page: Page) -> str | None:
    """Why a page that came with success is one that was not found; None if it is not.

    Args:
        page: the page.

    Returns:
        The evidence, for people.
    """
    if not page.is_html:
        return None
    if _is_marked_by_wordpress(page):
        return "WordPress marks the page as not found (class error404)"
    title, heading = _sense_of_title(page.title), max(map(_sense_of_heading, page.headings), default=_Sense.OTHER)
    if title is heading is _Sense.OTHER or _is_article(page):
        return None
    is_long = page.shows_more_than(_LONG_TEXT)
    if heading is _Sense.CLEAR or (title is _Sense.CLEAR and not is_long):
        return _evidence(page, title, heading)
    beginning = loose(page.text[:_BEGINNING])
    is_said = _CLEAR_WITHIN.search(beginning) or (max(title, heading) >= _Sense.WEAK and _CODE_WITHIN.search(beginning))
    return _evidence(page, title, heading) if is_said or min(title, heading) >= _Sense.WEAK else None


def _evidence(page: Page, title: _Sense, heading: _Sense) -> str:
    if title >= heading:
        return f"its title is “{page.title[:80]}”"
    said = next(text for text in page.headings if _sense_of_heading(text) is heading)
    return f"its heading is “{said[:80]}”"


def _is_marked_by_wordpress(page: Page) -> bool:
    body = next(iter(page.markup.elements("body")), None)
    return body is not None and "error404" in (body.attr("class") or "").split()


@lru_cache(maxsize=1024)
def _sense_of_title(title: str) -> _Sense:
    """What a title says, by its first or last part: the others are names of the site and of sections."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip(_EDGES)]
    if not parts:
        return _Sense.OTHER
    looked_at = [parts[0], parts[-1]]
    if len(parts) > 1 and _is_code(loose(parts[0])):  # `404 | Page not found | Harbour`
        looked_at.append(f"{parts[0]} {parts[1]}")
    return max(map(_sense_of_heading, looked_at))


@lru_cache(maxsize=1024)
def _sense_of_heading(text: str) -> _Sense:
    """What a heading, or a part of a title, says; after a colon an article would go on, so both sides must say it."""
    sense = _sense_of_segment(loose(text))
    parts = [part for part in _COLON.split(text, maxsplit=1) if part.strip(_EDGES)]
    if sense is _Sense.CLEAR and len(parts) > 1:
        rest = _sense_of_segment(loose(parts[1]))
        return sense if rest or _sense_of_segment(loose(parts[0])) is _Sense.OTHER else _Sense.OTHER
    if sense is _Sense.OTHER and len(parts) > 1 and len(parts[0]) <= _LONGEST_NAME:
        return _sense_of_segment(loose(parts[1]))
    return sense


def _sense_of_segment(text: str) -> _Sense:
    """What words in the form of `loose` say."""
    if len(text) > _LONGEST_SEGMENT:
        return _Sense.OTHER
    rest = _CODE.sub(" ", text)
    has_code = rest != text
    rest = " ".join(_BRACKETS.sub(" ", rest).strip(_EDGES).split())
    if has_code:
        rest = _BEHIND_CODE.sub("", rest)
    for words in (rest, _without_interjections(rest)):
        if _CLEAR.fullmatch(words):
            return _Sense.OTHER if _QUESTION.fullmatch(words) else _Sense.CLEAR
        if _WEAK.fullmatch(words):
            weak = _Sense.NAME if _NAME.fullmatch(words) else _Sense.WEAK
            return _Sense.CLEAR if has_code else weak
        if has_code and words in _NAMES_OF_CODE:
            return _Sense.WEAK
    return _Sense.OTHER


def _is_code(text: str) -> bool:
    """Whether words say `Error 404` and nothing else."""
    rest = _CODE.sub(" ", text)
    return rest != text and _without_interjections(rest.strip(_EDGES)) in _NAMES_OF_CODE


def _without_interjections(text: str) -> str:
    found = _INTERJECTION.match(text)
    return text[found.end() :].strip(_EDGES) if found is not None else text


def _is_article(page: Page) -> bool:
    """Whether a page has prose to read: one about pages that are not found, or with a wrong title."""
    root = page.markup.root
    articles = root.select("article")
    paragraphs = [node for node in root.select("p") if node.closest("nav,header,footer,aside,form") is None]
    lengths = {node: len(node.text) for node in paragraphs if len(node.text) >= _SHORTEST_PARAGRAPH}
    places: dict[Node | None, int] = {}
    for node, length in lengths.items():
        places[node.parent] = places.get(node.parent, 0) + length
    if max(places.values(), default=0) >= _PROSE:
        return True
    marked = len(articles) == 1 or (not articles and _is_said_to_be_one(page))
    inside = lengths if not articles else {node: length for node, length in lengths.items() if _is_in_article(node)}
    return marked and sum(inside.values()) >= _ARTICLE_PROSE


def _is_in_article(node: Element) -> bool:
    return node.closest("article") is not None


def _is_said_to_be_one(page: Page) -> bool:
    """Whether the head of a page calls it an article."""
    for node in page.markup.elements("meta"):
        name = (node.attr("property") or node.attr("name") or "").lower()
        if name == "article:published_time" or (
            name == "og:type" and (node.attr("content") or "").lower() == "article"
        ):
            return True
    return False


# -- parked ----------------------------------------------------------------------------------------------------------

_PARKING_HOSTS = frozenset(_TABLE["parking"]["hosts"])
_LANDERS = re.compile("|".join(_TABLE["parking"]["landers"]), re.IGNORECASE)
_PARKING_LOADS = re.compile("|".join(_TABLE["parking"]["loads"]), re.IGNORECASE)
_PARKING_SCRIPTS = re.compile("|".join(_TABLE["parking"]["scripts"]), re.IGNORECASE)
_PARKING_TEXTS = re.compile(_either(_TABLE["parking"]["texts"]), re.DOTALL)
_PARKING_COOKIES = frozenset({"parking_session"})
_PARKING_HEADERS = frozenset({"x-adblock-key", "x-parking"})
_PARKING_PATHS = re.compile(r"/px\.js\?ch=\d")
_NAMES_DOMAIN = re.compile(r"(?:^|&)(?:d|dn|domain|domain_?name)=", re.IGNORECASE)
_LOADING = "script[src],iframe[src],frame[src],form[action]"
_FOR_SALE = [expression for expressions in _TABLE["for_sale"].values() for expression in expressions]
_PARKED_TEXT: Final = 3000
"""Characters of a parked page: a list of searches, an offer, a form."""
_OFFER_TEXT: Final = 1000
"""Characters of a page that offers its own domain and nothing else."""


def parked(answer: Answer, page: Page) -> str | None:
    """Why a page is that of a domain which nobody uses; None if it is not.

    Only strong signs count: the host or script of a parking service, its header or cookie, or an offer of the very
    domain on a page that has nothing else. Words about domains for sale alone are no evidence.

    Args:
        answer: the last answer.
        page: its body.

    Returns:
        The evidence, for people.
    """
    url = parse_url(answer.url)
    if url is None:
        return None
    if _LANDERS.match(f"{url.host}{url.path}") or (_is_of_parking(url) and _NAMES_DOMAIN.search(url.query)):
        return f"it leads to the page of a domain at {url.host}, which sells or parks domains"
    if not page.is_html:
        return None
    evidence = _parked_by_head(answer) or _parked_by_markup(page, url)
    if evidence or page.shows_more_than(_PARKED_TEXT):
        return evidence
    return _parked_by_text(page) or _offered(page, url.registrable)


def _is_of_parking(url: Url) -> bool:
    return url.registrable in _PARKING_HOSTS or url.host in _PARKING_HOSTS


def _parked_by_head(answer: Answer) -> str | None:
    """A header or cookie that only parking services send."""
    header = next((name for name, _ in answer.headers if name in _PARKING_HEADERS), None)
    cookie = min(answer.cookies & _PARKING_COOKIES, default=None)
    if header is None and cookie is None:
        return None
    return f"a parking service sends the {'header' if header else 'cookie'} {header or cookie}"


def _parked_by_markup(page: Page, url: Url) -> str | None:
    """What a page loads or runs that only those of parking services do; their own sites load from themselves."""
    root = page.markup.root
    if root.select_one("html[data-adblockkey]") is not None:
        return "its markup has the key of a parking service"
    for node in root.select(_LOADING):
        address = (node.attr("src") or node.attr("action") or "").strip()
        loaded = parse_url(address, page.base)
        if loaded is None or (loaded.registrable == url.registrable and not _PARKING_PATHS.search(address)):
            continue
        if _is_of_parking(loaded) or _PARKING_LOADS.search(address):
            return f"it loads {address[:80]}"
    for node in page.markup.elements("script"):
        found = _PARKING_SCRIPTS.search(node.text)
        if found is not None:
            return f"its script is that of a parking service ({found[0][:40]})"
    return None


def _parked_by_text(page: Page) -> str | None:
    """What a page with nothing else says that only those of parking services do."""
    if not page.is_bare(_PARKED_TEXT):
        return None
    found = _PARKING_TEXTS.search(loose(f"{page.title} {page.text}"[:_PARKED_TEXT]))
    return f"it says “{found[0][:80]}”" if found is not None else None


def _offered(page: Page, own: str) -> str | None:
    """The offer of the very domain, in the title or a heading of a page with nothing else."""
    if not own or page.shows_more_than(_OFFER_TEXT) or page.markup.root.select_one("article") is not None:
        return None
    said = [loose(text) for text in (page.title, *page.headings)]
    text = loose(page.text)
    if not any(own in one for one in (*said, text[:_BEGINNING])):
        return None
    offer = _offer_of(own)
    found = next((one for one in said if offer.search(one)), None)
    return f"it offers its own domain: “{found[:80]}”" if found is not None else None


@lru_cache(maxsize=256)
def _offer_of(own: str) -> re.Pattern[str]:
    """An expression for an offer of one domain."""
    return re.compile(r"\b(?:" + _either(_FOR_SALE).replace("{own}", f'"?{re.escape(own)}"?') + ")")


# -- placeholders of hosters and servers -----------------------------------------------------------------------------

_PLACEHOLDER_TITLES = re.compile(_either(_TABLE["placeholders"]["titles"]))
_PERHAPS_TITLES = re.compile(_either(_TABLE["placeholders"]["perhaps"]))
"""Titles that articles have, too: they count on a page with nothing else."""
_PLACEHOLDER_TEXTS = re.compile(_either(_TABLE["placeholders"]["texts"]), re.DOTALL)
_PLACEHOLDER_TEXT: Final = 4500
"""Characters of the longest page that a server brings along (Debian's of Apache has 3,200)."""
_NOTICE_TEXT: Final = 900
"""Characters of a page that says only that nothing is there."""
_BARE_TEXT: Final = 200
"""Characters of a page that has a title and nothing else."""
_LISTING = re.compile(r"(?:index of|directory listing (?:for|of)) /.*")
_EMPTY_ENTRIES = frozenset({"", "/", "..", "../", "./", "cgi-bin/", "/cgi-bin/"})


def hosting_placeholder(page: Page) -> str | None:
    """Why a page is one that a hoster or server shows where there is no site; None if it is not.

    Suspended accounts, a server's own first page, an empty listing, blogs and sites that were removed.

    Args:
        page: the page.

    Returns:
        The evidence, for people.
    """
    if not page.is_html:
        return None
    said = [(text, loose(text)) for text in (page.title, *page.headings)]
    named = next((text for text, words in said if _is_title_of_placeholder(words.strip(_EDGES), page)), None)
    if named is not None and not page.shows_more_than(_PLACEHOLDER_TEXT) and not _has_article(page):
        return f"a hoster or server shows it: “{named[:80]}”"
    if any(_LISTING.fullmatch(words) for _, words in said) and _is_empty_listing(page):
        return "it lists a folder with nothing in it"
    if page.is_bare(_NOTICE_TEXT):
        found = _PLACEHOLDER_TEXTS.search(loose(f"{page.title} {page.text}"))
        if found is not None:
            return f"a hoster or server shows it: “{found[0][:80]}”"
    return None


def _is_title_of_placeholder(title: str, page: Page) -> bool:
    if _PLACEHOLDER_TITLES.fullmatch(title):
        return True
    return _PERHAPS_TITLES.fullmatch(title) is not None and page.is_bare(_BARE_TEXT)


def _has_article(page: Page) -> bool:
    return page.markup.root.select_one("article") is not None and _is_article(page)


def _is_empty_listing(page: Page) -> bool:
    """Whether a listing names nothing but the folder above, orders to sort by, and whose server it is."""
    for node in page.markup.root.select("a[href]"):
        entry = node.attr("href") or ""
        is_own = entry in _EMPTY_ENTRIES or entry.startswith(("?", "http://", "https://"))
        if not is_own and loose(node.text) != "parent directory":
            return False
    return True


# -- pages for other regions -----------------------------------------------------------------------------------------

_ELSEWHERE = re.compile(_either(_TABLE["elsewhere"]))
_ELSEWHERE_TEXT: Final = 350
"""Characters of a page that only says for whom it is not: a sentence or two, and a word of regret."""


def for_elsewhere(page: Page) -> str | None:
    """Why a page is only a notice that readers from here do not get what others do; None if it is not.

    Args:
        page: the page.

    Returns:
        The evidence, for people.
    """
    if not page.is_html or not page.is_bare(_ELSEWHERE_TEXT):
        return None
    found = _ELSEWHERE.search(loose(f"{page.title} {page.text}"))
    return f"the page says “{found[0][:80]}”" if found is not None else None


# -- sites that are out of order ------------------------------------------------------------------------------------

_DATABASE = re.compile(_either(_TABLE["database"]))
_FAULT_TEXT: Final = 600
"""Characters of a page that says no more than what went wrong."""
_CRASH = re.compile(_either(_TABLE["crash"]))
_CRASH_TEXT: Final = 2000
"""Characters of the same with the way through the program that led there."""


def database_error(page: Page) -> str | None:
    """Why a page is the report that the site's database does not answer; None if it is not.

    Source: https://developer.wordpress.org/reference/functions/dead_db/

    Args:
        page: the page.

    Returns:
        The evidence, for people.
    """
    if page.shows_more_than(_FAULT_TEXT):
        return None
    title = loose(page.title)
    found = _DATABASE.search(title) or _DATABASE.search(loose(f"{title} {page.text}"[: 2 * _FAULT_TEXT]))
    if found is None or (page.is_html and not page.is_bare(_FAULT_TEXT)):
        return None
    return f"the page says “{found[0][:80]}”"


def crash(page: Page) -> str | None:
    """Why a page is what PHP prints where it breaks off, which many servers send with success; None if it is not.

    PHP prints it first and in no heading, WordPress in a paragraph of its own: with a heading it is a page about it.

    Source: https://www.php.net/manual/errorfunc.configuration.php#ini.display-errors

    Args:
        page: the page.

    Returns:
        The evidence, for people.
    """
    if not page.is_bare(_CRASH_TEXT) or any(_CRASH.match(loose(heading)) for heading in page.headings):
        return None
    found = _CRASH.match(loose(page.text))
    return f"the page says “{found[0][:80]}”" if found is not None else None
