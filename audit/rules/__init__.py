"""The rules: one a file, found because it is there. `README.md` beside this file is their generated index."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import isabstract
from typing import TYPE_CHECKING

from audit.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            and issubclass(value, Rule)
            and value.__module__ == module
            and not isabstract(value)
            and "code" in value.__dict__
        ):
            yield value


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule that is installed, by code.

    Raises:
        TypeError: two rules share a code or a name.
    """
    found = [*_own_rules(), *(entry.load() for entry in entry_points(group=ENTRY_POINTS))]
    for attribute in ("code", "name"):
        names = [getattr(rule, attribute) for rule in found]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise TypeError(f"two rules share the {attribute} {', '.join(sorted(doubled))}")
    return tuple(sorted(found, key=lambda rule: rule.code))
