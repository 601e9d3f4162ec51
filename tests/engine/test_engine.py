"""The engine: the same findings however the input is cut, and a run that goes on whatever one rule does."""

from __future__ import annotations

import io
import json
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import audit.engine
from audit import Settings
from audit.engine import in_process, run
from audit.engine.map import MOST_FINDINGS
from audit.facts import Facts
from audit.finding import Finding
from audit.formats.json_format import json as write_json
from audit.rules import all_rules
from audit.rules.corpus.duplicate_title import DuplicateTitle
from audit.rules.images.img_alt_missing import ImgAltMissing
from audit.sources.files import open_files
from audit.testing import base_record

SPONSOR = '<p>Please visit: <a href="https://tractors.example/en/" target="_blank">Our Sponsor</a></p>'
HOTLINK = '<p><img src="https://www.agency.example/press/{}.jpg" alt="Crane" width="800" height="600"></p>'
NO_ALT = '<p><img src="/wp-content/uploads/2026/05/crane.jpg" width="800" height="600"></p>'
TEXT = "<p>The crane on the quay turns with the wind and nobody has greased it since the flood of the old harbour.</p>"

OFFLINE = Settings(offline=True)


def audit_posts(records, settings=OFFLINE):
    return audit.audit(records, settings)


def record(number, slug="tide", **changes):
    """A record that differs in the given ways from a clean one."""
    made = base_record()
    home = changes.get("home", "https://saltmarsh.example/")
    made["id"] = number
    made["slug"] = slug
    made["link"] = f"{home}?p={number}" if changes.get("plain") else f"{home}{slug}/"
    made["_links"]["self"][0]["href"] = f"{home}wp-json/wp/v2/posts/{number}"
    made["content"]["rendered"] = changes.get("content", made["content"]["rendered"])
    if "title" in changes:
        made["title"]["rendered"] = changes["title"]
        made.pop("yoast_head")
        made["yoast_head_json"] = {
            "title": changes["title"],
            "description": f"What {slug} is about.",
            "author": "admin",
        }
    for field in changes.get("without", ()):
        made.pop(field)
    return made


RECORDS = st.builds(
    record,
    number=st.integers(1, 6),
    slug=st.sampled_from(["tide", "ebb", "quay", "crane", "fog", "bell"]),
    title=st.sampled_from(["Tide tables", "Fog at the quay", "The crane \U0001f3d7 turns"]),
    content=st.lists(
        st.sampled_from([TEXT, SPONSOR, HOTLINK.format("crane"), HOTLINK.format("fog"), NO_ALT, "<p>&nbsp;</p>"]),
        min_size=1,
        max_size=4,
    ).map("\n".join),
    plain=st.booleans(),
    home=st.sampled_from(["https://saltmarsh.example/", "https://www.estuary.example/blog/"]),
    without=st.sets(st.sampled_from(["modified", "slug", "type"]), max_size=1),
) | st.builds(record, number=st.integers(1, 6), content=st.sampled_from([SPONSOR, NO_ALT]))


def document(report):
    """The report as JSON without `run`, and without where in which file a post stood."""
    out = io.StringIO()
    write_json(report, out)
    read = json.loads(out.getvalue())
    del read["run"]
    for post in read["posts"]:
        del post["source"]
    return json.dumps(read)


def written(records, folder, name="posts.json"):
    path = Path(folder, name)
    if name.endswith(".ndjson"):
        path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    else:
        path.write_text(json.dumps(records), "utf-8")
    return str(path)


def small_blocks(monkeypatch, size):
    monkeypatch.setattr(
        audit.engine, "open_source", lambda spec, *, spool, **_: open_files(spec, spool, block_size=size)
    )


COMPANIONS = {rule.name for rule in all_rules() if rule.status == "companion"}
CHOSEN = Settings(
    offline=True, preview=True, as_of="2026-06-01", extend_select=("rest-user-link", "og-image-alt-missing")
)


