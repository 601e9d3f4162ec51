"""MET034."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Fix, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._hreflang import REGIONS, SOURCE, code_place, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class HreflangUnsupportedRegion(PostRule[Head], code="MET034", severity=Severity.WARNING, since="0.1.0"):
    """The region of a language version is none that search engines know.

    They take single countries by their code in ISO 3166-1. EU and UN are no countries, Britain is GB, and numbers for
    parts of the world, such as 419 for Latin America, are not read: the link is passed over.
    """

    remedy = "Name a country (`en-GB`), or the language alone (`es` for all of Latin America)."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="en-UK" href="https://saltmarsh.example/tide/">',
            says="Britain is GB",
            points_at="hreflang=",
        ),
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="es-419" href="https://saltmarsh.example/es/">',
            says="es-419",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="en-gb" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="uk" href="https://saltmarsh.example/uk/">',
            note="Case is free, and uk alone is Ukrainian.",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="en_UK" href="https://saltmarsh.example/tide/">',
            note="That is no code at all, which is another fault.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each distinct code."""
        told = set()
        for code, href in subject.hreflangs:
            parts = read_code(code)
            if parts is None or not parts.region or parts.region in REGIONS or code in told:
                continue
            told.add(code)
            hint, fix = "", None
            if parts.region == "uk":
                hint, right = "; Britain is GB", f"{code[:-2]}GB"
                fix = Fix(
                    safe=False,
                    summary=f"write {right}",
                    element="link",
                    attribute="hreflang",
                    before=code,
                    after=right,
                )
            yield Finding(
                f'hreflang="{code}" names the region {parts.region.upper()}, which search engines do not know{hint}.',
                at=code_place(href),
                value=code,
                fix=fix,
            )
