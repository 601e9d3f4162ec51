"""The cascade of a content: what its style sheets and the `style` of an element declare, as far as it can hide.

The parser reads the style sheets in the content and matches their selectors. Its computed style leaves out what hides
most (clips, transforms, shorthands, the `hidden` attribute, `<font color>`), so the cascade is resolved here, for the
few properties that can hide.
"""

from __future__ import annotations

import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import re2
from turbohtml import SelectorSyntaxError
from turbohtml.cssom import StyleDeclaration, StyleRule, StyleSheet

from audit.facts.declarations import LONGEST_VALUE, OF_LETTERS, READ, ROOM, blends_in, hides, may_hide
from audit.kept import kept
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from turbohtml import Element

    from audit.facts.html import Markup

_SHEET_SIGNALS = re2.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*[hc]|opacity\s*[:(]\s*(?:0\s*[;}!%)]|0?\.0)|content-visibility|-\s*\d{3}"
    r"|(?:left|right|top|bottom|inset|indent)\s*:\s*[\d.]{3}|translate[^;}]*\d{3}|scale[xyz3d]*\s*[(:]\s*0|rotate[xy]|clip"
    r"|size\s*:\s*(?:0[;}a-z%!\s]|0?\.\d|1p)|font\s*:[^;}]*\b[01]p|font\s*:[^;}]*\b0/|transparent|fill-color"
    r"|(?:width|height)\s*:\s*[012](?:\.\d+)?(?:px|pt|[;}!\s])|rgba?\([^)]*[,/\s]0?(?:\.0\d*)?\s*\)|hsla\("
)
"""Without one of these a style sheet hides nothing but letters in the very colour of their background."""
_PAINTED = re.compile(
    r"(?<![-\w])color\s*:\s*+([^;{}]{1,60}+)[^{}]{0,200}?\bbackground(?:-color)?\s*:\s*+([^;{}]{1,60}+)"
    r"|\bbackground(?:-color)?\s*:\s*+([^;{}]{1,60}+)[^{}]{0,200}?(?<![-\w])color\s*:\s*+([^;{}]{1,60}+)",
    re.IGNORECASE,
)
"""The colours of letters and of what is behind them in one rule: groups 1 and 2, or 4 and 3."""
_WRITTEN_SHEET = re.compile(r"<style[^>]{0,200}>([^<]{1,5000})<", re.IGNORECASE)
_PSEUDO = re.compile(r"::|:(?:before|after|first-letter|first-line|hover|focus|active|visited|target|checked)")
STATES = re.compile(
    r":(?:hover|focus(?:-within|-visible)?|checked|target|active|has|open)|\.(?:is-)?(?:active|open|show|shown|visible|expanded)\b"
)
"""What a selector says of a state in which an element is shown."""
_SOME_SCREENS = re.compile(r"@(?:media|container)\b[^{};]{0,300}\{", re.IGNORECASE)
_EVERY_SCREEN = frozenset({"", "all", "screen"})
"""What the `media` of a style element says where its rules hold for every reader at a screen."""
_ALL_SCREENS = re.compile(r"@(?:media\s+(?:all|(?:only\s+)?screen)|layer(?:\s+[\w.-]{1,100})?)\s*\{", re.IGNORECASE)
"""What opens a block in a style sheet that holds for every reader at a screen all the same."""
_BRACE = re.compile(r"[{}]")
_SCOPE = re.compile(r":scope(?![-\w])", re.IGNORECASE)
"""In a style sheet the same as `:root`: https://www.w3.org/TR/selectors-4/#the-scope-pseudo"""
_MOST_RULES = 3000
_MOST_RULE_TEXT = 400_000
_MOST_SELECTED = 10_000_000
"""Selectors times elements. Real posts stay below a tenth of it."""
_MOST_MATCHED = 1_000_000
"""Elements that the selectors match, one by one. Real posts stay below a tenth of it."""
_SIZES = frozenset({"width", "height", "max-width", "max-height"})
_LONGEST_KEPT_STYLE = 500
_SHORT_SHEET = 10_000
_LONGEST_KEPT_SHEET = 200_000
"""Characters of what is read once for all posts: a site has the same few sheets and styles in most of them."""
_Styles = dict[str, str]
_NO_STYLES: Mapping[str, str] = MappingProxyType({})


class _Declared(NamedTuple):
    """What one block of declarations says of the properties that matter here, and which of them are important."""

    values: Mapping[str, str]
    important: frozenset[str]


_NOTHING_DECLARED = _Declared({}, frozenset())


class _Rule(NamedTuple):
    """One rule of a style sheet.

    Attributes:
        selector: its list of selectors, as written.
        parts: those of the list that can match an element as it stands.
        declared: what it declares.
        hides: its declarations can hide what it matches.
    """

    selector: str
    parts: Sequence[str]
    declared: _Declared
    hides: bool


class _Sheet(NamedTuple):
    """What the style elements declare for one element: property -> value, in the order of the cascade."""

    plain: _Styles
    important: _Styles


