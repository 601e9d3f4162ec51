"""JLD011."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeGuard

from audit.facts.text import fold, plain
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import graph, node
from audit.rules.structured_data._values import brief, shown
from audit.rules.structured_data._vocabulary import local_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_PLANK = '"@type":"{}","@id":"#gauge","name":"{}"'
_TEXTS = ("name", "headline")
_DATES = ("datePublished", "dateModified")
_ENTRIES = ("/item", "/nextItem", "/previousItem")
_MENU = "SiteNavigationElement"
"""Plugins print every entry of a menu with the one id of the menu: nobody makes anything of it."""
_MOST_DEFINITIONS = 20
_A_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)


class JsonldDuplicateId(PostRule[Post], code="JLD011", severity=Severity.WARNING, since="0.1.0"):
    """Two things in the structured data have the same id.

    An id says that both are one. Whoever reads the page merges them into a thing with two names, or two types that
    exclude each other.
    """

    remedy = "Give each thing its own id, for instance with a fragment: https://…/#gauge."
    sources = ("https://www.w3.org/TR/json-ld11/",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(_PLANK.format("Thing", "Old gauge"), _PLANK.format("Thing", "New gauge")),
            says='#gauge has two values of name: "Old gauge" and "New gauge"',
            points_at="{",
        ),
        Bad(
            head=graph(_PLANK.format("Person", "Holt"), _PLANK.format("Event", "Holt")), says="is both Person and Event"
        ),
        Good(
            head=graph(_PLANK.format("Place", "The quay"), _PLANK.format("LocalBusiness", "The&nbsp;quay")),
            note="A business is a place.",
        ),
        Good(
            head=graph(_PLANK.format("Place", "The quay"), '"@type":"Place","@id":"#gauge","telephone":"12"'),
            note="One thing may be described in pieces.",
        ),
        Good(
            node('"@type":"WebPage","@id":"/","name":"Home of Saltmarsh"')
            + node('"@type":"ListItem","position":1,"item":{"@type":"WebPage","@id":"/","name":"Home"}'),
            note="A breadcrumb may call a page by a shorter name.",
        ),
        Good(
            node('"@type":"SiteNavigationElement","id":"site-navigation","name":"Home","url":"/"')
            + node('"@type":"SiteNavigationElement","id":"site-navigation","name":"Tides","url":"/tides/"'),
            note="The entries of a menu.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each id."""
        return [
            finding
            for thing in facts.graph.nodes
            if thing.is_said_again and (finding := _finding(thing, facts)) is not None
        ]


def _finding(thing: Node, facts: Facts) -> Finding | None:
    """What is said of a node that is defined several times; None where no two definitions exclude each other."""
    if thing.id is None or thing.is_a(_MENU):
        return None
    typed = [
        definition.data
        for definition in thing.definitions
        if definition.data.get("@type") and not definition.pointer.endswith(_ENTRIES)
    ][:_MOST_DEFINITIONS]
    conflict = _conflict(typed, facts) if len(typed) > 1 else None
    if conflict is None:
        return None
    said, name, values = conflict
    return Finding(
        f"{brief(thing.id)} {said}.",
        at=thing.place(),
        value=f"{thing.id} {name}",
        evidence=tuple(Evidence(name, value) for value in values),
    )


def _conflict(definitions: Sequence[dict[str, Any]], facts: Facts) -> tuple[str, str, tuple[str, str]] | None:
    """What two definitions contradict each other in: a sentence, the property, both values."""
    for first, second in combinations(definitions, 2):
        types = _types(first), _types(second)
        if _exclude(*types):
            both = " ".join(types[0]), " ".join(types[1])
            return f"is both {both[0]} and {both[1]}", "@type", both
        for name in (*_TEXTS, "url", *_DATES):
            one, other = first.get(name), second.get(name)
            if one != other and _is_said(one) and _is_said(other) and _differ(name, one, other, facts):
                said = f"has two values of {name}: {shown(one)} and {shown(other)}"
                return said, name, (shown(one), shown(other))
    return None


def _is_said(value: Any) -> TypeGuard[str]:
    return type(value) is str and bool(value.strip())


def _types(data: dict[str, Any]) -> tuple[str, ...]:
    value = data["@type"]
    names = value if type(value) is list else [value]
    return tuple(local_name(name) for name in names if type(name) is str)


def _exclude(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether no type of one has anything to do with a type of the other."""
    known = vocabulary()
    lines = [(one, other) for one in first for other in second]
    return bool(lines) and not any(
        one == other
        or known.is_kind_of(one, other)
        or known.is_kind_of(other, one)
        or not (known.ancestors(one) and known.ancestors(other))
        for one, other in lines
    )


def _differ(name: str, one: str, other: str, facts: Facts) -> bool:
    if name in _TEXTS:
        return fold(plain(one)).lower() != fold(plain(other)).lower()
    if name in _DATES:
        first, second = moment(one.strip()), moment(other.strip())
        if first is None or second is None:
            return first is not second
        clear = first.timed and second.timed and first.zoned == second.zoned
        return abs(first.when - second.when) > (_A_MINUTE if clear else _A_DAY)
    addresses = parse_url(one, facts.base), parse_url(other, facts.base)
    return addresses[0] is None or addresses[1] is None or addresses[0].key != addresses[1].key
