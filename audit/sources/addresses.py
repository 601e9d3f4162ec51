"""Addresses as sources: a WordPress site, any other site by its sitemap, a sitemap, a feed, a list of pages, a page.

What an address is shows in what it answers. WordPress is asked for first, because its REST API says most.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audit.post_filter import PostFilter
from audit.sources import feeds, sitemaps, wordpress
from audit.sources.converted import FEED, cut_converted
from audit.sources.records import Block, SourceNote, SourceProblem
from audit.sources.visits import host_of, read_pages
from audit.sources.web import Unreachable, Web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.probe.network import Network
    from audit.site import Sitemap
    from audit.sources.answers import Answer
    from audit.sources.records import Item
    from audit.sources.sitemaps import Listed, Listing

_READABLE = 200
_HEAD = 64 << 10
_MOST_LOST = 3
"""Addresses of sitemaps that could not be looked at and are named."""
_BLOCK_SIZE = 1 << 20


def open_address(
    spec: str, spool: Path, network: Network, wanted: PostFilter, *, sitemap: bool = False
) -> Iterator[Item]:
    """Read what an address stands for.

    Args:
        spec: the address.
        spool: a folder for what was answered; it must live as long as the blocks.
        network: how it is asked.
        wanted: which posts are audited.
        sitemap: the sitemap of a WordPress site is read, too, if all its posts are: some rules compare them.
    """
    is_over_rest = True

    def otherwise(answer: Answer, web: Web) -> Iterator[Item]:
        nonlocal is_over_rest
        is_over_rest = False
        return _other(spec, answer, web, spool, network, wanted)

    def closed(web: Web) -> Iterator[Item]:
        nonlocal is_over_rest
        is_over_rest = False
        return _closed_site(spec, web, spool, network, wanted)

    has_posts = False
    for item in wordpress.open_site(spec, spool, network, wanted, otherwise=otherwise, closed=closed):
        has_posts = has_posts or isinstance(item, Block)
        yield item
    if is_over_rest and has_posts and sitemap and wanted == PostFilter():
        yield from _sitemap_of(spec, network)


def _other(spec: str, answer: Answer, web: Web, spool: Path, network: Network, wanted: PostFilter) -> Iterator[Item]:
    """What is no WordPress site."""
    source = answer.url
    body = sitemaps.decompressed(answer.body)
    if answer.status != _READABLE:
        message = f"answered {answer.status}: there is no sitemap, feed or list at this address."
        yield SourceProblem("unreadable", source, "", message)
    elif body is None:
        yield SourceProblem("unreadable", source, "", "is gzipped, and damaged or too large: not read.")
    elif sitemaps.is_sitemap(body[:_HEAD]) or _is_list(answer, body):
        is_plain = not sitemaps.is_sitemap(body[:_HEAD])
        listing = sitemaps.Listing(web, "" if is_plain else host_of(source), any_host=is_plain)
        listed = listing.read(body, source, source)
        yield from _listed_pages(listing, listed, spool, network, wanted, host_of(source))
    elif feeds.is_feed(body[:_HEAD]):
        yield from _feed(body, source, spool)
    else:
        yield from _site_without_api(spec, answer, web, spool, network, wanted)


def _is_list(answer: Answer, body: bytes) -> bool:
    return not answer.is_html and sitemaps.is_list(body[:_HEAD])


def _listed_pages(
    listing: Listing, listed: Iterable[Listed], spool: Path, network: Network, wanted: PostFilter, own: str
) -> Iterator[Item]:
    """The pages of a listing, what of it could not be read, and what it lists."""
    addresses = (one.address for one in listed)
    yield from read_pages(addresses, spool, network, wanted, own=own)
    yield from listing.problems
    if listing.sitemap.files and not listing.any_host:
        yield listing.sitemap


def _feed(body: bytes, source: str, spool: Path) -> Iterator[Item]:
    with tempfile.TemporaryFile(dir=spool) as file:
        file.write(body)
        file.seek(0)
        yield from cut_converted(FEED, file, source, spool, _BLOCK_SIZE, {})


def _site_without_api(
    spec: str, answer: Answer, web: Web, spool: Path, network: Network, wanted: PostFilter
) -> Iterator[Item]:
    """The pages of a site that is no WordPress site, or hides that: those of its sitemap, else the one page.

    A home page that names a feed stands for the posts in it, too; any other may itself be one of them.
    """
    page = answer.url
    found, missing, lost = sitemaps.find_sitemaps(web, page)
    hint = "If it is a WordPress site, a plugin has switched the API off; an export of its posts says more."
    if found:
        yield SourceNote(spec, f"shows no WordPress REST API: {_in_words(found)} are audited. {hint}")
        yield from _sitemap_pages(found, host_of(page), web, spool, network, wanted)
        return
    feed = _feed_of(answer, web) if urlsplit(page).path in {"", "/"} else None
    audited = f"this page and the posts in its feed {feed.url} are audited" if feed else "this page is audited"
    told = f" ({'; '.join(lost[:_MOST_LOST])})" if lost else ""
    where = f"in robots.txt or at the usual addresses{told}"
    message = f"shows no WordPress REST API, and no sitemap that can be read {where}: only {audited}."
    yield SourceNote(spec, f"{message} {hint}")
    yield from _missing_sitemaps(missing)
    yield from read_pages([page], spool, network, wanted, own=host_of(page))
    if feed is not None:
        yield from _feed(feed.body, feed.url, spool)


def _feed_of(page: Answer, web: Web) -> Answer | None:
    """The feed that a page names; None if it names none that is there."""
    address = feeds.feed_in_page(page.body.decode(errors="replace"), page.url)
    try:
        answer = web.get(address, accept="*/*", most=feeds.LARGEST_FEED) if address is not None else None
    except Unreachable:
        return None
    is_there = answer is not None and answer.status == _READABLE and feeds.is_feed(answer.body[:_HEAD])
    return answer if is_there else None


def _closed_site(spec: str, web: Web, spool: Path, network: Network, wanted: PostFilter) -> Iterator[Item]:
    """The pages of a WordPress site that keeps its REST API closed: those of its sitemap, if it has one."""
    found, missing, _ = sitemaps.find_sitemaps(web, spec)
    yield from _missing_sitemaps(missing)
    if found:
        message = f"shows visitors none of these posts over its REST API: {_in_words(found)} are audited instead."
        yield SourceNote(spec, message)
        yield from _sitemap_pages(found, host_of(spec), web, spool, network, wanted)


def _missing_sitemaps(addresses: list[str]) -> Iterator[SourceProblem]:
    if addresses:
        named = "is" if len(addresses) == 1 else f"and {len(addresses) - 1} more are"
        message = f"{named} named in robots.txt, and no sitemap can be read there."
        yield SourceProblem("unreadable", addresses[0], "", message)


def _sitemap_pages(
    found: list[str], host: str, web: Web, spool: Path, network: Network, wanted: PostFilter
) -> Iterator[Item]:
    listing = sitemaps.Listing(web, host)
    yield from _listed_pages(listing, listing.read_all(found), spool, network, wanted, host)


def _in_words(found: list[str]) -> str:
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"the pages of its sitemap {found[0]}{more}"


def _sitemap_of(spec: str, network: Network) -> Iterator[Sitemap]:
    """What the sitemap of a site lists; nothing where there is none that can be read."""
    web = Web(network, spec)
    try:
        found = sitemaps.find_sitemaps(web, spec).addresses
        if found:
            listing = sitemaps.Listing(web, host_of(spec))
            for _ in listing.read_all(found):
                pass
            if listing.sitemap.files:
                yield listing.sitemap
    finally:
        web.close()


# -- files -------------------------------------------------------------------------------------------------------------


def open_listing(path: str, source: str, spool: Path, network: Network, wanted: PostFilter) -> Iterator[Item]:
    """The pages that a sitemap or a list of addresses in a file names.

    Args:
        path: the file, decompressed.
        source: its name to show.
        spool: a folder for the pages; it must live as long as the blocks.
        network: how they are asked for.
        wanted: which posts are audited.
    """
    with Path(path).open("rb") as file:
        body = file.read(sitemaps.LARGEST_SITEMAP + 1)
    if len(body) > sitemaps.LARGEST_SITEMAP:
        message = f"is a list of addresses of more than {sitemaps.LARGEST_SITEMAP >> 20} MB: cut it up."
        yield SourceProblem("too-large", source, "", message)
        return
    is_plain = not sitemaps.is_sitemap(body[:_HEAD])
    web = Web(network, "http://nobody.invalid/")  # a file has no own host: nobody gets the further headers
    try:
        listing = sitemaps.Listing(web, any_host=is_plain)
        yield from _listed_pages(listing, listing.read(body, source, None), spool, network, wanted, "")
    finally:
        web.close()
