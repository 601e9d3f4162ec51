"""JLD012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES, Node
from audit.facts.jsonld_values import leaves
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import graph
from audit.rules.structured_data._page import keys_of, page_keys
from audit.rules.structured_data._values import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ROOTS = WEBPAGE_TYPES | ARTICLE_TYPES
_OF_ITSELF = frozenset({"@id", "id", "url"})
_PAGE = '"@type":"WebPage","@id":"#page","breadcrumb":{"@id":"#trail"}'


class JsonldOrphanNode(PostRule[Post], code="JLD012", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A thing in the structured data has nothing to do with the page.

    It stands in the graph, but neither the page nor the article refers to it, nor it to them: who reads the graph does
    not learn why it is there.
    """

    remedy = "Connect it, for instance by mainEntity of the page, or leave it out."
    sources = ("https://developer.yoast.com/features/schema/functional-specification",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(
                _PAGE, '"@type":"Product","@id":"#table","name":"Tide table"', '"@type":"BreadcrumbList","@id":"#trail"'
            ),
            says="Product",
            points_at="{",
        ),
        Good(
            head=graph(
                _PAGE,
                '"@type":"Product","name":"Tide table","mainEntityOfPage":{"@id":"#page"}',
                '"@type":"BreadcrumbList","@id":"#trail"',
            )
        ),
        Good(
            head=graph(
                _PAGE,
                '"@type":"Product","name":"Tide table","url":"https://saltmarsh.example/tide/"',
                '"@type":"BreadcrumbList","@id":"#trail"',
            ),
            note="By its address it is what the page shows.",
        ),
        Good(
            head=graph(
                '"@type":"WebPage","@id":"#page","author":"#writer"',
                '"@type":"Person","@id":"#writer","name":"Ada Reed"',
            ),
            note="Named by its bare id.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for all of them."""
        nodes = facts.graph.nodes
        reached = {id(node) for node in nodes if not _ROOTS.isdisjoint(node.types)}
        if not reached:
            return ()
        own = page_keys(facts)
        reached.update(
            id(node)
            for node in nodes
            if node.role == "@graph" and "url" in node.data and not own.isdisjoint(keys_of(node, facts, "url"))
        )
        neighbours: dict[int, list[int]] = {id(node): [] for node in nodes}
        for node in nodes:
            for other in _neighbours(node, facts):
                neighbours[id(node)].append(id(other))
                neighbours[id(other)].append(id(node))
        pending = list(reached)
        while pending:
            found = [other for other in neighbours[pending.pop()] if other not in reached]
            reached.update(found)
            pending += found
        orphans = [node for node in nodes if id(node) not in reached and node.role == "@graph" and node.types]
        if orphans:
            names = list(dict.fromkeys(label(node) for node in orphans))
            return (
                Finding(
                    f"The page does not refer to what its graph has besides: {', '.join(names)}.",
                    at=orphans[0].place(),
                    value=" ".join(sorted(names)),
                    evidence=tuple(Evidence(label(node), node.id or node.text("name") or "") for node in orphans),
                ),
            )
        return ()


def _neighbours(node: Node, facts: Facts) -> Iterable[Node]:
    for definition in node.definitions:
        for key, value in definition.data.items():
            if type(value) is str:  # All in One SEO names the author of a page by the bare `@id`
                other = facts.graph.by_id(value) if "#" in value and key not in _OF_ITSELF else None
                if other is not None:
                    yield other
            elif type(value) in (dict, list):
                for leaf in leaves(value):
                    other = facts.graph.resolve(leaf)
                    if isinstance(other, Node):
                        yield other
