"""RRS046."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url, site_of
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node

_PERSON = """<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Person",
"@id":"https://saltmarsh.example/#p","name":"Maren Holt","sameAs":["{}"]}}</script>"""


class PersonSameasOwnSite(PostRule[Post], code="RRS046", severity=Severity.NOTICE, since="0.1.0"):
    """The author's `sameAs` is the site itself.

    `sameAs` names other pages that are about the same person. The site's own front page identifies nobody; it is what
    WordPress writes into a new profile.
    """

    remedy = "Put a profile elsewhere into the author's profile (or nothing) in place of the site's address."
    sources = ("https://developer.yoast.com/features/schema/pieces/person", "https://schema.org/sameAs")
    needs = frozenset({"type:Person"})
    examples = (
        Bad(head=_PERSON.format("https://saltmarsh.example"), fields={"yoast_head_json": None}, says="sameAs"),
        Good(head=_PERSON.format("https://social.example/@maren"), fields={"yoast_head_json": None}),
    )

    def applies(self, facts: Facts) -> bool:
        """Not where the site represents a person: its own site then is that person's page."""
        return not any(
            getattr(node.get("publisher"), "is_a", lambda *_: False)("Person")
            for node in [*facts.graph.of_type("WebSite"), *facts.graph.articles()]
        )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each person who is no organization as well."""
        for person in facts.graph.of_type("Person"):
            if "sameAs" in person.data and not person.is_a("Organization"):
                yield from _judged(person, facts)


def _judged(person: Node, facts: Facts) -> Iterable[Finding]:
    home = site_of(facts.home) if facts.home else ""
    for value in person.values("sameAs"):
        url = parse_url(value, facts.base) if isinstance(value, str) else None
        if url is not None and home and site_of(url.href) == home and not url.query:
            name = person.text("name") or "a person"
            yield Finding(f"sameAs of {name} is the site's own front page.", at=person.place("sameAs"), value=url.href)
            return
