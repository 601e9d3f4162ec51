"""CAN004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Finding, Fix, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import slip_in, without_scheme
from audit.rules.canonical._addresses import has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.url import Url

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalRelative(PostRule[Head], code="CAN004", severity=Severity.WARNING, since="0.1.0"):
    """The canonical is a path without a host.

    A path means another page on every host that shows it: on a test site, on a copy, with and without `www`. That is
    what a canonical should prevent. The SEO plugin prints the same path into the address for shares and the structured
    data, where it is not allowed at all.
    """

    remedy = "Write the full address, with https:// and the host, or empty the field."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(head=_HEAD.format("/tide/"), says="/tide/ is no full address", points_at='href="/tide/"'),
        Bad(head=_HEAD.format("//saltmarsh.example/tide/"), says="is no full address"),
        Bad(head=_HEAD.format("saltmarsh.example/tide/"), says="names no scheme"),
        Bad(head=_HEAD.format("www.estuary.example/tide/"), says="names no scheme"),
        Bad(head=_HEAD.format("tide.html"), says="names no host"),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
        Good(head=_HEAD.format("https:// saltmarsh.example/tide/"), note="Broken, not relative."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each, with the address that it resolves to where that is beyond doubt."""
        for value in subject.canonicals:
            text = value.text
            if text.startswith(("https://", "http://")) or has_scheme(text) or slip_in(text.strip()):
                continue
            shown = text.strip()
            meant = _meant(shown, facts)
            has_host = shown.startswith("//") or (meant is not None and not shown.startswith("/"))
            yield Finding(
                f"The canonical {shown} is no full address: it names no {'scheme' if has_host else 'host'}.",
                at=value.place,
                value=shown,
                fix=_completed(shown, meant) if meant is not None and meant.host else None,
            )


def _meant(shown: str, facts: Facts) -> Url | None:
    """What there is but one way to read: a path from the root, or what can only be a host without its scheme.

    With a `<base>` of another site the two differ, what the path means and what it says.
    """
    if shown.startswith("/"):
        url = parse_url(shown, facts.base)
        is_own = facts.url is None or (url is not None and url.registrable == facts.own_domain)
        return url if is_own or shown.startswith("//") else None
    url = parse_url(f"https://{shown}")
    return url if url is not None and url.host and url.registrable == facts.own_domain else without_scheme(shown)


def _completed(shown: str, meant: Url) -> Fix:
    return Fix(
        safe=False, summary="write the full address", element="link", attribute="href", before=shown, after=meant.href
    )
