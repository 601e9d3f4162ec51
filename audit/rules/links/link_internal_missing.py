"""LNK007."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import SAME_ELEMENT, Bad, CorpusRule, Good
from audit.rules.links._corpus import address_of, is_file, own_address, own_links, shape_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.rules.links._corpus import OwnLink, Shape
    from audit.site import SiteTotals

_GAUGE = {
    "id": 40,
    "link": "https://saltmarsh.example/2021/gauge/",
    "slug": "gauge",
    "content": {"rendered": "<p>x</p>"},
}


def _linking(href: str) -> dict[str, object]:
    return {
        "link": "https://saltmarsh.example/2026/tide/",
        "content": {"rendered": f'<p>See <a href="{href}">the gauge</a>.</p>'},
    }


_IS, _LINKS = 0, 1
_OTHERS_ADDRESSES = frozenset(
    """
    account admin ads.txt amp atom attachment author blog cart category checkout comments dashboard embed favicon.ico
    feed home index jobs login logout my-account news page posts print rdf register robots.txt rss rss2 search shop
    sitemap sitemap.xml sitemap_index.xml store tag trackback type wp-admin wp-content wp-includes wp-json xmlrpc.php
    """.split()
)
"""What WordPress or a plugin answers, and what is no item of the corpus: archives, feeds, the shop's pages."""


class LinkInternalMissing(CorpusRule, code="LNK007", severity=Severity.ERROR, since="0.2.0"):
    """A link leads to a post of the site that does not exist.

    The whole site is known, and no post or page has this address, nor its slug under another one. Readers get an error
    page, and search engines waste their visits on it.
    """

    remedy = "Link to the post that is meant, redirect the address to its successor, or take the link out."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/http-network-errors",
        "https://developer.wordpress.org/reference/functions/redirect_guess_404_permalink/",
    )
    explained_by = {"link-malformed": SAME_ELEMENT, "link-trailing-punctuation": SAME_ELEMENT}
    examples = (
        Bad(
            posts=(_linking("https://saltmarsh.example/2021/ferry/"), _GAUGE),
            complete=True,
            says="/2021/ferry",
            points_at='<a href="https://saltmarsh.example/2021/ferry/"',
        ),
        Good(posts=(_linking("https://saltmarsh.example/2021/gauge/"), _GAUGE), complete=True),
        Good(
            posts=(_linking("https://saltmarsh.example/2021/ferry/"), _GAUGE), note="A part of a site proves nothing."
        ),
        Good(
            posts=(_linking("https://saltmarsh.example/2021/ferry/"), _GAUGE | {"meta": {"_wp_old_slug": ["ferry"]}}),
            complete=True,
            note="WordPress forwards the address that the post had before.",
        ),
        Good(
            posts=(_linking("https://saltmarsh.example/category/ferry/"), _GAUGE),
            complete=True,
            note="An archive is no post.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Only where the source gives the whole site."""
        return facts.post.origin.complete and facts.url is not None

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """What exists, and what links of the post's own permalink structure ask for: under the slug."""
        if facts.url is None:
            return
        yield from _what_exists(facts)
        own = own_address(facts)
        if own is None or own.parameters or not own.path:
            return
        shape = shape_of(own)
        seen: set[str] = set()
        for found in own_links(facts):
            if found.to.name not in seen and _asks_for_a_post(found, shape):
                seen.add(found.to.name)
                values = (_LINKS, found.link.href, found.to.name, not shape.before)
                yield f"{facts.site}\t{slug_of(found.to)}", Witness(values, found.link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A finding for each post that links to a slug which nothing has."""
        if not totals.complete or any(witness.values[0] == _IS for witness in witnesses):
            return
        for witness in witnesses:
            _, raw, name, flat = witness.values
            if flat and not totals.types.keys() >= _PAGES:
                continue
            yield CorpusFinding(
                f"The link leads to {name}, and the site has no such post or page.",
                value=str(raw),
                address=str(raw),
                evidence=(Evidence("posts and pages of the site", f"{totals.posts:,}"),),
                witness=witness,
            )


_PAGES = frozenset({"post", "page"})
"""Types that have their addresses right below the front page. Only where both are here is nothing else to expect."""


def _what_exists(facts: Facts) -> Iterator[tuple[str, Witness]]:
    """Slugs of the post, whatever its status or address, also old ones; and of the terms that its classes name."""
    names = {slug_of(address_of(facts.url))} if facts.url is not None else set()
    slugs = (facts.post.slug, facts.post.generated_slug, *facts.post.old_slugs)
    names.update(unquote(slug).lower() for slug in slugs if slug)
    names.update(unquote(name.partition("-")[2]).lower() for name in facts.class_names)
    for name in sorted(names - {""}):
        yield f"{facts.site}\t{name}", Witness((_IS,))


def _asks_for_a_post(found: OwnLink, own: Shape) -> bool:
    """An address of the structure that the post itself has, and of nothing that WordPress answers otherwise."""
    to = found.to
    slug = to.slug
    if not to.path or not to.bare or slug.isdigit() or slug in _OTHERS_ADDRESSES:
        return False
    shape = shape_of(to)
    if shape.before != own.before or len(shape.date) != len(own.date) or shape.suffix != own.suffix:
        return False
    return not is_file(to) and not _is_of_a_picture(found)


def _is_of_a_picture(found: OwnLink) -> bool:
    """A link to an attachment's page: those are no posts, and not all sources give them."""
    return "attachment" in found.link.rel or found.link.node.find("img") is not None
