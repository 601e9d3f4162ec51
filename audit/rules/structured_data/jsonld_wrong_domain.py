"""JLD008."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._terms import terms
from audit.rules.structured_data._vocabulary import property_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node


class JsonldWrongDomain(PostRule[Post], code="JLD008", severity=Severity.NOTICE, since="0.1.0"):
    """The structured data gives a thing a property that schema.org has for other things.

    A price belongs to an offer, not to the product. Programs look for a property where the vocabulary puts it, and do
    not find it elsewhere.
    """

    remedy = "Move the property to the thing that it belongs to, or give the thing the type that has it."
    sources = ("https://schema.org/docs/datamodel.html", "https://schema.org/Role")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Product","name":"Tide table","price":"4.50"'),
            says="Product has price, which schema.org has for",
            points_at='"4.50"',
        ),
        Good(
            node('"@type":["Person","Organization"],"name":"Maren Holt","logo":"https://saltmarsh.example/holt.png"'),
            note="Of several types, one is enough.",
        ),
        Good(
            node('"@type":"TheaterEvent","actor":{"@type":"PerformanceRole","actor":{"@type":"Person","name":"Holt"}}'),
            note="A role repeats the property that it qualifies.",
        ),
        Good(
            node(
                '"@type":"SolveMathAction","target":"https://saltmarsh.example/?q={m}","mathExpression-input":"required"'
            ),
            note="An action asks for a property of what it acts on.",
        ),
        Good(node('"@type":["tide:Log","Thing"],"price":"4.50"'), note="Another vocabulary's type may carry anything."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each property of nodes with the same types."""
        return starmap(_finding, terms(facts).misplaced)


def _finding(thing: Node, name: str) -> Finding:
    """What is said of a property that belongs to other types."""
    domains = vocabulary().domains[property_name(name)].split()
    return Finding(
        f"{' and '.join(thing.types)} has {name}, which schema.org has for {domains[0]}"
        f"{' and others' if len(domains) > 1 else ''}.",
        at=thing.place(name),
        value=f"{thing.types[0]}.{name}",
        evidence=(Evidence(f"types with {name}", ", ".join(domains)),),
    )
