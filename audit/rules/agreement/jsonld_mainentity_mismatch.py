"""AGR004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.facts.text import fold_loosely, plain
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles, is_page
from audit.rules.canonical._addresses import addresses_of, first_page_of
from audit.rules.structured_data._items import own_items
from audit.rules.structured_data._page import is_at_the_top, is_in_the_text, keys_in, page_keys, webpage_of
from audit.rules.structured_data._values import led_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.url import Url

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebPage","@id":"https://saltmarsh.example/tide/","url":"https://saltmarsh.example/tide/"}},
{{"@type":"Article","@id":"https://saltmarsh.example/{}/#article",{}}}]}}</script>"""

_ITEM = """<article itemscope itemtype="https://schema.org/BlogPosting"><link itemprop="url"
href="https://saltmarsh.example/{}/"><meta itemprop="mainEntityOfPage" content="{}"></article>"""
_NUMBER = re.compile(r"(?:^|&)(?:p|page_id)=\d+(?:&|$)", re.ASCII)
_OF_ADDRESSES = re.compile(r"\A/|://")


class JsonldMainentityMismatch(PostRule[Post], code="AGR004", severity=Severity.WARNING, since="0.1.0"):
    """The article of the structured data says that it belongs to another page.

    `mainEntityOfPage` and `isPartOf` tie an article to the page that shows it. A search engine that follows them finds
    another page, and credits headline, author and picture to that one.
    """

    remedy = "Let the plugin write the structured data anew, or mend the template that fills mainEntityOfPage."
    sources = (
        "https://developer.yoast.com/features/schema/pieces/article",
        "https://schema.org/mainEntityOfPage",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("tide", '"mainEntityOfPage":"https://saltmarsh.example/ebb/"'),
            says="https://saltmarsh.example/ebb/",
        ),
        Good(head=_HEAD.format("tide", '"mainEntityOfPage":{"@id":"https://saltmarsh.example/tide/"}')),
        Good(
            head=_HEAD.format("tide", '"mainEntityOfPage":"https://saltmarsh.example/tide/#webpage"'),
            note="The address as a text says the same.",
        ),
        Good(
            head=_HEAD.format("ebb", '"mainEntityOfPage":"https://saltmarsh.example/ebb/"'),
            note="A related post belongs to its own page.",
        ),
        Bad(
            head=_HEAD.format("tide", "").replace(
                '{"@type":"Article","@id":"https://saltmarsh.example/tide/#article",}',
                '{"@type":"Article","headline":"Ferry times","mainEntityOfPage":"https://saltmarsh.example/news/"}',
            ),
            says="https://saltmarsh.example/news/",
            note="By its headline it is this page's.",
        ),
        Good(
            head=_HEAD.format("tide", "").replace(
                '{"@type":"Article","@id":"https://saltmarsh.example/tide/#article",}',
                '{"@type":"Article","headline":"Ebb","mainEntityOfPage":"https://saltmarsh.example/ebb/"}',
            ),
            note="So does one that has no address of its own.",
        ),
        Good(
            head=_HEAD.format(
                "tide", '"isPartOf":[{"@id":"https://saltmarsh.example/tide/"},{"@type":"Blog","name":"Tides"}]'
            ),
            note="It may be part of the blog, too.",
        ),
        Good(
            head=_HEAD.format("tide", '"isPartOf":{"@type":"CollectionPage","@id":"https://saltmarsh.example/news/"}'),
            note="Or of a section.",
        ),
        Bad(
            head=_HEAD.format("tide", "").replace(
                '{"@type":"Article","@id":"https://saltmarsh.example/tide/#article",}',
                '{"@type":"Article","headline":"Ferry times","url":"https://saltmarsh.example/ebb/",'
                '"mainEntityOfPage":"https://saltmarsh.example/tide/"}',
            ),
            says="The article of the structured data has the address https://saltmarsh.example/ebb/",
        ),
        Bad(
            _ITEM.format("ebb", "https://saltmarsh.example/tide/"),
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            says="The article of the microdata has the address https://saltmarsh.example/ebb/",
        ),
        Bad(
            _ITEM.format("tide", "https://saltmarsh.example/ebb/"),
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            says="The article of the microdata belongs to https://saltmarsh.example/ebb/",
        ),
        Good(
            _ITEM.format("tide", "When the tide turns"),
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            note="A title is no address.",
        ),
        Good(
            _ITEM.format("ebb", "https://saltmarsh.example/ebb/"),
            head='<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            note="A theme's list of other posts.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article of this page of which one of the two leads elsewhere, items of tags too."""
        articles = facts.once(comparable_articles) or _of_the_title(facts)
        articles = [*articles, *facts.once(own_items)]
        found = [_finding(article, facts) for article in articles]
        found += [_of_address(article, facts) for article in (*_others(facts), *facts.once(own_items))]
        return [finding for finding in found if finding is not None]


def _of_the_title(facts: Facts) -> list[Node]:
    """The articles that are this page by their headline, and say of no other than mainEntityOfPage which page they are.

    A template may fill in the section's address there. AMP's version, and the first page of several, are right.
    """
    addresses = facts.once(addresses_of)
    own = addresses.canonical or addresses.link
    if own is None or not facts.graph.articles():
        return []
    titles = {fold_loosely(text) for text in _titles(facts)} - {""}
    first = first_page_of(own)
    return [
        article
        for article in facts.graph.articles()
        if is_at_the_top(article)
        and not is_in_the_text(article, facts)
        and not keys_in((article,), facts)
        and fold_loosely(plain(article.text("headline"))) in titles
        and all(_is_other_page(key, own, first) for key in keys_in(article.values("mainEntityOfPage"), facts))
    ]


def _others(facts: Facts) -> list[Node]:
    """The articles that are another page by their url and this one by their headline and mainEntityOfPage."""
    if not facts.graph.articles() or facts.once(comparable_articles):
        return []
    titles = {fold_loosely(text) for text in _titles(facts)} - {""}
    return [
        article
        for article in facts.graph.articles()
        if is_at_the_top(article)
        and not is_in_the_text(article, facts)
        and fold_loosely(plain(article.text("headline"))) in titles
    ]


def _of_address(article: Node, facts: Facts) -> Finding | None:
    """An article whose own address is another page of the site than the one that it belongs to."""
    addresses, keys = facts.once(addresses_of), page_keys(facts)
    own = addresses.canonical or addresses.link
    named = keys_in([*article.values("url"), *_name_in_tags(article)], facts)
    belongs = keys_in(article.values("mainEntityOfPage"), facts)
    if own is None or not named or not named.isdisjoint(keys) or belongs.isdisjoint(keys):
        return None
    first = first_page_of(own)
    if not all(_is_other_page(key, own, first) and not _is_other_spelling(key, own) for key in named):
        return None
    other = min(named)
    source = "structured data" if article.syntax == "JSON-LD" else article.syntax
    return Finding(
        f"The article of the {source} has the address {other}, and belongs to this page by its mainEntityOfPage.",
        at=article.place("url"),
        value=other,
        address=other,
        evidence=(Evidence(f"{article.types[0]}.url", other), Evidence("page", own.href)),
        fix=led_to(article.data.get("url"), own.href) if article.syntax == "JSON-LD" else None,
    )


def _is_other_spelling(key: str, own: Url) -> bool:
    """Whether an address most likely leads to the page all the same: without its closing slash, or by its number."""
    url = parse_url(key)
    if url is None or _NUMBER.search(url.query):
        return url is not None
    return not own.query and url.path.rstrip("/") == own.path.rstrip("/")


def _name_in_tags(article: Node) -> Iterator[str]:
    """The `resource` or `itemid` of an item, if it is a whole page. In JSON-LD an id need be no address at all."""
    if article.syntax != "JSON-LD" and article.id is not None and "#" not in article.id:
        yield article.id


def _titles(facts: Facts) -> Iterator[str]:
    yield facts.title
    if facts.head is not None:
        shared = facts.head.meta("og:title")
        yield from (value.decoded for value in (facts.head.title, shared) if value is not None)


def _is_other_page(key: str, own: Url, first: str | None) -> bool:
    """Whether an address is another page of the same site, and no version of this one."""
    url = parse_url(key)
    return (
        url is not None and url.host == own.host and key != first and "amp" not in f"{url.path}/{url.query}".split("/")
    )


def _finding(article: Node, facts: Facts) -> Finding | None:
    addresses = facts.once(addresses_of)
    for name in ("mainEntityOfPage", "isPartOf"):
        if _is_one_of(article.data.get(name), addresses.texts):
            continue
        values = [value for value in article.values(name) if name != "isPartOf" or _is_one_page(value)]
        values = [value for value in values if not isinstance(value, str) or _may_be_address(value, article)]
        if facts.once(webpage_of) in values:
            continue
        named, keys = keys_in(values, facts), page_keys(facts)
        if named and keys and named.isdisjoint(keys):
            other = min(named)
            own = addresses.canonical or addresses.link or addresses.og_url
            source = "structured data" if article.syntax == "JSON-LD" else article.syntax
            return Finding(
                f"The article of the {source} belongs to {other} by its {name}.",
                at=article.place(name),
                value=other,
                address=other,
                evidence=(
                    Evidence(f"{article.types[0]}.{name}", other),
                    Evidence("page", own.href if own is not None else min(keys)),
                ),
                fix=led_to(article.data.get(name), own.href)
                if own is not None and len(keys) == 1 and article.syntax == "JSON-LD"
                else None,
            )
    return None


def _is_one_page(value: object) -> bool:
    """Whether a value is a page, and none that collects others: an article may be part of its section, too."""
    return is_page(value) and isinstance(value, Node) and not value.is_a("CollectionPage")


def _may_be_address(value: str, article: Node) -> bool:
    """Whether a text is one: "true" is none, and tags hold titles, too, where they should hold an address."""
    return not value.isalpha() and (article.syntax == "JSON-LD" or _OF_ADDRESSES.search(value) is not None)


def _is_one_of(value: object, texts: frozenset[str]) -> bool:
    """Whether a property is absent, or letter by letter one of some addresses: nearly always it is."""
    if isinstance(value, dict):
        value = value.get("@id")
        if value is None:
            return False
    return value is None or (isinstance(value, str) and value.partition("#")[0] in texts)
