"""From what a rule would change to the exact edit: which text of which field gives way to which.

A rule names values as they are read: the address of a link, the text of a title, a value of JSON-LD. Here they become
the source as it is written, with its quotation marks, character references and escapes, and everything that need not
change stays byte for byte. What cannot be placed beyond doubt is no edit.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.entities import Kind
from audit.facts.source_text import Run
from audit.finding import Form, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.finding import Fix

LONGEST_EDIT = 4000
"""Characters that one side of an edit may have; what is longer is best edited by hand."""
_BLANKS = "\t\n\f\r "


class Wish(NamedTuple):
    """What a rule would change, and where it would be: plain values that cross processes as JSON.

    Attributes:
        safe: see `Fix`.
        summary: see `Fix`.
        element: see `Fix`.
        attribute: see `Fix`.
        before: see `Fix`.
        after: see `Fix`.
        form: see `Fix`.
        spot: the place that it is in.
        html: the field is HTML, so that text is escaped in it.
    """

    safe: bool
    summary: str
    element: str
    attribute: str | None
    before: str | None
    after: str | None
    form: str
    spot: Spot
    html: bool

    @classmethod
    def of(cls, fix: Fix, spot: Spot, *, html: bool) -> Wish:
        """The wish of a rule's fix whose place is known."""
        return cls(fix.safe, fix.summary, fix.element, fix.attribute, fix.before, fix.after, str(fix.form), spot, html)

    def plain(self) -> list[Any]:
        """The values as JSON has them."""
        *others, spot, html = self
        return [*others, list(spot), html]

    @classmethod
    def load(cls, values: list[Any]) -> Wish:
        """Read one back from JSON."""
        values[-2] = Spot(*values[-2])
        return cls(*values)


class _Edit(NamedTuple):
    """A text that gives way to another, and where it begins; in JSON the pointer to the value instead."""

    before: str
    after: str
    start: int = -1
    pointer: str | None = None


def placed(wish: Wish, value: Any) -> dict[str, Any] | None:
    """The fix as the report has it (see `audit.report.FixEntry`); None where it cannot be placed beyond doubt.

    Args:
        wish: what a rule would change.
        value: what the record holds at the wish's field.
    """
    edit = _edit(wish, value)
    if edit is None or edit.before == edit.after or max(len(edit.before), len(edit.after)) > LONGEST_EDIT:
        return None
    occurrence = 0
    if edit.pointer is None:
        found = _occurrence(value, edit.before, edit.start)
        if found is None:
            return None
        occurrence = found
    return {
        "safe": wish.safe,
        "summary": wish.summary,
        "field": wish.spot.field,
        "pointer": edit.pointer,
        "element": wish.element,
        "attribute": wish.attribute,
        "before": edit.before,
        "after": edit.after,
        "occurrence": occurrence,
    }


def _occurrence(source: str, text: str, start: int) -> int | None:
    """Which of the texts that are found one behind the other begins at an offset; None if none of them does."""
    if not text or not source.startswith(text, start) or not _is_unicode(text):
        return None
    count = source.count(text, 0, start)
    if source.find(text[0], max(0, start - len(text) + 1), start) >= 0:  # one that begins before may reach into it
        position = -1
        for _ in range(count + 1):
            position = source.find(text, position + len(text) if position >= 0 else 0)
        return count if position == start else None
    return count


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _edit(wish: Wish, value: Any) -> _Edit | None:
    spot = wish.spot
    if not isinstance(value, str) or spot.start < 0 or (wish.form == Form.JSON and not spot.pointer):
        return _of_value(wish, value)
    if wish.form == Form.SOURCE:
        before = wish.before or ""
        return _Edit(before, wish.after or "", spot.start) if value[spot.start : spot.end] == before else None
    if wish.form == Form.JSON:
        return _in_script(wish, value)
    return _in_text(wish, value) if wish.attribute is None else _in_tag(wish, value)


# -- attributes --------------------------------------------------------------------------------------------------------

_NAME = re.compile(r"<[a-zA-Z][^\t\n\f\r />]*")
_BETWEEN = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE = re.compile(
    r"""(=?[^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*"""
    r"""(?:"([^"]*)"|'([^']*)'|(?=>)|([^\t\n\f\r >"'][^\t\n\f\r >]*)))?"""
)
"""An attribute: its name, and its value between double quotes, between single ones, or without any.

Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
"""
_DOUBLE, _SINGLE, _BARE = 2, 3, 4
_NEEDS_QUOTES = frozenset("\t\n\f\r \"'=<>`")


def _attributes(source: str, position: int) -> Iterator[re.Match[str]]:
    """The attributes in a start tag, from an offset in it to its end."""
    while position < len(source):
        position = _BETWEEN.match(source, position).end()  # type: ignore[union-attr]  # it matches nothing, too
        found = _ATTRIBUTE.match(source, position)
        if found is None or found.end() == position:
            return
        yield found
        position = found.end()


