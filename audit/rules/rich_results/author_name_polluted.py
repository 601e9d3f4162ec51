"""RRS003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Node
from audit.facts.text import fold
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import own_articles
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Fix


class AuthorNamePolluted(PostRule[Post], code="RRS003", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The author's name holds more than a name.

    Search engines want one author an object, and nothing but the name in `name`.
    """

    remedy = "Give each author an object; put titles into honorificPrefix and jobTitle."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = needs_of("Article")
    examples = (
        Bad(node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"by Maren Holt"}'), says="by"),
        Bad(
            node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Maren Holt and Jo Reed"}'),
            says="several",
        ),
        Good(node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Sam Holt, Jr."}')),
        Good(
            node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Garc\u00eda, Jos\u00e9 L"}'),
            note="The surname first.",
        ),
        Bad(
            node(
                '"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Maren Holt, Saltmarsh"},'
                '"publisher":{"@type":"Organization","name":"Saltmarsh"}'
            ),
            says="publisher",
        ),
        Good(node('"@type":"Article","headline":"Tide","author":{"@type":"Organization","name":"Holt and Reed"}')),
        Good(
            node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Jos\u00e9 Ortega y Gasset"}'),
            note="Both surnames of one person.",
        ),
        Good(
            node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Von Arnim"}'),
            note="A part of the name.",
        ),
        Bad(
            node('"@type":"Article","headline":"Tide","author":{"@type":"Person","name":"Ana Gil y Luis Vega"}'),
            says="several",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each author of an article that is this page."""
        for article in own_articles(facts):
            for author in article.values("author"):
                if isinstance(author, Node) and author.is_a("Person") and (name := author.text("name")):
                    kind = next((kind for kind, pattern in _MORE.items() if pattern.search(name)), None)
                    kind = kind or _publisher_in(name, article)
                    if kind is not None:
                        yield Finding(
                            f'The author is called "{name[:80]}": {kind}.',
                            at=author.place("name"),
                            value=name[:80],
                            fix=_bare(author, name, article),
                        )


def _bare(author: Node, name: str, article: Node) -> Fix | None:
    """The edit that leaves the name: without the word before it, or the publisher behind it."""
    bare = _BY.sub("", name, count=1)
    publisher = article.get("publisher")
    other = publisher.text("name") if isinstance(publisher, Node) else None
    if bare == name and other and name.endswith(other):
        bare = name.removesuffix(other).rstrip(" ,-|\u2013@/")
    if author.syntax != "JSON-LD" or bare in {"", name} or any(one.search(bare) for one in _MORE.values()):
        return None
    return rewritten(name, bare)


_BY = re.compile(r"^(?:by|par|por|door)\s+", re.IGNORECASE)


def _publisher_in(name: str, article: Node) -> str | None:
    """A name with the publisher's behind it. A site that a person publishes may bear that person's name."""
    publisher = article.get("publisher")
    if not isinstance(publisher, Node) or publisher.is_a("Person") or not (other := publisher.text("name")):
        return None
    begins = fold(name).casefold().removesuffix(fold(other).casefold())
    return "the publisher's name behind the author's" if begins.endswith(_JOINTS) else None


_JOINTS = (", ", " - ", " | ", " \u2013 ", " @ ", " / ")
_MORE = {
    "an address": re.compile(r"https?://|www\.|\w@\w"),
    "a word before the name (by)": re.compile(r"^(?:by|par|por|door)\s+\S", re.IGNORECASE),
    "several people": re.compile(
        r"\w\s+(?:and|und|et|&)\s+\w|\w\s+\w+\s+y\s+\w+\s+\w|\w\s+[\w.]+,\s*(?!(?:jr|sr|ii|iii|iv|ph\.?d|md|msc|ba|ma)\b)\w+\s\w",
        re.IGNORECASE,
    ),
    "a title before the name": re.compile(r"^(?:dr|prof|mr|mrs|ms|sir)\.?\s", re.IGNORECASE),
}