class TestHoweverTheInputIsCut:
    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(RECORDS, min_size=1, max_size=9),
        st.sets(st.integers(1, 8)),
        st.lists(st.sampled_from(["json", "ndjson"]), min_size=9, max_size=9),
        st.integers(200, 30_000),
        st.integers(1, 4),
    )
    def test_the_findings_are_the_same(self, monkeypatch, records, cuts, suffixes, size, together):
        with TemporaryDirectory() as folder, monkeypatch.context() as patched:
            whole = document(run([written(records, folder)], CHOSEN))
            bounds = [0, *sorted(cut for cut in cuts if cut < len(records)), len(records)]
            files = [
                written(records[start:end], folder, f"part-{number}.{suffixes[number]}")
                for number, (start, end) in enumerate(pairwise(bounds))
            ]
            small_blocks(patched, size)
            patched.setattr("audit.engine.map._TOGETHER", together)

            assert document(run(files, CHOSEN)) == whole

    @settings(deadline=None, max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(RECORDS, min_size=4, max_size=12), st.integers(200, 30_000))
    def test_two_processes_find_the_same(self, monkeypatch, records, size):
        with TemporaryDirectory() as folder, monkeypatch.context() as patched:
            path = written(records, folder)
            small_blocks(patched, size)
            alone = run([path], CHOSEN)
            both = run([path], CHOSEN.model_copy(update={"jobs": 2}))

            assert (alone.run.engine, both.run.engine) == ("in-process", "pool of 2")
            assert document(both) == document(alone)

    @settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(RECORDS, min_size=2, max_size=9), st.integers(1, 8), st.integers(200, 30_000))
    def test_so_is_what_a_limit_leaves(self, monkeypatch, records, most, size):
        limited = CHOSEN.model_copy(update={"limit": most})
        with TemporaryDirectory() as folder, monkeypatch.context() as patched:
            whole = document(run([written(records[:most], folder)], CHOSEN))
            small_blocks(patched, size)

            assert document(run([written(records, folder)], limited)) == whole

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_errors_are_in_the_order_of_the_input(self, tmp_path, monkeypatch, jobs):
        broken = json.dumps([record(1), record(2)]).replace('"saltmarsh', '"salt\\marsh', 1)
        paths = []
        for number in range(3):
            written([record(number), 7], tmp_path, f"{number}.json")
            paths.append(str(tmp_path / f"{number}.json"))
            Path(tmp_path, f"{number}-broken.json").write_text(broken[:-40], "utf-8")
            paths += [str(tmp_path / f"{number}-broken.json"), str(tmp_path / f"{number}-missing.json")]
        small_blocks(monkeypatch, 900)

        report = run(paths, Settings(offline=True, jobs=jobs))

        sources = [paths.index(error.source) for error in report.errors]
        assert sources == sorted(sources)
        assert set(sources) == set(range(9))
        assert report.exit_code == 2

    def test_twice_gives_the_same_bytes(self, tmp_path):
        path = written([record(1, title="Tide"), record(2, slug="ebb", title="Tide")], tmp_path)

        assert document(run([path], CHOSEN)) == document(run([path], CHOSEN))


class TestARepeatedRecord:
    def test_is_audited_under_another_ref(self):
        report = audit_posts([record(12, content=NO_ALT), record(12, content=NO_ALT), record(12, content=NO_ALT)])

        assert [post.ref for post in report.posts] == [f"saltmarsh.example#12{more}" for more in ("", "~2", "~3")]
        assert report.run.notes[0].startswith("2 records with the site and id of an earlier one")
        assert [finding.post for finding in report.findings] == [post.ref for post in report.posts]
        assert len({finding.fingerprint for finding in report.findings}) == 3

    def test_pages_of_one_address_are_told(self, tmp_path):
        for number in range(3):
            page = f'<title>Tide {number}</title><link rel="canonical" href="https://saltmarsh.example/tide/"><p>Late.'
            (tmp_path / f"{number}.html").write_text(f"<!doctype html>{page}")

        report = audit.audit(tmp_path, Settings(offline=True, select=("title-missing",)))

        assert report.run.notes[-1].startswith("2 posts without an id at the address of an earlier one")

    def test_is_no_duplicate_of_itself(self):
        settings_ = Settings(offline=True, select=("duplicate-title",))
        again = [record(12, title="Tide"), record(12, slug="ebb", title="Tide")]

        assert list(audit_posts(again, settings_).findings) == []
        assert len(list(audit_posts([*again, record(13, slug="fog", title="Tide")], settings_).findings)) == 2

    def test_whose_first_copy_was_sound_leaves_the_evidence_of_the_site_whole(self, tmp_path):
        sound, faulty, other = record(1), record(1, title="Ebb"), record(2, slug="fog", title="Fog")
        path = written([sound, faulty, other], tmp_path)

        (finding,) = run([path], Settings(offline=True, select=("author-generic-name",))).findings

        assert [related.post for related in finding.related] == ["saltmarsh.example#2"]
        assert [entry.text for entry in finding.evidence] == ['"admin"']

    def test_in_a_file_that_is_named_twice(self, tmp_path):
        path = written([{"title": {"rendered": "Tide"}}], tmp_path)

        report = run([path, path, str(tmp_path)], Settings(offline=True))

        assert len(report.posts) == 1
        assert report.run.notes == [f"{path}: is named more than once, and was read once."] * 2


