"""JLD005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld_context import Vocabulary
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node, script
from audit.rules.structured_data._hosts import is_authority
from audit.rules.structured_data._values import brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_BY_NAME = frozenset({"author", "creator", "contributor", "editor"})
_BY_PAGE = frozenset({"item", "nextItem", "previousItem"})
_ADDRESS = frozenset(
    {
        "streetAddress",
        "addressLocality",
        "addressRegion",
        "postalCode",
        "addressCountry",
        "postOfficeBoxNumber",
        "extendedAddress",
    }
)
_LONGEST_LANGUAGE = 5  # `pt-BR`


class JsonldTypeMissing(PostRule[Post], code="JLD005", severity=Severity.WARNING, since="0.1.0"):
    """The structured data describes a thing without saying what it is.

    Without a type, a price and a currency are no offer, and a street is no address: programs skip the thing.
    """

    remedy = 'Give the object its "@type", for instance "Offer".'
    sources = ("https://www.w3.org/TR/json-ld11/", "https://schema.org/docs/gs.html")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Product","name":"Tide table","offers":{"price":"4.50","priceCurrency":"EUR"}'),
            says="offers has no @type",
            points_at='{"price"',
        ),
        Bad(
            node('"@type":"LocalBusiness","name":"Quay","address":{"streetAddress":"1 Quay","postalCode":"8"}'),
            says="no @type: by its properties it is a PostalAddress",
        ),
        Bad(
            node('"@type":"Offer","price":"4.50","priceSpecification":{"price":"4.50","priceCurrency":"EUR"}'),
            says="no @type: by its properties it is a PriceSpecification",
        ),
        Good(script('{"article":{"section":"Tides"}}'), note="Without a context, its words mean nothing anyhow."),
        Good(node('"@type":"Article","headline":"Tide","author":{"name":"Maren Holt"}')),
        Good(
            node(
                '"@type":"WebSite","potentialAction":{"@type":"SearchAction","target":{"urlTemplate":"https://a.example/?s={s}"}}'
            )
        ),
        Good(
            node(
                '"@type":"ListItem","position":1,"item":{"@id":"https://saltmarsh.example/harbour/","name":"Harbour"}'
            ),
            note="An entry of a breadcrumb is a page.",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Tide","about":{"@id":"http://www.wikidata.org/entity/Q1","name":"Tide"}'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each property whose value has no type; what its shape tells is a notice."""
        untyped = [thing for thing in facts.graph.nodes if not thing.types and not _is_of_nobody(thing, facts)]
        return _findings(untyped) if untyped else ()


def _is_of_nobody(thing: Node, facts: Facts) -> bool:
    """Whether a script says neither whose words it uses nor what it is about: that alone is to be told, and once."""
    block = facts.graph.blocks[thing.block]
    return (
        bool(block.contexts)
        and all(context.vocabulary is Vocabulary.MISSING for context in block.contexts)
        and all("@type" not in context.holder for context in block.contexts)
    )


def _findings(untyped: Iterable[Node]) -> Iterator[Finding]:
    said: set[str] = set()
    for thing in untyped:
        if thing.role in said or not _needs_type(thing):
            continue
        role = thing.role
        said.add(role)
        what = f"The value of {role}" if role not in {"", "@graph"} else "An object"
        message, severity = f"{what} has no @type.", Severity.WARNING
        shape = _shape(thing)
        if shape is not None:
            message, severity = f"{what} has no @type: by its properties it is a {shape}.", Severity.NOTICE
        yield Finding(message, at=thing.place(), value=role or brief(", ".join(sorted(thing.data))), severity=severity)


def _shape(thing: Node) -> str | None:
    """What the thing is where its properties leave no doubt.

    Older WooCommerce prints price specifications without a type on every product; the offer says the price itself.
    """
    if thing.role == "address" or not _ADDRESS.isdisjoint(thing.data):
        return "PostalAddress"
    if thing.role == "priceSpecification" and "price" in thing.data:
        return "PriceSpecification"
    return None


def _needs_type(thing: Node) -> bool:
    role, data = thing.role, thing.data
    if role in _BY_NAME:
        return "name" not in data
    if role in _BY_PAGE:
        return data.keys().isdisjoint({"@id", "name", "url"})
    if role == "target" or ":" in role or role.endswith(("-input", "-output")):
        return False
    if thing.id is not None and is_authority(thing.id):
        return False
    return not all(
        len(name) <= _LONGEST_LANGUAGE and name[:2].islower() and type(text) is str for name, text in data.items()
    )
