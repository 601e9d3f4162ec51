"""Two runs side by side."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audit import Settings, audit
from audit.cli import main
from audit.finding import Severity
from audit.formats import FORMATS
from audit.formats._comparison import COMPARISON_FORMATS, Sides
from audit.gate.compare import SCHEMA_ID, Comparison, compare
from audit.report import AlsoEntry, ErrorEntry, Related
from tests.formats import conftest as made

SCHEMA = Path(__file__).parents[2] / "schemas" / "comparison.schema.json"
EXAMPLES = Path(__file__).parents[2] / "examples"
ALT = made.rule("IMG003", "img-alt-missing", "error", "A picture has no alternative text.")
TWIN = made.rule("COR001", "duplicate-title", "warning", "Two posts have one title.")
PLAIN = made.rule("CAN010", "permalink-plain", "warning", "Addresses are numbers.")
BROKEN = made.rule("LNK011", "link-broken", "error", "A link is broken.")
RULES = (ALT, TWIN, PLAIN, BROKEN)
URL = "https://old-shop.example/tents"


def posts(*numbers, **values):
    return [made.post(number, f"Week {number}", **values) for number in numbers]


def found(rule, number, fingerprint, **values):
    about = made.post(number, f"Week {number}") if number else None
    return made.finding(rule, about, f"{rule.name} in {number}", fingerprint, **values)


def run(*findings, of=(1, 2), rules=RULES, states=(), **values):
    entries = [entry.model_copy(update={"state": dict(states).get(entry.name, "ran")}) for entry in rules]
    return made.report(posts(*of), list(findings), entries, **values)


def kinds(comparison):
    return {
        kind: [one.fingerprint for one in getattr(comparison, kind)]
        for kind in ("new", "fixed", "unchanged", "not_looked_at")
        if getattr(comparison, kind)
    }


def reasons(comparison):
    return [one.reason for one in comparison.not_looked_at]


def fresh_schema():
    schema = Comparison.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def test_published_schema_is_fresh(request):
    fresh = json.dumps(fresh_schema(), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--update", default=False):
        SCHEMA.write_text(fresh, "utf-8")

    assert SCHEMA.read_text("utf-8") == fresh, "run: pytest tests/gate/test_compare.py --update"


def test_new_fixed_and_unchanged():
    old = run(found(ALT, 1, "a"), found(ALT, 1, "b"))
    new = run(found(ALT, 1, "b"), found(ALT, 2, "c"))

    assert kinds(compare(old, new)) == {"new": ["c"], "fixed": ["a"], "unchanged": ["b"]}


def test_equal_runs_differ_in_nothing():
    old = run(found(ALT, 1, "a"), found(TWIN, 2, "b"))

    assert kinds(compare(old, old)) == {"unchanged": ["a", "b"]}


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("skipped", "the rule needs the network"),
        ("ignored", "the settings leave the rule out"),
        ("crashed", "the rule crashed"),
    ],
)
def test_a_rule_that_did_not_run_fixes_nothing(state, reason):
    comparison = compare(run(found(ALT, 1, "a")), run(states={"img-alt-missing": state}))

    assert kinds(comparison) == {"not_looked_at": ["a"]}
    assert reasons(comparison) == [reason]


def test_a_rule_with_nothing_to_look_at_did_run():
    assert kinds(compare(run(found(ALT, 1, "a")), run(states={"img-alt-missing": "not_applicable"}))) == {
        "fixed": ["a"]
    }


def test_a_rule_that_is_gone_fixes_nothing():
    assert reasons(compare(run(found(ALT, 1, "a")), run(rules=(TWIN,)))) == ["the rule was not among those of the run"]


@pytest.mark.parametrize(
    "newer",
    [
        {"run": {"sources": ["other.json"]}},
        {"run": {"settings": {"limit": 1}}},
        {"run": {"partial": "stopped by the user"}},
        {"errors": [ErrorEntry(kind="item", message="posts.json: item 3 is no post")]},
    ],
)
def test_a_post_that_was_not_audited_is_not_fixed(newer):
    comparison = compare(run(found(ALT, 1, "a"), found(ALT, 2, "b")), run(of=(2,), **newer))

    assert kinds(comparison) == {"fixed": ["b"], "not_looked_at": ["a"]}
    assert reasons(comparison) == ["the post was not audited"]


def test_sources_may_be_written_in_another_way():
    old = run(found(ALT, 1, "a"), run={"sources": ["./posts/", "https://saltmarsh.example/"]})

    same = run(of=(2,), run={"sources": ["https://saltmarsh.example", str(Path("posts").absolute())]})

    assert kinds(compare(old, same)) == {"fixed": ["a"]}


def test_a_post_that_is_gone_from_the_same_sources_is_fixed():
    assert kinds(compare(run(found(ALT, 1, "a")), run(of=(2,)))) == {"fixed": ["a"]}


def test_a_post_of_which_nothing_could_be_evaluated_is_not_fixed():
    new = made.report(posts(1, 2, score=None), [], RULES)

    assert reasons(compare(run(found(ALT, 1, "a")), new)) == ["nothing could be evaluated in the post"]


def test_what_rests_on_several_posts_asks_for_all_of_them():
    old = run(found(TWIN, 1, "a"))

    assert kinds(compare(old, run(run={"sources": ["other.json"]}))) == {"fixed": ["a"]}
    assert reasons(compare(old, run(of=(1,), run={"sources": ["other.json"]}))) == [
        "it rests on several posts, and not all of them were audited"
    ]
    assert reasons(compare(old, run(run={"partial": "stopped by the user"}))) == [
        "the run ended before it came to this"
    ]


def test_one_post_is_enough_to_show_a_fault_of_the_site():
    old = run(found(PLAIN, None, "a", related=[Related(post=f"{made.SITE}#{number}") for number in (1, 2)]))

    assert kinds(compare(old, run(of=(2,), run={"sources": ["b.json"]}))) == {"fixed": ["a"]}
    assert kinds(compare(old, run(of=(3,), run={"sources": ["b.json"]}))) == {"not_looked_at": ["a"]}


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("ok", None),
        ("redirected-permanent", None),
        ("anchor-missing", None),
        ("blocked", "the address did not answer clearly (blocked)"),
        ("timeout", "the address did not answer clearly (timeout)"),
    ],
)
def test_a_link_is_fixed_if_it_answered(verdict, reason):
    old = run(found(BROKEN, 1, "a", address=URL), links=[made.link(URL, "broken", 404, [])])
    comparison = compare(old, run(links=[made.link(URL, verdict, 200, [])]))

    assert kinds(comparison) == ({"not_looked_at": ["a"]} if reason else {"fixed": ["a"]})
    assert reasons(comparison) == ([reason] if reason else [])


def test_a_link_that_was_not_asked_is_not_fixed():
    old = run(found(BROKEN, 1, "a", address=URL), links=[made.link(URL, "broken", 404, [])])

    assert kinds(compare(old, run())) == {"fixed": ["a"]}  # it is not in the posts any more
    assert reasons(compare(old, run(link_counts={"distinct": 9, "skipped": 3}))) == ["the address was not asked"]


@pytest.mark.parametrize(("until", "accepted"), [(None, True), ("2026-05-21", True), ("2026-05-20", False)])
def test_what_an_ignore_accepts_is_not_fixed(until, accepted):
    ignore = {"rule": "IMG", "posts": "*#1", "reason": "a drawing", **({"until": until} if until else {})}
    new = run(run={"settings": {"ignores": [ignore, {"rule": "gone-rule", "reason": "x"}]}})
    comparison = compare(run(found(ALT, 1, "a")), new)

    assert kinds(comparison) == ({"not_looked_at": ["a"]} if accepted else {"fixed": ["a"]})
    assert not accepted or reasons(comparison) == ["an ignore of the settings accepts it (a drawing)"]


def test_what_another_finding_explains_is_neither_new_nor_fixed():
    alone = run(found(ALT, 1, "a"), found(TWIN, 1, "b"))
    also = AlsoEntry(code="IMG003", rule="img-alt-missing", message="img-alt-missing in 1", post=f"{made.SITE}#1")
    inside = run(found(TWIN, 1, "b", also=[also]))

    assert kinds(compare(alone, inside)) == {"unchanged": ["b", "a"]}
    assert kinds(compare(inside, alone)) == {"unchanged": ["a", "b"]}


def test_new_findings_that_may_be_old_say_so():
    old = run(of=(1,), states={"link-broken": "skipped"}, run={"settings": {"limit": 1}})
    new = run(found(ALT, 1, "a"), found(ALT, 2, "b"), found(BROKEN, 1, "c", address=URL))

    assert [one.reason for one in compare(old, new).new] == [
        None,
        "the post was not audited",
        "the rule needs the network",
    ]


@pytest.mark.parametrize("fail_on", ["error", "warning", "notice", "never"])
@pytest.mark.parametrize("severity", list(Severity))
def test_the_gate_looks_at_new_findings_alone(fail_on, severity):
    old = run(found(ALT, 1, "a"), found(ALT, 1, "b"))
    new = run(found(ALT, 1, "b"), found(TWIN, 2, "c", severity=severity), found(ALT, 2, "d", status="baselined"))
    comparison = compare(old, new, fail_on)
    fails = fail_on != "never" and severity.rank >= Severity(fail_on).rank

    assert comparison.gate.passed is not fails
    assert comparison.exit_code == int(fails)
    assert comparison.gate.reasons == ([f"1 new {severity}, none are allowed (--fail-on {fail_on})"] if fails else [])


def test_no_gate_passes_on_a_run_that_was_not_whole():
    new = run(run={"partial": "stopped by the user"})

    assert compare(run(), new, "error").exit_code == 2
    assert compare(run(), new).exit_code == 0


def test_runs_without_a_common_post_cannot_be_compared():
    comparison = compare(run(of=(1,)), run(found(ALT, 2, "a"), of=(2,)), "error")
    out = io.StringIO()
    COMPARISON_FORMATS["table"](Sides(comparison, run(of=(1,)), run(of=(2,))), out)

    assert not comparison.comparable
    assert comparison.exit_code == 2
    assert "No verdict: the two runs cannot be compared. The exit code is 2.\n" in out.getvalue()


def test_a_run_of_no_post_can_be_compared():
    assert compare(run(of=()), run(of=(2,)), "error").exit_code == 0


def test_what_is_perhaps_not_new_does_not_fail():
    old = run(states={"img-alt-missing": "skipped"})
    unsure, sure = found(ALT, 1, "a"), found(TWIN, 2, "b", severity=Severity.ERROR)

    assert compare(old, run(unsure), "notice").exit_code == 0
    assert compare(old, run(unsure, sure), "notice").gate.reasons == [
        "1 new error, none are allowed (--fail-on notice)"
    ]


def test_notes_say_what_a_reader_must_know():
    old = run(of=(1,), run={"started_at": "2026-05-22T06:30:00Z"})
    new = run(of=(2,), run={"partial": "stopped by the user"})
    new.tool.version = "9.9"

    assert compare(old, new).notes == [
        "The newer run was not whole: stopped by the user.",
        "The two runs have no post in common.",
        "Made by postaudit 0.1.0 and 9.9: a rule may see more, or less, than it did.",
        "The run that was named first is the newer one of the two.",
    ]


# -- on real runs ------------------------------------------------------------------------------------------------------


def audited(*sources, **settings):
    return audit([str(EXAMPLES / source) for source in sources], Settings(offline=True, jobs=1, **settings))


@pytest.fixture(scope="module")
def whole():
    return audited("posts.json", "more-posts.ndjson")


@pytest.mark.parametrize(
    "settings",
    [
        {"select": ("IMG", "COR")},
        {"ignore": ("SPM", "DAT")},
        {"limit": 9},
        {"exclude": ("*market*", "*rope*")},
        {"since": date(2026, 4, 1)},
        {"ignores": ({"rule": "IMG", "reason": "drawings"},)},
        {"severity": {"img-alt-missing": "notice"}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_what_a_run_left_out_is_neither_fixed_nor_new(whole, settings):
    part = audited("posts.json", "more-posts.ndjson", **settings)
    there, back = compare(whole, part), compare(part, whole)

    assert there.new == there.fixed == back.fixed == back.not_looked_at == []
    assert [one.fingerprint for one in back.new if not one.reason] == []
    assert len(there.unchanged) == len(back.unchanged)
    told = {one.fingerprint for one in (*there.unchanged, *there.not_looked_at)}
    assert told >= {one.fingerprint for one in whole.findings}


def test_fewer_sources_fix_nothing(whole):
    comparison = compare(whole, audited("posts.json"))

    assert comparison.fixed == comparison.new == []
    assert len(comparison.not_looked_at) == 2


def test_what_was_mended_is_fixed(whole, tmp_path):
    posts = json.loads((EXAMPLES / "posts.json").read_bytes())
    for post in posts:
        body = post["content"]["rendered"]
        post["content"]["rendered"] = body.replace("<p>&nbsp;</p>", "").replace("<p> </p>", "").replace("<em></em>", "")
        if post["id"] == 110:
            post["content"]["rendered"] = re.sub(r"<a (?=[^>]*bright-roofing)", '<a rel="sponsored" ', body)
    (tmp_path / "posts.json").write_text(json.dumps(posts), "utf-8")
    comparison = compare(whole, audited(str(tmp_path / "posts.json"), "more-posts.ndjson"))

    assert "paid-link-unqualified" in {one.rule for one in comparison.fixed}
    assert {one.rule for one in comparison.fixed} <= {
        "paid-link-unqualified",
        "empty-paragraph",
        "empty-inline-element",
        "nbsp-padding",
    }
    assert comparison.not_looked_at == []


def test_markdown_stays_short_enough_for_a_comment():
    old = run(*(found(ALT, 1, f"old{number}") for number in range(900)))
    new = run(*(found(ALT, 1, f"new{number}") for number in range(900)), run={"partial": "#1 @a | `" * 9_999})
    out = io.StringIO()
    COMPARISON_FORMATS["markdown"](Sides(compare(old, new), old, new), out)
    shown = out.getvalue()

    assert 60_000 < len(shown) <= 65_536
    left = 900 - shown.count("\n| error |")
    assert f"\nand {left:,} more\n" in shown
    assert "<summary>Fixed: 900 errors</summary>\n\n\nand 900 more\n" in shown


# -- on the command line -----------------------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    old = run(found(ALT, 1, "a"), found(TWIN, 1, "b"), found(ALT, 2, "x"))
    new = run(found(ALT, 1, "a"), found(ALT, 2, "c"), states={"duplicate-title": "ignored"})
    for name, report in (("old", old), ("new", new)):
        with Path(f"{name}.json").open("w", encoding="utf-8") as out:
            FORMATS["json"](report, out)


@pytest.mark.usefixtures("saved")
def test_in_every_format(capsys):
    assert main("compare old.json new.json -o c.json -o c.md -o c.html -o table=c".split()) == 0
    shown = capsys.readouterr().out
    document = json.loads(Path("c.json").read_bytes())

    assert shown == Path("c").read_text("utf-8")
    assert "1 new, 1 fixed, 1 unchanged, 1 not looked at.\n" in shown
    assert "Not looked at by the newer run: 1 because the settings leave the rule out.\n" in shown
    assert Path("c.md").read_text("utf-8").startswith("**postaudit: 1 new, 1 fixed, 1 unchanged, 1 not looked at.**\n")
    assert "<h1>1 new, 1 fixed, 1 unchanged, 1 not looked at.</h1>" in Path("c.html").read_text("utf-8")
    Draft202012Validator(fresh_schema()).validate(document)
    assert {kind: [one["fingerprint"] for one in document[kind]] for kind in ("new", "fixed", "unchanged")} == {
        "new": ["c"],
        "fixed": ["x"],
        "unchanged": ["a"],
    }


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(("options", "code"), [("", 0), ("--fail-on error", 1), ("--fail-on never", 0)])
def test_exit_codes(options, code, capsys):
    assert main(f"compare old.json new.json --quiet {options}".split()) == code
    assert ("Gate failed" in capsys.readouterr().out) is (code == 1)


@pytest.mark.usefixtures("saved")
def test_verbose_shows_what_stayed(capsys):
    main("compare old.json new.json --verbose --group-by rule".split())
    shown = capsys.readouterr().out

    for title in ("New: 1 error", "Fixed: 1 error", "Not looked at: 1 warning", "Unchanged: 1 error"):
        assert f"{title}\n" in shown


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("compare old.json none.json", "none.json: cannot be read: No such file or directory.\n"),
        ("compare old.json new.json -o c.xml", "-o c.xml: its name does not say the format."),
        ("compare old.json new.json -o none/c.md", "none/c.md: cannot be written: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_read_or_written_exits_with_2(arguments, message, capsys):
    assert main(arguments.split()) == 2
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("format_", ["table", "markdown"])
def test_what_a_baseline_accepts_is_shown_too(format_):
    old, new = run(), run(found(ALT, 1, "a", status="baselined"))
    new.summary.gate.baselined = 1
    out = io.StringIO()
    COMPARISON_FORMATS[format_](Sides(compare(old, new), old, new), out)

    assert "img-alt-missing in 1" in out.getvalue()