class _Anew(NamedTuple):
    """The properties that an element has from elsewhere in a state or on some screens: plain and important ones."""

    plain: set[str]
    important: set[str]


_Exception: TypeAlias = tuple[str, frozenset[str], frozenset[str]]
"""A selector, the properties that are declared for what it matches, and those of them that are important."""


class Cascade:
    """Answers what the content declares for an element of one HTML field."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._styles: dict[Element, _Styles] = {}

    def style(self, node: Element) -> Mapping[str, str]:
        """What the content declares for an element: style sheets in it, then the element's own `style`. Lower-case."""
        own = node.attr("style") or ""
        sheet = self._sheets.get(node)
        if sheet is None and len(own) <= _LONGEST_KEPT_STYLE:  # those are kept for all posts
            return _read_style(own).values if own else _NO_STYLES
        known = self._styles.get(node)
        if known is None:
            known = self._styles[node] = _in_cascade(sheet or _Sheet({}, {}), _read_style(own))
        return known

    @property
    def has_sheets(self) -> bool:
        """Style sheets declare something for an element, so that its own `style` is not all."""
        return bool(self._sheets)

    @lazy
    def _sheets(self) -> Mapping[Element, _Sheet]:
        """What the style elements declare, by element.

        Nothing where none of the rules hides anything of this content, and of the others only what can undo or complete
        that. Each selector is asked once of the whole content: asked of one element at a time, some (`:nth-child`, a
        chain of descendants) take as long each time.
        """
        rules = [rule for rule in self._rules if rule.declared.values]
        if not any(rule.hides for rule in rules):
            return {}
        if sum(len(rule.parts) for rule in rules) * self._markup.source.count("<") > _MOST_SELECTED:
            return {}
        hiding = [rule.declared.values for rule in rules if rule.hides and any(map(self._selected, rule.parts))]
        touched = set().union(*hiding)
        if not touched.isdisjoint(_SIZES):
            touched |= ROOM
        if not touched:
            return {}
        parts = [
            (_specificity(part), index, part, rule.declared)
            for index, rule in enumerate(rules)
            if "position" in rule.declared.values or not touched.isdisjoint(rule.declared.values)
            for part in rule.parts
        ]
        parts.sort(key=lambda part: part[:2])
        sheets: dict[Element, _Sheet] = {}
        left = _MOST_MATCHED
        for _, _, part, declared in parts:
            nodes = self._selected(part)
            left -= len(nodes)
            if left < 0:
                return {}  # of a cascade half read nothing is certain
            for node in nodes:
                sheet = sheets.setdefault(node, _Sheet({}, {}))
                for name, value in declared.values.items():
                    (sheet.important if name in declared.important else sheet.plain)[name] = value
        return sheets

    def _selected(self, selector: str) -> Sequence[Element]:
        try:
            return self._markup.container.select(selector)
        except (SelectorSyntaxError, ValueError):
            return ()  # a browser drops the rule, too

    @lazy
    def selectors(self) -> list[str]:
        """The selectors of the style sheets; none where those can hide nothing."""
        return [rule.selector for rule in self._rules]

    def laid_out_anew(self, node: Element) -> AbstractSet[str]:
        """By which properties style sheets lay an element out anew, in a state (`.note:hover i`) or on some screens.

        Not those that its own `style` declares, which stand above a sheet's that are not important.
        """
        anew = self._exceptions.get(node)
        if anew is None:
            return frozenset()
        inline = _read_style(node.attr("style") or "")
        return (anew.plain - inline.values.keys()) | (anew.important - inline.important)

    @lazy
    def _exceptions(self) -> Mapping[Element, _Anew]:
        """What style sheets declare in states and on some screens only, by element."""
        found = {*self._in_states(), *self._on_some_screens()}
        by_element: dict[Element, _Anew] = {}
        if len(found) * self._markup.source.count("<") > _MOST_SELECTED:
            return {}
        left = _MOST_MATCHED
        for selector, names, important in found:
            nodes = self._selected(selector)
            left -= len(nodes)
            if left < 0:
                return {}
            for node in nodes:
                anew = by_element.setdefault(node, _Anew(set(), set()))
                anew.plain.update(names - important)
                anew.important.update(important)
        return by_element

    def _in_states(self) -> Iterator[_Exception]:
        for rule in self._rules:
            if not rule.hides and rule.declared.values and "(" not in rule.selector:
                for part in rule.selector.split(","):
                    plain = STATES.sub("", part).strip()
                    if plain != part.strip():
                        yield plain, frozenset(rule.declared.values), rule.declared.important

    def _on_some_screens(self) -> Iterator[_Exception]:
        for text in self._sheet_texts() if self._rules else ():
            for rule in islice(_read_sheet(_of_some_screens(text[:_MOST_RULE_TEXT])), _MOST_RULES):
                if not rule.hides:
                    for part in rule.parts:
                        yield part, frozenset(rule.declared.values), rule.declared.important

    @lazy
    def _rules(self) -> Sequence[_Rule]:
        if not self._markup.elements("style") and not self._markup.elements("script"):
            return ()
        texts = [text for text in self._sheet_texts() if len(text) <= _MOST_RULE_TEXT]
        if not any(map(_may_hide_something, texts)):
            return ()
        return list(islice((rule for text in texts for rule in _read_sheet(text)), _MOST_RULES))

    def _sheet_texts(self) -> Iterator[str]:
        """The style sheets of the content, and those that its scripts write."""
        for node in self._markup.elements("style"):
            media = (node.attr("media") or "").strip().lower()
            yield _unwrapped(node.text) if media in _EVERY_SCREEN else f"@media {media}{{{node.text}}}"
        for node in self._markup.elements("script"):
            yield from _WRITTEN_SHEET.findall(node.text)


