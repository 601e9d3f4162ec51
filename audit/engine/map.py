"""The map phase: everything that concerns one post. Pure but for reading the block; runs in any process."""

from __future__ import annotations

import reprlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from audit.engine.draft import LONGEST_QUOTE, Draft, draft_of, quote, shortened
from audit.engine.edit import Wish, placed
from audit.engine.version import version_of
from audit.facts import Facts, read
from audit.facts.url import without_credentials
from audit.finding import Place, Quote
from audit.post import Origin, Post
from audit.post_filter import PostFilter
from audit.secrets import masked
from audit.site import SiteTotals
from audit.sources import Record, SourceProblem, read_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.engine.plan import DueRule, Part, Plan, Step
    from audit.finding import Finding, Fix, Spot, Witness
    from audit.rule import CorpusRule, LinkRule, Rule
    from audit.sources import Block

COLLECT_AFTER = 1_000_000
"""Allocations between two looks for cycles. A decoded block makes thousands of objects, and none of them a cycle."""
_TOGETHER = 16
"""Posts that are audited together, rule by rule: a rule's code, and the states of the scan for signals, are then in the
processor's cache for all but the first of them. They are of one block, so that they never take much memory.
"""
_MOST_ID = 1 << 63
"""A larger id is none of a database's, and no number that JSON readers agree on."""
MOST_FINDINGS = 100
"""Findings of one rule in one post that are reported one by one; the last of them says how many more there are."""
_OF_WHOLE_SITES = frozenset({"rest", "visited"})
"""A sitemap, a feed or a list names what it likes: what is not in it may be there all the same."""
_HTML = (".rendered", ".raw", "page")
"""How the fields end whose text is HTML, those apart that are parsed."""
_EVERY_POST = PostFilter()
_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxlong = 2 * LONGEST_QUOTE


@dataclass(slots=True)
class MappedPost:
    """What the map phase keeps of one post: everything as bytes, ready for the store.

    Attributes:
        ref: ref of the post, not yet told apart from equal ones.
        site: identity of the site.
        entry: the post's entry in the report, JSON.
        drafts: its findings, JSON list of drafts.
        evaluated: whether any rule was evaluated.
        position: position of the record in its block.
        version: what shows that the post has changed, where the run asks (`Plan.version`).
    """

    ref: str
    site: str
    entry: bytes
    drafts: bytes
    evaluated: bool
    position: int
    version: str = ""


@dataclass(slots=True)
class Mapped:
    """What the map phase makes of one block.

    Attributes:
        posts: the audited posts in input order.
        witnesses: (rule code, key, index into `posts`, JSON of values and spot).
        checked: by rule code, subjects or posts that were checked; what is checked together is in the next two.
        failed: by rule code, how many of them failed.
        families: by family code, in how many posts a rule of it was evaluated.
        totals: by site.
        errors: (kind, source, post, rule, message).
        kinds: how many posts there are of each kind, by the plan's steps that were due on them.
        parts: how many parts of posts were looked at, by the step and its number among `Step.parts`.
        links: the distinct addresses that a browser or crawler would follow from the posts.
        quoted: (rule code, key) of the sites' faults whose first place is quoted: only that one will be shown.
        left_out: how many posts each filter left out, by its name in the settings.
    """

    posts: list[MappedPost] = field(default_factory=list)
    witnesses: list[tuple[str, str, int, bytes]] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    totals: defaultdict[str, SiteTotals] = field(default_factory=lambda: defaultdict(SiteTotals))
    errors: list[tuple[str, str, str | None, str | None, str]] = field(default_factory=list)
    kinds: Counter[tuple[int, ...]] = field(default_factory=Counter)
    parts: Counter[tuple[int, int]] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    quoted: set[tuple[str, str]] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, eq=False)
class _InHand:
    """A post that rules look at, and what they have found so far.

    Attributes:
        record: the record.
        facts: what was read of it.
        index: place of the post in `Mapped.posts`.
        checked: the families of which a rule was evaluated.
        found: the findings, each with its rule.
    """

    record: Record
    facts: Facts
    index: int
    checked: set[str] = field(default_factory=set)
    found: list[tuple[Rule, Finding]] = field(default_factory=list)


