"""RRS007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._examples import HOME, LAST, breadcrumbs
from audit.rules.rich_results._trails import has_item, name_of, trails
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class BreadcrumbIncomplete(PostRule[Post], code="RRS007", severity=Severity.ERROR, since="0.1.0"):
    """An entry of the breadcrumb trail lacks its name, its position or where it leads.

    Search engines then show no trail; only the last entry may go without an address.
    """

    remedy = "Give every entry name, position and item; the last may do without item."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",)
    needs = frozenset({"type:BreadcrumbList"})
    examples = (
        Bad(breadcrumbs(HOME.replace('"name":"Home",', ""), LAST), says="lacks name"),
        Bad(breadcrumbs('{"@type":"ListItem","position":1,"name":"Home"}', LAST), says="lacks item"),
        Bad(
            breadcrumbs('{"@type":"ListItem","position":1,"item":{"@id":false,"name":"Menus"}}', LAST),
            says="lacks item",
            note="An archive without a page.",
        ),
        Good(
            '<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement" itemscope '
            'itemtype="https://schema.org/ListItem"><a itemprop="item" itemscope itemtype="https://schema.org/WebPage" '
            'href="https://saltmarsh.example/"><b itemprop="name">Home</b></a><meta itemprop="position" content="1">'
            '</li><li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">'
            '<b itemprop="name">Ferry times</b><meta itemprop="position" content="2"></li></ol>',
            note="The link is the address of the thing that it holds.",
        ),
        Good(
            '<div itemscope itemtype="https://schema.org/WebPage" itemid="#webpage"><b itemprop="name">Ferry times</b>'
            '<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement" itemscope '
            'itemtype="https://schema.org/ListItem"><a itemprop="item" href="/"><b itemprop="name">Home</b></a>'
            '<meta itemprop="position" content="1"></li><li itemprop="itemListElement" itemscope '
            'itemtype="https://schema.org/ListItem"><link itemprop="item" href="#webpage">'
            '<meta itemprop="position" content="2"></li></ol></div>',
            note="The name stands in the item that the link refers to.",
        ),
        Good(breadcrumbs(HOME, LAST)),
        Good(
            2 * node(f'"@type":"BreadcrumbList","@id":"#breadcrumb","itemListElement":[{HOME},{LAST}]'),
            note="A script that is printed twice.",
        ),
        Good(
            breadcrumbs(
                '{"@type":"ListItem","position":1,"item":{"@id":"https://saltmarsh.example/","name":"Home"}}', LAST
            ),
            note="The name stands in the item.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each trail, at the first entry that lacks something."""
        for _, entries in trails(facts).doubtful:
            faults = [(entry, lacks) for entry in entries if (lacks := _lacks(entry, last=entry is entries[-1]))]
            if faults:
                entry, lacks = faults[0]
                others = len(faults) - 1
                more = f" ({others} more {'entry' if others == 1 else 'entries'} like it)" if others else ""
                yield Finding(
                    f"Entry {entries.index(entry) + 1} of the breadcrumb trail lacks {' and '.join(lacks)}{more}.",
                    at=entry.place(),
                    value=" ".join(lacks),
                )


def _lacks(entry: Node, *, last: bool) -> list[str]:
    lacks = [] if name_of(entry) else ["name"]
    if entry.text("position") is None:
        lacks.append("position")
    return lacks if last or has_item(entry) else [*lacks, "item"]
