"""What the rules over robots tags share: the rules of a head, where they stand, and the dates in them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts.head import robots_of, robots_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.facts import Head
    from audit.facts.head import HeadValue

SOURCE = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"

AGENTS = ("robots", "googlebot")
"""Names of the tags that speak to every crawler, or to Google's."""


def tags_with(head: Head, matches: Callable[[str], bool]) -> Iterator[tuple[HeadValue, str, str]]:
    """The tags that hold a rule of some kind, each with the first such rule and with the tag's name."""
    for agent in AGENTS:
        for value in head.metas(agent):
            for rule in robots_rules(value.text):
                if matches(rule):
                    yield value, rule, agent
                    break


OPPOSITES = (
    ("index", "noindex"),
    ("follow", "nofollow"),
    ("all", "noindex"),
    ("all", "nofollow"),
    ("all", "none"),
    ("index", "none"),
    ("follow", "none"),
)
CONTRADICTED = "contradicted"
"""The form of a finding about a rule whose opposite the tags of the same crawler hold too."""


def contradicts(head: Head, rule: str, value: HeadValue) -> bool:
    """Whether other tags for the crawler that a tag speaks to say the opposite of a rule of it."""
    for agent in AGENTS:
        values = head.metas(agent)
        if any(one is value for one in values):
            rules = frozenset[str]().union(*(robots_of(one.text) for one in values))
            return any(negative == rule and positive in rules for positive, negative in OPPOSITES)
    return False


def split_rule(rule: str) -> tuple[str, str]:
    """Name and value of a rule: `max-snippet: -1` is `max-snippet` and `-1`."""
    name, _, value = rule.partition(":")
    return name.strip(), value.strip()


@lru_cache(maxsize=256)
def moment_of(text: str) -> datetime | None:
    """The moment that `unavailable_after` names (RFC 822, RFC 850 or ISO 8601); None if it is none of these.

    Without a zone it counts as UTC.
    """
    written = text.strip().upper()
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, OverflowError):
            return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
