"""JLD001."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_ITEMS = "[itemscope][itemtype], [typeof]"
_OWN = "://schema.org/"
_SCHEMELESS = re.compile(r"\s*+(?://)?[^\s:]+(?:\s|\Z)")
_LEFT = "data-vocabulary.org"
_HEAD = "<title>When the tide turns - Saltmarsh</title>"


class JsonldMissing(PostRule[Post], code="JLD001", severity=Severity.NOTICE, since="0.1.0"):
    """The page has no structured data.

    Search engines then guess who wrote it, when, and which picture belongs to it, and show it as a plain link.
    """

    remedy = "Let the SEO plugin print its schema graph: most do so unless it was switched off."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/sd-policies",
        "https://developers.google.com/search/docs/appearance/structured-data/article",
        "https://developers.google.com/search/blog/2020/01/data-vocabulary",
    )
    needs = frozenset({"head:html"})
    examples = (
        Bad(head=_HEAD, says="Head and content have no structured data"),
        Bad(
            page=f"<!DOCTYPE html><html><head>{_HEAD}</head><body><p>Ebb.</p></body></html>",
            says="The page has no structured data",
        ),
        Bad(
            '<p itemscope itemtype="http://data-vocabulary.org/Breadcrumb"><b itemprop="title">Tides</b></p>',
            head=_HEAD,
            says="items are of data-vocabulary.org, which Google no longer reads",
        ),
        Bad(
            '<p itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><b itemprop="name">Ebb</b></p>',
            head=_HEAD,
            says="properties (itemprop) of an item that is not there",
        ),
        Bad(
            '<p itemscope itemtype="//schema.org/WebPage"><b itemprop="name">Tide</b></p>',
            head=_HEAD,
            says="no full address",
        ),
        Good('<p typeof="foaf:Image"></p>', head=_HEAD, note="Another vocabulary, for other readers."),
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
        # what the theme adds is not known
        where, markup = ("The page has", facts.page.markup) if facts.page else ("Head and content have", facts.content)
        found = markup.root.select(_ITEMS) if markup is not None else []
        kinds = [node.attr("itemtype") or f"rdfa:{node.attr('typeof') or ''}" for node in found]
        what = "no JSON-LD, no microdata, no RDFa" if not kinds else _unread(kinds)
        return (Finding(f"{where} no structured data: {what}."),) if what else ()


def _unread(kinds: Sequence[str]) -> str:
    """Why search engines read none of the items that there are; "" where the vocabulary is one of other readers'."""
    if any(_LEFT in kind or kind.startswith("rdfa:v:") for kind in kinds):
        return f"its items are of {_LEFT}, which Google no longer reads"
    if any(_SCHEMELESS.match(kind) for kind in kinds):
        return "the itemtype of its items is no full address"
    if any(_OWN in kind for kind in kinds):
        return "its items of schema.org are properties (itemprop) of an item that is not there"
    return ""
