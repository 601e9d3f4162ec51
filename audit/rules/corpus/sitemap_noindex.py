"""COR014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import canonical_of
from audit.site import listing_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.site import SiteTotals

_LISTED = {f"{HOME}tide/": "", f"{HOME}ebb/": ""}


class SitemapNoindex(CorpusRule, code="COR014", severity=Severity.WARNING, since="0.1.0"):
    """The site's sitemap lists a page that search engines are asked to leave out, or that names another as its own.

    The sitemap says that the page is meant for them, and the page says that it is not. They fetch it in vain, again and
    again, and trust the sitemap less.
    """

    remedy = "Take the page out of the sitemap, or let the page itself say that it is meant for search engines."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap",
        "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag",
    )
    reads_sitemap = True
    offline = False
    judges_unindexed = True
    examples = (
        Bad(posts=(record(1, "tide"), record(2, "ebb", robots="noindex")), sitemap=_LISTED, says="set to noindex"),
        Bad(
            posts=(record(1, "tide"), record(2, "ebb", canonical=f"{HOME}tide/")),
            sitemap=_LISTED,
            says=f"names {HOME}tide/ as its canonical",
        ),
        Good(posts=(record(1, "tide"), record(2, "ebb")), sitemap=_LISTED),
        Good(posts=(record(1, "tide"), record(3, "neap", robots="noindex")), sitemap=_LISTED),
        Good(
            posts=(record(1, "tide", canonical=f"{HOME}tide"),),
            sitemap=_LISTED,
            note="That the canonical lacks a slash is told elsewhere.",
        ),
        Good(
            posts=(record(2, "ebb", robots="noindex", status="draft"),),
            sitemap=_LISTED,
            note="Nobody can see a draft; the address is another page's.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness for each page that should not be listed, under its address."""
        if not facts.post.origin.sitemap or facts.url is None or not facts.published:
            return ()
        return _unfit(facts.url, facts)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each of them that is listed."""
        entry = totals.sitemap.find(key.partition("\t")[2]) if totals.sitemap is not None else None
        if entry is None:
            return
        address = entry[0]
        for witness in witnesses:
            reason, told = str(witness.values[0]), str(witness.values[1])
            said = {
                "noindex": "which is set to noindex",
                "canonical": f"which names {told} as its canonical",
                "redirect": f"which leads on to {told}",
            }[reason]
            yield CorpusFinding(
                f"The site's sitemap lists {address}, {said}.",
                value=f"{reason} {key.partition(chr(9))[2]}",
                address=address,
                evidence=(Evidence("in the sitemap", address), Evidence("on the page", told)),
                witness=witness,
            )


def _unfit(url: Url, facts: Facts) -> Iterator[tuple[str, Witness]]:
    own = listing_key(url)
    canonical = canonical_of(facts)
    if facts.noindex:
        yield f"{facts.site}\t{own}", Witness(("noindex", ", ".join(sorted(facts.robots))))
    elif canonical is not None and listing_key(canonical) != own:
        place = facts.head.canonical.place if facts.head is not None and facts.head.canonical is not None else None
        yield f"{facts.site}\t{own}", Witness(("canonical", canonical.href), place)
    response = facts.post.response
    asked = parse_url(response.asked) if response is not None and response.asked else None
    if asked is not None and listing_key(asked) != own:
        yield f"{facts.site}\t{listing_key(asked)}", Witness(("redirect", url.href))
