"""COR013."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.site import bare_host_of, listing_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_FRESH = timedelta(days=1)
"""Sitemaps are often cached, or made once a day."""
_ALWAYS_LISTED = frozenset({"post", "page"})
_LISTED = {f"{HOME}tide/": "", f"{HOME}ebb/": ""}
_POSTS = (record(1, "tide"), record(2, "ebb"))


class SitemapMissingPost(CorpusRule, code="COR013", severity=Severity.WARNING, since="0.1.0"):
    """The site's sitemap does not list a post that search engines may show.

    A sitemap is how they learn of what few pages link to, and of what has changed. A post that it leaves out is found
    late, and looks as if its own site did not count it in.
    """

    remedy = (
        "Look why the SEO plugin leaves it out: a setting of the post, of its type, or a stale sitemap. If search "
        "engines should not show it, set it to noindex."
    )
    sources = ("https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap",)
    reads_sitemap = True
    offline = False
    examples = (
        Bad(posts=(*_POSTS, record(3, "neap")), sitemap=_LISTED, says=f"does not list {HOME}neap/"),
        Good(posts=_POSTS, sitemap=_LISTED),
        Good(posts=(*_POSTS, record(3, "neap")), note="No sitemap is known."),
        Good(posts=(*_POSTS, record(3, "neap", robots="noindex")), sitemap=_LISTED),
        Good(posts=(*_POSTS, record(3, "neap", canonical=f"{HOME}tide/")), sitemap=_LISTED),
        Good(
            posts=(*_POSTS, record(3, "neap", date_gmt="2026-05-31T22:00:00")),
            sitemap=_LISTED,
            note="Published yesterday: the sitemap may be older.",
        ),
        Good(
            posts=(*_POSTS, record(3, "neap", type="recipe")),
            sitemap=_LISTED,
            note="No item of this type is listed: the type is left out on purpose.",
        ),
        Good(
            posts=_POSTS,
            sitemap={"http://www.saltmarsh.example/tide": "", f"{HOME}ebb/": ""},
            note="Whether the sitemap names an address as the post does is another question.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness for each post that belongs into a sitemap, under its site and type."""
        post = facts.post
        if not post.origin.sitemap or facts.url is None or facts.protected or not facts.self_canonical:
            return ()
        if post.type == "attachment" or post.origin.form == "page" or _is_fresh(facts):
            return ()
        kind = post.type or "post"
        return ((f"{facts.site}\t{kind}", Witness((kind, facts.url.href))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Those that are not listed, where the sitemap was read to its end and lists the type at all."""
        sitemap = totals.sitemap
        if sitemap is None or not sitemap.whole:
            return
        missing = []
        listed = 0
        for witness in witnesses:
            url = parse_url(str(witness.values[1]))
            if url is None or bare_host_of(url) not in sitemap.hosts:
                continue
            if sitemap.find(listing_key(url)) is None:
                missing.append((witness, url))
            else:
                listed += 1
        if not listed and key.rpartition("\t")[2] not in _ALWAYS_LISTED:
            return
        for witness, url in missing:
            yield CorpusFinding(
                f"The site's sitemap does not list {url.href}.",
                value=listing_key(url),
                address=url.href,
                evidence=(Evidence("sitemap", f"{len(sitemap.entries):,} addresses, this one is not among them"),),
                witness=witness,
            )


def _is_fresh(facts: Facts) -> bool:
    """Whether it was published so lately that a sitemap may not know it."""
    published = facts.post.date_gmt or facts.post.date
    try:
        return bool(published) and facts.as_of - datetime.fromisoformat(str(published)).replace(tzinfo=UTC) < _FRESH
    except ValueError:
        return False
