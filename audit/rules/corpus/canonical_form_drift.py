"""COR022."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.facts.image_address import is_archive_host
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import canonical_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_FORMS = (
    ("http and https", "http", "https"),
    ("with and without www", "www", "no www"),
    ("with and without a closing slash", "slash", "no slash"),
    ("in upper and in lower case", "upper case", "lower case"),
)


class CanonicalFormDrift(
    CorpusRule, code="COR022", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW, scope=Scope.SITE
):
    """The canonicals of the site are written in several forms.

    Each form is an address of its own to a search engine. Which one counts is then a matter of redirects, and of luck.
    """

    remedy = "Decide for one form of all addresses, and let the others redirect to it."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=(record(1, "tide"), record(2, "ebb", canonical="https://www.saltmarsh.example/ebb/")),
            says="with and without www",
        ),
        Bad(posts=(record(1, "tide"), record(2, "ebb", canonical=f"{HOME}ebb")), says="closing slash"),
        Good(posts=(record(1, "tide"), record(2, "ebb"))),
        Good(
            posts=(record(1, "tide"), record(2, "ebb", canonical=f"{HOME}ebb.html")), note="A file name has no slash."
        ),
        Good(posts=(record(1, "tide"), record(2, "ebb", canonical="https://harbour.example/ebb"))),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post whose canonical is on the own host, with `www.` or without."""
        url = canonical_of(facts)
        if url is None or facts.url is None or is_archive_host(url.host):
            return
        if url.host.removeprefix("www.") != facts.url.host.removeprefix("www."):
            return
        last = url.path.rpartition("/")[2]
        bare = "." not in last and not url.query and url.path != "/"
        yield (
            facts.site,
            Witness(
                (
                    url.scheme == "http",
                    url.host.startswith("www."),
                    url.path.endswith("/") if bare else None,
                    url.path != url.path.lower() if bare and "%" not in url.path else None,
                )
            ),
        )

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site, with counts."""
        found: list[str] = []
        evidence: list[Evidence] = []
        for index, (what, yes, no) in enumerate(_FORMS):
            counts = Counter(witness.values[index] for witness in witnesses)
            if counts[True] and counts[False]:
                found.append(what)
                evidence.append(Evidence(what, f"{yes}: {counts[True]}, {no}: {counts[False]}"))
        if found:
            told = "; ".join(entry.text for entry in evidence)
            yield CorpusFinding(
                f"The site's canonicals are written {', '.join(found)} ({told}).",
                value=", ".join(found),
                evidence=tuple(evidence),
            )
