"""JLD018."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_GENERATORS = {
    "yoast-schema-graph": "Yoast SEO",
    "rank-math-schema": "Rank Math",
    "rank-math-schema-pro": "Rank Math",
    "aioseo-schema": "All in One SEO",
}
_THEMES_ARTICLE = re.compile(r'itemtype\s*=\s*["\']?https?://schema\.org/(?:Article|BlogPosting|NewsArticle)\b')
_ARTICLE = '"@type":"Article","@id":"https://saltmarsh.example/tide/#article","headline":"Tide"'


class JsonldTwoGenerators(
    PostRule[Post], code="JLD018", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """Two plugins, or a plugin and the theme, each describe the page.

    They never agree for long: one has the new title and the other the old one, and the search engine chooses.
    """

    remedy = "Let one of them describe the page, and switch the structured data of the other off."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    examples = (
        Bad(head=graph(_ARTICLE) + graph(_ARTICLE, generator="rank-math-schema"), says="Yoast SEO and Rank Math"),
        Bad(
            '<article class="hentry" itemscope itemtype="https://schema.org/BlogPosting"></article>',
            head=graph(_ARTICLE),
            says="Yoast SEO and the theme's microdata",
        ),
        Good(head=graph(_ARTICLE)),
        Good('<script type="application/ld+json">{}</script>', head=graph(_ARTICLE), note="A script of one's own."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post."""
        found: dict[str, str] = {}
        for block in facts.graph.blocks:
            if block.script is not None:
                for name in (block.script.node.attr("class") or "").split():
                    if name in _GENERATORS:
                        found.setdefault(_GENERATORS[name], name)
        if found and "itemtype" in facts.rendered and _THEMES_ARTICLE.search(facts.rendered):
            found["the theme's microdata"] = "itemtype"
        if len(found) > 1:
            names = list(found)
            yield Finding(
                f"{', '.join(names[:-1])} and {names[-1]} each describe the page.",
                value=" ".join(sorted(names)),
                evidence=tuple(Evidence(name, sign) for name, sign in found.items()),
            )
