"""JLD017."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.facts.jsonld import WEBPAGE_TYPES, Node
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import graph, node
from audit.rules.structured_data._items import offered_items, twins_of
from audit.rules.structured_data._page import head_keys, is_at_the_top, keys_of, own_articles
from audit.rules.structured_data._values import brief, label, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_PAGE_TYPES = WEBPAGE_TYPES - {
    "FAQPage",
    "QAPage",
    "ImageGallery",
    "MediaGallery",
    "VideoGallery",
    "RealEstateListing",
}
"""Types of the page itself; the others say what the content is."""

_LINK = "https://saltmarsh.example/tide/"
_ARTICLE = f'"@type":"Article","@id":"{_LINK}#article","headline":"When the tide turns"'


_A_DAY = timedelta(days=1)
_CLOCK = """<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Tide clock</b>
<span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><b itemprop="price">{}</b></span></div>"""


class JsonldDuplicateMainEntity(PostRule[Post], code="JLD017", severity=Severity.WARNING, since="0.1.0"):
    """Two articles, or two web pages, in the structured data are this one page, or one thing has two prices.

    Two plugins, or a plugin and the theme, each describe it. They differ in date, author or headline sooner or later,
    and nobody knows which one search engines believe. So it is with a product or an event that a script and the tags
    describe each for itself: that they do is harmless, until they contradict each other.
    """

    remedy = "Let one of them describe the page, and switch the structured data of the other off."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(_ARTICLE) + node(f'"@type":"BlogPosting","headline":"Tide","mainEntityOfPage":"{_LINK}"'),
            says="2 articles describe this page: Article and BlogPosting",
            points_at="{",
        ),
        Bad(
            head=graph(f'"@type":"WebPage","@id":"{_LINK}"') + node(f'"@type":"ItemPage","url":"{_LINK}"'),
            says="2 web pages describe this page",
        ),
        Bad(
            head=graph(_ARTICLE),
            fields={"aioseo_head": graph(_ARTICLE.replace("#article", "#blogposting"), generator="aioseo-schema")},
            says="2 articles describe this page",
        ),
        Bad(
            _CLOCK.format("45.00"),
            head=node('"@type":"Product","name":"Tide clock","offers":{"@type":"Offer","price":"40.00"}'),
            says='Product "Tide clock" has two values of offers.price: 40.00 in the JSON-LD, 45.00 in the microdata',
            points_at="<div itemscope",
        ),
        Good(
            _CLOCK.format("40"),
            head=node('"@type":"Product","name":"Tide clock","offers":{"@type":"Offer","price":"40.00"}'),
            note="The same product, told twice.",
        ),
        Good(
            head=graph(_ARTICLE) + node('"@type":"Article","headline":"Ebb","url":"https://saltmarsh.example/ebb/"'),
            note="Another article is another page.",
        ),
        Good(
            head=graph(
                f'"@type":"LiveBlogPosting","@id":"{_LINK}#live","headline":"Tide","liveBlogUpdate":['
                f'{{"@type":"BlogPosting","headline":"Ebb","url":"{_LINK}#1"}}]'
            ),
            note="What is told of a live event is part of it.",
        ),
        Good(
            head=graph(_ARTICLE) + node(f'"@type":"LiveBlogPosting","@id":"{_LINK}#live","headline":"Tide"'),
            note="And so is the live blog itself, of the article.",
        ),
        Good(
            head=graph(_ARTICLE)
            + node(f'"@type":"Blog","blogPost":[{{"@type":"BlogPosting","headline":"Tide","url":"{_LINK}"}}]'),
            note="A list of posts may hold this one.",
        ),
        Good(
            head=graph(_ARTICLE) + node('"@type":"BlogPosting","headline":"How the ferry came"'),
            note="What has no address and another headline may be a related post.",
        ),
        Good(
            head=graph('"@type":["Article","BlogPosting"],"@id":"#article","headline":"Tide"', '"@type":"FAQPage"'),
            note="Several types on one id are one thing; questions and answers are no second page.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """At most one finding for articles, one for web pages, and one for each thing that is told twice."""
        articles = facts.graph.articles()
        pages = facts.graph.of_type(*_PAGE_TYPES.intersection(facts.graph.types))
        if len(articles) < 2 and len(pages) < 2 and not facts.items.nodes:  # noqa: PLR2004 - one contradicts nobody
            return ()
        return _findings(facts, articles, pages)


def _findings(facts: Facts, articles: Sequence[Node], pages: Sequence[Node]) -> Iterator[Finding]:
    yield from _contradictions(facts)
    if len(articles) > 1:
        yield from _told("articles", _without_tickers(own_articles(facts)))
    if len(pages) > 1:
        own = head_keys(facts)
        yield from _told(
            "web pages",
            [page for page in pages if is_at_the_top(page) and not own.isdisjoint(keys_of(page, facts, "url"))],
        )


_COMPARED = (
    ("offers", "price"),
    ("offers", "lowPrice"),
    ("offers", "priceCurrency"),
    ("aggregateRating", "ratingValue"),
    ("", "startDate"),
)
"""What two descriptions of one thing are held against each other by: owner and property."""


def _contradictions(facts: Facts) -> Iterator[Finding]:
    """What the tags say of a thing, and the script says otherwise of the same thing."""
    for item in facts.once(offered_items):
        for twin in twins_of(item, facts) if item.role == "" else ():
            told = ((_value(twin, *path), _value(item, *path), ".".join(filter(None, path))) for path in _COMPARED)
            for one, other, what in told:
                if one is None or other is None or _alike(one, other):
                    continue
                yield Finding(
                    f'{label(item)} "{brief(item.text("name") or "")}" has two values of {what}: '
                    f"{brief(one)} in the {twin.syntax}, {brief(other)} in the {item.syntax}.",
                    at=item.place(),
                    value=f"{what} {one} {other}",
                    evidence=(Evidence(twin.syntax, one), Evidence(item.syntax, other)),
                )
                break


def _value(thing: Node, owner: str, name: str) -> str | None:
    """A value that a thing, or its only part of a kind, has once; None where there is none, or several."""
    owners: list[object] = thing.values(owner) if owner else [thing]
    if len(owners) != 1 or not isinstance(owners[0], Node):
        return None
    values = owners[0].values(name)
    return str(values[0]).strip() if len(values) == 1 and isinstance(values[0], str | int | float) else None


def _alike(one: str, other: str) -> bool:
    """Whether two values may mean the same; what cannot be read means anything."""
    first, second = number_of(one), number_of(other)
    if first is not None and second is not None:
        return first == second
    when, then = moment(one), moment(other)
    if when is not None and then is not None:
        exact = when.timed and then.timed and when.zoned == then.zoned
        return when.when == then.when if exact else abs(when.when - then.when) < _A_DAY
    return not (one.isalpha() and other.isalpha()) or one.lower() == other.lower()


def _without_tickers(articles: Sequence[Node]) -> Sequence[Node]:
    """The articles without the live blog that one of them holds: what is told of an event beside the report of it."""
    told = [article for article in articles if "LiveBlogPosting" not in article.types]
    return told or articles


def _told(what: str, nodes: Sequence[Node]) -> Iterable[Finding]:
    if len(nodes) > 1:
        types = [" ".join(node.types) for node in nodes]
        yield Finding(
            f"{len(nodes)} {what} describe this page: {listed(types)}.",
            at=nodes[1].place(),
            value=what,
            evidence=tuple(Evidence(" ".join(node.types), node.id or node.text("headline") or "") for node in nodes),
        )
