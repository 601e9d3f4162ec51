"""Sitemaps, sitemap indexes and lists of addresses: which pages a site names itself.

Sources: https://www.sitemaps.org/protocol.html, https://developers.google.com/search/docs/crawling-indexing/sitemaps
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from audit.facts.url import parse_url, without_credentials
from audit.site import Sitemap, bare_host_of
from audit.sources.records import SourceProblem
from audit.sources.xml import Damage, read_elements, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts.url import Url
    from audit.sources.answers import Answer
    from audit.sources.web import Web

LARGEST_SITEMAP = 64 << 20
"""Bytes of one sitemap, decompressed. The protocol allows 50 MB."""
MOST_SITEMAPS = 2_000
"""Files that are read for one source. A site of a hundred million pages has as many."""
DEEPEST = 3
"""Sitemap indexes in each other. The protocol allows none in another, and some sites do it all the same."""
MOST_LISTED = 200_000
"""Addresses that are read from one source: four full sitemaps."""
_LONGEST_ADDRESS = 2_048
"""Characters. Source: https://www.sitemaps.org/protocol.html#xmlTagDefinitions"""
_LONGEST_SHOWN = 200
_HEAD = 64 << 10
_WEB = frozenset({"http", "https"})
_READABLE = 200
_TELLING = frozenset({_READABLE, 404, 410})
"""Statuses that tell whether something is there."""
_GZIP = b"\x1f\x8b"
_LINE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_OTHER_FORMAT = re.compile(r"^[\[{<\"]|[,;|\t]")
_MOST_LINES = 5
"""Lines of a list without an address that are named."""
_ROBOTS_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_LARGEST_ROBOTS = 500 << 10
"""Bytes. Source: https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt#file-size"""
_MOST_NAMED = 50
_USUAL = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml")
"""Where sitemaps are that no robots.txt names: the protocol's example, Yoast SEO and Rank Math, WordPress itself."""


class Listed(NamedTuple):
    """One address of a sitemap.

    Attributes:
        address: absolute, as a browser reads it, without fragment.
        lastmod: when it was last changed, as written; "" without.
        listing: address or name of the sitemap.
    """

    address: str
    lastmod: str
    listing: str


def is_sitemap(head: bytes) -> bool:
    """Whether something that begins so is a sitemap or a sitemap index."""
    return root_of(head) in {"urlset", "sitemapindex"}


def is_listing(head: bytes) -> bool:
    """Whether a file that begins so is a sitemap or a list of addresses."""
    return is_sitemap(head) or is_list(head)


def is_list(head: bytes) -> bool:
    """Whether something that begins so is a list of web addresses, one a line; `#` begins a comment.

    Half of the lines may be none, as slips of whoever wrote it, but no line may look like JSON, XML or a table.
    """
    lines = [line for _, line in _lines(head)]
    whole = lines[:-1] if len(lines) > 1 else lines  # the last may be cut
    others = [line for line in whole if not _LINE.fullmatch(line)]
    return 2 * len(others) <= len(whole) > 0 and not any(_OTHER_FORMAT.search(line) for line in others)


def _lines(body: bytes) -> Iterator[tuple[int, str]]:
    """The lines of a list with their numbers, from 1, without comments and empty ones."""
    text = body.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if (stripped := line.strip()) and not stripped.startswith("#"):
            yield number, stripped


def sitemaps_in_robots(text: str) -> list[str]:
    """The addresses of sitemaps that a robots.txt names.

    Source: https://www.sitemaps.org/protocol.html#submit_robots
    """
    return list(dict.fromkeys(_ROBOTS_LINE.findall(text)))[:_MOST_NAMED]


def decompressed(body: bytes) -> bytes | None:
    """What a body holds that may be gzipped; None if it is damaged or becomes too large."""
    if not body.startswith(_GZIP):
        return body
    member = zlib.decompressobj(wbits=31)
    try:
        data = member.decompress(body, LARGEST_SITEMAP + 1)
    except zlib.error:
        return None
    return data if member.eof and len(data) <= LARGEST_SITEMAP else None


