"""AGR004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles, is_page
from audit.rules.canonical._addresses import addresses_of
from audit.rules.structured_data._page import keys_in, page_keys, webpage_of
from audit.rules.structured_data._values import led_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebPage","@id":"https://saltmarsh.example/tide/","url":"https://saltmarsh.example/tide/"}},
{{"@type":"Article","@id":"https://saltmarsh.example/{}/#article",{}}}]}}</script>"""


class JsonldMainentityMismatch(PostRule[Post], code="AGR004", severity=Severity.WARNING, since="0.1.0"):
    """The article of the structured data says that it belongs to another page.

    `mainEntityOfPage` and `isPartOf` tie an article to the page that shows it. A search engine that follows them finds
    another page, and credits headline, author and picture to that one.
    """

    remedy = "Let the plugin write the structured data anew, or mend the template that fills mainEntityOfPage."
    sources = (
        "https://developer.yoast.com/features/schema/pieces/article",
        "https://schema.org/mainEntityOfPage",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("tide", '"mainEntityOfPage":"https://saltmarsh.example/ebb/"'),
            says="https://saltmarsh.example/ebb/",
        ),
        Good(head=_HEAD.format("tide", '"mainEntityOfPage":{"@id":"https://saltmarsh.example/tide/"}')),
        Good(
            head=_HEAD.format("tide", '"mainEntityOfPage":"https://saltmarsh.example/tide/#webpage"'),
            note="The address as a text says the same.",
        ),
        Good(
            head=_HEAD.format("ebb", '"mainEntityOfPage":"https://saltmarsh.example/ebb/"'),
            note="A related post belongs to its own page.",
        ),
        Good(
            head=_HEAD.format(
                "tide", '"isPartOf":[{"@id":"https://saltmarsh.example/tide/"},{"@type":"Blog","name":"Tides"}]'
            ),
            note="It may be part of the blog, too.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article of this page of which one of the two leads elsewhere."""
        found = [_finding(article, facts) for article in facts.once(comparable_articles)]
        return [finding for finding in found if finding is not None]


def _finding(article: Node, facts: Facts) -> Finding | None:
    addresses = facts.once(addresses_of)
    for name in ("mainEntityOfPage", "isPartOf"):
        if _is_one_of(article.data.get(name), addresses.texts):
            continue
        values = [value for value in article.values(name) if name != "isPartOf" or is_page(value)]
        values = [value for value in values if not isinstance(value, str) or not value.isalpha()]  # "true"
        if facts.once(webpage_of) in values:
            continue
        named, keys = keys_in(values, facts), page_keys(facts)
        if named and keys and named.isdisjoint(keys):
            other = min(named)
            own = addresses.canonical or addresses.link or addresses.og_url
            return Finding(
                f"The article of the structured data belongs to {other} by its {name}.",
                at=article.place(name),
                value=other,
                address=other,
                evidence=(
                    Evidence(f"{article.types[0]}.{name}", other),
                    Evidence("page", own.href if own is not None else min(keys)),
                ),
                fix=led_to(article.data.get(name), own.href) if own is not None and len(keys) == 1 else None,
            )
    return None


def _is_one_of(value: object, texts: frozenset[str]) -> bool:
    """Whether a property is absent, or letter by letter one of some addresses: nearly always it is."""
    if isinstance(value, dict):
        value = value.get("@id")
        if value is None:
            return False
    return value is None or (isinstance(value, str) and value.partition("#")[0] in texts)
