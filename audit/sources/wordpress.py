"""Posts of a live WordPress site, over its REST API.

What the API does, and what plugins and firewalls make of it, decides how this asks: by id, because other orders lose
posts whose stamps tie; every page that the first one announces, because a short or empty page is not the last; and at
the end all ids once more, because a post that is unpublished meanwhile moves others to a page that was read already.
What was read before a break is kept for a run that comes soon after it (`audit.sources.kept`).
"""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard, TypeVar
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit, urlunsplit

import orjson

from audit._nearest import did_you_mean
from audit.secrets import masked
from audit.sources.failures import FailedError, Failures, Lost
from audit.sources.kept import Kept
from audit.sources.records import Block, SourceProblem, remember

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from audit.post_filter import PostFilter
    from audit.probe.network import Network
    from audit.sources.answers import Answer
    from audit.sources.records import Item
    from audit.sources.web import Web

USER_VARIABLE, PASSWORD_VARIABLE = "POSTAUDIT_WP_USER", "POSTAUDIT_WP_PASSWORD"

PAGE_SIZES = (100, 50, 20, 10)
"""Posts of a page, tried in turn: 100 is what WordPress allows, and some servers refuse or fail at that."""
POLITE = 4
"""Requests at the same time: what a small host with four PHP workers bears. --host-concurrency may lower it."""
MOST_PAGES = 100_000
SWEEPS = 3
BARREN = 30
"""Pages or posts in a row without anything new after which no more are asked for, so that a server ends soon that
crashes always or lies about its pages."""
REFUSALS = 4
"""Pages in a row that cannot be had, not even in parts, after which no more are asked for."""
_LARGEST_PAGE = 8 << 20
_LARGEST_LISTING = 64 << 20
_LOOKED_AT = 64 << 10
_LISTINGS = (".xml", ".gz", ".txt", ".rss", ".atom", ".rdf")
_READABLE, _BAD_REQUEST = 200, 400
_FAULTS_OF_SERVER = 500
_COME_BACK_LATER = frozenset({429, 503})
_LOGIN_NEEDED = frozenset({401, 403})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_INTERNAL = frozenset(
    {
        "attachment", "nav_menu_item", "wp_block", "wp_template", "wp_template_part", "wp_navigation",
        "wp_global_styles", "wp_font_family", "wp_font_face", "elementor_library", "et_pb_layout",
    }
)  # fmt: skip
"""Types of WordPress and of page builders that are parts of pages and no pages."""
_ATTACHMENT = "attachment"
_STATUSES = ("publish", "future", "draft", "pending", "private")
_USUAL_TYPES = {"post": "wp/v2/posts", "page": "wp/v2/pages"}
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r"""\brel\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))""", re.IGNORECASE)
_LINK_TAG = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_NOT_IN_HOSTS = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
"""Source: https://url.spec.whatwg.org/#forbidden-host-code-point, as far as `urlsplit` leaves them in."""
_API = "https://api.w.org/"
_PARTS = "author,wp:featuredmedia,wp:term"
"""What is embedded: all that rules read. The rest (comments, parents) costs the server a query a post."""


