"""The words of structured data: which vocabulary a context stands for, and its terms without schema.org's prefixes.

Source: https://www.w3.org/TR/json-ld11/#the-context
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from audit.facts.jsonld_values import CONTAINERS, MAX_DEPTH, JsonObject, Path, objects
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable


class Vocabulary(StrEnum):
    """What an `@context` stands for: schema.org, nothing, something unreadable, or another vocabulary."""

    SCHEMA_ORG = "schema.org"
    MISSING = "missing"
    INVALID = "invalid"
    FOREIGN = "foreign"


@dataclass(slots=True, eq=False)
class Context:
    """The `@context` of one object at the top: its value as written (None where it is missing) and what that means.

    Attributes:
        value: the value.
        vocabulary: what it means.
        pointer: where the object stands in the block.
        holder: the object.
    """

    value: Any
    vocabulary: Vocabulary
    pointer: str
    holder: JsonObject


_SCHEMA_PREFIXES = ("https://schema.org/", "http://schema.org/", "schema:")
_SCHEMA_HOSTS = frozenset({"schema.org", "www.schema.org"})
_ALIKE = 0.8  # of difflib's ratio: schemas.org 0.95, shema.org 0.95, schema.com 0.8; w3.org 0.5, json-ld.org 0.48


def vocabulary_of(context: Any) -> Vocabulary:
    """What an `@context` stands for; in a list, schema.org wins over whatever stands beside it."""
    if type(context) is str:
        return _vocabulary_of_address(context)
    if not context:
        return Vocabulary.MISSING
    if type(context) is dict:
        return _vocabulary_of_map(context)
    if type(context) is not list:
        return Vocabulary.INVALID
    members = {
        _vocabulary_of_address(item) if type(item) is str else _vocabulary_of_map(item)
        for item in context
        if type(item) in (str, dict)
    }
    return next((kind for kind in _BY_WEIGHT if kind in members), Vocabulary.INVALID)


_BY_WEIGHT = (Vocabulary.SCHEMA_ORG, Vocabulary.FOREIGN, Vocabulary.INVALID, Vocabulary.MISSING)


def _vocabulary_of_map(context: JsonObject) -> Vocabulary:
    """`@vocab` decides; without it, a prefix or a term that leads to schema.org."""
    if type(context.get("@vocab")) is str:
        return _vocabulary_of_address(context["@vocab"])
    members = {_vocabulary_of_address(item) for item in context.values() if type(item) is str}
    return next((kind for kind in _BY_WEIGHT[:2] if kind in members), Vocabulary.MISSING)


@kept(256)
def _vocabulary_of_address(context: str) -> Vocabulary:
    context = context.strip()
    if not context:
        return Vocabulary.MISSING
    try:
        parts = urlsplit(context)
        host = parts.hostname or ""
    except ValueError:
        return Vocabulary.INVALID
    if parts.scheme not in {"http", "https"}:
        return Vocabulary.FOREIGN if parts.scheme and host not in _SCHEMA_HOSTS else Vocabulary.INVALID
    if host in _SCHEMA_HOSTS:
        ours = parts.path in {"", "/"} or parts.path.startswith(("/docs/jsonldcontext", "/version/"))
        return Vocabulary.SCHEMA_ORG if ours else Vocabulary.INVALID
    alike = SequenceMatcher(None, host.removeprefix("www."), "schema.org").ratio() >= _ALIKE
    return Vocabulary.INVALID if alike or not host else Vocabulary.FOREIGN


@kept(1024)
def one_type(name: str) -> tuple[str, ...]:
    """The type that a name stands for, without schema.org's own prefix; none for a blank."""
    name = name.strip()
    for prefix in _SCHEMA_PREFIXES:
        if name.startswith(prefix):
            name = name[len(prefix) :]
            break
    return (name,) if name else ()


def types_of(value: Any) -> tuple[str, ...]:
    """The types that an `@type` names, without schema.org's own prefix, each once."""
    if type(value) is str:
        return one_type(value)
    if type(value) is not list:
        return ()
    return tuple(dict.fromkeys(name for item in value if type(item) is str for name in one_type(item)))


def without_prefixes(root: JsonObject) -> JsonObject:
    """A root in which schema.org's terms are bare: `"s:name"`, where its context defines `s`, becomes `"name"`.

    So does `"https://schema.org/name"`, which needs no context.
    """
    prefixes = (*_prefixes_of(root.get("@context")), *(_ADDRESSES if _is_spelt_out(root) else ()))
    return cast("JsonObject", _renamed(root, prefixes, MAX_DEPTH)) if prefixes else root


_ADDRESSES = _SCHEMA_PREFIXES[:2]


def _is_spelt_out(root: JsonObject) -> bool:
    """Whether the properties of a root, or of the first node of its graph, are written as addresses."""
    return any(key.startswith(_ADDRESSES) for key in _first_words(root))


def vocabulary_of_words(root: JsonObject) -> Vocabulary:
    """What a root without a context speaks: another vocabulary, if all its properties are written as addresses."""
    words = [key for key in _first_words(root) if key[:1] != "@"]
    return Vocabulary.FOREIGN if words and all("://" in word for word in words) else Vocabulary.MISSING


def _first_words(root: JsonObject) -> list[str]:
    """The keys of a root, and of the first node of its graph."""
    graph = root.get("@graph")
    first = graph[0] if type(graph) is list and graph and type(graph[0]) is dict else {}
    return [*root, *first]


def _prefixes_of(context: Any) -> tuple[str, ...]:
    """The prefixes that a context defines for schema.org."""
    if context is None or type(context) is str:
        return ()
    maps = [part for part in (context if type(context) is list else [context]) if type(part) is dict]
    return tuple(
        f"{term}:"
        for part in maps
        for term, address in part.items()
        if type(address) is str and term[:1] != "@" and _vocabulary_of_address(address) is Vocabulary.SCHEMA_ORG
    )


def _renamed(value: Any, prefixes: tuple[str, ...], levels: int) -> Any:
    """A JSON value without these prefixes in its keys and types."""
    if type(value) is list and levels:
        return [_renamed(item, prefixes, levels - 1) for item in value]
    if type(value) is not dict or not levels:
        return value
    renamed: JsonObject = {}
    for key, inner in value.items():
        if key == "@context":
            renamed[key] = inner
        elif key == "@type":
            names = inner if type(inner) is list else [inner]
            renamed[key] = [_unprefixed(name, prefixes) for name in names if type(name) is str]
        else:
            renamed[_unprefixed(key, prefixes)] = _renamed(inner, prefixes, levels - 1)
    return renamed


def _unprefixed(term: str, prefixes: tuple[str, ...]) -> str:
    if not term.startswith(prefixes):
        return term
    return next(term[len(prefix) :] for prefix in prefixes if term.startswith(prefix))


def speakers(root: JsonObject, path: Path) -> Iterable[tuple[JsonObject, Path]]:
    """The objects of a root that say whose words it uses: it, or the nodes of a graph of which each says so itself."""
    if "@context" not in root and type(graph := root.get("@graph")) is list and root.keys() <= CONTAINERS:
        nodes = objects(graph, (path, "@graph"))
        if any("@context" in node for node, _ in nodes):
            return nodes
    return ((root, path),)
