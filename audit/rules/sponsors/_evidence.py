"""The signs of one link: what its words, its place, its target and its post say for a planted link, and against it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from audit.facts.text import is_cjk, latin_letters
from audit.facts.url import parse_url
from audit.rules.sponsors._lexicon import JOINED, OWN_PATTERNS, has_cue, host_set, phrases
from audit.rules.sponsors._target import Target, below
from audit.rules.sponsors._terms import KIND_NAMES, Term, terms, words_of
from audit.rules.sponsors._topic import STEM, Topic, stems
from audit.rules.sponsors._weights import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.facts import Block, Facts, Link

_BEFORE, _AFTER = 90, 20
_CODE = "pre, code, kbd, samp, textarea"
_OTHER_SPONSORS = re.compile(
    r"\b(?:bill|act|resolution|legislation|amendment|senat\w*|sen\.|rep\.|representative|lawmaker|congress\w*|ordinance"
    r"|motion|parliament|assembly|visa|licen[cs]e[ds]?|home office|immigration|employer|skilled worker|certificate of"
    r"|trial|phase|protocol|investigator|registry|nct\d+|randomi[sz]ed|fonci[eè]re|godparent|refugee)\b"
)
"""Who else is called a sponsor: of a bill, of a visa, of a clinical trial, of a refugee."""
_OWN_WORDS = re.compile(rf"\b(?:{'|'.join(OWN_PATTERNS)})")
_FINAL_SIGMA = re.compile(r"(?<=\w)σ(?!\w)")
"""What folding the case made of the Greek letter at the end of a word."""
_POINTS_ON = re.compile(r"\b(?:by|with|von|par|por|da|de|door|przez|av|af|med|oleh|от|από)$")
"""Behind a link such a phrase speaks of what follows it."""
_NOT_FOLLOWED_BY = re.compile(r"\s*(?:tickets?|pack(?:age|et)s?|form|kit|deck|information|levels?|benefits)\b")
_CLAUSE_ENDS = re.compile(r"[.!?]\s|;\s+\w+\s+\w")
"""A sentence is over, or another clause begins: no semicolon between the names of a list."""
_LINES_BACK = 3
_STRONG_LISTS = frozenset({"money", "single"})


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


class Scene:
    """What judging several links of one post needs again and again."""

    def __init__(self, facts: Facts, links: Sequence[Link], targets: Mapping[Link, Target]) -> None:
        self.facts = facts
        self.links = links
        self.targets = targets
        self.anchors = {link: anchor_of(link) for link in links}
        self.sponsored = {
            link.url.registrable for link in facts.links if link.url is not None and "sponsored" in link.rel
        }
        self.topic = Topic(facts)
        self._rests: dict[str, Mapping[str, int]] = {}
        self.site_label = latin_letters(facts.own_domain.split(".")[0]) if facts.own_domain else ""
        self.house = {domain.casefold() for domain in facts.settings.house_domains} | own_identities(facts)

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the content."""
        return self.facts.blocks

    @cached_property
    def block_of(self) -> Mapping[object, int]:
        """The block that each link begins in."""
        return {node: index for index, block in enumerate(self.blocks) for node in block.links}

    @cached_property
    def terms(self) -> Mapping[Link, list[Term]]:
        """The terms in the text of each link."""
        lexicon = terms(self.facts.settings.money_terms)
        return {
            link: [] if is_address(anchor) else lexicon.within(words_of(anchor))
            for link, anchor in self.anchors.items()
        }

    @cached_property
    def money(self) -> Mapping[Link, list[Term]]:
        """The money terms in the address of each link."""
        lexicon = terms(self.facts.settings.money_terms)
        known = frozenset(word for word in self.facts.title.casefold().split() if len(word) > 2)  # noqa: PLR2004 - shorter words say nothing
        return {link: target.terms(lexicon, known) for link, target in self.targets.items()}

    @cached_property
    def offers(self) -> list[Link]:
        """The links whose text is an offer: their words do not speak for the post."""
        return [
            link
            for link in self.links
            if any(term.list not in {"commercial", "ambiguous"} for term in self.terms[link])
        ]

    def rest_for(self, link: Link) -> Mapping[str, int]:
        """The words of the post outside of the links to the same place and of offers."""
        assert link.url is not None  # noqa: S101 - only links with an address are looked at
        domain = link.url.registrable
        if domain not in self._rests:
            same = [one for one in self.links if one.url is not None and one.url.registrable == domain]
            self._rests[domain] = self.topic.rest(self.anchors[one] for one in dict.fromkeys((*same, *self.offers)))
        return self._rests[domain]

    @cached_property
    def rest_of_all(self) -> Mapping[str, int]:
        """The words of the post outside of all links."""
        return self.topic.rest(self.anchors.values())

    @cached_property
    def _kinds_in_title(self) -> frozenset[str]:
        found = terms(self.facts.settings.money_terms).within(words_of(self.facts.title))
        return frozenset(term.kind for term in found if term.list in _STRONG_LISTS)

    def is_about(self, kinds: frozenset[str], index: int) -> bool:
        """Whether the post itself is about one of these kinds of money: its title, or another block of running text."""
        if not kinds.isdisjoint(self._kinds_in_title):
            return True
        lexicon = terms(self.facts.settings.money_terms)
        for number, block in enumerate(self.blocks):
            if (
                number != index
                and not block.links
                and any(
                    term.kind in kinds
                    for term in lexicon.within(words_of(block.text[:_LOOKED_AT]))
                    if term.list in _STRONG_LISTS
                )
            ):
                return True
        return False

    @cached_property
    def disclosures(self) -> list[tuple[str, set[str]]]:
        """Blocks that speak of the publication itself: the phrase, and the stems of the block."""
        if _OWN_WORDS.search(self.facts.text.casefold()) is None:
            return []
        return [
            (found[0], set(stems(block.text)))
            for block in self.blocks
            if (found := _OWN_WORDS.search(block.text.casefold())) and not found[0].startswith("our sponsor")
        ]

    def around(self, link: Link) -> tuple[str, str, str]:
        """What stands before and after a link in its paragraph, casefolded, and the line that it stands in."""
        index = self.block_of.get(link.node)
        if index is None:
            return "", "", ""
        block = self.blocks[index]
        content = self.facts.content
        assert content is not None  # noqa: S101 - the link came from it
        at = content.text_offset(link.node) - block.start
        text = block.text
        before, after = text[: max(0, at)], text[at + len(link.node.text) :]
        earlier = index - 1
        while len(before.strip()) < _AFTER and earlier >= 0 and index - earlier <= _LINES_BACK:
            previous = self.blocks[earlier]
            if not previous.is_blank:
                if not (previous.text.rstrip().endswith((":", "：")) or previous.node is block.node):
                    break
                before = f"{previous.text.strip()} {before}"
            earlier -= 1
        figure = link.node.closest("figure")
        if figure is not None and (captions := figure.find_all("figcaption")):
            after = f"{after} {captions[0].text}".strip()
        return before.casefold(), after.casefold(), text.casefold()


