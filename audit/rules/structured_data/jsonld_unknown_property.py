"""JLD007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._nearest import nearest, slip_for
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node, script
from audit.rules.structured_data._terms import MOST_HINTS, NEAR, terms
from audit.rules.structured_data._values import brief, label, rewritten
from audit.rules.structured_data._vocabulary import in_right_case, properties_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix


class JsonldUnknownProperty(PostRule[Post], code="JLD007", severity=Severity.WARNING, since="0.1.0"):
    """The structured data has a property that schema.org does not know.

    It says something to nobody. Often it is a slip, and the property that was meant is missing.
    """

    remedy = "Write the property as schema.org does, capitals included, or leave it out."
    sources = ("https://schema.org/docs/datamodel.html", "https://schema.org/docs/full.html")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Article","headline":"Tide","datepublished":"2026-05-04"'),
            says="Article.datepublished is no property of schema.org; datePublished is",
            points_at='"2026-05-04"',
        ),
        Bad(
            script('{"@graph":[{"@context":"https://schema.org","@type":"Article","headLine":"Tide"}]}'),
            says="headline is",
            note="A node may say itself that its words are schema.org's.",
        ),
        Bad(
            '<div itemscope itemtype="https://schema.org/Product"><b itemprop="nam">Tide clock</b></div>',
            says="Product.nam is no property of schema.org; name is",
            points_at='<b itemprop="nam">',
        ),
        Bad(
            '<article itemscope itemtype="https://schema.org/BlogPosting"><meta itemprop="mainEntityOfPage"'
            ' content="https://saltmarsh.example/tide/"><meta itemprop="datePublised" content="2026-05-04"></article>',
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            says="BlogPosting.datePublised is no property of schema.org; datePublished is",
        ),
        Good(
            '<article itemscope itemtype="https://schema.org/BlogPosting"><meta itemprop="mainEntityOfPage"'
            ' content="https://saltmarsh.example/ebb/"><meta itemprop="datePublised" content="2026-05-04"></article>',
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            note="What a theme's list of other posts says is lost to nobody.",
        ),
        Good(
            '<article itemscope itemtype="https://schema.org/BlogPosting"><meta itemprop="mainEntityOfPage"'
            ' content="https://saltmarsh.example/tide/"><b itemprop="entry-title">Tide</b></article>',
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            note="A word of microformats.",
        ),
        Bad(
            node('"@type":"organization","name":"Saltmarsh","ContactPoint":{"@type":"ContactPoint"}'),
            says="organization.ContactPoint is no property of schema.org; contactPoint is",
        ),
        Good(
            node('"@type":"WebSite","name":"Saltmarsh","potentialAction":{"@type":"SearchAction","query-input":"q"}'),
            note="Actions say of a property that it is to be asked for.",
        ),
        Good(node('"@type":"Offer","price":9,"gr:hasUnitOfMeasurement":"KGM"'), note="Prefixed terms are others'."),
        Good(node('"type":"Person","id":"#holt","name":"Maren Holt"'), note="schema.org calls @type and @id so."),
        Good(
            '<script type="application/ld+json">{"@context":["https://schema.org",{"tide":"https://tide.example/#"}],'
            '"@type":"Article","headline":"Tide","tide":"low"}</script>',
            note="A context may define terms of its own.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each unknown property of nodes with the same types."""
        unknown = terms(facts).unknown_properties
        return [_finding(thing, name, hinted=number < MOST_HINTS) for number, (thing, name) in enumerate(unknown)]


def _finding(thing: Node, name: str, *, hinted: bool) -> Finding:
    """What is said of an unknown property."""
    neighbour = (nearest(name, properties_for(thing.types), NEAR) if hinted else None) or in_right_case(name)
    hint = f"; {neighbour} is" if neighbour else ""
    return Finding(
        f"{label(thing)}.{brief(name)} is no property of schema.org{hint}.",
        at=thing.place(name),
        value=f"{label(thing)}.{name}",
        target=f"{label(thing)}.{neighbour}" if neighbour else "",
        fix=_fix(thing, name) if neighbour else None,
    )


def _fix(thing: Node, name: str) -> Fix | None:
    """The edit that writes the property that a slip was meant to be, unless the thing has that one as well."""
    meant = slip_for(name, properties_for(thing.types))
    if meant is None or thing.syntax != "JSON-LD" or name not in thing.data or meant in thing.data:
        return None
    return rewritten(name, meant)
