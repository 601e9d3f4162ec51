"""Which rules a run uses: codes, code prefixes and names, as the settings select and ignore them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from audit._counted import counted
from audit._nearest import did_you_mean, slip_for
from audit.errors import SettingsError
from audit.rule import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.finding import Severity
    from audit.rule import Rule
    from audit.settings import Settings

UNKNOWN_RULE = "unknown_rule"
"""The kind of error that pydantic reports where settings name no rule; its context has `name` and `neighbour`."""


class Selection(NamedTuple):
    """Which rules a run uses.

    Attributes:
        active: the rules to run, with their settings, by code; companions among them, which speak only inside another
            finding.
        ignored: rules that would run, were they not ignored.
        severities: the severities that the settings give to rules, by code.
    """

    active: tuple[Rule, ...]
    ignored: tuple[Rule, ...]
    severities: Mapping[str, Severity]


def selected(settings: Settings, rules: Iterable[type[Rule]] | None = None) -> Selection:
    """Choose the rules of a run, and give them their settings.

    An exact name or code switches a rule on whatever its status, and keeps it on where only a prefix of its code is
    ignored. A prefix switches on what is stable, with `preview` what is in preview too.

    Args:
        settings: what to select and ignore.
        rules: the rules to choose from; by default all that are installed.

    Raises:
        SettingsError: a selector fits no rule, or no rule is left that could speak.
    """
    known = tuple(rules) if rules is not None else _all_rules()
    for selector in (*settings.select, *settings.extend_select, *settings.ignore):
        if not any(_fits(rule, selector) for rule in known):
            raise SettingsError(_unknown(selector, known))
    active: list[Rule] = []
    ignored: list[Rule] = []
    for rule in known:
        if _is_wanted(rule, settings):
            chosen = ignored if _is_ignored(rule, settings) else active
            chosen.append(rule(**settings.rules.get(rule.name, {})))
    if all(rule.status is Status.COMPANION for rule in active):
        raise SettingsError("no rule is left to run: select and ignore leave none that could find anything.")
    severities = {rule.code: settings.severity[rule.name] for rule in known if rule.name in settings.severity}
    return Selection(tuple(active), tuple(ignored), severities)


def _is_wanted(rule: type[Rule], settings: Settings) -> bool:
    if rule.status is Status.COMPANION:
        return True
    selectors = (*settings.select, *settings.extend_select)
    if any(is_exact(rule, selector) for selector in selectors):
        return True
    if rule.status is Status.NAMED or (rule.status is Status.PREVIEW and not settings.preview):
        return False
    return not settings.select or any(_fits(rule, selector) for selector in selectors)


def _is_ignored(rule: type[Rule], settings: Settings) -> bool:
    if any(is_exact(rule, selector) for selector in settings.ignore):
        return True
    if any(is_exact(rule, selector) for selector in (*settings.select, *settings.extend_select)):
        return False
    return any(_fits(rule, selector) for selector in settings.ignore)


def is_exact(rule: type[Rule], selector: str) -> bool:
    """Whether a selector is a rule's code or name, and no prefix."""
    return selector in {rule.code, rule.name}


def _fits(rule: type[Rule], selector: str) -> bool:
    return rule.name == selector or rule.code.startswith(selector)


def _all_rules() -> tuple[type[Rule], ...]:
    from audit.rules import all_rules  # noqa: PLC0415 - imports every rule; settings without selectors need none

    return all_rules()


def rules_of(selectors: Iterable[str], rules: Iterable[type[Rule]]) -> tuple[type[Rule], ...]:
    """The rules that selectors fit, in the order of the selectors, each once: to read about them, not to run them.

    Beside what the settings take, the beginning of a name fits, and a code in small letters.

    Raises:
        SettingsError: a selector fits no rule; names the nearest neighbour.
    """
    known = tuple(rules)
    chosen: dict[type[Rule], None] = {}
    for selector in selectors:
        fitting = [rule for rule in known if _fits(rule, selector)] or [
            rule for rule in known if rule.name.startswith(selector.lower()) or rule.code.startswith(selector.upper())
        ]
        if not selector or not fitting:
            raise SettingsError(f'unknown rule "{selector}".{_neighbour(selector, known)}')
        chosen.update(dict.fromkeys(fitting))
    return tuple(chosen)


def _unknown(name: str, rules: Iterable[type[Rule]]) -> str:
    return f'unknown rule "{name}".{_advice(name, rules)}'


def _advice(name: str, rules: Iterable[type[Rule]]) -> str:
    """The name that is all but written, else what the beginning of one is good for, else the nearest name."""
    known = [known for rule in rules for known in (rule.name, rule.code, rule.family.code)]
    slip = slip_for(name, known)
    return f' Did you mean "{slip}"?' if slip else _begun(name, rules) or did_you_mean(name, known)


def _begun(name: str, rules: Iterable[type[Rule]]) -> str:
    """What to do about the beginning of a name, as a sentence with a blank before it; "" for anything else."""
    count = sum(rule.name.startswith(name) for rule in rules)
    if not name or not count:
        return ""
    return (
        f" Codes, code prefixes and whole names are taken; {counted(count, 'name')} begin{'s' * (count == 1)} so: "
        f"`postaudit rules {name}`."
    )


def _neighbour(name: str, rules: Iterable[type[Rule]]) -> str:
    known = [known for rule in rules for known in (rule.name, rule.code, rule.family.code)]
    return did_you_mean(name, known)


def known_selector(selector: str) -> str:
    """A selector that fits an installed rule, for a validator of pydantic."""
    if not any(_fits(rule, selector) for rule in _all_rules()):
        raise _unknown_selector(selector)
    return selector


def known_rule(name: str) -> type[Rule]:
    """The installed rule with a name or code, for a validator of pydantic."""
    for rule in _all_rules():
        if is_exact(rule, name):
            return rule
    raise _unknown_rule(name)


def _unknown_selector(name: str) -> PydanticCustomError:
    told = {"name": name, "neighbour": _advice(name, _all_rules())}
    return PydanticCustomError(UNKNOWN_RULE, "unknown rule {name}{neighbour}", told)


def _unknown_rule(name: str) -> PydanticCustomError:
    first = next((rule.code for rule in _all_rules() if name and rule.code.startswith(name)), None)
    neighbour = _neighbour(name, _all_rules())
    if first is not None:
        neighbour = f' Prefixes do not work here: name each rule by itself, such as "{first}".'
    return PydanticCustomError(UNKNOWN_RULE, "unknown rule {name}{neighbour}", {"name": name, "neighbour": neighbour})
