"""AGR012."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.jsonld import Node
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles
from audit.rules.canonical._addresses import WEB
from audit.rules.structured_data._values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","author":{}}},
{{"@type":"Person","@id":"https://saltmarsh.example/#holt","name":"Maren Holt"}}]}}</script>"""


class AuthorUnresolved(PostRule[Post], code="AGR012", severity=Severity.WARNING, since="0.1.0"):
    """The structured data refers to an author of whom it says nothing.

    The article names its author by a reference, and the node that the reference leads to is not on the page or has no
    name. Search Console reports the article as one without an author's name.
    """

    remedy = "Let the plugin print the author's node too; a snippet or a setting that hides authors has removed it."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"jsonld"})
    explained_by = {"jsonld-dangling-ref": SAME_TARGET}
    examples = (
        Bad(head=_HEAD.format('{"@id":"https://saltmarsh.example/#dahl"}'), says="https://saltmarsh.example/#dahl"),
        Bad(head=_HEAD.format('{"@type":"Person","url":"https://saltmarsh.example/dahl/"}'), says="no name"),
        Bad(
            head=_HEAD.format("false"),
            says="no name in the structured data: false",
            note="What PHP prints where there is none.",
        ),
        Good(head=_HEAD.format('{"@id":"https://saltmarsh.example/#holt"}')),
        Good(head=_HEAD.format('{"name":"Jon Dahl","@id":"https://saltmarsh.example/#dahl"}')),
        Good(head=_HEAD.format('"Jon Dahl"')),
        Good(head=_HEAD.format('{"@id":"#jon"},"about":{"@type":"Person","@id":"#jon","name":"Jon Dahl"}')),
        Good(head=_HEAD.format('{"@type":"Role","roleName":"Editor","author":{"@type":"Person","name":"Jon Dahl"}}')),
        Good(
            head=_HEAD.format('{"@id":"https://orcid.org/0000-0002-1825-0097"}'),
            note="A register of the world defines its own names.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each author without a name of an article that is about this page."""
        for article in facts.once(comparable_articles):
            if "author" not in article.data:
                continue
            for author in article.values("author"):
                reference = self._nameless(author, facts)
                if reference is not None:
                    yield Finding(
                        f"The article's author has no name in the structured data{reference and f': {reference}'}.",
                        at=article.place("author"),
                        value=reference,
                        target=reference,
                    )

    def _nameless(self, author: Any, facts: Facts) -> str | None:
        """What stands for an author without a name; None if there is a name, or if another site would know it."""
        if isinstance(author, Node):
            if author.text("name") or author.text("givenName") or author.text("familyName") or "author" in author.data:
                return None  # the last is a role, whose author is the author
            reference = author.id or ""
        elif isinstance(author, dict):
            name = author.get("@id")
            reference = name if isinstance(name, str) else ""
        elif isinstance(author, str):
            return None
        else:
            return shown(author)
        url = parse_url(reference, facts.base) if reference else None
        if url is not None and url.scheme in WEB and url.registrable != facts.own_domain:
            return None
        return reference
