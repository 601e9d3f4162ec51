"""The links of a post as these rules ask for them: one pass over all, and the text of each read once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.url import parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.facts import Facts, Link

_WEB = frozenset({"http", "https"})
_MANY = 10
_MOST = 0.5
"""The most frequent domain of a page's absolute links is its own, where it has ten of them and more than half of all.

So it is on 87 of 91 real pages whose own domain is known; from five links on, on 99 of 105.
"""


class Links(NamedTuple):
    """What one pass over the links of a post finds.

    Attributes:
        outbound: those that lead to another site over http(s), each with its text as it stands.
        with_user: those over http(s) whose address has an "@": a user's name may stand in it.
        punycode: those whose host is not written in plain letters.
        any_sponsored: one of them says by its `rel` that it is a sponsor's.
    """

    outbound: Mapping[Link, str]
    with_user: Sequence[Link]
    punycode: Sequence[Link]
    any_sponsored: bool


def links_of(facts: Facts) -> Links:
    """The links of a post, sorted by what can be said of them."""
    return facts.once(_links_of)


def own_domain_of(facts: Facts) -> str:
    """The site's own domain; of a page that names none, the one of its `<base>`, or that most of its links lead to."""
    return facts.own_domain or (facts.once(_guessed_domain) if facts.page is not None else "")


def _guessed_domain(facts: Facts) -> str:
    base = parse_url(facts.base) if facts.base else None
    if base is not None and base.host:
        return base.registrable
    domains = Counter(link.url.registrable for link in facts.links if link.url is not None and link.url.scheme in _WEB)
    domain, count = domains.most_common(1)[0] if domains else ("", 0)
    return domain if count >= _MANY and count > _MOST * domains.total() else ""


def _links_of(facts: Facts) -> Links:
    own = own_domain_of(facts)
    outbound: dict[Link, str] = {}
    with_user: list[Link] = []
    punycode: list[Link] = []
    any_sponsored = False
    for link in facts.links:
        url = link.url
        if "sponsored" in link.rel:
            any_sponsored = True
        if url is None:
            continue
        if "xn--" in url.host:
            punycode.append(link)
        if url.scheme in _WEB:
            if "@" in url.href:
                with_user.append(link)
            if not link.own and url.registrable != own:
                outbound[link] = link.node.text
    return Links(outbound, with_user, punycode, any_sponsored)


def outward(facts: Facts) -> Sequence[Link]:
    """The links to other sites that search engines count: none where the page says `nofollow`."""
    return facts.once(_outward)


def _outward(facts: Facts) -> Sequence[Link]:
    outbound = links_of(facts).outbound
    if not outbound or "nofollow" in facts.robots or "none" in facts.robots:
        return ()
    links = [link for link in outbound if not link.qualified]
    return [link for link in links if not _is_slot(link)] if facts.elements("noscript") else links


def _is_slot(link: Link) -> bool:
    """What a network for advertising shows where its script does not run: a picture of its own that leads to itself."""
    pictures = link.node.find_all("img") if link.node.closest("noscript") is not None else ()
    sources = [parse_url(picture.attr("src") or "") for picture in pictures]
    own = link.url.registrable if link.url is not None else ""
    return bool(sources) and all(source is not None and source.registrable == own for source in sources)