def map_block(plan: Plan, block: Block, most: int | None = None) -> Mapped:
    """Audit the posts of one block.

    Args:
        plan: what the run does.
        block: the block.
        most: audit at most so many posts.
    """
    mapped = Mapped()
    items = read_block(block)
    while some := list(islice(items, _TOGETHER)):
        hands: list[_InHand] = []
        for item in some:
            if isinstance(item, SourceProblem):
                where = f" {item.where}" if item.where else ""
                mapped.errors.append((item.kind, item.source, None, None, f"{item.source}:{where} {item.message}"))
            elif most is None or len(mapped.posts) + len(hands) < most:
                _take_in_hand(plan, item, hands, mapped)
        _map_posts(plan, hands, mapped)
    return mapped


def _take_in_hand(plan: Plan, record: Record, hands: list[_InHand], mapped: Mapped) -> None:
    """Read a post, unless a filter leaves it out."""
    complete = (plan.complete and record.form in _OF_WHOLE_SITES) or (record.whole and plan.posts == _EVERY_POST)
    origin = Origin(record.source, record.index, record.line, complete, record.form, plan.sitemap)
    post = Post.read(record.data, origin)
    refusing = plan.posts.refuses(post)
    if refusing is not None:
        mapped.left_out[refusing] += 1
    else:
        hands.append(_InHand(record, _read(plan, post), len(mapped.posts) + len(hands)))


def _map_posts(plan: Plan, hands: Sequence[_InHand], mapped: Mapped) -> None:
    """Audit some posts, rule by rule: see `_TOGETHER`."""
    due_on: defaultdict[int, list[_InHand]] = defaultdict(list)
    for hand in hands:
        due = plan.due(hand.facts)
        mapped.kinds[due.numbers] += 1
        hand.checked.update(due.families)
        for number in due.numbers:
            due_on[number].append(hand)
    _run_rules([(plan.steps[number], due_on[number]) for number in sorted(due_on)], mapped)
    for hand in hands:
        _finish_post(plan, hand, mapped)


def _finish_post(plan: Plan, hand: _InHand, mapped: Mapped) -> None:
    """Keep what the rules have found in a post, and what others than rules want to know of it."""
    facts = hand.facts
    for family in hand.checked:  # `Counter.update` asks first what it is given: dear for a handful
        mapped.families[family] += 1
    for code, rules in plan.link_groups.items():
        _gather_links(code, rules, hand, mapped)
    mapped.links.update(map(without_credentials, facts.addresses))
    mapped.totals[facts.site].add(facts)
    mapped.posts.append(
        MappedPost(
            ref=facts.ref,
            site=facts.site,
            entry=orjson.dumps(_entry(facts)),
            drafts=orjson.dumps([draft.plain() for draft in _drafts(plan, hand, mapped)]),
            evaluated=bool(hand.checked),
            position=hand.record.position,
            version=version_of(facts.post, plan.version) if plan.version is not None else "",
        )
    )


def _read(plan: Plan, post: Post) -> Facts:
    facts = read(post, plan.site, plan.as_of)
    facts.scan = plan.signals.scan
    return facts


def _entry(facts: Facts) -> dict[str, Any]:
    post = facts.post
    return {
        "id": post.id if post.id is not None and abs(post.id) < _MOST_ID else None,
        "site": facts.site,
        "url": masked(post.link) if post.link else post.link,
        "title": masked(facts.title),
        "type": post.type or "post",
        "source": post.origin.place,
        "edit_url": _edit_url(facts),
    }


def _edit_url(facts: Facts) -> str | None:
    """Where an editor edits the post, or what the page lists posts of."""
    if not facts.home:
        return None
    path = facts.page.edit_path if facts.page is not None else ""
    return f"{facts.home.rstrip('/')}/wp-admin/{path}" if path else facts.post.edit_url(facts.home)


