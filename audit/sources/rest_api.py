"""The REST API of a WordPress site: where it is, and what it answers.

Any page of the site tells where it is, in a `Link` header or a `<link>`; where none does, it is looked for where it
usually is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from audit.sources.answers import Unreadable, in_plain_words, json_of
from audit.sources.failures import FailedError
from audit.sources.feeds import is_feed
from audit.sources.sitemaps import decompressed, is_list, is_sitemap
from audit.sources.web import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.sources.answers import Answer
    from audit.sources.web import Web

LOGIN_NEEDED = frozenset({401, 403})
_LARGEST_PAGE = 8 << 20
_LARGEST_LISTING = 64 << 20
_LOOKED_AT = 64 << 10
_LISTINGS = (".xml", ".gz", ".txt", ".rss", ".atom", ".rdf")
_READABLE = 200
_FAULTS_OF_SERVER = 500
_COME_BACK_LATER = frozenset({429, 503})
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r"""\brel\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))""", re.IGNORECASE)
_LINK_TAG = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_API = "https://api.w.org/"
_USUAL = ("wp-json/", "?rest_route=/", "index.php?rest_route=/")
"""Where the REST API is below the address of a site: with permalinks, without, and where a server hides the second."""


class OtherError(FailedError):
    """The address is none of a WordPress site that shows its REST API; the answer tells what it is."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("shows no WordPress REST API", answer=answer)


class Page(NamedTuple):
    """One page of a list: its items, the page count that the server announced, and whether it names a next page."""

    items: list[Any]
    pages: int | None
    total: int | None
    has_next: bool


def _names_listing(address: str) -> bool:
    """Whether an address names a sitemap, a feed or a list, so that no page of a site is meant by it."""
    return urlsplit(address).path.lower().endswith(_LISTINGS)


def _is_listing(answer: Answer) -> bool:
    """Whether an answer is a sitemap, a feed, or a list of addresses."""
    head = answer.body[:_LOOKED_AT]
    is_text = answer.status == _READABLE and not answer.is_html
    return head.startswith(b"\x1f\x8b") or is_sitemap(head) or is_feed(head) or (is_text and is_list(head))


def api_in_link_header(header: str, base: str) -> str | None:
    """The address of the REST API in a `Link` header; None if it names none."""
    return next((_joined(base, url) for url, relations in _links(header) if _API in relations), None)


def api_in_page(page: str, base: str) -> str | None:
    """The address of the REST API in the `<link>` elements of a page; None if it names none."""
    for tag in _LINK_TAG.findall(page):
        relation, href = _RELATION.search(tag), _HREF.search(tag)
        if relation and href and _API in _text(relation).split():
            return _joined(base, _text(href).replace("&#038;", "&").replace("&amp;", "&").strip())
    return None


def _named_by(page: Answer) -> str | None:
    """The address of the REST API that a page names; None if it names none."""
    root = api_in_link_header(page.headers.get("link", ""), page.url)
    root = root or api_in_page(page.body.decode(errors="replace"), page.url)
    if not root or urlsplit(root).scheme not in {"http", "https"}:
        return None
    # Sites behind a proxy that ends TLS often name themselves with http.
    same = urlsplit(root).netloc == urlsplit(page.url).netloc
    return urlunsplit(urlsplit(root)._replace(scheme=urlsplit(page.url).scheme)) if same else root


def _joined(base: str, url: str) -> str | None:
    """An address that a page names; None if it is none."""
    try:
        address = urljoin(base, url)
        _ = urlsplit(address).port  # judged when asked for
    except ValueError:
        return None
    return address


def _links(header: str) -> Iterator[tuple[str, list[str]]]:
    for url, parameters in _LINK.findall(header):
        relation = _RELATION.search(parameters)
        yield url, _text(relation).split() if relation else []


def _text(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group is not None), "")


def guesses(address: str) -> list[str]:
    """Where the REST API may be when no page tells: below each folder of the address, deepest first."""
    parts = urlsplit(address)
    folders = [part for part in parts.path.split("/") if part]
    if folders and "." in folders[-1]:
        folders.pop()
    bases = [
        f"{parts.scheme}://{parts.netloc}/{''.join(f'{one}/' for one in folders[:depth])}"
        for depth in range(len(folders), -1, -1)
    ]
    bases = list(dict.fromkeys([*bases[:2], *bases[-2:]]))
    return [base + end for base in bases for end in _USUAL]


def _beside(root: str) -> list[str]:
    """Where else the REST API of the same site may be; below another folder is that of another site."""
    home = urljoin(root, ".") if "rest_route=" in root else urljoin(f"{root.rstrip('/')}/", "..")
    return [guess for end in _USUAL if (guess := home + end) != root]


def api_in_address(address: str) -> str | None:
    """The root of the REST API that an address is part of; None if it is of none."""
    parts = urlsplit(address)
    before, found, _ = parts.path.partition("/wp-json")
    if found:
        return urlunsplit((parts.scheme, parts.netloc, f"{before}/wp-json/", "", ""))
    if "rest_route" in parse_qs(parts.query):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "rest_route=/", ""))
    return None


