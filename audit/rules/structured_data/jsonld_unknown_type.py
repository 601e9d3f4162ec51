"""JLD006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._nearest import nearest, slip_for
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._terms import MOST_HINTS, NEAR, terms
from audit.rules.structured_data._values import brief, rewritten
from audit.rules.structured_data._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix


class JsonldUnknownType(PostRule[Post], code="JLD006", severity=Severity.ERROR, since="0.1.0"):
    """The structured data describes a thing by a type that schema.org does not have.

    Nobody reads what he cannot classify: all that is said of the thing is lost, however right it is.
    """

    remedy = "Use the name of a type as schema.org writes it, capitals included, or leave the thing out."
    sources = ("https://schema.org/docs/datamodel.html", "https://schema.org/docs/full.html")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Blogposting","headline":"When the tide turns"'),
            says="Blogposting is no type of schema.org; BlogPosting is",
            points_at='"Blogposting"',
        ),
        Bad(node('"@type":["Product","BananaPhone"],"name":"Phone"'), says="BananaPhone is no type"),
        Bad(
            '<div itemscope itemtype="https://schema.org/Receipe"><b itemprop="name">Soup</b></div>',
            says="Receipe is no type of schema.org; Recipe is",
            points_at="<div itemscope",
        ),
        Bad(node('"@type":"hentry","name":"Tide"'), says="hentry is no type of schema.org."),
        Good(
            node('"@type":"http://schema.org/Recipe","name":"Samphire soup"'),
            note="The full address of a type is the type.",
        ),
        Good(node('"@type":["Offer","gr:Offering"],"name":"Soup"'), note="A prefix leads to another vocabulary."),
        Good(node('"@type":"Dermatology","name":"The skin doctors"'), note="Medical specialities are types too."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each unknown type; that of a tag may be a theme's frame, and costs no result."""
        unknown = terms(facts).unknown_types
        return [_finding(thing, name, hinted=number < MOST_HINTS) for number, (thing, name) in enumerate(unknown)]


def _finding(thing: Node, name: str, *, hinted: bool) -> Finding:
    """What is said of an unknown type."""
    neighbour = nearest(name, vocabulary().types, NEAR) if hinted else None
    hint = f"; {neighbour} is" if neighbour else ""
    return Finding(
        f"{brief(name)} is no type of schema.org{hint}.",
        at=thing.place("@type"),
        value=name,
        severity=None if thing.syntax == "JSON-LD" else Severity.WARNING,
        fix=_fix(thing, name) if neighbour else None,
    )


def _fix(thing: Node, name: str) -> Fix | None:
    """The edit that writes the type that a slip, as a rule of case, was meant to be."""
    meant = slip_for(name, vocabulary().types)
    written = thing.data.get("@type")
    if (
        meant is None
        or thing.syntax != "JSON-LD"
        or not (written == name or (type(written) is list and name in written))
    ):
        return None
    return rewritten(name, meant)
