"""JLD031."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.facts.text import fold
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_BY = '"@type":"Article","headline":"Tide","author":{{"@type":{},"name":"Saltmarsh"}},'
_PUBLISHER = '"publisher":{"@type":"Organization","name":"Saltmarsh"}'


class JsonldTypeConflict(PostRule[Post], code="JLD031", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The author is called a person, but has the name of the organization that publishes.

    Either the article has no human author, and the author is an organization, or the author's name was never filled
    in. Google asks for the right type, because it shows people and organizations differently.
    """

    remedy = "Name the person who wrote it, or let the author be the organization."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node(_BY.format('"Person"') + _PUBLISHER),
            says="The author Saltmarsh is a Person",
            points_at='{"@type":"Person"',
        ),
        Good(node(_BY.format('"Organization"') + _PUBLISHER)),
        Good(node(_BY.format('["Person","Organization"]') + _PUBLISHER), note="A site that stands for one person."),
        Good(
            node(_BY.format('"Person"') + _PUBLISHER.replace('"Organization"', '["Person","Organization"]')),
            note="As Rank Math writes the publisher of a site that stands for one person.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each author."""
        for article in facts.graph.articles():
            publisher = article.get("publisher")
            name = _name(publisher)
            if not name or not _is_organization(publisher) or publisher.is_a("Person"):
                continue
            for author in article.values("author"):
                if _name(author) == name and author.is_a("Person") and not _is_organization(author):
                    yield Finding(
                        f"The author {author.text('name')} is a Person, and the publisher of the same name is "
                        f"{' and '.join(publisher.types)}.",
                        at=author.place(),
                        value=name,
                        evidence=(Evidence("author", author.id or name), Evidence("publisher", publisher.id or name)),
                    )


def _name(thing: object) -> str:
    return fold(thing.text("name") or "").lower() if isinstance(thing, Node) else ""


def _is_organization(thing: Node) -> bool:
    return any(vocabulary().is_kind_of(name, "Organization") for name in thing.types)
