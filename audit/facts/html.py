"""The only module that knows the HTML parser: one parse of a field, and exact places in the field as it came.

The parser works on text whose line ends are single line feeds, gives elements and attributes a place and text none.
Elements and attributes are therefore located from what the parser says, lazily; text is located by one light scan of
the source, which is checked against the tree, and by a second parse of a marked copy where that check fails.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from html.entities import html5
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from turbohtml import Comment, Document, Element, Namespace, ProcessingInstruction, Text, parse, parse_fragment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from turbohtml import Node, SourceLocation

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = r"[\t\n\f ]"
_ATTRIBUTE = (
    rf"""(?:=[^\t\n\f />=]*+|[^\t\n\f />=]++)"""
    rf"""(?:{_BLANK}*+={_BLANK}*+(?:"[^"]*+"|'[^']*+'|(?=>)|[^\t\n\f >"'][^\t\n\f >]*+)|(?!{_BLANK}*+=))"""
)
_MARK = re.compile(
    rf"""<(?:/?([a-zA-Z][^\t\n\f />]*+)(?:[\t\n\f /]++|{_ATTRIBUTE})*+(>|)"""
    r"""|!--(?:-?>|.*?(?:--!?>|\Z))|!\[CDATA\[|(?:[!?]|/(?=[^a-zA-Z]))[^>]*+(?:>|\Z))""",
    re.DOTALL,
)
"""One tag, comment, declaration or processing instruction, as the tokenizer of the HTML standard reads it."""
_VALUE = re.compile(rf"""=?[^\t\n\f />=]*(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^\t\n\f >]*)))?\Z""")
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[A-Za-z][A-Za-z0-9]*;?)")
_RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})
_RCDATA = frozenset({"textarea", "title"})
_LEADING_LINE_FEED = frozenset({"pre", "listing", "textarea"})
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_SILENT = ("script", "style", "template", "noscript")
_LONGEST_NAME = max(map(len, html5))
_MOST_MARKED = 0xF0000  # code points above U+10000 that can stand for one place each
_MOST_DIGITS = 9
_LAST_CODE_POINT = 0x10FFFF
_REPLACEMENT = "\ufffd"
# Windows-1252 in place of the C1 controls, as the standard decodes numeric references.
_C1 = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
    0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
    0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
}  # fmt: skip


def scrub_surrogates(text: str) -> str:
    """Replace lone surrogates by U+FFFD, one for one, so that offsets hold."""
    return _SURROGATE.sub(_REPLACEMENT, text) if _SURROGATE.search(text) else text


def line_column(source: str, offset: int) -> tuple[int, int]:
    """1-based line and column (code points) of an offset. Lines end at LF, CR LF or CR."""
    return Lines(source).place(offset)


