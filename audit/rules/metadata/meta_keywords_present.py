"""MET022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class MetaKeywordsPresent(PostRule[Head], code="MET022", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """The page has a keywords tag.

    Google and Bing have not read it for many years. It does no harm, but who fills it in spends time on nothing, and it
    shows competitors which searches the page is written for.
    """

    remedy = "Switch keywords off in the theme's or SEO plugin's settings."
    sources = ("https://developers.google.com/search/blog/2009/09/google-does-not-use-keywords-meta-tag",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry times</title><meta name="keywords" content="ferry, tide, harbour">',
            says='"ferry, tide, harbour"',
            points_at='content="ferry, tide',
        ),
        Good(head='<title>Ferry times</title><meta name="keywords" content="">', note="An empty tag says nothing."),
        Good(head='<title>Ferry times</title><meta name="news_keywords" content="ferry">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the first tag that is not blank."""
        for value in subject.metas("keywords"):
            if text := fold(value.decoded):
                yield Finding(f'The page has a keywords tag, which no search engine reads: "{text}".', at=value.place)
                return
