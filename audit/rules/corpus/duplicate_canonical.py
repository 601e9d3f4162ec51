"""COR003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.canonical._addresses import is_amp_of
from audit.rules.corpus._examples import TEXT
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import are_several, canonical_of, resemblance, sketch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_ALIKE = 0.9


class DuplicateCanonical(CorpusRule, code="COR003", severity=Severity.ERROR, since="0.1.0"):
    """Several posts name one address as their canonical.

    Search engines keep that address only: the other posts vanish from the results. That is right for copies of one
    text, and a loss for posts of their own.
    """

    needs_several = True
    remedy = "Let each post name its own address; only a copy may name the post that it is a copy of."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
        "https://developer.yoast.com/features/seo-tags/canonical-urls/functional-specification",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=(record(1, "tide"), record(2, "ebb", canonical=f"{HOME}tide/")),
            says="names https://saltmarsh.example/tide/",
        ),
        Bad(
            posts=(record(1, "tide", html=TEXT), record(2, "tide-b", html=TEXT, canonical=f"{HOME}tide/")),
            says="copy",
            note="A notice: the texts are the same, so it may be meant.",
        ),
        Good(posts=(record(1, "tide"), record(2, "ebb"))),
        Good(posts=(record(1, "tide", canonical=f"{HOME}ebb/"),), note="Only one names it."),
        Good(posts=(record(1, "tide"), record(1, "tide")), note="One post, seen twice."),
        Good(
            posts=(
                record(1, "tide"),
                record(2, "gauge", canonical=f"{HOME}tide/", type="attachment", status="inherit"),
            ),
            note="The page of a picture names the post that it is in.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post with a canonical."""
        canonical = canonical_of(facts)
        if canonical is None or facts.url is None or facts.head is None or facts.head.canonical is None:
            return ()
        itself = facts.url.key == canonical.key
        if not itself and (facts.post.type == "attachment" or is_amp_of(facts.url, canonical)):
            return ()  # the page of a picture may well stand for the post that it is in
        sketch = "" if facts.protected else sketch_of(facts)
        values = (canonical.href, itself, facts.url.key, sketch)
        place = facts.head.canonical.place if not itself else None
        return ((f"{facts.site}\t{canonical.key}", Witness(values, place)),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that names another's address; a notice for a copy of that post."""
        if not are_several(witnesses, 2):
            return
        target = min((witness for witness in witnesses if witness.values[1]), key=lambda one: one.post, default=None)
        for witness in witnesses:
            address, itself, _, sketch = witness.values
            if itself:
                continue
            related, count = others(witness, witnesses, "has the same canonical")
            copy = target is not None and resemblance(str(sketch), str(target.values[3])) >= _ALIKE
            noun = "as another post does" if count == 1 else f"as {count} other posts do"
            yield CorpusFinding(
                f"The post names {address} as its canonical, {noun}{', and is a copy of it' if copy else ''}.",
                value=str(address),
                address=str(address),
                severity=Severity.NOTICE if copy else None,
                evidence=(Evidence("canonical", str(address)),),
                witness=witness,
                related=related,
                related_count=count,
            )
