"""The common form of the rules over single links: gather the signs in each post, judge a target over all its posts."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from audit.facts.url import parse_url
from audit.finding import Confidence, CorpusFinding, Evidence, Place, Severity, Witness, others
from audit.rule import CorpusRule
from audit.rules._edits import with_rel
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors._topic import likeness, stems
from audit.rules.sponsors._weights import Sign, features, level, probability, reasons, sign, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.facts import Block, Facts
    from audit.finding import Fix
    from audit.rules.sponsors._suspects import Suspect
    from audit.site import SiteTotals

_MOST_SHOWN = 80
_WITHIN_REACH = -3.2
"""A lower score cannot become a warning even with all that a corpus can add."""
REPEATED = 3
_UNRELATED = 5
_MOST_FROM_REPEATING = 2.0
_HEX = 8


class Case(NamedTuple):
    """What a witness of these rules keeps, in the order of its values."""

    signs: str
    floor: bool
    named: bool
    anchor: str
    href: str
    rel: str
    block: str
    topics: str
    at_home: bool
    tag: str
    rel_written: str | None
    tag_start: int
    tag_end: int

    @property
    def all_signs(self) -> list[Sign]:
        """The signs, as they were seen."""
        return [Sign(*one) for one in json.loads(self.signs)]


def case_of(witness: Witness) -> Case:
    """The case that a witness keeps."""
    return Case(*witness.values)  # type: ignore[arg-type]  # written by `witness_of` alone


def witness_of(suspect: Suspect, facts: Facts) -> Witness:
    """What is kept of a suspect: its signs with their places, and what compares it with other posts."""
    judgement = suspect.judgement
    start, end = facts.spot(suspect.link.place)[1:3]
    signs = [[one.id, one.weight, one.shown[:_MOST_SHOWN], start, end] for one in judgement.signs]
    case = Case(
        json.dumps(signs, ensure_ascii=False),
        judgement.floor,
        judgement.named,
        suspect.anchor[:_MOST_SHOWN] or "a picture",
        suspect.link.url.href if suspect.link.url is not None else suspect.link.href,
        " ".join(sorted(suspect.link.rel)),
        block_hash(suspect, facts),
        " ".join(sorted(_topics(facts))),
        bool(facts.home),
        suspect.link.node.tag,
        suspect.link.node.attr("rel"),
        *facts.spot(Place(suspect.link.field, suspect.link.node))[1:3],
    )
    return Witness(tuple(case), suspect.link.place)


def block_hash(suspect: Suspect, facts: Facts) -> str:
    """What equal blocks have in common: their text with every digit a 0, and the domain; "" without a block."""
    if suspect.block < 0:
        return ""
    return digest(f"{facts.once(_digests)[suspect.block]}|{suspect.target.url.registrable}")


def _digests(facts: Facts) -> Mapping[int, str]:
    """The hashes of the texts of the blocks with suspects, every digit a 0: many links may stand in one block."""
    texts = {index: " ".join(block.text.casefold().split()) for index, block in _blocks(facts)}
    return {index: digest("".join("0" if one.isdigit() else one for one in text)) for index, text in texts.items()}


def _blocks(facts: Facts) -> Iterator[tuple[int, Block]]:
    """The blocks in which suspects stand, each once with its number."""
    numbers = dict.fromkeys(suspect.block for suspect in suspects(facts))
    return ((number, facts.blocks[number]) for number in numbers if number >= 0)


def digest(text: str) -> str:
    """A short hash of a text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=_HEX).hexdigest()


def slot_of(suspect: Suspect, facts: Facts) -> str:
    """The skeleton of a block: its text without the texts of its links, or "" where nothing but links stands there."""
    return facts.once(_slots)[suspect.block] if suspect.block >= 0 else ""


def _slots(facts: Facts) -> Mapping[int, str]:
    return {number: _skeleton(block) for number, block in _blocks(facts)}


def _skeleton(block: Block) -> str:
    parts, at = [], 0
    for node, begins_at in zip(block.links, block.link_starts, strict=True):
        if node.text:
            parts.append(block.text[at : begins_at - block.start])
            at = max(at, begins_at - block.start + len(node.text))
    skeleton = " ".join("\0".join((*parts, block.text[at:])).casefold().split())
    return skeleton if any(one.isalpha() for one in skeleton.replace("\0", "")) else ""


_TOPIC_STEMS = 6


def _topics(facts: Facts) -> list[str]:
    return list(dict.fromkeys(stem for stem in stems(facts.title) if len(stem) > 3))[:_TOPIC_STEMS]  # noqa: PLR2004 - shorter stems say nothing


def corpus_signs(site: Sequence[Witness], sites: int) -> list[Sign]:
    """What the posts of a site say together about one target.

    Args:
        site: the witnesses of one site, sorted by post.
        sites: in how many sites the target stands in such a place.
    """
    found: list[Sign] = []
    site = [witness for witness in site if not _is_on_topic(case_of(witness))]
    posts = len({witness.order for witness in site})
    if posts >= REPEATED:
        weight = round(min(_MOST_FROM_REPEATING, features()["K1"].weight * math.log(posts)), 2)
        found.append(Sign("K1", weight, str(posts)))
        blocks: dict[str, set[int]] = defaultdict(set)
        for witness in site:
            blocks[case_of(witness).block].add(witness.order)
        same = max((len(orders) for block, orders in blocks.items() if block), default=0)
        if same >= REPEATED:
            found.append(sign("K2", str(same)))
    if posts >= _UNRELATED and have_nothing_in_common(site):
        found.append(sign("K4"))
    if sites >= REPEATED:
        found.append(sign("K6", str(sites)))
    return found


