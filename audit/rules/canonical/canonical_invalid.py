"""CAN003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import slip_in
from audit.rules._edits import of_head
from audit.rules.canonical._addresses import WEB, has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalInvalid(PostRule[Head], code="CAN003", severity=Severity.ERROR, since="0.1.0"):
    """The canonical is no address.

    Nobody can go where it points, so search engines ignore it and choose an address themselves. SEO plugins print the
    field as it was typed: a blank in the host or a forgotten slash stands there until somebody looks.
    """

    remedy = "Empty the field for the canonical in the SEO plugin; the post's own address is then printed."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc6596",
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(head=_HEAD.format("https:// saltmarsh.example/tide/"), says="no web address", points_at='href="https://'),
        Bad(head=_HEAD.format("localhost:8080/tide/"), says="no web address"),
        Bad(
            head=_HEAD.format("https://www..saltmarsh.example/tide/"),
            says="www..saltmarsh.example, which cannot be one",
        ),
        Bad(head=_HEAD.format("https://.saltmarsh.example/"), says="the host .saltmarsh.example, which cannot be one"),
        Bad(head=_HEAD.format("http:/saltmarsh.example/tide/"), says="does not begin with http://"),
        Bad(head=_HEAD.format("https//saltmarsh.example/tide/"), says="does not begin with https://"),
        Bad(head=_HEAD.format("https://http://saltmarsh.example/tide/"), says="has its scheme twice"),
        Bad(head=_HEAD.format("https://saltmarsh.examplehttps://saltmarsh.example/tide/"), says="two addresses in one"),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
        Good(head=_HEAD.format("/tide/"), note="A path alone is another fault."),
        Good(head=_HEAD.format(""), note="An empty one counts as missing."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each canonical that does not parse, or that leads to no web page."""
        for value in subject.canonicals:
            if fault := _fault(value.text.strip(), facts.base):
                shown = value.text.strip()
                yield Finding(f"The canonical {fault}: {shown}", at=value.place, value=shown, fix=_own(value, facts))


def _fault(address: str, base: str | None) -> str:
    url = parse_url(address, base)
    if url is None or url.scheme not in WEB:
        is_path = base is None and not has_scheme(address)  # and nothing is there to resolve it against
        return "" if is_path else "is no web address"
    return slip_in(address)


def _own(value: HeadValue, facts: Facts) -> Fix | None:
    """The edit that writes the post's own address, which the plugin prints where the field is empty."""
    if facts.url is None or value.blank:
        return None
    return of_head(value, facts.url.href, "write the post's own address")
