"""COR012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, Good, Status
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import OverEveryPost, canonical_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_BOTH = {"en": f"{HOME}tide/", "de": f"{HOME}gezeiten/"}


class HreflangTargetBad(OverEveryPost, code="COR012", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """A post names a version in another language that search engines leave out.

    That version has noindex, or names another page as the one that counts: the pair is dropped.
    """

    remedy = "Name a version that search engines may show, or none."
    sources = ("https://developers.google.com/search/docs/specialty/international/localized-versions",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten", robots="noindex")),
            says="noindex",
        ),
        Bad(
            posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten", canonical=f"{HOME}flut/")),
            says="https://saltmarsh.example/flut/",
        ),
        Good(posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten", hreflang=_BOTH))),
        Good(posts=(record(1, "tide", hreflang=_BOTH),), note="Nothing is known of a page that is not in the input."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness under each address that an indexable post names as a version, and one for a post left out."""
        if facts.url is None or facts.head is None or not facts.published:
            return
        own = facts.url.key
        if facts.noindex:
            yield own, Witness(("", "is set to noindex"))
            return
        canonical = canonical_of(facts)
        if canonical is not None and canonical.key != own:
            yield own, Witness(("", f"names {canonical.href} as its canonical"))
        seen = {own}
        for code, href in facts.head.hreflangs:
            url = parse_url(href.text, facts.base)
            if url is not None and url.key not in seen:
                seen.add(url.key)
                yield url.key, Witness((url.href, code), href.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that names the page that is left out."""
        bad = min((witness for witness in witnesses if not witness.values[0]), key=lambda one: one.post, default=None)
        if bad is None:
            return
        for witness in witnesses:
            address, code = map(str, witness.values)
            if address:
                yield CorpusFinding(
                    f"The post names {address} as its version in the language {code}, and that page {bad.values[1]}.",
                    value=address,
                    address=address,
                    evidence=(Evidence("hreflang", f"{code}: {address}"),),
                    witness=witness,
                    related=((bad, str(bad.values[1])),),
                )
