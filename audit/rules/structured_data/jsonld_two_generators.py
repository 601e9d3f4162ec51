"""JLD018."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import graph
from audit.rules.structured_data._values import listed
from audit.seo_plugins import plugins_that_hand_over, plugins_that_sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TRACES = tuple(
    re.compile(trace, re.IGNORECASE)
    for trace in ("yoast", r"rank-?math", r"aioseo|all in one seo", "the seo framework")
)
_ARTICLE_TYPES = frozenset({"Article", "BlogPosting", "NewsArticle"})
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
        Bad(
            head="<!-- This site is optimized with the Yoast SEO plugin v27.5 - https://yoast.com/ -->"
            "<title>Tide</title><!-- All in One SEO 4.9.1 - aioseo.com --><title>Tide | Saltmarsh</title>",
            says="Yoast SEO and All in One SEO",
        ),
        Bad(
            head="<title>Tide</title>",
            fields={"aioseo_head": "<title>Tide | Saltmarsh</title>"},
            says="Yoast SEO and All in One SEO",
        ),
        Good(head=graph(_ARTICLE)),
        Good(
            '<pre>&lt;article itemscope itemtype="https://schema.org/BlogPosting"&gt;</pre>',
            head=graph(_ARTICLE),
            note="A sample of code.",
        ),
        Good(
            head=graph(_ARTICLE),
            fields={"aioseo_head_json": {"title": "", "robots": ""}},
            note="The other plugin is switched off for this post.",
        ),
        Good(
            head=graph(_ARTICLE),
            fields={"head_tags": [{"tag": "title", "content": "Tide"}]},
            note="A list of the tags of the page, which Yoast has printed.",
        ),
        Good('<script type="application/ld+json">{}</script>', head=graph(_ARTICLE), note="A script of one's own."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post."""
        found: dict[str, str] = {}
        for name, field in plugins_that_hand_over(subject.record):
            found.setdefault(name, field)
        if facts.head_markup is not None and _may_sign_twice(facts.head_markup.source):
            for name, sign in plugins_that_sign(facts.head_markup).items():
                found.setdefault(name, sign)
        if found and any(item.is_a(*_ARTICLE_TYPES) and item.syntax == "microdata" for item in facts.items.nodes):
            found["the theme's microdata"] = "itemtype"
        if len(found) > 1:
            names = list(found)
            return (
                Finding(
                    f"{listed(names)} each describe the page.",
                    value=" ".join(sorted(names)),
                    evidence=tuple(Evidence(name, sign) for name, sign in found.items()),
                ),
            )
        return ()


def _may_sign_twice(source: str) -> bool:
    """Whether two plugins are named at all: a cheap look ahead."""
    return sum(trace.search(source) is not None for trace in _TRACES) > 1
