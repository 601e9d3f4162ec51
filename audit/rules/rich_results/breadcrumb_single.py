"""RRS008."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._head import is_front_page
from audit.rules.rich_results._examples import HOME, LAST, breadcrumbs
from audit.rules.rich_results._trails import LEAST, trails
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class BreadcrumbSingle(PostRule[Post], code="RRS008", severity=Severity.WARNING, since="0.1.0"):
    """The breadcrumb trail has fewer than two entries.

    A trail shows the way to the page; one step is no way. Search engines show trails of two or more.
    """

    remedy = "Give the trail the page's parents, or leave it out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",)
    needs = frozenset({"type:BreadcrumbList"})
    examples = (
        Bad(breadcrumbs(HOME), says="one entry"),
        Bad(node(f'"@type":"BreadcrumbList","itemListElement":{HOME}'), says="one entry", note="No list, one object."),
        Good(breadcrumbs(HOME, LAST)),
        Good(breadcrumbs(HOME), fields={"link": "https://saltmarsh.example/"}, note="The front page."),
        Good(
            breadcrumbs(HOME),
            fields={
                "link": "https://saltmarsh.example/isle/",
                "_links": {"self": [{"href": "https://saltmarsh.example/isle/wp-json/wp/v2/pages/2"}]},
            },
            note="The front page of a site in a folder.",
        ),
        Good(
            node(
                '"@graph":[{"@type":"WebSite","url":"https://saltmarsh.example/isle/"},{"@type":"BreadcrumbList",'
                f'"itemListElement":[{HOME}]}}]'
            ),
            fields={"link": "https://saltmarsh.example/isle/"},
            note="The site's data says that it begins there.",
        ),
        Good(
            node(
                '"@type":"BreadcrumbList","@id":"/page/2/#breadcrumb","itemListElement":'
                '[{"@type":"ListItem","position":1,"name":"Home"}]'
            ),
            note="By its name, the trail of the front page.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Not the front page, whose trail begins and ends with itself."""
        return facts.url is None or facts.url.path.strip("/") != ""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for a page whose trails are all too short."""
        doubtful, sound = trails(facts)
        found = [(trail, entries) for trail, entries in doubtful if not _of_front_page(trail)]
        short = not sound and found and all(_is_short(trail, entries) for trail, entries in found)
        if short and not is_front_page(facts) and not _begins_here(facts):
            trail, entries = found[0]
            count = "one entry" if entries else "no entry"
            return (
                Finding(f"The breadcrumb trail has {count}; search engines ask for two or more.", at=trail.place()),
            )
        return ()


def _begins_here(facts: Facts) -> bool:
    """Whether the page is the address of the site by its own data: one in a folder may be told by nothing else."""
    sites = (site.text("url") for site in facts.graph.of_type("WebSite"))
    return facts.url is not None and any(
        (url := parse_url(address)) is not None and url.key == facts.url.key for address in sites if address
    )


def _is_short(trail: Node, entries: list[Node]) -> bool:
    return len(entries) < LEAST and len(trail.values("itemListElement")) < LEAST


def _of_front_page(trail: Node) -> bool:
    """Whether the id of a trail is one of the front page, which a saved copy of a page may not tell otherwise."""
    return trail.id is not None and _FRONT_PAGE.fullmatch(trail.id) is not None


_FRONT_PAGE = re.compile(r"(?:https?://[^/?#]+)?/(?:page/\d{1,6}/?)?#[\w/-]+", re.ASCII | re.IGNORECASE)
