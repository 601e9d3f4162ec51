"""COR008."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Place, Severity, Witness, others
from audit.rule import SAME_POST, Bad, CorpusRule, Good
from audit.rules.corpus._examples import TEXT
from audit.rules.corpus._records import record
from audit.rules.corpus._shared import resemblance, sketch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_COUNTER = re.compile(r"(.*[^-])-([2-9]|[1-9]\d)")
_ALIKE = 0.8


class DuplicateSlugSeries(CorpusRule, code="COR008", severity=Severity.WARNING, since="0.1.0"):
    """A post and its double differ by the number that WordPress put behind the slug.

    A post was inserted twice, by an import that ran again or a copy that was never changed.
    """

    needs_several = True
    remedy = "Keep one, and redirect the others to it."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"content"})
    reads_content = True
    explained_by = {"duplicate-content-exact": SAME_POST}
    examples = (
        Bad(posts=(record(1, "tide", html=TEXT), record(2, "tide-2", title="About tide", html=TEXT)), says="tide-2"),
        Good(
            posts=(record(1, "tide", html=TEXT), record(2, "tide-2", title="Tide, part 2", html=TEXT)),
            note="The number is a part of the title.",
        ),
        Good(posts=(record(1, "tide", html=TEXT), record(2, "tide-2", title="About tide", html="<p>Other.</p>"))),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post with 50 words or more, under the slug without such a number."""
        slug = facts.post.slug
        if not slug or not facts.self_canonical or not (sketch := sketch_of(facts)):
            return ()
        match = _COUNTER.fullmatch(slug) if slug[-1].isdecimal() else None
        number = match[2] if match is not None and match[2] not in facts.title else ""
        base = match[1] if match is not None and number else slug
        place = Place("slug") if number else None
        return ((f"{facts.site}\t{facts.post.type}\t{base}", Witness((slug, number, sketch), place)),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each numbered post whose text is nearly that of one before it in the series."""
        series = sorted(witnesses, key=lambda witness: (int(witness.values[1] or 0), witness.post))
        for index, witness in enumerate(series[:_LONGEST]):
            slug, number, sketch = map(str, witness.values)
            alike = [
                other
                for other in series[:index]
                if other.post != witness.post and resemblance(sketch, str(other.values[2])) >= _ALIKE
            ]
            if not number or not alike:
                continue
            related, count = others(witness, alike, "has nearly the same text")
            first = str(alike[0].values[0])
            yield CorpusFinding(
                f"The slug {slug} is {first} with a number behind it, and the texts are nearly the same.",
                value=slug,
                evidence=(Evidence("slug here", slug), Evidence("slug there", first)),
                witness=witness,
                related=related,
                related_count=count,
            )


_LONGEST = 100  # members of a series that are compared with each other: the numbers have two digits
