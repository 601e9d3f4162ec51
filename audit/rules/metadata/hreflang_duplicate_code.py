"""MET038."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._hreflang import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue


class HreflangDuplicateCode(PostRule[Head], code="MET038", severity=Severity.ERROR, since="0.1.0"):
    """Two addresses are given for one language.

    Search engines cannot tell which is meant and pass over both. As a rule two plugins write the list, or a version
    was moved and its old link stayed.
    """

    remedy = "Leave one link for each code, the one to the canonical address."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" hreflang="DE" href="https://saltmarsh.example/de/?p=12">',
            says="2 addresses",
            points_at='href="https://saltmarsh.example/de/?p=12"',
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="en" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="en-GB" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="x-default" href="https://saltmarsh.example/tide/">',
            note="One address may serve several codes.",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="en" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="en" href="https://SALTMARSH.example/tide/">',
            note="That is one address, written twice.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each code with several addresses, at the second one."""
        if len(subject.hreflangs) < 2:  # noqa: PLR2004 - one contradicts nothing
            return
        by_code: dict[str, dict[str, HeadValue]] = {}
        for code, href in subject.hreflangs:
            url = parse_url(href.text, facts.base)
            by_code.setdefault(code.strip().lower(), {}).setdefault(url.key if url is not None else href.text, href)
        for code, addresses in by_code.items():
            if len(addresses) > 1:
                hrefs = list(addresses.values())
                yield Finding(
                    f"The list of language versions gives {len(hrefs)} addresses for {code}.",
                    at=hrefs[1].place,
                    value=code,
                    address=hrefs[1].text,
                    evidence=tuple(Evidence(code, href.text) for href in hrefs),
                )
