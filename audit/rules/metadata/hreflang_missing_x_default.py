"""MET037."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._hreflang import DEFAULT, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class HreflangMissingXDefault(
    PostRule[Head], code="MET037", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The list of language versions says nothing about readers of other languages.

    A link with x-default names the page for everybody whose language is not in the list. It may be left out; search
    engines then choose.
    """

    remedy = "Add a link with x-default, to the page that lets readers choose, or to the version that most can read."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" hreflang="en" href="https://saltmarsh.example/tide/">',
            says="x-default",
            points_at="href=",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" hreflang="X-Default" href="https://saltmarsh.example/tide/">',
        ),
        Good(head='<title>Tide</title><link rel="alternate" hreflang="en" href="https://saltmarsh.example/tide/">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for a list of two and more."""
        entries = subject.hreflangs
        if len(entries) < 2 or any(entry.code.strip().lower() == DEFAULT for entry in entries):  # noqa: PLR2004 - one alone has no alternative
            return ()
        return (Finding(f"The list of {len(entries)} language versions has no x-default.", at=entries[0].href.place),)