def _in_cascade(sheet: _Sheet, inline: _Declared) -> _Styles:
    """What counts in the end: an own declaration before a sheet's, unless only the sheet's is important."""
    firm = {name: value for name, value in sheet.important.items() if name not in inline.important}
    return {**sheet.plain, **inline.values, **firm}


def _declared(style: StyleDeclaration) -> _Declared:
    """The properties that matter here, lower-case."""
    values = {name: _plain(style[name].strip().lower()[:LONGEST_VALUE]) for name in style if name in READ}
    return _Declared(values, frozenset(filter(style.important, values))) if values else _NOTHING_DECLARED


_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))")


def _plain(value: str) -> str:
    """A value with its escapes read, by which letters can be spelt.

    Source: https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point
    """
    return _ESCAPE.sub(_unescaped, value) if "\\" in value else value


def _unescaped(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else ord(match[2])
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"  # noqa: PLR2004 - Unicode's


@kept(4096, longest=_LONGEST_KEPT_STYLE)
def _read_style(text: str) -> _Declared:
    """What the `style` of an element declares."""
    return _declared(StyleDeclaration.parse(text))


def what_hides(text: str) -> tuple[str, str] | None:
    """How the `style` of an element hides it, and by which declaration; None if it does not."""
    return hides(_read_style(text).values)


@kept(4096, longest=_LONGEST_KEPT_STYLE)
def style_tells(text: str) -> bool:
    """Whether the `style` of an element by itself hides what is in it, or says how its letters look."""
    values = _read_style(text).values
    return not OF_LETTERS.isdisjoint(values) or hides(values) is not None


@kept(128, longest=_SHORT_SHEET)
def _may_hide_something(sheet: str) -> bool:
    """Whether a style sheet has anything of what hides."""
    return bool(_SHEET_SIGNALS.search(sheet)) or any(
        blends_in((match[1] or match[4]).lower(), (match[2] or match[3]).lower()) for match in _PAINTED.finditer(sheet)
    )


@kept(128, longest=_SHORT_SHEET)
@kept(8, longest=_LONGEST_KEPT_SHEET)
def _read_sheet(text: str) -> Sequence[_Rule]:
    """The rules of a style sheet, as many as are looked at."""
    return tuple(map(_rule, islice(StyleSheet(text).rules, _MOST_RULES)))


def _unwrapped(sheet: str) -> str:
    """A style sheet without the frames of blocks that hold for every reader at a screen."""
    if "@" not in sheet:
        return sheet
    parts, end = list[str](), 0
    for match in _ALL_SCREENS.finditer(sheet):
        if match.start() < end:
            continue
        parts.append(sheet[end : match.start()])
        close = _closing(sheet, match.end())
        end = len(sheet) if close is None else close.end()
        parts.append(sheet[match.end() : end if close is None else close.start()])
    return "\n".join((*parts, sheet[end:]))


def _closing(sheet: str, start: int) -> re.Match[str] | None:
    """The brace that closes the block that begins here."""
    depth = 1
    for brace in _BRACE.finditer(sheet, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace
    return None


def _of_some_screens(sheet: str) -> str:
    """The rules of a style sheet that hold on some screens only, or on paper."""
    found, end = list[str](), 0
    for match in _SOME_SCREENS.finditer(sheet):
        if match.start() < end:
            continue
        close = _closing(sheet, match.end())
        if close is None:
            break  # there is nothing behind it
        found.append(sheet[match.end() : close.start()])
        end = close.end()
    return "\n".join(found)


def _rule(rule: StyleRule) -> _Rule:
    declared = _declared(rule.style)
    if not declared.values:
        return _Rule(rule.selector_text, (), declared, hides=False)
    hides_something = may_hide(tuple(declared.values.items()))
    return _Rule(rule.selector_text, _parts(rule.selector_text), declared, hides_something)


def _parts(selector: str) -> list[str]:
    """The selectors of a list, without those of states and of what only style sheets make."""
    parts = selector.split(",") if "(" not in selector else [selector]
    return [_SCOPE.sub(":root", part.strip()) for part in parts if not _PSEUDO.search(part)]


def _specificity(selector: str) -> tuple[int, int, int]:
    """Ids, classes and names in a selector: near enough to the standard's for what writes styles into content."""
    ids = selector.count("#")
    classes = selector.count(".") + selector.count("[") + selector.replace("::", "").count(":")
    names = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return ids, classes, names
