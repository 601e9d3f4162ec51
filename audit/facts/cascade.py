"""The cascade of a content: what its style sheets and the `style` of an element declare, as far as it can hide.

The parser reads the style sheets in the content and matches their selectors. Its computed style leaves out what hides
most (clips, transforms, shorthands, the `hidden` attribute, `<font color>`), so the cascade is resolved here, for the
few properties that can hide.
"""

from __future__ import annotations

import re
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import re2
from turbohtml import SelectorSyntaxError
from turbohtml.cssom import StyleDeclaration, StyleSheet

from audit.facts.declarations import LONGEST_VALUE, READ, ROOM, may_hide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from turbohtml import Element

    from audit.facts.html import Markup

_SHEET_SIGNALS = re2.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*[hc]|opacity\s*[:(]\s*(?:0\s*[;}!%)]|0?\.0)|content-visibility|-\s*\d{3}"
    r"|(?:left|right|top|bottom|inset|indent)\s*:\s*[\d.]{3}|translate[^;}]*\d{3}|scale[xyz3d]*\s*[(:]\s*0|rotate[xy]|clip"
    r"|size\s*:\s*(?:0[;}a-z%!\s]|0?\.\d|1p)|font\s*:[^;}]*\b[01]p|font\s*:[^;}]*\b0/|transparent|fill-color"
    r"|(?:width|height)\s*:\s*[012](?:\.\d+)?(?:px|pt|[;}!\s])|rgba?\([^)]*[,/\s]0?(?:\.0\d*)?\s*\)|hsla\("
)
"""Without one of these a style sheet hides nothing but letters in the very colour of their background."""
_SAME_COLOURS = re.compile(
    r"(?<![-\w])color\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20})\b[^{}]{0,200}\bbackground(?:-color)?\s*:\s*\1\b"
    r"|\bbackground(?:-color)?\s*:\s*(#[0-9a-f]{3,8}|[a-z]{3,20})\b[^{}]{0,200}(?<![-\w])color\s*:\s*\2\b",
    re.IGNORECASE,
)
_WRITTEN_SHEET = re.compile(r"<style[^>]{0,200}>([^<]{1,5000})<", re.IGNORECASE)
_PSEUDO = re.compile(r"::|:(?:before|after|first-letter|first-line|hover|focus|active|visited|target|checked)")
_MOST_RULES = 3000
_MOST_RULE_TEXT = 400_000
_MOST_SELECTED = 10_000_000
"""Selectors times elements; and a tenth of it elements that they match. Real posts stay below a tenth of both."""
_SIZES = frozenset({"width", "height", "max-width", "max-height"})
_Styles = dict[str, str]
_NO_STYLES: Mapping[str, str] = MappingProxyType({})


class _Sheet(NamedTuple):
    """What the style elements declare for one element: property -> value, in the order of the cascade."""

    plain: _Styles
    important: _Styles


class Cascade:
    """Answers what the content declares for an element of one HTML field."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._styles: dict[Element, _Styles] = {}

    def style(self, node: Element) -> Mapping[str, str]:
        """What the content declares for an element: style sheets in it, then the element's own `style`. Lower-case."""
        sheet = self._sheets.get(node) if self._sheets else None
        own = node.attr("style")
        if sheet is None and not own:
            return _NO_STYLES
        known = self._styles.get(node)
        if known is not None:
            return known
        styles = dict(sheet.plain) if sheet is not None else {}
        if own:
            declared = StyleDeclaration.parse(own)
            inline = _values(declared)
            styles.update(inline)
            if sheet is not None:
                firm = {name for name in inline if declared.important(name)}
                styles.update({name: value for name, value in sheet.important.items() if name not in firm})
        elif sheet is not None:
            styles.update(sheet.important)
        self._styles[node] = styles
        return styles

    @cached_property
    def _sheets(self) -> dict[Element, _Sheet]:
        """What the style elements declare, by element; nothing where none of their rules can hide anything."""
        rules = [(selector, values, declared) for selector, declared in self._rules() if (values := _values(declared))]
        if sum(len(_parts(selector)) for selector, _, _ in rules) * self._markup.source.count("<") > _MOST_SELECTED:
            return {}
        hiding = [
            values
            for selector, values, _ in rules
            if may_hide(tuple(values.items())) and any(map(self._selected, _parts(selector)))
        ]
        touched = set().union(*hiding)
        if not touched:
            return {}
        if not touched.isdisjoint(_SIZES):
            touched |= ROOM
        parts = [
            (_specificity(part), index, part, values, declared)
            for index, (selector, values, declared) in enumerate(rules)
            if "position" in values or not touched.isdisjoint(values)
            for part in _parts(selector)
        ]
        parts.sort(key=lambda part: part[:2])
        sheets: dict[Element, _Sheet] = {}
        left = _MOST_SELECTED // 10
        for _, _, part, values, declared in parts:
            nodes = self._selected(part)
            left -= len(nodes)
            if left < 0:
                return {}  # of a cascade half read nothing is certain
            for node in nodes:
                sheet = sheets.setdefault(node, _Sheet({}, {}))
                for name, value in values.items():
                    (sheet.important if declared.important(name) else sheet.plain)[name] = value
        return sheets

    def _selected(self, selector: str) -> list[Element]:
        try:
            return self._markup.container.select(selector)
        except (SelectorSyntaxError, ValueError):
            return []  # a browser drops the rule, too

    @cached_property
    def selectors(self) -> list[str]:
        """The selectors of the style sheets; none where those can hide nothing."""
        return [selector for selector, _ in self._rules()]

    def _rules(self) -> Iterator[tuple[str, StyleDeclaration]]:
        left = _MOST_RULES
        texts = [text for text in self._sheet_texts() if len(text) <= _MOST_RULE_TEXT]
        if not any(_SHEET_SIGNALS.search(text) or _SAME_COLOURS.search(text) for text in texts):
            return
        for text in texts:
            for rule in StyleSheet(text).rules:
                left -= 1
                if left < 0:
                    return
                yield rule.selector_text, rule.style

    def _sheet_texts(self) -> Iterator[str]:
        """The style sheets of the content, and those that its scripts write."""
        yield from (node.text for node in self._markup.elements("style"))
        for node in self._markup.elements("script"):
            yield from _WRITTEN_SHEET.findall(node.text)


def _values(declared: StyleDeclaration) -> _Styles:
    """The properties that matter here, lower-case."""
    return {name: declared[name].strip().lower()[:LONGEST_VALUE] for name in declared if name in READ}


def _parts(selector: str) -> list[str]:
    """The selectors of a list, without those of states and of what only style sheets make."""
    parts = selector.split(",") if "(" not in selector else [selector]
    return [part.strip() for part in parts if not _PSEUDO.search(part)]


def _specificity(selector: str) -> tuple[int, int, int]:
    """Ids, classes and names in a selector: near enough to the standard's for what writes styles into content."""
    ids = selector.count("#")
    classes = selector.count(".") + selector.count("[") + selector.replace("::", "").count(":")
    names = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return ids, classes, names
