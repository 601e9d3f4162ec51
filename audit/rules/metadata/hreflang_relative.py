"""MET035."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Finding, Fix, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._hreflang import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class HreflangRelative(PostRule[Head], code="MET035", severity=Severity.ERROR, since="0.1.0"):
    """The address of a language version is not complete.

    Search engines want it with scheme and host, and pass over a link that begins with a slash.
    """

    remedy = "Write the whole address, beginning with https://."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="/de/tide/">',
            says="/de/tide/",
            points_at='href="/de/tide/"',
        ),
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="//saltmarsh.example/de/tide/">',
            says="//saltmarsh.example",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="de" href="https://saltmarsh.example/de/tide/">'
            '<link rel="alternate" type="application/rss+xml" href="/feed/">',
            note="A feed is no language version.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each such link."""
        for code, href in subject.hreflangs:
            address = href.text.strip()
            if not address.lower().startswith(("https://", "http://")):
                yield Finding(
                    f"The address of the {code} version is not complete: {address}",
                    at=href.place,
                    value=address,
                    address=address,
                    fix=_in_full(address, facts.base),
                )


def _in_full(address: str, base: str | None) -> Fix | None:
    url = parse_url(address, base) if address.startswith("/") else None
    if url is None or not url.host:
        return None
    return Fix(
        safe=False,
        summary="write the full address",
        element="link",
        attribute="href",
        before=address,
        after=url.href,
    )
