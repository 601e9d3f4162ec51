"""`postaudit rules`: list the rules, or explain some."""

from __future__ import annotations

import os
import sys

from audit._counted import counted
from audit.cli._names import comma_list
from audit.cli._output import wants_colour, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction
    from collections.abc import Iterator, Sequence
    from typing import Any

    from audit.rule import Example, Rule

_LABEL = 11
_EXAMPLES = ("Wrong", "Right")
_MOST_EXAMPLES = 3
_MOST_MESSAGES = 3
_COLOURS = {"error": "31", "warning": "33", "notice": "34"}


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "rules",
        help="list the rules, or explain some",
        usage="postaudit rules [options] [RULES...]",
        description="List the rules, or explain some with their examples and settings.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "rules",
        nargs="*",
        type=comma_list,
        metavar="RULES",
        help="codes or names of rules to explain, or their beginnings to list, such as AGR or img-",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people or for machines")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto: on a terminal, unless NO_COLOR is set",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Explain what is named exactly; else, and so where a prefix is among the names, list."""
    from audit.rules import all_rules  # noqa: PLC0415 - not for --help
    from audit.selection import is_exact, rules_of  # noqa: PLC0415 - not for --help

    known = all_rules()
    selectors = [selector for part in arguments.rules for selector in part]
    chosen = rules_of(selectors, known) if selectors else known
    width = width_of(sys.stdout)
    if arguments.format == "json":
        sys.stdout.write(as_json(chosen))
    elif selectors and all(
        any(is_exact(rule, name) for rule in chosen for name in (selector.upper(), selector.lower()))
        for selector in selectors
    ):
        sys.stdout.write("\n".join(explained(rule, width) for rule in chosen))
    else:
        colour = wants_colour(arguments.color, sys.stdout, os.environ)
        sys.stdout.write(listed(chosen, width, colour=colour))
    return 0


def as_json(rules: Sequence[type[Rule]]) -> str:
    """Rules as a JSON list; of each `settings` has a JSON Schema for each key, `examples` only what they set."""
    import json  # noqa: PLC0415 - not for --help

    return json.dumps([described(rule) for rule in rules], ensure_ascii=False, indent=2) + "\n"


def described(rule: type[Rule]) -> dict[str, Any]:
    """One rule, JSON-able."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family.code,
        "severity": rule.severity.value,
        "status": rule.status.value,
        "scope": rule.scope.value,
        "summary": rule.summary,
        "why": rule.why,
        "remedy": rule.remedy,
        "sources": list(rule.sources),
        "settings": _settings(rule),
        "examples": [_example(example) for example in rule.examples],
    }


def _settings(rule: type[Rule]) -> dict[str, Any]:
    from audit.settings import rule_settings  # noqa: PLC0415 - not for --help

    properties: dict[str, Any] = rule_settings(rule).model_json_schema().get("properties", {})
    return properties


def _example(example: Example) -> dict[str, Any]:
    from audit.rule import Bad  # noqa: PLC0415 - not for --help

    shown: dict[str, Any] = {"verdict": "bad" if isinstance(example, Bad) else "good"}
    shown |= {
        name: value
        for name in ("html", "head", "fields", "posts", "sitemap", "page", "headers", "note", "says", "points_at")
        if (value := getattr(example, name, None))
    }
    return shown


def listed(rules: Sequence[type[Rule]], width: int, *, colour: bool) -> str:
    """Rules as a table."""
    from tabulate import tabulate  # noqa: PLC0415 - not for --help

    rows = [(rule.severity.value, f"{rule.code} {rule.name}", rule.status.value, rule.summary) for rule in rules]
    summary = max(width - 10 - max((len(row[1]) for row in rows), default=0) - 10 - 3 * 2, 24)
    headers = ("severity", "rule", "status", "summary")
    drawn = tabulate(rows, headers, disable_numparse=True, maxcolwidths=[None, None, None, summary])
    lines = [_coloured(line.rstrip()) if colour else line.rstrip() for line in drawn.splitlines()]
    return "\n".join([*lines, "", f"{counted(len(rules), 'rule')}. `postaudit rules NAME` explains one.", ""])


def _coloured(line: str) -> str:
    severity, blank, rest = line.partition(" ")
    return f"\x1b[{_COLOURS[severity]}m{severity}\x1b[0m{blank}{rest}" if severity in _COLOURS else line