def _run_rules(steps: Sequence[tuple[Step, Sequence[_InHand]]], mapped: Mapped) -> None:
    """Run the rules of each step over the posts on which it is due."""
    for step, hands in steps:
        for due in step.whole:
            _run_whole(due, hands, mapped)
    for step, hands in steps:
        for due in step.silent:
            if awake := [hand for hand in hands if due.code in hand.facts.signals]:
                _run_whole(due, awake, mapped)
    for step, hands in steps:
        for part in step.parts:
            _look_at(part, hands, mapped)
    for step, hands in steps:
        for due in step.choosy:
            _run_choosy(due, hands, mapped)


def _run_whole(due: DueRule, hands: Sequence[_InHand], mapped: Mapped) -> None:
    """Run a rule over whole posts."""
    for hand in hands:
        facts = hand.facts
        try:
            if due.subject is None:
                if gathered := due.judge(facts):
                    _keep(due, gathered, hand, mapped)
            elif (judged := due.judge(facts.post, facts)) and (found := list(judged)):
                mapped.failed[due.code] += 1
                hand.found += [(due.rule, finding) for finding in _told(found)]
        except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
            mapped.errors.append(_crash(due.rule, facts, error))


def _look_at(part: Part, hands: Sequence[_InHand], mapped: Mapped) -> None:
    """Run rules over the same parts of posts."""
    looking: list[tuple[_InHand, Sequence[Any]]] = []
    for hand in hands:
        try:
            subjects = hand.facts.of(part.subject)
        except Exception as error:  # noqa: BLE001 - what cannot be read must not take other rules with it
            mapped.errors += [_crash(due.rule, hand.facts, error) for due in part.looking]
            continue
        if subjects:
            mapped.parts[part.key] += len(subjects)
            looking.append((hand, subjects))
    for due in part.looking:
        for hand, subjects in looking:
            facts = hand.facts
            try:
                if due.has_patterns and due.code not in facts.signals:
                    continue
                suspects = subjects if due.suspects is None else due.suspects(facts)
                if suspects and (found := _check(due, suspects, facts, mapped)):
                    hand.found += [(due.rule, finding) for finding in found]
            except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
                mapped.errors.append(_crash(due.rule, facts, error))


def _crash(rule: Rule, facts: Facts, error: Exception) -> tuple[str, str, str | None, str | None, str]:
    message = f"{rule.code} {rule.name} crashed on {facts.ref}: {type(error).__name__}: {error}"
    return "rule-crashed", facts.post.origin.source, facts.ref, rule.code, message


def _run_choosy(due: DueRule, hands: Sequence[_InHand], mapped: Mapped) -> None:
    """Run a rule over the posts to which it applies."""
    for hand in hands:
        try:
            if due.rule.applies(hand.facts):
                hand.checked.add(due.family)
                _run_applying(due, hand, mapped)
        except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
            mapped.errors.append(_crash(due.rule, hand.facts, error))


def _run_applying(due: DueRule, hand: _InHand, mapped: Mapped) -> None:
    """Run a rule that applies to this post."""
    facts = hand.facts
    subjects = facts.of(due.subject) if due.subject is not None else ()
    mapped.checked[due.code] += len(subjects) if due.subject is not None else 1
    if due.has_patterns and due.code not in facts.signals:
        return
    if due.subject is None:
        _keep(due, due.judge(facts), hand, mapped)
    else:
        suspects = subjects if due.suspects is None else due.suspects(facts)
        found = _check(due, suspects, facts, mapped)
        hand.found += [(due.rule, finding) for finding in found]


def _check(due: DueRule, subjects: Sequence[Any], facts: Facts, mapped: Mapped) -> list[Finding]:
    found: list[Finding] = []
    before = failed = 0
    for subject in subjects:
        found += due.judge(subject, facts)
        if len(found) > before:
            failed += 1
            before = len(found)
    if failed:
        mapped.failed[due.code] += failed
    return _told(found)


def _told(found: list[Finding]) -> list[Finding]:
    """The findings of one rule in one post that are reported."""
    surplus = len(found) - MOST_FINDINGS
    if surplus > 0:
        del found[MOST_FINDINGS:]
        found[-1].message = f"{found[-1].message} ({surplus:,} more like this in the post)"
    return found


