"""Pages as readers get them: those of a list of addresses, and those of posts that came from elsewhere.

They are fetched by the prober, as links are probed: guarded at every hop, paced by each host, asked again where an
answer is doubted, and judged, so that no login, wall or error is taken for a page.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import islice
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from audit.facts.url import home_of_api, parse_url, site_of, without_credentials
from audit.post import Origin, Post
from audit.probe.network import Target
from audit.site import bare_host_of, listing_key
from audit.sources.pages import is_error_page, record_of, with_page
from audit.sources.records import Block, Record, SourceNote, SourceProblem, bytes_of, read_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from audit.post_filter import PostFilter
    from audit.probe.answer import Answer
    from audit.probe.network import Network
    from audit.probe.prober import Fetched
    from audit.sources.records import Item


PAGES_AT_ONCE = 4
"""Requests at the same time to one host: pages are made for each request, and a small host has four PHP workers."""
_BATCH = 250
"""Addresses of a list that are fetched before the first of them is audited."""
_POSTS = 5_000
"""Posts whose pages are fetched before the first of them is audited."""
_TOLD = 3
_OK = 200
_KEPT_HEADERS = frozenset({"x-robots-tag", "link", "content-type", "content-language", "last-modified"})
"""Headers of a page that say something about it; others may be secrets, such as cookies."""


class _Visit(NamedTuple):
    """What came of the visit to one page.

    Attributes:
        url: where it was found, behind all redirects; "" if it was not.
        text: the page; "" where there is none.
        headers: of its answer.
        fault: why there is no page, in words that go on after the address.
        is_other: it is there, and no web page: a document, a picture.
    """

    url: str = ""
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    is_other: bool = False


# -- addresses ---------------------------------------------------------------------------------------------------------


def read_pages(
    addresses: Iterable[str], spool: Path, network: Network, wanted: PostFilter, *, own: str = ""
) -> Iterator[Item]:
    """The pages at addresses, each a block of its own whose source is its address, in the order of the addresses.

    Ctrl-C ends the asking: the pages that have come are given, and only then goes on.

    Args:
        addresses: absolute, without fragments.
        spool: a folder for the pages; it must live as long as the blocks.
        network: how they are asked for.
        wanted: which posts are audited; what its globs leave out is not asked for.
        own: host of the audited site, without `www.`, which gets the further headers of the settings.
    """
    taken = (address for address in addresses if _is_wanted(address, wanted))
    known: set[str] = set()
    are_all_others, first = True, ""
    while True:
        size = _BATCH if wanted.limit is None else min(_BATCH, wanted.limit)  # some may turn out to be no pages
        batch = list(islice(taken, size))
        if not batch:
            if first and are_all_others:
                yield SourceProblem("unreadable", first, "", "there is no web page among the addresses.")
            return
        problem, is_stopped = "", False
        with NamedTemporaryFile(dir=spool, suffix=".pages", delete=False) as file:
            targets = [Target(address, own=host_of(address) == own) for address in batch]
            found: dict[str, _Place] = {}
            try:
                problem = _fetch(targets, file, network, _page_record, found)
            except KeyboardInterrupt:
                is_stopped = True
                batch = [address for address in batch if address in found]
        known.update(map(_key_of, batch))
        first = first or next(iter(batch), "")
        told = [item for one in batch for item in _told(one, found.get(one), file.name, problem, known)]
        yield from told
        if is_stopped:
            raise KeyboardInterrupt
        are_all_others = are_all_others and all(isinstance(item, SourceNote) for item in told)
        if problem:
            yield SourceProblem("unreadable", batch[0], "", f"{problem}: it and all behind it were not read.")
            return


def _is_wanted(address: str, wanted: PostFilter) -> bool:
    """Whether the globs let a page through; of the rest, only the page itself tells."""
    if not wanted.include and not wanted.exclude:
        return True
    return replace(wanted, type=(), status=(), since=None).takes(Post.read({"link": address}, Origin(address)))


def _told(address: str, place: _Place | None, path: str, problem: str, known: set[str]) -> Iterator[Item]:
    if place is None:
        if not problem:
            yield SourceProblem("unreadable", address, "", "was not answered: left out.")
    elif place.fault:
        message = f"{place.fault}: left out."
        yield SourceNote(address, message) if place.is_other else SourceProblem("unreadable", address, "", message)
    elif (there := _key_of(place.url)) != _key_of(address) and there in known:
        yield SourceNote(address, f"leads on to {place.url}, which is audited itself.")
    else:
        known.add(there)
        yield Block(path, address, "document", place.start, place.end, form="page")


def _page_record(asked: str, visit: _Visit) -> dict[str, Any]:
    record = record_of(visit.text)
    record["link"] = visit.url
    page = with_page(record, visit.text, url=visit.url, status=_OK, headers=visit.headers)
    if asked != visit.url:
        page["page_response"]["asked"] = asked
    return page


def _key_of(address: str) -> str:
    url = parse_url(address)
    return listing_key(url) if url is not None else address


def host_of(address: str) -> str:
    """Host and port of an address, without `www.`; empty where it is none."""
    url = parse_url(address)
    return bare_host_of(url) if url is not None else ""


# -- posts -------------------------------------------------------------------------------------------------------------


def visited(opened: Iterable[Item], spool: Path, network: Network, wanted: PostFilter) -> Iterator[Item]:
    """What a source gives, with the page as readers get it added to every published post.

    What could not be fetched is told in a note: a page that did not come says nothing about its post.

    Args:
        opened: what the source gives. What are pages already stays as it is.
        spool: a folder for the pages; it must live as long as the blocks.
        network: how they are asked for.
        wanted: which posts are audited: pages of others are not asked for.
    """
    items = iter(opened)
    while True:
        some, more = _some_of(items, wanted)
        if some:
            yield from _Round(some, spool, network, wanted).read()
        if not more:
            return


def _some_of(items: Iterator[Item], wanted: PostFilter) -> tuple[list[Item], bool]:
    """The next items, up to a number of posts, and whether there may be more.

    A live site is mostly read to its end by this, so that it is not asked for posts and for pages at the same time.
    """
    some: list[Item] = []
    posts = 0
    for item in items:
        some.append(item)
        if isinstance(item, Block) and item.form in {"rest", "export"}:
            posts += sum(isinstance(record, Record) for record in read_block(item))
        if posts >= min(_POSTS, wanted.limit or _POSTS):
            return some, True
    return some, False


class _Round:
    """The pages of some posts."""

    def __init__(self, items: list[Item], spool: Path, network: Network, wanted: PostFilter) -> None:
        self._items = items
        self._spool = spool
        self._network = network
        self._wanted = wanted
        self._unread: list[str] = []

    def read(self) -> Iterator[Item]:
        """First a note on those that could not be looked at, if there are any, then all.

        Ctrl-C ends the asking: the posts are given with the pages that have come, and only then goes on.
        """
        found: dict[str, _Place] = {}
        problem, is_stopped = "", False
        with (
            TemporaryFile(dir=self._spool) as pages,
            NamedTemporaryFile(dir=self._spool, suffix=".ndjson", delete=False) as out,
        ):
            try:
                problem = _fetch(self._targets(), pages, self._network, lambda _, visit: visit._asdict(), found)
            except KeyboardInterrupt:
                is_stopped = True
            items: list[Item] = []
            for item in self._items:
                if isinstance(item, Block) and item.form in {"rest", "export"}:
                    items += self._with_pages(item, out, pages, found)
                else:
                    items.append(item)
        yield from self._notes(problem)
        yield from items
        if is_stopped:
            raise KeyboardInterrupt

    def _notes(self, problem: str) -> Iterator[SourceNote]:
        source = next((item.source for item in self._items if isinstance(item, Block)), "")
        if problem:
            yield SourceNote(source, f"no page was fetched: {problem}.")
        elif self._unread:
            more = f", and {len(self._unread) - _TOLD:,} more" if len(self._unread) > _TOLD else ""
            some = f"{len(self._unread):,} pages" if len(self._unread) > 1 else "1 page"
            named = "; ".join(self._unread[:_TOLD])
            message = f"{some} could not be looked at, and so not compared with the post: {named}{more}."
            yield SourceNote(source, message)

    def _targets(self) -> list[Target]:
        targets = []
        for block in self._items:
            if isinstance(block, Block) and block.form in {"rest", "export"}:
                targets += [
                    Target(url, own=own)
                    for record in read_block(block)
                    if isinstance(record, Record) and (found := self._page_of(record)) is not None
                    for url, own in [found]
                ]
        return targets

    def _page_of(self, record: Record) -> tuple[str, bool] | None:
        """The address of a post's page, and whether it is on the post's own site; None if it is not asked for."""
        post = Post.read(record.data, Origin(record.source, record.index, record.line, form=record.form))
        url = parse_url(post.link) if post.link else None
        if url is None or url.scheme not in {"http", "https"} or not post.is_published:
            return None
        if not self._wanted.takes(post):
            return None
        home = home_of_api(post.api_url) if post.api_url else ""
        is_own = not home or site_of(home).partition("/")[0] == bare_host_of(url)
        return without_credentials(url.href.partition("#")[0]), is_own

    def _with_pages(self, block: Block, out: IO[bytes], pages: IO[bytes], found: dict[str, _Place]) -> Iterator[Item]:
        """The block again, its records with their pages; each keeps its position, index and line."""
        start, position = out.tell(), 0
        for record in read_block(block):
            if isinstance(record, SourceProblem):
                yield record
                continue
            out.write(b"\n" * (record.position - position))
            position = record.position
            out.write(bytes_of(self._with_page(record, pages, found)))
        out.flush()
        kind = block.kind if block.kind in {"document", "lines"} else "converted"
        yield Block(out.name, block.source, kind, start, out.tell(), block.first, block.line, form="visited")

    def _with_page(self, record: Record, pages: IO[bytes], found: dict[str, _Place]) -> dict[str, Any]:
        bare = {name: value for name, value in record.data.items() if name not in {"page", "page_response"}}
        asked = self._page_of(record)
        place = found.get(asked[0]) if asked is not None else None
        if asked is None or place is None:
            return bare
        fault = place.fault
        if not fault:
            pages.seek(place.start)
            visit = _Visit(**orjson.loads(pages.read(place.end - place.start)))
            fault = _is_another(record.data, asked[0], visit)
            if not fault:
                return with_page(bare, visit.text, url=visit.url, status=_OK, headers=visit.headers)
        self._unread.append(f"{asked[0]} {fault}")
        return bare


def _is_another(record: dict[str, Any], asked: str, visit: _Visit) -> str:
    """Why a page that was found is not that of the post: WordPress leads dead addresses to what it thinks alike."""
    here, there = parse_url(asked), parse_url(visit.url)
    if here is None or there is None or listing_key(here) == listing_key(there):
        return ""
    number = record_of(visit.text).get("id")
    return "" if number is not None and number == record.get("id") else f"leads to {visit.url}, which is another page"


# -- fetching ----------------------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where in a file a record stands, and where the page was found; or why there is none."""

    start: int = 0
    end: int = 0
    url: str = ""
    fault: str = ""
    is_other: bool = False


