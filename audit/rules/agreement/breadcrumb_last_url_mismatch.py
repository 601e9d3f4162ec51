"""AGR020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.agreement._breadcrumbs import is_called_like_page, last_crumbs
from audit.rules.canonical._addresses import addresses_of
from audit.rules.structured_data._page import keys_in
from audit.rules.structured_data._values import led_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[
{{"@type":"ListItem","position":1,"name":"Home","item":"https://saltmarsh.example/"}},
{{"@type":"ListItem","position":2,{}}}]}}</script>"""

_PAGE = """<html><head><title>Ferry times</title><link rel="canonical" href="https://saltmarsh.example/tide/"></head>
<body class="single"><nav vocab="https://schema.org/" typeof="BreadcrumbList">
<b property="itemListElement" typeof="ListItem"><a property="item" typeof="WebPage" href="/"><i property="name">Home</i>
</a><meta property="position" content="1"></b><b property="itemListElement" typeof="ListItem"><a {}>
<i property="name">When the tide turns</i></a><meta property="position" content="2"></b></nav>
<main><h1>When the tide turns</h1><p>The ferry waits.</p></main></body></html>"""


class BreadcrumbLastUrlMismatch(PostRule[Post], code="AGR020", severity=Severity.WARNING, since="0.1.0"):
    """The breadcrumb of this page leads to another page.

    The last entry of the trail carries the page's title and an address that is not the page's. The trail in search
    results then leads to a place that is redirected, or that is gone. An entry without an address is right: the reader
    is there already.
    """

    remedy = "Let the plugin write the trail anew, or leave the address of the last entry out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",)
    needs = frozenset({"type:BreadcrumbList"})
    explained_by = {"jsonld-webpage-url-mismatch": SAME_POST}
    examples = (
        Bad(
            head=_HEAD.format('"name":"When the tide turns","item":"https://test.saltmarsh.example/tide/"'),
            says="https://test.saltmarsh.example/tide/",
        ),
        Bad(page=_PAGE.format('property="item" typeof="WebPage" href="/ebb/"'), says="https://saltmarsh.example/ebb/"),
        Good(page=_PAGE.format('property="item" typeof="WebPage" href="/tide/#webpage"')),
        Good(head=_HEAD.format('"name":"When the tide turns","item":"https://saltmarsh.example/tide/"')),
        Good(head=_HEAD.format('"name":"When the tide turns"')),
        Good(
            head=_HEAD.format('"name":"Harbour","item":"https://saltmarsh.example/category/harbour/"'),
            note="A trail may end at the category.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only an entry that is called like the page, or whose path is the page's, is about the page."""
        addresses = facts.once(addresses_of)
        own = addresses.canonical or addresses.link
        if own is None:
            return
        for crumb in facts.once(last_crumbs):
            if crumb.item is None:
                continue
            named = keys_in([crumb.item], facts)
            if not named or not named.isdisjoint(addresses.keys):
                continue
            other = min(named)
            url = parse_url(other)
            same_path = url is not None and url.path == own.path != "/" and url.query == own.query
            if same_path or is_called_like_page(fold_loosely(crumb.name), facts):
                yield Finding(
                    f"The last entry of the breadcrumb leads to {other}, the page is {own.href}.",
                    at=crumb.node.place("item"),
                    value=other,
                    address=other,
                    evidence=(Evidence("last ListItem.item", other), Evidence("canonical", own.href)),
                    fix=led_to(crumb.node.data.get("item"), own.href) if crumb.node.syntax == "JSON-LD" else None,
                )
