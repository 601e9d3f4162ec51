"""The only module that knows the HTML parser: one parse of a field, and exact places in the field as it came.

The parser works on text whose line ends are single line feeds; it gives elements and attributes a place, and text none.
Elements and attributes are therefore located by what the parser says, and only when somebody asks. Text is located by
one light scan of the source that is checked against the tree, and where the check fails (a table moves text out of
itself) by parsing a marked copy once. Nothing is ever looked for by its spelling: a place is right, or it is the start
tag around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from turbohtml import Comment, Document, Element, Namespace, Text, parse, parse_fragment

from audit.facts.entities import REPLACEMENT, Kind
from audit.facts.source_text import (
    ATTRIBUTE_VALUE,
    BLANKS,
    COMMENT,
    END_OF,
    MOST_MARKED,
    RAW_TAGS,
    RCDATA_TAGS,
    Inside,
    MarkedText,
    Marker,
    Run,
    Scan,
    Span,
    Stretch,
    TextMap,
    scan,
)
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from turbohtml import Node, SourceLocation

_NOWHERE: Final = (0, 0)

# -- surrogates, lines -----------------------------------------------------------------------------------------------

_SURROGATE = re.compile("[\ud800-\udfff]")


def scrub_surrogates(text: str) -> str:
    """Replace lone surrogates by U+FFFD, one for one, so that offsets hold. Other text comes back as it is."""
    if text.isascii():
        return text
    try:
        text.encode("utf-16-le")  # the cheapest question: 3 us for 14,000 characters, an expression takes 33
    except UnicodeEncodeError:
        return _SURROGATE.sub(REPLACEMENT, text)
    return text


_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    """Where the lines of a text begin: LF, CR LF and CR end one. Cheapest when asked for places near the last one.

    Attributes:
        source: the text.
        has_at: there is an @ in it, before which a password may stand (see `audit.secrets.masked`).
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._offset, self._line = 0, 1
        self._starts: list[int] | None = None
        self.has_at = "@" in source or "\uff20" in source
        if "\r" in source and source.count("\r") != source.count("\r\n"):  # else each line ends with its LF
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(source))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1, the column in code points."""
        if self._starts is not None:
            line = bisect_right(self._starts, offset)
            return line, offset - self._starts[line - 1] + 1
        if offset < self._offset // 2:
            self._line = 1 + self.source.count("\n", 0, offset)
        elif offset < self._offset:
            self._line -= self.source.count("\n", offset, self._offset)
        else:
            self._line += self.source.count("\n", self._offset, offset)
        self._offset = offset
        return self._line, offset - self.source.rfind("\n", 0, offset)


_SILENT = ("script", "style", "template", "noscript")
_UNKNOWN = ("amp-img", "o:p")
"""Elements that somebody asks for and HTML does not know: of these the parser has no index, but walks over the tree."""
# https://html.spec.whatwg.org/multipage/parsing.html#formatting: what the parser opens again, and so clones
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_IMPLIED = frozenset({"tbody", "tr", "colgroup"})
_MADE_BY_END_TAGS = frozenset({"p", "br"})


# -- what a parser makes too much of ---------------------------------------------------------------------------------

_OPENED_AGAIN = "b big code em font i s small strike strong tt u".split()
_WITH_ATTRIBUTES = re.compile(
    f"<(?:{'|'.join(''.join(f'[{one}{one.upper()}]' for one in tag) for tag in _OPENED_AGAIN)})[\\s/]"
)
"""The start of what a parser opens again as often as it is written; without attributes it does so three times.

