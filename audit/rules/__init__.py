"""The rules: one a file, found because it is there. `README.md` beside this file is their generated index."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import isabstract
from typing import TYPE_CHECKING

from audit.errors import PostauditError
from audit.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "postaudit.rules"
"""Entry-point group through which third parties add rules: each names a `Rule` class."""


def _own_rules() -> Iterator[type[Rule]]:
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        if module.ispkg or module.name.rpartition(".")[2].startswith("_"):
            continue
        yield from _rules_in(import_module(module.name).__dict__, module.name)


def _rules_in(namespace: dict[str, object], module: str) -> Iterator[type[Rule]]:
    for value in namespace.values():
        if (
            isinstance(value, type)
            and value.__module__ == module
            and "code" in value.__dict__
            and issubclass(value, Rule)  # asked last: an abstract class looks through all its subclasses for this
            and not isabstract(value)
        ):
            yield value


def _loaded(entry: EntryPoint) -> type[Rule]:
    """The rule that another package brings. Whatever its code raises, leaving the process included, is told."""
    try:
        rule = entry.load()
    except (Exception, SystemExit) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise PostauditError(_not_loaded(entry, reason)) from error
    if not (isinstance(rule, type) and issubclass(rule, Rule)):
        raise PostauditError(_not_loaded(entry, "it is no class derived from audit.Rule"))
    return rule


def _not_loaded(entry: EntryPoint, reason: str) -> str:
    package = entry.dist.name if entry.dist is not None else entry.module
    return (
        f'the package {package} brings a rule that cannot be loaded ("{entry.name}", {entry.value}): '
        f"{reason.rstrip('.')}. Mend the package, or uninstall it."
    )


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule that is installed, by code.

    Raises:
        TypeError: two rules share a code or a name.
        PostauditError: a rule of another package cannot be loaded; names the package.
    """
    found = [*_own_rules(), *map(_loaded, entry_points(group=ENTRY_POINTS))]
    for attribute in ("code", "name"):
        names = [getattr(rule, attribute) for rule in found]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise TypeError(f"two rules share the {attribute} {', '.join(sorted(doubled))}")
    return tuple(sorted(found, key=lambda rule: rule.code))
