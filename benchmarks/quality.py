"""How well sponsor and spam links are told from honest ones, on labelled links: precision, recall and F0.5.

    python benchmarks/quality.py LABELS.jsonl [--posts FOLDER] [--show]

A label is a line of JSON: `link`, `label` ("spam" or "ham"), and the post it stands in. That is either `title` and
`html` with a `site_domain`, or `file` and `post`: a file below FOLDER and the ref of a post in it. `kind`, `lang` and
`why` are free. A spam link is found if a rule of the families SPM and INJ speaks of its post and target at that level;
where the label brings the post, of its post alone, since some rules judge a post by all that it sells. A ham link is
accused if such a rule speaks of its post and target. Links of one site are audited together.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.engine import run
from audit.facts.url import parse_url
from audit.rules import all_rules
from audit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import Severity
    from audit.report import ReportedFinding

LEVELS = ("error", "warning")
_Z = 1.96  # of a 95 % interval


class Verdict(NamedTuple):
    """What was said of one labelled link: the label, the highest level ("" for nothing), and the rules."""

    row: dict[str, Any]
    level: str
    rules: tuple[str, ...]


def _records(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A record for each post that stands in the labels themselves."""
    return [
        {
            "id": number,
            "date": "2026-03-01T10:00:00",
            "date_gmt": "2026-03-01T10:00:00",
            "modified": "2026-03-01T10:00:00",
            "modified_gmt": "2026-03-01T10:00:00",
            "slug": f"post-{number}",
            "status": "publish",
            "type": "post",
            "link": f"https://{row['site_domain']}/post-{number}/",
            "title": {"rendered": row["title"]},
            "content": {"rendered": row["html"], "protected": False},
        }
        for number, row in enumerate(rows, 1)
    ]


def _audited(sources: list[str]) -> list[ReportedFinding]:
    families = {rule.family.code for rule in all_rules()} & {"SPM", "INJ"}
    report = run(sources, Settings(offline=True, jobs=1, select=tuple(families)))
    for entry in report.errors:
        print(entry.message, file=sys.stderr)
    return list(report.findings)


def _domain(address: str) -> str:
    url = parse_url(address)
    return url.registrable if url is not None else ""


def _said_of(finding: ReportedFinding) -> list[tuple[str, Severity]]:
    """The finding and what it explains, as (rule, severity)."""
    return [(finding.rule, finding.severity), *((one.rule, finding.severity) for one in finding.also)]


def _speaks_of(finding: ReportedFinding, ref: str, domain: str) -> bool:
    about = [finding.post, *(one.post for one in finding.related)] if finding.post is None else [finding.post]
    if ref not in about:
        return False
    words = [finding.message, *(text for one in finding.evidence for text in (one.label, one.text))]
    words += [one.message for one in finding.also]
    return not domain or any(domain in text for text in words)


def judged(rows: Sequence[dict[str, Any]], posts: Path | None) -> Iterable[Verdict]:
    """The verdicts on labelled links."""
    own = [row for row in rows if "html" in row]
    with TemporaryDirectory(prefix="quality-") as folder:
        path = Path(folder, "labels.ndjson")
        path.write_text("".join(f"{json.dumps(record)}\n" for record in _records(own)), "utf-8")
        found = _audited([str(path)]) if own else []
    for number, row in enumerate(own, 1):
        yield _verdict(row, f"{row['site_domain'].removeprefix('www.')}#{number}", found)
    others = [row for row in rows if "html" not in row]
    if others and posts is None:
        sys.exit("these labels need --posts FOLDER")
    if others and posts is not None:
        found = _audited(sorted({str(posts / row["file"]) for row in others}))
        by_post: dict[str, list[ReportedFinding]] = defaultdict(list)
        for finding in found:
            for ref in {finding.post, *(one.post for one in finding.related if finding.post is None)} - {None}:
                by_post[str(ref)].append(finding)
        for row in others:
            yield _verdict(row, row["post"], by_post[row["post"]])


def _verdict(row: dict[str, Any], ref: str, found: Iterable[ReportedFinding]) -> Verdict:
    domain = _domain(row["link"])
    level, rules = "", list[str]()
    for finding in found:
        if _speaks_of(finding, ref, domain) or (row["label"] == "spam" and "html" in row and finding.post == ref):
            for rule, severity in _said_of(finding):
                if severity.value in LEVELS:
                    rules.append(rule)
                    level = "error" if "error" in {level, severity.value} else severity.value
    return Verdict(row, level, tuple(dict.fromkeys(rules)))


def _wilson(hits: int, total: int) -> str:
    """A share with its 95 % interval (Wilson), in per cent."""
    if not total:
        return "-"
    share, square = hits / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return f"{100 * share:5.1f} ({100 * max(0, middle - half):.0f}-{100 * min(1, middle + half):.0f})"


def _line(name: str, verdicts: Sequence[Verdict], level: str) -> str:
    at = {"error"} if level == "error" else set(LEVELS)
    spam = [one for one in verdicts if one.row["label"] == "spam"]
    hits = sum(one.level in at for one in spam)
    false = sum(one.level in at for one in verdicts if one.row["label"] != "spam")
    precision = hits / (hits + false) if hits + false else 1.0
    recall = hits / len(spam) if spam else 0.0
    score = 1.25 * precision * recall / (0.25 * precision + recall) if precision + recall else 0.0
    return (
        f"{name:<32} {level:<8} {len(spam):5} {len(verdicts) - len(spam):5} {false:5}  "
        f"{_wilson(hits, hits + false):>16} {_wilson(hits, len(spam)):>16}  {score:.3f}"
    )


def main() -> None:
    """Judge the labels of the files on the command line, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--posts", type=Path, help="folder of the files that labels name")
    parser.add_argument("--show", action="store_true", help="list what was missed and what was accused")
    arguments = parser.parse_args()
    rows = [json.loads(line) for path in arguments.labels for line in path.read_text("utf-8").splitlines() if line]
    verdicts = list(judged(rows, arguments.posts))
    print(f"{'':<32} {'level':<8} {'spam':>5} {'ham':>5} {'false':>5}  {'precision %':>16} {'recall %':>16}  F0.5")
    for level in LEVELS:
        print(_line("all", verdicts, level))
    for field in ("kind", "lang"):
        for value, _ in Counter(str(row.get(field, "")) for row in rows if row.get(field)).most_common():
            print(_line(f"{field} {value}", [one for one in verdicts if str(one.row.get(field)) == value], "warning"))
    if arguments.show:
        for row, level, rules in verdicts:
            if (row["label"] == "spam") != bool(level):
                print(
                    f"{row['label']:<5} {level or 'missed':<8} {row.get('id', row.get('post'))} {row['link']} {rules}"
                )


if __name__ == "__main__":
    main()
