"""RRS036."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete, claimed, incomplete, lacking
from audit.rules.structured_data._examples import graph, node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node
    from audit.post import Post


class ProfileIncomplete(Incomplete, code="RRS036", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """A profile page does not name whom it is about.

    The name of the person or organization is required; without it nobody is credited.
    """

    remedy = "Give mainEntity a Person or Organization with a name."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/profile-page",)
    kind = "ProfilePage"
    examples = (
        Bad(
            node('"@type":"ProfilePage","mainEntity":{"@type":"Person","image":"https://saltmarsh.example/m.jpg"}'),
            says="lacks mainEntity.name",
        ),
        Good(node('"@type":"ProfilePage","mainEntity":{"@type":"Person","name":"Maren Holt"}')),
        Good(
            graph(
                '"@type":"ProfilePage","@id":"https://saltmarsh.example/maren/"',
                '"@type":"Person","name":"Maren","mainEntityOfPage":{"@id":"https://saltmarsh.example/maren/"}',
            ),
            note="The person says so, not the page.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each page that names nobody, and that nobody names."""
        for page in claimed(facts, self.kind):
            if (lacks := lacking(page, self.kind)) and not any(_is_about(page, node) for node in facts.graph.nodes):
                yield incomplete(page, lacks)


def _is_about(page: Node, node: Node) -> bool:
    """Whether a node says that it is what the page is about."""
    if "mainEntityOfPage" not in node.data or node.text("name") is None:
        return False
    return any(value is page or value == page.id for value in node.values("mainEntityOfPage"))