@dataclass
class Listing:
    """Reads sitemaps and those that they name, as long as somebody takes addresses.

    Attributes:
        web: asks for sitemaps; None where only what is at hand is read.
        host: the site's, without `www.`: addresses of others do not count. "" for that of the first address.
        any_host: addresses of all hosts count: somebody wrote the list by hand.
        problems: what could not be read, and why.
        whole: everything was read.
        sitemap: what was listed so far.
    """

    web: Web | None
    host: str = ""
    any_host: bool = False
    problems: list[SourceProblem] = field(default_factory=list)
    whole: bool = True
    sitemap: Sitemap = field(default_factory=Sitemap)
    _seen: set[str] = field(default_factory=set)
    _waiting: deque[tuple[str, int]] = field(default_factory=deque)
    _foreign: list[str] = field(default_factory=list)
    _invalid: list[str] = field(default_factory=list)

    def read(self, body: bytes, name: str, base: str | None) -> Iterator[Listed]:
        """The addresses in a sitemap, an index of sitemaps or a plain list, and in all sitemaps that it names.

        Args:
            body: the file; it may be gzipped.
            name: its address or path.
            base: its address, against which relative ones are read; None for a file.
        """
        self._seen.add(base or name)
        yield from self._read_one(body, name, base, 0)
        yield from self._read_waiting()
        self._tell_left_out(name)
        self.sitemap.whole = self.whole and bool(self.sitemap.entries)

    def read_all(self, addresses: list[str]) -> Iterator[Listed]:
        """The same for sitemaps at several addresses."""
        self._waiting.extend((address, 0) for address in addresses)
        yield from self._read_waiting()
        self._tell_left_out(addresses[0])
        self.sitemap.whole = self.whole and bool(self.sitemap.entries)

    def _read_waiting(self) -> Iterator[Listed]:
        asked = 0
        while self._waiting:
            address, depth = self._waiting.popleft()
            if address in self._seen:
                continue
            self._seen.add(address)
            asked += 1
            if asked > MOST_SITEMAPS:
                self._fail(address, f"is the {MOST_SITEMAPS + 1:,}th sitemap: it and those behind it are not read.")
                return
            body, where = self._asked(address)
            if body is not None:
                yield from self._read_one(body, address, where, depth)

    def _asked(self, address: str) -> tuple[bytes | None, str]:
        if self.web is None:
            return None, address
        from audit.sources.web import Unreachable  # noqa: PLC0415 - requests takes 60 ms

        try:
            answer = self.web.get(address, accept="application/xml,text/xml,*/*;q=0.8", most=LARGEST_SITEMAP)
        except Unreachable as error:
            self._fail(address, f"{error}: this sitemap is not read.")
            return None, address
        if answer.status != _READABLE:
            self._fail(address, f"answered {answer.status}: this sitemap is not read.")
            return None, address
        return answer.body, answer.url

    def _fail(self, name: str, message: str) -> None:
        self.whole = False
        self.problems.append(SourceProblem("unreadable", name, "", message))

    def _read_one(self, body: bytes, name: str, base: str | None, depth: int) -> Iterator[Listed]:
        data = decompressed(body)
        if data is None:
            self._fail(name, f"is gzipped and damaged, or becomes larger than {LARGEST_SITEMAP >> 20} MB: not read.")
        elif is_sitemap(data[:_HEAD]):
            yield from self._read_xml(data, name, base, depth)
        elif is_list(data):
            self.sitemap.files += 1
            yield from self._read_list(data, name, base)
        else:
            self._fail(name, "is no sitemap: neither <urlset>, <sitemapindex> nor a list of addresses.")

    def _read_list(self, data: bytes, name: str, base: str | None) -> Iterator[Listed]:
        wrong = []
        for number, line in _lines(data):
            if _LINE.fullmatch(line) and _web_address(line, base) is not None:
                yield from self._address(line, "", name, base)
            else:
                wrong.append(f"{number:,} ({ascii(line[:_LONGEST_SHOWN])[1:-1]})")
        if wrong:
            more = f" and {len(wrong) - _MOST_LINES:,} more" if len(wrong) > _MOST_LINES else ""
            some = ", ".join(wrong[:_MOST_LINES])
            lines = f"line {some} is" if len(wrong) == 1 else f"lines {some}{more} are"
            self._fail(name, f"{lines} no full web address (https://…): left out.")

    def _read_xml(self, data: bytes, name: str, base: str | None, depth: int) -> Iterator[Listed]:
        self.sitemap.files += 1
        for item in read_elements(data, depth=2):
            if isinstance(item, Damage):
                self._fail(name, f"is damaged at line {item.line:,} ({item.reason}): what stands before that is read.")
                return
            location = item.text("loc")
            if not location:
                continue
            if item.name == "sitemap":
                self._child(location, base, name, depth)
            elif item.name == "url":
                if item.has_foreign("news"):
                    self.whole = False  # a news sitemap lists the last two days only
                yield from self._address(location, item.text("lastmod"), name, base)

    def _child(self, location: str, base: str | None, name: str, depth: int) -> None:
        url = _web_address(location, base)
        if url is None:
            self.whole = False
            self._invalid.append(location)
        elif not self._is_own(url) and not _has_host_of(base, url):
            self.whole = False
            self._foreign.append(url.href)
        elif (address := without_credentials(url.href.partition("#")[0])) in self._seen:
            return
        elif depth + 1 >= DEEPEST:
            self._fail(name, f"names {address}, the {DEEPEST + 1}th sitemap in each other: not read.")
        else:
            self._waiting.append((address, depth + 1))

    def _address(self, location: str, lastmod: str, name: str, base: str | None) -> Iterator[Listed]:
        url = _web_address(location, base)
        if url is None:
            self.whole = False
            self._invalid.append(location)
        elif not self._is_own(url):
            self._foreign.append(url.href)
        elif len(self.sitemap.entries) >= MOST_LISTED:
            if self.whole:
                self._fail(name, f"and those before it list more than {MOST_LISTED:,} addresses: no more are read.")
            self._waiting.clear()
        else:
            listed = Listed(without_credentials(url.href.partition("#")[0]), lastmod, name)
            if self.sitemap.add(url, listed.address, lastmod):
                yield listed

    def _is_own(self, url: Url) -> bool:
        host = bare_host_of(url)
        self.host = self.host or host
        return self.any_host or host == self.host

    def _tell_left_out(self, name: str) -> None:
        if self._foreign:
            message = f"lists {_some(self._foreign)} of another host: left out, as sitemaps are only for their own."
            self.problems.append(SourceProblem("unsupported", name, "", message))
        if self._invalid:
            message = f"lists {_some(self._invalid)} that is no full web address (https://…): left out."
            self.problems.append(SourceProblem("unsupported", name, "", message))


