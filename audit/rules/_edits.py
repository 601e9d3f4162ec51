"""Edits that rules of several families offer."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.finding import Fix

if TYPE_CHECKING:
    from turbohtml import Element

    from audit.facts import Facts, Link
    from audit.facts.head import HeadValue

IN_VALUE = "Write content= in place of value= in the theme or plugin that prints the tag."
"""The remedy for a meta tag whose text stands in the wrong attribute."""
_LONGEST = 2000
"""Characters of an element that an edit writes out; a longer one is best edited by hand."""


def added(tag: str, attribute: str, value: str, *, safe: bool, occurrence: int = 0) -> Fix:
    """The edit that gives an element an attribute that it lacks."""
    text = f'{attribute}="{escape(value)}"'
    return Fix(
        safe=safe,
        summary=f"add {text}",
        element=tag,
        attribute=attribute,
        before="",
        after=text,
        occurrence=occurrence,
    )


def removed(node: Element, attribute: str, *, safe: bool = False) -> Fix:
    """The edit that takes an attribute off an element."""
    return Fix(
        safe=safe,
        summary=f"take {attribute} off",
        element=node.tag,
        attribute=attribute,
        before=f'{attribute}="{node.attr(attribute)}"',
        after="",
    )


def with_rel(tag: str, rel: str | None, word: str, *, safe: bool, occurrence: int = 0) -> Fix:
    """The edit that puts a word into the `rel` of a link, behind what stands there.

    Args:
        tag: `a` or `area`.
        rel: the attribute as written; None if the link has none.
        word: the word to add.
        safe: whether it may be applied without a look.
        occurrence: `rel_occurrence` of the link.
    """
    if rel is None or not rel.strip():
        fix = added(tag, "rel", word, safe=safe, occurrence=occurrence)
        return (
            fix if rel is None else _rel(tag, f'rel="{rel}"', fix.after, f'write rel="{word}"', occurrence, safe=safe)
        )
    return _rel(tag, rel, f"{rel.rstrip()} {word}", f"add {word} to rel", occurrence, safe=safe)


def without_rel(tag: str, rel: str, word: str, *, safe: bool, occurrence: int = 0) -> Fix:
    """The edit that takes a word out of the `rel` of a link, and the attribute where nothing else stands in it."""
    rest = " ".join(one for one in rel.split() if one.lower() != word)
    before, after = (rel, rest) if rest else (f'rel="{rel}"', "")
    return _rel(tag, before, after, f"take {word} out of rel", occurrence, safe=safe)


def _rel(tag: str, before: str, after: str, summary: str, occurrence: int, *, safe: bool) -> Fix:
    return Fix(
        safe=safe,
        summary=summary,
        element=tag,
        attribute="rel",
        before=before,
        after=after,
        occurrence=occurrence,
    )


def rel_occurrence(link: Link, facts: Facts) -> int:
    """Which of several links with one `rel`, or with none, in the content it is, from 0."""
    return facts.once(_rel_occurrences)[link]


def _rel_occurrences(facts: Facts) -> dict[Link, int]:
    counted: dict[tuple[str, str | None], int] = {}
    found: dict[Link, int] = {}
    for link in facts.links:
        key = link.node.tag, link.node.attr("rel")
        found[link] = counted[key] = counted.get(key, -1) + 1
    return found


def of_head(value: HeadValue, after: str, summary: str, *, before: str = "") -> Fix:
    """The edit that gives a tag of the head another value; a plugin prints the tag, so it needs a look.

    Args:
        value: the value as it is.
        after: the value as it should be.
        summary: what the edit does.
        before: the part of the value that is replaced; all of it if "".
    """
    if value.node is not None:
        tag = value.node.tag
    else:
        name = value.pointer.rpartition("/")[2]
        tag = {"canonical": "link", "title": "title"}.get(name, "meta")
    attribute = value.attribute or {"link": "href", "meta": "content"}.get(tag)
    before = before or value.text.strip()
    return Fix(safe=False, summary=summary, element=tag, attribute=attribute, before=before, after=after)


def into_content(value: HeadValue) -> Fix:
    """The edit that names the attribute of a meta tag `content` whose text stands in `value`."""
    text = value.misplaced
    return Fix(
        safe=False,
        summary="write content= in place of value=",
        element="meta",
        attribute="value",
        before=f'value="{text}"',
        after=f'content="{text}"',
    )


def of_field(field: str, before: str, after: str, summary: str, *, safe: bool = False, occurrence: int = 0) -> Fix:
    """The edit that gives a field of the record, or a place in it, another text."""
    return Fix(safe=safe, summary=summary, element=field, before=before, after=after, occurrence=occurrence)


def replaced(nodes: list[Element], facts: Facts, after: str, summary: str, *, safe: bool) -> Fix | None:
    """The edit that puts a text in the place of elements that stand side by side; None where others are between them.

    An edit is made in one place: what stands in several is not mended by it.
    """
    content = facts.content
    if content is None:
        return None
    spans = sorted(
        (start - content.begins_at, end - content.begins_at) for start, end in map(content.element_span, nodes)
    )
    start, end = spans[0][0], spans[-1][1]
    between = (content.source[left[1] : right[0]] for left, right in pairwise(spans))
    before = content.source[start:end]
    if any(gap.strip() for gap in between) or len(before) > _LONGEST or before == after:
        return None
    occurrence = content.source.count(before, 0, start)
    return Fix(safe=safe, summary=summary, element=nodes[0].tag, before=before, after=after, occurrence=occurrence)