def address_in_api(root: str, route: str, parameters: Mapping[str, object]) -> str:
    """The address of a route; with `?rest_route=` the parameters go on behind it."""
    query = urlencode(parameters)
    if "rest_route=" in root:
        return f"{root}{route}" + (f"&{query}" if query else "")
    return f"{root.rstrip('/')}/{route}" + (f"?{query}" if query else "")


class RestApi:
    """The REST API of one site.

    Args:
        source: address of any page of the site, or of the API.
        web: asks it.

    Attributes:
        source: the address.
        web: what asks it.
        root: where the API is, once `discover` has found it.
    """

    def __init__(self, source: str, web: Web) -> None:
        self.source = source
        self.web = web
        self.root = ""

    def discover(self) -> None:
        """Find the root.

        Raises:
            OtherError: there is none.
            FailedError: that cannot be told.
        """
        self.root = self._found()

    def first(self, route: str, parameters: Mapping[str, object]) -> Any:
        """What a route answers that every site has. Where a page came, the API is looked for where else it may be.

        Pages name `/wp-json/`, too, where the server does not rewrite it.

        Raises:
            FailedError: as `json` does.
        """
        try:
            return self.json(address_in_api(self.root, route, parameters))[1]
        except FailedError as error:
            if not error.is_page or not self._is_elsewhere():
                raise
        return self.json(address_in_api(self.root, route, parameters))[1]

    def _is_elsewhere(self) -> bool:
        try:
            found = self._guessed(_beside(self.root))
        except FailedError:
            return False
        self.root = found or self.root
        return found is not None

    def _found(self) -> str:
        if root := api_in_address(self.source):
            return root
        most = _LARGEST_LISTING if _names_listing(self.source) else _LARGEST_PAGE
        page = self._ask(self.source, accept="text/html,*/*;q=0.8", most=most)
        is_refused = page.status != _READABLE and _names_listing(self.source)
        if is_refused or _is_listing(page):
            raise OtherError(page)
        if root := _named_by(page):
            return root
        if page.status in _COME_BACK_LATER:
            raise FailedError(f"answered {in_plain_words(page)}", answer=page)
        if root := self._guessed(guesses(page.url)):
            return root
        if page.status != _READABLE:
            raise FailedError(f"answered {in_plain_words(page)}", answer=page)
        raise OtherError(page)

    def _guessed(self, addresses: Sequence[str]) -> str | None:
        """The first of some addresses that is the root; None if none is.

        Raises:
            FailedError: it is, and asks for a login.
        """
        told: FailedError | None = None
        for guess in addresses:
            try:
                _, index = self.json(guess)
            except FailedError as error:
                if error.status in LOGIN_NEEDED:
                    told = told or error
                continue
            if isinstance(index, dict) and ("routes" in index or "namespaces" in index):
                return guess
        if told is not None:
            raise told
        return None

    def _ask(self, url: str, where: str = "", **options: Any) -> Answer:
        try:
            return self.web.get(url, **options)
        except Unreachable as error:
            raise FailedError(str(error), where, "unreadable", heavy=error.heavy) from None

    def json(self, url: str) -> tuple[Answer, Any]:
        """What an address of the API answers; a damaged answer is asked for once more.

        Raises:
            FailedError: it cannot be had, or is no JSON.
        """
        for last in (False, True):
            answer = self._ask(url, _route(url))
            if answer.status != _READABLE:
                break
            try:
                return answer, json_of(decompressed(answer.body) or b"")  # some are packed twice
            except Unreadable:
                if last or answer.is_html:
                    break
        heavy = answer.status >= _FAULTS_OF_SERVER or (answer.status == _READABLE and not answer.is_html)
        raise FailedError(f"answered {in_plain_words(answer)}", _route(url), answer=answer, heavy=heavy)

    def page(self, route: str, parameters: Mapping[str, object], size: int, number: int) -> Page:
        """One page of a list.

        Raises:
            FailedError: it cannot be read.
        """
        url = address_in_api(self.root, route, {"per_page": size, "page": number, **parameters})
        answer, value = self.json(url)
        items = _listed(value)
        if items is None:
            reason = f"answered {answer.status} with JSON that is no list of posts"
            raise FailedError(reason, _route(url), answer=answer)
        relations = [relation for _, found in _links(answer.headers.get("link", "")) for relation in found]
        numbers = [_number(answer.headers.get(name)) for name in ("x-wp-totalpages", "x-wp-total")]
        pages, total = (None, None) if items and 0 in numbers else numbers  # who counts none beside some, counts wrong
        return Page(items, pages, total, "next" in relations)


def _listed(value: Any) -> list[Any] | None:
    """The items of a list; None if it is none. PHP writes one from which a plugin took some as `{"0": …, "2": …}`."""
    if isinstance(value, dict) and value and all(name.isdecimal() for name in value):
        return list(value.values())
    return value if isinstance(value, list) else None


def _number(header: str | None) -> int | None:
    """The number in a header; the first where it was sent twice, as proxies do."""
    text = (header or "").partition(",")[0].strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - digits: no site has a billion pages


def _route(url: str) -> str:
    """What of an address tells a person which part of the API was asked."""
    parts = urlsplit(url)
    return parse_qs(parts.query).get("rest_route", [parts.path])[0]
