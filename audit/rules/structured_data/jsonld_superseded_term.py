"""JLD009."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._terms import terms
from audit.rules.structured_data._values import label, rewritten
from audit.rules.structured_data._vocabulary import local_name, property_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix


class JsonldSupersededTerm(
    PostRule[Post], code="JLD009", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The structured data uses a term that schema.org has replaced.

    Old terms stay valid, but new readers are written for the new ones, and the old ones lose their effect one by one.
    """

    remedy = "Use the term that took its place."
    sources = ("https://schema.org/supersededBy",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Organization","name":"Saltmarsh","members":[{"@type":"Person","name":"Maren Holt"}]'),
            says="Organization.members was replaced by member",
            points_at="[{",
        ),
        Bad(node('"@type":"Taxi","name":"The quay\'s only car"'), says="type Taxi was replaced by TaxiService"),
        Good(node('"@type":"Organization","name":"Saltmarsh","member":[{"@type":"Person","name":"Maren Holt"}]')),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each replaced term."""
        return starmap(_finding, terms(facts).superseded)


def _finding(thing: Node, name: str) -> Finding:
    """What is said of a replaced term."""
    superseded = vocabulary().superseded
    if name in thing.types:
        message = f"The type {name} was replaced by {local_name(superseded[name])}."
        return Finding(message, at=thing.place("@type"), value=name, fix=_fix(thing, name, superseded[name]))
    successor = superseded[property_name(name)]
    return Finding(
        f"{label(thing)}.{name} was replaced by {local_name(successor)}.",
        at=thing.place(name),
        value=f"{label(thing)}.{name}",
        fix=_fix(thing, name, successor) if local_name(successor) not in thing.data else None,
    )


def _fix(thing: Node, name: str, successor: str) -> Fix | None:
    """The edit that writes the term that took its place; its values may have to change with it."""
    return rewritten(name, local_name(successor)) if thing.syntax == "JSON-LD" else None
