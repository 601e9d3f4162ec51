"""What schema.org knows, and what a node makes of it.

The facts are data (`vocabulary.json`), read when the first rule asks.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PREFIXES = (
    "https://schema.org/",
    "http://schema.org/",
    "https://www.schema.org/",
    "http://www.schema.org/",
    "schema:",
)
SUFFIXES = ("-input", "-output")  # of an action's property: https://schema.org/docs/actions.html
_ALIASES = frozenset({"type", "id"})  # by schema.org's own context
_SPELT_BY_GOOGLE = frozenset({"xPath"})  # its page on speakable text says so; schema.org has `xpath`


class Vocabulary:
    """One release of schema.org.

    Attributes:
        types: every type, with its direct parents; members of enumerations are no types.
        domains: every property, with the types that it is for.
        ranges: every property, with the types of its values.
        superseded: terms that another has taken the place of.
        enumerations: the members of each enumeration.
        members: all members of enumerations.
    """

    def __init__(self, facts: Mapping[str, Mapping[str, str]]) -> None:
        self.types = facts["types"]
        self.domains = facts["domains"]
        self.ranges = facts["ranges"]
        self.superseded = facts["superseded"]
        self.enumerations = facts["enumerations"]
        self.members = frozenset(name for members in self.enumerations.values() for name in members.split())

    def knows_type(self, name: str) -> bool:
        """Whether there is such a type. Specialities (`Dermatology`) are types and members of an enumeration."""
        return name in self.types or name in self.members

    @cache  # noqa: B019 - there is one vocabulary
    def ancestors(self, name: str) -> frozenset[str]:
        """A type with all types that it is a kind of; empty for what is no type, or also a member of an enumeration."""
        if name not in self.types:
            return frozenset()
        found = {name}
        pending = [name]
        while pending:
            for parent in self.types.get(pending.pop(), "").split():
                if parent not in found:
                    found.add(parent)
                    pending.append(parent)
        return frozenset(found)

    def is_kind_of(self, name: str, other: str) -> bool:
        """Whether every thing of the first type is one of the second."""
        return other in self.ancestors(name)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    return Vocabulary(orjson.loads((files(__package__ or "") / "vocabulary.json").read_bytes()))


def local_name(term: str) -> str:
    """A term without schema.org's own prefix or address."""
    for prefix in _PREFIXES:
        if term.startswith(prefix):
            return term[len(prefix) :]
    return term


def property_name(key: str) -> str:
    """The property of schema.org that a key stands for; "" for JSON-LD's own words and other vocabularies' terms."""
    if key.startswith("@") or key in _ALIASES:
        return ""
    name = local_name(key)
    if ":" in name:
        return ""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


class Shape(NamedTuple):
    """What the vocabulary says of all nodes with the same types and keys."""

    unknown_types: tuple[str, ...]
    unknown_properties: tuple[str, ...]
    misplaced: tuple[str, ...]
    superseded: tuple[str, ...]


CLEAN = Shape((), (), (), ())
"""The shape in which nothing is wrong: what is not this very one is worth a look."""


def shape_of(types: tuple[str, ...], keys: tuple[str, ...]) -> Shape:
    """Judge the types and keys of a node."""
    known = vocabulary()
    own = [name for name in types if ":" not in name]
    unknown_types = tuple(name for name in own if not known.knows_type(name))
    unknown: list[str] = []
    misplaced: list[str] = []
    superseded = [name for name in own if name in known.superseded]
    lineage = _lineage(types)
    for key in keys:
        name = property_name(key)
        if not name:
            continue
        if name not in known.domains:
            if name not in _SPELT_BY_GOOGLE:
                unknown.append(key)
            continue
        domains = known.domains[name]
        asked_for = key.endswith(SUFFIXES)  # by an action, of what it acts on: `mathExpression-input`
        if lineage and domains and not asked_for and lineage.isdisjoint(domains.split()):
            misplaced.append(key)
        if name in known.superseded:
            superseded.append(key)
    if not (unknown_types or unknown or misplaced or superseded):
        return CLEAN
    return Shape(unknown_types, tuple(unknown), tuple(misplaced), tuple(superseded))


def _lineage(types: tuple[str, ...]) -> frozenset[str]:
    """All types of a node with their ancestors; empty where nothing follows from them.

    A type of another vocabulary, or one that nobody knows, may carry anything; a Role repeats the property that it
    qualifies.
    """
    known = vocabulary()
    lines = [known.ancestors(name) for name in types]
    if not all(lines) or any("Role" in line for line in lines):
        return frozenset()
    return frozenset[str]().union(*lines)


@cache
def properties_of(*kinds: str) -> frozenset[str]:
    """The properties whose values are all of these types."""
    wanted = set(kinds)
    return frozenset(name for name, ranges in vocabulary().ranges.items() if ranges and set(ranges.split()) <= wanted)


@cache
def properties_with(kind: str, *without: str) -> frozenset[str]:
    """The properties whose values may be of the first type, and are never of the others."""
    return frozenset(
        name
        for name, ranges in vocabulary().ranges.items()
        if kind in (words := ranges.split()) and not any(other in words for other in without)
    )


def in_right_case(name: str) -> str | None:
    """The property that differs from a name in the case of letters only, whatever it is a property of."""
    return _lower_properties().get(name.lower())


@cache
def _lower_properties() -> dict[str, str]:
    return {name.lower(): name for name in vocabulary().domains}


def properties_for(types: Iterable[str]) -> list[str]:
    """The properties that nodes of these types may have."""
    lines = frozenset[str]().union(*(vocabulary().ancestors(name) for name in types))
    return [name for name, domains in vocabulary().domains.items() if not lines.isdisjoint(domains.split())]
