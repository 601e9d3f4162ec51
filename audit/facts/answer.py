"""What the server said about a page beside the page: `X-Robots-Tag`, and `Link: <…>; rel="canonical"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.head import ROBOTS_RULES, HeadValue, robots_of, robots_rules
from audit.post import PAGE_RESPONSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.post import Response

_AGENT = re.compile(r"([a-z0-9_*.-]+)\s*:\s*(.*)", re.DOTALL)
_OURS = frozenset({"*", "googlebot"})
_LINK = re.compile(r"""<([^<>]*)>((?:\s*;\s*[A-Za-z0-9!#$&+.^_`|~*-]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)\s*(?:,|$)""")
_REL = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))""", re.IGNORECASE)
_LONGEST = 8 << 10
"""Characters of a header that are looked at; servers refuse to send much more."""


class Answer:
    """The headers of a page's answer that search engines obey.

    Attributes:
        robots_tags: the headers `X-Robots-Tag` that speak to all crawlers or to Google's.
        robots: their rules, in lower case.
        canonicals: the addresses of `Link` headers with `rel=canonical`, as written.
    """

    def __init__(self, response: Response) -> None:
        self.robots_tags: list[HeadValue] = []
        robots: set[str] = set()
        for index, value in response.named("x-robots-tag"):
            if rules := robots_of_header(value[:_LONGEST]):
                self.robots_tags.append(_value(index, value))
                robots |= rules
        self.robots = frozenset(robots)
        self.canonicals = [
            _value(index, target)
            for index, value in response.named("link")
            for target, relations in _links_of(value[:_LONGEST])
            if "canonical" in relations and target.strip()
        ]


def _value(index: int, text: str) -> HeadValue:
    return HeadValue(text, PAGE_RESPONSE, pointer=f"/headers/{index}/1")


def robots_of_header(text: str) -> frozenset[str]:
    """The rules of an `X-Robots-Tag` that concern all crawlers, or Google's.

    A rule may begin with a crawler's name (`googlebot: noindex`); the name counts up to the next one.

    Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag#xrobotstag
    """
    if ":" not in text:
        return robots_of(text)
    agent, kept = "*", []
    for rule in robots_rules(text):
        named = _AGENT.match(rule)
        if named is not None and named[1] not in ROBOTS_RULES:
            agent, rule = named[1], named[2].strip()  # noqa: PLW2901 - the rule without the crawler's name
        if rule and agent in _OURS:
            kept.append(rule)
    return frozenset(kept)


def _links_of(text: str) -> Iterator[tuple[str, list[str]]]:
    """Targets and relations of a `Link` header. Source: https://www.rfc-editor.org/rfc/rfc8288#section-3."""
    for match in _LINK.finditer(text):
        relation = _REL.search(match[2])
        if relation is not None:
            yield match[1], (relation[1] or relation[2] or "").lower().split()
