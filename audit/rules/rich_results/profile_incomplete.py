"""RRS036."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


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
    )