Letter by letter, since an expression that ignores case takes twice the time, and whole pages are asked.
"""
_FORMATTING_TAG = re.compile(rf"<(/?)({'|'.join(_OPENED_AGAIN)})(?=([\s/])|>)", re.IGNORECASE)
_LONG = 5_000
"""Characters in which there is room for more than 100,000 elements: a parser makes up to 128 of each."""
_MANY_WITH_ATTRIBUTES = 40
"""Of 343 real pages of more than 20,000 characters, 30 have more; their tags are counted one by one."""
_MOST_OPEN = 512
"""Levels of nesting that the parser makes."""
_MOST_ALIKE = 3
_MOST_CLONES = 100_000
"""Of 3,685 real pages and posts none has more than 9,801, by the same count."""


def without_endless_formatting(source: str) -> str:
    """HTML in which formatting that is opened again and again, as nobody writes it, is no formatting; same offsets.

    A parser opens what stands open in one paragraph again in the next, all of it in each, unless it is written alike:
    200 KB of `<p><b id=1><p><b id=2>` are five million elements. Browsers do it as well, to 512 levels. The first
    letter of such tags becomes an x: an element that means nothing.

    Source: https://html.spec.whatwg.org/multipage/parsing.html#reconstruct-the-active-formatting-elements
    """
    if len(source) < _LONG or len(_WITH_ATTRIBUTES.findall(source)) <= _MANY_WITH_ATTRIBUTES:
        return source
    return _WITH_ATTRIBUTES.sub(_renamed, source) if _clones(source) > _MOST_CLONES else source


def _clones(source: str) -> int:
    """How many elements the parser may open again: at each tag all that are open, of those written alike three."""
    stacks: dict[str, list[str]] = {}
    alike: Counter[str] = Counter()
    clones = opened = last = 0
    for match in _FORMATTING_TAG.finditer(source):
        if opened:
            clones += min(opened, _MOST_OPEN) * source.count("<", last, match.start())
        last = match.end()
        stack = stacks.setdefault(match[2].lower(), [])
        if not match[1]:
            written = source[match.start() : source.find(">", last) if match[3] else last]
            stack.append(written)
            alike[written] += 1
            opened += alike[written] <= _MOST_ALIKE
        elif stack:
            written = stack.pop()
            opened -= alike[written] <= _MOST_ALIKE
            alike[written] -= 1
    return clones + min(opened, _MOST_OPEN) * source.count("<", last)


def _renamed(match: re.Match[str]) -> str:
    return f"<x{match[0][2:]}"


class Markup:
    """One HTML field, parsed once.

    Making one costs the parse. Everything else is worked out when it is first asked for, and kept. All offsets that
    come out are 0-based code points into the field as it came (CR LF counts as two), the end exclusive.

    Attributes:
        source: the field as it came, but for lone surrogates, which are U+FFFD, one for one.
        root: the parsed tree; for a fragment the `div` around it.

    Args:
        source: the field.
        page: it is a whole page, not a fragment.
        begins_at: offset at which this HTML begins in the field, if it is a part of it.
    """

    def __init__(self, source: str, *, page: bool = False, begins_at: int = 0) -> None:
        source = scrub_surrogates(source)
        self.source = source
        self.begins_at = begins_at
        self._page = page
        lines = source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source
        self._parsed = without_endless_formatting(lines)
        self.root: Element | Document = self._parse(self._parsed)
        self._by_tag: dict[str, Sequence[Element]] = {}
        self._locations: dict[Node, SourceLocation | None] = {}

    def _parse(self, source: str) -> Element | Document:
        if self._page:
            return parse(source, source_locations=True)
        return parse_fragment(source, "div", source_locations=True)

    # -- the tree ----------------------------------------------------------------------------------------------------

    @property
    def container(self) -> Element:
        """The element that holds everything: the fragment's `div`, or the page's `html`."""
        root = self.root
        return root if isinstance(root, Element) else root.root or Element("html")

    @property
    def document(self) -> Document:
        """The field as a page of its own: what the parser extracts from pages alone. Of a fragment, another parse."""
        root = self.root
        return root if isinstance(root, Document) else parse(self._parsed)

    def copied_document(self) -> Document:
        """Another parse of the field as a page, which may be changed."""
        return parse(self._parsed)

    def elements(self, tag: str, *, in_templates: bool = False) -> Sequence[Element]:
        """The elements with one tag name, in document order. Those in a `<template>` are not part of the page."""
        if in_templates:
            return self._every(tag)
        found = self._by_tag.get(tag)
        if found is None:
            found = self._every(tag)
            if found and self._in_templates:
                found = [node for node in found if node not in self._in_templates]
            self._by_tag[tag] = found
        return found

    def _every(self, tag: str) -> Sequence[Element]:
        return self._unknown[tag] if tag in _UNKNOWN else self.root.find_all(tag)

    def present(self, tags: Iterable[str]) -> list[str]:
        """Which of some tag names have an element that is part of the page: cheaper than `elements` of each."""
        by_tag, find = self._by_tag, self.root.find
        present: list[str] = []
        for tag in tags:
            if tag not in by_tag and tag not in _UNKNOWN and find(tag) is None:
                by_tag[tag] = ()
            elif self.elements(tag):
                present.append(tag)
        return present

    @lazy
    def _unknown(self) -> dict[str, Sequence[Element]]:
        nodes = self.root.find_all([*_UNKNOWN])
        return {tag: [node for node in nodes if node.tag == tag] for tag in _UNKNOWN}

    @lazy
    def identified(self) -> Sequence[Element]:
        """The elements with an `id`, be it empty, in document order, but for those in a `<template>`."""
        found = self.root.select("[id]")
        return [node for node in found if node not in self._in_templates] if found and self._in_templates else found

    @lazy
    def _in_templates(self) -> set[Node]:
        inside: set[Node] = set()
        for template in self.elements("template", in_templates=True):
            if template not in inside:
                inside.update(template.descendants)
        return inside

    @lazy
    def text(self) -> str:
        """All text nodes in document order, those of scripts and templates included."""
        return self.root.text

    def texts_with(self, part: str) -> Iterator[tuple[int, Text]]:
        """The text nodes that hold a short text, in document order, each with where it begins in `text`."""
        text, (starts, nodes) = self.text, self._text_nodes
        found = text.find(part)
        while found >= 0:
            index = bisect_right(starts, found) - 1
            end = starts[index + 1] if index + 1 < len(starts) else len(text)
            if found + len(part) <= end:
                yield starts[index], nodes[index]
                found = text.find(part, end)
            else:  # it goes across two nodes
                found = text.find(part, found + 1)

    @lazy
    def visible_text(self) -> str:
        """`text` without what no reader sees: scripts, styles, templates and `noscript`."""
        silent = {node for tag in _SILENT for node in self.elements(tag, in_templates=True)}
        return _text_outside(silent, self.root) if silent else self.text

    @lazy
    def comments(self) -> list[tuple[str, int, int]]:
        """The comments in document order: (text, start, end in `source`); `<!x>` and `</ x>` are comments too."""
        spans = ((node, self._as_it_came(span)) for node, span in self._comment_spans.items())
        return [(node.data, start - self.begins_at, end - self.begins_at) for node, (start, end) in spans]

    @lazy
    def _comment_spans(self) -> dict[Comment, Span]:
        """Comments with their places. The parser moves some, so those of one text are paired in their order."""
        nodes = [node for node in self.root.descendants if isinstance(node, Comment)]
        if not nodes:
            return {}
        written: dict[str, list[Span]] = {}
        for mark in self._scan.marks:
            if mark[1] is None and (comment := COMMENT.match(self._parsed, mark.start())) is not None:
                text = (comment[1] or comment[2] or "").replace("\0", REPLACEMENT)
                written.setdefault(text, []).append(comment.span())
        counts: dict[str, int] = {}
        for node in nodes:
            counts[node.data] = counts.get(node.data, 0) + 1
        places = {text: iter(spans) for text, spans in written.items() if len(spans) == counts.get(text)}
        return {node: next(places[node.data]) if node.data in places else self._around(node.parent) for node in nodes}

    # -- offsets -----------------------------------------------------------------------------------------------------

    @lazy
    def _pairs(self) -> list[int]:
        """Offsets, in what was parsed, of the line feeds that were CR LF in the field."""
        if self._parsed is self.source or "\r\n" not in self.source:
            return []
        lengths = map(len, self.source.split("\r\n")[:-1])
        return list(accumulate(lengths, lambda before, length: before + 1 + length))

    def _as_it_came(self, span: Span) -> Span:
        """From offsets into what was parsed to offsets into the field as it came."""
        start, end = span
        pairs = self._pairs
        if pairs:
            start, end = start + bisect_left(pairs, start), end + bisect_left(pairs, end)
        return start + self.begins_at, end + self.begins_at

    # -- places of elements ------------------------------------------------------------------------------------------

    def tag_span(self, node: Node) -> Span:
        """The start tag of an element, or all of a comment.

        For an element that the parser made up: the tag that it made it of (the first one of a pair `<b>` that it opens
        again, a stray `</p>`, the first tag in an implied `<tbody>`). Where there is none, and for text: the start tag
        of the nearest element around it that has one, else (0, 0).
        """
        return self._as_it_came(self._around(node))

    def is_made_up(self, node: Node) -> bool:
        """Whether the parser has made an element of which no start tag stands at its place."""
        return self._located(node) is None

    def start_tag(self, tag: str) -> Span | None:
        """The first start tag of a name that is written, even where the parser had made such an element before it."""
        if f"<{tag}" not in self._parsed.lower():
            return None
        for mark in self._scan.marks:
            if mark[1] is not None and mark[1].lower() == tag and self._parsed[mark.start() + 1] != "/":
                return self._as_it_came(mark.span())
        return None

    def _located(self, node: Node) -> SourceLocation | None:
        """What the parser says of a node's place, asked once: it is dear, and several findings have one place."""
        if node not in self._locations:
            self._locations[node] = _location(node)
        return self._locations[node]

    def element_span(self, node: Node) -> Span:
        """An element from its start tag to its end tag; where that is missing, to the end of what is in it."""
        location = self._located(node)
        if location is None:
            return self.tag_span(node)
        start = location.start_tag.start_offset
        if location.end_tag is not None:
            return self._as_it_came((start, location.end_tag.end_offset))
        if isinstance(node, Element) and not node.text.strip():
            return self._as_it_came((start, location.start_tag.end_offset))
        return self._as_it_came((start, max(location.start_tag.end_offset, self._last_ends[node])))

    def attribute_span(self, node: Element, name: str) -> Span:
        """An attribute with its name and value; the start tag if the element has none of that name."""
        span = self._attribute(node, name)
        return self.tag_span(node) if span is None else self._as_it_came(span)

    def value_span(self, node: Element, name: str, start: int = 0, end: int | None = None) -> Span:
        """A range of an attribute's decoded value, by default all of it; the attribute if the value is empty."""
        span = self._attribute(node, name)
        if span is None:
            return self.tag_span(node)
        match = ATTRIBUTE_VALUE.match(self._parsed, *span)
        if match is None or not match.lastindex or not match[match.lastindex]:
            return self._as_it_came(span)
        written = match.span(match.lastindex)
        if not start and end is None:
            return self._as_it_came(written)
        run = Run(self._parsed, *written, Kind.ATTRIBUTE)
        length = len(run.text)
        end = length if end is None else max(0, min(end, length))
        return self._as_it_came(run.span(max(0, min(start, end)), end))

    def inner_span(self, node: Node) -> Span:
        """What stands between the tags of an element; the start tag if one of them is missing."""
        location = self._located(node)
        if location is None or location.end_tag is None:
            return self.tag_span(node)
        return self._as_it_came((location.start_tag.end_offset, location.end_tag.start_offset))

    def _attribute(self, node: Element, name: str) -> Span | None:
        location = self._located(node)
        if location is None:
            model = self._models.get(node)
            location = _location(model) if isinstance(model, Element) and model.tag == node.tag else None
        if location is None:
            return None
        span = location.attrs.get(name) or location.attrs.get(name.lower())  # `viewBox` has the key `viewbox`
        return None if span is None else (span.start_offset, span.end_offset)

    def _around(self, node: Node | None) -> Span:
        """What stands for a node in the source that was parsed: see `tag_span`."""
        while node is not None:
            location = self._located(node)
            if location is not None:
                return location.start_tag.start_offset, location.start_tag.end_offset
            if isinstance(node, Comment) and node in self._comment_spans:
                return self._comment_spans[node]
            if isinstance(node, Element):
                model = self._models.get(node)
                location = None if model is None else _location(model)
                if location is not None:
                    return location.start_tag.start_offset, location.start_tag.end_offset
                if node in self._strays:
                    return self._strays[node]
            node = node.parent
        return _NOWHERE

    @lazy
    def _all_elements(self) -> list[Element]:
        return [node for node in self.root.descendants if isinstance(node, Element)]

    @lazy
    def _models(self) -> dict[Element, Element]:
        """The located elements that stand for unlocated ones: originals of clones, first elements in implied ones."""
        models: dict[Element, Element] = {}
        originals: dict[tuple[object, ...], Element] = {}
        waiting: list[Element] = []  # implied elements whose first located descendant comes next
        for node in self._all_elements:
            located = _location(node) is not None
            if node.tag in _FORMATTING:
                key = (node.tag, *((name, node.attr(name)) for name in node.attrs))
                if located:
                    originals[key] = node
                elif key in originals:
                    models[node] = originals[key]
            if located:
                models.update((holder, node) for holder in waiting if _holds(holder, node))
                waiting.clear()
            elif node.tag in _IMPLIED:
                waiting.append(node)
        return models

    @lazy
    def _strays(self) -> dict[Element, Span]:
        """The `</p>` and `</br>` of which the parser made elements, in order; none if their numbers differ."""
        strays: dict[Element, Span] = {}
        for tag in _MADE_BY_END_TAGS:
            made = [node for node in self.elements(tag, in_templates=True) if _location(node) is None]
            unmatched = self._unmatched(tag)
            if len(made) == len(unmatched):
                strays.update(zip(made, unmatched, strict=True))
        return strays

    def unmatched_end_tags(self, tag: str) -> list[Span]:
        """Where in `source` the end tags stand that close no element."""
        spans = map(self._as_it_came, self._unmatched(tag))
        return [(start - self.begins_at, end - self.begins_at) for start, end in spans]

    def _unmatched(self, tag: str) -> list[Span]:
        locations = map(_location, self.elements(tag, in_templates=True))
        matched = {at.end_tag.start_offset for at in locations if at is not None and at.end_tag is not None}
        return [
            mark.span()
            for mark in self._scan.marks
            if mark[1] is not None
            and mark[1].lower() == tag
            and self._parsed[mark.start() + 1] == "/"
            and mark.start() not in matched
        ]

    @lazy
    def _last_ends(self) -> dict[Node, int]:
        """Where the last tag or text in each element ends, without white space behind it: one walk backwards."""
        ends: dict[Node, int] = {}
        for node in reversed(list(self.root.descendants)):
            end = ends.get(node, 0)
            if isinstance(node, Text):
                end = self._end_of_text(node)
            elif (location := _location(node)) is not None:
                end = max(end, (location.end_tag or location.start_tag).end_offset)
            ends[node] = end
            parent = node.parent
            if parent is not None and ends.get(parent, 0) < end:
                ends[parent] = end
        return ends

    def _end_of_text(self, node: Text) -> int:
        length = len(node.data.rstrip(BLANKS))
        places = self._places
        if not length or places is None:
            return 0
        start = self.text_offset(node)
        span = places.span(start, start + length)
        return 0 if span is None else span[1]

    # -- places of text ----------------------------------------------------------------------------------------------

    def text_offset(self, node: Node) -> int:
        """Where the text of a node begins in `text`."""
        first = next((inner for inner in (node, *node.descendants) if inner in self._text_offsets), None)
        if first is None:  # no text in it: where the next one begins
            first = next((behind for behind in node.following if behind in self._text_offsets), None)
        return self._text_offsets[first] if first is not None else len(self.text)

    @lazy
    def _text_offsets(self) -> dict[Node, int]:
        """Where each text node that is not empty begins in `text`."""
        starts, nodes = self._text_nodes
        return dict(zip(nodes, starts, strict=True))

    @lazy
    def _text_nodes(self) -> tuple[list[int], list[Text]]:
        """The text nodes that are not empty, and where each begins in `text`."""
        starts: list[int] = []
        nodes: list[Text] = []
        offset = 0
        for node in self.root.descendants:
            if isinstance(node, Text) and (length := len(node.data)):
                starts.append(offset)
                nodes.append(node)
                offset += length
        return starts, nodes

    def text_span(self, start: int, end: int) -> Span:
        """A range of `text`; where it cannot be located, the start tag of the element that its beginning is in."""
        length = len(self.text)
        start = max(0, min(start, length))
        end = max(start, min(end, length))
        if not length:
            return _NOWHERE
        if start < end and (between_tags := self._between_tags(start, end)) is not None:
            return self._as_it_came(between_tags)
        places = self._places
        span = None
        if places is None:
            pass
        elif start < end:
            span = places.span(start, end)
        elif start < length:
            span = _start_of(places.span(start, start + 1))
        else:
            span = _end_of(places.span(length - 1, length))
        return self._as_it_came(self._holder_of(start) if span is None else span)

    def _between_tags(self, start: int, end: int) -> Span | None:
        """Where a range of `text` was written whose ends lie in ordinary text, as nearly all do; None for any other."""
        index = self._text_at(start)
        first = self._run_behind_tag(index)
        if first is None:
            return None
        final = self._text_at(end - 1)
        last = first if final == index else self._run_behind_tag(final)
        if last is None:
            return None
        starts = self._text_nodes[0]
        return first.code_point(start - starts[index])[0], last.code_point(end - 1 - starts[final])[1]

    def _run_behind_tag(self, index: int) -> Run | None:
        """A text node as it is written between the tag before it, of which the parser knows the place, and the next.

        None if there is no such tag, or if not just this text stands there: then more must be known than the two tags.
        """
        node = self._text_nodes[1][index]
        holder, before = node.parent, node.previous_sibling
        if not isinstance(holder, Element) or holder.namespace is not Namespace.HTML or holder.tag in RAW_TAGS:
            return None
        if before is None and holder is self.root:
            start = 0
        elif (location := _location(holder if before is None else before)) is None:
            return None
        elif before is None or (location.end_tag is None and not before.children):
            start = location.start_tag.end_offset
        elif location.end_tag is not None:
            start = location.end_tag.end_offset
        else:
            return None
        end = self._parsed.find("<", start)
        run = Run(self._parsed, start, end if end >= 0 else len(self._parsed), Kind.DATA)
        return run if run.text == node.data else None

    def _text_at(self, offset: int) -> int:
        return max(0, bisect_right(self._text_nodes[0], offset) - 1)

    def _holder_of(self, offset: int) -> Span:
        return self._around(self._text_nodes[1][self._text_at(offset)].parent)

    @lazy
    def _places(self) -> TextMap | MarkedText | None:
        """The map of the text. One scan tells what the parser read, unless it moved text; then a marked copy does."""
        source = self._parsed
        stretches = self._scan.stretches
        if self._page:
            stretches = self._without_leading_blanks(stretches)
        places = TextMap(source, stretches)
        if places.text == self.text:
            return places
        if len(source) > MOST_MARKED:
            return None
        marker = Marker(source)
        marked = self._parse(marker.copy(self._scan.stretches))
        return marker.read(self.text, marked.text)

    def _without_leading_blanks(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """A page drops the white space before its first element other than `html`, and before its first text."""
        located = (_location(node) for node in self._all_elements if node.tag != "html")
        first = next((at.start_tag.start_offset for at in located if at is not None), len(self._parsed))
        for index, (start, end, kind, drops) in enumerate(stretches):
            if start >= first:
                return list(stretches[index:])
            text = self._parsed[start:end]
            blanks = len(text) - len(text.lstrip(BLANKS))
            if blanks < len(text):
                return [(start + blanks, end, kind, drops), *stretches[index + 1 :]]
        return []

    @lazy
    def _scan(self) -> Scan:
        return scan(self._parsed, self._raw_texts(), self._foreign())

    def _raw_texts(self) -> dict[int, Inside]:
        """What is inside of the elements in which the tokenizer sees no tags, by the offset of their start tag."""
        found: dict[int, Inside] = {}
        for tag in (*RAW_TAGS, *RCDATA_TAGS):
            for node in self.elements(tag, in_templates=True):
                location = _location(node)
                if location is not None and node.namespace is Namespace.HTML:
                    found[location.start_tag.start_offset] = self._raw_text(node, location)
        return found

    def _raw_text(self, node: Element, location: SourceLocation) -> Inside:
        kind = Kind.RCDATA if node.tag in RCDATA_TAGS else Kind.RAW
        start, length = location.start_tag.end_offset, len(self._parsed)
        if location.end_tag is not None:
            return Inside(start, location.end_tag.start_offset, kind, location.end_tag.end_offset)
        if node.tag == "plaintext":
            return Inside(start, length, kind, length)
        if kind is Kind.RAW:  # one code point for one; a `</script>` in it may be none, behind `<!-- <script>`
            return Inside(start, start + len(node.text), kind, length)
        cut = END_OF[node.tag].search(self._parsed, start)  # an end tag that the end of the source cuts off
        return Inside(start, cut.start() if cut is not None else length, kind, length)

    def _foreign(self) -> list[Span]:
        """The ranges of SVG and MathML; one that is never closed ends with the first tag that breaks out of it."""
        spans: list[Span] = []
        for tag in ("svg", "math"):
            last = 0
            for node in self.elements(tag, in_templates=True):
                location = _location(node)
                if location is None or location.start_tag.start_offset < last:
                    continue
                if location.end_tag is not None:
                    last = location.end_tag.end_offset
                else:
                    behind = (_location(one) for one in node.following if isinstance(one, Element))
                    last = next((at.start_tag.start_offset for at in behind if at is not None), len(self._parsed))
                spans.append((location.start_tag.start_offset, last))
        return _merged(spans)


def _text_outside(silent: Collection[Node], root: Node) -> str:
    """The text under a node but for what stands in some elements. Only the way down to these is walked."""
    around: set[Node] = set()
    for node in silent:
        holder = node.parent
        while holder is not None and holder not in around:
            around.add(holder)
            holder = holder.parent
    texts: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node in silent:
            continue
        if node in around:
            waiting.extend(reversed(node.children))
        else:
            texts.append(node.text)
    return "".join(texts)


def _location(node: Node) -> SourceLocation | None:
    return node.source_location


def _holds(holder: Node, node: Node) -> bool:
    """Whether one element is around another; asked only of elements that follow each other."""
    parent = node.parent
    while parent is not None and parent is not holder and isinstance(parent, Element) and parent.tag in _IMPLIED:
        parent = parent.parent
    return parent is holder


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _start_of(span: Span | None) -> Span | None:
    return None if span is None else (span[0], span[0])


def _end_of(span: Span | None) -> Span | None:
    return None if span is None else (span[1], span[1])
