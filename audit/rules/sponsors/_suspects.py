"""The suspects of a post: which of its links are looked at, and those that have signs of a planted one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from audit.kept import kept
from audit.rules.sponsors._evidence import ODD_RELS, ROW, judge, rows
from audit.rules.sponsors._lexicon import has_cue, host_set, is_cued, may_be_cued
from audit.rules.sponsors._links import links_of, outward, own_domain_of
from audit.rules.sponsors._scene import Scene
from audit.rules.sponsors._target import Target, target_of
from audit.rules.sponsors._terms import MONEY, OFFERS, terms, words_of
from audit.rules.sponsors._weights import Judgement
from audit.rules.sponsors._wording import add_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.facts import Facts, Link

_CODE = "pre, code, kbd, samp, textarea"


class Suspect(NamedTuple):
    """A link with signs of a planted one.

    Attributes:
        link: the link.
        target: where it leads.
        anchor: its text, or the alternative text of its picture; blanks folded.
        judgement: all signs.
        block: index of its block, or -1.
    """

    link: Link
    target: Target
    anchor: str
    judgement: Judgement
    block: int


def suspects(facts: Facts) -> Sequence[Suspect]:
    """The links of a post that have a sign of a planted one, with all that speaks for and against each."""
    return facts.once(_suspects)


def _suspects(facts: Facts) -> list[Suspect]:
    links = outward(facts)
    if not links:
        return []
    worded = _has_wording(facts, links)
    if (
        not worded
        and not has_offer(facts)
        and not any(link.rel & ODD_RELS for link in links)
        and not _may_be_row(links)
    ):
        return []
    return list(_judged(facts, links, worded=worded))


class Qualified(NamedTuple):
    """A paid link that says so: the link, where it leads, and why it is taken for one."""

    link: Link
    target: Target
    why: str


def qualified_suspects(facts: Facts) -> Iterator[Qualified]:
    """The links of sponsors and affiliates whose `rel` says so, or asks not to be followed."""
    links = [link for link in links_of(facts).outbound if link.qualified]
    targets = {link: target_of(link.url) for link in links if link.url is not None and not _is_code(link)}
    scene = Scene(facts, list(targets), targets)
    worded = bool(links) and _has_wording(facts, links)
    for link, target in targets.items():
        judgement = Judgement()
        if "sponsored" in link.rel:
            yield Qualified(link, target, "its rel says so")
            continue
        if worded:
            add_wording(link, target, scene, judgement)
        if judgement.has("B1", "B2", "B7", "B8"):
            yield Qualified(link, target, judgement.signs[0].says)
        elif target.affiliate:
            yield Qualified(link, target, f"an affiliate's ({target.affiliate})")


def _may_be_row(links: Sequence[Link]) -> bool:
    """Whether three sites are linked from one element: a quick look."""
    if len(links) < ROW:
        return False
    together: dict[object, set[str]] = defaultdict(set)
    for link in links:
        if link.url is not None:
            together[link.node.parent].add(link.url.host)
    return any(len(hosts) >= ROW for hosts in together.values())


def _has_wording(facts: Facts, links: Sequence[Link]) -> bool:
    settings = facts.settings
    if settings.sponsor_domains or settings.domain_list or links_of(facts).any_sponsored:
        return True
    if facts.once(_is_cued):
        return True
    more = tuple(phrase.casefold() for phrase in settings.sponsor_phrases)
    return has_cue(_alts(facts, links)) or (bool(more) and has_cue(facts.text, more))


def _is_cued(facts: Facts) -> bool:
    if not may_be_cued(facts.text_bytes):
        return False
    if is_cued(facts.text_bytes):
        return True
    content = facts.content
    if content is None or _TOUCHING.search(content.source) is None:
        return False
    return is_cued("\n".join(block.text for block in facts.blocks))


_TOUCHING = re.compile(r"</(?:p><[pud]|h[2-5]><|div><[pda])")
"""Where markup is made without line breaks, a label touches the link below it, and ends no line of the text."""


def _alts(facts: Facts, links: Sequence[Link]) -> str:
    """The alternative texts of linked pictures, a line for each link that has no text."""
    if facts.content is None or not facts.content.elements("img", in_templates=True):
        return ""
    texts = links_of(facts).outbound
    return "\n".join(filter(None, [_alt(link) for link in links if not texts[link].strip()]))


def _alt(link: Link) -> str:
    return " ".join(filter(None, (image.attr("alt") for image in link.node.find_all("img"))))


def has_offer(facts: Facts) -> bool:
    """Whether a term stands in any text or address of the links: a rough scan for all of them together."""
    return facts.once(_has_offer)


def _has_offer(facts: Facts) -> bool:
    links = outward(facts)
    more = facts.settings.money_terms
    return (
        _is_offered(facts, links)
        or any(_is_offering(link.url.host, more) for link in links if link.url is not None)
        or bool((pictures := _alts(facts, links)) and terms(more).has(OFFERS, words_of(pictures)))
    )


def _is_offered(facts: Facts, links: Sequence[Link]) -> bool:
    """Whether an offer stands in the texts of links, or a money term in their addresses."""
    outbound = links_of(facts).outbound
    said = words_of("\n".join([outbound[link] for link in links]))
    addresses = "\n".join([link.href for link in links])
    addressed = words_of(unquote(addresses) if "%" in addresses else addresses)
    lexicon = terms(facts.settings.money_terms)
    if not lexicon.has(OFFERS, f"{said}{addressed}"):
        return False  # as in most posts: one scan tells
    return lexicon.has(OFFERS, said) or lexicon.has(MONEY, addressed)


@kept(4096)
def _is_offering(host: str, more: tuple[str, ...]) -> bool:
    """Whether a host has a money term glued into its name, or an ending of that trade."""
    name = host.replace("-", "")
    return terms(more).may_be_glued_in(name) or name.rpartition(".")[2] in host_set("money_tlds")


def _judged(facts: Facts, links: Sequence[Link], *, worded: bool) -> Iterator[Suspect]:
    targets = {link: target_of(link.url) for link in links if link.url is not None and not _is_code(link)}
    targets = {
        link: target for link, target in targets.items() if target.url.registrable != own_domain_of(facts)
    }  # a share button carries the post's own address
    scene = Scene(facts, list(targets), targets)
    together = rows(scene)
    listed = facts.settings.listed_domains
    for link, target in targets.items():
        judgement = Judgement()
        if listed and (name := _list_of(target, listed)):
            judgement.add("A6", name)
        if judge(link, target, scene, together, judgement, worded=worded):
            yield Suspect(link, target, scene.anchors[link], judgement, scene.block_of.get(link.node, -1))


def _is_code(link: Link) -> bool:
    return link.node.closest(_CODE) is not None


def _list_of(target: Target, listed: Mapping[str, str]) -> str:
    host = target.url.host
    while host:
        if host in listed:
            return listed[host]
        host = host.partition(".")[2]
    return ""
