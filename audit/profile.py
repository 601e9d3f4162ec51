"""Which fields records have: how full, of which types, how long, and what is odd about them.

Pure, in one pass and in flat memory: of a field only counts, hashes of a bounded number of values and one shortened
example are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_FIELDS = 5_000
"""Fields that are told apart. A post has about 300; a plugin that uses ids as keys has any number."""
MOST_DISTINCT = 1_000
"""Values of one field that are told apart."""
DEEPEST = 16
"""Levels that are looked at; the deepest graph of real posts has 11."""
LONGEST_EXAMPLE = 60
"""Characters."""

_ALL_DISTINCT = 200_000  # values of all fields: 16 MB
_LONGEST_KEY = 80
_LOOKED_AT = 4_096  # characters of a text that an example is made of
_FEW = 0.1
_ENOUGH = 10  # objects from which on a share of them says something

_SECRET_NAME = re.compile(
    r"pass(?:word|wd|phrase)?$|pwd$|secret|token|api[_-]?key|private[_-]?key|credential|cookie|nonce|authorization"
    r"|session[_-]?id",
    re.IGNORECASE,
)
_SECRET_PARAMETER = re.compile(
    r"([?&;](?:amp;)?[\w-]{0,40}(?:token|key|secret|password|pwd|signature|sig|auth|nonce)=)[^&#\s\"'<>]+",
    re.IGNORECASE,
)
_NUMBERS = frozenset({"integer", "number"})


class Odd(NamedTuple):
    """What is odd about a field.

    Attributes:
        kind: a stable name: `types`, `missing` or `empty`.
        message: a fact, in words.
    """

    kind: str
    message: str


@dataclass(slots=True)
class Field:
    """What is known of one field.

    Attributes:
        path: names with dots between them; `[]` stands for the items of a list.
        parent: path of what holds it; empty for a record's own fields.
        present: how many objects have it; for items of a list, how many there are.
        nulls: how many of those are null.
        empties: how many are a text of blanks, a list without items or an object without members.
        types: how many values of each type of JSON, without null.
        longest: characters of the longest text; None without texts.
        example: the first value that is neither null nor empty, shortened; None without one.
    """

    path: str
    parent: str
    present: int = 0
    nulls: int = 0
    empties: int = 0
    types: Counter[str] = field(default_factory=Counter)
    longest: int | None = None
    example: str | None = None
    _seen: set[int] = field(default_factory=set)
    _more: bool = False

    @property
    def distinct(self) -> int:
        """How many different texts, numbers and truth values there are, as far as they are told apart."""
        return len(self._seen)

    @property
    def distinct_is_exact(self) -> bool:
        """Whether all values were told apart."""
        return not self._more

    def add(self, name: str, value: Any, room: int) -> int:
        """Count a value; returns how many more hashes are kept, at most `room`."""
        self.present += 1
        kind = type_of(value)
        if kind == "null":
            self.nulls += 1
            return 0
        self.types[kind] += 1
        if isinstance(value, str):
            self.longest = max(self.longest or 0, len(value))
        if value in ("", [], {}) or (kind == "string" and value.isspace()):
            self.empties += 1
            return 0
        if kind in {"array", "object"}:
            return 0
        if self.example is None:
            self.example = _example(name, value)
        return self._told_apart(hash((kind, value)), room)

    def _told_apart(self, value: int, room: int) -> int:
        if self._more or value in self._seen:
            return 0
        if len(self._seen) == MOST_DISTINCT or not room:
            self._more = True
            return 0
        self._seen.add(value)
        return 1


class Row(NamedTuple):
    """A field and what surrounds it.

    Attributes:
        field: the field.
        of: how many objects could have it.
        odd: what is odd about it, the oddest first.
    """

    field: Field
    of: int
    odd: tuple[Odd, ...]


class Profile:
    """Counts the fields of records."""

    def __init__(self) -> None:
        self.records = 0
        """How many records were counted."""
        self.has_more_fields = False
        """Whether there were more fields than are told apart."""
        self._fields: dict[str, Field] = {}
        self._objects: Counter[str] = Counter()
        self._room = _ALL_DISTINCT

    def add(self, record: Mapping[str, Any]) -> None:
        """Count a record."""
        self.records += 1
        waiting: list[tuple[str, Any, int]] = [("", record, 0)]
        while waiting:
            path, value, depth = waiting.pop()
            if isinstance(value, dict):
                self._objects[path] += 1
                held = [(f"{path}.{_key(name)}" if path else _key(name), name, inner) for name, inner in value.items()]
            else:
                held = [(f"{path}[]", "", inner) for inner in value]
            for inner_path, name, inner in held:
                known = self._field(inner_path, path)
                if known is None:
                    continue
                self._room -= known.add(name, inner, self._room)
                if isinstance(inner, dict | list) and depth < DEEPEST:
                    waiting.append((inner_path, inner, depth + 1))

    def _field(self, path: str, parent: str) -> Field | None:
        known = self._fields.get(path)
        if known is None:
            if len(self._fields) == MOST_FIELDS:
                self.has_more_fields = True
                return None
            known = self._fields[path] = Field(path, parent)
        return known

    def rows(self) -> list[Row]:
        """The fields: odd ones first, the others as they were met, each behind what holds it."""
        rows = [self._row(known) for known in self._in_order()]
        return sorted(rows, key=lambda row: _RANKS[row.odd[0].kind] if row.odd else len(_RANKS))

    def _in_order(self) -> Iterator[Field]:
        held: dict[str, list[Field]] = {}
        for known in self._fields.values():
            held.setdefault(known.parent, []).append(known)
        waiting = held.get("", [])[::-1]
        while waiting:
            known = waiting.pop()
            yield known
            waiting += held.get(known.path, [])[::-1]

    def _row(self, known: Field) -> Row:
        of = known.present if known.path.endswith("[]") else self._objects[known.parent]
        return Row(known, of, tuple(_oddities(known, of)))


_RANKS = {"types": 0, "missing": 1, "empty": 2}


def _oddities(known: Field, of: int) -> Iterator[Odd]:
    kinds = {"number" if kind in _NUMBERS else kind for kind in known.types}
    if len(kinds) > 1:
        yield Odd("types", " and ".join(f"{kind} in {count:,}" for kind, count in known.types.most_common()))
    lacking = of - known.present
    if of >= _ENOUGH and 0 < lacking <= _FEW * of:
        yield Odd("missing", f"missing in {lacking:,} of {of:,}")
    if known.present and known.nulls + known.empties == known.present:
        yield Odd("empty", "empty everywhere")


_TYPES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    str: "string",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}


def type_of(value: Any) -> str:
    """The type of a JSON value."""
    return _TYPES[type(value)]


def _key(name: str) -> str:
    """A name for a path, at most so long; hostile records have any."""
    return name if len(name) <= _LONGEST_KEY else name[: _LONGEST_KEY - 1] + "…"


def _example(name: str, value: Any) -> str:
    if _SECRET_NAME.search(name):
        return "(not shown)"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join((value[:_LOOKED_AT] if isinstance(value, str) else repr(value)[:_LOOKED_AT]).split())
    text = _SECRET_PARAMETER.sub(r"\1***", masked(text))
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
