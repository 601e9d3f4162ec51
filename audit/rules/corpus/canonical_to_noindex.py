"""COR005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import canonical_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class CanonicalToNoindex(CorpusRule, code="COR005", severity=Severity.ERROR, since="0.1.0"):
    """The canonical of a post leads to a post that search engines must leave out.

    The post gives its place in the results to a page that refuses it. In the end search engines show neither.
    """

    needs_several = True
    remedy = "Let the post name itself, or take noindex off the page that it names."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
        "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag",
    )
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            posts=(record(1, "tide", canonical=f"{HOME}ebb/"), record(2, "ebb", robots="noindex, follow")),
            says="noindex",
        ),
        Good(posts=(record(1, "tide", canonical=f"{HOME}ebb/"), record(2, "ebb", robots="index, nofollow, noarchive"))),
        Good(
            posts=(
                record(1, "tide", canonical=f"{HOME}ebb/", robots="noindex"),
                record(2, "ebb", robots="noindex"),
            ),
            note="Neither is meant for search engines.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness under its own address for a post with noindex, else one under another address that it names."""
        if facts.url is None or facts.head is None or not facts.published:
            return
        if facts.noindex:
            values = (True, ", ".join(sorted(facts.robots)))
            yield facts.url.key, Witness(values)
            return
        canonical = canonical_of(facts)
        if canonical is not None and canonical.key != facts.url.key and facts.head.canonical is not None:
            yield canonical.key, Witness((False, canonical.href), facts.head.canonical.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that names the hidden one."""
        hidden = min((witness for witness in witnesses if witness.values[0]), key=lambda one: one.post, default=None)
        if hidden is None:
            return
        robots = str(hidden.values[1])
        for witness in witnesses:
            if not witness.values[0]:
                address = str(witness.values[1])
                yield CorpusFinding(
                    f"The post names {address} as its canonical, and that page is set to noindex.",
                    value=address,
                    address=address,
                    evidence=(Evidence("canonical here", address), Evidence("robots there", robots)),
                    witness=witness,
                    related=((hidden, f"has the robots rules {robots}"),),
                )