def _fetch(
    targets: list[Target],
    file: IO[bytes],
    network: Network,
    record: Callable[[str, _Visit], dict[str, Any]],
    found: dict[str, _Place],
) -> str:
    """Fetch pages and write them to a file as they come; `found` takes their places by address.

    Returns what is wrong with the network itself, if something is.
    """
    from audit.probe.prober import Prober  # noqa: PLC0415 - curl takes 20 ms

    gentle = replace(network, host_concurrency=min(PAGES_AT_ONCE, network.host_concurrency))
    prober = Prober(gentle)
    with closing(prober.fetch(targets)) as all_fetched:
        for fetched in all_fetched:
            asked = fetched.probe.url
            visit = _visit_of(fetched)
            if visit.fault:
                found[asked] = _Place(fault=visit.fault, is_other=visit.is_other)
                continue
            start = file.tell()
            file.write(orjson.dumps(record(asked, visit)))
            found[asked] = _Place(start, file.tell(), visit.url)
    return "" if found or not targets else (prober.problem or "there is no network")


def _visit_of(fetched: Fetched) -> _Visit:
    from audit.probe.exchange import WHOLE_BYTES  # noqa: PLC0415 - curl takes 20 ms
    from audit.probe.page import Page, text_of  # noqa: PLC0415 - as above

    probe, answer = fetched
    if answer is None:
        words = f"{probe.verdict}: {probe.evidence}" if probe.evidence else probe.verdict
        return _Visit(fault=f"could not be read ({words})")
    if answer.status != _OK or answer.url != probe.final_url:
        return _Visit(fault=f"answered {answer.status}, and no page")
    if not Page(answer).is_html:
        return _Visit(fault=f"is no web page but {answer.media_type or 'of no type'}", is_other=True)
    if answer.undecodable or not answer.whole:
        size = f"it has more than {WHOLE_BYTES >> 20} MB" if len(answer.body) >= WHOLE_BYTES else "it was cut off"
        return _Visit(fault=f"did not come whole ({size})")
    text = text_of(answer)
    fault = _fault_of(text)
    return _Visit(fault=fault) if fault else _Visit(answer.url, text, _kept(answer))


def _fault_of(text: str) -> str:
    if not text.strip():
        return "answered with an empty page"
    return "says itself that it is an error page" if is_error_page(text) else ""


def _kept(answer: Answer) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in answer.headers if name in _KEPT_HEADERS)
