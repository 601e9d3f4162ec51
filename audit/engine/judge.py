"""The judge phase: what was gathered under one key is judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.engine.draft import Draft, draft_of
from audit.engine.edit import Wish
from audit.engine.map import first_place
from audit.engine.store import SITE_ORDER
from audit.finding import Spot
from audit.report import ErrorEntry
from audit.rule import CorpusRule, Scope
from audit.site import SiteTotals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from audit.engine.plan import Plan
    from audit.engine.store import Store
    from audit.finding import CorpusFinding, Witness
    from audit.post import Origin
    from audit.rule import Rule

    ReadAgain = Callable[[int], tuple[dict[str, Any], Origin]]
    """Reads the record of a post again, by its place in the input: the record, and where it came from."""


def judge(plan: Plan, store: Store, totals: Mapping[str, SiteTotals], read_again: ReadAgain) -> list[ErrorEntry]:
    """Judge every key, put the findings into the store, and return what crashed."""
    errors: dict[str, ErrorEntry] = {}
    store.add_verdicts(_verdicts(plan, store, totals, read_again, errors))
    return list(errors.values())


def _verdicts(
    plan: Plan,
    store: Store,
    totals: Mapping[str, SiteTotals],
    read_again: ReadAgain,
    errors: dict[str, ErrorEntry],
) -> Iterator[tuple[int, str, Draft]]:
    nothing = SiteTotals()
    comparing = {rule.code for rule in plan.rules if isinstance(rule, CorpusRule) and rule.needs_several}
    for code, key, witnesses in store.witnesses(comparing):
        if code in plan.link_groups:
            yield from _link_verdicts(plan, code, key, witnesses, store, totals, errors)
            continue
        rule = plan.by_code[code]
        if code in errors or not isinstance(rule, CorpusRule):
            continue
        site = witnesses[0].site
        try:
            found = list(rule.check(key, witnesses, totals.get(site, nothing)))
            if found and rule.scope is Scope.SITE:
                witnesses[0] = _placed(plan, rule, key, witnesses[0], read_again)
        except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
            message = f"{code} {rule.name} crashed on the key {key!r}: {type(error).__name__}: {error}"
            errors[code] = ErrorEntry(kind="rule-crashed", rule=code, message=message)
            continue
        for finding in found:
            if rule.scope is Scope.SITE:
                yield SITE_ORDER, site, _site_draft(plan, rule, finding, witnesses)
            else:
                witness = finding.witness or witnesses[0]
                yield witness.order, witness.site, _draft(plan, rule, finding, witness)


def _link_verdicts(
    plan: Plan,
    code: str,
    key: str,
    witnesses: Sequence[Witness],
    store: Store,
    totals: Mapping[str, SiteTotals],
    errors: dict[str, ErrorEntry],
) -> Iterator[tuple[int, str, Draft]]:
    """What the rules that gather alike say of one address. One that was not asked, or not to an end, says nothing."""
    probe = store.probe_of(key)
    if probe is None:
        return
    store.add_link_entry(probe, witnesses)
    own = totals.get(witnesses[0].site, SiteTotals())
    for rule in plan.link_groups[code]:
        if rule.code in errors:
            continue
        try:
            found = list(rule.check(probe, witnesses, own))
        except Exception as error:  # noqa: BLE001 - one rule that crashes must not take the others with it
            message = f"{rule.code} {rule.name} crashed on the address {key!r}: {type(error).__name__}: {error}"
            errors[rule.code] = ErrorEntry(kind="rule-crashed", rule=rule.code, message=message)
            continue
        for finding in found:
            witness = finding.witness or witnesses[0]
            yield witness.order, witness.site, _draft(plan, rule, finding, witness)


def _draft(plan: Plan, rule: Rule, finding: CorpusFinding, witness: Witness) -> Draft:
    """The draft of a post's finding; its fix is placed when it is known to stay, for which the post is read again."""
    fix = finding.fix
    spot = fix.at if fix is not None and isinstance(fix.at, Spot) else witness.spot
    wish = Wish.of(fix, spot, html=True).plain() if fix is not None and spot is not None else None
    return draft_of(rule, finding, plan.severities, witness.spot, witness.quote, wish=wish)


def _placed(plan: Plan, rule: CorpusRule, key: str, witness: Witness, read_again: ReadAgain) -> Witness:
    """The first witness with its place, which is missing if a repeated post, left out since, stood before it."""
    if witness.spot is not None:
        return witness
    spot, quoted = first_place(plan, rule, key, *read_again(witness.order))
    return witness._replace(spot=spot, quote=quoted)


def _site_draft(plan: Plan, rule: CorpusRule, finding: CorpusFinding, witnesses: Sequence[Witness]) -> Draft:
    """A fault of the site lists all its posts, and quotes the first place as evidence."""
    draft = draft_of(rule, finding, plan.severities, witnesses[0].spot, witnesses[0].quote)
    related = [(order, "") for order in sorted({witness.order for witness in witnesses})]
    return draft._replace(related=related, related_count=len(related))