_LOOKED_AT = 4000


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


# -- who is looked at --------------------------------------------------------------------------------------------------


def outward(facts: Facts) -> Sequence[Link]:
    """The links to other sites that search engines count: none where the page says `nofollow`."""
    return facts.once(_outward)


def _outward(facts: Facts) -> list[Link]:
    if "nofollow" in facts.robots or "none" in facts.robots:
        return []
    return [link for link in facts.links if link.leads_out and not link.qualified]


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
        and not any(link.rel & _ODD_RELS for link in links)
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
    links = [link for link in facts.links if link.leads_out and link.qualified]
    targets = {link: Target(link.url) for link in links if link.url is not None and not _is_code(link)}
    scene = Scene(facts, list(targets), targets)
    worded = bool(links) and _has_wording(facts, links)
    for link, target in targets.items():
        judgement = Judgement()
        if "sponsored" in link.rel:
            yield Qualified(link, target, "its rel says so")
            continue
        if worded:
            _wording(link, target, scene, judgement)
        if judgement.has("B1", "B2", "B7", "B8"):
            yield Qualified(link, target, judgement.signs[0].says)
        elif target.affiliate:
            yield Qualified(link, target, f"an affiliate's ({target.affiliate})")


_ROW = 3
_ODD_RELS = frozenset({"dofollow", "follow", "do-follow"})


def _may_be_row(links: Sequence[Link]) -> bool:
    """Whether three sites are linked from one element: a quick look."""
    if len(links) < _ROW:
        return False
    together: dict[object, set[str]] = defaultdict(set)
    for link in links:
        if link.url is not None:
            together[link.node.parent].add(link.url.host)
    return any(len(hosts) >= _ROW for hosts in together.values())


