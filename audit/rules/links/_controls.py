"""Which links are controls that a script works, and no way to another page: by what is written on and around them."""

from __future__ import annotations

import re
from itertools import chain, islice

from turbohtml import Element

_OF_CONTROLS = re.compile(
    r"(?:^|[\s_-])(?:js|toggle\w*|trigger\w*|pop-?up\w*|popmake\w*|modal\w*|light-?box\w*|accordion\w*|collaps\w*|tabs?|"
    r"slide\w*|slick\w*|swiper\w*|carousel\w*|drop-?down\w*|expand\w*|scroll\w*|close\w*|open|prev\w*|next|share\w*|"
    r"print\w*|(?:load|show|more)-?(?:more|less|all)\w*|calculator|showcoupon|showlogin|reset\w*|filter\w*|sort\w*|remove|"
    r"log-?in|sign-?in|search|play|chat|wishlist|compare|like\w*|vote\w*|read-?more-toggle|spoiler\w*|thumbnails|"
    r"n2|"  # Smart Slider
    # managers of consent: CookieYes, Complianz, Iubenda, Borlabs, OneTrust, Insites, and those that say so
    r"cky|cli|cmplz|iubenda|brlbs|borlabs|optanon|ot-sdk|cc-\w+|cmp|cookies?|consent\w*|gdpr|ccpa)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TAB = re.compile(r"tabs?(?:[_-]|\d|\Z)", re.IGNORECASE)
_OF_THIS_PAGE = re.compile(r"(?:^|[\s_-])(?:active|current|selected)(?:$|[\s_-])", re.IGNORECASE)
"""What is shown now: the page itself, or one of several tabs, of which the others are tabs as well."""
_SUBMENU = "ul, ol, .submenu, .sub-menu, .dropdown-menu"
_MOST_BESIDE = 40
"""Nodes on each side of a link that are looked at: links that stand side by side may be thousands."""


def is_named_as_control(node: Element) -> bool:
    """Whether the classes and the id of a link, or the classes of what it stands in, are those of what a script works.

    Of the ids of what it stands in only those of tabs count: sliders number every box of a text.
    """
    holder = node.parent
    names = f"{_classes(node)} {(node.attr('id') or '')[:_LONGEST]}"
    if isinstance(holder, Element):
        names = f"{names} {_classes(holder)}"
        if _TAB.match(holder.attr("id") or ""):
            return True
    return _OF_CONTROLS.search(_HUMP.sub("-", names)) is not None


def is_one_of_several(node: Element) -> bool:
    """Whether a link opens the menu below it, or is a tab: it or one beside it is marked as what is shown now."""
    if _OF_THIS_PAGE.search(_classes(node)):
        return True
    holder = node.parent
    if not isinstance(holder, Element):
        return False
    if holder.tag == "li":
        if _OF_THIS_PAGE.search(_classes(holder)):
            return True
        behind = islice(node.next_siblings, _MOST_BESIDE)
        return any(isinstance(one, Element) and one.matches(_SUBMENU) for one in behind)
    beside = chain(islice(node.previous_siblings, _MOST_BESIDE), islice(node.next_siblings, _MOST_BESIDE))
    links = (one for one in beside if isinstance(one, Element) and one.tag == "a")
    return any(_OF_THIS_PAGE.search(_classes(one)) is not None for one in links)


def _classes(node: Element) -> str:
    return (node.attr("class") or "")[:_LONGEST]


_LONGEST = 500
"""Characters of ids and classes that are looked at: one element may hold thousands of links."""