class Lines:
    """Where the lines of a text begin. Cheapest when asked for places in ascending order."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._offset, self._line = 0, 1
        self._starts: list[int] | None = None
        if "\r" in source:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(source))]

    def place(self, offset: int) -> tuple[int, int]:
        """1-based line and column (code points) of an offset."""
        if self._starts is not None:
            line = bisect_right(self._starts, offset)
            return line, offset - self._starts[line - 1] + 1
        if offset < self._offset:
            self._offset, self._line = 0, 1
        self._line += self._source.count("\n", self._offset, offset)
        self._offset = offset
        return self._line, offset - self._source.rfind("\n", 0, offset)


_LINE_END = re.compile(r"\r\n?|\n")


class _Unit(NamedTuple):
    """A stretch of decoded text that is not one code point for one: where it is, decoded and in the source."""

    decoded_start: int
    decoded_end: int
    raw_start: int
    raw_end: int


def _decode_reference(reference: str, following: str, *, attribute: bool) -> tuple[str, int]:
    """What a reference stands for, and how much of it was read: by the table of the HTML standard, once.

    Source: https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state
    """
    if reference[1] == "#":
        return _decode_number(reference), len(reference)
    name = reference[1:]
    for length in range(min(len(name), _LONGEST_NAME), 0, -1):
        known = html5.get(name[:length])
        if known is None:
            continue
        after = name[length : length + 1] or following
        if attribute and name[length - 1] != ";" and (after == "=" or (after.isascii() and after.isalnum())):
            break
        return known, 1 + length
    return "&", 1


def _decode_number(reference: str) -> str:
    digits = reference[2:].rstrip(";")
    hexadecimal = digits[:1] in {"x", "X"}
    digits = (digits[1:] if hexadecimal else digits).lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        return _REPLACEMENT
    code = int(digits, 16 if hexadecimal else 10)
    if code == 0 or code > _LAST_CODE_POINT or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        return _REPLACEMENT
    return _C1.get(code) or chr(code)


def _decode(
    source: str, start: int, end: int, *, attribute: bool = False, references: bool = True, drop_nul: bool = False
) -> tuple[str, list[_Unit]]:
    """Decode a range of the source, and tell where the result is not one code point for one."""
    pieces: list[str] = []
    units: list[_Unit] = []
    length, position = 0, start
    for match in _UNITS.finditer(source, start, end):
        if match.start() < position:
            continue
        if match[0] == "\0":
            text, read = ("" if drop_nul else _REPLACEMENT), 1
        elif references:
            text, read = _decode_reference(match[0], source[match.end() : match.end() + 1], attribute=attribute)
            if text == "&" and read == 1:
                continue
        else:
            continue
        pieces.append(source[position : match.start()])
        length += match.start() - position
        units.append(_Unit(length, length + len(text), match.start(), match.start() + read))
        pieces.append(text)
        length += len(text)
        position = match.start() + read
    pieces.append(source[position:end])
    return "".join(pieces), units


_UNITS = re.compile(_REFERENCE.pattern + "|\0")


def decode_entities(text: str) -> str:
    """Decode the character references of HTML text, once, as the standard has it."""
    return _decode(text, 0, len(text))[0] if "&" in text else text


class _Run(NamedTuple):
    """A stretch of the source that is text: its range there, its range in the tree's text, and what is not 1:1."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    units: list[_Unit]

    def raw(self, offset: int, *, last: bool) -> int:
        """Where an offset into this run's decoded text is in the source; `last` for the end of a range."""
        index = bisect_right(self.units, offset, key=lambda unit: unit.decoded_start) - 1
        if last and index >= 0 and self.units[index].decoded_start == offset:
            index -= 1
        if index < 0:
            return self.raw_start + offset
        unit = self.units[index]
        if offset < unit.decoded_end:
            return unit.raw_end if last else unit.raw_start
        return unit.raw_end + offset - unit.decoded_end


