"""What somebody did wrong in a text that is no JSON, and what to do about it.

A parser says where it had to stop. What is told is the slip: the date without quotation marks and not the digit behind
which a comma would have gone on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

FaultKind: TypeAlias = Literal[
    "trailing-comma",
    "extra-comma",
    "raw-newline",
    "control-character",
    "smart-quotes",
    "single-quotes",
    "unescaped-quote",
    "unclosed-string",
    "unquoted-value",
    "unquoted-key",
    "number",
    "odd-blank",
    "entity",
    "markup",
    "php-message",
    "template",
    "program",
    "comment",
    "two-documents",
    "text-after",
    "early-end",
    "extra-bracket",
    "wrong-bracket",
    "no-bracket",
    "key-in-list",
    "missing-value",
    "missing-comma",
    "missing-colon",
    "bad-escape",
    "constant",
    "cut-off",
    "too-deep",
    "repeated-key",
    "syntax",
]

FAULTS: dict[FaultKind, tuple[str, str]] = {
    "trailing-comma": ("a comma stands behind the last member", "Remove the comma."),
    "extra-comma": ("a comma stands where a member should", "Remove the comma."),
    "raw-newline": ("a line break stands inside a string", r"Write it as \n."),
    "control-character": (
        "a control character stands inside a string",
        r"Remove it, or write it as \u and four digits.",
    ),
    "smart-quotes": ("typographic quotation marks stand for straight ones", 'Write ".'),
    "single-quotes": ("single quotation marks stand for double ones", 'Write ".'),
    "unescaped-quote": (
        "a quotation mark stands inside a string",
        r"Write \" for each quotation mark that belongs to the text.",
    ),
    "unclosed-string": ("a string is not closed", 'Write " where its text ends.'),
    "unquoted-value": ("a text stands without quotation marks", 'Write "{}".'),
    "unquoted-key": ("a key stands without quotation marks", 'Write "{}".'),
    "number": (
        "a number is not written as JSON writes one",
        "Write digits and at most one decimal point (the currency goes elsewhere), or put it in quotation marks.",
    ),
    "odd-blank": ("a blank that JSON does not know stands in it ({})", "Write a plain blank, or none."),
    "entity": (
        "an HTML reference stands where JSON wants a character",
        'Write the character itself (", not &quot;): a script is not decoded.',
    ),
    "markup": (
        "HTML tags stand in it, outside of its strings",
        "Remove the tags; WordPress makes a paragraph of a blank line in a script.",
    ),
    "php-message": (
        "a message of PHP stands in it",
        "Mend what PHP complains of, and show its messages to no reader (WP_DEBUG_DISPLAY).",
    ),
    "template": ("a template's tag stands in it, for which nothing was put in", "Write the value itself."),
    "program": ("it is a program, and no data", "Leave only what stands between the outermost brackets."),
    "comment": ("a comment stands in it", "Remove it: JSON has no comments."),
    "two-documents": ("two documents stand in one script", "Give each its own script, or make them one list."),
    "text-after": ("something follows behind its end", "Remove what follows the last bracket."),
    "early-end": ("its last bracket comes before its last member", "Remove the bracket that closes too early."),
    "extra-bracket": ("it has a closing bracket too many", "Remove the bracket."),
    "wrong-bracket": (
        "a bracket of another kind than the open one closes it",
        "Write }} for what {{ has opened, and ] for what [ has opened.",
    ),
    "no-bracket": ("its outermost brackets are missing", "Write {{ before it and }} behind it."),
    "key-in-list": ("a key stands in a list", "Write {{ and }} around the members of an object, not [ and ]."),
    "missing-value": ("a value is missing", "Write the value, or remove the member."),
    "missing-comma": ("a comma is missing", "Write a comma between the two."),
    "missing-colon": ("a colon is missing between a key and its value", "Write : between the two."),
    "bad-escape": ("a backslash stands before a character that needs none", "Write {}."),
    "constant": ("a value is no JSON value ({})", "Write {}."),
    "cut-off": ("it ends too early", "Close the bracket or the quotation mark that is still open."),
    "too-deep": ("it is nested too deeply", "Nest less."),
    "repeated-key": (
        "a key stands twice in one object",
        "Remove one: only the last counts. Several values are a list.",
    ),
    "syntax": ("it breaks the syntax of JSON", "Check it with a JSON validator."),
}
"""What is wrong, as a clause, and what to do; `{}` is for what the fault shows."""


class Fault(NamedTuple):
    """What is wrong, and where.

    Attributes:
        kind: the slip.
        at: offset of the faulty character in the text.
        shown: what its message shows, and what its remedy shows.
    """

    kind: FaultKind
    at: int
    shown: tuple[str, str] = ("", "")

    @property
    def message(self) -> str:
        """What is wrong, as a clause."""
        return FAULTS[self.kind][0].format(self.shown[0])

    @property
    def hint(self) -> str:
        """What to do."""
        return FAULTS[self.kind][1].format(self.shown[1])


_MOST_LOOKED_AT = 200
"""Characters before and behind the place that are looked at: nobody writes a longer key, word or number."""
_AT_FAULT: tuple[tuple[FaultKind, re.Pattern[str]], ...] = (
    ("smart-quotes", re.compile("[“”„‟‘’‚‛«»″′]")),
    ("entity", re.compile(r"&(?:#\w{1,9}|\w{1,40});")),
    ("template", re.compile(r"<\?(?:php|=)|\{[{%]")),
    ("markup", re.compile(r"</?[a-zA-Z]")),
    ("comment", re.compile(r"//|/\*|<!--")),
    ("single-quotes", re.compile("['`]")),
    ("odd-blank", re.compile("[\x0b\x0c\x85\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]")),
)
_MESSAGE_OF_PHP = re.compile(
    r"\s{0,9}(?:<br ?/?>\s{0,9})?(?:<b>)?(?:PHP )?(?:(?:Fatal|Parse|Recoverable fatal) error|Warning|Notice|"
    r"Deprecated|Strict Standards)(?:</b>)?: "
)
_PROGRAM = re.compile(r"\s{0,99}(?:(?:var|let|const)\s+[\w$]{1,80}\s*=|[A-Za-z_$][\w$.]{0,80}\s*(?:=|\())")
_MEMBER_BEHIND = re.compile(r'\s{0,200},?\s{0,200}"[^"\n]{1,80}"\s{0,9}:')
_KEY = re.compile(r'"(?:[^"\\\n]|\\.){0,200}"\s{0,200}:')
_STRING_OF_LIST = re.compile(r'"(?:[^"\\\n]|\\.){0,200}"\s{0,200}[,\]]')
_REST_OF_KEY = re.compile(r'[@\w.-]{1,80}"\s{0,9}:')
_BARE_KEY = re.compile(r"[@A-Za-z_$][\w$.@-]{0,80}(?=\s{0,9}:)")
_CUT_TOKEN = re.compile(r"""(?<=[\s:,\[])[^\s,:{}\[\]"'<>]{1,80}\Z""")
_CONSTANTS = {
    "true": "true",
    "yes": "true",
    "false": "false",
    "no": "false",
    "nan": "null",
    "infinity": "null",
    "-infinity": "null",
    "none": "null",
    "nil": "null",
    "null": "null",
    "undefined": "null",
}
_SHORTCODE = re.compile(r"[a-z_-]{2,40}(?:\s[^\[\]\n]{0,80})?\]")
_CONSTANT = re.compile(r"(?:undefined|None|nil|yes|no|true|false|null)(?![\w-])", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[$€£¥]?\s?\.?\d[\d.,' \u00a0%]*[$€£¥%]?(?:\s?[A-Z]{3}(?![\w]))?\s*(?=[,}\]\n]|\Z)")
_COMMA_IN_NUMBER = re.compile(r":\s*[-+]?[$€£¥]?\d{1,9}(?:,\d{3}){0,4},\Z")
_OPEN_STRING = re.compile(r",\s*\Z")
_TYPOGRAPHIC_END = re.compile(r"[“”„’]\s*,\s*\Z")
_FIRST_OF_LIST = re.compile(r'\[\s*"[^"\n]{0,80}"\Z')
_MARKS_FOR_A_COMMA = frozenset(".;\uff0c\u3001\u061b\u060c")
_MARKS_FOR_A_COLON = frozenset("=：,}")


def refused_constant(name: str, at: int) -> Fault:
    """NaN or Infinity, which some parsers let pass."""
    return Fault("constant", at, (name, _CONSTANTS[name.lower()]))


def fault_of(text: str, message: str, at: int) -> Fault:
    """What somebody did wrong, from the message of Python's parser and the text around the place."""
    if fault := _of_commas(text, message, at):
        return fault
    if at >= len(text):
        return Fault("cut-off", at)
    for beginning, read, is_of_structure in _READERS:
        if message.startswith(beginning):
            return (_of_mark(text, at) if is_of_structure else None) or read(text, at)
    return Fault("syntax", at)


def _of_mark(text: str, at: int) -> Fault | None:
    """What has no business between the members of JSON, wherever it stands there."""
    if _MESSAGE_OF_PHP.match(text, at):
        return Fault("php-message", at)
    if at and text.startswith(("{{", "{%"), at - 1):
        return Fault("template", at - 1)
    for kind, pattern in _AT_FAULT:
        if pattern.match(text, at):
            return Fault(kind, at, (f"U+{ord(text[at]):04X}", ""))
    return None


def _before(text: str, at: int) -> str:
    return text[max(0, at - _MOST_LOOKED_AT) : at]


def _of_commas(text: str, message: str, at: int) -> Fault | None:
    """A comma that separates nothing."""
    comma = at if text[at : at + 1] == "," else len(_before(text, at).rstrip()) + max(0, at - _MOST_LOOKED_AT) - 1
    if comma < 0 or text[comma : comma + 1] != ",":
        return None
    if text[comma + 1 : comma + 1 + _MOST_LOOKED_AT].lstrip()[:1] in {"}", "]"}:
        return Fault("trailing-comma", comma)
    if comma == at and message.startswith(("Expecting property name", "Expecting value")):
        return Fault("extra-comma", at) if _before(text, at).rstrip()[-1:] in {",", "{", "["} else None
    return None


def _of_end(text: str, at: int) -> Fault:
    """Something behind the end of the value."""
    if text[at] == ":" and text[:1] == '"':
        return Fault("no-bracket", 0)
    rest = text[at : at + _MOST_LOOKED_AT].lstrip(", \n\r\t")
    if rest[:1] in {"{", "["}:
        return Fault("two-documents", at)
    if _MEMBER_BEHIND.match(text, at):
        return Fault("early-end", at)
    if rest[:1] in {"}", "]"} and not text[at:].strip("]} \n\r\t;"):
        return Fault("extra-bracket", at)
    return Fault("php-message" if _MESSAGE_OF_PHP.match(text, at) else "text-after", at)


def _of_control_character(text: str, at: int) -> Fault:
    """A line that ends inside a string: that is its text's, or the string should have ended there."""
    if text[at] not in "\r\n":
        return Fault("control-character", at)
    if _KEY.match(text[at : at + 2 * _MOST_LOOKED_AT].lstrip()):
        return Fault("unclosed-string", at)
    return Fault("php-message" if _MESSAGE_OF_PHP.match(text, at) else "raw-newline", at)


def _of_open_string(_text: str, at: int) -> Fault:
    """The end of the script inside a string."""
    return Fault("cut-off", at)


def _of_escape(text: str, at: int) -> Fault:
    character = text[at + 1 : at + 2]
    if text[at] == "u" or character == "u":
        return Fault("bad-escape", at, ("", r"\u and four digits from 0 to f, or \\ for a backslash"))
    return Fault("bad-escape", at, ("", "' alone" if character == "'" else r"\\ for a backslash"))


def _of_value(text: str, at: int) -> Fault:
    """Something that is no value."""
    if text[at] in ",}]":
        return Fault("missing-value", at)
    if constant := _CONSTANT.match(text, at):
        return refused_constant(constant[0], at)
    if not text[:at].strip():
        return Fault("program" if _PROGRAM.match(text) else "syntax", at)
    if _NUMBER.match(text, at):
        return Fault("number", at)
    if text[at - 1] == "[" and _SHORTCODE.match(text, at):
        return Fault("template", at - 1)
    return _unquoted(text, at)


def _unquoted(text: str, at: int) -> Fault:
    """A text without quotation marks, of which `at` is the first character."""
    end = next((i for i, c in enumerate(text[at : at + _MOST_LOOKED_AT]) if c in ",}]\n\"'<"), _MOST_LOOKED_AT)
    word = text[at : at + end].strip()
    return Fault("unquoted-value", at, ("", word)) if word else Fault("syntax", at)


def _of_key(text: str, at: int) -> Fault:
    """Something that is no key."""
    if key := _BARE_KEY.match(text, at):
        return Fault("unquoted-key", at, ("", key[0]))
    if text[at].isdigit() and (number := _COMMA_IN_NUMBER.search(_before(text, at))):
        return Fault("number", at - len(number[0].lstrip(": \t\n\r")))
    if text[at] == "#":
        return Fault("comment", at)
    return Fault("syntax", at)


def _of_colon(text: str, at: int) -> Fault:
    """Something behind a key that is no colon."""
    if text[at] in ",}":
        return Fault("missing-value", at)
    inside = _before(text, at).rstrip().removesuffix('"')
    return Fault("unclosed-string" if inside.endswith(":") else "missing-colon", at)


def _of_delimiter(text: str, at: int) -> Fault:
    """Something behind a value that neither separates it from the next one nor ends the object."""
    character, before = text[at], _before(text, at).rstrip()
    if character in "}]":
        return Fault("wrong-bracket", at)
    if character in _MARKS_FOR_A_COMMA and _MEMBER_BEHIND.match(text, at + 1):
        return Fault("missing-comma", at)
    return _behind_string(text, at, before) if before.endswith('"') else _behind_bare_value(text, at)


def _behind_string(text: str, at: int, before: str) -> Fault:
    """Something behind a string that is one, or that was to go on."""
    inside, is_apart = before[:-1], text[at - 1] != '"'
    if _KEY.match(text, at) or text[at] in "{[" or (is_apart and _STRING_OF_LIST.match(text, at)):
        return Fault("missing-comma", at)
    if _TYPOGRAPHIC_END.search(inside):
        return Fault("smart-quotes", at)
    if _OPEN_STRING.search(inside) and _REST_OF_KEY.match(text, at):
        return Fault("unclosed-string", at)
    return Fault("key-in-list" if text[at] == ":" and _FIRST_OF_LIST.search(before) else "unescaped-quote", at)


def _behind_bare_value(text: str, at: int) -> Fault:
    """Something behind a number, a constant, an object or a list."""
    if text[at] in '"{[':
        return Fault("missing-comma", at)
    if (token := _CUT_TOKEN.search(_before(text, at).rstrip(" "))) is None:
        return Fault("syntax", at)
    start = at - len(_before(text, at)) + token.start()
    return Fault("number", start) if _NUMBER.match(text, start) else _unquoted(text, start)


_READERS: tuple[tuple[str, Callable[[str, int], Fault], bool], ...] = (
    ("Extra data", _of_end, False),
    ("Invalid control character", _of_control_character, False),
    ("Unterminated string", _of_open_string, False),
    ("Invalid \\", _of_escape, False),
    ("Expecting value", _of_value, True),
    ("Expecting property name", _of_key, True),
    ("Expecting ':' delimiter", _of_colon, True),
    ("Expecting ',' delimiter", _of_delimiter, True),
)
"""How the parser's messages begin, who reads what stands there, and whether that is between the members."""
