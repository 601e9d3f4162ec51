"""The values of JSON-LD: what a property's lists and containers hold, and where in a script it stands.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 64
"""Levels of nesting in which nodes are looked for. The longest pointer in 673 real graphs has 6 steps."""

Path: TypeAlias = "tuple[Path, str | int] | tuple[()]"
"""Steps from the top of a script to a value, the last one outermost: cheaper than to build a pointer for each."""

JsonObject: TypeAlias = dict[str, Any]

CONTAINERS = frozenset({"@context", "@graph", "@id", "@included", "@list", "@set", "@reverse"})
"""The words of JSON-LD that hold nodes and say nothing themselves."""


def is_list_of_php(value: JsonObject) -> bool:
    """PHP writes a list with a hole, or one that was filtered, as an object whose keys are numbers."""
    return bool(value) and all(key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS for key in value)


_MOST_DIGITS = 9  # of an index; a longer number is an id


def is_missing(value: Any) -> bool:
    """Empty values count as missing, as Search Console reports them; False and 0 are values."""
    return value is None or (type(value) is str and (not value or value.isspace())) or value in ([], {})


def leaves(value: Any) -> Iterator[Any]:
    """The single values of a property: what its lists, PHP's lists and JSON-LD's containers hold."""
    pending = [value]
    while pending:
        item = pending.pop()
        kind = type(item)
        if kind is list:
            pending.extend(reversed(item))
        elif kind is dict and is_list_of_php(item):
            pending.extend(reversed(item.values()))
        elif kind is dict and ("@list" in item or "@set" in item):
            pending.append(item.get("@list", item.get("@set")))
        elif not is_missing(item):
            yield item


def _escape(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def pointer_of(path: Path) -> str:
    """The steps as a JSON pointer (RFC 6901)."""
    steps: list[str] = []
    while path:
        path, step = path
        steps.append(f"/{_escape(step)}")
    return "".join(reversed(steps))


def property_of(path: Path) -> str:
    """The last name on a path: the property whose value, or one of whose values, stands there."""
    while path:
        path, step = path
        if type(step) is str:
            return step
    return ""


def objects(items: list[Any], path: Path) -> list[tuple[JsonObject, Path]]:
    """The objects of a list, and behind them those of lists inside it."""
    found: list[tuple[JsonObject, Path]] = []
    level = [(items, path)]
    for _ in range(MAX_DEPTH):
        deeper: list[tuple[list[Any], Path]] = []
        for members, above in level:
            for index, item in enumerate(members):
                kind = type(item)
                if kind is dict:
                    found.append((item, (above, index)))
                elif kind is list:
                    deeper.append((item, (above, index)))
        if not deeper:
            break
        level = deeper
    return found
