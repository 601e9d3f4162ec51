"""The JSON-LD scripts of a field, read strictly; where one is no JSON, what somebody did wrong, and where."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import orjson

from audit.facts.json_faults import Fault, fault_of, refused_constant
from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbohtml import Element

    from audit.facts.html import Markup
    from audit.facts.json_faults import FaultKind

_MEDIA_TYPE = "application/ld+json"


@dataclass(slots=True, eq=False)
class Script:
    """One `<script type="application/ld+json">`.

    Attributes:
        text: its text, as the parser sees it: raw, no references decoded.
        field: field of the post that it stands in.
        node: the element.
        markup: the parsed field.
    """

    text: str
    field: str
    node: Element
    markup: Markup


def read_scripts(markup: Markup, field: str) -> list[Script]:
    """The JSON-LD scripts of an HTML field, in document order; empty ones say nothing and are left out.

    Those in a `<template>` are no part of the page.
    """
    found: list[Script] = []
    for node in markup.elements("script"):
        media = node.attr("type")
        if media is None or (media != _MEDIA_TYPE and media.partition(";")[0].strip().lower() != _MEDIA_TYPE):
            continue
        text = node.text
        if text and not text.isspace():
            found.append(Script(text, field, node, markup))
    return found


@dataclass(slots=True, eq=False)
class BlockError:
    """Why a script is no JSON, or no JSON-LD.

    Attributes:
        kind: the fault.
        message: what is wrong, as a clause.
        hint: what to do.
        line, column: 1-based, within the script.
        script: the script.
        at: offset of the faulty character in the script's text.
    """

    kind: FaultKind
    message: str
    hint: str
    line: int
    column: int
    script: Script
    at: int

    @property
    def place(self) -> Place:
        """The faulty character; the last one if the text ends too early."""
        at = min(self.at, len(self.script.text) - 1)
        return _script_place(self.script, at, at + 1)


def _script_place(script: Script, start: int, end: int) -> Place:
    offset = script.markup.text_offset(script.node)
    return Place(script.field, start=offset + start, end=offset + end)


# -- parsing ---------------------------------------------------------------------------------------------------------


def read_json(script: Script) -> tuple[Any, BlockError | None]:
    """The value of a script, or why it has none. A script of blanks and comments has neither."""
    text, offset = _unwrap(script.text)
    if not text:
        return None, None
    data, fault = _parse(text)
    return data, _error_of(script, fault, offset) if fault is not None else None


_BLANK = re.compile(r"[\s\ufeff]*+")
_OPENERS = ("<!--", "//", "/*", "<![CDATA[", "*/")
_CLOSERS = ("-->", "//", "/*", "]]>", "*/")
_COMMENTS = ("//", "/*")  # hide a mark from scripts; what else follows them is a remark
_HIDDEN = ("<![CDATA[", "<!--", "*/", "//", "{", "[")
_WRAPPERS = 8  # `/* <![CDATA[ */` are three marks; nobody nests more than two such wrappers


def _unwrap(text: str) -> tuple[str, int]:
    """The JSON inside a script without byte order mark, HTML comment and CDATA marks, and its offset."""
    start, end = _skip_blanks(text, 0), _trim_blanks(text, len(text))
    for _ in range(_WRAPPERS):
        opener = next((mark for mark in _OPENERS if text.startswith(mark, start, end)), None)
        if opener is None:
            break
        behind = _skip_blanks(text, start + len(opener))
        if opener in _COMMENTS and not text.startswith(_HIDDEN, behind, end):
            break
        start = behind
    else:
        return text, 0
    for _ in range(_WRAPPERS):
        closer = next((mark for mark in _CLOSERS if text.endswith(mark, start, end)), None)
        if closer is None:
            break
        end = _trim_blanks(text, end - len(closer))
    inside = text[start:end]
    if text.lstrip().startswith("<!--") and text.rstrip().endswith("-->") and "{" not in inside:
        return "", start
    return inside, start


def _skip_blanks(text: str, start: int) -> int:
    return cast("re.Match[str]", _BLANK.match(text, start)).end()


def _trim_blanks(text: str, end: int) -> int:
    while end and (text[end - 1].isspace() or text[end - 1] == "\ufeff"):
        end -= 1
    return end


def _parse(text: str) -> tuple[Any, Fault | None]:
    """The JSON value of a text, or its fault. A text with a key twice has both."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _parse_slowly(text, error.pos)
    return value, _repeated_key(text, value)


_KEY_OR_BRACE = re.compile(r'"((?:[^"\\]++|\\.)*+)"(\s*+:)?|[{}]')


def _repeated_key(text: str, value: Any) -> Fault | None:
    """The second of two equal keys in one object: JSON lets them pass, JSON-LD wants all to be different.

    Nearly always the text has as many keys as its value, which is quickly counted.

    Source: https://www.w3.org/TR/json-ld11/#dfn-json-object
    """
    try:
        kept = orjson.dumps(value).count(b'":')
    except TypeError:  # nested too deeply for orjson
        return None
    if text.count('":') + text.count('" :') <= kept:
        return None
    objects: list[set[str]] = []
    for match in _KEY_OR_BRACE.finditer(text):
        if match[0] == "{":
            objects.append(set())
        elif match[0] == "}":
            objects.pop()
        elif match[2]:
            if match[1] in objects[-1]:
                return Fault("repeated-key", match.start())
            objects[-1].add(match[1])
    return None


def _parse_slowly(text: str, refused_at: int) -> tuple[Any, Fault | None]:
    """What orjson refuses: read it if it is JSON after all, else find its fault.

    An escaped lone surrogate is JSON, and so is a number that no computer holds.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_int=_number(int), parse_float=_number(float))
        return json.loads(_scrub(json.dumps(value, ensure_ascii=False, allow_nan=False))), None
    except json.JSONDecodeError as error:
        return None, fault_of(text, error.msg, error.pos)
    except _ConstantError as error:
        return None, refused_constant(str(error), refused_at - (text[refused_at - 1 : refused_at] == "-"))
    except RecursionError:
        return None, Fault("too-deep", refused_at)


class _ConstantError(Exception):
    """NaN or Infinity, which Python's parser would let pass."""


def _refuse_constant(name: str) -> Any:
    raise _ConstantError(name)


def _number(read: Callable[[str], float]) -> Callable[[str], float | str]:
    """A reader of numbers that leaves one as it is written where it is too large to be one here."""

    def number(text: str) -> float | str:
        try:
            value = read(text)
        except ValueError:  # an integer beyond sys.get_int_max_str_digits()
            return text
        return text if value in _INFINITIES else value

    return number


_INFINITIES = (math.inf, -math.inf)  # 1e999


def _scrub(text: str) -> str:
    """Lone surrogates become U+FFFD, because no output could carry them; two halves become their character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _error_of(script: Script, fault: Fault, offset: int) -> BlockError:
    """The error of a script whose JSON begins at `offset`."""
    at = min(fault.at + offset, len(script.text))
    line = script.text.count("\n", 0, at) + 1
    column = at - script.text.rfind("\n", 0, at)
    return BlockError(fault.kind, fault.message, fault.hint, line, column, script, at)
