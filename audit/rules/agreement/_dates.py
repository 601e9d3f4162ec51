"""What the rules about the dates of a page have in common: all statements of one date, and whether they agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.jsonld import Node
from audit.finding import Evidence, Finding, Place
from audit.rules._edits import of_head
from audit.rules.agreement._page import comparable_articles, instants, is_impossible
from audit.rules.structured_data._items import own_items
from audit.rules.structured_data._page import webpage_of
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix
    from audit.rules.agreement._page import Instants


_OF_RECORD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


class Statement(NamedTuple):
    """One statement of a date: what, in which field or tag, or in which property of which node."""

    text: str
    name: str
    where: HeadValue | Node | None = None

    @property
    def who(self) -> str:
        """What says it: `date_gmt`, `article:published_time`, `Article.datePublished`."""
        node = self.where
        if not isinstance(node, Node):
            return self.name
        return f"{node.types[0]}.{self.name}{'' if node.syntax == 'JSON-LD' else f' of the {node.syntax}'}"

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.where is None:
            return Place(self.name)
        return self.where.place(self.name) if isinstance(self.where, Node) else self.where.place


def statements(facts: Facts, field: str, gmt: str | None, tag: str, name: str) -> list[Statement]:
    """Everything that names one date of the page: the record's field in UTC first, then the tag, then the graph."""
    found: list[Statement] = []
    if gmt and not is_impossible(gmt):
        found.append(Statement(gmt, field))
    if facts.head is not None and (value := facts.head.meta(tag)) is not None and not value.blank:
        found.append(Statement(value.text.strip(), tag, value))
    for node in facts.once(_nodes_of_page):
        text = node.data.get(name)
        if isinstance(text, str) and text:
            found.append(Statement(text.strip(), name, node))
    return found


def _nodes_of_page(facts: Facts) -> list[Node]:
    """The articles that are this page, the page itself, and the items that are it; for `Facts.once`."""
    nodes = list(facts.once(comparable_articles))
    page = facts.once(webpage_of)
    if page is not None and page not in nodes:
        nodes.append(page)
    return nodes + facts.once(own_items)


def contradiction(found: list[Statement], what: str) -> Finding | None:
    """One finding if two statements cannot mean one instant, with all of them as evidence.

    The record's own field is right; without it, the first statement is what the others are held against. A date that
    was made out of zeros is wrong beside any other.
    """
    if len({statement.text.removesuffix("+00:00") for statement in found}) < 2:  # noqa: PLR2004 - they are one
        return None
    read = [(statement, _moment_of(statement)) for statement in found]
    right = next(((statement, when) for statement, when in read if when is not None), None)
    if right is None:
        return None
    wrong = [
        statement
        for statement, when in read
        if statement is not right[0]
        and (not when.agrees(right[1]) if when is not None else is_impossible(statement.text))
    ]
    if not wrong:
        return None
    first = wrong[0]
    return Finding(
        f"The {what} is {right[0].text} in {right[0].who}, but {first.text} in {first.who}.",
        at=first.place,
        value=f"{first.who} {first.text}",
        evidence=tuple(Evidence(entry.who, entry.text) for entry in found),
        fix=_fix(first, right[0]) if len(wrong) == 1 else None,
    )


def _fix(wrong: Statement, right: Statement) -> Fix | None:
    """The edit that lets a tag or a node give the date of the record, which alone is known to be right."""
    if not right.name.endswith("_gmt") or _OF_RECORD.fullmatch(right.text) is None:
        return None
    date = f"{right.text}+00:00"
    if isinstance(wrong.where, Node):
        return rewritten(wrong.where.data.get(wrong.name), date) if wrong.where.syntax == "JSON-LD" else None
    return of_head(wrong.where, date, "write the date of the record") if wrong.where is not None else None


def _moment_of(statement: Statement) -> Instants | None:
    return instants(statement.text, utc=statement.who.endswith("_gmt"))