def _drafts(plan: Plan, hand: _InHand, mapped: Mapped) -> list[Draft]:
    """The findings of a post with their places, which are near each other and looked for in a row."""
    drafts: list[Draft] = []
    for rule, finding in hand.found:
        try:
            drafts.append(_placed(plan, rule, finding, hand.facts))
        except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
            mapped.errors.append(_crash(rule, hand.facts, error))
    return drafts


def _placed(plan: Plan, rule: Rule, finding: Finding, facts: Facts) -> Draft:
    spot = facts.spot(finding.at) if finding.at is not None else None
    quoted = _quoted(finding.at, spot, facts) if finding.at is not None and spot is not None else None
    fix = _fix(finding.fix, spot, facts) if finding.fix is not None else None
    return draft_of(rule, finding, plan.severities, spot, quoted, fix=fix)


def _fix(fix: Fix, spot: Spot | None, facts: Facts) -> dict[str, Any] | None:
    """A rule's fix as the report has it; None where it cannot be placed."""
    if isinstance(fix.at, Place):
        spot = facts.spot(fix.at)
    elif fix.at is not None:
        spot = fix.at
    if spot is None:
        return None
    html = spot.field.endswith(_HTML) or facts.markup_of(spot.field) is not None
    return placed(Wish.of(fix, spot, html=html), facts.post.value_at(spot.field))


def _quoted(place: Place, spot: Spot, facts: Facts) -> Quote | None:
    """What stands at a place: a stretch of the field, or the JSON value that is pointed at."""
    lines = facts.lines(spot.field) if spot.start >= 0 else None
    if place.pointer and place.shown is not None:
        line, column = lines.place(spot.start) if lines is not None else (0, 0)
        return Quote("", shortened(_json(place.shown)), "", line, column)
    return quote(lines, spot.start, spot.end) if lines is not None else None


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # nested too deeply, or an integer of more than 64 bits
        return _REPR.repr(value)


def _is_quoted(due: DueRule, key: str, mapped: Mapped) -> bool:
    """Whether a witness's place is quoted at once: always for some rules, the first of a key for the site's faults."""
    if not due.of_site:
        return due.keeps_quotes
    first = (due.code, key) not in mapped.quoted
    if first:
        mapped.quoted.add((due.code, key))
    return first


def _keep(due: DueRule, gathered: Iterable[tuple[str, Witness]], hand: _InHand, mapped: Mapped) -> None:
    """Keep the witnesses that a corpus rule gathered of one post."""
    facts, index = hand.facts, hand.index
    for key, witness in gathered:
        spot, quoted = None, None
        if witness.at is not None:
            if _is_quoted(due, key, mapped):
                spot = facts.spot(witness.at)
                quoted = _quoted(witness.at, spot, facts)
            elif not due.of_site:
                spot = facts.spot(witness.at)
        body = orjson.dumps([witness.values, spot and list(spot), quoted and list(quoted)])
        mapped.witnesses.append((due.code, key, index, body))


def _gather_links(code: str, rules: Sequence[LinkRule], hand: _InHand, mapped: Mapped) -> None:
    """The witnesses of rules that gather alike, kept once."""
    rule, facts = rules[0], hand.facts
    try:
        found = [
            (
                code,
                without_credentials(key),
                hand.index,
                orjson.dumps([witness.values, list(facts.spot(witness.at)), None]),
            )
            for key, witness in rule.gather(facts)
            if witness.at is not None
        ]
    except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
        mapped.errors.append(_crash(rule, facts, error))
        return
    if found:
        hand.checked.update(one.family.code for one in rules)
        for one in rules:
            mapped.checked[one.code] += 1
        mapped.witnesses.extend(found)


def first_place(
    plan: Plan, rule: CorpusRule, key: str, record: dict[str, Any], origin: Origin
) -> tuple[Spot | None, Quote | None]:
    """The place of a post's first witness under a key: for the one that will be shown, if it was not quoted at once.

    Args:
        plan: what the run does.
        rule: the rule that gathered it.
        key: the key.
        record: the post's record, read again.
        origin: where it came from.
    """
    facts = _read(plan, Post.read(record, origin))
    place = next((witness.at for found, witness in rule.gather(facts) if found == key), None)
    if place is None:
        return None, None
    spot = facts.spot(place)
    return spot, _quoted(place, spot, facts)