def explained(rule: type[Rule], width: int) -> str:
    """One rule for a reader: what, why, what to do, examples, settings, sources."""
    import textwrap  # noqa: PLC0415 - not for --help

    works = "works offline" if rule.offline else "needs the network"
    head = f"{rule.code} {rule.name} · {rule.severity} · {rule.status} · {works}"
    lines = [*textwrap.wrap(head, width, break_on_hyphens=False), "", *textwrap.wrap(rule.summary, width)]
    for paragraph in rule.why.split("\n\n"):
        lines += textwrap.wrap(paragraph, width)
    lines.append("")
    before = ""
    for label, text in _parts(rule):
        told = label == before and label not in _EXAMPLES  # every example has its verdict beside it
        lines += _labelled("" if told else label, text, width)
        before = label
    return "\n".join([*lines, ""])


def _parts(rule: type[Rule]) -> Iterator[tuple[str, str]]:
    from audit.rule import Bad, Good  # noqa: PLC0415 - not for --help

    if rule.remedy:
        yield "Remedy", rule.remedy
    for label, kind in zip(_EXAMPLES, (Bad, Good), strict=True):
        examples = [example for example in rule.examples if isinstance(example, kind)]
        yield from ((label, _example_text(example, rule)) for example in examples[:_MOST_EXAMPLES])
        if len(examples) > _MOST_EXAMPLES:
            yield "", f"and {len(examples) - _MOST_EXAMPLES} more: --format json"
    for name, schema in _settings(rule).items():
        about = f": {schema['description']}" if schema.get("description") else ""
        yield "Settings", f"{name} = {_value(schema.get('default'))}{about}"
    for source in rule.sources:
        yield "Sources", source.removeprefix("https://")


def _value(value: Any) -> str:
    import json  # noqa: PLC0415 - not for --help

    return "unset" if value is None else json.dumps(value, ensure_ascii=False)


def _example_text(example: Example, rule: type[Rule]) -> str:
    """What is special in an example, on as few lines as it has, and what the rule says of it.

    What cannot be seen is an escape, and what is repeated stands there once.
    """
    import json  # noqa: PLC0415 - not for --help

    from audit.formats._text import visible  # noqa: PLC0415 - not for --help

    parts = [*(f"{name}: {value}" for name, value in example.headers.items()), example.page, example.head, example.html]
    if example.fields:
        parts.append(json.dumps(example.fields, ensure_ascii=False))
    parts += [f"post {index}: {json.dumps(post, ensure_ascii=False)}" for index, post in enumerate(example.posts, 1)]
    if example.sitemap is not None:
        entries = ", ".join(f"{address} {lastmod}".rstrip() for address, lastmod in example.sitemap.items())
        parts.append(f"sitemap: {entries}")
    lines = [visible(line) for part in parts if part for line in _once(part).splitlines()]
    if example.note:
        lines.append(f"({example.note})")
    lines += [f"says: {visible(message)}" for message in _messages(example, rule)]
    return "\n".join(lines)


def _messages(example: Example, rule: type[Rule]) -> list[str]:
    """What the rule says of an example on which it speaks: that names what else of the post makes it so."""
    from audit.rule import Bad  # noqa: PLC0415 - not for --help
    from audit.testing import findings_of  # noqa: PLC0415 - not for --help

    if not isinstance(example, Bad):
        return []
    try:
        messages = dict.fromkeys(said.message for said in findings_of(rule, example))
    except RuntimeError:  # a rule of somebody else, which its own tests would show
        return []
    return list(messages)[:_MOST_MESSAGES]


def _once(text: str) -> str:
    """A text in which what is repeated again and again stands once, with how often it is there."""
    import re  # noqa: PLC0415 - not for --help

    def told(match: re.Match[str]) -> str:
        return f"{match[2].rstrip()} … (× {len(match[0]) // len(match[2])}) "

    return re.sub(r"(?!(.)\1{9})(\S.{9,199}?)\2{2,}", told, text, flags=re.DOTALL)


def _labelled(label: str, text: str, width: int) -> list[str]:
    """A label, and its text beside it. Nothing is cut; an address is not broken."""
    import textwrap  # noqa: PLC0415 - not for --help

    lines: list[str] = []
    for line in text.splitlines():
        lines += textwrap.wrap(line, width - _LABEL, break_long_words=False, break_on_hyphens=False)
    return [f"{label if not index else '':{_LABEL}}{line}" for index, line in enumerate(lines)]
