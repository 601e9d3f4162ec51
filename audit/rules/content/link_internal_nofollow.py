"""TXT015."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import without_rel
from audit.rules.links._address import is_meant, same_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

# Addresses that crawlers are kept from on purpose: accounts, carts, feeds, forms, and the redirects by which managers
# of affiliate links cover where a link leads.
_SEGMENTS = re.compile(
    r"/(?:wp-login\.php|wp-admin|wp-json|log-?in|log-?out|sign-?in|sign-?up|register|registration|account|my-account|"
    r"lost-password|cart|basket|warenkorb|checkout|kasse|wishlist|compare|feed|rss|atom|search|(?:wprm_)?print|embed|trackback|"
    r"go|goto|get|out|away|visit|recommends?|refers?|ref|link|links|url|redirect|jump|exit|aff|affiliate|partner|deal|"
    r"deals|click|track|download|downloads)(?:/|$)",
    re.IGNORECASE,
)
_PARAMETERS = re.compile(
    r"(?:^|&)(?:replytocom|add-to-cart|add_to_wishlist|add_to_compare|action|redirect_to|redirect|return_to|feed|s|share|"
    r"nb|print|ical|outlook-ical|orderby|order|min_price|max_price|filter_\w+|unapproved|moderation-hash)=",
    re.IGNORECASE,
)

_QUALIFIED = frozenset({"sponsored", "ugc"})


class LinkInternalNofollow(
    PostRule[Link], code="TXT015", severity=Severity.NOTICE, since="0.2.0", status=Status.PREVIEW
):
    """A link to a page of the own site tells search engines not to follow it.

    `nofollow` is for links that the site does not vouch for. On the own site it only hides pages.
    """

    remedy = "Take nofollow off the link; keep pages out of the index with noindex."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a rel="nofollow" href="https://saltmarsh.example/gauge/">The gauge</a></p>', says="/gauge/"),
        Good('<p><a rel="nofollow" href="https://saltmarsh.example/wp-login.php">Log in</a></p>'),
        Good('<p><a rel="nofollow" href="https://saltmarsh.example/wprm_print/soup">Print the recipe</a></p>'),
        Good('<p><a rel="nofollow" href="https://harbour.example/">Harbour</a></p>'),
        Good('<p><a rel="nofollow" href="#notes">Notes</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Accounts, carts, feeds and covered affiliate links are left out, and jumps within the page."""
        return _found(subject, facts) if "nofollow" in subject.rel else ()


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    url = link.url
    if url is None or not link.rel.isdisjoint(_QUALIFIED):
        return
    if not same_host(link, facts) or link.node.has_class("add_to_cart_button"):
        return
    if _SEGMENTS.search(url.path) or (url.query and _PARAMETERS.search(url.query)):
        return
    if (facts.url is not None and url.key == facts.url.key) or link.node in facts.around or not is_meant(link, facts):
        return
    yield Finding(
        f"A link to {url.href} on the own site is nofollow.",
        at=link.place,
        value=url.href,
        address=url.href,
        fix=without_rel(
            link.node.tag, link.node.attr("rel") or "", "nofollow", safe=False, at=Place(link.field, link.node)
        ),
    )
