"""HTML as it is written: the tags, the comments and the text between them, and where each code point of text stands.

Nothing here knows a tree. `scan` cuts a source as the tokenizer of the HTML standard does; `TextMap` and `Marker` say
where decoded text was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from audit.facts.entities import LAST_CODE_POINT, Kind, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span: TypeAlias = tuple[int, int]
"""Offsets in code points, from 0, the end exclusive."""

BLANKS = "\t\n\f "  # what the HTML standard calls ASCII white space, once line ends are line feeds

_BLANK = r"[\t\n\f ]"
_ATTRIBUTE = (
    r"""(?:=[^\t\n\f />=]*+|[^\t\n\f />=]++)"""
    rf"""(?:{_BLANK}*+={_BLANK}*+(?:"[^"]*+"|'[^']*+'|(?=>)|[^\t\n\f >"'][^\t\n\f >]*+)|(?!{_BLANK}*+=))"""
)
_MARK = re.compile(
    rf"""<(?:/?([a-zA-Z][^\t\n\f />]*+)(?:[\t\n\f /]++|{_ATTRIBUTE})*(>|)|!--(?:-?>|.*?(?:--!?>|\Z))|!\[CDATA\["""
    r"""|(?:[!?]|/(?=[^a-zA-Z]))[^>]*+(?:>|\Z))""",
    re.DOTALL,
)
"""A tag (group 1 is its name, group 2 is empty if the source ends in it), comment or declaration, as the tokenizer of
the HTML standard reads it; of a CDATA section the opening alone. Nothing behind a repeat can fail, or the repeat is
possessive: hostile text costs linear time. A group of which a part may fail is not repeated possessively, which Python
gets wrong before 3.11.5: https://github.com/python/cpython/issues/106052
"""
ATTRIBUTE_VALUE = re.compile(rf"""=?[^\t\n\f />=]*(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^\t\n\f >]*)))?\Z""")
"""An attribute in the source; the group that took part is its value."""
COMMENT = re.compile(r"<!--(?:-?>|(.*?)(?:--!?>|(?:--!?|-)?\Z))|<(?:!|/(?!>)|(?=\?))([^>]*+)>?", re.DOTALL)
"""A comment in the source; the group that took part is its text (the second for `<!x>`, `</ x>`, `<? x>`)."""
_CDATA = "<![CDATA["
_CDATA_END = "]]>"
RAW_TAGS = ("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext")
RCDATA_TAGS = ("textarea", "title")
_LINE_FEED_DROPPERS = frozenset({"pre", "listing", "textarea"})
_FIRST_OF_DROPPERS = frozenset("pltPLT")
END_OF = {tag: re.compile(rf"</{tag}[\t\n\f />]", re.IGNORECASE) for tag in RCDATA_TAGS}


Stretch: TypeAlias = tuple[int, int, Kind, bool]
"""A stretch of the source that is text: start, end, kind, and whether the parser drops a line feed at its beginning."""


class Inside(NamedTuple):
    """What is inside of a raw text element, and where the source goes on behind it."""

    start: int
    end: int
    kind: Kind
    resume: int


class Scan(NamedTuple):
    """A field cut into stretches of text and the tags and comments between them, in source order."""

    stretches: list[Stretch]
    marks: list[re.Match[str]]


def scan(source: str, inside: dict[int, Inside], foreign: Sequence[Span]) -> Scan:
    """Cut a source into text and marks.

    Args:
        source: HTML whose line ends are line feeds.
        inside: the raw text elements, by the offset of their start tag.
        foreign: the ranges of SVG and MathML, sorted: only there is a CDATA section one.
    """
    stretches: list[Stretch] = []
    marks: list[re.Match[str]] = []
    position, drops, length = 0, False, len(source)
    found = _MARK.finditer(source)
    while (mark := next(found, None)) is not None:
        start, end = mark.span()
        if position < start:
            stretches.append((position, start, Kind.DATA, drops))
        drops, position = False, end
        name, close = mark.groups()
        if name is not None:
            if not close:
                return Scan(stretches, marks)  # cut off by the end of the source: the parser drops it
            if source[start + 1] in _FIRST_OF_DROPPERS:
                drops = name.lower() in _LINE_FEED_DROPPERS
            if (element := inside.get(start)) is not None:
                stretches.append((element.start, element.end, element.kind, drops))
                drops, position = False, element.resume
                found = _MARK.finditer(source, position)
        elif source.startswith(_CDATA, start):
            is_text = _is_within(foreign, start)
            stop, position = _end_of_cdata(source, end, _CDATA_END if is_text else ">")
            found = _MARK.finditer(source, position)
            if is_text:
                stretches.append((end, stop, Kind.RAW, False))
                continue
        marks.append(mark)
    if position < length:
        stretches.append((position, length, Kind.DATA, drops))
    return Scan(stretches, marks)


def _end_of_cdata(source: str, start: int, close: str) -> Span:
    """Where the inside of a section ends, and where the source goes on."""
    stop = source.find(close, start)
    return (stop, stop + len(close)) if stop >= 0 else (len(source), len(source))


def _is_within(spans: Sequence[Span], offset: int) -> bool:
    index = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return index >= 0 and offset < spans[index][1]


# -- places of text --------------------------------------------------------------------------------------------------


