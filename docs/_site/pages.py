# ruff: noqa: INP001
"""The generated pages of the documentation: one a rule, one a family, the index of rules, the command's reference.

Everything is read off the rules and the parser themselves when the site is built, and the messages below examples are
what postaudit really says of them. Examples are as hostile as what they warn of: prose is escaped for Markdown, an
example for HTML, and nothing else reaches a page.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from audit.cli import command_parser
from audit.formats._text import visible
from audit.rule import FAMILIES, Bad, Example, Family, Good, Rule, Scope, Status
from audit.rules import all_rules
from audit.settings import rule_settings
from audit.testing import findings_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from audit.testing import Said

_CODE = re.compile(r"(`+)(.+?)\1")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_TICKS = re.compile(r"`+")
_FILLER = re.compile(r"(\b[^.<>]{20,}\. )\1{2,}")  # sentences that only make an example's text long enough
_MOST_SHOWN = 1_600  # characters of an example: the longest are thousands of letters of a picture
_MOST_OF_A_KIND = 6

_WHEN = {
    Status.STABLE: "always",
    Status.PREVIEW: "with --preview, or when you name it",
    Status.NAMED: "only when you name it (--extend-select)",
    Status.COMPANION: "only inside of another finding",
}
_WHOSE = {
    Scope.POST: "a post’s own",
    Scope.CORPUS: "a post’s, seen among the other posts",
    Scope.SITE: "the site’s: one finding, whatever the number of posts",
    Scope.LINK: "an address’s, in every post that has it",
}


# -- text --------------------------------------------------------------------------------------------------------------


def prose(text: str) -> str:
    """Text as Markdown that shows it and does nothing else; what stands between backticks is code.

    Any ASCII punctuation may be escaped: https://spec.commonmark.org/0.31.2/#backslash-escapes.
    """
    parts, end = [], 0
    for span in _CODE.finditer(text):
        parts += [_literal(text[end : span.start()]), code(span[2])]
        end = span.end()
    return "".join([*parts, _literal(text[end:])])


def _literal(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """A code span, fit for a table: a bar would end the cell even between backticks."""
    shown = " ".join(visible(part) for part in text.split("\n"))
    if "|" in shown:
        return f"<code>{_literal(shown)}</code>"
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def _raw(html: str) -> str:
    """HTML that was escaped before, handed through by Sphinx as it is."""
    return _fenced("{raw} html", html)


def _fenced(language: str, text: str) -> str:
    fence = "`" * max(3, max(map(len, _TICKS.findall(text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}\n"


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headers, ["---"] * len(headers), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# -- a rule ------------------------------------------------------------------------------------------------------------


def rule_page(rule: type[Rule]) -> str:
    """The page of a rule."""
    parts = [
        f"---\norphan: true\nmyst:\n  html_meta:\n    description: {json.dumps(rule.summary)}\n---\n",
        f"[Rules](index.md) › [{_literal(rule.family.title)}](families/{rule.family.folder}.md)\n",
        f"# {rule.name}\n",
        f"{prose(rule.summary)}\n",
        _facts(rule),
        "## Why it matters\n",
        *(f"{prose(paragraph)}\n" for paragraph in rule.why.split("\n\n")),
        "## What to do\n",
        f"{prose(rule.remedy)}\n",
        *_examples(rule),
        *_settings(rule),
        *_explained(rule),
        "## If it does not fit\n",
        _switches(rule),
        "## Sources\n",
        "".join(f"- <{_address(source)}>\n" for source in rule.sources),
    ]
    return "\n".join(parts)


def _address(url: str) -> str:
    """An address that cannot end its angle brackets; a source of a rule is always `https`."""
    return re.sub(r"[<>\s`\\]", lambda char: f"%{ord(char[0]):02X}", url)


def _facts(rule: type[Rule]) -> str:
    rows = {
        "Code": f"<code>{escape(rule.code)}</code>",
        "Severity": _severity(rule),
        "Runs": escape(_WHEN[rule.status]),
        "Whose fault": escape(_WHOSE[rule.scope]),
        "Network": "works offline" if rule.offline else "asks the network; skipped with --offline",
        "Since": escape(rule.since),
    }
    listed = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in rows.items())
    return _raw(f'<dl class="facts">{listed}</dl>')


def _severity(rule: type[Rule]) -> str:
    return f'<span class="severity {rule.severity.value}">{rule.severity.value}</span>'


def _examples(rule: type[Rule]) -> Iterator[str]:
    yield "## Examples\n"
    for heading, kind in (("Wrong", Bad), ("Right", Good)):
        examples = [example for example in rule.examples if isinstance(example, kind)]
        if not examples:
            continue
        yield f"### {heading}\n"
        for example in examples[:_MOST_OF_A_KIND]:
            yield _example(rule, example)
        if len(examples) > _MOST_OF_A_KIND:
            more = len(examples) - _MOST_OF_A_KIND
            yield f"{more} more: {code(f'postaudit rules {rule.name} --format json')}\n"


def _example(rule: type[Rule], example: Example) -> str:
    """What the example says beyond an ordinary post, the culprits marked, and what postaudit says of it."""
    said = findings_of(rule, example) if isinstance(example, Bad) else []
    verdict = "bad" if isinstance(example, Bad) else "good"
    shown = list(_shown(example)) or [("", "", "an ordinary post, with nothing added")]
    note = f"<strong>{escape(visible(example.note))}</strong> " if example.note else ""
    blocks = "".join(
        f'<figure class="example {verdict}"><figcaption>{note if not number else ""}{escape(label)}</figcaption>'
        f'<pre translate="no"><code>{_marked(text, _spots(said, field, text))}</code></pre></figure>'
        for number, (label, field, text) in enumerate(shown)
    )
    messages = "".join(f"<li>{escape(visible(finding.message))}</li>" for finding in said[:_MOST_OF_A_KIND])
    return _raw(blocks + (f'<ul class="said" aria-label="What postaudit says">{messages}</ul>' if messages else ""))


def _shown(example: Example) -> Iterator[tuple[str, str, str]]:
    """Label, field of the record that it is, if it is one, and text of each part of an example."""
    if example.headers:
        yield "headers of the answer", "", "\n".join(f"{name}: {value}" for name, value in example.headers.items())
    for label, field, text in (
        ("page", "", example.page),
        ("head", "yoast_head", example.head),
        ("content", "content.rendered", example.html),
    ):
        if text is not None:
            yield label, field, text
    if fields := {name: value for name, value in example.fields.items() if value is not None or example.head is None}:
        yield "fields of the post", "", _json(fields)  # beside a head, null only says that no other head is meant
    for number, record in enumerate(example.posts, start=1):
        yield f"post {number}", "", _json(record)
    if example.sitemap is not None:
        entries = (f"{address} {lastmod}".rstrip() for address, lastmod in example.sitemap.items())
        yield "what the sitemap lists", "", "\n".join(entries)
    for probe in example.probes:
        answer = ", ".join(str(part) for part in (probe.verdict, probe.cause, probe.status) if part is not None)
        yield "what the network says", "", f"{probe.url}\n{answer}"


def _spots(said: Iterable[Said], field: str, text: str) -> list[tuple[int, int]]:
    """Where the culprits are in a part: by their offsets in its field, else where their text occurs only once."""
    spots = set()
    for finding in said:
        if finding.spot is not None and finding.spot.field == field and finding.spot.start >= 0:
            spots.add((finding.spot.start, finding.spot.end))
        elif len(finding.marked) > 1 and text.count(finding.marked) == 1:
            start = text.index(finding.marked)
            spots.add((start, start + len(finding.marked)))
    return sorted(spots)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _marked(text: str, spots: Iterable[tuple[int, int]]) -> str:
    """The text as HTML, each culprit marked, filler and what is too long left out."""
    pieces, end = [], 0
    for start, stop in spots:
        if start >= end:
            pieces += [_piece(text[end:start]), f"<mark>{_piece(text[start:stop])}</mark>"]
            end = stop
    return "".join([*pieces, _piece(text[end:])])


def _piece(text: str) -> str:
    shorter = _FILLER.sub(r"\1… ", text)
    if len(shorter) > _MOST_SHOWN:
        shorter = f"{shorter[: _MOST_SHOWN // 2]} … {shorter[-_MOST_SHOWN // 2 :]}"
    return escape("\n".join(visible(line) for line in shorter.split("\n")))


def _settings(rule: type[Rule]) -> Iterator[str]:
    properties: dict[str, Any] = rule_settings(rule).model_json_schema().get("properties", {})
    if not properties:
        return
    yield "## Settings\n"
    rows = [
        (code(name), code(_value(schema.get("default"))), prose(schema.get("description", "").replace("\n", " ")))
        for name, schema in properties.items()
    ]
    yield _table(("key", "default", "meaning"), rows)
    name, schema = next(iter(properties.items()))
    if (default := schema.get("default")) is not None:
        yield _fenced("toml", f"[rules.{rule.name}]\n{name} = {visible(_value(default))}")


def _value(value: Any) -> str:
    if value is None:
        return "unset"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_VALUE else f"{text[:_MOST_VALUE]}…"


_MOST_VALUE = 300


def _explained(rule: type[Rule]) -> Iterator[str]:
    known = {other.name for other in all_rules()}
    roots = [name for name in rule.explained_by if name in known]
    explains = [other.name for other in all_rules() if rule.name in other.explained_by]
    if not roots and not explains:
        return
    yield "## One cause, one finding\n"
    if roots:
        yield f"Stands in the `also` of a finding with the same cause by {_links(roots)}.\n"
    if explains:
        yield f"Its findings take in those of {_links(explains)} where they have the same cause.\n"


def _links(names: Iterable[str]) -> str:
    return ", ".join(f"[{code(name)}]({name}.md)" for name in sorted(names))


def _switches(rule: type[Rule]) -> str:
    return (
        "Accept single findings with a reason, rate the rule otherwise, or switch it off:\n\n"
        "```toml\n"
        f'ignore = ["{rule.name}"]  # off\n\n'
        "[severity]\n"
        f'{rule.name} = "notice"  # rated otherwise\n\n'
        "[[ignores]]  # some findings\n"
        f'rule = "{rule.name}"\n'
        'posts = "https://www.example.org/2019/*"\n'
        'reason = "why this is fine here"\n'
        "```\n\n"
        "More: [settings](../settings.md).\n"
    )


# -- families, index ---------------------------------------------------------------------------------------------------


def _rows(rules: Iterable[type[Rule]], folder: str) -> list[tuple[str, ...]]:
    return [
        (
            code(rule.code),
            f"[{code(rule.name)}]({folder}{rule.name}.md)",
            _severity(rule),
            rule.status.value,
            prose(rule.summary),
        )
        for rule in rules
    ]


_HEADERS = ("code", "rule", "severity", "status", "what it finds")


def family_page(family: Family, rules: Sequence[type[Rule]]) -> str:
    """The rules of a family."""
    select, ignore = code(f"--select {family.code}"), code(f"--ignore {family.code}")
    about = f"{len(rules)} rules. {select} runs only these, {ignore} none."
    if family.seo:
        about += " They look only at posts that are published and open to search engines: nobody else would mind."
    return f"# {_literal(family.title)}\n\n{about}\n\n{_table(_HEADERS, _rows(rules, '../'))}"


def index_page(families: Mapping[Family, Sequence[type[Rule]]]) -> str:
    """All rules, by family."""
    total = sum(map(len, families.values()))
    about = (
        f"{total} rules in {len(families)} families. Each page says why a rule matters, what to do, what it calls "
        "wrong and right (these examples are its tests), what can be set, and what it rests on. `postaudit rules NAME` "
        "prints the same in a terminal.\n"
    )
    lines = [
        "# Rules\n",
        about,
        "```{toctree}\n:hidden:\n",
        *(f"families/{family.folder}" for family in families),
        "```\n",
    ]
    for family, rules in families.items():
        lines += [
            f"## [{_literal(family.title)}](families/{family.folder}.md)\n",
            _table(_HEADERS, _rows(rules, "")),
        ]
    return "\n".join(lines)


# -- the command -------------------------------------------------------------------------------------------------------


def command_page(parser: argparse.ArgumentParser) -> str:
    """The reference of the command, read off its parser."""
    (commands,) = [action for action in parser._actions if isinstance(action.choices, dict)]  # noqa: SLF001 - see below
    lines = ["# Command line\n", f"{prose(str(parser.description))}\n"]
    helps = {action.dest: action.help for action in commands._choices_actions}  # type: ignore[attr-defined]  # noqa: SLF001
    rows = [(f"[{code(name)}](#{name})", prose(str(helps[name]))) for name in commands.choices or ()]
    lines.append(_table(("command", "what it does"), rows))
    for name, command in dict(commands.choices or {}).items():
        lines += _command(name, command)
    return "\n".join(lines)


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"({name})=\n## postaudit {name}\n"
    yield f"```text\n{parser.format_usage().removeprefix('usage: ').strip()}\n```\n"
    yield f"{prose(str(parser.description))}\n"
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no other way to ask what a parser takes
        actions = [action for action in group._group_actions if action.dest != "help"]  # noqa: SLF001
        if not actions:
            continue
        yield f"### {name}: {str(group.title).removeprefix('positional ')}\n"
        if group.description:
            yield f"{prose(group.description)}\n"
        yield _table(("argument", "meaning"), [(_invocation(action), prose(str(action.help))) for action in actions])
    if parser.epilog:
        text = parser.epilog.strip()
        yield f"```text\n{text}\n```\n" if "\n" in text else f"{prose(text)}\n"


def _invocation(action: argparse.Action) -> str:
    names = action.option_strings or [str(action.metavar or "|".join(map(str, action.choices or ())))]
    value = ""
    if action.option_strings and action.nargs != 0:
        value = f" {action.metavar or '|'.join(map(str, action.choices or ()))}"
    return ", ".join(code(f"{name}{value}") for name in names)


# -- all of them -------------------------------------------------------------------------------------------------------


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its path below `docs/`, and its text."""
    families = {family: [rule for rule in all_rules() if rule.family is family] for family in FAMILIES.values()}
    families = {family: rules for family, rules in families.items() if rules}
    yield "rules/index.md", index_page(families)
    for family, rules in families.items():
        yield f"rules/families/{family.folder}.md", family_page(family, rules)
        yield from ((f"rules/{rule.name}.md", rule_page(rule)) for rule in rules)
    yield "command.md", command_page(command_parser())


def write(docs: Path) -> None:
    """Write them where they differ, so that a second build is quick, and take away those that are none any more."""
    made = dict(pages())
    for path, text in made.items():
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
    for file in (docs / "rules").rglob("*.md"):
        if file.relative_to(docs).as_posix() not in made:
            file.unlink()
