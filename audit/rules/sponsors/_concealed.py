"""The links of a post that readers cannot see, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.facts.declarations import ONLY_TEXT, How, pixels
from audit.facts.hidden import Hidden
from audit.facts.hosts import AD_HOSTS, below
from audit.facts.html import Markup
from audit.facts.links import leads_abroad, read_links
from audit.facts.url import parse_url
from audit.post import PAGE
from audit.rules.sponsors._links import links_of
from audit.rules.sponsors._target import target_of
from audit.rules.sponsors._terms import offers_in, sold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from audit.facts import Facts, Link
    from audit.facts.beside import Beside
    from audit.facts.hidden import Concealment

_CODE = "pre, code, kbd, samp, textarea"
_PICTURES = "img, svg, picture, video, iframe, canvas, object, input"
_ICONS = "img, svg, picture, i, video"
_SWITCHED = frozenset({How.REMOVED, How.INVISIBLE})
"""What scripts switch on and off all day: weaker evidence than a box out of the window, which nobody brings back."""
_SEVERAL = 2
_WORDS_AROUND = 8
"""Words that readers see in the block of a link which somebody painted by hand: a sentence, and no row of links."""
_PIXEL = 2.0
_DOT = re.compile(r"[.,;:'’`·\-–_|!?]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class ConcealedLink:
    """A link to another site that readers cannot see.

    Attributes:
        link: the link.
        how: what is done to it, in words that follow "it is".
        declaration: what does it, as written.
        certain: nothing but deception explains it.
        sells: terms of a trade in its text or address.
        beside: what it stands in, if not in the content.
        around: it stands in the page, and not in its text.
    """

    link: Link
    how: str
    declaration: str
    certain: bool
    sells: str
    beside: Beside | None = None
    around: bool = False


def concealed_links(facts: Facts) -> Sequence[ConcealedLink]:
    """The concealed links of a post: in its content, its title, its excerpt and its custom fields, and on its page."""
    if not facts.own_domain:
        return []
    links = links_of(facts).outbound
    hidden = facts.hidden if links else None
    found = list(_judged(_without_houses(links, facts), hidden, facts)) if hidden is not None else []
    for beside in facts.beside:
        if _may_conceal(beside.html):
            markup = Markup(beside.html)
            links = {
                link: link.text
                for link in read_links(markup, beside.place.field, facts.base, facts.own_domain)
                if link.leads_out
            }
            judged = _judged(_without_houses(links, facts), Hidden(markup), facts)
            found += [replace(one, beside=beside) for one in judged]
    if facts.page is not None:
        found += _around_the_text(facts.page.markup, facts)
    return found


def _around_the_text(markup: Markup, facts: Facts) -> Iterator[ConcealedLink]:
    """Hidden links of a page that sell something, wherever they stand: themes and widgets are what hackers write into.

    A theme hides much that it shows later, so nothing is said of what sells nothing, of menus that something opens, nor
    of a site that sells the like itself.
    """
    own, more = facts.own_domain, facts.settings.money_terms
    abroad = [node for node in markup.elements("a") if leads_abroad(node.attr("href") or "", own)]
    said = "\n".join(f"{node.text} \n {node.attr('href')}" for node in abroad)
    if not sold(offers_in(said, more)) or sold(offers_in(f"{facts.title} \n {own}", more)):
        return
    links = {link: link.node.text for link in read_links(markup, PAGE, facts.base, own) if link.leads_out}
    hidden = Hidden(markup)
    of_content = _starts_of_links(facts)
    for link in _without_houses(links, facts):
        concealment = hidden.of(link.node) if _sold_by(link, facts) else None
        if concealment is None or markup.tag_span(link.node)[0] in of_content or _may_open(concealment, facts):
            continue
        verdict = _verdict(link, concealment, 1, facts)
        if verdict is not None:
            yield replace(verdict, around=True)


def _starts_of_links(facts: Facts) -> AbstractSet[int]:
    """Where in the page the links of the content begin; nowhere, if the content did not come with the page."""
    if facts.content is None or facts.content_field != PAGE:
        return frozenset()
    return {facts.content.tag_span(link.node)[0] for link in facts.links}


def _may_open(found: Concealment, facts: Facts) -> bool:
    """A menu, a box or a whole page that is switched on: something opens it, or it leads on within the site too."""
    if found.how not in _SWITCHED:
        return False
    addresses = (node.attr("href") or "" for node in found.node.select("a[href]"))
    own = (address for address in addresses if not leads_abroad(address, facts.own_domain))
    return bool(found.guard) or sum(1 for _ in islice(own, _SEVERAL)) == _SEVERAL


_LINK = re.compile(r"<a\b", re.IGNORECASE)
_CONCEALING = re.compile(r"style|hidden|<noscript|<marquee", re.IGNORECASE)


def _may_conceal(html: str) -> bool:
    """Whether there is a link in a text, and something that may hide it: a quick look."""
    return _LINK.search(html) is not None and _CONCEALING.search(html) is not None


def _without_houses(links: Mapping[Link, str], facts: Facts) -> Mapping[Link, str]:
    houses = {*facts.settings.house_domains, *facts.settings.hosts}
    return {link: text for link, text in links.items() if not _is_house(link, houses)} if houses else links


def _is_house(link: Link, houses: AbstractSet[str]) -> bool:
    url = link.url
    return url is not None and (url.registrable in houses or url.host in houses)


def _judged(links: Mapping[Link, str], hidden: Hidden, facts: Facts) -> Iterator[ConcealedLink]:
    concealed: list[tuple[Link, Concealment]] = []
    company: defaultdict[Element, set[str]] = defaultdict(set)
    for link, text in links.items():
        found = hidden.of(link.node)
        if found is not None:
            concealed.append((link, found))
            if link.url is not None:
                company[found.node].add(link.url.registrable)
            continue
        if len(sign := text.strip()) > 1:
            continue
        dot = _on_a_dot(link, sign, facts) if sign else _on_a_pixel(link, hidden)
        if dot and link.node.closest(_CODE) is None:
            yield ConcealedLink(link, dot[0], dot[1], certain=False, sells=_sold_by(link, facts))
    for link, found in concealed:
        verdict = _verdict(link, found, len(company[found.node]), facts)
        if verdict is not None:
            yield verdict


def _verdict(link: Link, found: Concealment, company: int, facts: Facts) -> ConcealedLink | None:
    """What to say of a link that something hides; `company` counts the sites that links in the same place lead to."""
    if not _can_be_missed(link, found):
        return None
    sells = _sold_by(link, facts)
    if not sells and (_is_excused(link, found) or _is_in_menu(link, found, facts)):
        return None
    weak = found.how in _SWITCHED and not sells and company < _SEVERAL
    certain = not (weak or found.assumed or link.qualified or found.guard == "interactive")
    return ConcealedLink(link, found.how, found.declaration, certain, sells)


def _can_be_missed(link: Link, found: Concealment) -> bool:
    """There is something that readers would see: no mark for machines, no icon beside letters that are not shown."""
    text = link.node.text.strip()
    if found.how in ONLY_TEXT and (not text or link.node.select(_ICONS)):
        return False
    return bool(text or link.node.select(_PICTURES)) and link.node.closest(_CODE) is None


def _is_in_menu(link: Link, found: Concealment, facts: Facts) -> bool:
    """A menu or slider beside the text of a page, which opens by a script, and leads to pages of the site as well."""
    if found.how not in _SWITCHED or link.node not in facts.around:
        return False
    own = facts.once(_nodes_of_own_links)
    inside = (node for node in found.node.select("a[href]") if node in own)
    return sum(1 for _ in islice(inside, _SEVERAL)) == _SEVERAL


def _nodes_of_own_links(facts: Facts) -> frozenset[object]:
    return frozenset(link.node for link in facts.links if link.own)


def _is_excused(link: Link, found: Concealment) -> bool:
    """Hidden for an honest reason, as long as it sells nothing.

    Something opens it; a button of a platform is switched on later, or a banner in its turn; the site is dark and its
    writer paints links by hand.
    """
    if found.guard:
        return True
    if found.how in _SWITCHED and link.url is not None and (target_of(link.url).is_platform or _is_banner(link)):
        return True
    return found.assumed and _is_in_sentence(link)


def _is_banner(link: Link) -> bool:
    """A picture of an ad server, which shows one of several in turn."""
    pictures = link.node.find_all("img")
    if not pictures or link.node.text.strip():
        return False
    urls = [link.url, *(parse_url(address) for one in pictures if (address := one.attr("src")))]
    return any(url is not None and (below(url.host, AD_HOSTS) or _AD_SERVER.search(url.path)) for url in urls)


_AD_SERVER = re.compile(r"/(?:delivery|adserver)/(?:ck|cl|avw|ai|lg)\.php\Z", re.IGNORECASE)
"""Clicks and banners of Revive and of OpenX before it, which publishers run on hosts of their own.

