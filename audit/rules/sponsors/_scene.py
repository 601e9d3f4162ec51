"""The scene of a post: the words, blocks and terms around its links, looked up once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.text import latin_letters
from audit.facts.url import parse_url
from audit.lazy import lazy
from audit.rules.sponsors._lexicon import OWN_PATTERNS, may_speak_of_itself, phrases_in
from audit.rules.sponsors._links import links_of, own_domain_of
from audit.rules.sponsors._terms import MONEY, Term, is_subject_of, terms, words_of
from audit.rules.sponsors._topic import Topic, counted_stems, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from audit.facts import Block, Facts, Link
    from audit.rules.sponsors._target import Target
    from audit.rules.sponsors._topic import Rest

OWN_WORDS = re.compile(rf"\b(?:{'|'.join(OWN_PATTERNS)})")
"""Wording about the publication itself. Search casefolded text."""
_SHORT = 20
"""Less text than this before a link, and the line before it may be its label."""
_LINES_BACK = 3
_LOOKED_AT = 4000
_MOST_LABELLED = 12
_MOSTLY_LINKS = 0.5
_LONGEST_LABEL = 60
_SLOTS = (
    "ins.adsbygoogle, iframe, amp-ad, [id^=div-gpt-ad], [id^=ezoic-pub-ad], [data-ad-slot], [data-slotid], "
    "script:not([type]), script[type='text/javascript'], script[type=module]"
)
"""What networks for advertising fill, and what may fill itself."""
_CELLS = frozenset({"td", "th", "dt", "dd"})
"""Cells and terms: a table names the sponsor of a trial or of a bill."""


_REFUSES = re.compile(
    r"\b(?:not|never|nobody|refuse|decline|reject|(?:do|does|did|wo|would|ca|have|has)n['’]t|nichts?|niemals|kein\w*"
    r"|jamais|rien|aucun\w*|nunca|nada|ning[uú]n\w*|niente|nessun\w*|não|nenhum\w*|niets?|nooit|geen)\b"
    r"(?:(?!\bbut\b)[^.!?,;\n])*$"
)
_MOST_SAID = 1000
"""Characters that are kept of the texts of a menu's links: whole menus are shorter."""
_SENTENCE = 300
"""Characters that are looked at of the sentence that a text ends in."""


def refuses(before: str) -> bool:
    """Whether the sentence that a casefolded text ends in has said no: "I never take kettles"."""
    return _REFUSES.search(before[-_SENTENCE:]) is not None


