"""A profile of records as a table, Markdown, JSON or HTML. What stands in it is hostile, and escaped for each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from jinja2 import Environment, StrictUndefined
from tabulate import tabulate

from audit._counted import counted
from audit.formats._text import clipped, markdown, markdown_code, one_line
from audit.formats.html import hash_source
from audit.resources import report_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audit.profile import Profile, Row

_HEADERS = ("field", "present", "null", "empty", "types", "distinct", "longest", "example")
_FIELD, _EXAMPLE = 48, 40
_GAP = 2  # between two columns
_NARROWEST, _WIDEST = 80, 1_000
_ALIGNMENT = ("left", "right", "right", "right", "left", "right", "right", "left")


def _table(profile: Profile, out: TextIO) -> None:
    """For a file: as wide as it needs to be."""
    terminal(profile, out, _WIDEST)


def terminal(profile: Profile, out: TextIO, width: int) -> None:
    """For a terminal of so many columns, 80 at the least: a narrow one has fewer columns, and wraps what is long."""
    width = max(width, _NARROWEST)
    for title, rows in _parts(profile):
        cells = [_cells(row) for row in rows]
        out.write(f"{title}\n\n")
        if title.startswith("Odd"):
            odd = [(row[0], _odd(held)) for row, held in zip(cells, rows, strict=True)]
            field = min(max(len(path) for path, _ in odd), _FIELD if width < _WIDEST else _WIDEST)
            room = max(width - field - _GAP, _EXAMPLE // 2)
            drawn = tabulate(odd, ("field", "what is odd"), disable_numparse=True, maxcolwidths=[field, room])
        else:
            drawn = _all_fields(
                [[clipped(row[0], _FIELD), *row[1:-1], clipped(row[-1], _EXAMPLE)] for row in cells], width
            )
        out.write("\n".join(line.rstrip() for line in drawn.splitlines()) + "\n\n")
    out.write(f"{_sum(profile)}\n")


def _all_fields(cells: Sequence[Sequence[str]], width: int) -> str:
    """The columns that there is room for, from the left; the name of a field and its example get what is left."""
    # tabulate leaves two blanks beside a header that is wider than what stands below it.
    widths = [max([len(header) + _GAP, *map(len, column)]) for header, *column in zip(_HEADERS, *cells, strict=True)]
    kept = list(range(len(_HEADERS)))
    for name in ("longest", "distinct", "example"):
        if sum(widths[index] + _GAP for index in kept) > width + _GAP:
            kept.remove(_HEADERS.index(name))
    spare = width + _GAP - sum(widths[index] + _GAP for index in kept)
    widths[0] += min(spare, 0)
    return tabulate(
        [[row[index] for index in kept] for row in cells],
        [_HEADERS[index] for index in kept],
        disable_numparse=True,
        colalign=[_ALIGNMENT[index] for index in kept] if cells else None,
        maxcolwidths=[max(widths[0], _EXAMPLE // 2), *[None] * (len(kept) - 1)],
    )


def _markdown(profile: Profile, out: TextIO) -> None:
    out.write(f"# Fields\n\n{_sum(profile)}\n")
    for title, rows in _parts(profile):
        odd = title.startswith("Odd")
        headers = ("field", "what is odd") if odd else _HEADERS
        out.write(f"\n## {title}\n\n| {' | '.join(headers)} |\n|{' --- |' * len(headers)}\n")
        for row in rows:
            name, *counts, example = _cells(row)
            code = markdown_code(name)
            cells = [code, markdown(_odd(row))] if odd else [code, *counts, markdown_code(example) if example else ""]
            out.write(f"| {' | '.join(cells)} |\n")


def _json(profile: Profile, out: TextIO) -> None:
    value = {
        "records": profile.records,
        "complete": not profile.has_more_fields,
        "fields": [_plain(row) for row in profile.rows()],
    }
    # What a surrogate stands for cannot be written as UTF-8: escapes can.
    out.write(json.dumps(value, indent=2) + "\n")


def _html(profile: Profile, out: TextIO) -> None:
    style = report_asset("html/profile.css")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(report_asset("html/profile.html.j2"))
    out.write(
        template.render(
            sum=_sum(profile),
            parts=[(title, [(_cells(row), _odd(row)) for row in rows]) for title, rows in _parts(profile)],
            headers=_HEADERS,
            style=style,
            style_hash=hash_source(style),
        )
        + "\n"
    )


PROFILE_FORMATS: dict[str, Callable[[Profile, TextIO], None]] = {
    "table": _table,
    "markdown": _markdown,
    "json": _json,
    "html": _html,
}
"""The formats of a profile, by name."""


def _parts(profile: Profile) -> list[tuple[str, Sequence[Row]]]:
    """The odd fields and all fields, where there are any."""
    rows = profile.rows()
    odd = [row for row in rows if row.odd]
    return [(title, part) for title, part in (("Odd shapes", odd), ("All fields", rows)) if part]


def _sum(profile: Profile) -> str:
    rows = profile.rows()
    if not rows:
        return f"{counted(profile.records, 'record')}: there are no fields to count."
    odd = sum(1 for row in rows if row.odd)
    more = " There are more fields than are told apart." if profile.has_more_fields else ""
    return f"{counted(profile.records, 'record')}, {counted(len(rows), 'field')}, {odd:,} of them odd.{more}"


def _odd(row: Row) -> str:
    return "; ".join(odd.message for odd in row.odd)


def _cells(row: Row) -> list[str]:
    known = row.field
    present = f"{known.present:,}" if known.present == row.of else f"{known.present:,} of {row.of:,}"
    return [
        one_line(known.path),
        present,
        f"{known.nulls:,}" if known.nulls else "",
        f"{known.empties:,}" if known.empties else "",
        ", ".join(sorted(known.types)) or "null",
        f"{known.distinct:,}{'' if known.distinct_is_exact else '+'}" if known.distinct else "",
        "" if known.longest is None else f"{known.longest:,}",
        one_line(known.example or ""),
    ]


def _plain(row: Row) -> dict[str, Any]:
    known = row.field
    return {
        "path": known.path,
        "present": known.present,
        "of": row.of,
        "null": known.nulls,
        "empty": known.empties,
        "types": dict(sorted(known.types.items())),
        "distinct": known.distinct,
        "distinct_is_exact": known.distinct_is_exact,
        "longest": known.longest,
        "example": one_line(known.example) if known.example is not None else None,
        "odd": [odd._asdict() for odd in row.odd],
    }
