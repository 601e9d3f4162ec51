"""MET024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule, Status
from audit.rules.metadata._robots import CONTRADICTED, SOURCE, contradicts, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_NO_FOLLOW = frozenset({"nofollow", "none"})


class RobotsNofollow(PostRule[Head], code="MET024", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The page asks search engines to follow none of its links.

    That takes from every other page of the site the credit that links from this one would give it. Where single links
    are meant, `rel` on those links says so.
    """

    remedy = "Let search engines follow links in the SEO plugin's advanced settings; mark single links with `rel`."
    sources = (SOURCE, "https://developer.yoast.com/features/seo-tags/meta-robots/functional-specification")
    needs = frozenset({"head"})
    explained_by = {"robots-conflict": SAME_ELEMENT.when(CONTRADICTED)}
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, nofollow">',
            says="nofollow",
            points_at='content="index, nofollow"',
        ),
        Good(head='<title>Tide</title><meta name="robots" content="index, follow, max-image-preview:none">'),
        Good(head='<title>Tide</title><meta name="googlebot-news" content="nofollow">', note="News results only."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag that says so."""
        if facts.robots.isdisjoint(_NO_FOLLOW):
            return
        for value, rule, agent in tags_with(subject, _NO_FOLLOW.__contains__):
            yield Finding(
                f"The page's {agent} tag says {rule}: search engines follow none of its links.",
                at=value.place,
                value=rule,
                form=CONTRADICTED if contradicts(subject, rule, value) else "",
            )
            return
