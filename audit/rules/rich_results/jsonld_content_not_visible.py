"""RRS048."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.text import fold_loosely, plain
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of, parts
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import own_articles
from audit.rules.structured_data._values import brief, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts, Node
    from audit.facts.jsonld import Block
    from audit.facts.page import Page

_LEAST_WORDS = 50
"""Words of a page that is more than a frame which scripts fill."""
_SHORTEST = 8
"""Characters of a text whose absence says anything."""
_MOST = 50
"""Values that are looked for."""
_RATED = ("LocalBusiness", "Organization", "Product", "Recipe", "SoftwareApplication", "Event", "Course")


def _page(script: str, text: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Tide clocks</title>{script}</head><body>{text}</body></html>"


_TEXT = f"<h1>Tide clocks</h1><p>{'The clock shows when the water turns at the quay. ' * 8}</p>"
_RATED_CLOCK = node(
    '"@type":"Product","name":"Tide clocks","aggregateRating":{"@type":"AggregateRating","ratingValue":"4.7",'
    '"ratingCount":31}'
)
_FAQ = node(
    '"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"How often is it wound?",'
    '"acceptedAnswer":{"@type":"Answer","text":"Once a week."}}]'
)


class JsonldContentNotVisible(
    PostRule[Post], code="RRS048", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The structured data says something that the page does not show.

    A headline, a rating, a price or a question in it must stand on the page as well, where readers can see it. Google
    asks for that, of ratings above all, and may take action against a site that marks up what nobody sees.
    """

    remedy = "Show it on the page, or take it out of the structured data."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = needs_of("Article", "FAQPage", "Product", "AggregateRating")
    explained_by = {"headline-title-mismatch": SAME_POST.when("headline")}
    examples = (
        Bad(page=_page(_RATED_CLOCK, _TEXT), says="ratingValue is 4.7"),
        Bad(page=_page(_FAQ, _TEXT), says='"How often is it wound?"'),
        Bad(
            page=_page(
                node(
                    '"@type":"Product","name":"Tide clocks","offers":{"@type":"Offer","price":"1299.00",'
                    '"priceCurrency":"EUR"}'
                ),
                f"{_TEXT}<p>Now for 1.199,00 &euro;</p>",
            ),
            says="price is 1299.00",
        ),
        Good(page=_page(_RATED_CLOCK, f"{_TEXT}<p>4,7 of 5</p>"), note="With a decimal comma."),
        Good(
            page=_page(_RATED_CLOCK, f'{_TEXT}<div role="img" aria-label="4.70 stars"></div>'),
            note="Drawn, and said to those who cannot see it.",
        ),
        Good(
            page=_page(
                node(
                    '"@type":"Product","name":"Tide clocks","offers":{"@type":"Offer","price":1299,'
                    '"priceCurrency":"EUR"}'
                ),
                f"{_TEXT}<p>1.299,00&nbsp;&euro;</p>",
            ),
            note="Written for people.",
        ),
        Good(page=_page(_FAQ, f"{_TEXT}<h2>How often is it <em>wound</em>?</h2>")),
        Good(head=_RATED_CLOCK, note="Nobody knows what the theme prints around the text."),
        Good(page=_page(_RATED_CLOCK, "<div id='app'></div>"), note="Scripts will fill the page."),
    )

    def applies(self, facts: Facts) -> bool:
        """Only where the whole page is there, and holds a text."""
        return facts.page is not None and len(facts.page.markup.visible_text.split()) >= _LEAST_WORDS

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each value that is nowhere on the page, neither in its text nor in its attributes."""
        if facts.page is None:
            return
        told = _Told.of(facts.page, facts.graph.blocks)
        for claim in list(_claims(facts))[:_MOST]:
            if not (told.has_number(claim.value) if claim.is_number else told.has_text(claim.value)):
                shown = claim.value if claim.is_number else f'"{brief(claim.value)}"'
                yield Finding(
                    f"{label(claim.node)}.{claim.name} is {shown}, which the page does not show.",
                    at=claim.node.place(claim.name),
                    value=f"{label(claim.node)}.{claim.name}={brief(claim.value)}",
                    form=claim.name,
                )


class _Claim(NamedTuple):
    node: Node
    name: str
    value: str
    is_number: bool


def _claims(facts: Facts) -> Iterator[_Claim]:
    """What must be on the page: headlines of its articles, ratings and prices of what it shows, its questions."""
    for article in own_articles(facts):
        yield from _text(article, "headline")
    for page in claimed(facts, "FAQPage"):
        for question in parts(page, "mainEntity"):
            yield from _text(question, "name")
    for kind in _RATED:
        for thing in claimed(facts, kind):
            for rating in parts(thing, "aggregateRating"):
                yield from _number(rating, "ratingValue")
    for product in claimed(facts, "Product"):
        offers = list(parts(product, "offers"))
        if len(offers) == 1:  # of several variants, a page shows one at a time
            yield from _number(offers[0], "price")


def _text(thing: Node, name: str) -> Iterator[_Claim]:
    text = plain(thing.text(name))
    if len(text) >= _SHORTEST:
        yield _Claim(thing, name, text, is_number=False)


def _number(thing: Node, name: str) -> Iterator[_Claim]:
    text = (thing.text(name) or "").strip()
    match = _NUMBER.fullmatch(text)
    if match is not None and text.strip("0."):
        yield _Claim(thing, name, text, is_number=True)


_NUMBER = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?", re.ASCII)
_NO_LETTERS = re.compile(r"[\W_]+")
_BETWEEN = r"[.,'\u2019\u00a0\u202f ]?"


class _Told(NamedTuple):
    """All that a page says outside of its JSON-LD.

    Attributes:
        source: its HTML, references decoded: attributes and scripts too, because they may be shown.
        letters: the letters and digits of its text, and of the HTML.
    """

    source: str
    letters: tuple[str, str]

    @classmethod
    def of(cls, page: Page, blocks: Iterable[Block]) -> _Told:
        """Read a page, with the scripts of its graph left out."""
        nodes = [block.script.node for block in blocks if block.script is not None]
        source, position = [], 0
        for start, end in sorted(map(page.markup.element_span, nodes)):
            source.append(page.markup.source[position:start])
            position = max(position, end)
        source.append(page.markup.source[position:])
        text = html.unescape(" ".join(source))
        return cls(text, (_letters(page.markup.visible_text), _letters(text)))

    def has_text(self, text: str) -> bool:
        """Whether the letters of a text come one after another, whatever stands between them."""
        letters = _letters(text)
        return not letters or any(letters in one for one in self.letters)

    def has_number(self, text: str) -> bool:
        """Whether a number is there in any way of writing it, and rounded as people do it."""
        return any(re.search(pattern, self.source) for pattern in _ways_of(text))


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", fold_loosely(text))


def _ways_of(text: str) -> Iterator[str]:
    whole, _, decimals = text.partition(".")
    yield _written(whole, decimals.rstrip("0"))
    for places in (2, 1, 0):
        if len(decimals) > places:
            rounded, _, rest = f"{float(text):.{places}f}".partition(".")
            yield _written(rounded, rest.rstrip("0"))


def _written(whole: str, decimals: str) -> str:
    """A pattern for a number with any marks between its thousands, before its decimals, and zeros behind them."""
    digits = str(int(whole))
    head = len(digits) % 3 or 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    tail = f"[.,\u00b7]{decimals}0*" if decimals else r"(?:[.,]0+|[.,][-\u2013\u2014]+)?"
    return rf"(?<![\d.,]){_BETWEEN.join(groups)}{tail}(?![\d]|[.,]\d)"