def _has_wording(facts: Facts, links: Sequence[Link]) -> bool:
    settings = facts.settings
    if settings.sponsor_domains or settings.domain_list or any("sponsored" in link.rel for link in facts.links):
        return True
    if "SPM001" in facts.signals if "SPM001" in facts.scanned else has_cue(facts.text):
        return True
    more = tuple(phrase.casefold() for phrase in settings.sponsor_phrases)
    return has_cue("\n".join(filter(None, map(_alt, links)))) or (bool(more) and has_cue(facts.text, more))


def _alt(link: Link) -> str:
    """The alternative texts of a linked picture: what a link says that has no text."""
    if link.node.text.strip():
        return ""
    return " ".join(filter(None, (image.attr("alt") for image in link.node.find_all("img"))))


_TO_LOOK_AT = frozenset({"money", "single", "trade", "buying"})


def has_offer(facts: Facts) -> bool:
    """Whether a term stands in any text or address of the links: a rough scan for all of them together."""
    return facts.once(_has_offer)


def _has_offer(facts: Facts) -> bool:
    links = outward(facts)
    lexicon = terms(facts.settings.money_terms)
    said = words_of("\n".join(link.node.text for link in links))
    if any(term.list in _TO_LOOK_AT for term in lexicon.within(said)):
        return True
    addressed = words_of("\n".join(unquote(link.href) if "%" in link.href else link.href for link in links))
    if any(term.list in _STRONG_LISTS for term in lexicon.within(addressed)):
        return True
    pictures = "\n".join(filter(None, map(_alt, links)))
    if pictures and any(term.list in _TO_LOOK_AT for term in lexicon.within(words_of(pictures))):
        return True
    return lexicon.may_be_glued_in(" ".join(_hosts_of(facts))) or _has_money_domain(facts)


def _hosts_of(facts: Facts) -> set[str]:
    return {link.url.host.replace("-", "") for link in outward(facts) if link.url is not None}


def _has_money_domain(facts: Facts) -> bool:
    endings = host_set("money_tlds")
    return any(host.rpartition(".")[2] in endings for host in _hosts_of(facts))


def _judged(facts: Facts, links: Sequence[Link], *, worded: bool) -> Iterator[Suspect]:
    targets = {link: Target(link.url) for link in links if link.url is not None and not _is_code(link)}
    targets = {
        link: target for link, target in targets.items() if target.url.registrable != facts.own_domain
    }  # a share button carries the post's own address
    scene = Scene(facts, list(targets), targets)
    rows = _rows(scene)
    listed = facts.settings.listed_domains
    for link, target in targets.items():
        judgement = Judgement()
        if listed and (name := _list_of(target, listed)):
            judgement.add("A6", name)
        _intent(link, target, scene, judgement)
        if worded:
            _wording(link, target, scene, judgement)
        _many(link, scene, rows, judgement)
        if not any(one.weight > 0 for one in judgement.signs) and not any(
            term.list == "trade" for term in scene.terms[link]
        ):
            continue
        _topic(link, target, scene, judgement)
        _trade(link, target, scene, judgement)
        if not _leads(judgement):
            continue
        _trust(link, target, scene, judgement)
        _placement(link, scene, judgement)
        _markup(link, judgement)
        _concealment(link, facts, judgement)
        yield Suspect(link, target, scene.anchors[link], judgement, scene.block_of.get(link.node, -1))


def _is_code(link: Link) -> bool:
    return link.node.closest(_CODE) is not None


def _leads(judgement: Judgement) -> bool:
    """Whether there is more than its place, its topic and a word of commerce: an offer, a sponsor, a row, a `rel`."""
    return any(
        one.weight > 0 and one.group in {"intent", "sponsor wording", "markup"} and one.id not in _COMMON
        for one in judgement.signs
    )


_COMMON = frozenset({"A3", "A4r"})


def _list_of(target: Target, listed: Mapping[str, str]) -> str:
    host = target.url.host
    while host:
        if host in listed:
            return listed[host]
        host = host.partition(".")[2]
    return ""


# -- intent ------------------------------------------------------------------------------------------------------------