class TestARuleThatCrashes:
    def settings_and_records(self):
        return [record(1, content=NO_ALT + HOTLINK), record(2, content=NO_ALT), record(3, slug="ebb", title="Tide")]

    @pytest.mark.parametrize("method", ["check", "applies"])
    def test_over_posts(self, monkeypatch, method):
        monkeypatch.setattr(ImgAltMissing, method, lambda *_: 1 / 0)

        report = audit_posts(self.settings_and_records())

        self.assert_crashed(report, "IMG003")
        (error,) = report.errors
        assert error.post == "saltmarsh.example#1"
        assert error.message.startswith("IMG003 img-alt-missing crashed on saltmarsh.example#1: ZeroDivisionError")
        assert "img-hotlinked" in {finding.rule for finding in report.findings}

    @pytest.mark.parametrize("method", ["gather", "check"])
    def test_over_a_corpus(self, monkeypatch, method):
        monkeypatch.setattr(DuplicateTitle, method, lambda *_: 1 / 0)

        report = audit_posts(self.settings_and_records())

        self.assert_crashed(report, "COR001")
        assert "img-alt-missing" in {finding.rule for finding in report.findings}

    def test_after_some_findings(self, monkeypatch):
        def check(_, subject, facts):
            yield from sound(ImgAltMissing(), subject, facts)
            raise ValueError("after the first")

        sound = ImgAltMissing.check
        monkeypatch.setattr(ImgAltMissing, "check", check)

        self.assert_crashed(audit_posts(self.settings_and_records()), "IMG003")

    def test_by_a_finding_whose_place_is_none(self, monkeypatch):
        monkeypatch.setattr(ImgAltMissing, "check", lambda *_: [Finding("It hangs askew.", at="on the wall")])

        report = audit_posts(self.settings_and_records())

        self.assert_crashed(report, "IMG003")
        assert "img-hotlinked" in {finding.rule for finding in report.findings}

    def test_with_all_that_look_at_the_same_parts(self, monkeypatch):
        monkeypatch.setattr(Facts, "of", lambda *_: 1 / 0)

        report = audit_posts(self.settings_and_records())

        assert "IMG003" in {error.rule for error in report.errors}
        assert {error.kind for error in report.errors} == {"rule-crashed"}
        assert "img-hotlinked" in {finding.rule for finding in report.findings}
        assert report.summary.posts == 3

    def assert_crashed(self, report, code):
        assert [(error.kind, error.rule) for error in report.errors] == [("rule-crashed", code)]
        assert {rule.code for rule in report.rules if rule.state == "crashed"} == {code}
        assert report.exit_code == 2
        assert report.summary.posts == 3


def entry(report, name):
    return next(rule for rule in report.rules if rule.name == name)


class TestTheEntriesOfRules:
    def test_tell_how_much_was_looked_at_and_what_failed(self):
        records = [record(1, content=NO_ALT + HOTLINK), record(2, content=NO_ALT * 2), record(3, content=TEXT)]

        rule = entry(audit_posts(records), "img-alt-missing")

        assert (rule.state, rule.checked, rule.failed) == ("ran", 4, 3)

    def test_tell_posts_of_rules_over_a_corpus(self):
        records = [record(number, slug=f"fog-{number}", title="Fog") for number in range(3)]

        rule = entry(audit_posts(records), "duplicate-title")

        assert (rule.state, rule.checked, rule.failed) == ("ran", 3, 3)

    def test_tell_what_does_not_apply_and_what_is_ignored(self):
        report = audit_posts(record(1, content=TEXT), Settings(offline=True, ignore=("title-too-long",)))

        assert entry(report, "img-alt-missing").state == "not_applicable"
        assert entry(report, "title-too-long").state == "ignored"
        assert entry(report, "description-missing").state == "ran"
        assert [rule.code for rule in report.rules] == sorted(rule.code for rule in report.rules)

    def test_are_those_that_were_selected(self):
        report = audit_posts(record(1), Settings(offline=True, select=("img-alt-missing",)))

        assert {rule.name for rule in report.rules} == {"img-alt-missing"} | COMPANIONS


