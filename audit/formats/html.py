"""The report as one HTML page: everything inside it, nothing asked of the network, fit to be sent by mail.

The page works without its script; the script adds search, filters and the findings that are not drawn at once. What
comes from posts is hostile: it is escaped by the template, characters that cannot be seen get a label, and a content
security policy with the hashes of the page's own style and script forbids everything else.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TextIO, cast

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from audit.formats import _cards, _page, _sentences, _survey
from audit.formats import _charts as charts
from audit.formats._jobs import jobs
from audit.formats._page_text import clipped, duration, moment, web_address
from audit.formats._text import counted, score_word, scrubbed, visible
from audit.formats._trend import trend
from audit.formats.json_format import json as write_json
from audit.report import SCHEMA_VERSION
from audit.resources import report_asset
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.report import FamilyScore, Report, RuleEntry

ROWS = 100
"""Posts that are drawn at once in the view by post."""
_MOST_ARCHIVED = 100_000  # posts; beyond, the report as JSON is a file of its own
_NAMED = 20  # findings that a post's row links to where no script runs

# What a reader cannot see, or what turns the writing direction: controls, bidirectional and zero-width characters,
# fillers, blanks that are none, tags. Joiners (U+200C, U+200D) are part of many scripts and of emoji: they get a label
# only behind other characters. Variation selectors 15 and 16 belong to emoji.
_JOINED = "\u0600-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_UNSEEN = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LABELLED = re.compile(f"[{_UNSEEN}]|(?<![{_JOINED}])[\u200c\u200d]|\\r(?!\\n)")
_LABELLED_EXACTLY = re.compile(f"[{_UNSEEN}{_BLANKS}\u200c\u200d]|\\r(?!\\n)")

# Nothing may end up in the file that UTF-8 cannot carry or HTML does not allow.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CHUNK = 3 << 15  # base64 of a multiple of three bytes needs no padding


def html(report: Report, out: TextIO) -> None:
    """Write a report as one self-contained HTML page. Equal reports give equal bytes."""
    template = _environment().get_template("html/report.html.j2")
    out.writelines(UNWRITABLE.sub("\ufffd", piece) for piece in template.generate(_context(report)))


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(report_asset),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "shown": shown,
        "exact": exact,
        "prose": prose,
        "visible": visible,
        "number": "{:,}".format,
        "count": counted,
        "moment": moment,
        "web": web_address,
    }
    return environment


def shown(text: str) -> Markup:
    """The text escaped for the inside of an element; what cannot be seen gets a label such as `U+200B`."""
    return _labelled(_LABELLED, text)


def exact(text: str) -> Markup:
    """Evidence: as `shown`, and blanks that are no ordinary blanks and all joiners get a label too."""
    return _labelled(_LABELLED_EXACTLY, text)


def prose(text: str) -> Markup:
    """A rule's words, as `shown`; what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick is alone
        return shown(text)
    return Markup().join(  # every part is escaped
        Markup("<code>{}</code>").format(shown(part)) if index % 2 else shown(part) for index, part in enumerate(parts)
    )


def _labelled(pattern: re.Pattern[str], text: str) -> Markup:
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        parts += _escaped(text[end : match.start()]), f'<span class="x">U+{ord(match.group()):04X}</span>'
        end = match.end()
    return Markup("".join([*parts, _escaped(text[end:])]))  # noqa: S704 - every part is escaped


def _escaped(text: str) -> str:
    """Text between tags, where quotation marks mean nothing; evidence is full of them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _context(report: Report) -> dict[str, Any]:
    page = _page.page(report)
    style, script = _compact(report_asset("html/style.css")), _compact(report_asset("html/script.js"))
    return {
        "style": Markup(style),  # noqa: S704 - our own
        "script": Markup(script),  # noqa: S704 - our own
        "style_hash": hash_source(style),
        "script_hash": hash_source(script),
        "report": report,
        "schema_version": SCHEMA_VERSION,
        "page": page,
        "verdict": _sentences.verdict(report),
        "checked": _sentences.checked(report, score_word(report.summary.score)),
        "unchecked": _sentences.unchecked(report),
        "jobs": jobs(page.new_groups or page.groups),
        "untrusted": _cards.UNTRUSTED,
        "bars": charts.family_bars(page.by_family),
        "verdict_bars": charts.verdict_bars(report.summary.links),
        "rows": ROWS,
        "named": _NAMED,
        "clumps": _clumps(report),
        "settings": _settings(report.run.settings),
        "took": duration(report.run.started_at, report.run.finished_at),
        "crashed": [error for error in report.errors if _sentences.is_crash(error.kind)],
        "unread": [error for error in report.errors if not _sentences.is_crash(error.kind)],
        "baseline": bool(report.summary.gate.baselined),
        "families": {group.family: group.family_title for group in page.groups},
        "passing": _passing,
        "site_bars": {site.name: charts.family_bars(site.by_family) for site in page.sites},
        "history": charts.history(report),
        "sparks": charts.sparks(report),
        "trend": trend(report),
        "states": _states(report),
        "data": _data(report, page),
        "archive": _archive(report) if not page.left_out and report.summary.posts <= _MOST_ARCHIVED else (),
    }


def _compact(source: str) -> str:
    """A style sheet or script without indentation and without the comments that have a line of their own."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not (line.startswith("/*") and line.endswith("*/")))


