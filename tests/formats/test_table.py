"""The table, as a terminal shows it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from audit.formats.json_format import read_json
from audit.formats.table import Style, table
from audit.report import ErrorEntry, EvidenceEntry, FixEntry, ListEntries, PostEntry, Related

HERE = Path(__file__).parent
ESCAPE = re.compile(r"\x1b\[\d+m|\x1b\]8;;[^\x1b]*\x1b\\")


def saved(name):
    return read_json(str(HERE / "saved" / f"{name}.json"))


def drawn(report, **style) -> str:
    out = io.StringIO()
    table(report, out, Style(**style))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "report", "style"),
    [
        ("table", "saltmarsh", {}),
        ("table-80", "saltmarsh", {"width": 80}),
        ("table-160", "saltmarsh", {"width": 160}),
        ("table-verbose", "saltmarsh", {"verbose": True}),
        ("table-by-rule", "saltmarsh", {"group_by": "rule"}),
        ("table-statistics", "saltmarsh", {"statistics": True}),
        ("table-quiet", "saltmarsh", {"quiet": True}),
        ("table-colour", "saltmarsh", {"colour": True, "links": True}),
        ("table-clean", "clean", {}),
        ("table-hostile", "hostile", {}),
        ("table-hostile-by-rule", "hostile", {"group_by": "rule", "verbose": True}),
    ],
)
def test_snapshot(name, report, style, request):
    snapshot, shown = HERE / "snapshots" / f"{name}.txt", drawn(saved(report), **style)
    if request.config.getoption("--update", default=False):
        snapshot.write_text(shown, "utf-8")

    assert shown == snapshot.read_text("utf-8"), "run: pytest tests/formats/test_table.py --update"


@pytest.mark.parametrize("style", [{}, {"verbose": True}, {"group_by": "rule"}, {"statistics": True}])
def test_colours_and_links_change_no_width(style):
    plain, painted = drawn(saved("saltmarsh"), **style), drawn(saved("saltmarsh"), colour=True, links=True, **style)

    assert painted != plain
    assert ESCAPE.sub("", painted) == plain


@pytest.mark.parametrize("style", [{}, {"verbose": True}, {"group_by": "rule"}, {"statistics": True}])
@pytest.mark.parametrize("width", [40, 80, 99, 250])
@pytest.mark.parametrize("name", ["saltmarsh", "clean"])
def test_no_line_is_wider_than_the_terminal(name, width, style):
    assert max(map(len, drawn(saved(name), width=width, **style).splitlines())) <= max(width, 80)


@pytest.mark.parametrize("style", [{}, {"verbose": True}, {"group_by": "rule"}, {"colour": True, "links": True}])
def test_hostile_text_stays_text(style):
    shown = ESCAPE.sub("", drawn(saved("hostile"), **style))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", shown)
    assert "\\x1b]0;owned" in shown
    assert "\\u202e" in shown


def test_links_go_to_the_web_only():
    assert "8;;javascript" not in drawn(saved("hostile"), links=True)


def test_messages_are_never_cut():
    report = saved("saltmarsh")
    cells, start = [], 0
    for line in drawn(report, verbose=True, width=80).splitlines():
        start = line.find("message") if line.startswith("severity") else start
        cells.append(line[start:].strip())
    shown = "".join(cells).replace(" ", "")

    for finding in report.findings:
        assert finding.message.replace(" ", "") in shown


def test_two_sites_have_a_heading_each():
    report = saved("saltmarsh")
    posts, found = list(report.posts), list(report.findings)
    other = posts[1].model_copy(update={"site": "other.example"})
    moved = [f.model_copy(update={"site": "other.example"}) if f.post == other.ref else f for f in found]
    report.entries = ListEntries([posts[0], other, *posts[2:]], moved)
    shown = drawn(report)

    assert "saltmarsh.example · 11 posts\n" in shown
    assert "other.example · 1 post\n" in shown
    assert "The whole site saltmarsh.example\n" in shown
    assert "12 of 11" in shown  # as the report counts


@pytest.mark.parametrize("group_by", ["post", "rule"])
def test_of_very_many_of_one_rule_the_first_are_shown(group_by):
    report = saved("saltmarsh")
    pattern = next(finding for finding in report.findings if finding.post and finding.severity == "warning")
    alike = [pattern.model_copy(update={"message": f"Kettle {number}."}) for number in range(300)]
    report.entries = ListEntries(list(report.posts), alike)
    shown = drawn(report, group_by=group_by, width=160)

    assert shown.count("Kettle") == 5
    assert re.search(r"295 more +like these in this post; --verbose lists them\.", shown)
    assert drawn(report, group_by=group_by, verbose=True).count("Kettle") == 300


def with_finding(**values):
    report = saved("saltmarsh")
    report.entries = ListEntries(
        list(report.posts), [next(filter(lambda one: one.post, report.findings)).model_copy(update=values)]
    )
    return report


def test_evidence_and_remedy_stand_under_a_finding_where_all_is_told():
    report = with_finding(
        remedy="Take it out.",
        evidence=[
            EvidenceEntry(label="content.rendered", before="by the <b>sea", text="\u00a0", after="</b> and"),
            EvidenceEntry(
                label="content.rendered", before="", text='<a href="https://a.example/">our sponsor</a>', after="x"
            ),
            EvidenceEntry(label="B1 +2.6", text="its text is \x1b[31m"),
            EvidenceEntry(label="width", text=""),
        ],
    )
    shown = drawn(report, verbose=True)

    assert "            quoted: by the <b>sea[\\xa0]</b> and\n" in shown
    assert '            quoted: <a href="https://a.example/">our sponsor</a>\n' in shown
    assert "            sign (+2.6): its text is \\x1b[31m\n" in shown
    assert '            width: ""\n' in shown
    assert "            remedy: Take it out.\n" in shown
    assert "Take it out" not in drawn(report)
    assert "quoted" not in drawn(report)


def test_a_remedy_is_told_once_a_table():
    report = with_finding(remedy="Take it out.")
    report.entries = ListEntries(list(report.posts), [*report.findings, *report.findings])

    assert drawn(report, verbose=True).count("Take it out.") == 1


def test_of_many_pieces_of_evidence_the_first_are_told():
    report = with_finding(evidence=[EvidenceEntry(label=f"sign{number}", text="x") for number in range(20)])
    shown = drawn(report, verbose=True)

    assert "sign7: x" in shown
    assert "sign8" not in shown
    assert "and 12 more pieces of evidence" in shown


def test_other_posts_are_named_where_all_is_told():
    posts = list(saved("saltmarsh").posts)
    others = [Related(post=post.ref, message="has the same text") for post in posts[1:6]]
    report = with_finding(related=others, related_count=5)
    shown = drawn(report, verbose=True, width=200)

    for post in posts[1:4]:
        assert f"            other post: {post.title} {post.url}\n" in shown
    assert posts[4].title not in shown
    assert "            and 2 more posts\n" in shown
    assert "1 finding rests on other posts. --verbose shows" in " ".join(drawn(report).split())


def test_what_sets_another_post_apart_is_told():
    report = with_finding(related=[Related(post="gone.example#1", message="names it as its canonical")])

    assert "other post: gone.example#1 (names it as its canonical)\n" in drawn(report, verbose=True)


def test_a_fix_is_told_where_all_is_told():
    report = saved("saltmarsh")
    fix = FixEntry(safe=True, summary="Add it", element="a", attribute="rel", before="", after='rel="sponsored"')
    found = [finding.model_copy(update={"fix": fix}) for finding in list(report.findings)[:1]]
    report.entries = ListEntries(list(report.posts), found)

    assert 'safe fix: add it: rel="sponsored"' in " ".join(drawn(report, verbose=True, width=200).split())
    assert "safe fix" not in drawn(report)


def test_posts_out_of_order_keep_their_titles():
    report = saved("saltmarsh")
    report.entries = ListEntries(list(report.posts)[::-1], list(report.findings))

    assert drawn(report).startswith("saltmarsh.example · 12 posts\n\nLabour mobility programme opens ")


def test_a_post_that_the_report_lacks_goes_by_its_ref():
    report = saved("saltmarsh")
    report.entries = ListEntries([], list(report.findings))

    assert "\nsaltmarsh.example#4657\n" in drawn(report)


def test_no_posts_at_all():
    report = saved("clean")
    report.summary = report.summary.model_copy(update={"posts": 0, "score": None, "links": {"distinct": 0}})
    report.entries = ListEntries([], [])

    assert drawn(report).startswith("No post was audited.\n")


@pytest.mark.parametrize("style", [{}, {"quiet": True}, {"verbose": True}])
def test_where_nothing_could_be_audited_neither_gate_nor_rules_are_told_of(style):
    report = saved("clean")
    report.summary = report.summary.model_copy(update={"posts": 0, "score": None, "links": {"distinct": 0}})
    report.entries = ListEntries([], [])
    report.errors = [ErrorEntry(kind="unreadable", source="b.json", message="b.json: is not JSON.")]

    assert drawn(report, **style) == (
        "No post was audited.\nNot whole: 1 problem, told on stderr. The exit code is 2.\n"
    )


def test_what_was_not_evaluated_is_said_and_never_clean():
    report = saved("saltmarsh")
    report.summary = report.summary.model_copy(update={"posts_not_evaluated": 2})
    assert "12 posts: 3 with findings, 7 clean, 2 not evaluated." in drawn(report)

    report = saved("clean")
    report.summary = report.summary.model_copy(update={"posts_not_evaluated": 2})
    assert "12 posts: nothing to report, 2 not evaluated." in drawn(report)


def test_links_that_were_asked_are_counted():
    report = saved("clean")
    report.summary = report.summary.model_copy(update={"links": {"distinct": 1214, "ok": 1200, "broken": 14}})

    assert "1,214 links: 1,200 ok, 14 broken." in drawn(report)


def test_a_partial_run_says_so():
    report = saved("clean")
    report.run = report.run.model_copy(update={"partial": "stopped by the user"})

    assert "\nPartial: stopped by the user.\n" in drawn(report)


def test_wide_characters_wrap_by_columns():
    report = saved("clean")
    post = PostEntry.model_validate({**next(iter(report.posts)).model_dump(), "title": "長" * 90})
    finding = next(f for f in saved("saltmarsh").findings if f.post).model_copy(
        update={"post": post.ref, "message": "画像は他のサイトから読み込まれます。 " * 6}
    )
    report.entries = ListEntries([post], [finding])
    report.summary = saved("saltmarsh").summary
    lines = drawn(report).splitlines()

    wide = [sum(2 if ord(char) > 0x2E80 else 1 for char in line) for line in lines]
    assert max(wide) <= 100


def compared(report, *new):
    """The report with a baseline that accepts all findings but those of these rules."""
    for finding in report.findings:
        finding.status = "new" if finding.rule in new else "baselined"
    report.summary.gate.baselined = sum(finding.status == "baselined" for finding in report.findings)
    return report


@pytest.mark.parametrize("group_by", ["post", "rule", "target"])
def test_with_a_baseline_what_is_new_is_shown_and_the_rest_counted(seed_like_report, group_by):
    report = compared(seed_like_report, "title-too-long")
    shown = drawn(report, group_by=group_by)

    assert shown.startswith("New: 1 warning\n\n")
    assert "title-too-long" in shown
    assert "paid-link-unqualified" not in shown
    assert "New: 1 warning. Accepted by the baseline: 3 errors," in shown


def test_verbose_lists_what_the_baseline_accepts_last(seed_like_report):
    shown = drawn(compared(seed_like_report, "title-too-long"), verbose=True)

    assert shown.startswith("New: 1 warning\n\n")
    assert shown.index("title-too-long") < shown.index("\nAccepted by the baseline: 3 errors,")
    assert shown.index("\nAccepted by the baseline: 3 errors,") < shown.index("paid-link-unqualified")


def test_nothing_new_shows_no_table(seed_like_report):
    shown = drawn(compared(seed_like_report))

    assert "severity" not in shown
    assert "New: nothing. Accepted by the baseline: 3 errors," in shown


def test_statistics_count_what_is_new_first(seed_like_report):
    header, _, first, second, *_ = drawn(compared(seed_like_report, "title-too-long"), statistics=True).splitlines()

    assert header.split() == ["severity", "rule", "new", "findings", "checked"]
    assert first.split()[2:5] == ["title-too-long", "1", "1"]
    assert second.split()[3] == "0"


def test_of_very_many_findings_it_is_told_how_many_no_report_lists():
    report = saved("saltmarsh")
    one = next(finding for finding in report.findings if finding.post and finding.severity == "error")
    last = one.model_copy(update={"message": f"{one.message} (19,900 more like this in the post)"})
    report.entries = ListEntries(list(report.posts), [*[one] * 99, last])

    told = " ".join(drawn(report, width=250).split())
    assert (
        "95 more like these in this post; --verbose lists them (19,900 beyond them are neither listed nor counted)."
        in told
    )
