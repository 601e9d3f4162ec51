"""RRS039."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete, lacking
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from audit.facts import Node


class DatasetIncomplete(Incomplete, code="RRS039", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """A data set lacks its name, or a description that tells something.

    Both are required, and the description has 50 to 5,000 characters.
    """

    remedy = "Give name and a description of one or two paragraphs."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/dataset",)
    kind = "Dataset"
    examples = (
        Bad(
            node('"@type":"Dataset","name":"Tides","description":"Tides."'),
            says="description of 50 to 5,000 characters",
        ),
        Good(
            node(
                '"@type":"Dataset","name":"Tides",'
                '"description":"High and low water at the Saltmarsh gauge, hour by hour, since 1931."'
            )
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """A description that is too short or too long counts as missing."""
        lacks = [name for name in lacking(node, self.kind) if name != "description"]
        length = len((node.text("description") or "").strip())
        return lacks if _SHORTEST <= length <= _LONGEST else [*lacks, "a description of 50 to 5,000 characters"]


_SHORTEST, _LONGEST = 50, 5_000
