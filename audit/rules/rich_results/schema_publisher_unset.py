"""RRS004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._counted import counted
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.site import SiteTotals

_UNSET = """<script type="application/ld+json" class="yoast-schema-graph">{"@context":"https://schema.org","@graph":[
{"@type":"Article","@id":"https://saltmarsh.example/tide/#article","headline":"Tide"},
{"@type":"WebPage","@id":"https://saltmarsh.example/tide/","author":{"@id":"https://saltmarsh.example/#p"}},
{"@type":"WebSite","@id":"https://saltmarsh.example/#website","name":"Saltmarsh"},
{"@type":"Person","@id":"https://saltmarsh.example/#p","name":"Maren Holt"}]}</script>"""
_SET = _UNSET.replace('"name":"Saltmarsh"', '"name":"Saltmarsh","publisher":{"@id":"https://saltmarsh.example/#o"}')


class SchemaPublisherUnset(CorpusRule, code="RRS004", severity=Severity.WARNING, since="0.1.0", scope=Scope.SITE):
    """The structured data does not say who publishes the site.

    The SEO plugin was never told whether the site stands for an organisation or a person, so neither the articles nor
    the site have a publisher. Whoever reads the data does not learn whose words these are.
    """

    remedy = "Answer it once in the SEO plugin (in Yoast: Settings, Site representation)."
    sources = (
        "https://developer.yoast.com/features/schema/pieces/article",
        "https://developer.yoast.com/features/schema/pieces/website",
    )
    needs = frozenset({"type:WebPage", "type:WebSite"})
    examples = (
        Bad(head=_UNSET, fields={"yoast_head_json": None}, says="publisher"),
        Good(head=_SET, fields={"yoast_head_json": None}),
    )

    def applies(self, facts: Facts) -> bool:
        """Only Yoast's graph has the marker by which the setting can be told."""
        of_type = facts.graph.of_type
        return any("publisher" in node.data for node in (*of_type("WebSite"), *of_type("Article"))) or any(
            "author" in page.data for page in _pages(facts)
        )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post whose graph has no publisher and whose WebPage has an author.

        Yoast prints `WebPage.author` if and only if the site represents nobody (no contradiction on 1,468 pages of
        Yoast 14 to 27).
        """
        websites = facts.graph.of_type("WebSite")
        if not websites or "Organization" in facts.graph.types:
            return ()
        if any(node.get("publisher") is not None for node in (*websites, *facts.graph.articles())):
            return ()
        unset = next((page for page in _pages(facts) if page.get("author") is not None), None)
        return ((facts.site, Witness(at=unset.place())),) if unset is not None else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        posts = len({witness.order for witness in witnesses})
        yield CorpusFinding(f"The structured data of {posts:,} of {counted(totals.posts, 'post')} names no publisher.")


def _pages(facts: Facts) -> Sequence[Node]:
    return facts.graph.of_type("WebPage")