class TestFilters:
    def ids(self, **filters):
        records = [
            record(1) | {"modified": "2026-05-01T08:00:00", "modified_gmt": "2026-05-01T08:00:00"},
            record(2, slug="ebb") | {"type": "page"},
            record(3, slug="fog") | {"status": "draft"},
        ]
        return [post.id for post in audit_posts(records, Settings(offline=True, **filters)).posts]

    def test_by_address(self):
        assert self.ids(include=("*/ebb/", "*/fog/")) == [2, 3]
        assert self.ids(exclude=("*/ebb/",)) == [1, 3]

    def test_by_type_and_status(self):
        assert self.ids(type=("page",)) == [2]
        assert self.ids(status=("draft", "private")) == [3]

    def test_by_day(self):
        assert self.ids(since="2026-05-02") == [2, 3]

    def test_by_number(self):
        assert self.ids(limit=2) == [1, 2]
        assert self.ids(limit=5, type=("post",)) == [1, 3]

    def test_a_limit_counts_what_is_audited(self):
        report = audit_posts([record(number, plain=True) for number in range(1, 6)], Settings(offline=True, limit=2))

        (finding,) = (finding for finding in report.findings if finding.rule == "permalink-plain")
        assert finding.message.startswith("2 of 2 posts")
        assert entry(report, "description-missing").checked == 2


class TestAnInterruptedRun:
    def test_tells_what_it_has(self, tmp_path, monkeypatch):
        calls = []

        def map_block(plan, block, *rest):
            calls.append(block)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return sound(plan, block, *rest)

        sound = in_process.map_block
        monkeypatch.setattr(in_process, "map_block", map_block)
        small_blocks(monkeypatch, 9000)
        path = written([record(number, content=NO_ALT) for number in range(1, 9)], tmp_path)

        report = run([path], Settings(offline=True))

        assert report.run.partial == "stopped by the user"
        assert 0 < report.summary.posts < 8
        assert len(list(report.findings)) == report.summary.posts
        assert report.exit_code == 2


class TestFindings:
    def test_come_from_the_sites_first_then_by_post_place_and_code(self):
        content = f"<p>&nbsp;</p>{NO_ALT}{TEXT}<p>One<br><br>two</p>"
        records = [record(1, content=content, plain=True), record(2, slug="ebb", content=NO_ALT)]

        chosen = Settings(offline=True, select=("permalink-plain", "DAT", "IMG"))
        told = [(finding.post, finding.rule) for finding in audit_posts(records, chosen).findings]

        assert told == [
            (None, "permalink-plain"),
            ("saltmarsh.example#1", "empty-paragraph"),
            ("saltmarsh.example#1", "img-alt-missing"),
            ("saltmarsh.example#1", "br-spacing"),
            ("saltmarsh.example#2", "img-alt-missing"),
        ]

    def test_keep_their_fingerprints_when_text_moves(self):
        content = f"{NO_ALT}<p>&nbsp;</p>{HOTLINK.format('fog')}{HOTLINK.format('crane')}{SPONSOR}"

        before = list(audit_posts(record(1, content=content)).findings)
        after = list(audit_posts(record(1, content=f"{TEXT}\n\n{TEXT}{content}")).findings)

        assert [finding.fingerprint for finding in before] == [finding.fingerprint for finding in after]
        assert len({finding.fingerprint for finding in before}) == len(before) >= 4
        moved = [finding.where.start for finding in after if finding.where.field == "content.rendered"]
        assert min(moved) >= len(TEXT)

    def test_keep_their_fingerprints_when_posts_come_and_go(self):
        posts = [record(number, slug=f"fog-{number}", title="Fog", plain=True) for number in range(1, 5)]

        def prints(records):
            chosen = Settings(offline=True, select=("duplicate-title", "permalink-plain"))
            return {
                (finding.rule, finding.post): finding.fingerprint for finding in audit_posts(records, chosen).findings
            }

        assert prints(posts[1:3]).items() <= prints(posts).items()

    def test_that_are_equal_are_told_apart(self):
        findings = list(audit_posts(record(1, content=NO_ALT * 3)).findings)

        assert len(findings) == len({finding.fingerprint for finding in findings}) == 3

    def test_name_ten_other_posts_at_most(self):
        posts = [record(number, slug=f"fog-{number}", title="Fog", plain=True) for number in range(1, 15)]

        report = audit_posts(posts, Settings(offline=True, select=("duplicate-title", "permalink-plain")))

        site, *others = report.findings
        assert (len(site.related), site.related_count) == (14, 14)
        assert len(others) == 14
        assert {(len(finding.related), finding.related_count) for finding in others} == {(10, 13)}
        assert all(finding.post not in {related.post for related in finding.related} for finding in others)

    @pytest.mark.parametrize(
        ("rule", "fault"),
        [
            pytest.param("img-alt-missing", NO_ALT, id="elements"),
            pytest.param("img-srcset-invalid", '<img src="a.png" srcset="a.png 1q" alt="">', id="whole post"),
        ],
    )
    def test_of_one_rule_and_post_are_not_told_without_end(self, rule, fault):
        report = audit_posts(record(1, content=fault * (MOST_FINDINGS + 40)), Settings(offline=True, select=(rule,)))

        findings = list(report.findings)
        assert len(findings) == MOST_FINDINGS
        assert findings[-1].message.endswith("(40 more like this in the post)")

    def test_of_one_post_can_be_asked_for(self):
        chosen = Settings(offline=True, select=("IMG",))
        report = audit_posts([record(1, content=NO_ALT), record(2, slug="ebb", content=NO_ALT * 2)], chosen)

        assert [finding.post for finding in report.findings_of("saltmarsh.example#2")] == ["saltmarsh.example#2"] * 2
        assert list(report.findings_of("saltmarsh.example#9")) == []


