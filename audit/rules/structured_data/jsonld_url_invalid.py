"""JLD027."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class JsonldUrlInvalid(PostRule[Post], code="JLD027", severity=Severity.ERROR, since="0.1.0"):
    """A property that holds an address holds something else.

    `url: false` is what a theme prints when it finds no address, and "n/a" what somebody typed into a field. Search
    Console reports both as invalid and drops the property.
    """

    remedy = "Put in the full address with https://, or leave the property out."
    sources = ("https://support.google.com/webmasters/answer/13300873", "https://schema.org/URL")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"Organization","name":"Saltmarsh","url":false'),
            says="Organization.url is false",
            points_at="false",
        ),
        Bad(node('"@type":"Person","name":"Maren Holt","sameAs":["n / a"]'), says='Person.sameAs is "n / a"'),
        Good(node('"@type":"Organization","name":"Saltmarsh","url":"https://saltmarsh.example/"')),
        Good(
            node('"@type":"Person","name":"Maren Holt","url":{"@id":"https://saltmarsh.example/holt/"}'),
            note="An address may be written as an id.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each; paths and addresses without a scheme are `jsonld-relative-url`'s."""
        return [fault.told(", which is no address") for fault in faults(facts, "url") if fault.way == "wrong"]
