"""The terms that the nodes of a page use, judged against the vocabulary in one walk for all rules that ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.rules.structured_data._items import parts_of_own_items
from audit.rules.structured_data._values import odd_shapes
from audit.rules.structured_data._vocabulary import Shape, shape_of, vocabulary

if TYPE_CHECKING:
    from audit.facts import Facts
    from audit.facts.jsonld import Block, Node

MOST_HINTS = 10
"""Unknown terms of a post for which a known one is sought: that takes milliseconds each."""
NEAR = 0.75
"""The ratio of like letters from which a known term is what was meant; there are thousands."""
_NO_TERMS = frozenset[str]()  # of its own: only a JSON-LD context defines some
_OTHERS_WORDS = re.compile(r"[^A-Za-z]|\A(?:adr|best|count|fn|itemreviewed|org|summary|tel|title|votes|worst)\Z")
"""What themes took over from microformats (`entry-title`) and data-vocabulary.org, and what no name can be."""
_WORDS = "@"  # JSON-LD's own begin so


class Terms(NamedTuple):
    """What the vocabulary says of a page: pairs of node and term, each term once for each set of types."""

    unknown_types: list[tuple[Node, str]]
    unknown_properties: list[tuple[Node, str]]
    misplaced: list[tuple[Node, str]]
    superseded: list[tuple[Node, str]]


def terms(facts: Facts) -> Terms:
    """The terms of a page that are no good, or no longer."""
    return facts.once(_judged)


def _judged(facts: Facts) -> Terms:
    found = Terms([], [], [], [])
    graph = facts.graph
    own: dict[int, frozenset[str] | None] = {}
    seen: set[tuple[str, object]] = set()
    for node, shape in odd_shapes(facts):
        if node.syntax != "JSON-LD":
            _collect(found, shape, node, _NO_TERMS, seen)
            continue
        if node.block not in own:
            own[node.block] = _own_terms(graph.blocks[node.block])
        excused = own[node.block]
        if excused is None or ("@context" in node.data and node.role and not _is_plain(node.data["@context"])):
            continue
        _collect(found, shape, node, excused, seen)
    for node in facts.items.nodes:
        for name in node.types:
            if not vocabulary().knows_type(name) and (f"unknown_types {name}", "") not in seen:
                seen.add((f"unknown_types {name}", ""))
                found.unknown_types.append((node, name))
    for node in facts.once(parts_of_own_items):
        unknown = tuple(
            name for name in shape_of(node.types, tuple(node.data)).unknown_properties if not _OTHERS_WORDS.search(name)
        )
        if unknown:
            _collect(found, Shape((), unknown, (), ()), node, _NO_TERMS, seen)
    return found


def _collect(
    found: Terms,
    shape: tuple[tuple[str, ...], ...],
    node: Node,
    excused: frozenset[str],
    seen: set[tuple[str, object]],
) -> None:
    for kind, names, pairs in zip(Terms._fields, shape, found, strict=True):
        for name in names:
            whose = "" if kind == "unknown_types" else node.types
            if name not in excused and (f"{kind} {name}", whose) not in seen:
                seen.add((f"{kind} {name}", whose))
                if kind != "unknown_properties" or node.types:
                    pairs.append((node, name))


def _own_terms(block: Block) -> frozenset[str] | None:
    """The terms that a script's contexts define beside schema.org's; None if they take over another vocabulary."""
    names: set[str] = set()
    for context in block.contexts:
        parts = context.value if type(context.value) is list else [context.value]
        for part in parts:
            if type(part) is dict:
                names |= part.keys()
                if not _is_schema_org(part.get("@vocab")):
                    return None
            elif len(parts) > 1 and not _is_schema_org(part):
                return None
    return frozenset(name for name in names if not name.startswith(_WORDS))


def _is_plain(context: Any) -> bool:
    """Whether a node's own context is schema.org's and nothing else."""
    return type(context) is str and _is_schema_org(context)


def _is_schema_org(address: Any) -> bool:
    return address is None or (type(address) is str and "schema.org" in address)
