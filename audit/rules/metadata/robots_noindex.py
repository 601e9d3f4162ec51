"""MET023."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.answer import robots_of_header
from audit.facts.head import NOINDEX
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.metadata._head import title_of
from audit.rules.metadata._robots import CONTRADICTED, SOURCE, contradicts, tags_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_MEANT = re.compile(
    r"(?:\A|-)(?:account|afrekenen|agb|basket|bedankt|carrello|carrinho|carrito|cart|cesta|checkout|confidentialite"
    r"|confirmation|cookies?|danke|datenschutz\w*|disclaimer|dziekujemy|finalizar|gracias|grazie|handlekurv"
    r"|impressum|imprint|kassan?|kasse|konto|koszyk|kurv|legal|login|merci|obrigad[ao]|panier|privacidad"
    r"|privacy|register|search|sepet|suche|terms|thanks?|unsubscribe|varukorg|warenkorb|winkelmand|winkelwagen"
    r"|wishlist)(?:-|\Z)"
)
"""Names of pages that many leave out of search on purpose: seen on 3 of the 7 real pages with noindex."""
_OF_ACCOUNTS = re.compile(
    r"\b(?:log[ -]?(?:in|on)|sign[ -]?(?:in|up)|register|registration|password|account|anmelden|registrieren|passwort"
    r"|kundenkonto|mot de passe|connexion|contrase[nñ]a|iniciar sesi[oó]n|senha|wachtwoord|inloggen|has[lł]o|logg inn"
    r"|вход|регистрация|зарегистрироваться|пароль)\b",
    re.IGNORECASE,
)
"""What the titles of pages say on which people sign in: of 52 pages from everywhere with noindex, 38 are such."""


class RobotsNoindex(PostRule[Post], code="MET023", severity=Severity.WARNING, since="0.1.0"):
    """A published page asks search engines to leave it out.

    Nobody finds it by searching, however good it is. On a shopping cart or a page of thanks that is meant; on an
    article it is mostly left from a draft, from a test site, or from a setting that was meant for something else.
    """

    remedy = (
        "Unless that is meant, set the post to be indexed in the SEO plugin. If many posts say so, look at Settings, "
        "Reading, Search engine visibility; a header is set by a plugin or by the server."
    )
    sources = (SOURCE,)
    judges_unindexed = True
    explained_by = {"robots-conflict": SAME_ELEMENT.when(CONTRADICTED)}
    examples = (
        Bad(
            head='<title>Tide</title><meta name="robots" content="NoIndex, follow">',
            says="noindex",
            points_at='content="NoIndex, follow"',
        ),
        Bad(
            head='<title>Tide</title><meta name="robots" content="index"><meta name="googlebot" content="none">',
            says="The page's googlebot tag says none: Google leaves the page out",
        ),
        Bad(
            fields={"yoast_head": None, "yoast_head_json": {"robots": {"index": "noindex", "follow": "follow"}}},
            says="noindex",
        ),
        Bad(headers={"X-Robots-Tag": "noindex, nofollow"}, says="X-Robots-Tag"),
        Bad(
            head='<title>Tide</title><meta name="robots" content="index, follow">',
            headers={"X-Robots-Tag": "noindex"},
            says="X-Robots-Tag of the page, unlike its robots tag, says noindex",
        ),
        Bad(
            head='<title>Cart</title><meta name="robots" content="noindex">',
            fields={"type": "page", "slug": "cart-2"},
            says="noindex",
        ),
        Bad(
            head='<title>Password forgotten? - Saltmarsh</title><meta name="robots" content="noindex">',
            fields={"type": "page", "slug": "kw-7"},
            says="noindex",
        ),
        Good(head='<title>Tide</title><meta name="googlebot-news" content="noindex">', note="Only news results."),
        Good(headers={"X-Robots-Tag": "otherbot: noindex, nofollow"}, note="Another search engine's crawler."),
        Good(head='<title>Tide</title><meta name="robots" content="noindex">', fields={"status": "draft"}),
        Good(
            page='<html><head><title>Tides</title><meta name="robots" content="noindex"></head>'
            '<body class="archive category"></body></html>',
            note="A list of posts: many SEO plugins leave those out.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """The post is public, and a head or a header says something."""
        known = facts.head is not None or facts.answer is not None
        return known and facts.published and not (facts.page is not None and facts.page.is_list)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag, or else header, that says so; of a page like a cart only a notice."""
        if facts.robots.isdisjoint(NOINDEX):
            return
        for value, rule, where in _forbidding(facts):
            who = "Google leaves" if "googlebot" in where else "search engines leave"
            yield Finding(
                f"{where} says {rule}: {who} the page out.",
                at=value.place,
                value=rule,
                severity=Severity.NOTICE if subject.type == "page" and _is_meant(subject, facts) else None,
                evidence=(Evidence("robots", value.text.strip()),) if value.pointer else (),
                form=CONTRADICTED if facts.head is not None and contradicts(facts.head, rule, value) else "",
            )
            return


def _is_meant(page: Post, facts: Facts) -> bool:
    """Whether many leave such a page out of search: by its name, by its title, or by the password it asks for."""
    if _MEANT.search(page.slug or "") or _OF_ACCOUNTS.search(facts.once(title_of)):
        return True
    return facts.page is not None and facts.page.markup.root.select_one("input[type=password]") is not None


def _forbidding(facts: Facts) -> Iterator[tuple[HeadValue, str, str]]:
    if facts.head is not None:
        for value, rule, agent in tags_with(facts.head, NOINDEX.__contains__):
            yield value, rule, f"The page's {agent} tag"
    if facts.answer is not None:
        for value in facts.answer.robots_tags:
            for rule in sorted(NOINDEX & robots_of_header(value.text)):
                yield value, rule, f"The header X-Robots-Tag of the page{_against(facts)}"


def _against(facts: Facts) -> str:
    """What an SEO plugin says to the contrary of a header, which somebody has to look for on the server."""
    heads = (facts.head, facts.handed_over, facts.head_json)
    return ", unlike its robots tag," if any(head is not None and "index" in head.robots for head in heads) else ""
