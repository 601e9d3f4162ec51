"""What a post must have for a rule to have anything to say of it, asked once for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from audit.facts import Facts


class Needs(NamedTuple):
    """What rules may need (see `Rule.needs`), taken apart once for all posts.

    Rules with equal needs are one group, and have one bit. Each of the needs comes with the bits of its groups.

    Attributes:
        types: by the JSON-LD type that fulfils a need: there are hundreds, and a page has few.
        tags: by the tag name of an element of the content.
        fields: by the field of the record.
        others: the other needs: the question, what it is asked with, the bits.
    """

    types: Mapping[str, int]
    tags: Mapping[str, int]
    fields: Mapping[str, int]
    others: Sequence[tuple[Callable[[Facts, str], bool], str, int]]

    @classmethod
    def of(cls, groups: Sequence[Iterable[str]]) -> Needs:
        """Take needs apart.

        Args:
            groups: the needs of each group; the first has the lowest bit.

        Raises:
            ValueError: a need is none of those that `Rule.needs` names.
        """
        by_kind: dict[str, dict[str, int]] = {"type": {}, "tag": {}, "field": {}}
        others: dict[tuple[str, str], int] = {}
        for number, needs in enumerate(groups):
            for need in sorted(needs):
                kind, _, name = need.partition(":")
                if kind in by_kind:
                    by_kind[kind][name] = by_kind[kind].get(name, 0) | 1 << number
                elif kind in _QUESTIONS:
                    others[kind, name] = others.get((kind, name), 0) | 1 << number
                else:
                    raise ValueError(f"unknown need {need!r}")
        return cls(
            by_kind["type"],
            by_kind["tag"],
            by_kind["field"],
            [(_QUESTIONS[kind], name, bits) for (kind, name), bits in others.items()],
        )


def met_by(facts: Facts, needs: Needs) -> int:
    """The groups of rules of whose needs a post has at least one, as bits."""
    present = 0
    record = facts.post.record
    for name, bits in needs.fields.items():
        if record.get(name) is not None:
            present |= bits
    for has, name, bits in needs.others:
        if bits & ~present and has(facts, name):
            present |= bits
    for graph in (facts.graph, facts.items):
        for name in graph.types:
            present |= needs.types.get(name, 0)
    if facts.content is not None:
        for tag in facts.content.present(needs.tags):
            present |= needs.tags[tag]
    return present


def _has_head(facts: Facts, origin: str) -> bool:
    return (facts.head if not origin else facts.head_html if origin == "html" else facts.head_json) is not None


def _has_structured_data(facts: Facts, _: str) -> bool:
    return bool(facts.graph.nodes or facts.items.nodes)


def _has_content(facts: Facts, _: str) -> bool:
    return facts.content is not None and bool(facts.content.source)


_QUESTIONS: Mapping[str, Callable[[Facts, str], bool]] = {
    "head": _has_head,
    "jsonld": _has_structured_data,
    "content": _has_content,
}