def _has_host_of(base: str | None, url: Url) -> bool:
    """Whether a sitemap is on the host of the index that names it: a robots.txt may name an index elsewhere."""
    index = parse_url(base) if base is not None else None
    return index is not None and bare_host_of(index) == bare_host_of(url)


def _some(addresses: list[str]) -> str:
    shown = ascii(addresses[0][:_LONGEST_SHOWN])[1:-1]
    return shown if len(addresses) == 1 else f"{len(addresses):,} addresses, first {shown},"


def _web_address(text: str, base: str | None) -> Url | None:
    if len(text) > _LONGEST_ADDRESS:
        return None
    url = parse_url(text, base) if base is not None or "://" in text else None
    return url if url is not None and url.scheme in _WEB and url.host else None


# -- finding a site's sitemap ------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """What a search for the sitemaps of a site found.

    Attributes:
        addresses: of sitemaps.
        missing: addresses that robots.txt names, and where no sitemap can be read.
        lost: addresses that could not be looked at, each with the reason.
    """

    addresses: list[str]
    missing: list[str]
    lost: list[str]


def find_sitemaps(web: Web, address: str) -> Found:
    """The sitemaps of a site: those that its robots.txt names, else the first of the usual ones that is there.

    Args:
        web: asks.
        address: any page of the site.
    """
    lost: list[str] = []
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}/"
    named = _named_by_robots(web, origin, lost)
    if any(_is_there(web, one, lost) for one in named):
        return Found(named, [], lost)
    folder = parts.path.rpartition("/")[0].strip("/")
    bases = [origin] if not folder else [f"{origin}{folder}/", origin]
    usual = (base + name for base in bases for name in _USUAL)
    there = next((one for one in usual if _is_there(web, one, lost)), None)
    return Found([], named, lost) if there is None else Found([there], [], lost)


def _named_by_robots(web: Web, origin: str, lost: list[str]) -> list[str]:
    robots = _asked_for(web, f"{origin}robots.txt", _LARGEST_ROBOTS, lost)
    if robots is None or robots.is_html:
        return []
    named = sitemaps_in_robots(robots.body.decode(errors="replace"))
    return [without_credentials(url.href) for one in named if (url := _web_address(one, origin)) is not None]


def _is_there(web: Web, address: str, lost: list[str]) -> bool:
    """Whether there is a sitemap or a list of addresses at an address."""
    answer = _asked_for(web, address, LARGEST_SITEMAP, lost)
    return answer is not None and is_listing((decompressed(answer.body) or b"")[:_HEAD])


def _asked_for(web: Web, address: str, most: int, lost: list[str]) -> Answer | None:
    """An answer with success; None for any other, and for none."""
    from audit.sources.web import Unreachable  # noqa: PLC0415 - see above

    try:
        answer = web.get(address, accept="*/*", most=most)
    except Unreachable as error:
        lost.append(f"{address} {error}")
        return None
    if answer.status not in _TELLING:
        lost.append(f"{address} answered {answer.status}")
    return answer if answer.status == _READABLE else None