class Scene:
    """What judging several links of one post needs again and again."""

    def __init__(self, facts: Facts, links: Sequence[Link], targets: Mapping[Link, Target]) -> None:
        self.facts = facts
        self.links = links
        self.targets = targets
        self.anchors = {link: anchor_of(link) for link in links}
        self.topic = Topic(facts)
        self._rests: dict[str, Rest] = {}
        self._told: dict[tuple[int, Callable[[str], bool]], bool] = {}
        self._said: dict[Element, str] = {}

    @lazy
    def sponsored(self) -> AbstractSet[str]:
        """The domains of links that say by their `rel` that they are a sponsor's."""
        if not links_of(self.facts).any_sponsored:
            return frozenset()
        links = self.facts.links
        return {link.url.registrable for link in links if link.url is not None and "sponsored" in link.rel}

    @property
    def site_label(self) -> str:
        """The name in the site's own domain, in plain letters."""
        return latin_letters(own_domain_of(self.facts).split(".")[0])

    @lazy
    def house(self) -> AbstractSet[str]:
        """The domains of the house: of the settings, and of the site's Organization."""
        return {domain.casefold() for domain in self.facts.settings.house_domains} | own_identities(self.facts)

    @lazy
    def blocks(self) -> Sequence[Block]:
        """The blocks of the content."""
        return self.facts.blocks

    @lazy
    def block_of(self) -> Mapping[object, int]:
        """The block that each link begins in."""
        return {node: index for index, block in enumerate(self.blocks) for node in block.links}

    @lazy
    def begins_at(self) -> Mapping[object, int]:
        """Where in the text of the content each link begins."""
        blocks = (block for block in self.blocks if block.links)
        return {node: at for block in blocks for node, at in zip(block.links, block.link_starts, strict=True)}

    @lazy
    def terms(self) -> Mapping[Link, list[Term]]:
        """The terms in the text of each link."""
        lexicon = terms(self.facts.settings.money_terms)
        return {
            link: []
            if is_address(anchor)
            else [term for term in lexicon.within(words_of(anchor)) if not term.is_misread_in(anchor)]
            for link, anchor in self.anchors.items()
        }

    @lazy
    def money(self) -> Mapping[Link, list[Term]]:
        """The money terms in the address of each link."""
        lexicon = terms(self.facts.settings.money_terms)
        known = frozenset(word for word in self.facts.title.casefold().split() if len(word) > 2)  # noqa: PLR2004 - shorter words say nothing
        return {link: target.terms(lexicon, known) for link, target in self.targets.items()}

    @lazy
    def _offers(self) -> AbstractSet[Link]:
        """The links whose text is an offer: their words do not speak for the post."""
        plain = {"commercial", "ambiguous"}
        return {link for link in self.links if any(term.list not in plain for term in self.terms[link])}

    @lazy
    def _stems_of_offers(self) -> Mapping[str, int]:
        return counted_stems(self.anchors[link] for link in self._offers)

    @lazy
    def _by_domain(self) -> Mapping[str, Sequence[Link]]:
        """The links by the domain that they lead to."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            if link.url is not None:
                found.setdefault(link.url.registrable, []).append(link)
        return found

    def rest_for(self, link: Link) -> Rest:
        """The words of the post outside of the links to the same place and of offers."""
        assert link.url is not None  # noqa: S101 - only links with an address are looked at
        domain = link.url.registrable
        if domain not in self._rests:
            others = [self.anchors[one] for one in self._by_domain[domain] if one not in self._offers]
            self._rests[domain] = self.topic.rest(self._stems_of_offers, counted_stems(others))
        return self._rests[domain]

    @lazy
    def rest_of_all(self) -> Rest:
        """The words of the post outside of all links."""
        return self.topic.rest(counted_stems(self.anchors.values()))

    @lazy
    def _kinds_in_title(self) -> frozenset[str]:
        return self._kinds_of(self.facts.title)

    def is_about(self, kinds: frozenset[str], link: Link) -> bool:
        """Whether the post itself is about one of these kinds of money: its title, or another block of running text."""
        title = self.facts.title.casefold()
        if not kinds.isdisjoint(self._kinds_in_title) or any(is_subject_of(kind, title) for kind in kinds):
            return True
        if kinds.isdisjoint(self._kinds_in_running_text):
            return False
        index = self.block_of.get(link.node, -1)
        return any(
            not kinds.isdisjoint(self._kinds_of(block.text[:_LOOKED_AT]))
            for number, block in enumerate(self.blocks)
            if number != index and not block.links
        )

    @lazy
    def _kinds_in_running_text(self) -> frozenset[str]:
        """The kinds of money that all blocks without links together speak of: those of each are among them."""
        return self._kinds_of("\n".join(block.text[:_LOOKED_AT] for block in self.blocks if not block.links))

    def _kinds_of(self, text: str) -> frozenset[str]:
        found = terms(self.facts.settings.money_terms).within(words_of(text))
        return frozenset(term.kind for term in found if term.list in MONEY)

    @lazy
    def disclosures(self) -> list[tuple[str, set[str]]]:
        """Blocks that speak of the publication itself: the phrase, and the stems of the block."""
        text = self.facts.text.casefold()
        if not may_speak_of_itself(text) or OWN_WORDS.search(text) is None:
            return []
        return list(self._disclosures())

    def _disclosures(self) -> Iterator[tuple[str, set[str]]]:
        for block in self.blocks:
            text = block.text.casefold()
            found = OWN_WORDS.search(text) if may_speak_of_itself(text) else None
            if found is None or found[0].startswith("our") or refuses(text[: found.start()]):
                continue
            yield found[0], set(stems(block.text))

    def around(self, link: Link) -> tuple[str, str]:
        """What stands before and after a link in its paragraph, casefolded."""
        before, after = self._beside(link)
        return before.casefold(), after.casefold()

    def near(self, link: Link, before: int, after: int) -> tuple[str, str]:
        """The ends of what stands before and after a link, casefolded: so many characters of each.

        Folding makes no text shorter, and of a character the same whatever stands beside it: the ends are enough.
        """
        left, right = self._beside(link)
        return left[-before:].casefold()[-before:], right[:after].casefold()[:after]

    def links_said_in(self, menu: Element) -> str:
        """The beginning of the texts of all links in an element, casefolded; once, since it may hold many links."""
        if menu not in self._said:
            self._said[menu] = " ".join(one.text for one in menu.find_all("a")).casefold()[:_MOST_SAID]
        return self._said[menu]

    def asked_of_line(self, link: Link, ask: Callable[[str], bool]) -> bool:
        """What is asked of the line that a link stands in, casefolded; once, since many links may stand in one."""
        index = self.block_of.get(link.node, -1)
        if (index, ask) not in self._told:
            self._told[index, ask] = index >= 0 and ask(self.blocks[index].text.casefold())
        return self._told[index, ask]

    def _label_above(self, link: Link, index: int) -> str:
        """The label that stands alone above a link, or above a list of links that it is one of, with a colon; or "".

        What a script or a frame shows between the two is what the label is about.
        """
        for earlier in range(index - 1, max(-1, index - 1 - _MOST_LABELLED), -1):
            block = self.blocks[earlier]
            if block.links:
                if block.node.tag != "li" and block.text.strip() and block.link_density < _MOSTLY_LINKS:
                    return ""
            elif not block.is_blank:
                text = " ".join(block.text.split()).rstrip(" :：")
                alone = (
                    block.node.tag not in _CELLS and len(text) <= _LONGEST_LABEL and _is_sponsor_label(text.casefold())
                )
                return f"{text}: " if alone and not self._has_slot_between(block.node, link.node) else ""
        return ""

    def _has_slot_between(self, label: Element, link: Element) -> bool:
        start, end = label.position, link.position
        if start is None or end is None:
            return False
        at = bisect_right(self._slots, start)
        return at < len(self._slots) and self._slots[at] < end

    @lazy
    def _slots(self) -> list[tuple[int, int]]:
        """Where something stands that is, or may become, an advertisement: lines and columns in their order."""
        content = self.facts.content
        nodes = content.root.select(_SLOTS) if content is not None else ()
        return sorted(node.position for node in nodes if isinstance(node, Element) and node.position is not None)

    def _beside(self, link: Link) -> tuple[str, str]:
        index = self.block_of.get(link.node)
        if index is None:
            return "", ""
        block = self.blocks[index]
        at = self.begins_at[link.node] - block.start
        text = block.text
        before, after = text[: max(0, at)], text[at + len(link.node.text) :]
        if not before.strip():
            before = self._label_above(link, index)
        earlier = index - 1
        while len(before.strip()) < _SHORT and earlier >= 0 and index - earlier <= _LINES_BACK:
            previous = self.blocks[earlier]
            if not previous.is_blank:
                if not (previous.text.rstrip().endswith((":", "：")) or previous.node is block.node):
                    break
                before = f"{previous.text.strip()} {before}"
            earlier -= 1
        figure = link.node.closest("figure")
        if figure is not None and (captions := figure.find_all("figcaption")):
            after = f"{after} {captions[0].text}".strip()
        return before, after


def _is_sponsor_label(text: str) -> bool:
    """Whether casefolded text is nothing but words of a sponsor or of advertising: `our sponsors`, `anzeige`."""
    return any(phrases_in(kind, text).fullmatch(text) for kind in ("strong", "bare"))


def anchor_of(link: Link) -> str:
    """The anchor text, or the alternative text of a linked picture; blanks folded."""
    text = " ".join(link.text.split())
    if text:
        return text
    return " ".join((image.attr("alt") or "").strip() for image in link.node.find_all("img")).strip()


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s/@]+\.[^\s/.@]{2,}(?:/\S*)?", re.IGNORECASE)


def is_address(anchor: str) -> bool:
    """Whether a link's text is an address: its words are the target's, not the writer's."""
    return _ADDRESS.fullmatch(anchor) is not None


def own_identities(facts: Facts) -> set[str]:
    """Domains that the site's own Organization or Person names as itself."""
    return facts.once(_own_identities)


def _own_identities(facts: Facts) -> set[str]:
    found: set[str] = set()
    for node in facts.graph.of_type("Organization", "Person", "WebSite"):
        for name in ("sameAs", "url"):
            for value in node.values(name):
                url = parse_url(value) if isinstance(value, str) and "://" in value else None
                if url is not None and url.host:
                    found.add(url.registrable)
    return found
