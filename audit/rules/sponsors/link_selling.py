"""SPM005."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.finding import Confidence, CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._lexicon import SELLING, phrases_in
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Block, Facts
    from audit.site import SiteTotals

_REFUSES = re.compile(
    r"\b(?:not|never|no|nobody|none|don't|doesn't|won't|cannot|can't|refuse\w*|decline\w*|stop|without|against|avoid\w*|"
    r"nicht|kein\w*|niemals|weder|ne|pas|jamais|aucun\w*|nunca|jamás|ningún\w*|non|mai|nessun\w*|não|nenhum\w*|niet|geen|"
    r"nooit|nie|nigdy|żadn\w*|не|нет|никогда|без|tidak|bukan|jangan|không|inte|aldrig|ikke|ei|değil|yok)\b|n't\b|لا|ليس|"
    r"ません|ない|不|没有|않|ไม่",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(?:seo|link|links|backlinks?|google|linkbuilding|netlinking|marketing|blogging|search engines?|guest post\w*|"
    r"suchmaschinen\w*|référencement|posicionamiento|ссылк\w*)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:contact|e-?mail|write to|sell\w*|order|buy|price|prices|accept\w*|available|submit|publish|from \$|\$ ?\d|"
    r"€ ?\d|\d ?€|kontakt\w*|bestell\w*|preis\w*|buchen|schreib\w*|contacte\w*|prix|tarif\w*|publie\w*|precio\w*|"
    r"publica\w*|contacta\w*|contatt\w*|prezz\w*|contato|preço\w*|prijs|cena|ceny|цена|цены|пишите|заказ\w*|harga|hubungi|giá|"
    r"liên hệ|fiyat\w*|iletişim)\b|السعر|تواصل|料金|价格|联系|가격|문의|ราคา|ติดต่อ",
    re.IGNORECASE,
)


class LinkSelling(CorpusRule, code="SPM005", severity=Severity.WARNING, since="0.1.0"):
    """The text sells links.

    A post that offers dofollow links or paid guest posts tells search engines that the site's links can be bought, and
    those that are not, too, lose their worth.
    """

    remedy = 'Take the offer out, or sell advertisements whose links are marked with rel="sponsored", and say so.'
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#link-spam",)
    needs = frozenset({"content"})
    reads_content = True
    keeps_quotes = True
    text_patterns = SELLING
    examples = (
        Bad(
            f"{TEXT}<p><em>This is a guest post. To publish with a permanent dofollow link contact "
            '<a href="https://place-your-post.example/order">our desk</a>.</em></p>',
            says="permanent dofollow",
            points_at="permanent dofollow",
        ),
        Bad(f"{TEXT}<p>We sell dofollow guest posts and permanent backlinks.</p>", says="dofollow guest posts"),
        Good(f"{TEXT}<p>We do not accept guest posts, and we never sell links.</p>"),
        Good(
            f"{TEXT}<p>A dofollow link passes rank, a nofollow link does not; nobody can buy a permanent link.</p>",
            fields={"title": {"rendered": "What SEO people mean by dofollow"}},
            note="A text about links explains what they are.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post with an offer."""
        if _EXPLAINS.search(facts.title) is not None:
            return
        for block in facts.blocks_of_text:
            found = _offer_in(block)
            if found is not None:
                place = facts.content
                assert place is not None  # noqa: S101 - the blocks came from it
                start, end = block.start + found.start(), block.start + found.end()
                raw = place.text_span(start, end)
                yield f"{facts.site}\t{facts.ref}", Witness((found[0][:80], *raw), _place(raw))
                return

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post."""
        for witness in witnesses:
            phrase, start, end = witness.values
            yield CorpusFinding(
                f'The text sells links: "{phrase}".',
                value=str(phrase),
                confidence=Confidence.LIKELY,
                evidence=(told("B5", str(phrase), start, end),),
                witness=witness,
            )


_NEAR = 160


def _offer_in(block: Block) -> re.Match[str] | None:
    """Words that sell links, with an offer near them and nobody who refuses."""
    text = block.text.casefold()
    for found in phrases_in("selling", text).finditer(text):
        near = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if not _REFUSES.search(near) and (_OFFERS.search(near) or block.links):
            return found
    return None


def _place(raw: tuple[int, int]) -> Place:
    return Place(CONTENT, raw=raw)