class TestSums:
    def test_add_up(self):
        records = [record(1, content=NO_ALT * 2), record(2, slug="ebb"), record(3, slug="fog", plain=True)]

        report = audit_posts(records)

        findings = list(report.findings)
        assert report.summary.posts == len(list(report.posts)) == 3
        assert report.summary.findings.total == len(findings)
        assert sum(report.summary.by_rule.values()) == len(findings)
        assert report.summary.posts_with_findings == len({finding.post for finding in findings} - {None})
        assert sum(post.findings.total for post in report.posts) == sum(
            finding.post is not None for finding in findings
        )

    def test_of_nothing(self):
        report = run([], Settings(offline=True))

        assert (report.summary.posts, report.summary.score, report.exit_code) == (0, None, 0)

    def test_families_count_posts_once(self):
        records = [record(1, content=NO_ALT * 3), record(2, slug="ebb", content=NO_ALT), record(3, slug="fog")]

        (images,) = (family for family in audit_posts(records).summary.families if family.family == "IMG")

        assert (images.checked, images.failed, images.errors, images.score) == (3, 2, 2, 33)

    def test_progress_is_told_as_it_goes(self, tmp_path, monkeypatch):
        ticks = accumulate([1.0] * 1000)
        monkeypatch.setattr(audit.engine.time, "monotonic", partial(next, ticks))
        small_blocks(monkeypatch, 9000)
        told = []

        run([written([record(number) for number in range(6)], tmp_path)], Settings(offline=True), progress=told.append)

        assert len(told) > 1
        assert told[-1].posts_done == 6
        assert [step.posts_done for step in told] == sorted(step.posts_done for step in told)


def test_a_file_that_has_changed_is_read_anew(tmp_path):
    path = tmp_path / "posts.json"
    jump = '<h2 id="{id}">Tide</h2><p>The ferry waits for the water: <a href="#{jump}">when it turns</a>.</p>'
    fixes = []
    for made in ({"id": "tide", "jump": "Tide"}, {"id": "ebbs", "jump": "Ebbs"}):
        path.write_text(json.dumps([record(1, content=jump.format(**made))]), "utf-8")
        report = run([str(path)], Settings(offline=True, select=("link-fragment-missing",), jobs=1))
        fixes += [(finding.fix.before, finding.fix.after) for finding in report.findings if finding.fix]

    assert fixes == [("#Tide", "#tide"), ("#Ebbs", "#ebbs")]
