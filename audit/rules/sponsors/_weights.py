"""The table of signs (`features.json`), and what several of them together say of one link.

Weights are natural-log odds. Each group of signs is capped, trust has a floor, and an error needs two groups: no single
weak sign decides. A sign keeps where it was seen, so that a reader can check it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.finding import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable


class Feature(NamedTuple):
    """One kind of sign: what it weighs, and why."""

    id: str
    group: str
    weight: float
    says: str
    why: str


class Sign(NamedTuple):
    """One sign that was seen.

    Attributes:
        id: which feature.
        weight: what it weighs here.
        shown: what was seen, short; "" where the feature's sentence says all.
        start, end: where in the post's content field, in code points; -1 where it has no place of its own.
    """

    id: str
    weight: float
    shown: str = ""
    start: int = -1
    end: int = -1

    @property
    def group(self) -> str:
        """The group that it counts in."""
        return features()[self.id].group

    @property
    def says(self) -> str:
        """The sentence about it, with what was seen."""
        return features()[self.id].says.replace("{}", self.shown)


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files(__package__ or "") / "features.json").read_text("utf-8"))
    return loaded


@cache
def features() -> dict[str, Feature]:
    """All features by their id."""
    return {entry["id"]: Feature(**entry) for entry in _table()["features"]}


def sign(name: str, shown: str = "", *, times: float = 1.0) -> Sign:
    """A sign of a feature with the table's weight.

    Args:
        name: id of the feature.
        shown: what was seen.
        times: factor on the weight.
    """
    return Sign(name, round(features()[name].weight * times, 2), shown)


def told(name: str, shown: str = "", start: object = -1, end: object = -1, *, also: str = "") -> Evidence:
    """A sign as evidence: its weight, what was seen, and where.

    Args:
        name: id of the feature.
        shown: what was seen.
        start: where in the post's content field, in code points; negative where it has no place of its own.
        end: where it ends.
        also: more to say of it.
    """
    feature = features()[name]
    where = f" (characters {start} to {end})" if isinstance(start, int) and start >= 0 else ""
    return Evidence(f"{name} {feature.weight:+.1f}", f"{feature.says.replace('{}', shown)}{also}{where}")


PRIOR: float = _table()["prior"]
"""Log odds that a followed link to another site is planted, before anything is known: one in twenty-five."""
ERROR: float = _table()["error"]
WARNING: float = _table()["warning"]
_CAPS: dict[str, float] = _table()["caps"]
_TRUST_FLOOR: float = _table()["trust_floor"]
_GROUPS_FOR_ERROR = 2
_A_TINY_BIT = 0.05


def probability(score: float) -> float:
    """The chance that a score stands for."""
    return 1 / (1 + math.exp(-score))


def total(signs: Iterable[Sign], prior: float = PRIOR) -> float:
    """The sum of a prior and the groups, each within its bounds."""
    groups: dict[str, float] = {}
    for one in signs:
        groups[one.group] = groups.get(one.group, 0.0) + one.weight
    return prior + sum(
        max(_TRUST_FLOOR, weight) if group == "trust" else min(_CAPS[group], weight) for group, weight in groups.items()
    )


@dataclass(slots=True)
class Judgement:
    """All signs of one link.

    Attributes:
        signs: for and against.
        floor: the words are about this publication itself: at least a warning.
        named: the post is about the target, so an error is too hard.
    """

    signs: list[Sign] = field(default_factory=list)
    floor: bool = False
    named: bool = False

    def add(self, name: str, shown: str = "", *, times: float = 1.0) -> None:
        """Add a sign with the table's weight; blanks of what is shown are folded."""
        self.signs.append(sign(name, " ".join(shown.split()), times=times))

    def has(self, *names: str) -> bool:
        """Whether one of these features was seen."""
        return any(one.id in names for one in self.signs)

    def weight_of(self, group: str) -> float:
        """The sum of one group, not capped."""
        return sum(one.weight for one in self.signs if one.group == group)

    @property
    def score(self) -> float:
        """The sum of prior and capped groups."""
        return total(self.signs)


def level(signs: Iterable[Sign], *, floor: bool = False, named: bool = False) -> str:
    """`error`, `warning` or "" for the signs of one link.

    Args:
        signs: all of them, those of the corpus included.
        floor: at least a warning.
        named: at most a warning.
    """
    kept = list(signs)
    chance = probability(total(kept))
    sums: dict[str, float] = {}
    for one in kept:
        sums[one.group] = sums.get(one.group, 0.0) + one.weight
    groups = sum(1 for group, weight in sums.items() if group != "trust" and weight > _A_TINY_BIT)
    if chance >= ERROR and groups >= _GROUPS_FOR_ERROR and not named:
        return "error"
    return "warning" if floor or chance >= WARNING else ""


def reasons(signs: Iterable[Sign], most: int = 4) -> str:
    """The strongest signs for it, in one line."""
    strongest = sorted((one for one in signs if one.weight > 0), key=lambda one: -one.weight)
    return "; ".join(f"{one.says} (+{one.weight:.1f})" for one in strongest[:most])
