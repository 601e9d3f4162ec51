"""COR006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._examples import TEXT
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import are_several, language_of, others_have, text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_LAYOUT = (
    f"<p>[et_pb_text {' '.join(f'padding_{number}=&#8221;0px&#8221;' for number in range(60))}]{{}}[/et_pb_text]</p>"
)


class DuplicateContentExact(CorpusRule, code="COR006", severity=Severity.WARNING, since="0.1.0"):
    """Several posts have the same text.

    Search engines show one of them, and not always the one that is meant; links and readers are divided among them.
    """

    needs_several = True
    remedy = "Keep one, and redirect the others to it or let them name it as their canonical."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/canonicalization-troubleshooting",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(posts=(record(1, "tide", html=TEXT), record(2, "ebb", html=TEXT)), says="same text"),
        Good(
            posts=(record(1, "tide", html=TEXT), record(2, "ebb", html=TEXT, canonical=f"{HOME}tide/")),
            note="One names the other as the page that counts.",
        ),
        Good(posts=(record(1, "tide", html="<p>Soon.</p>"), record(2, "ebb", html="<p>Soon.</p>"))),
        Good(posts=(record(1, "tide", html=TEXT), record(1, "tide", html=TEXT)), note="One post, seen twice."),
        Good(
            posts=(record(1, "tide", html=_LAYOUT.format("Tide.")), record(2, "ebb", html=_LAYOUT.format("Ebb."))),
            note="Codes of a page builder that stayed in the text are no words.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for an indexable post that is its own canonical and has 50 words or more."""
        if not facts.self_canonical or not (digest := text_digest(facts)):
            return ()
        return ((f"{facts.site}\t{language_of(facts)}\t{digest}", Witness((facts.post.link,))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post."""
        if not are_several(witnesses, 0):
            return
        for witness in witnesses:
            related, count = others(witness, witnesses, "has the same text")
            yield CorpusFinding(
                f"{others_have(count)} the same text.",
                value=key.rpartition("\t")[2],
                witness=witness,
                related=related,
                related_count=count,
            )
