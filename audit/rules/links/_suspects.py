"""Which links the rules over single links have to look at: told by the address alone, once for each way to write it.

Nearly all addresses are as they have to be, and the links of a site repeat them. So each address is asked once for all
rules, and a rule gets the few links whose address makes it suspicious; it alone says whether they are at fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.url import is_private_host, is_staging_host
from audit.kept import kept
from audit.rules.links._address import (
    as_read,
    has_escaped_hash,
    is_bare_hash,
    is_of_web,
    is_plain,
    may_have_tail,
    may_hold_two,
    may_swallow,
    ordinary_host,
    unfilled_address,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audit.facts import Facts, Link


def suspects(rule: str, facts: Facts) -> Sequence[Link]:
    """The links of a post that a rule has to look at, in their order.

    Args:
        rule: its name, one of those that `_SUSPICIONS` knows.
        facts: the post.
    """
    return facts.once(_suspects).get(rule, ())


def _suspects(facts: Facts) -> Mapping[str, Sequence[Link]]:
    found: dict[str, list[Link]] = {}
    for link in facts.links:
        href = link.href
        if link.url is None:
            rules: Sequence[str] = _ALL  # what a browser cannot read is suspicious in every way
        else:
            rules = _rules_suspecting(href)
        for rule in rules:
            found.setdefault(rule, []).append(link)
    return found


@kept(8192)
def _rules_suspecting(href: str) -> Sequence[str]:
    """The rules to which an address is suspicious that a browser can read."""
    host = ordinary_host(href)
    return tuple([rule for rule, is_suspicious in _SUSPICIONS.items() if is_suspicious(href, host)])


# -- what is suspicious, by the address and its ordinary host ("" for none) ------------------------------------------


def _may_be_malformed(href: str, host: str) -> bool:
    return may_swallow(href) or ((has_escaped_hash(href) or may_hold_two(href)) if host else not is_plain(href))


def _may_be_placeholder(href: str, host: str) -> bool:
    return is_bare_hash(href) or unfilled_address(href, host) is not None


_WITHIN_SITE = re.compile(r"[#?]|/(?:[\w?#]|\Z)")
"""Paths, queries and places: they lead to the host of the post itself."""


def _may_be_private(href: str, host: str) -> bool:
    return (is_private_host(host) or is_staging_host(host)) if host else _WITHIN_SITE.match(href) is None


_OF_PREVIEWS = re.compile(r"preview|_thumbnail_id|customize_changeset|fl_builder|et_fb")
"""Parts of the parameters with which authors look at what is not published."""


_NO_PAGES = ("mailto:", "tel:")


def _may_be_for_authors(href: str, host: str) -> bool:
    if href.startswith(_NO_PAGES):
        return False
    if not href.isprintable():  # a browser drops tabs
        return True
    if not host and not (href[:1] == "/" and _WITHIN_SITE.match(href)):  # it may have parts of the post's own address
        return True
    lower = href.lower()
    return "wp-admin" in lower or "wp-login" in lower or ("?" in href and _OF_PREVIEWS.search(href) is not None)


def _may_be_http(href: str, host: str) -> bool:
    return (href if host else as_read(href))[:5].lower() == "http:"


def _may_be_an_authors(href: str, host: str) -> bool:
    return not host or not href.isprintable() or "author" in href  # relative, or with tabs: as above


_LONG_WORD = re.compile(r"[\w.-]{20}")
"""A word as long as keys are."""


_SUSPICIONS: Mapping[str, Callable[[str, str], bool]] = {
    "link-credentials": lambda href, _: "@" in href and not href.startswith("mailto:"),
    "link-double-encoded": lambda href, _: "%25" in href,
    "link-email-protection": lambda href, _: "/cdn-cgi/l/email-protection" in href,
    "link-http": _may_be_http,
    "link-localhost": _may_be_private,
    "link-malformed": _may_be_malformed,
    "link-placeholder": _may_be_placeholder,
    "link-trailing-punctuation": lambda href, _: may_have_tail(href),
    "link-uncrawlable": lambda href, _: not is_of_web(href),
    "preview-or-admin-link": _may_be_for_authors,
    "secret-in-content": lambda href, _: "=" in href and _LONG_WORD.search(href) is not None,
    "script-url": lambda href, _: not is_of_web(href),
    "user-enumeration-url": _may_be_an_authors,
}
_ALL = tuple(_SUSPICIONS)
