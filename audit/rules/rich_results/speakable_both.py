"""RRS042."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class SpeakableBoth(PostRule[Post], code="RRS042", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """What may be read aloud is named in two ways.

    cssSelector and xPath exclude each other, and an assistant that finds both reads nothing.
    """

    remedy = "Keep one of them."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/speakable",)
    needs = needs_of("SpeakableSpecification")
    examples = (
        Bad(
            node(
                '"@type":"Article","headline":"T","speakable":{"@type":"SpeakableSpecification",'
                '"cssSelector":".a","xPath":"/html"}'
            ),
            says="xPath",
        ),
        Good(
            node('"@type":"Article","headline":"T","speakable":{"@type":"SpeakableSpecification","cssSelector":".a"}')
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each specification."""
        for spoken in nodes_of(facts, "SpeakableSpecification"):
            if spoken.get("cssSelector") is not None and spoken.get("xPath") is not None:
                yield Finding("speakable has both cssSelector and xPath.", at=spoken.place())
