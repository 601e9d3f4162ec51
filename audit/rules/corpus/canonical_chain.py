"""COR004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Fix, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import canonical_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class CanonicalChain(CorpusRule, code="COR004", severity=Severity.ERROR, since="0.1.0"):
    """The canonical of a post leads to a post that names yet another one.

    Two posts contradict each other about where the text belongs. Search engines may follow one of them, or none.
    """

    needs_several = True
    remedy = "Name the last address of the chain, or let the post in the middle name itself."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=(record(1, "tide", canonical=f"{HOME}ebb/"), record(2, "ebb", canonical=f"{HOME}flood/")),
            says="https://saltmarsh.example/flood/",
        ),
        Good(posts=(record(1, "tide", canonical=f"{HOME}ebb/"), record(2, "ebb"))),
        Good(
            posts=(record(1, "tide", canonical=f"{HOME}ebb/"), record(2, "flood", canonical=f"{HOME}ebb/")),
            note="Two that meet in one place are no chain.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """Two witnesses for a post that names another address: under that address, and under its own."""
        canonical = canonical_of(facts)
        if canonical is None or facts.url is None or facts.head is None or facts.head.canonical is None:
            return
        if canonical.key == facts.url.key:
            return
        written = facts.head.canonical
        yield canonical.key, Witness((False, canonical.href, written.text.strip()), written.place)
        yield facts.url.key, Witness((True, canonical.href, written.text.strip()), written.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post whose canonical is the address of a post that names another."""
        middle = min((witness for witness in witnesses if witness.values[0]), key=lambda one: one.post, default=None)
        if middle is None:
            return
        last = str(middle.values[1])
        for witness in witnesses:
            if witness.values[0] or witness.order == middle.order:
                continue
            address = str(witness.values[1])
            yield CorpusFinding(
                f"The post names {address} as its canonical, and the post there names {last}.",
                value=address,
                address=address,
                evidence=(Evidence("canonical here", address), Evidence("canonical there", last)),
                witness=witness,
                related=((middle, f"names {last} as its canonical"),),
                fix=Fix(
                    safe=False,
                    summary="Name the last address of the chain",
                    element="link",
                    attribute="href",
                    before=str(witness.values[2]),
                    after=last,
                ),
            )