Source: https://www.adserverplugins.com/docs/revive-adserver/invocation-tags
"""


def _is_in_sentence(link: Link) -> bool:
    """Words that readers do see stand around it."""
    block = link.node.closest("p, li, td, blockquote, h1, h2, h3, h4, h5, h6, div")
    return block is not None and len(block.text.split()) - len(link.node.text.split()) >= _WORDS_AROUND


def _said_by(link: Link) -> str:
    """A link's text and address."""
    url = link.url
    return f"{link.name} \n {url.host} {url.path}" if url is not None else link.name


def _sold_by(link: Link, facts: Facts) -> str:
    """The terms by which a link's text and address say what is for sale; "" if they do not."""
    said = _said_by(link)
    found = sold(offers_in(said, facts.settings.money_terms))
    return ", ".join(term.shown_in(said) for term in found[:3])


def _on_a_pixel(link: Link, hidden: Hidden) -> tuple[str, str] | None:
    """A link on nothing but a picture of a pixel or two; it has no text."""
    images = link.node.find_all("img")
    if (
        not images
        or not all(_is_pixel(image, hidden) for image in images)
        or len(link.node.select(_PICTURES)) > len(images)
    ):
        return None
    return "put on a picture of a pixel", "width and height of the picture"


def _is_pixel(image: Element, hidden: Hidden) -> bool:
    styles = hidden.style(image)
    sides = (pixels(styles.get(name) or image.attr(name) or "") for name in ("width", "height"))
    return all(side is not None and side <= _PIXEL for side in sides)


def _on_a_dot(link: Link, sign: str, facts: Facts) -> tuple[str, str] | None:
    """A link on one dot or hyphen, or on one letter in the middle of a word, that leads where no other link leads."""
    if link.node.select(_ICONS) or link.node.attr("aria-label") or link.qualified:
        return None
    if not (_DOT.fullmatch(sign) or (_LETTER.fullmatch(sign) and _is_inside_word(link.node))):
        return None
    if link.node.closest("sup, sub, nav, li") is not None:
        return None
    if link.url is not None and facts.once(_links_by_site)[link.url.registrable] > 1:
        return None  # the rest of another link, cut off while editing
    return f'put on a single "{sign}"', f'the text of the link is "{sign}"'


def _links_by_site(facts: Facts) -> Counter[str]:
    return Counter(link.url.registrable for link in facts.links if link.url is not None)


def _is_inside_word(node: Element) -> bool:
    before, after = node.previous_sibling, node.next_sibling
    left = before.data[-1:] if isinstance(before, Text) else ""
    right = after.data[:1] if isinstance(after, Text) else ""
    return bool(_LETTER.match(left)) and bool(_LETTER.match(right))
