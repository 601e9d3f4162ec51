"""The links of a post as these rules ask for them: one pass over all, and the text of each read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.facts import Facts, Link

_WEB = frozenset({"http", "https"})


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


def _links_of(facts: Facts) -> Links:
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
            if not link.own:
                outbound[link] = link.node.text
    return Links(outbound, with_user, punycode, any_sponsored)


def outward(facts: Facts) -> Sequence[Link]:
    """The links to other sites that search engines count: none where the page says `nofollow`."""
    return facts.once(_outward)


def _outward(facts: Facts) -> Sequence[Link]:
    outbound = links_of(facts).outbound
    if not outbound or "nofollow" in facts.robots or "none" in facts.robots:
        return ()
    return [link for link in outbound if not link.qualified]