class Markup:
    """One HTML field, parsed once.

    All offsets that it gives are 0-based code points into the field as it came, the end exclusive. A lone surrogate in
    the field is replaced by U+FFFD before parsing.

    Args:
        source: the field.
        page: it is a whole page, not a fragment.
    """

    def __init__(self, source: str, *, page: bool = False) -> None:
        self.source = source
        self._page = page
        self._text_source = source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source
        self.root = self._parse(self._text_source)
        self._elements: dict[str, Sequence[Element]] = {}

    def _parse(self, text: str) -> Element | Document:
        try:
            if self._page:
                return parse(text, source_locations=True)
            return parse_fragment(text, "div", source_locations=True)
        except UnicodeError:
            self.source = scrub_surrogates(self.source)
            self._text_source = scrub_surrogates(self._text_source)
            return self._parse(self._text_source)

    # -- the tree ------------------------------------------------------------------------------------------------------

    @property
    def container(self) -> Element:
        """The element that holds everything: the fragment's context, or the page's root."""
        if isinstance(self.root, Element):
            return self.root
        found = self.root.find("html")
        return found if isinstance(found, Element) else parse_fragment("", "div")

    @cached_property
    def text(self) -> str:
        """All text nodes in document order, scripts and templates included."""
        return self.root.text

    @cached_property
    def visible_text(self) -> str:
        """`text` without what no reader sees: scripts, styles, templates, noscript; and with a break between blocks."""
        if not any(self.elements(tag, in_templates=True) for tag in _SILENT):
            return self.text
        silent = {node for tag in _SILENT for node in self.elements(tag, in_templates=True)}
        pieces: list[str] = []
        hidden: set[Node] = set()
        for node in self.root.descendants:
            if node in silent or node.parent in hidden:
                hidden.add(node)
            elif isinstance(node, Text):
                pieces.append(node.data)
        return "".join(pieces)

    def elements(self, tag: str, *, in_templates: bool = False) -> Sequence[Element]:
        """The elements with one tag name, in document order. Those in a `<template>` are not part of the page."""
        key = f"{tag}/" if in_templates else tag
        found = self._elements.get(key)
        if found is None:
            found = self.root.find_all(tag)
            if found and not in_templates and tag != "template" and self._has_templates:
                found = [node for node in found if node.closest("template") is None]
            self._elements[key] = found
        return found

    @cached_property
    def _has_templates(self) -> bool:
        return bool(self.root.find_all("template"))

    @cached_property
    def comments(self) -> list[tuple[str, int, int]]:
        """The comments: (text, start, end) in the field."""
        nodes = [node for node in self.root.descendants if isinstance(node, Comment | ProcessingInstruction)]
        if not nodes:
            return []
        marks = [mark for mark in self._marks if mark[1] is None and self._is_comment(mark)]
        if len(marks) != len(nodes):
            return [(node.data, 0, 0) for node in nodes if isinstance(node, Comment)]
        return [
            (node.data, self._raw(mark.start()), self._raw(mark.end()))
            for node, mark in zip(nodes, marks, strict=True)
            if isinstance(node, Comment)
        ]

    def _is_comment(self, mark: re.Match[str]) -> bool:
        text = mark[0]
        return text != "</>" and not text.lower().startswith("<!doctype")

    # -- offsets -------------------------------------------------------------------------------------------------------

    @cached_property
    def _pairs(self) -> list[int]:
        """Offsets, in the text that was parsed, of line feeds that were CR LF in the field."""
        if "\r\n" not in self.source:
            return []
        return [match.start() - index for index, match in enumerate(re.finditer("\r\n", self.source))]

    def _raw(self, offset: int) -> int:
        return offset + bisect_left(self._pairs, offset)

    def _located(self, node: Node | None) -> SourceLocation | None:
        location: SourceLocation | None = getattr(node, "source_location", None)
        return location

    def _nearest(self, node: Node) -> SourceLocation | None:
        """The location of an element, or of what stands for it where the parser made it up."""
        current: Node | None = node
        while current is not None:
            location = self._located(current)
            if location is None and isinstance(current, Element):
                location = self._located(self._origin_of(current))
            if location is not None:
                return location
            current = current.parent
        return None

    def _origin_of(self, node: Element) -> Element | None:
        """The element that a clone was made from, or the first one inside an implied `tbody` or `tr`."""
        if node.tag in _FORMATTING:
            attributes = node.attrs
            before = [one for one in node.preceding if isinstance(one, Element) and one.tag == node.tag]
            return next((one for one in before if one.source_location is not None and one.attrs == attributes), None)
        if node.tag in {"tbody", "tr", "colgroup"}:
            inside = (one for one in node.descendants if isinstance(one, Element))
            return next((one for one in inside if one.source_location is not None), None)
        return None

    def _stray_end_tag(self, node: Element) -> tuple[int, int] | None:
        """The stray `</p>` or `</br>` for which the parser made an element."""
        if node.tag not in {"p", "br"} or node.source_location is not None:
            return None
        made = [one for one in self.elements(node.tag, in_templates=True) if one.source_location is None]
        matched = {
            location.end_tag.start_offset
            for one in self.elements(node.tag, in_templates=True)
            if (location := one.source_location) is not None and location.end_tag is not None
        }
        strays = [
            mark
            for mark in self._marks
            if mark[1] is not None
            and mark[1].lower() == node.tag
            and mark[0].startswith("</")
            and mark.start() not in matched
        ]
        if len(strays) != len(made):
            return None
        mark = strays[made.index(node)]
        return self._raw(mark.start()), self._raw(mark.end())

    def tag_span(self, node: Node) -> tuple[int, int]:
        """The start tag of an element; of the nearest one that has a place if the parser made this one up."""
        if isinstance(node, Element) and (stray := self._stray_end_tag(node)) is not None:
            return stray
        location = self._nearest(node)
        if location is None:
            return 0, 0
        return self._raw(location.start_tag.start_offset), self._raw(location.start_tag.end_offset)

    def element_span(self, node: Node) -> tuple[int, int]:
        """An element from its start tag to its end tag; where that is missing, to the end of what is inside."""
        location = self._located(node)
        if location is None:
            return self.tag_span(node)
        end = location.end_tag.end_offset if location.end_tag is not None else location.start_tag.end_offset
        if location.end_tag is None and isinstance(node, Element):
            for inside in node.descendants:
                place = self._located(inside)
                if place is not None:
                    last = place.end_tag if place.end_tag is not None else place.start_tag
                    end = max(end, last.end_offset)
            raw_end = self._raw(end)
            if node.text.strip():
                start = self.text_offset(node)
                raw_end = max(raw_end, self.text_span(start, start + len(node.text.rstrip()))[1])
            return self._raw(location.start_tag.start_offset), raw_end
        return self._raw(location.start_tag.start_offset), self._raw(end)

    def _attribute(self, node: Element, name: str) -> tuple[int, int] | None:
        location = self._located(node) or self._located(self._origin_of(node))
        if location is None:
            return None
        span = location.attrs.get(name) or location.attrs.get(name.lower())
        return None if span is None else (span.start_offset, span.end_offset)

    def attribute_span(self, node: Element, name: str) -> tuple[int, int]:
        """An attribute, name and value; the start tag if the element has none of that name."""
        span = self._attribute(node, name)
        return self.tag_span(node) if span is None else (self._raw(span[0]), self._raw(span[1]))

    def value_span(self, node: Element, name: str, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """A range of an attribute's decoded value (all of it by default); the attribute if the value is empty."""
        span = self._attribute(node, name)
        if span is None:
            return self.tag_span(node)
        text = self._text_source
        match = _VALUE.match(text[span[0] : span[1]])
        group = next((index for index in (1, 2, 3) if match is not None and match[index] is not None), 0)
        if match is None or not group or match.start(group) == match.end(group):
            return self._raw(span[0]), self._raw(span[1])
        first, last = span[0] + match.start(group), span[0] + match.end(group)
        decoded, units = _decode(text, first, last, attribute=True)
        run = _Run(first, last, 0, len(decoded), units)
        stop = len(decoded) if end is None else min(end, len(decoded))
        return self._raw(run.raw(start, last=False)), self._raw(run.raw(stop, last=True))

    # -- places in text ------------------------------------------------------------------------------------------------

    @cached_property
    def _offsets(self) -> dict[Node, int]:
        """Where the text of each node starts in `text`."""
        offsets: dict[Node, int] = {}
        position = 0
        for node in self.root.descendants:
            offsets[node] = position
            if isinstance(node, Text):
                position += len(node.data)
        return offsets

    def text_offset(self, node: Node) -> int:
        """Where the text of a node starts in `text`."""
        return self._offsets.get(node, 0)

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """A range of `text`. Where it cannot be located: the start tag of the element that holds it."""
        if end <= start:
            end = start + 1
        runs = self._runs
        if runs is not None:
            first = self._run_at(runs, start)
            last = self._run_at(runs, end - 1)
            if first is not None and last is not None:
                raw_start = first.raw(start - first.start, last=False)
                return self._raw(raw_start), self._raw(last.raw(end - last.start, last=True))
        marked = self._marked
        if marked:
            places = [place for place in marked[start:end] if place >= 0]
            if places:
                return self._raw(min(places)), self._raw(max(places) + 1)
        return self._holder_span(start)

    @staticmethod
    def _run_at(runs: Sequence[_Run], offset: int) -> _Run | None:
        index = bisect_right(runs, offset, key=lambda run: run.start) - 1
        while index >= 0 and runs[index].end <= offset:
            index += 1
            if index >= len(runs) or runs[index].start > offset:
                return None
        return runs[index] if index >= 0 else None

    def _holder_span(self, offset: int) -> tuple[int, int]:
        for node, position in self._offsets.items():
            if isinstance(node, Text) and position <= offset < position + len(node.data):
                return self.tag_span(node)
        return 0, 0

    @cached_property
    def _marks(self) -> list[re.Match[str]]:
        """All tags and comments, those inside raw text left out."""
        found: list[re.Match[str]] = []
        for _ in self._scan(found):
            pass
        return found

    @cached_property
    def _special(self) -> dict[int, tuple[int, int, int, str]]:
        """Raw-text elements by the offset of their start tag: (inside start, inside end, end, kind)."""
        special: dict[int, tuple[int, int, int, str]] = {}
        text = self._text_source
        for tag in (*_RAW_TEXT, *_RCDATA):
            for node in self.root.find_all(tag):
                location = node.source_location
                if location is None or node.namespace is not Namespace.HTML:
                    continue
                start = location.start_tag.end_offset
                if location.end_tag is not None:
                    inside_end, end = location.end_tag.start_offset, location.end_tag.end_offset
                else:
                    cut = re.compile(rf"</{tag}[\s/>]", re.IGNORECASE).search(text, start)
                    inside_end = cut.start() if cut is not None and tag != "plaintext" else len(text)
                    end = inside_end if cut is None or tag == "plaintext" else len(text)
                kind = "rcdata" if tag in _RCDATA else "raw"
                special[location.start_tag.start_offset] = (start, inside_end, end, kind)
        return special

    @cached_property
    def _foreign(self) -> list[tuple[int, int]]:
        """Ranges of SVG and MathML, merged."""
        ranges: list[tuple[int, int]] = []
        for tag in ("svg", "math"):
            for node in self.root.find_all(tag):
                location = node.source_location
                if location is not None:
                    end = location.end_tag.end_offset if location.end_tag is not None else len(self._text_source)
                    ranges.append((location.start_tag.start_offset, end))
        merged: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _in_foreign(self, offset: int) -> bool:
        index = bisect_right(self._foreign, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < self._foreign[index][1]

    def _scan(self, marks: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        """The text runs (start, end, kind) of the source in order; the tags between them go into `marks`."""
        text, special = self._text_source, self._special
        position, search = 0, 0
        while (match := _MARK.search(text, search)) is not None:
            if position < match.start():
                yield position, match.start(), "data"
            inside = special.get(match.start())
            if match[0] == "<![CDATA[":
                if self._in_foreign(match.start()):
                    end = text.find("]]>", match.end())
                    yield match.end(), end if end >= 0 else len(text), "raw"
                    position = search = end + 3 if end >= 0 else len(text)
                else:
                    marks.append(match)
                    end = text.find(">", match.end())
                    position = search = end + 1 if end >= 0 else len(text)
                continue
            if match[1] is not None and not match[2]:
                return  # a tag cut off by the end of the source: dropped
            marks.append(match)
            if inside is not None:
                yield inside[0], inside[1], inside[3]
                position = search = inside[2]
            else:
                position = search = match.end()
        if position < len(text):
            yield position, len(text), "data"

    @cached_property
    def _runs(self) -> list[_Run] | None:
        """The text runs with their places in `text`; None if they do not add up to what the parser read."""
        text = self._text_source
        runs: list[_Run] = []
        pieces: list[str] = []
        marks: list[re.Match[str]] = []
        position = 0
        for start, end, kind in self._scan(marks):
            tag = (marks[-1][1] or "").lower() if marks and not marks[-1][0].startswith("</") else ""
            first = start
            if tag in _LEADING_LINE_FEED and (not marks or first == marks[-1].end()):
                if text.startswith("\n", first):
                    first += 1
                elif match := re.compile(r"&#(?:0*10|[xX]0*[aA]);?").match(text, first, end):
                    first = match.end()
            decoded, units = _decode(text, first, end, references=kind != "raw", drop_nul=kind == "data")
            runs.append(_Run(first, end, position, position + len(decoded), units))
            pieces.append(decoded)
            position += len(decoded)
        joined = "".join(pieces)
        if joined == self.text:
            return runs
        return self._without_leading_blanks(runs, joined) if self._page else None

    def _without_leading_blanks(self, runs: list[_Run], joined: str) -> list[_Run] | None:
        """A page drops white space before its first content: find how much, and shift the runs."""
        surplus = len(joined) - len(self.text)
        if surplus <= 0 or joined[:surplus].strip("\t\n\f\r ") or joined[surplus:] != self.text:
            return None
        return [run._replace(start=run.start - surplus, end=run.end - surplus) for run in runs]

    @cached_property
    def _marked(self) -> list[int]:
        """For each code point of `text` its place in the source, or -1: by parsing a copy that is marked.

        Every unit of text is replaced by one code point that names its place. White space must stay, because the parser
        treats it differently from letters.
        """
        text = self._text_source
        if len(text) > _MOST_MARKED:
            return []
        copy: list[str] = []
        lengths: dict[int, int] = {}
        position = 0
        for start, end, kind in self._scan([]):
            copy.append(text[position:start])
            copy.append(self._marked_run(start, end, kind, lengths))
            position = end
        copy.append(text[position:])
        again = self._parse("".join(copy))
        places = self._places(again, lengths)
        return places if len(places) == len(self.text) else []

    def _marked_run(self, start: int, end: int, kind: str, lengths: dict[int, int]) -> str:
        text = self._text_source
        decoded, units = _decode(text, start, end, references=kind != "raw", drop_nul=False)
        starts = {unit.decoded_start: unit for unit in units}
        pieces: list[str] = []
        raw, index = start, 0
        while index < len(decoded):
            unit = starts.get(index)
            raw_end = unit.raw_end if unit is not None else raw + 1
            length = unit.decoded_end - unit.decoded_start if unit is not None else 1
            value = decoded[index : index + length]
            if value.strip("\t\n\f\r \0") and text[raw] != "\0":
                pieces.append(chr(0x10000 + raw))
                lengths[raw] = length
            else:
                pieces.append(text[raw:raw_end])
            index += max(length, 1)
            raw = raw_end
        return "".join(pieces)

    def _places(self, root: Element | Document, lengths: dict[int, int]) -> list[int]:
        places: list[int] = []
        for character in root.text:
            code = ord(character) - 0x10000
            if code >= 0:
                places.extend([code] * lengths.get(code, 1))
            else:
                places.append(-1)
        return _fill(places)


def _fill(places: list[int]) -> list[int]:
    """White space lies behind its neighbour before it."""
    return list(accumulate(places, lambda before, place: place if place >= 0 else before))
