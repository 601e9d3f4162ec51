"""The evidence that one link is a sponsor's: features with weights that add up.

Weights are natural-log odds, set by judgement and capped by group. `p = 1 / (1 + e^-S)`: an error needs 0.9 and two
groups of evidence, a warning 0.6. A link whose `rel` says that it is paid, or of a user, is never judged here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.text import latin_letters
from audit.rules.sponsors._cues import OWN_PATTERNS, has_cue, phrases
from audit.rules.sponsors._topic import is_platform, is_public, is_reference, share_in, stems, target_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.facts import Block, Facts, Link

PRIOR = -3.2
"""Log odds that a followed link to another site is a sponsor's, before anything is known: one in twenty-five."""
ERROR, WARNING = 0.90, 0.60
_CAPS = {"sponsor wording": 3.4, "placement": 1.6, "topic": 3.1, "markup": 2.0}
_TRUST_FLOOR = -4.0
_BEFORE, _AFTER = 90, 20
_CODE = "pre, code, kbd, samp, textarea"
_OTHER_SPONSORS = re.compile(
    r"\b(?:bill|act|resolution|legislation|amendment|senat\w*|sen\.|rep\.|representative|lawmaker|congress\w*|ordinance"
    r"|motion|parliament|assembly|visa|licen[cs]e[ds]?|home office|immigration|employer|skilled worker|certificate of"
    r"|trial|phase|protocol|investigator|registry|nct\d+|randomi[sz]ed|fonci[eè]re|godparent|refugee)\b"
)
"""Who else is called a sponsor: of a bill, of a visa, of a clinical trial, of a refugee."""
_OWN_WORDS = re.compile(rf"\b(?:{'|'.join(OWN_PATTERNS)})")
_POINTS_ON = re.compile(r"\b(?:by|with|von|par|por|da|de|door|przez|av|af|med|oleh|от|από)$")
"""Behind a link such a phrase speaks of what follows it."""
_NOT_FOLLOWED_BY = re.compile(r"\s*(?:tickets?|pack(?:age|et)s?|form|kit|deck|information|levels?|benefits)\b")


class Feature(NamedTuple):
    """One sign: its group, its weight and what it says."""

    group: str
    weight: float
    says: str


@dataclass(slots=True)
class Judgement:
    """All signs of one link.

    Attributes:
        features: the signs, for and against.
        floor: the words are about this publication itself: at least a warning.
        named: the target is named in the text, so an error is too hard.
    """

    features: list[Feature] = field(default_factory=list)
    floor: bool = False
    named: bool = False

    @property
    def score(self) -> float:
        """The sum of prior and capped groups."""
        total = PRIOR
        for group in dict.fromkeys(feature.group for feature in self.features):
            weight = sum(feature.weight for feature in self.features if feature.group == group)
            total += max(_TRUST_FLOOR, weight) if group == "trust" else min(_CAPS[group], weight)
        return total

    @property
    def groups(self) -> int:
        """Number of groups that speak for a sponsor."""
        return sum(
            1 for group in _CAPS if sum(feature.weight for feature in self.features if feature.group == group) > 0
        )

    def reasons(self, most: int = 4) -> str:
        """The strongest signs for it, in one line."""
        strongest = sorted((one for one in self.features if one.weight > 0), key=lambda one: -one.weight)
        return "; ".join(f"{one.says} (+{one.weight:.1f})" for one in strongest[:most])


def probability(score: float) -> float:
    """The chance that a score stands for."""
    return 1 / (1 + math.exp(-score))


class SponsorLink(NamedTuple):
    """A link with wording of a sponsor, and all that speaks for and against it."""

    link: Link
    judgement: Judgement


