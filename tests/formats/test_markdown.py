"""The report for a pull request."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from audit.finding import Severity
from audit.formats.json_format import read_json
from audit.formats.markdown import MOST, document, markdown
from audit.report import ErrorEntry, ListEntries, Related, SeverityCounts

HERE = Path(__file__).parent


def saved(name):
    return read_json(str(HERE / "saved" / f"{name}.json"))


def drawn(report) -> str:
    out = io.StringIO()
    markdown(report, out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["saltmarsh", "clean", "hostile"])
def test_snapshot(name, request):
    snapshot, shown = HERE / "snapshots" / f"markdown-{name}.md", drawn(saved(name))
    if request.config.getoption("--update", default=False):
        snapshot.write_text(shown, "utf-8")

    assert shown == snapshot.read_text("utf-8"), "run: pytest tests/formats/test_markdown.py --update"


def test_every_row_has_four_cells():
    for name in ("saltmarsh", "hostile"):
        rows = [line for line in drawn(saved(name)).splitlines() if line.startswith("| ")]
        assert rows
        assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows} == {5}


def test_hostile_text_stays_text():
    shown = drawn(saved("hostile"))

    assert "<script" not in shown
    assert "@everyone" not in shown
    assert "](javascript" not in shown.replace("\\](", "")
    assert not re.search(r"https?://bait|www\.bait", shown)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", shown)


def many(report, *, distinct=True, **counts):
    """The report with so many findings of each severity."""
    pattern = next(finding for finding in report.findings if finding.post)
    found = [
        pattern.model_copy(
            update={
                "code": f"TXT{number}" if distinct else pattern.code,
                "severity": Severity(severity),
                "message": f"{severity} {number}: {'x' * 200}",
            }
        )
        for severity, count in counts.items()
        for number in range(count)
    ]
    report.entries = ListEntries(list(report.posts), found)
    report.summary = report.summary.model_copy(update={"findings": SeverityCounts(**counts)})
    return drawn(report)


def test_the_mildest_are_left_out_first_and_counted():
    shown = many(saved("saltmarsh"), notice=5000, warning=250, error=10)

    assert MOST - 1500 < len(shown) <= MOST
    assert shown.count("| error |") == 10
    assert shown.count("| warning |") < 250
    assert shown.count("| notice |") == 0
    left = 250 - shown.count("| warning |")
    assert f"\nLeft out to stay below 65,000 characters: {left} warnings, 5,000 notices.\n" in shown


def test_of_one_rule_in_one_post_ten_are_shown():
    shown = many(saved("saltmarsh"), distinct=False, warning=300)

    assert shown.count("| warning |") == 10
    assert "\nOf one rule in one post at most 10 are shown. Left out: 290 warnings.\n" in shown
    assert "characters" not in shown


def test_errors_too_are_left_out_when_there_are_too_many():
    shown = many(saved("saltmarsh"), error=20_000, warning=1)

    assert len(shown) <= MOST
    left = 20_000 - shown.count("| error |")
    assert f"characters: {left:,} errors, 1 warning.\n" in shown
    assert shown.endswith("</details>\n")


def test_long_titles_addresses_and_messages_stay_small():
    report = saved("saltmarsh")
    posts = [
        post.model_copy(update={"title": "t" * 70_000, "url": "https://a.example/" + "u" * 70_000})
        for post in report.posts
    ]
    found = [
        finding.model_copy(update={"message": "|" * 70_000, "remedy": "@a" * 70_000}) for finding in report.findings
    ]
    report.entries = ListEntries(posts, found)
    report.errors = [ErrorEntry(kind="item", message="#1" * 70_000)] * 500
    shown = drawn(report)

    assert len(shown) <= MOST
    assert shown.count("| error |") == 2
    assert "- and 480 more" in shown


def test_other_posts_are_named():
    report = saved("saltmarsh")
    posts = list(report.posts)
    others = [Related(post=post.ref, message="has the same text") for post in posts[1:6]]
    found = next(filter(lambda one: one.post, report.findings)).model_copy(
        update={"related": others, "related_count": 7}
    )
    report.entries = ListEntries(posts, [found])
    out = io.StringIO()
    document(report, out)

    for shown in (drawn(report), out.getvalue()):
        assert f"<br>other posts: [{posts[1].title}](<{posts[1].url}>); [{posts[2].title}]" in shown
        assert posts[4].title not in shown
        assert "; and 4 more" in shown


def test_what_sets_another_post_apart_is_told():
    report = saved("saltmarsh")
    others = [Related(post="gone.example#1", message="names | it")]
    found = next(filter(lambda one: one.post, report.findings)).model_copy(update={"related": others})
    report.entries = ListEntries(list(report.posts), [found])

    assert "<br>other post: gone.example#&#8203;1 (names \\| it)" in drawn(report)


def test_a_partial_run_says_so():
    report = saved("clean")
    report.run = report.run.model_copy(update={"partial": "stopped by the user"})

    assert "\nNot a whole run:\n\n- Partial: stopped by the user\n" in drawn(report)


def test_notes_of_a_run_are_told():
    report = saved("clean")
    report.run = report.run.model_copy(update={"notes": ["a.example: 2 pages could not be looked at."] * 30})

    assert drawn(report).count("\nNote: a.example: 2 pages could not be looked at.\n") == 20


def test_ignores_and_entries_of_the_baseline_that_are_over_are_told():
    report = saved("clean")
    report.summary.gate.ignores = ["ignore of IMG (until the relaunch) expired on 2026-05-31"]
    report.summary.gate.stale = ["baseline: title-too-long in a#1 (Too long) matches nothing any more"]

    assert (
        "<details><summary>To tidy up in ignores and baseline</summary>\n\n"
        "- ignore of IMG (until the relaunch) expired on 2026-05-31\n"
        "- baseline: title-too-long in a#&#8203;1 (Too long) matches nothing any more\n"
    ) in drawn(report)


def accepting(report, *new):
    """The report with a baseline that accepts all findings but those of these rules."""
    for finding in report.findings:
        finding.status = "new" if finding.rule in new else "baselined"
    accepted = sum(finding.status == "baselined" for finding in report.findings)
    report.summary.gate.baselined, report.summary.gate.new = accepted, report.summary.findings.total - accepted
    return report


def test_what_is_new_stands_open_and_first(seed_like_report):
    report = accepting(seed_like_report, "empty-paragraph")
    shown = drawn(report)
    opened, _, folded = shown.partition("<details>")

    assert shown.startswith("**postaudit: 2 notices new; accepted by the baseline: 3 errors, 3 warnings.** ")
    assert opened.count("| new notice |") == 2
    assert "| error |" not in opened
    assert folded.startswith("<summary>3 accepted errors</summary>")
    assert folded.count("| error |") == 3
    assert "new notice" not in folded


def test_what_is_accepted_is_left_out_before_what_is_new(seed_like_report):
    report = seed_like_report
    one = next(iter(report.findings))
    old = [one.model_copy(update={"severity": Severity.ERROR, "status": "baselined"}) for _ in range(5000)]
    new = [one.model_copy(update={"severity": Severity.NOTICE, "status": "new"})]
    report.entries = ListEntries(list(report.posts), [*old, *new])
    report.summary = report.summary.model_copy(update={"findings": SeverityCounts(error=5000, notice=1)})
    report.summary.gate.baselined = 5000
    shown = drawn(report)

    assert shown.count("| new notice |") == 1
    left = 5000 - shown.count("| error |")
    assert f"\nLeft out to stay below 65,000 characters: {left:,} accepted errors.\n" in shown


def test_nothing_new_is_said(seed_like_report):
    shown = drawn(accepting(seed_like_report))

    assert shown.startswith("**postaudit: nothing new; accepted by the baseline: ")
    assert "| new " not in shown


def test_a_document_begins_with_the_rules_that_found_something_new(seed_like_report):
    out = io.StringIO()
    document(accepting(seed_like_report, "empty-paragraph"), out)
    shown = out.getvalue()
    chapters = re.findall(r"^### `\w+ ([\w-]+)`", shown, re.MULTILINE)

    assert "| notice | `DAT010 empty-paragraph` | 2 | 2 |" in shown
    assert chapters[0] == "empty-paragraph"
    assert "\nNew: 2\n" in shown
    assert shown.count("<summary>Accepted by the baseline: ") == len(chapters) - 1


def test_why_a_run_is_not_whole_stands_above_the_findings(seed_like_report):
    report = seed_like_report
    report.errors = [ErrorEntry(kind="source", message=f"gone-{number}.json: no such file") for number in range(5)]
    opened, _, folded = drawn(report).partition("\n|")

    assert "\nNot a whole run:\n\n- gone-0.json: no such file\n" in opened
    assert "- and 2 more\n" in opened
    assert "<summary>5 problems while reading and running</summary>" in folded


@pytest.mark.parametrize("write", [markdown, document])
def test_where_nothing_could_be_audited_neither_gate_nor_rules_are_told_of(write):
    report = read_json(str(HERE / "saved" / "clean.json"))
    report.summary = report.summary.model_copy(update={"posts": 0, "score": None, "links": {"distinct": 0}})
    report.entries = ListEntries([], [])
    report.rules[0].state = "skipped"
    report.errors = [ErrorEntry(kind="unreadable", source="b.json", message="b.json: is not JSON.")]
    out = io.StringIO()
    write(report, out)

    assert "**postaudit: no post was audited.** 0 posts, no score.\n" in out.getvalue()
    assert "Not checked" not in out.getvalue()
