"""Edits that rules of several families offer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audit.finding import Fix, Form, Place

if TYPE_CHECKING:
    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Spot

IN_VALUE = "Write content= in place of value= in the theme or plugin that prints the tag."
"""The remedy for a meta tag whose text stands in the wrong attribute."""
_LONGEST = 2000
"""Characters of an element that an edit writes out; a longer one is best edited by hand."""


def removed(node: Element, attribute: str, *, safe: bool = False, at: Place | None = None) -> Fix:
    """The edit that takes an attribute off an element."""
    return Fix(
        safe=safe,
        summary=f"take {attribute} off",
        element=node.tag,
        attribute=attribute,
        before=node.attr(attribute) or "",
        after=None,
        at=at,
    )


def with_attributes(node: Element, attribute: str, text: str, facts: Facts, *, safe: bool) -> Fix | None:
    """The edit that writes attributes into the start tag of an element of the content, directly behind its name.

    Args:
        node: the element, which has none of them.
        attribute: the first of them.
        text: the attributes as they are written.
        facts: the post.
        safe: whether it may be applied without a look.
    """
    content = facts.content
    if content is None:
        return None
    start, end = (offset - content.begins_at for offset in content.tag_span(node))
    before = content.source[start:end]
    name = f"<{node.tag}"
    if before[: len(name)].lower() != name:
        return None
    return Fix(
        safe=safe,
        summary=f"add {text}",
        element=node.tag,
        attribute=attribute,
        before=before,
        after=f"{before[: len(name)]} {text}{before[len(name) :]}",
        form=Form.SOURCE,
        at=Place("content.rendered", raw=(start, end)),
    )


def with_rel(tag: str, rel: str | None, word: str, *, safe: bool, at: Place | Spot) -> Fix:
    """The edit that puts a word into the `rel` of a link, behind what stands there.

    Args:
        tag: `a` or `area`.
        rel: the value of the attribute; None if the link has none.
        word: the word to add.
        safe: whether it may be applied without a look.
        at: the start tag of the link.
    """
    present = (rel or "").rstrip()
    return Fix(
        safe=safe,
        summary=f"add {word} to rel" if present else f'write rel="{word}"' if rel is not None else f'add rel="{word}"',
        element=tag,
        attribute="rel",
        before=rel,
        after=f"{present} {word}" if present.strip() else word,
        at=at,
    )


def without_rel(tag: str, rel: str, word: str, *, safe: bool, at: Place) -> Fix:
    """The edit that takes a word out of the `rel` of a link, and the attribute where nothing else stands in it."""
    rest = " ".join(one for one in rel.split() if one.lower() != word)
    return Fix(
        safe=safe,
        summary=f"take {word} out of rel",
        element=tag,
        attribute="rel",
        before=rel,
        after=rest or None,
        at=at,
    )


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
    return Fix(
        safe=False,
        summary=summary,
        element=tag,
        attribute=attribute,
        before=before or value.text.strip(),
        after=after,
        at=Place(value.field, value.node, inside=True) if value.node is not None and attribute is None else value.place,
    )


def into_content(value: HeadValue, facts: Facts) -> Fix | None:
    """The edit that names the attribute of a meta tag `content` whose text stands in `value`."""
    return renamed(value, "value", "content", facts)


def renamed(value: HeadValue, attribute: str, name: str, facts: Facts) -> Fix | None:
    """The edit that gives an attribute of a tag of the head another name.

    Args:
        value: the value of the tag.
        attribute: the attribute as the tag has it.
        name: the name that belongs there.
        facts: the post.
    """
    markup = facts.markup_of(value.field)
    if value.node is None or markup is None:
        return None
    start, end = (offset - markup.begins_at for offset in markup.attribute_span(value.node, attribute))
    before = markup.source[start:end]
    if before[: len(attribute)].lower() != attribute:
        return None
    return Fix(
        safe=False,
        summary=f"write {name} in place of {attribute}",
        element="meta",
        attribute=attribute,
        before=before,
        after=f"{name}{before[len(attribute) :]}",
        form=Form.SOURCE,
        at=Place(value.field, raw=(start, end)),
    )


def of_field(
    field: str,
    before: str,
    after: str,
    summary: str,
    *,
    safe: bool = False,
    form: Form = Form.TEXT,
    at: Place | None = None,
) -> Fix:
    """The edit that gives a field of the record, or a place in it, another text."""
    return Fix(safe=safe, summary=summary, element=field, before=before, after=after, form=form, at=at)


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
    place = Place("content.rendered", raw=(start, end))
    return of_field(nodes[0].tag, before, after, summary, safe=safe, form=Form.SOURCE, at=place)