class _Context:
    """What judging several links of one post needs again and again."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.blocks: Sequence[Block] = facts.blocks
        self.block_of: Mapping[object, int] = {
            node: index for index, block in enumerate(self.blocks) for node in block.links
        }
        self.title = facts.title
        self.words = facts.words
        self.sponsored = {
            link.url.registrable for link in facts.links if link.url is not None and "sponsored" in link.rel
        }
        self.site_label = latin_letters(facts.own_domain.split(".")[0]) if facts.own_domain else ""

    @cached_property
    def disclosures(self) -> list[tuple[str, set[str]]]:
        """Blocks that speak of the publication itself: the phrase, and the stems of the block."""
        return [
            (found[0], stems(block.text))
            for block in self.blocks
            if (found := _OWN_WORDS.search(block.text.casefold())) and not _is_about_all(found[0])
        ]

    def anchor(self, link: Link) -> str:
        """The anchor text, or the alternative text of a linked picture."""
        text = " ".join(link.text.split())
        if text:
            return text
        return " ".join((image.attr("alt") or "").strip() for image in link.node.find_all("img")).strip()


def sponsor_links(facts: Facts) -> Sequence[SponsorLink]:
    """The unqualified links of a post that have wording of a sponsor, with their judgement."""
    return facts.once(_sponsor_links)


def _sponsor_links(facts: Facts) -> list[SponsorLink]:
    return list(_judged(facts))


def _judged(facts: Facts) -> Iterator[SponsorLink]:
    if "nofollow" in facts.robots or "none" in facts.robots:
        return
    candidates = [link for link in facts.links if link.leads_out and not link.qualified]
    if not candidates:
        return
    known = {domain.casefold() for domain in facts.settings.sponsor_domains}
    sponsored = any("sponsored" in link.rel for link in facts.links)
    if not (known or sponsored or facts.once(_has_cue) or has_cue(_alts(candidates))):
        return
    context = _Context(facts)
    for link in candidates:
        judgement = _judge(link, context, known)
        if judgement is not None:
            yield SponsorLink(link, judgement)


def _has_cue(facts: Facts) -> bool:
    return "SPM001" in facts.signals or has_cue(facts.text)


def _alts(links: Sequence[Link]) -> str:
    """The alternative texts of linked pictures: what a link says that has no text."""
    return "\n".join(image.attr("alt") or "" for link in links for image in link.node.find_all("img"))


def _judge(link: Link, context: _Context, known: set[str]) -> Judgement | None:
    if link.url is None or link.node.closest(_CODE) is not None:
        return None
    judgement = Judgement()
    _wording(link, context, known, judgement)
    if not any(feature.weight > 0 for feature in judgement.features):
        return None
    _trust(link, context, judgement)
    _placement(link, context, judgement)
    _topic(link, context, judgement)
    _markup(link, judgement)
    return judgement


# -- wording -----------------------------------------------------------------------------------------------------------


def _wording(link: Link, context: _Context, known: set[str], judgement: Judgement) -> None:
    assert link.url is not None  # noqa: S101 - `leads_out` says so
    add = judgement.features.append
    if link.url.registrable in known or link.url.host in known:
        add(Feature("sponsor wording", 3.4, "the settings name its domain as a sponsor's"))
        judgement.floor = True
        return
    if link.url.registrable in context.sponsored:
        add(Feature("sponsor wording", 3.4, f"another link to {link.url.registrable} is marked as sponsored"))
        judgement.floor = True
        return
    anchor = context.anchor(link).casefold()
    before, after, sentence = _around(link, context)
    others = _OTHER_SPONSORS.search(f"{sentence} {context.title}".casefold()) is not None
    cue = _own_cue(anchor, before, after, others=others)
    if cue:
        where = "its text is" if anchor and cue in anchor else "it stands by"
        add(Feature("sponsor wording", 2.6 if where.startswith("its") else 2.3, f'{where} "{cue}"'))
        judgement.floor = _OWN_WORDS.search(f"{anchor} {before} {after}") is not None or cue in anchor
    elif (disclosure := _disclosure(link, context)) is not None:
        add(Feature("sponsor wording", 2.6, f'the text says "{disclosure}" of it'))
        judgement.floor = True
    elif weak := phrases("weak").search(before[-_BEFORE:]):
        if not _is_label(before, weak.end()):
            return
        add(Feature("sponsor wording", 1.4, f'it stands by "{weak[0]}"'))
    else:
        return
    lead_in = phrases("lead_in").search(before[-_BEFORE:]) or phrases("lead_in").fullmatch(anchor)
    if lead_in:
        add(Feature("sponsor wording", 0.8, f'"{lead_in[0]}" before it'))


def _own_cue(anchor: str, before: str, after: str, *, others: bool) -> str:
    """The sponsor phrase that speaks of this link, or ""."""
    strong = phrases("strong")
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
        if not _NOT_FOLLOWED_BY.match(rest) and not re.search(r"[.!?]\s", rest):
            return last[0]
    found = strong.match(after[:_AFTER].lstrip(" (–-—,"))
    if found and not others and not _POINTS_ON.search(found[0]):
        return found[0]
    for last_bare in bare.finditer(near):
        if _is_label(near, last_bare.end()) and not others:
            return last_bare[0]
    return ""


def _is_label(before: str, end: int) -> bool:
    """The word is the label of what follows: only a colon, dash or blanks stand between."""
    return re.fullmatch(r"\s*[:：–—\-|]\s*", before[end:]) is not None


def _around(link: Link, context: _Context) -> tuple[str, str, str]:
    """What stands before and after a link in its paragraph, casefolded, and the line that it stands in."""
    index = context.block_of.get(link.node)
    if index is None:
        return "", "", ""
    block = context.blocks[index]
    content = context.facts.content
    assert content is not None  # noqa: S101 - the link came from it
    at = content.text_offset(link.node) - block.start
    text = block.text
    length = len(link.node.text)
    before, after = text[: max(0, at)], text[at + length :]
    earlier = index - 1
    while len(before.strip()) < _AFTER and earlier >= 0 and index - earlier <= _LINES_BACK:
        previous = context.blocks[earlier]
        if not previous.is_blank:
            if not (previous.text.rstrip().endswith((":", "：")) or previous.node is block.node):
                break
            before = f"{previous.text.strip()} {before}"
        earlier -= 1
    figure = link.node.closest("figure")
    if figure is not None and figure.find_all("figcaption"):
        after = f"{after} {figure.find_all('figcaption')[0].text}".strip()
    return before.casefold(), after.casefold(), text.casefold()


_LINES_BACK = 3


def _disclosure(link: Link, context: _Context) -> str | None:
    """A sentence about the publication itself ("free of charge in exchange for this review") that names the target."""
    assert link.url is not None  # noqa: S101 - `leads_out` says so
    words = [word for word in target_words(link.url) if len(word) > 3]  # noqa: PLR2004 - short words prove nothing
    for phrase, text in context.disclosures:
        if any(word[:6] in text for word in words):
            return phrase
    return None


def _is_about_all(phrase: str) -> bool:
    return phrase.startswith("our sponsor")


# -- trust, placement, topic, markup -----------------------------------------------------------------------------------


def _trust(link: Link, context: _Context, judgement: Judgement) -> None:
    url = link.url
    assert url is not None  # noqa: S101 - `leads_out` says so
    add = judgement.features.append
    house = {domain.casefold() for domain in context.facts.settings.house_domains}
    tenant = context.site_label and len(context.site_label) > 3 and context.site_label in latin_letters(url.host)  # noqa: PLR2004
    if url.registrable in house or url.registrable in _own_identities(context.facts) or tenant:
        add(Feature("trust", -3.0, "it is of the same house"))
        judgement.floor = False
    if is_public(url):
        add(Feature("trust", -2.2, "it is a public authority or a university"))
        judgement.floor = False
    elif is_reference(url):
        add(Feature("trust", -2.2, "it is a work of reference"))
    elif is_platform(url):
        add(Feature("trust", -2.5, "it is a platform"))
    _, _, sentence = _around(link, context)
    if phrases("citation").search(sentence) and not judgement.floor:
        add(Feature("trust", -1.2, "a source is cited"))


def _own_identities(facts: Facts) -> set[str]:
    """Domains that the site's own Organization or Person names as itself."""
    found: set[str] = set()
    for node in facts.graph.of_type("Organization", "Person"):
        for value in node.values("sameAs"):
            if isinstance(value, str) and "://" in value:
                found.add(value.split("://", 1)[1].split("/", 1)[0].removeprefix("www.").casefold())
    return found


