"""TXT012."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Finding, Place, Severity
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.content._hidden import is_concealed
from audit.rules.content._link_texts import doubtful_texts
from audit.rules.links._address import (
    Fault,
    copies,
    in_order,
    is_meant,
    make_of,
    shown,
    told_together,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbohtml import Element

    from audit.facts import Facts

_CONTENT = frozenset("audio button canvas embed iframe input math object select textarea video".split())
"""Elements that say or show something without text of their own."""
_FILLED = re.compile(r"(?:^|\s)(?:a2a_(?:dd|button_\w+)|addthis_(?:button\w*|counter\w*))(?:$|\s)")
"""Classes of the buttons of AddToAny and AddThis, whose scripts fill them with a drawing and a name."""


_QUOTED = ".twitter-tweet, .instagram-media"
"""A post of a network, whose script writes the text of its link."""


class LinkTextEmpty(PostRule[Link], code="TXT012", severity=Severity.WARNING, since="0.2.0"):
    """A link has no name: no text, no alternative text, no label.

    A screen reader says "link" or spells the address, and a search engine learns nothing about the page behind it.
    """

    remedy = "Give the link a text, its picture an alternative text, or the link an aria-label."
    sources = (
        "https://www.w3.org/TR/accname-1.2/",
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    explained_by = {"img-alt-missing": SAME_ELEMENT, "img-alt-empty-meaningful": SAME_ELEMENT}
    examples = (
        Bad('<p><a href="https://social.example/@tide"><i class="fa fa-mastodon"></i></a></p>', says="no name"),
        Bad('<p><a href="/tide/"><img src="/tide.jpg" alt=""></a></p>', says="picture", points_at="<img"),
        Good('<p><a href="/tide/"><img src="/tide.jpg" alt="The tide"></a></p>'),
        Good('<p><a href="/tide/" aria-label="The tide"><i class="fa fa-water"></i></a></p>'),
        Good('<h2>Tide <a href="#tide" aria-hidden="true" tabindex="-1"></a></h2>'),
        Good(
            '<h2><a href="#tide" aria-hidden="true"><svg></svg></a>Tide</h2>', note="The heading says where it leads."
        ),
        Good('<p>Tide <noscript><a href="https://ads.example/jump"><img src="/ad" alt=""></a></noscript></p>'),
        Good(
            '<p><a data-pin-do="embedPin" href="https://www.pinterest.com/pin/99/"></a></p>', note="A script fills it."
        ),
        Good('<p><a class="addthis_button_tweet" href="https://www.addthis.com/bookmark.php"></a></p>'),
        Good('<p><a class="a2a_dd addtoany_share" href="https://www.addtoany.com/share"></a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """What is hidden from everybody is silent, and a place to jump to; an empty address is another rule's."""
        found = facts.once(_findings)
        return (found[subject],) if subject in found else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """Those at fault."""
        return in_order(facts.once(_findings), facts)


def _findings(facts: Facts) -> dict[Link, Finding]:
    nameless = [link for link, text in facts.once(doubtful_texts).unnamed if _is_nameless(link, text, facts)]
    if not nameless:
        return {}
    # With some of them the parser went on elsewhere, because something was closed before they were.
    known = set(nameless)  # no copies, by `is_meant`
    hrefs = {link.href for link in nameless}
    copied = {link.href for link in facts.once(copies) if link.href in hrefs and link not in known}
    return told_together([_fault_of(link) for link in nameless if link.href not in copied], _told)


def _told(number: int, first: Finding) -> str:
    return f"{number} links that are made alike have no name, the first to {first.address}."


def _fault_of(link: Link) -> Fault:
    """Its kind is how the link is made; "" for one around a picture, which may be told as a picture's."""
    inside = link.node.find_all()
    pictures = [inner for inner in inside if inner.tag == "img"]
    address = shown(link)
    return Fault(link, "" if pictures else make_of(link, inside), address, partial(_finding, link, pictures, address))


def _finding(link: Link, pictures: Sequence[Element], address: str) -> Finding:
    return Finding(
        f"The link to {address} has no name{': its picture has no alternative text' if pictures else ''}.",
        at=Place(link.field, pictures[0]) if len(pictures) == 1 else link.place,
        value=address,
        address=address,
    )


def _is_nameless(link: Link, text: str, facts: Facts) -> bool:
    if text and "{" not in text and not _is_blank(text):  # `{` is in style sheets, which nobody reads
        return False
    if not _is_blank(link.name) or _is_silent(link, facts):
        return False
    return not any(inner.tag in _CONTENT or _is_labelled(inner) for inner in link.node.find_all())


def _is_silent(link: Link, facts: Facts) -> bool:
    """Nobody meets the link, it has its name elsewhere or from a script, or it is only a place to jump to."""
    node = link.node
    address = written(link)
    if not address or (address == "#" and (node.attr("id") or node.attr("name"))):
        return True
    if node.attr("data-pin-do") is not None or _FILLED.search(node.attr("class") or ""):
        return True  # Pinterest, AddToAny, AddThis
    if node.closest(_QUOTED) is not None:
        return True
    return _is_labelled(node) or _is_out_of_reach(node) or is_concealed(node) or not is_meant(link, facts)


def _is_labelled(node: Element) -> bool:
    return bool((node.attr("aria-labelledby") or "").strip())


def _is_blank(text: str) -> bool:
    """Nothing but blanks, characters that nobody sees, and those of icon fonts, which have no meaning of their own."""
    if text[:1].isalnum():
        return False
    return not text or text.isspace() or all(unicodedata.category(one) in {"Zs", "Cc", "Cf", "Co"} for one in text)


def _is_out_of_reach(node: Element) -> bool:
    """Kept from screen readers, and from the tab key, or a sign in a heading to copy its address by."""
    if node.attr("aria-hidden") != "true":
        return False
    return (node.attr("tabindex") or "").strip().startswith("-") or node.closest("h1, h2, h3, h4, h5, h6") is not None
