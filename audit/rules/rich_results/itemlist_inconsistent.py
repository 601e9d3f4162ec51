"""RRS044."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of, parts
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class ItemlistInconsistent(
    PostRule[Post], code="RRS044", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """A list of things for a carousel does not hold together.

    A carousel needs two or more things of one type, each with its own address on this site.
    """

    remedy = "Give every entry its own address, and entries of one type."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/carousel",)
    needs = needs_of("ItemList")
    examples = (
        Bad(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,'
                '"url":"https://saltmarsh.example/a/"},'
                '{"@type":"ListItem","position":2,"url":"https://saltmarsh.example/a/"}]'
            ),
            says="twice",
        ),
        Bad(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"item":{"@type":"Recipe",'
                '"name":"Soup"}},{"@type":"ListItem","position":2,"item":{"@type":"Movie","name":"Spring tide"}}]'
            ),
            says="several types (Recipe, Movie)",
        ),
        Bad(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"item":{"@type":"Recipe",'
                '"name":"Soup","url":"https://saltmarsh.example/soup/"}},{"@type":"ListItem","position":2,"item":'
                '{"@type":"Recipe","name":"Bread","url":"https://bakery.example/bread/"}}]'
            ),
            says="another site",
        ),
        Good(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"name":"Contents",'
                '"url":"#a"},{"@type":"ListItem","position":2,"name":"Maps","url":"https://maps.example/"}]'
            ),
            note="No carousel: a list of chapters or links.",
        ),
        Good(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,'
                '"url":"https://saltmarsh.example/a/"},'
                '{"@type":"ListItem","position":2,"url":"https://saltmarsh.example/b/"}]'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each list at the top: an address that comes twice, else what spoils a carousel."""
        for found in claimed(facts, "ItemList"):
            if found.is_a("BreadcrumbList", "HowToSection", "HowToStep"):
                continue
            entries = list(parts(found, "itemListElement"))[:_MOST]
            fault = _repeated(entries) or _spoils_carousel(entries, facts)
            if fault:
                yield Finding(fault, at=found.place("itemListElement"), value=fault)


_MOST = 200
_SHOWN = 80
_LEAST = 2
_IN_CAROUSELS = ("Course", "Movie", "Recipe", "Restaurant")
"""Source: https://developers.google.com/search/docs/appearance/structured-data/carousel"""


def _repeated(entries: list[Node]) -> str:
    urls = [url for entry in entries if (url := entry.text("url")) is not None]
    again = next((url for url, count in Counter(urls).items() if count > 1), None)
    return f"The list holds {again[:_SHOWN]} twice." if again is not None and len(urls) == len(entries) else ""


def _spoils_carousel(entries: list[Node], facts: Facts) -> str:
    """What is wrong with a list for a carousel. Other lists (contents, pros and cons) are no carousels."""
    things = [next(parts(entry, "item"), entry) for entry in entries]
    kinds = {name for thing in things for name in thing.types if name in _IN_CAROUSELS}
    if not kinds:
        return ""
    if len(entries) < _LEAST:
        return f"The list holds one {min(kinds)}; a carousel has two or more."
    if len(kinds) > 1 or not all(thing.is_a(*kinds) for thing in things):
        names = dict.fromkeys(label(thing) for thing in things)
        return f"The list holds things of several types ({', '.join(list(names)[:_KINDS_SHOWN])})."
    addresses = (thing.text("url") or entry.text("url") for thing, entry in zip(things, entries, strict=True))
    urls = (parse_url(address, facts.base) for address in addresses if address is not None)
    foreign = next((url for url in urls if url is not None and not facts.first_party.owns(url)), None)
    return f"An entry of the list leads to another site: {foreign.href[:_SHOWN]}." if foreign is not None else ""


_KINDS_SHOWN = 5