_SHORT_END, _SHORT_BLOCK, _LINK_SHARE = 15, 12, 0.4
_SENTENCE_WORDS = 14


def _placement(link: Link, context: _Context, judgement: Judgement) -> None:
    index = context.block_of.get(link.node)
    if index is None:
        return
    add = judgement.features.append
    block = context.blocks[index]
    content = context.facts.content
    assert content is not None  # noqa: S101 - the link came from it
    at = content.text_offset(link.node) + len(link.node.text)
    if len(content.text[at:].strip()) <= _SHORT_END:
        add(Feature("placement", 0.7, "nothing follows it"))
    words = block.text.split()
    if len(words) <= _SHORT_BLOCK and (block.link_density >= _LINK_SHARE or not block.text.strip()):
        add(Feature("placement", 0.6, "it stands in a line of its own"))
    elif len(words) >= _SENTENCE_WORDS:
        add(Feature("trust", -0.4, "it stands in a sentence"))
    previous = [one for one in context.blocks[max(0, index - 4) : index] if one.node is not block.node]
    if previous and previous[-1].is_blank:
        add(Feature("placement", 0.3, "empty paragraphs set it apart"))


_LONG_POST = 40
_NAMED_SHARE, _NAMED_WORDS = 0.34, 2


def _topic(link: Link, context: _Context, judgement: Judgement) -> None:
    assert link.url is not None  # noqa: S101 - `leads_out` says so
    anchor = link.text
    rest = f"{context.title} {context.facts.text.replace(anchor, ' ') if anchor.strip() else context.facts.text}"
    hits, words = share_in(link.url, stems(rest))
    if not words:
        return
    add = judgement.features.append
    if not hits:
        named = ", ".join(target_words(link.url)[:3])
        add(
            Feature(
                "topic", 1.2 if context.words >= _LONG_POST else 0.6, f"the post has no word of its address ({named})"
            )
        )
    elif hits / words >= _NAMED_SHARE or hits >= _NAMED_WORDS:
        add(Feature("topic", -1.3, "the post is about it"))
        judgement.named = True


def _markup(link: Link, judgement: Judgement) -> None:
    add = judgement.features.append
    odd = link.rel & {"dofollow", "follow", "do-follow"}
    if odd:
        add(Feature("markup", 1.6, f'rel says "{min(odd)}", which means nothing'))
    if (link.node.attr("target") or "").lower() == "_blank" and not link.rel:
        add(Feature("markup", 0.3, "it opens a new window and has no rel"))
