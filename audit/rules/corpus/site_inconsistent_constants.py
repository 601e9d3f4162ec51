"""COR016."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from audit.facts.entities import decode_entities
from audit.facts.image_address import is_archive_host
from audit.facts.text import fold
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_NAMES = ("og:site_name", "name of the WebSite", "@id of the WebSite", "publisher of the WebSite")
_SHOWN = 3


def _website(name: str, at: str = f"{HOME}#website") -> list[dict[str, Any]]:
    return [{"@type": "WebSite", "@id": at, "url": HOME, "name": name}]


class SiteInconsistentConstants(CorpusRule, code="COR016", severity=Severity.WARNING, since="0.1.0", scope=Scope.SITE):
    """What should be the same on every page of the site is not.

    Search engines take the site's name and publisher from all its pages together. Where they differ, a second plugin or
    a theme speaks too, or old pages keep an old name.
    """

    needs_several = True
    remedy = "Set the site's name and publisher in one place, and let the SEO plugin write its data anew."
    sources = ("https://developers.google.com/search/docs/appearance/site-names",)
    needs = frozenset({"head", "type:WebSite"})
    examples = (
        Bad(
            posts=(record(1, "tide", graph=_website("Saltmarsh")), record(2, "ebb", graph=_website("The old Marsh"))),
            says="name of the WebSite",
        ),
        Good(posts=(record(1, "tide", graph=_website("Saltmarsh")), record(2, "ebb", graph=_website("Saltmarsh")))),
        Good(
            posts=(
                record(1, "tide", graph=_website("Saltmarsh"), lang="en"),
                record(2, "gezeiten", graph=_website("Salzwiese"), lang="de"),
            ),
            note="Each language may have its own.",
        ),
        Good(
            posts=(
                record(1, "tide", graph=_website("Saltmarsh")),
                record(2, "de/gezeiten", graph=_website("Salzwiese")),
            ),
            note="The folder names the language, too.",
        ),
        Good(
            posts=(
                record(1, "tide", graph=_website("Salt &amp; Marsh")),
                record(2, "ebb", graph=_website("Salt &#038; Marsh")),
            ),
            note="One name, written in two ways.",
        ),
        Good(posts=(record(1, "tide", graph=_website("Saltmarsh")), record(2, "ebb")), note="One says nothing."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post, with all of these values: of the site, in one language."""
        if facts.url is not None and is_archive_host(facts.url.host):
            return  # it has copies of many sites
        name = facts.head.meta("og:site_name") if facts.head is not None else None
        sites = facts.graph.of_type("WebSite")
        if name is None and not sites:
            return
        values = [fold(name.decoded) if name is not None else "", "", "", ""]
        if len(sites) == 1:
            publisher = sites[0].data.get("publisher")
            values[1] = fold(decode_entities(sites[0].text("name") or ""))
            values[2] = sites[0].id or ""
            values[3] = str(publisher.get("@id") or "") if isinstance(publisher, dict) else ""
        yield f"{facts.site}\t{language_of(facts)}", Witness(tuple(values))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each of these that has several values; what a page does not say is no other value."""
        for index, name in enumerate(_NAMES):
            counts = Counter(str(witness.values[index]) for witness in witnesses if witness.values[index])
            if len(counts) < 2:  # noqa: PLR2004 - one value is what should be
                continue
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            shown = "; ".join(f'"{value}" in {_posts(count)}' for value, count in ranked[:_SHOWN])
            more = f", and {len(ranked) - _SHOWN} more values" if len(ranked) > _SHOWN else ""
            language = key.rpartition("\t")[2]
            yield CorpusFinding(
                f"The {name} differs between the posts: {shown}{more}.",
                value=f"{name}{f' ({language})' if language else ''}",
                evidence=tuple(Evidence(f"in {_posts(count)}", value) for value, count in ranked[:_SHOWN]),
            )


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count} posts"
