"""The report as JSON lines, for whoever counts findings with a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from audit.formats.json_format import dumped
from audit.report import SCHEMA_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from audit.report import Report


def jsonl(report: Report, out: TextIO) -> None:
    """Write the run first, then one finding a line.

    The first line is an object with `$schema`, `schema_version`, `tool`, `run` and `summary`; every further line is an
    entry of `findings` as `schemas/report.schema.json` has it. Posts, rules, links and errors are left out.
    """
    out.write(
        f'{{"$schema":"{SCHEMA_ID}","schema_version":{SCHEMA_VERSION},"tool":{dumped(report.tool)},'
        f'"run":{dumped(report.run)},"summary":{dumped(report.summary)}}}\n'
    )
    out.writelines(f"{dumped(finding)}\n" for finding in report.findings)