def _in_tag(wish: Wish, source: str) -> _Edit | None:
    """An edit of one attribute, the place being a start tag, an element or the attribute."""
    start, attribute = wish.spot.start, (wish.attribute or "").lower()
    name = _NAME.match(source, start)
    if name is None:  # the attribute itself
        found = _ATTRIBUTE.match(source, start)
        if found is None or found[1].lower() != attribute or found.end() != wish.spot.end:
            return None
        return _in_attribute(wish, source, found)
    found = None
    end = name.end()
    for one in _attributes(source, name.end()):
        end = one.end()
        if found is None and one[1].lower() == attribute:
            found = one
    if found is not None:
        return _in_attribute(wish, source, found)
    end = _BETWEEN.match(source, end).end() + 1  # type: ignore[union-attr]  # it matches nothing, too
    if wish.before is not None or wish.after is None or source[end - 1 : end] != ">":
        return None
    added = f'{source[start : name.end()]} {attribute}="{escape(wish.after)}"'
    return _Edit(source[start:end], added + source[name.end() : end], start)


def _in_attribute(wish: Wish, source: str, found: re.Match[str]) -> _Edit | None:
    """An edit of an attribute that is there."""
    if wish.before is None:
        return None
    if wish.after is None:
        return _removal(source, found)
    group = found.lastindex or 1
    start, end = found.span(group) if group > 1 else (found.end(), found.end())
    edit = _changed(source, start, end, Kind.ATTRIBUTE, wish.before, wish.after, found[0][-1:] if group > 1 else '"')
    if edit is None:
        return None
    value = source[start : edit.start] + edit.after + source[edit.start + len(edit.before) : end]
    if group in {_DOUBLE, _SINGLE} and edit.before:
        return edit
    if edit.before and value and _NEEDS_QUOTES.isdisjoint(set(edit.after) - set(edit.before)):
        return edit
    if value and group in {1, _BARE}:
        value = value.replace('"', "&quot;")
    mark = "'" if group == _SINGLE else '"'
    return _Edit(found[0], f"{found[1]}={mark}{value}{mark}", found.start())


def _removal(source: str, found: re.Match[str]) -> _Edit | None:
    """Take an attribute out, with a blank before it; not one behind which another of its name would come to effect."""
    name = found[1].lower()
    if not name or any(one[1].lower() == name for one in _attributes(source, found.end())):
        return None
    start, end = found.span()
    if source[start - 1] in _BLANKS and source[end : end + 1] in {*_BLANKS, ">"}:
        start -= 1
    return _Edit(source[start:end], "", start)


# -- text --------------------------------------------------------------------------------------------------------------


def _in_text(wish: Wish, source: str) -> _Edit | None:
    """An edit of text, or of a field that is no HTML."""
    start, end = wish.spot[1:3]
    if wish.html:
        edit = _changed(source, start, end, Kind.DATA, wish.before or "", wish.after or "", "")
        return edit if edit is not None and "<" not in edit.before else None
    return _part(source[start:end], start, wish.before or "", wish.after or "")


def _part(text: str, start: int, before: str, after: str) -> _Edit | None:
    """The edit of the one place in a plain text where something stands; of an empty text, all of it."""
    if not before or text.count(before) != 1:
        return None
    return _Edit(before, after, start + text.index(before))


def _changed(source: str, start: int, end: int, kind: Kind, before: str, after: str, mark: str) -> _Edit | None:
    """The edit of a range of HTML in which a text is read, all of it or the one place where it stands.

    Args:
        source: the field.
        start: where the range begins.
        end: where it ends.
        kind: how it is decoded.
        before: the text as it is read.
        after: the text that takes its place.
        mark: the quotation mark around the range.
    """
    run = Run(source, start, end, kind)
    if not before:
        return _Edit("", _escaped(after, mark), start) if not run.text.strip(_BLANKS) and start == end else None
    if run.text.count(before) != 1:
        return None
    first = run.text.index(before)
    last = first + len(before)
    raw_start, raw_end = run.span(first, last)
    whole = run.text[:first] + after + run.text[last:]
    for written in _ways(source, run, (first, last), (raw_start, raw_end), after, mark):
        field = source[start:raw_start] + written + source[raw_end:end]
        if Run(field, 0, len(field), kind).text == whole:
            return _Edit(source[raw_start:raw_end], written, raw_start)
    return None


def _ways(source: str, run: Run, read: tuple[int, int], raw: tuple[int, int], after: str, mark: str) -> Iterator[str]:
    """How a text may be written: what stays as it is, and the rest escaped; else all of it escaped."""
    before = run.text[slice(*read)]
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    left = run.span(read[0], read[0] + head)[1] if head else raw[0]
    right = run.span(read[1] - tail, read[1])[0] if tail else raw[1]
    middle = _escaped(after[head : len(after) - tail], mark)
    if left <= right:
        yield source[raw[0] : left] + middle + source[right : raw[1]]
    yield _escaped(after, mark)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    most = min(len(one), len(other))
    return next((index for index in range(most) if one[index] != other[index]), most)


def _escaped(text: str, mark: str) -> str:
    text = escape(text, quote=False)
    return text.replace(mark, "&quot;" if mark == '"' else "&#39;") if mark in {'"', "'"} else text


