"""MET036."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._hreflang import SOURCE, own_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

MOST_SHOWN = 5
"""Most links that the evidence shows."""


class HreflangMissingSelf(PostRule[Head], code="MET036", severity=Severity.WARNING, since="0.1.0"):
    """The list of language versions does not name the page itself.

    Each version has to list all of them, itself too. Where the page is missing, or listed with an address that is not
    its canonical one, search engines do not trust the list.
    """

    remedy = "Add a link with the page's own language and its canonical address."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="canonical" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" hreflang="en" href="http://saltmarsh.example/tide/">',
            says="does not name the page",
            points_at="href=",
        ),
        Good(
            head='<title>Tide</title><link rel="canonical" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" hreflang="en" href="https://saltmarsh.example/tide/">',
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" type="application/rss+xml" href="/feed/">',
            note="A page in one language needs no list.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the list, at its first link."""
        if not subject.hreflangs or facts.url is None or facts.once(own_entries):
            return ()
        evidence = [Evidence(code, href.text) for code, href in subject.hreflangs[:MOST_SHOWN]]
        if subject.canonical is not None:
            evidence.insert(0, Evidence("canonical", subject.canonical.text))
        count = len(subject.hreflangs)
        versions = "one language version" if count == 1 else f"{count} language versions"
        return (
            Finding(
                f"The list of {versions} does not name the page itself, {facts.url.href}.",
                at=subject.hreflangs[0].href.place,
                value=facts.url.href,
                evidence=tuple(evidence),
            ),
        )
