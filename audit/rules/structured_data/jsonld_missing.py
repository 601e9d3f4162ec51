"""JLD001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = "<title>When the tide turns - Saltmarsh</title>"


class JsonldMissing(PostRule[Post], code="JLD001", severity=Severity.NOTICE, since="0.1.0"):
    """The page has no structured data.

    Search engines then guess who wrote it, when, and which picture belongs to it, and show it as a plain link.
    """

    remedy = "Let the SEO plugin print its schema graph: most do so unless it was switched off."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/sd-policies",
        "https://developers.google.com/search/docs/appearance/structured-data/article",
    )
    needs = frozenset({"head:html"})
    examples = (
        Bad(head=_HEAD, says="Head and content have no structured data"),
        Bad(
            page=f"<!DOCTYPE html><html><head>{_HEAD}</head><body><p>Ebb.</p></body></html>",
            says="The page has no structured data",
        ),
        Good(head=_HEAD + node('"@type":"Article","headline":"Tide"')),
        Good(
            '<div itemscope itemtype="https://schema.org/Recipe"><b itemprop="name">Soup</b></div>',
            head=_HEAD,
            note="Microdata and RDFa are structured data too.",
        ),
        Good(head=_HEAD + '<meta name="robots" content="noindex">', note="A page that search engines leave out."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for a public page; a script that cannot be read is another rule's."""
        if facts.graph.blocks or facts.items.nodes or not facts.indexable:
            return ()
        where = (
            "The page has" if facts.page is not None else "Head and content have"
        )  # what the theme adds is not known
        return (Finding(f"{where} no structured data: no JSON-LD, no microdata, no RDFa."),)
