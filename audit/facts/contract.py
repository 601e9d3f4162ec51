"""Where a record breaks the contract of the WordPress REST API (`schemas/post.schema.json`).

The schema is data that anybody can read; here it is compiled once, and its errors are turned into violations that
rules can word: which rule, where, what is there, what belongs there.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from audit.finding import Place, Severity
from audit.resources import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Step = str | int

MOST = 50
"""Violations that one record may have: it is untrusted, and nobody reads more."""

_DEPTH = 4  # below a field: the schema asks for the types of what lies one less deep, and messages say if that is empty
_WIDTH = 1_000  # of a field, a tenth of it further in: the validator finds all errors (14 us each) before the first
_SHOWN = 60  # code points of a string that a message shows
_HUGE = 10**20  # longer numbers are not shown; from 4,300 digits on Python refuses to write them

# The fields whose parts have a place of their own, because rules point into them.
_TEXTS = frozenset({"title", "content", "excerpt", "guid", "caption", "description"})

_TYPES = {
    "integer": "an integer",
    "string": "a string",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
}


class Violation(NamedTuple):
    """One value that breaks the contract.

    Attributes:
        rule: name of the rule that it belongs to.
        pointer: JSON pointer from the record (`/yoast_head_json/og_image/0/width`).
        expected: what the contract has there, in words (`an integer`).
        found: what is there, in words (`the string "1200"`, `a list`).
        value: what is there.
        severity: notice where it is only worth knowing; None for the rule's own severity.
    """

    rule: str
    pointer: str
    expected: str
    found: str
    value: Any
    severity: Severity | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The parts of the pointer, unescaped."""
        return tuple(step.replace("~1", "/").replace("~0", "~") for step in self.pointer.split("/")[1:])

    @property
    def name(self) -> str:
        """Where it is, for people: `yoast_head_json.og_image[0].width`."""
        field, *inner = self.steps
        return field + "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in inner)

    @property
    def place(self) -> Place:
        """The field, and the pointer inside it: `content.rendered`, or `yoast_head_json` and `/og_image/0/width`."""
        field, *inner = self.steps
        if len(inner) == 1 and field in _TEXTS:
            return Place(field=f"{field}.{inner[0]}")
        return Place(field=field, pointer="".join(f"/{_escaped(step)}" for step in inner))


def violations(record: Mapping[str, Any]) -> list[Violation]:
    """What breaks the contract, shallow values first, one violation a pointer, at most `MOST`. Never raises.

    Args:
        record: a record as it was decoded; any JSON value may stand anywhere in it.
    """
    try:
        if _validator().is_valid(record):
            return []
    except ValueError:  # a lone surrogate, NaN, or nesting that jsonschema-rs refuses
        pass
    record = {key: _plain(record[key]) for key in _documented() if key in record}
    errors = [error for error in _validator().iter_errors(record) if error.instance_path]
    found: dict[str, Violation] = {}
    # A wrong type breaks enum and pattern as well, and says more than they do.
    for error in sorted(errors, key=lambda error: error.kind.name != "type"):
        violation = _violation(record, error)
        found.setdefault(violation.pointer, violation)
    return sorted(found.values(), key=lambda violation: (violation.pointer.count("/"), violation.pointer))[:MOST]


def _violation(record: Mapping[str, Any], error: jsonschema_rs.ValidationError) -> Violation:
    where = tuple(error.schema_path[:-1])
    contract = _part(where)
    keys, value = _find(record, error.instance_path)
    rule = _rule(error.kind.name, contract, value)
    return Violation(
        rule=rule,
        pointer="".join(f"/{_escaped(key)}" for key in keys),
        expected=_expected(contract),
        found=_found(value, typed=rule == "rest-type-mismatch"),
        value=value,
        severity=Severity.NOTICE if _only_notice(where, value) else None,
    )


def _find(value: Any, path: Sequence[Step]) -> tuple[list[str], Any]:
    """A path as the record spells it, and the value there.

    jsonschema-rs calls the keys `1`, `01` and `+1` of an object the number 1 and leaves empty keys out, and it turns
    NaN and numbers of thousands of digits into null.
    """
    keys = []
    for step in path:
        key: Step = step
        if isinstance(value, dict):
            if step not in value:
                number = str(step)
                key = next((key for key in value if key and key.lstrip("+0").zfill(1) == number), number)
            value = value.get(key)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            value = None
        keys.append(str(key))
    return keys, value


def _rule(keyword: str, contract: Mapping[str, Any], value: Any) -> str:
    """The rule for a failed keyword. Only dates have a pattern."""
    if value == "" and contract.get("type") == "integer":
        return "rest-empty-string-number"
    return {
        "enum": "rest-enum-invalid",
        "pattern": "rest-date-format",
        "maxLength": "rest-date-format",
    }.get(keyword, "rest-type-mismatch")


def _expected(contract: Mapping[str, Any]) -> str:
    if words := contract.get("x-expected"):
        return str(words)
    if values := [value for value in contract.get("enum", ()) if value is not None]:
        return _either(values)
    types = contract["type"]
    return _either([_TYPES[name] for name in ([types] if isinstance(types, str) else types) if name != "null"])


def _either(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _found(value: Any, *, typed: bool) -> str:
    """A value in words; a string is called one where its type is the fault."""
    if isinstance(value, str):
        text = json.dumps(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…", ensure_ascii=False)
        return f"the string {text}" if typed else text
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _HUGE:
        return "a huge number"
    return json.dumps(value)


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema("post"))


def _part(where: Sequence[Step]) -> dict[str, Any]:
    """A part of the schema."""
    part: Any = schema("post")
    for step in where:
        part = part[step]
    return dict(part)


@cache
def _notice(where: tuple[Step, ...]) -> jsonschema_rs.Draft202012Validator | None:
    """The compiled `x-notice` of a part of the schema."""
    values = _part(where).get("x-notice")
    return jsonschema_rs.Draft202012Validator(values) if values else None


def _only_notice(where: tuple[Step, ...], value: Any) -> bool:
    validator = _notice(where)
    try:
        return validator is not None and validator.is_valid(value)
    except ValueError:  # NaN
        return False


def _escaped(step: str) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


@cache
def _documented() -> tuple[str, ...]:
    """The names of all fields that the schema knows."""
    contract = schema("post")
    return tuple(contract["properties"] | contract["$defs"]["attachment"]["properties"])


def _plain(value: Any, depth: int = _DEPTH) -> Any:
    """A copy that the validator takes: no lone surrogates, nothing deeper or longer than anybody wants to read."""
    width = (_WIDTH if depth == _DEPTH else _WIDTH // 10) if depth else 0
    if isinstance(value, dict):
        return {_plain(key): _plain(inner, depth - 1) for key, inner in islice(value.items(), width)}
    if isinstance(value, list):
        return [_plain(inner, depth - 1) for inner in islice(value, width)]
    if isinstance(value, str) and _has_surrogates(value):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
