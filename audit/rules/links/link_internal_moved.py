"""LNK008."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts import RAW
from audit.facts.url import parse_url
from audit.finding import Confidence, CorpusFinding, Evidence, Fix, Severity, Witness
from audit.rule import SAME_ELEMENT, Bad, CorpusRule, Good
from audit.rules.links._corpus import address_of, is_safer, own_address, own_links, shape_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.facts import Facts
    from audit.rules.links._corpus import Address, OwnLink, Shape
    from audit.site import SiteTotals

_GAUGE = {
    "id": 40,
    "link": "https://saltmarsh.example/the-tide-gauge/",
    "slug": "the-tide-gauge",
    "date": "2021-03-04T08:00:00",
    "content": {"rendered": "<p>It stands at the quay.</p>"},
}
_IS, _WAS, _BY_NUMBER, _BY_ORIGIN, _BY_PATH, _BY_SLUG = range(6)
_DAY = len("2026-05-04")
_TELLING = 2
"""Hyphens from which a slug is nobody else's: a category or a page may be called `tide-tables`, hardly three words."""


def _linking(href: str) -> dict[str, object]:
    return {"content": {"rendered": f'<p>See <a href="{href}">the gauge</a>.</p>'}}


class LinkInternalMoved(CorpusRule, code="LNK008", severity=Severity.NOTICE, since="0.2.0"):
    """A link to a post of the site names an address that it no longer has.

    WordPress sends the reader on to the present address, so the link works; but each click takes one request more, and
    works only as long as nobody turns the redirect off.
    """

    keeps_quotes = True
    needs_several = True
    remedy = "Link to the post's present address."
    sources = (
        "https://developer.wordpress.org/reference/functions/redirect_canonical/",
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
    )
    explained_by = {"link-http": SAME_ELEMENT}
    examples = (
        Bad(
            posts=(_linking("https://saltmarsh.example/?p=40"), _GAUGE),
            says="https://saltmarsh.example/the-tide-gauge/",
            points_at='<a href="https://saltmarsh.example/?p=40"',
        ),
        Bad(posts=(_linking("https://www.saltmarsh.example/the-tide-gauge/"), _GAUGE), says="by another host"),
        Bad(posts=(_linking("/2021/03/the-tide-gauge/"), _GAUGE), says="by an old path"),
        Bad(
            posts=(
                {"content": {"raw": '<p>See <a href="https://saltmarsh.example/gauge/">the gauge</a>.</p>'}},
                _GAUGE | {"meta": {"_wp_old_slug": ["gauge"]}},
            ),
            says="by an old slug",
        ),
        Good(posts=(_linking("https://saltmarsh.example/the-tide-gauge/#staff"), _GAUGE)),
        Good(posts=(_linking("https://saltmarsh.example/?p=41"), _GAUGE), note="Nobody knows number 41."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """Who the post is, under its number and its slug; and its links in another form than the site's."""
        own = own_address(facts)
        if own is None or own.parameters or not own.path:
            return ()  # plain permalinks: a number is the address
        identity = Witness((_IS, own.url.href, (facts.post.date or "")[:_DAY]))
        named = [(f"{facts.site}\t/{slug_of(own)}", identity)]
        was = Witness((_WAS, own.url.href))
        named += [(f"{facts.site}\t/{unquote(slug).lower()}", was) for slug in facts.post.old_slugs]
        if facts.post.id is not None:
            named.append((f"{facts.site}\t?{facts.post.id}", identity))
        return chain(named, _moved(own, links, facts)) if (links := own_links(facts)) else named

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A finding for each link whose post is known, and certainly the one that is meant."""
        posts = [witness for witness in witnesses if witness.values[0] == _IS]
        renamed = [witness for witness in witnesses if witness.values[0] == _WAS]
        if len(renamed) == 1:
            yield from _by_slug(witnesses, posts, renamed[0])
        if not posts:
            return
        by_name: dict[str, list[Witness]] = {}
        for post in posts:
            by_name.setdefault(_address(post).name, []).append(post)
        only = posts[0] if len({post.values[1] for post in posts}) == 1 else None
        for witness in witnesses:
            if witness.values[0] == _BY_NUMBER:
                yield _finding(witness, posts[0])
            elif witness.values[0] in {_BY_ORIGIN, _BY_PATH} and (meant := _meant(witness, by_name, only)) is not None:
                yield _finding(witness, meant)


def _by_slug(witnesses: Iterable[Witness], posts: Iterable[Witness], renamed: Witness) -> Iterator[CorpusFinding]:
    """The links to the one post that had the slug, unless their address is another's by now."""
    taken = {_address(post).name for post in posts}
    for witness in witnesses:
        if witness.values[0] == _BY_SLUG and _address(witness).name not in taken:
            yield _finding(witness, renamed)


def _moved(own: Address, links: Iterable[OwnLink], facts: Facts) -> Iterator[tuple[str, Witness]]:
    shape, scheme, host = shape_of(own), own.url.scheme, own.url.host
    for found in links:
        to = found.to
        is_elsewhere = to.url.host != host or to.url.scheme != scheme
        if to.path == own.path and not is_elsewhere and not to.parameters:
            continue  # a place in the post itself
        if found.at_home and (number := to.number) is not None:
            yield f"{facts.site}\t?{number}", _witness(_BY_NUMBER, found)
        elif to.path and to.bare:
            if is_elsewhere and not is_safer(to, own):
                yield f"{facts.site}\t/{slug_of(to)}", _witness(_BY_ORIGIN, found)
            elif _is_by_path(to, shape):
                yield f"{facts.site}\t/{slug_of(to)}", _witness(_BY_PATH, found)
            elif facts.content_field == RAW:  # an export; elsewhere nobody knows the slugs that a post had
                yield f"{facts.site}\t/{slug_of(to)}", _witness(_BY_SLUG, found)


def _is_by_path(to: Address, own: Shape) -> bool:
    """Another structure than that of the site, and surely a post's."""
    there = shape_of(to)
    return there != own and _is_permalink(there, own) and _tells(to, there)


def _is_permalink(there: Shape, own: Shape) -> bool:
    """A structure that WordPress offers, or the site's own: nothing that may be an archive, a term or an attachment."""
    before = there.before
    return there.suffix != ".php" and (before in (own.before, ("archives",)) or len(there.date) == len(before))


def _tells(to: Address, shape: Shape) -> bool:
    return bool(shape.date) or to.slug.count("-") >= _TELLING


def _witness(kind: int, found: OwnLink) -> Witness:
    link, to = found.link, found.to
    return Witness((kind, to.url.href, link.href, link.node.tag), link.place)


def _meant(witness: Witness, by_name: Mapping[str, Sequence[Witness]], only: Witness | None) -> Witness | None:
    """The post that a link means, if it has another address than the link.

    Args:
        witness: the link.
        by_name: the posts with the link's slug by the form that is the same for all forms of one address.
        only: the one post that has the slug.
    """
    to = _address(witness)
    same = by_name.get(to.name, ())
    if any(_address(post).origin == to.origin for post in same):
        return None
    if same or witness.values[0] == _BY_ORIGIN or only is None:
        return same[0] if same else None
    date = "-".join(f"{part:02}" for part in shape_of(to).date)
    return only if str(only.values[2]).startswith(date) else None


@lru_cache(maxsize=4096)
def _parsed(href: str) -> Address:
    url = parse_url(href)
    assert url is not None  # noqa: S101 - it was written by the same parser
    return address_of(url)


def _address(witness: Witness) -> Address:
    return _parsed(str(witness.values[1]))


_BY = {
    _BY_NUMBER: "by its number",
    _BY_ORIGIN: "by another host or scheme",
    _BY_PATH: "by an old path",
    _BY_SLUG: "by an old slug",
}


def _finding(witness: Witness, post: Witness) -> CorpusFinding:
    kind, _, raw, tag = witness.values
    address = str(post.values[1])
    _, hash_mark, fragment = str(raw).partition("#")
    after = f"{address}{hash_mark}{fragment}"
    certain = kind != _BY_PATH
    return CorpusFinding(
        f"The post at {address} is linked {_BY[int(kind or 0)]}.",
        value=str(raw),
        address=str(raw),
        evidence=(Evidence("present address", address),),
        confidence=Confidence.DEFINITIVE if certain else Confidence.LIKELY,
        fix=Fix(
            safe=certain,
            summary="write the present address",
            element=str(tag),
            attribute="href",
            before=str(raw),
            after=after,
        ),
        witness=witness,
        related=((post, "is the post"),) if post.order != witness.order else (),
    )