def hash_source(text: str) -> str:
    """What a content security policy allows a style or script of a page by."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _passing(family: FamilyScore) -> float:
    """Per cent of the checked posts that pass, for the length of a bar."""
    return round(100 * (family.checked - family.failed) / family.checked, 1) if family.checked else 0.0


def _clumps(report: Report) -> dict[str, list[tuple[str, list[RuleEntry]]]]:
    """Rules without a finding, by state and then by family."""
    found = report.summary.by_rule
    clumps: dict[str, dict[str, list[RuleEntry]]] = {}
    for rule in report.rules:
        state = "passed" if rule.state == "ran" and rule.checked else rule.state.replace("ran", "not_applicable")
        if state != "passed" or not found.get(rule.code):
            title = FAMILIES[rule.family].title if rule.family in FAMILIES else rule.family
            clumps.setdefault(state, {}).setdefault(title, []).append(rule)
    return {state: list(families.items()) for state, families in clumps.items()}


def _settings(settings: dict[str, Any]) -> list[tuple[str, str]]:
    """The settings that differ, one line each, tables inside tables with a dot."""
    lines: list[tuple[str, str]] = []
    for name, value in settings.items():
        if isinstance(value, dict):
            lines += [(f"{name}.{key}", inner) for key, inner in _settings(value)]
        else:
            lines.append((name, clipped(json.dumps(value, ensure_ascii=False, default=str))))
    return lines


def _states(report: Report) -> list[tuple[str, str, int]]:
    """All rules of the run by what became of them, in words, style and number; nought is said too."""
    found = sum(1 for rule in report.rules if rule.state == "ran" and report.summary.by_rule.get(rule.code))
    counts = {state: sum(len(rules) for _, rules in families) for state, families in _clumps(report).items()}
    words = (
        ("passed", "good"),
        ("not_applicable", "none"),
        ("skipped", "none"),
        ("ignored", "none"),
        ("crashed", "warning"),
    )
    return [
        ("with findings", "error" if found else "none", found),
        *((state.replace("_", " "), css, counts.get(state, 0)) for state, css in words),
    ]


# -- what the script draws -----------------------------------------------------------------------------------------


def _data(report: Report, page: _page.Page) -> Iterator[Markup]:
    """What the script draws when it is asked for, deflated and in base64: JSON values, one a line.

    First the posts that have no row yet, then the findings that have no card yet: what filters go by, a tab, the rest.
    A page of many findings is a tenth of the size for it, and only what is looked at is parsed.
    """
    if len(page.posts) <= ROWS and all(group.count <= len(group.cards) for group in page.groups):
        return
    packed = _Packed()
    packed.write(_json([_post_line(line, page) for line in page.posts[ROWS:]]))
    for line in _later(report, page):
        packed.write("\n" + line)
        yield from packed.pieces()
    packed.finish()
    yield from packed.pieces(all_of_it=True)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _post_line(line: _survey.PostLine, page: _page.Page) -> list[Any]:
    """A post in short: title, addresses, counts, score, site, and the worst that was found."""
    return [
        line.title,
        line.url,
        _beside(line.edit_url, line.url),
        line.errors,
        line.warnings,
        line.notices,
        line.score,
        page.site_index.get(line.site, -1),
        line.worst.value,
        line.worst_message,
    ]


def _beside(edit_url: str, url: str) -> str:
    """An address as a path, if it is on the same origin as another one."""
    origin = "/".join(url.split("/", 3)[:3]) + "/"
    return edit_url[len(origin) - 1 :] if edit_url.startswith(origin) else edit_url


def _later(report: Report, page: _page.Page) -> Iterator[str]:
    """The findings that are not drawn yet, in report order."""
    groups = {group.code: (index, group) for index, group in enumerate(page.groups)}
    for number, nth, finding in _survey.numbered(report):
        rule, group = groups[scrubbed(finding.code)]
        if number not in group.drawn:
            card = _cards.card(finding, nth, page.named, group.remedy)
            yield f"{_json(_head(card, rule, page))}\t{_json(_line(card))}"


def _head(card: _cards.Card, rule: int, page: _page.Page) -> list[Any]:
    """What filters go by: rule, fingerprint, severity, post, place among its post's, site, new and fixable as bits."""
    site = page.site_index.get(card.site, -1)
    flags = int(card.new) + 2 * (card.fix is not None)
    return [rule, card.fingerprint, card.severity.value, card.post, card.nth, site, flags]


def _line(card: _cards.Card) -> dict[str, Any]:
    """The rest of a card: keys of one letter, what is empty left out. `script.js` reads it."""
    line = {
        "m": card.message,
        "t": card.title if card.post < 0 else "",
        "w": card.place,
        "k": card.confidence,
        "h": card.help,
        "q": card.quotes,
        "v": card.values,
        "x": card.further,
        "b": int(card.side_by_side),
        "f": card.fix,
        "a": card.also,
        "r": card.related,
        "rc": card.related_count,
    }
    return {key: value for key, value in line.items() if value}


def _archive(report: Report) -> Iterator[Markup]:
    """The whole report as JSON, deflated and in base64: a tenth of its size, for *Save as JSON*."""
    packed = _Packed()
    write_json(report, cast("TextIO", packed))  # it only writes
    packed.finish()
    yield from packed.pieces(all_of_it=True)


class _Packed:
    """A text file that deflates what is written to it, to be handed out in base64."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._deflate = zlib.compressobj(9)

    def write(self, text: str) -> int:
        self._data += self._deflate.compress(text.encode("utf-8", "replace"))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def finish(self) -> None:
        self._data += self._deflate.flush()

    def pieces(self, *, all_of_it: bool = False) -> Iterator[Markup]:
        """What there is by now, in pieces that can be put together."""
        while len(self._data) >= _CHUNK or (all_of_it and self._data):
            yield Markup(base64.b64encode(self._data[:_CHUNK]).decode())  # noqa: S704 - base64
            del self._data[:_CHUNK]