class Run:
    """A stretch of text with its decoded form: finds the place of every decoded code point."""

    __slots__ = ("_start", "_units", "text")

    def __init__(self, source: str, start: int, end: int, kind: Kind, *, drops_line_feed: bool = False) -> None:
        text, units = decode(source, start, end, kind)
        if drops_line_feed and text.startswith("\n"):
            text = text[1:]
            stop = start + 1
            if units and units[0][:2] == (0, 1):  # written as a reference
                stop = units.pop(0)[3]
            units = [(0, 0, start, stop), *((unit[0] - 1, unit[1] - 1, unit[2], unit[3]) for unit in units)]
        self._start = start
        self._units = units
        self.text = text

    def code_point(self, offset: int) -> Span:
        """Where in the source the decoded code point at an offset was written."""
        units = self._units
        index = bisect_right(units, offset, key=itemgetter(0)) - 1 if units else -1
        if index < 0:
            place = self._start + offset
            return place, place + 1
        _, last, start, end = units[index]
        if offset < last:
            return start, end
        place = end + offset - last
        return place, place + 1

    def span(self, start: int, end: int) -> Span:
        """Where a range of the decoded text was written; it need not be wider than nothing."""
        if start < end:
            return self.code_point(start)[0], self.code_point(end - 1)[1]
        place = self.code_point(start)[0] if start < len(self.text) else self.code_point(start - 1)[1]
        return place, place


class TextMap:
    """Places of text where the parser left it in the order of the source.

    Attributes:
        text: what the parser should have read.
    """

    def __init__(self, source: str, stretches: Sequence[Stretch]) -> None:
        pieces = [source[start:end] for start, end, _, _ in stretches]
        for index, (piece, stretch) in enumerate(zip(pieces, stretches, strict=True)):
            if "&" in piece or "\0" in piece or stretch[3]:  # else it was read as it is written
                pieces[index] = _run(source, stretch).text
        self.text = "".join(pieces)
        self._source = source
        self._stretches = stretches
        self._ends = list(accumulate(map(len, pieces)))

    def _code_point(self, offset: int) -> Span:
        index = bisect_right(self._ends, offset)
        begin = self._ends[index - 1] if index else 0
        return _run(self._source, self._stretches[index]).code_point(offset - begin)

    def span(self, start: int, end: int) -> Span | None:
        """Where a range that is not empty was written."""
        return self._code_point(start)[0], self._code_point(end - 1)[1]


def _run(source: str, stretch: Stretch) -> Run:
    start, end, kind, drops = stretch
    return Run(source, start, end, kind, drops_line_feed=drops)


class MarkedText:
    """Places of text that the parser moved: of every code point by itself."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._starts = starts  # -1 for white space
        self._ends = ends

    def span(self, start: int, end: int) -> Span | None:
        """The smallest range of the source with all of a range in it. White space lies between its neighbours."""
        first = min((place for place in self._starts[start:end] if place >= 0), default=-1)
        if first >= 0:
            return first, max(self._ends[start:end])
        before, after = start - 1, end
        while before >= 0 and self._ends[before] < 0:
            before -= 1
        while after < len(self._starts) and self._starts[after] < 0:
            after += 1
        if before < 0 or after == len(self._starts) or self._ends[before] > self._starts[after]:
            return None
        return self._ends[before], self._starts[after]


_FIRST_MARK = 0x10000
MOST_MARKED = LAST_CODE_POINT - _FIRST_MARK + 1
"""How long a source may be whose text is marked: one code point above U+FFFF names one place."""
_MARKABLE = re.compile(r"[^\t\n\f \0]+")
_MARKED_OR_NOT = re.compile("[\U00010000-\U0010ffff]+|[^\U00010000-\U0010ffff]+")


class Marker:
    """Makes a copy of a source in which every unit of text is one code point that names its place.

    White space, references to it and NUL stay, because the parser treats them unlike letters.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._units: dict[int, tuple[int, str]] = {}  # where a mark's unit ends, and what it decodes to, if not 1:1

    def copy(self, stretches: Iterable[Stretch]) -> str:
        """The marked copy."""
        source = self._source
        pieces: list[str] = []
        position = 0
        for stretch in stretches:
            start, end, kind, _ = stretch
            pieces.append(source[position:start])
            self._mark(start, end, kind, pieces)
            position = end
        pieces.append(source[position:])
        return "".join(pieces)

    def _mark(self, start: int, end: int, kind: Kind, pieces: list[str]) -> None:
        source, position = self._source, start
        text, units = decode(source, start, end, kind)
        for first, last, unit_start, unit_end in units:
            pieces.append(self._mark_letters(position, unit_start))
            value = text[first:last]
            if value.strip(BLANKS):
                pieces.append(chr(_FIRST_MARK + unit_start))
                self._units[unit_start] = (unit_end, value)
            else:
                pieces.append(source[unit_start:unit_end])
            position = unit_end
        pieces.append(self._mark_letters(position, end))

    def _mark_letters(self, start: int, end: int) -> str:
        def marks(match: re.Match[str]) -> str:
            first = _FIRST_MARK + start
            return "".join(map(chr, range(first + match.start(), first + match.end())))

        return _MARKABLE.sub(marks, self._source[start:end])

    def read(self, text: str, marked: str) -> MarkedText | None:
        """Places for a text, from the text of the marked copy; None if the two do not agree."""
        starts: list[int] = []
        ends: list[int] = []
        pieces: list[str] = []
        source, units = self._source, self._units
        for match in _MARKED_OR_NOT.finditer(marked):
            run = match[0]
            places = [ord(character) - _FIRST_MARK for character in run]
            if places[0] < 0:
                starts += [-1] * len(run)
                ends += [-1] * len(run)
                pieces.append(run)
            elif max(places) >= len(source):
                return None
            elif units.keys().isdisjoint(places):
                starts += places
                ends += [place + 1 for place in places]
                pieces.append("".join([source[place] for place in places]))
            else:
                for place in places:
                    end, value = units.get(place) or (place + 1, source[place])
                    starts += [place] * len(value)
                    ends += [end] * len(value)
                    pieces.append(value)
        return MarkedText(starts, ends) if "".join(pieces) == text else None
