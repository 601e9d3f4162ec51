"""COR002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import record
from audit.rules.corpus._shared import language_of, same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.finding import CorpusFinding
    from audit.site import SiteTotals

_TEXT = "How the crews read the water before they cast off."


class DuplicateDescription(CorpusRule, code="COR002", severity=Severity.WARNING, since="0.1.0"):
    """Several pages of the site have one description.

    It cannot say what sets each page apart. Search engines then make a text of their own, and readers who see both
    pages in a list cannot choose.
    """

    keeps_quotes = True
    needs_several = True
    remedy = "Write a description for each page, or none: search engines then take a passage of the text."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(posts=(record(1, "tide", description=_TEXT), record(2, "ebb", description=_TEXT)), says="same description"),
        Good(posts=(record(1, "tide", description=_TEXT), record(2, "ebb", description="What the ebb leaves."))),
        Good(
            posts=(record(1, "tide", description=_TEXT), record(2, "ebb", description=_TEXT, robots="noindex, follow")),
            note="Only pages that search engines show compete.",
        ),
        Good(
            posts=(
                record(1, "tide", description=_TEXT),
                record(2, "ebb", description=_TEXT, canonical="https://saltmarsh.example/tide/"),
            ),
            note="One names the other as the page that counts.",
        ),
        Good(
            posts=(record(1, "tide", description=_TEXT), record(1, "tide", description=_TEXT)),
            note="One post, seen twice.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for an indexable post that is its own canonical, under site, language and description."""
        description = facts.head.description if facts.head is not None else None
        if facts.post.type == "attachment" or not facts.self_canonical:
            return
        if description is None or description.blank:
            return
        text = fold(description.decoded)
        yield f"{facts.site}\t{language_of(facts)}\t{text}", Witness((facts.post.link,), description.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post, with the others that share its description."""
        return same_text(key, witnesses, "description")