# -- JSON --------------------------------------------------------------------------------------------------------------


def _of_value(wish: Wish, field: Any) -> _Edit | None:
    """An edit of a value in a field that is JSON, or of a field as a whole: value for value, each as JSON writes it."""
    pointer = wish.spot.pointer
    found, value = _at(field, pointer)
    if not found or wish.before is None or wish.after is None or wish.form == Form.SOURCE:
        return None
    if wish.form == Form.JSON:
        before = _loaded(wish.before)
        leaves = [at for at, leaf in _values_in(value, pointer) if _same(leaf, before)]
        return _Edit(wish.before, wish.after, pointer=leaves[0]) if len(leaves) == 1 else None
    if not isinstance(value, str) or value.count(wish.before) != 1 or not _is_unicode(value):
        return None
    return _Edit(_dumped(value), _dumped(value.replace(wish.before, wish.after)), pointer=pointer)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _loaded(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except ValueError:
        return text


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _at(value: Any, pointer: str) -> tuple[bool, Any]:
    """The value that a JSON pointer leads to, if there is one."""
    for step in _steps(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False, None
    return True, value


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _values_in(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """The values in a JSON value that hold no others, and lists and objects as a whole."""
    waiting = [(pointer, value)]
    while waiting:
        at, one = waiting.pop()
        yield at, one
        if isinstance(one, dict):
            waiting += [(f"{at}/{name.replace('~', '~0').replace('/', '~1')}", held) for name, held in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{at}/{index}", held) for index, held in enumerate(one)]


_LONGEST_SCRIPT = 200_000
"""Characters of a script in which an edit is placed: its values are read once for each level that they are in."""
_MOST_STEPS, _MOST_LEVELS = 20, 4
_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[ \t\n\r]*")


class _Member(NamedTuple):
    """A member of an object, or an entry of a list, in the text of a script."""

    name: str
    name_span: tuple[int, int]
    start: int
    end: int
    value: Any


def _in_script(wish: Wish, source: str) -> _Edit | None:
    """An edit of a value in a script, or of the name that it has; the rest of the script stays as it is."""
    start, end = wish.spot[1:3]
    before = _loaded(wish.before)
    steps = _steps(wish.spot.pointer)
    if end - start > _LONGEST_SCRIPT or len(steps) > _MOST_STEPS:
        return None
    try:
        spans = _found_in_script(source, _behind_blanks(source, start), steps, before)
    except (ValueError, IndexError, RecursionError):  # what is around the JSON, or is none
        return None
    if len(spans) != 1 or wish.after is None or spans[0][2] > end:
        return None
    first, value_at, last = spans[0]
    after = wish.after.replace("<", "\\u003c")
    if "\\/" in source[start:end]:
        after = after.replace("/", "\\/")
    return _Edit(source[first:last], source[first:value_at] + after, first)


def _found_in_script(source: str, at: int, steps: list[str], before: Any) -> list[tuple[int, int, int]]:
    """Where a value stands in the value that some steps lead to; where it does not, the last step itself, if it is it.

    Each with its name before it, without which a `0` says little: where the name begins, and the value, and its end.

    Raises:
        ValueError: what stands there is no JSON.
        IndexError: it ends too early.
    """
    value, end = _DECODER.raw_decode(source, at)
    member = _Member("", (0, 0), at, end, value)
    for step in steps:
        named = [one for one in _members(source, member) if one.name == step]
        if not named:
            return []
        member = named[-1]  # of several with one name the last counts
    found = [
        (one.name_span[0] or one.start, one.start, one.end)
        for one in _inside(source, member)
        if _same(one.value, before)
    ]
    if found or not steps or not member.name_span[0] or before != steps[-1]:
        return found
    return [(member.name_span[0], *member.name_span)]


def _inside(source: str, holder: _Member) -> Iterator[_Member]:
    """The values in a value that hold no others, down to those that a property with several objects has."""
    held = [holder]
    for _ in range(_MOST_LEVELS):
        yield from (one for one in held if not isinstance(one.value, (dict, list)))
        held = [inner for one in held for inner in _members(source, one)]


def _members(source: str, holder: _Member) -> Iterator[_Member]:
    """The members of an object, or the entries of a list, which has been read before."""
    if not isinstance(holder.value, (dict, list)) or not holder.value:
        return
    position, number = holder.start + 1, 0
    while position < holder.end:
        position = start = _behind_blanks(source, position)
        name, name_span = str(number), (0, 0)
        if isinstance(holder.value, dict):
            name, end = _DECODER.raw_decode(source, start)
            name_span = start, end
            position = _behind_blanks(source, _behind_blanks(source, end) + 1)
        value, end = _DECODER.raw_decode(source, position)
        yield _Member(name, name_span, position, end, value)
        position, number = _behind_blanks(source, end) + 1, number + 1


def _behind_blanks(source: str, position: int) -> int:
    found = _SPACE.match(source, position)
    return found.end() if found is not None else position
