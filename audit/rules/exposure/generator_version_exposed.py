"""EXP005."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_VERSIONED = re.compile(r"\b([A-Z][\w .&-]{1,40}?(?: plugin)?),? v?(\d+(?:\.\d+)+)")


class GeneratorVersionExposed(
    CorpusRule, code="EXP005", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED, scope=Scope.SITE
):
    """The page says which version of WordPress or a plugin it runs.

    Who looks for sites with a known hole finds them by that. Nearly every site prints it, so the rule is off unless it
    is asked for; keeping up to date is the remedy that counts.
    """

    remedy = "Keep WordPress and its plugins up to date; a filter in the theme can remove the line."
    sources = ("https://developer.wordpress.org/advanced-administration/security/hardening/",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(
            head="<!-- Optimized with the Example SEO plugin v2.5 - https://seo.example/ -->\n<title>T</title>",
            fields={"yoast_head_json": None},
            says="v2.5",
        ),
        Good(head="<!-- Example SEO -->\n<title>T</title>", fields={"yoast_head_json": None}),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each generator that tells its version, in a comment or in meta generator."""
        for text, place in _generator_lines(facts):
            match = _VERSIONED.search(text)
            if match:
                name = match[1].rsplit("the ", 1)[-1].strip()
                yield f"{facts.site}\t{name}", Witness((name, match[2]), place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and generator."""
        name = str(witnesses[0].values[0])
        versions = ", ".join(sorted({f"v{witness.values[1]}" for witness in witnesses}))
        yield CorpusFinding(f"The page source names {name} {versions}.", value=name)


def _generator_lines(facts: Facts) -> Iterable[tuple[str, Place]]:
    if facts.head_html is None:
        return
    if facts.head_markup is not None:
        for text, start, end in facts.head_markup.comments:
            yield text, Place(facts.head_html.field, raw=(start, end))
    for value in facts.head_html.metas("generator"):
        yield value.text, value.place