def _is_on_topic(case: Case) -> bool:
    """The post itself is about what the link offers: to name it again and again proves nothing there."""
    return any(one.id in {"A1", "A2"} and one.weight < features()[one.id].weight for one in case.all_signs)


_MOST_COMPARED = 40
_ALIKE = 0.05


def have_nothing_in_common(witnesses: Sequence[Witness]) -> bool:
    """The titles of the posts share no words, and none of the posts is about the target."""
    by_post = {witness.order: case_of(witness) for witness in witnesses}
    cases = list(by_post.values())[:_MOST_COMPARED]
    if any(case.named for case in cases):
        return False
    alike = likeness([set(case.topics.split()) for case in cases])
    return alike is not None and alike <= _ALIKE


class LinkVerdict(CorpusRule):
    """A rule over links with some of the signs. The target's other posts and sites weigh in each post's verdict."""

    keeps_quotes = True
    reads_content = True

    def concerns(self, suspect: Suspect) -> bool:
        """Whether this rule speaks of such a link."""
        raise NotImplementedError

    qualifier: ClassVar[str] = ""
    """The word in `rel` that would mend the link, where there is one that would do so whatever else is true of it."""

    def message(self, case: Case, domain: str) -> str:
        """What is wrong with a link."""
        raise NotImplementedError

    def most_severe(self, case: Case) -> Severity:
        """The highest severity that this rule gives."""
        return Severity.ERROR

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each such link that is not beyond suspicion."""
        found = suspects(facts)
        if not found:
            return ()
        return [
            (suspect.target.url.registrable, witness_of(suspect, facts))
            for suspect in found
            if self.concerns(suspect) and (suspect.judgement.score > _WITHIN_REACH or suspect.judgement.floor)
        ]

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post: its most certain place."""
        by_site: dict[str, list[Witness]] = defaultdict(list)
        for witness in witnesses:
            by_site[witness.site].append(witness)
        # A page that names no site stands for its file, and many files are of one site.
        sites = sum(any(case_of(witness).at_home for witness in site) for site in by_site.values())
        for site in by_site.values():
            more = corpus_signs(site, sites)
            times = Counter((witness.order, case_of(witness).href) for witness in site)
            for witness in _most_certain(site):
                case = case_of(witness)
                severity = self._severity(case, more)
                if severity is not None:
                    finding = self._finding(witness, site, key, severity, more)
                    # Where a post has a link more than once, to mark one would leave the others.
                    finding.fix = self._fix(witness, case) if times[witness.order, case.href] == 1 else None
                    yield finding

    def _severity(self, case: Case, more: Sequence[Sign]) -> Severity | None:
        found = level([*case.all_signs, *more], floor=case.floor, named=case.named)
        if not found:
            return None
        return min(Severity(found), self.most_severe(case), key=lambda one: one.rank)

    def _finding(
        self, witness: Witness, site: Sequence[Witness], domain: str, severity: Severity, more: Sequence[Sign]
    ) -> CorpusFinding:
        case = case_of(witness)
        signs = [*case.all_signs, *more]
        related, count = others(witness, site, f"links to {domain} in the same way")
        return CorpusFinding(
            self.message(case, reached(case, domain)),
            value=case.href,
            target=domain,
            address=case.href,
            severity=severity,
            confidence=Confidence.LIKELY,
            evidence=tuple(evidence_of(signs)),
            witness=witness,
            related=related,
            related_count=count,
        )

    def _fix(self, witness: Witness, case: Case) -> Fix | None:
        """The edit that marks the link."""
        if not self.qualifier or witness.spot is None:
            return None
        tag = witness.spot._replace(start=case.tag_start, end=case.tag_end)
        return with_rel(case.tag, case.rel_written, self.qualifier, safe=False, at=tag)


def _most_certain(site: Sequence[Witness]) -> Iterator[Witness]:
    best: dict[int, tuple[float, Witness]] = {}
    for witness in site:
        case = case_of(witness)
        weight = total(case.all_signs) + 10 * case.floor
        if witness.order not in best or weight > best[witness.order][0]:
            best[witness.order] = weight, witness
    return (witness for _, witness in best.values())


def evidence_of(signs: Sequence[Sign]) -> Iterator[Evidence]:
    """The reasons in one line, the probability, and every sign with its weight and its place."""
    yield Evidence("why", reasons(signs))
    yield Evidence("probability", f"{probability(total(signs)):.2f}")
    for one in sorted(signs, key=lambda one: -abs(one.weight)):
        where = f" (characters {one.start} to {one.end})" if one.start >= 0 else ""
        yield Evidence(f"{one.id} {one.weight:+.1f}", f"{one.says}{where}")


def reached(case: Case, domain: str) -> str:
    """The domain in a message, and the host of the redirect that leads there: it is what the address shows."""
    outer = parse_url(case.href)
    if outer is None or outer.registrable == domain:
        return domain
    return f"{domain} through {outer.host.removeprefix('www.')}"


def shown(case: Case) -> str:
    """What a message calls the link."""
    return f'"{case.anchor}"' if case.anchor != "a picture" else case.anchor


def unknown_rel(case: Case) -> str:
    """A part of a sentence on a `rel` that does not qualify, or ""."""
    return f' (its rel, "{case.rel}", does not say so)' if case.rel else ""