class _OtherError(FailedError):
    """The address is none of a WordPress site that shows its REST API; the answer tells what it is."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("shows no WordPress REST API", answer=answer)


class _Page(NamedTuple):
    """One page of a list: its items, the page count that the server announced, and whether it names a next page."""

    items: list[Any]
    pages: int | None
    total: int | None
    has_next: bool


class _Unknown(NamedTuple):
    """Names that the site does not have, and how that is told."""

    names: list[str]
    told: str


class _Start(NamedTuple):
    """How a list is read: posts of a page, and the first page; where that crashes the server, only its totals."""

    size: int
    page: _Page
    is_read: bool = True


_Taken = TypeVar("_Taken")
_Outcome: TypeAlias = "_Page | tuple[FailedError, Lost | None]"


def accepts(spec: str) -> bool:
    """Whether a source is a web address."""
    return spec.lower().startswith(("http://", "https://"))


def open_site(
    spec: str, spool: Path, network: Network, wanted: PostFilter, otherwise: Callable[[Answer, Web], Iterator[Item]]
) -> Iterator[Item]:
    """Fetch a site's posts, page by page, ahead of whoever takes them.

    Args:
        spec: address of any page of the site, or of its REST API.
        spool: a folder for what the site answered; it must live as long as the blocks.
        network: how it is asked.
        wanted: which posts are audited; those that the site can leave out itself are not fetched.
        otherwise: reads an answer with which no REST API comes.
    """
    source, named = _shown(spec)
    if source is None or named:
        message = (
            f"holds a user name or a password. Take them out, and set {USER_VARIABLE} and {PASSWORD_VARIABLE}."
            if named
            else "is no web address."
        )
        yield SourceProblem("unsupported", source or _printable(masked(spec)), "", message)
        return
    from audit.sources.web import Web  # noqa: PLC0415 - requests takes 60 ms

    web = Web(network, source)
    try:
        site = _Site(source, spool, web, network, wanted, Failures(source))
        try:
            site.root = site.discover()
        except _OtherError as error:
            if error.answer is not None:
                yield from otherwise(error.answer, web)
            return
        except FailedError as error:
            site.failures.add(error)
            yield from site.failures.told()
            return
        yield from site.read()
    finally:
        web.close()


def names_listing(address: str) -> bool:
    """Whether an address names a sitemap, a feed or a list, so that no page of a site is meant by it."""
    return urlsplit(address).path.lower().endswith(_LISTINGS)


def _is_listing(answer: Answer) -> bool:
    """Whether an answer is a sitemap, a feed, or a list of addresses."""
    from audit.sources.feeds import is_feed  # noqa: PLC0415 - as above
    from audit.sources.sitemaps import is_list, is_sitemap  # noqa: PLC0415 - as above

    head = answer.body[:_LOOKED_AT]
    is_text = answer.status == _READABLE and not answer.is_html
    return head.startswith(b"\x1f\x8b") or is_sitemap(head) or is_feed(head) or (is_text and is_list(head))


def _shown(spec: str) -> tuple[str | None, bool]:
    """The address without user, password and fragment, and whether it had one of the former; None if it is none."""
    try:
        parts = urlsplit(spec.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None, False
    if not host or _NOT_IN_HOSTS.search(host):
        return None, False
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None else f"{host}:{port}"
    address = urlunsplit(
        (parts.scheme.lower(), netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), parts.query, "")
    )
    return _printable(address), "@" in parts.netloc


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


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
    return [base + end for base in bases for end in ("wp-json/", "?rest_route=/", "index.php?rest_route=/")]


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


@dataclass
class _Site:
    """One site while it is read."""

    source: str
    spool: Path
    web: Web
    network: Network
    wanted: PostFilter
    failures: Failures
    root: str = ""
    user: str = ""
    items: int = 0
    files: Iterator[int] = field(default_factory=count)

    def read(self) -> Iterator[Block | SourceProblem]:
        """All that is wanted, type by type; then what could not be read, each cause once."""
        statuses = yield from self._statuses()
        if statuses:
            yield from self._read_types(statuses)
        yield from self.failures.told()

    # -- finding the API -----------------------------------------------------------------------------------------------

    def discover(self) -> str:
        """The root of the REST API.

        Raises:
            _OtherError: there is none.
            FailedError: that cannot be told.
        """
        if root := api_in_address(self.source):
            return root
        most = _LARGEST_LISTING if names_listing(self.source) else _LARGEST_PAGE
        page = self._ask(self.source, accept="text/html,*/*;q=0.8", most=most)
        is_refused = page.status != _READABLE and names_listing(self.source)
        if is_refused or _is_listing(page):
            raise _OtherError(page)
        if root := _named_by(page):
            return root
        from audit.sources.answers import in_plain_words  # noqa: PLC0415 - as above

        if page.status in _COME_BACK_LATER:
            raise FailedError(f"answered {in_plain_words(page)}", answer=page)
        if root := self._guessed(page.url):
            return root
        if page.status != _READABLE:
            raise FailedError(f"answered {in_plain_words(page)}", answer=page)
        raise _OtherError(page)

    def _guessed(self, address: str) -> str | None:
        """The root where it usually is; None if it is not there.

        Raises:
            FailedError: it is, and asks for a login.
        """
        told: FailedError | None = None
        for guess in guesses(address):
            try:
                _, index = self._json(guess)
            except FailedError as error:
                if error.status in _LOGIN_NEEDED:
                    told = told or error
                continue
            if isinstance(index, dict) and ("routes" in index or "namespaces" in index):
                return guess
        if told is not None:
            raise told
        return None

    def _ask(self, url: str, where: str = "", **options: Any) -> Answer:
        from audit.sources.web import Unreachable  # noqa: PLC0415 - as above

        try:
            return self.web.get(url, **options)
        except Unreachable as error:
            raise FailedError(str(error), where, "unreadable", heavy=error.heavy) from None

    def _json(self, url: str) -> tuple[Answer, Any]:
        """What an address of the API answers; a damaged answer is asked for once more."""
        from audit.sources.answers import Unreadable, in_plain_words, json_of  # noqa: PLC0415 - as above

        for last in (False, True):
            answer = self._ask(url, _route(url))
            if answer.status != _READABLE:
                break
            try:
                return answer, json_of(answer.body)
            except Unreadable:
                if last or answer.is_html:
                    break
        heavy = answer.status >= _FAULTS_OF_SERVER or (answer.status == _READABLE and not answer.is_html)
        raise FailedError(f"answered {in_plain_words(answer)}", _route(url), answer=answer, heavy=heavy)

    # -- who asks, and for what ----------------------------------------------------------------------------------------

    def _statuses(self) -> Generator[SourceProblem, None, tuple[str, ...]]:
        """The statuses to ask for; none where nothing can be asked for."""
        wished = () if self.wanted.any_status else self.wanted.status
        user = os.environ.get(USER_VARIABLE, "")
        public = ("publish",) if not wished or "publish" in wished else ()
        if not user:
            if told := self._without_login():
                yield SourceProblem("rest-error", self.source, "", told)
            return public
        try:
            self._log_in(user)
        except FailedError as error:
            self.web.log_out()
            yield SourceProblem(error.kind, self.source, "", str(error))
            return public
        self.user = user
        if unknown := self._unknown_statuses(wished):
            yield SourceProblem("rest-error", self.source, "", unknown.told)
            return tuple(status for status in wished if status not in unknown.names)
        return wished or _STATUSES

    def _without_login(self) -> str | None:
        """What is not shown because nobody logs in; None where nothing else was asked for."""
        if os.environ.get(PASSWORD_VARIABLE):
            return f"is read without a login: {PASSWORD_VARIABLE} is set, and {USER_VARIABLE} is not."
        hidden = [status for status in self.wanted.status if status != "publish"]
        if not hidden:
            return None
        what = "what is not published" if self.wanted.any_status else ", ".join(hidden)
        meant = _meant([] if self.wanted.any_status else sorted(set(hidden) - set(_STATUSES)), _STATUSES)
        return (
            f"shows {what} only to who is logged in. Set {USER_VARIABLE} and {PASSWORD_VARIABLE} (an application "
            f"password).{meant}"
        )

    def _unknown_statuses(self, wished: Sequence[str]) -> _Unknown | None:
        """Wished statuses that the site does not have; plugins add some to those of WordPress."""
        if set(wished) <= set(_STATUSES):
            return None
        try:
            _, known = self._json(address_in_api(self.root, "wp/v2/statuses", {}))
        except FailedError:
            return None
        names = sorted({*known, *_STATUSES}) if isinstance(known, dict) else []
        missing = [status for status in wished if status not in names]
        if not names or not missing:
            return None
        told = f"has no status {', '.join(missing)}.{_meant(missing, names)} Statuses: any, {', '.join(names)}."
        return _Unknown(missing, told)

    def _log_in(self, user: str) -> None:
        from audit.sources.web import origin_of  # noqa: PLC0415 - as above

        if origin_of(self.root) != origin_of(self.source):
            where = "{}://{}".format(*urlsplit(self.root)[:2])
            raise FailedError(
                f"has its REST API at {where}: the password is not sent there, and only published posts are read. Name "
                "that address as the source"
            )
        if urlsplit(self.source).scheme != "https" and urlsplit(self.source).hostname not in _LOOPBACK:
            raise FailedError("is no https address: the password is not sent, and only published posts are read")
        password = os.environ.get(PASSWORD_VARIABLE, "") or _prompt(user)
        if not password:
            raise FailedError(
                f"was not logged in to: {PASSWORD_VARIABLE} is not set, and only published posts are read"
            )
        self.web.log_in(user, password)
        try:
            self._json(address_in_api(self.root, "wp/v2/users/me", {"context": "edit"}))
        except FailedError as error:
            raise FailedError(
                "did not accept the user name and the application password, and only published posts are read: "
                f"{self._refusal(error)}",
            ) from None

    def _refusal(self, error: FailedError) -> str:
        """Why a login was not accepted, and what to look at."""
        from audit.sources.answers import error_code  # noqa: PLC0415 - as above

        if error.answer is None or error.status not in _LOGIN_NEEDED:
            return str(error).rstrip(".")
        code = error_code(error.answer)
        told = f"{error.where} answered {error.status}" + (f" ({code})" if code else "")
        # https://developer.wordpress.org/reference/functions/wp_is_application_passwords_supported/
        needs = " Application passwords need https that WordPress itself sees, or an environment of the type local."
        return (
            f"{told}. Look whether {USER_VARIABLE} and {PASSWORD_VARIABLE} are right: an application password of this "
            f"user, not the one of the login page.{needs} A plugin or the server may hold them back, too"
        )

    def _read_types(self, statuses: tuple[str, ...]) -> Iterator[Block | SourceProblem]:
        hidden: FailedError | None = None
        try:
            _, types = self._json(address_in_api(self.root, "wp/v2/types", {}))
        except FailedError as error:
            types, hidden = None, error
            self.failures.add(error)
        routes = yield from self._routes(types)
        refused: list[str] = []
        for kind, route in routes.items():
            yield from self._read_type(kind, route, statuses, refused)
        if hidden is not None and self.failures.alone(hidden):
            self.failures.note(hidden, "So only its posts and pages are read, and no other types.")
        # Who may write posts need not be allowed to write pages: only who asked for a status misses something.
        if refused and (self.wanted.status or len(refused) == len(routes)):
            message = f"shows this user only what is published ({', '.join(refused)})."
            yield SourceProblem("rest-error", self.source, "", message)

    def _routes(self, types: Any) -> Generator[SourceProblem, None, dict[str, str]]:
        """Routes of the types to read, by type."""
        wished = self.wanted.type
        if not isinstance(types, dict):
            return {kind: route for kind, route in _USUAL_TYPES.items() if not wished or kind in wished}
        routes = {}
        for kind, told in types.items():
            base = told.get("rest_base") if isinstance(told, dict) else None
            space = (told.get("rest_namespace") if isinstance(told, dict) else None) or "wp/v2"
            if isinstance(base, str) and isinstance(space, str) and "(" not in base:
                route = quote(f"{space}/{base or kind}", safe="/-_.")
                if kind in wished or (not wished and kind not in _INTERNAL):
                    routes[kind] = route
        missing = [kind for kind in wished if kind not in routes]
        if missing:
            meant = _meant(missing, types)
            message = f"has no type {', '.join(missing)} in its REST API.{meant} Types: {', '.join(sorted(types))}."
            yield SourceProblem("rest-error", self.source, "", message)
        return routes

    # -- a type --------------------------------------------------------------------------------------------------------

    def _read_type(
        self, kind: str, route: str, statuses: tuple[str, ...], refused: list[str]
    ) -> Iterator[Block | SourceProblem]:
        parameters: dict[str, object] = {"orderby": "id", "order": "asc", "_embed": _PARTS}
        asks_for_status = statuses != ("publish",) and kind != _ATTACHMENT
        if asks_for_status:
            parameters["status"] = ",".join(statuses)
        if self.wanted.since is not None:
            # A day earlier: the site's zone is unknown, and the bound itself is left out. The filter does the rest.
            parameters["modified_after"] = f"{self.wanted.since - timedelta(days=1)}T00:00:00Z"
        try:
            start = self._first_page(route, parameters)
        except FailedError as error:
            if kind in _USUAL_TYPES or kind in self.wanted.type or error.status not in _LOGIN_NEEDED:
                self.failures.add(error)
            return
        if asks_for_status and "status" not in parameters:
            refused.append(kind)
        name = f"{address_in_api(self.root, route, parameters)} {self.user}"
        kept = Kept(self.network.cache_dir if self.wanted.limit is None else None, name)
        yield from _Listing(self, route, parameters, start.size, kept).read(start)

    def _first_page(self, route: str, parameters: dict[str, object]) -> _Start:
        """The first page, with the largest size and the most parameters that the site bears."""
        from audit.sources.answers import refused_parameters  # noqa: PLC0415 - as above

        limit = self.wanted.limit
        sizes = [size for size in PAGE_SIZES if limit is None or size < max(limit, PAGE_SIZES[-1])] or [PAGE_SIZES[-1]]
        if limit is not None and limit < PAGE_SIZES[0]:
            sizes.insert(0, limit)
        while True:
            try:
                return _Start(sizes[0], self.page(route, parameters, sizes[0], 1))
            except FailedError as error:
                if _is_past_the_end(error):
                    return _Start(sizes[0], _Page([], 0, 0, has_next=False))
                refused = refused_parameters(error.answer) if error.answer is not None else frozenset()
                droppable = refused & {"modified_after", "orderby", "order", "_embed"}
                if "publish" in str(parameters.get("status", "")).split(","):
                    droppable |= refused & {"status"}
                droppable &= parameters.keys()  # a server may refuse what it was not asked
                for name in droppable:
                    del parameters[name]
                if droppable:
                    continue
                if error.heavy and len(sizes) == 1:
                    return self._without_first(route, parameters, error)
                if not (error.heavy or "per_page" in refused) or len(sizes) == 1:
                    raise
                del sizes[0]

    def _without_first(self, route: str, parameters: dict[str, object], failed: FailedError) -> _Start:
        """Where the first posts crash the server: how many pages there are, by ids alone, so that others are read.

        Raises:
            FailedError: the server fails at all.
        """
        try:
            return _Start(PAGE_SIZES[0], self.page(route, _ids_only(parameters), PAGE_SIZES[0], 1), is_read=False)
        except FailedError:
            raise failed from None

    def page(self, route: str, parameters: Mapping[str, object], size: int, number: int) -> _Page:
        """One page of a list.

        Raises:
            FailedError: it cannot be read.
        """
        url = address_in_api(self.root, route, {"per_page": size, "page": number, **parameters})
        answer, items = self._json(url)
        if not isinstance(items, list):
            from audit.sources.answers import in_plain_words  # noqa: PLC0415 - as above

            reason = f"answered {in_plain_words(answer)}, and no list of posts"
            raise FailedError(reason, _route(url), answer=answer)
        relations = [relation for _, found in _links(answer.headers.get("link", "")) for relation in found]
        numbers = [_number(answer.headers.get(name)) for name in ("x-wp-totalpages", "x-wp-total")]
        return _Page(items, numbers[0], numbers[1], "next" in relations)

    def block(self, items: list[Any], data: bytes) -> Block:
        """Write items, and what they are as JSON, to the spool."""
        path = self.spool / f"site-{os.getpid()}-{id(self):x}-{next(self.files)}.json"
        path.write_bytes(data)
        block = Block(str(path), self.source, "array", 1, len(data) - 1, self.items)
        self.items += len(items)
        remember(block, items)
        return block


@dataclass
class _Listing:
    """The list of one type while it is read."""

    site: _Site
    route: str
    parameters: dict[str, object]
    size: int
    kept: Kept
    seen: set[int] = field(default_factory=set)
    is_long: bool = False
    is_whole: bool = True
    is_over: bool = False
    taken: int = 0
    announced: int | None = None

    def read(self, start: _Start) -> Iterator[Block | SourceProblem]:
        """All pages, each post once; then what moved away under our hands."""
        first = start.page
        self.announced = first.total
        self.is_long = (first.pages or 2) > 1
        resumed = self.is_long and self.kept.is_there()
        if start.is_read:
            yield from self._blocks(first.items)
        if resumed and (fresh := self._dates()) is not None:
            for items in self.kept.pages():
                yield from self._blocks([item for item in items if _is_unchanged(item, fresh)], keep=False)
            yield from self._missing(sorted(fresh.keys() - self.seen))
        else:
            yield from self._stoppable(self._others(start), lambda outcomes: self._pages(start, outcomes))
        if self.is_long and self.is_whole and self.site.wanted.limit is None:
            yield from self._moved()
        if self.is_whole and self.site.wanted.limit is None:
            yield from self._never_came()
        if self.is_whole:
            self.kept.forget()

    def _never_came(self) -> Iterator[SourceProblem]:
        """Posts that are announced and on no page; those taken away meanwhile are announced no more at the end.

        To a user WordPress announces others' drafts, too, which only some users may read; so that says nothing.
        """
        if self.announced is None or self.taken >= self.announced or self.site.user:
            return
        self.is_whole = False
        message = (
            f"{self.route} announces {self.announced:,} and gave {self.taken:,}: the others came on no page. A cache "
            "or a plugin holds them back."
        )
        yield SourceProblem("rest-error", self.site.source, "", message)

    def _blocks(self, items: list[Any], *, keep: bool = True) -> Iterator[Block]:
        if fresh := self._fresh(items):
            self.taken += len(fresh)
            data = _bytes(fresh)
            if keep and self.is_long:
                self.kept.add(data)
            yield self.site.block(fresh, data)

    def _stoppable(
        self, outcomes: Iterator[_Outcome], take: Callable[[Iterator[_Outcome]], Iterator[_Taken]]
    ) -> Iterator[_Taken]:
        """What is made of outcomes; whoever ends the run in between does not wait for answers on their way."""
        try:
            yield from take(outcomes)
        except GeneratorExit:
            self.site.web.close()  # before `outcomes` ends, which waits for them
            raise

    def _pages(self, start: _Start, outcomes: Iterator[_Outcome]) -> Iterator[Block | SourceProblem]:
        barren = refusals = repeated = 0
        for outcome in outcomes:
            barren += 1
            if isinstance(outcome, _Page):
                refusals = 0
                before = len(self.seen)
                yield from self._blocks(outcome.items)
                barren = 0 if len(self.seen) > before else barren
                repeated += len(self.seen) == before and bool(_ids_of(outcome))
            else:
                error, lost = outcome
                self._fail(error, lost)
                refusals = 0 if error.heavy else refusals + 1
                if refusals == REFUSALS:
                    self.site.failures.note(error, f"After {REFUSALS} such answers in a row, no more were asked for.")
                    return
            if barren == BARREN:
                pages = start.page.pages
                announced = "more pages" if pages is None else f"{pages:,} pages"
                message = (
                    f"{self.route} announces {announced}, and {BARREN} parts in a row held nothing new or failed: the "
                    "others were not asked for. Try again later."
                )
                self.is_whole = False
                yield SourceProblem("rest-error", self.site.source, "", message)
                return
        if repeated and len(self.seen) < (start.page.total or 0):
            message = (
                f"{self.route} gives the same posts on several pages, so that {len(self.seen):,} of "
                f"{start.page.total:,} could be read: a cache or a redirect drops what is asked for."
            )
            self.is_whole = False
            yield SourceProblem("rest-error", self.site.source, "", message)

    def _fail(self, error: FailedError, lost: Lost | None = None) -> None:
        self.is_whole = False
        self.site.failures.add(error, lost)

    def _fresh(self, items: list[Any]) -> list[Any]:
        """The items that were not read yet; what has no id is never taken for another."""
        fresh = []
        for item in items:
            number = item.get("id") if isinstance(item, dict) else None
            if isinstance(number, int):
                if number in self.seen:
                    continue
                self.seen.add(number)
            fresh.append(item)
        return fresh

    def _others(self, start: _Start) -> Iterator[_Outcome]:
        if start.page.pages is None:
            return self._one_by_one(start.page)
        numbers = range(2 if start.is_read else 1, min(start.page.pages, MOST_PAGES) + 1)
        return self._ahead([partial(self._page_or_parts, number) for number in numbers])

    def _one_by_one(self, page: _Page) -> Iterator[_Outcome]:
        """Where something between hides how many pages there are: as long as there is something new."""
        for number in range(2, MOST_PAGES):
            if not page.items and not page.has_next:
                return
            try:
                page = self.site.page(self.route, self.parameters, self.size, number)
            except FailedError as error:
                if error.status != _BAD_REQUEST:
                    yield error, self._items(number)
                return
            known = all(
                isinstance(item, dict) and _is_id(item.get("id")) and item["id"] in self.seen for item in page.items
            )
            if page.items and known:
                return
            yield page

    def _ahead(self, tasks: Sequence[Callable[[], Sequence[_Outcome]]]) -> Iterator[_Outcome]:
        """Outcomes in order, fetched by a few threads at most twice as many pages ahead."""
        workers = max(1, min(POLITE, self.site.network.host_concurrency, self.site.network.max_concurrency))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="postaudit-site")
        waiting: deque[Future[Sequence[_Outcome]]] = deque()
        ahead = 1 if self.site.wanted.limit is not None else 2 * workers
        upcoming = iter(tasks)
        try:
            while True:
                for task in upcoming:
                    waiting.append(pool.submit(task))
                    if len(waiting) >= ahead:
                        break
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except KeyboardInterrupt:
            self.site.web.close()  # or else the end would wait for answers that nobody wants
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _items(self, number: int) -> Lost:
        return Lost("items", (number - 1) * self.size + 1, number * self.size)

    def _page_or_parts(self, number: int) -> list[_Outcome]:
        """A page; where the server fails on it, its posts in smaller parts, so that one takes no others with it."""
        if self.is_over:  # posts were taken away meanwhile: those that moved are asked for at the end
            return []
        try:
            return [self.site.page(self.route, self.parameters, self.size, number)]
        except FailedError as error:
            if _is_past_the_end(error):
                self.is_over = True
                return []
            failed = error
        if failed.heavy:
            try:
                [ids] = self._id_page(number)
                return self._parts(_ids_of(ids))
            except FailedError:
                failed.heavy = False  # it fails on next to nothing, too
        return [(failed, self._items(number))]

    def _parts(self, ids: Sequence[int]) -> list[_Outcome]:
        """Posts by ten; where the server fails on ten, one by one; where it fails on each of them, no more."""
        outcomes: list[_Outcome] = []
        for start in range(0, len(ids), PAGE_SIZES[-1]):
            some = ids[start : start + PAGE_SIZES[-1]]
            try:
                outcomes += self._include(some)
                continue
            except FailedError as error:
                failed = error
            singles = [self._single(number) for number in some] if failed.heavy else []
            outcomes += singles
            if not any(isinstance(single, _Page) for single in singles):
                rest = ids[start:] if not singles else ids[start + len(some) :]
                outcomes += [(failed, Lost("post", number, number)) for number in rest]
                return outcomes
        return outcomes

    def _single(self, number: int) -> _Outcome:
        try:
            return self._include([number])[0]
        except FailedError as error:
            return error, Lost("post", number, number)

    # -- what moved, and what was read before a break ------------------------------------------------------------------

    def _id_page(self, number: int) -> list[_Page]:
        return [self.site.page(self.route, _ids_only(self.parameters), self.size, number)]

    def _ids(self) -> dict[int, object]:
        """The ids in the list, each with the moment of its last change.

        Raises:
            FailedError: they cannot be read.
        """
        [first] = self._id_page(1)
        self.announced = first.total
        tasks = [partial(self._id_page, number) for number in range(2, min(first.pages or 1, MOST_PAGES) + 1)]
        return {
            item["id"]: item.get("modified_gmt")
            for page in (first, *self._ahead(tasks))
            if isinstance(page, _Page)
            for item in page.items
            if isinstance(item, dict) and _is_id(item.get("id"))
        }

    def _dates(self) -> dict[int, object] | None:
        """As `_ids`; None where they cannot be had, and everything is read anew."""
        try:
            return self._ids()
        except FailedError:
            return None

    def _include(self, ids: Sequence[int]) -> list[_Page]:
        include = {**self.parameters, "include": ",".join(map(str, ids))}
        return [self.site.page(self.route, include, self.size, 1)]

    def _missing(self, ids: Sequence[int]) -> Iterator[Block]:
        """The posts with these ids; those that cannot be had are told."""
        parts = [ids[start : start + self.size] for start in range(0, len(ids), self.size)]
        tasks = [partial(self._include_or_parts, part) for part in parts]
        yield from self._stoppable(self._ahead(tasks), self._taken)

    def _taken(self, outcomes: Iterator[_Outcome]) -> Iterator[Block]:
        for outcome in outcomes:
            if isinstance(outcome, _Page):
                yield from self._blocks(outcome.items)
            else:
                self._fail(*outcome)

    def _include_or_parts(self, ids: Sequence[int]) -> Sequence[_Outcome]:
        try:
            return self._include(ids)
        except FailedError:
            return self._parts(ids)

    def _moved(self) -> Iterator[Block | SourceProblem]:
        """Posts that are in the list and were on no page when it was read."""
        for _ in range(SWEEPS):
            try:
                missing = sorted(self._ids().keys() - self.seen)
            except FailedError as error:
                if not _is_past_the_end(error):
                    message = f"could not be asked whether posts moved while it was read: {error}"
                    yield SourceProblem("rest-error", self.site.source, "", message)
                    return
                continue
            if not missing:
                return
            yield from self._missing(missing)


def _meant(missing: Sequence[str], known: Iterable[str]) -> str:
    """What may be meant by the first of the names that are not known."""
    return did_you_mean(missing[0], known) if missing else ""


def _ids_only(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if name != "_embed"} | {"_fields": "id,modified_gmt"}


def _ids_of(page: _Page) -> list[int]:
    return [item["id"] for item in page.items if isinstance(item, dict) and _is_id(item.get("id"))]


def _is_unchanged(item: Any, fresh: Mapping[int, object]) -> bool:
    """Whether a post that was kept is still in the list, and says the same date of change."""
    number = item.get("id") if isinstance(item, dict) else None
    changed = item.get("modified_gmt") if isinstance(item, dict) else None
    return _is_id(number) and isinstance(changed, str) and fresh.get(number) == changed


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_past_the_end(error: FailedError) -> bool:
    from audit.sources.answers import error_code  # noqa: PLC0415 - as above

    answer = error.answer
    return answer is not None and error.status == _BAD_REQUEST and error_code(answer) == "rest_post_invalid_page_number"


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - digits: no site has a billion pages


def _route(url: str) -> str:
    """What of an address tells a person which part of the API was asked."""
    parts = urlsplit(url)
    return parse_qs(parts.query).get("rest_route", [parts.path])[0]


def _bytes(items: list[Any]) -> bytes:
    try:
        return orjson.dumps(items)
    except orjson.JSONEncodeError:  # a lone surrogate, or an integer beyond 64 bits
        import json  # noqa: PLC0415 - rare

        return json.dumps(items).encode("ascii")


def _prompt(user: str) -> str:
    """Ask on a terminal; empty where there is none, or no answer."""
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    from getpass import getpass  # noqa: PLC0415 - rare

    try:
        return getpass(f"Application password of {user}: ", sys.stderr)
    except EOFError:  # Ctrl-D: no password
        return ""
