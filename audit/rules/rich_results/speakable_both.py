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

    Google asks for cssSelector or xPath, and not to use both.
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
        Bad(
            node(
                '"@type":"Article","headline":"T","speakable":{"@type":"SpeakableSpecification",'
                '"cssSelector":".a","xpath":"/html"}'
            ),
            says="xpath",
        ),
        Good(
            node('"@type":"Article","headline":"T","speakable":{"@type":"SpeakableSpecification","cssSelector":".a"}')
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each specification."""
        for spoken in nodes_of(facts, "SpeakableSpecification"):
            path = next((name for name in _PATHS if spoken.get(name) is not None), None)
            if path is not None and spoken.get("cssSelector") is not None:
                yield Finding(f"speakable has both cssSelector and {path}.", at=spoken.place())


_PATHS = ("xpath", "xPath")  # as schema.org spells it, and as Google does