_MOST_COMMERCIAL = 1.2
_HEADLINE_WORDS = 8
_SLUG_WORDS = 5
_DATED = re.compile(r"/(?:19|20)\d\d/(?:\d\d?/)?|\d{6,}")
_DAMPED = 0.35


def _intent(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    said = scene.terms[link]
    addressed = scene.money[link]
    kinds = frozenset(term.kind for term in (*said, *addressed) if term.list in _STRONG_LISTS)
    if kinds:
        index = scene.block_of.get(link.node, -1)
        times = 1.0
        if scene.is_about(kinds, index):
            times = _DAMPED if target.is_trusted or _cites(link, scene) else 0.5
        _money(said, "A1", judgement, times, scene.anchors[link])
        _money(addressed, "A2", judgement, times, target.readable)
        if times == 1.0 and addressed and target.is_public:
            judgement.add("T1x", "")
    _domain_ending(target, judgement)
    commercial = [term.text for term in said if term.list in {"commercial", "buying"}]
    ambiguous = [term.text for term in said if term.list == "ambiguous"]
    if ambiguous and (commercial or kinds):
        commercial = [*ambiguous, *commercial]
    if commercial:
        judgement.add("A3", ", ".join(commercial[:3]), times=min(len(commercial), _MOST_COMMERCIAL / 0.8))
    _headline(link, target, scene, judgement)


_COMMERCE = frozenset({"commercial", "buying", "ambiguous"})


def _money(found: Sequence[Term], name: str, judgement: Judgement, times: float, seen_in: str) -> None:
    strong = [term for term in found if term.list == "money"]
    single = [term for term in found if term.list == "single"]
    if single and not strong and any(term.list in _COMMERCE for term in found):
        strong = single  # "casino" may be a building; who plays it online has no building in mind
    if strong:
        judgement.add(name, _named(strong[0], seen_in), times=times)
    elif single:
        judgement.add(f"{name}s", _named(single[0], seen_in), times=times)


def _named(term: Term, seen_in: str) -> str:
    return f'{KIND_NAMES.get(term.kind, term.kind)} ("{term.shown_in(seen_in)}")'


def _domain_ending(target: Target, judgement: Judgement) -> None:
    ending = target.url.host.rpartition(".")[2]
    if ending in host_set("money_tlds"):
        judgement.add("A4", f".{ending}")
    elif ending in host_set("risky_tlds") and judgement.signs:
        judgement.add("A4r", f".{ending}")


def _headline(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    """A link whose text is a headline, to an article: news about a casino is no casino."""
    if not judgement.has("A1", "A1s", "A2", "A2s"):
        return
    words = len(scene.anchors[link].split())
    slug = max((part.count("-") + 1 for part in target.url.path.split("/")), default=0)
    article = _DATED.search(target.url.path) is not None or slug >= _SLUG_WORDS
    in_host = any(
        term for term in scene.money[link] if latin_letters(term.text).replace(" ", "")[:STEM] in target.label
    )
    if not in_host and (words >= _HEADLINE_WORDS or (article and words >= _SLUG_WORDS)):
        judgement.add("T8")


# -- wording -----------------------------------------------------------------------------------------------------------


def _wording(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    known = {domain.casefold() for domain in scene.facts.settings.sponsor_domains}
    domain = target.url.registrable
    if domain in known or target.url.host in known:
        judgement.add("B7")
        judgement.floor = True
        return
    if domain in scene.sponsored:
        judgement.add("B6", domain)
        judgement.floor = True
        return
    anchor = scene.anchors[link].casefold()
    before, after, sentence = scene.around(link)
    if _gives(link, target, scene, before[-_BEFORE:], after):
        return
    near = f"{before[-_BEFORE:]}\n{anchor}\n{after[: 2 * _AFTER]}"
    if not scene.disclosures and not has_cue(near, scene.facts.settings.sponsor_phrases):
        return
    others = _OTHER_SPONSORS.search(f"{sentence} {scene.facts.title}".casefold()) is not None
    cue = _own_cue(anchor, before, after, scene, others=others)
    if cue:
        inside = bool(anchor) and cue in anchor
        judgement.add("B1" if inside else "B2", f'"{_FINAL_SIGMA.sub("ς", cue)}"')
        judgement.floor = _OWN_WORDS.search(f"{anchor} {before} {after}") is not None or cue in anchor
    elif (disclosure := _disclosure(target, scene)) is not None:
        judgement.add("B8", f'"{disclosure}"')
        judgement.floor = True
    elif (weak := phrases("weak").search(before[-_BEFORE:])) and _is_label(before[-_BEFORE:], weak.end()):
        judgement.add("B4", f'"{weak[0]}"')
    else:
        return
    lead_in = phrases("lead_in").search(before[-_BEFORE:]) or phrases("lead_in").fullmatch(anchor)
    if lead_in:
        judgement.add("B3", f'"{lead_in[0]}"')


_GRANT_AFTER = 40
_NEXT = re.compile(r"\s*(?:\w+\s+){0,2}[\s\"'„“«(]*$")
"""Nothing but an article or a short attribute stands before the link."""
_NO_FUNDER = re.compile(r"\bfoundations?\s+(?!for\b|of\b|trust\b|and\b|in\b)\w|\bmake-?up\b")
"""What bears up a house, or a face."""


def _gives(link: Link, target: Target, scene: Scene, before: str, after: str) -> bool:
    """Whether the link leads to whom money is given by, or for, without a return: a foundation, a charity, a gift.

    Who funds a project by a grant is called its sponsor, and so is who pays for each mile that somebody runs.
    """
    if target.is_donation:
        return True
    if any(
        term.list not in {"commercial", "ambiguous", "harmless"} for term in (*scene.terms[link], *scene.money[link])
    ):
        return False
    anchor = scene.anchors[link].casefold()
    if phrases("strong").search(anchor):
        return target.is_funder
    if _NO_FUNDER.search(anchor) is None and (target.is_funder or phrases("funder").search(anchor)):
        return True
    if any(_NEXT.match(before, found.end()) for found in phrases("cause").finditer(before)):
        return True
    return phrases("grant").search(after[:_GRANT_AFTER]) is not None


def _own_cue(anchor: str, before: str, after: str, scene: Scene, *, others: bool) -> str:
    """The sponsor phrase that speaks of this link, or ""."""
    strong = phrases("strong", scene.facts.settings.sponsor_phrases)
    found = strong.search(anchor)
    if found and (not others or _OWN_WORDS.search(found[0])):
        return found[0]
    bare = phrases("bare")
    if bare.fullmatch(anchor.strip(" :[](){}→»>")) and not others:
        return anchor
    near = before[-_BEFORE:]
    last = next(reversed(list(strong.finditer(near))), None)
    if last and (not others or _OWN_WORDS.search(near[last.start() :])):
        rest = near[last.end() :]
        if not _NOT_FOLLOWED_BY.match(rest) and not _CLAUSE_ENDS.search(rest):
            return last[0]
    found = strong.match(after[:_AFTER].lstrip(" (–-—,"))
    if found and not others and not _POINTS_ON.search(found[0]):
        return found[0]
    for last_bare in () if others else bare.finditer(near):
        # In Arabic and Hebrew "sponsored by" is one word, so a line of it and a link needs no colon.
        alone = JOINED.search(last_bare[0]) and before.strip() == last_bare[0] and not after.strip(" .")
        if alone or _is_label(near, last_bare.end()):
            return last_bare[0]
    return ""


def _is_label(before: str, end: int) -> bool:
    """The word is the label of what follows: only a colon or dash stands between, and at most a call to visit."""
    mark = re.match(r"\s*[:：–—\-|]\s*", before[end:])
    if mark is None:
        return False
    rest = before[end + mark.end() :].strip()
    return not rest or phrases("lead_in").fullmatch(rest) is not None


def _disclosure(target: Target, scene: Scene) -> str | None:
    """A sentence about the publication itself ("free of charge in exchange for this review") that names the target."""
    words = [word for word in target.words if len(word) > 3]  # noqa: PLR2004 - short words prove nothing
    for phrase, text in scene.disclosures:
        if any(word[:STEM] in text for word in words):
            return phrase
    return None


# -- many links --------------------------------------------------------------------------------------------------------

_SHORT_ROW = 40


class _Rows(NamedTuple):
    """Links that stand together: to several sites in one row, to one site with several texts."""

    sites: Mapping[Link, int]
    texts: Mapping[Link, int]


def _rows(scene: Scene) -> _Rows:
    if len(scene.links) < _ROW:
        return _Rows({}, {})
    return _Rows(dict(_rows_of_sites(scene)), dict(_repeated_texts(scene)))


def _rows_of_sites(scene: Scene) -> Iterator[tuple[Link, int]]:
    """Three or more unrelated sites in one short line that is no list of sources."""
    by_block: dict[int, list[Link]] = defaultdict(list)
    for link, target in scene.targets.items():
        index = scene.block_of.get(link.node)
        if index is not None and not target.is_trusted:
            by_block[index].append(link)
    for index, links in by_block.items():
        block = scene.blocks[index]
        domains = {scene.targets[link].url.registrable for link in links}
        if len(domains) < _ROW or block.node.tag == "li" or len(block.text.split()) > _SHORT_ROW:
            continue
        if phrases("citation").search(block.text.casefold()) or block.link_density < _ROW_DENSITY:
            continue
        off_topic = [link for link in links if _is_search_words(link, scene) and _is_off_topic(link, scene)]
        if len({scene.targets[link].url.registrable for link in off_topic}) >= _ROW:
            yield from ((link, len(domains)) for link in off_topic)


_ROW_DENSITY = 0.5


def _is_search_words(link: Link, scene: Scene) -> bool:
    """Words that one looks for (`cheap movers`), and no name (`Dale Ironworks`, `Vodlocker`)."""
    words = scene.anchors[link].split()
    if scene.terms[link]:
        return True
    return (len(words) > 1 and not all(word[:1].isupper() for word in words)) or is_cjk(scene.anchors[link])


def _is_off_topic(link: Link, scene: Scene) -> bool:
    rest = scene.rest_of_all
    hits, words = scene.topic.share_of(scene.targets[link], rest)
    return (
        bool(words)
        and not hits
        and bool(scene.anchors[link])
        and not scene.topic.has_words_of(scene.anchors[link], rest)
    )


def _repeated_texts(scene: Scene) -> Iterator[tuple[Link, int]]:
    """Three or more links to one domain, each with another text, one of them an offer."""
    by_domain: dict[str, list[Link]] = defaultdict(list)
    for link, target in scene.targets.items():
        if not target.is_trusted:
            by_domain[target.url.registrable].append(link)
    for links in by_domain.values():
        texts = {scene.anchors[link].casefold() for link in links} - {""}
        offered = [link for link in links if any(term.list in _OFFERS for term in scene.terms[link])]
        if len(texts) >= _ROW and offered:
            yield from ((link, len(texts)) for link in links)


_OFFERS = frozenset({"money", "single", "trade", "buying"})


def _many(link: Link, scene: Scene, rows: _Rows, judgement: Judgement) -> None:
    if link in rows.sites and scene.anchors[link]:
        judgement.add("E6", str(rows.sites[link]))
    if link in rows.texts:
        judgement.add("E5", str(rows.texts[link]))
    odd = link.rel & _ODD_RELS
    if odd:
        judgement.add("E1", f'"{min(odd)}"')


# -- topic -------------------------------------------------------------------------------------------------------------

_LONG_POST = 40
_NAMED_SHARE, _NAMED_WORDS = 0.34, 2


def _topic(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    rest = scene.rest_for(link)
    hits, words = scene.topic.share_of(target, rest)
    anchor = scene.anchors[link]
    if words and not hits:
        foreign = scene.topic.script not in {"Latin", ""}
        name = "D1" if scene.facts.has_words(_LONG_POST) and not foreign else "D1s"
        judgement.add(name, ", ".join(target.words[:3]))
    elif words and (hits / words >= _NAMED_SHARE or hits >= _NAMED_WORDS):
        judgement.add("D2")
        judgement.named = True
    if is_address(anchor):
        return
    if anchor and not judgement.named and not scene.topic.has_words_of(anchor, rest):
        judgement.add("D3")
    if anchor and scene.topic.is_in_other_script(anchor):
        judgement.add("D4")


def _trade(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    """Search words count where neither the target nor they have anything to do with the post."""
    if judgement.named or target.is_trusted or target.affiliate or not judgement.has("D3"):
        return
    words = words_of(scene.anchors[link]).split()
    said = scene.terms[link]
    if not _ARTICLES.isdisjoint(words) or any(term.list == "harmless" for term in said):
        return  # a phrase, not what somebody types into a search box
    trades = [term.text for term in said if term.list == "trade"]
    if trades:
        alone = len(words) <= len(words_of(trades[0]).split()) and not is_cjk(scene.anchors[link])
        judgement.add("A5", f'"{trades[0].removesuffix("*")}"', times=0.5 if alone else 1.0)
    elif (
        judgement.has("D1", "D1s")
        and any(term.list == "buying" for term in said)
        and len(_objects(words, said)) >= _SEVERAL_OBJECTS
    ):
        judgement.add("A8", f'"{scene.anchors[link][:_MOST_QUOTED]}"')


_SEVERAL_OBJECTS = 2
_MOST_WORDS = 6
_MOST_QUOTED = 60
_ARTICLES = frozenset(
    # Articles, pronouns and words for here: search words have none. Not "de", which French search words have.
    "a an the of on our your my their his her this that here il lo gli dei del della dello un una uno le la les une "
    "des du notre votre nos vos el los las unos unas nuestro su o os um uma dos das der die das den dem ein eine einen "
    "unser unsere het een ons onze hier tutaj nasz nasze здесь тут наш наша мой тук ici aquí qui aqui buraya".split()
)


def _objects(words: Sequence[str], said: Sequence[Term]) -> list[str]:
    """The words of a link's text that name a thing: none of commerce. None for a sentence."""
    if len(words) > _MOST_WORDS:
        return []
    spent = {word for term in said for word in words_of(term.text).split()}
    return [word for word in words if len(word) > 2 and word not in spent]  # noqa: PLR2004 - short ones say nothing


# -- trust, placement, markup ------------------------------------------------------------------------------------------

_LONG_LABEL = 4


def _cites(link: Link, scene: Scene) -> bool:
    return phrases("citation").search(scene.around(link)[2]) is not None


def _trust(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    url = target.url
    label = scene.site_label
    tenant = len(label) >= _LONG_LABEL and label in latin_letters(f"{url.host}{url.path}")
    if below(url.host, frozenset(scene.house)) or tenant:
        judgement.add("T0")
        judgement.floor = False
    offers = judgement.has("A1", "A2", "A1s", "A2s", "A5", "A6", "A8")
    if target.is_public:
        if not judgement.has("T1x"):
            judgement.add("T1")
            judgement.floor = False
    elif target.is_reference:
        judgement.add("T2")
    elif target.is_platform:
        judgement.add("T3")
    if not judgement.floor and not offers and _cites(link, scene):
        judgement.add("T4")
    if not offers and not judgement.floor and _is_named(target, scene.rest_for(link)):
        judgement.add("T5")


def _is_named(target: Target, rest: Mapping[str, int]) -> bool:
    label = target.label.replace("-", "")
    return len(label) >= _LONG_LABEL and (label[:STEM] in rest and len(label) <= STEM + 2)


_SHORT_END, _SHORT_BLOCK, _LINK_SHARE = 15, 12, 0.4
_SENTENCE_WORDS = 14


def _placement(link: Link, scene: Scene, judgement: Judgement) -> None:
    index = scene.block_of.get(link.node)
    if index is None:
        return
    block = scene.blocks[index]
    content = scene.facts.content
    assert content is not None  # noqa: S101 - the link came from it
    at = content.text_offset(link.node) + len(link.node.text)
    if len(content.text[at : at + 200].strip()) <= _SHORT_END and not content.text[at + 200 :].strip():
        judgement.add("C1")
    words = block.text.split()
    unspaced = is_cjk(block.text)
    short = len(block.text.strip()) <= 4 * _SHORT_BLOCK if unspaced else len(words) <= _SHORT_BLOCK
    if short and (block.link_density >= _LINK_SHARE or not block.text.strip()):
        judgement.add("C2")
    elif len(words) >= _SENTENCE_WORDS:
        judgement.add("T7")
        return
    previous = [one for one in scene.blocks[max(0, index - 4) : index] if one.node is not block.node]
    if previous and previous[-1].is_blank:
        judgement.add("C3")


def _markup(link: Link, judgement: Judgement) -> None:
    if (link.node.attr("target") or "").lower() == "_blank" and not link.rel:
        judgement.add("E2")


def _concealment(link: Link, facts: Facts, judgement: Judgement) -> None:
    """An offer that readers cannot see. What a control opens is not hidden."""
    hidden = facts.hidden
    if hidden is not None and (found := hidden.of(link.node)) is not None and not found.guard:
        judgement.add("F1", str(found.how))
