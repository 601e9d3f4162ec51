"""The report as SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from audit.finding import Severity
from audit.formats._located import FilePlace, Places
from audit.formats._text import ascii_address, is_web, one_line, place_of

if TYPE_CHECKING:
    from audit.report import FixEntry, Report, ReportedFinding, RuleEntry

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def sarif(report: Report, out: TextIO) -> None:
    """Write one run with the rules that found something and one result a finding, in a stream.

    A fix stands in the properties of its result, as an editor of posts reads it, and where its place is known also in
    `fixes`: the artifact is the field of the post, which the offsets count in; its address has the field as fragment.
    """
    places = Places(report)
    urls = {post.ref: post.url for post in report.posts if post.url and is_web(post.url)}
    found = report.summary.by_rule
    rules = [entry for entry in report.rules if entry.code in found]
    indices = {entry.code: index for index, entry in enumerate(rules)}
    driver = {"name": report.tool.name, "semanticVersion": report.tool.version, "rules": [_rule(r) for r in rules]}
    invocation = {
        "executionSuccessful": report.is_whole,
        "startTimeUtc": one_line(report.run.started_at),
        "endTimeUtc": one_line(report.run.finished_at),
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": one_line(error.message) or one_line(error.kind)}}
            for error in report.errors
        ],
    }
    out.write(f'{{"$schema":{dumps(SCHEMA)},"version":"2.1.0","runs":[{{\n')
    out.write(f'"tool":{dumps({"driver": driver}, ensure_ascii=False)},\n')
    out.write(f'"columnKind":"unicodeCodePoints","invocations":{dumps([invocation], ensure_ascii=False)},\n"results":[')
    separator = "\n"
    for finding in report.findings:
        result = _result(finding, places.of(finding), indices.get(finding.code), urls.get(finding.post or ""))
        out.write(separator + dumps(result, ensure_ascii=False))
        separator = ",\n"
    out.write("\n]}]}\n")


def _rule(entry: RuleEntry) -> dict[str, Any]:
    described = {
        "id": one_line(entry.code),
        "name": one_line(entry.name),
        "shortDescription": {"text": one_line(entry.summary)},
        "fullDescription": {"text": one_line(entry.why) or one_line(entry.summary)},
        "help": {"text": one_line(entry.remedy)},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"tags": [one_line(entry.family)]},
    }
    source = next((source for source in entry.sources if is_web(source)), None)
    return {**described, "helpUri": ascii_address(source)} if source is not None else described


def _result(finding: ReportedFinding, place: FilePlace, index: int | None, url: str | None) -> dict[str, Any]:
    about = one_line(finding.post or finding.site)
    field = place_of(finding.where)
    uri = ascii_address(place.path) if not place.is_file else quote(place.path, safe="/", errors="replace")
    result: dict[str, Any] = {
        "ruleId": one_line(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": one_line(finding.message)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": place.line}},
                "logicalLocations": [{"fullyQualifiedName": f"{about} {field}".rstrip(), "kind": "element"}],
            }
        ],
        "partialFingerprints": {"postaudit/v1": one_line(finding.fingerprint)},
        "baselineState": "unchanged" if finding.status == "baselined" else "new",
        "properties": {"remedy": one_line(finding.remedy)},
    }
    if index is not None:
        result["ruleIndex"] = index
    if finding.fix is not None:
        fix = finding.fix
        result["properties"]["fix"] = {
            "safe": fix.safe,
            "summary": one_line(fix.summary),
            "field": one_line(fix.field),
            "pointer": one_line(fix.pointer) if fix.pointer is not None else None,
            "occurrence": fix.occurrence,
            "before": one_line(fix.before),
            "after": one_line(fix.after),
        }
        start = _start_of(finding, fix)
        if start is not None and finding.where is not None:
            result["fixes"] = [_fix(fix, start, url or finding.post or finding.site, finding.where.field)]
    return result


def _start_of(finding: ReportedFinding, fix: FixEntry) -> int | None:
    """Where in the field the text begins that a fix replaces; None where the quoted evidence does not show it."""
    where = finding.where
    if where is None or where.start is None or where.end is None or not finding.evidence or not fix.before:
        return None
    if fix.pointer is not None or fix.field not in {"", where.field}:
        return None
    if any(one_line(text) != text for text in (fix.before, fix.after)):  # an escape would be written back
        return None
    quoted = finding.evidence[0]  # its text begins at `where.start`
    if quoted.text.count(fix.before) == 1:
        return where.start + quoted.text.index(fix.before)
    before = quoted.before.removeprefix("\u2026")
    is_whole = len(quoted.text) == where.end - where.start
    around = before + quoted.text + (quoted.after.removesuffix("\u2026") if is_whole else "")
    if around.count(fix.before) != 1:
        return None
    start = where.start - len(before) + around.index(fix.before)
    return start if start <= where.start and start + len(fix.before) >= where.end else None


def _fix(fix: FixEntry, start: int, post: str, field: str) -> dict[str, Any]:
    address = ascii_address(post) if is_web(post) else quote(post, safe="/", errors="replace")
    artifact = {
        "uri": f"{address.partition('#')[0]}#{quote(field, safe='', errors='replace')}",
        "description": {"text": one_line(f"{field} of the post, as its source gave it")},
    }
    replacement = {
        "deletedRegion": {"charOffset": start, "charLength": len(fix.before)},
        "insertedContent": {"text": fix.after},
    }
    return {
        "description": {"text": one_line(fix.summary) or "Mend it"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
        "properties": {"safe": fix.safe},
    }
