"""The HTML report as text: closed, escaped, stable, small. `tests/browser/` opens it."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from audit.formats import FORMATS, _page, _survey
from audit.formats import html as page_module
from audit.formats.html import exact, html, prose, shown
from audit.formats.json_format import json as write_json
from audit.report import ErrorEntry

REPORTS = (
    "empty_report",
    "clean_report",
    "seed_like_report",
    "linked_report",
    "hostile_report",
    "many_findings_report",
    "partial_report",
)


@pytest.fixture(params=REPORTS)
def report(request):
    return request.getfixturevalue(request.param)


def drawn(report) -> str:
    out = io.StringIO()
    html(report, out)
    return out.getvalue()


_sources: dict[str, str] = {}


@pytest.fixture
def source(request, report):
    """The page of each report, drawn once."""
    name = request.node.callspec.params["report"]
    if name not in _sources:
        _sources[name] = drawn(report)
    return _sources[name]


VOID = {"meta", "link", "br", "input"}


class Page(HTMLParser):
    """Every start tag of a page with its attributes, and the text of its style and scripts; refuses tags that cross."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.cdata_elem:
            self.raw.append((self.cdata_elem, data))
        else:
            self.text += data

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def whole(self, tag):
        return "".join(data for name, data in self.raw if name == tag)


def test_the_format_is_registered(seed_like_report):
    out = io.StringIO()
    FORMATS["html"](seed_like_report, out)

    assert out.getvalue() == drawn(seed_like_report)


def test_the_same_report_gives_the_same_bytes(report, source):
    assert drawn(report) == source
    assert source.startswith("<!DOCTYPE html>\n")
    assert source.endswith("</html>\n")


def test_a_page_is_closed(source):
    page = Page(source)

    assert {tag for tag, _ in page.tags} <= set(
        "html head meta title link style body a header div span svg path nav ul ol li label select option details "
        "summary button main section p b h1 h2 h3 dl dt dd table thead tbody tr th td i rect small code pre mark del "
        "ins figure figcaption bdi br input kbd template script footer".split()
    )
    for tag, attributes in page.tags:
        assert not [
            name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset", "action"}
        ]
        href = attributes.get("href")
        if tag == "a" and href is not None and not href.startswith("#"):
            assert href.startswith(("http://", "https://"))
            assert href.isascii()
            assert attributes["rel"] == "noopener noreferrer nofollow"
    assert [link["rel"] for link in page.named("link")] == ["icon"]
    assert [script.get("type") for script in page.named("script")] == ["text/plain", "text/plain", None]


def test_ids_are_unique(source):
    ids = [attributes["id"] for _, attributes in Page(source).tags if attributes.get("id")]

    assert len(ids) == len(set(ids))


def test_only_the_own_style_and_script_are_allowed(source):
    policy = next(meta["content"] for meta in Page(source).named("meta") if "http-equiv" in meta)
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>\n</body>", source, re.DOTALL)

    def source_hash(match):
        return "sha256-" + base64.b64encode(sha256(match[1].encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; img-src data:; style-src '{source_hash(style)}'; script-src '{source_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_style_sheet_fetches_nothing():
    style = page_module.report_asset("html/style.css")

    assert "@import" not in style
    assert {address[:10] for address in re.findall(r"url\(\"?(.{10})", style)} == {"data:image"}


def test_the_script_draws_through_text_content_alone():
    script = page_module.report_asset("html/script.js")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(|XMLHttp", script
    )


def test_text_of_others_is_text(hostile_report):
    source = drawn(hostile_report)
    page = Page(source)

    assert source.encode("utf-8")
    assert "\x00" not in source
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", source)
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069]", page.text)
    assert not [tag for tag, attributes in page.tags if "\u202e" in (attributes.get("title") or "")]
    assert source.count("alert(") > 100
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in source
    assert "<script>alert" not in source
    assert '<span class="x">U+202E</span>gnp.exe<span class="x">U+202C</span>' in source
    assert not page.named("img")
    assert "{{7*7}}{% raw %}" in page.text


def test_a_text_too_long_for_a_page_says_how_much_is_missing(hostile_report):
    assert "xxx… (90,003 more characters)" in drawn(hostile_report)


def test_addresses_of_sponsors_and_break_ins_are_never_links(hostile_report, seed_like_report, linked_report):
    for report, addresses in (
        (hostile_report, ("casino.example",)),
        (seed_like_report, ("tractors-plus.example",)),
        (linked_report, ("tentworld.example",)),
    ):
        page = Page(drawn(report))
        for address in addresses:
            assert address in page.text
            assert not [link for link in page.named("a") if address in (link.get("href") or "")]


def test_addresses_of_other_families_are_links(seed_like_report, linked_report):
    linked = [link.get("href") for link in Page(drawn(seed_like_report)).named("a")]

    assert "https://saltmarsh.example/?p=4657" in linked
    assert "https://old-shop.example/tents" in [link.get("href") for link in Page(drawn(linked_report)).named("a")]


def unpacked(source: str, name: str) -> str:
    packed = re.search(rf'id="{name}">(.*?)</script>', source, re.DOTALL)[1]
    return zlib.decompress(base64.b64decode(packed)).decode()


def carried(source: str) -> tuple[list, list[tuple[list, dict]]]:
    """The posts and the findings that a page carries as data."""
    posts, *findings = unpacked(source, "data").split("\n")
    return json.loads(posts), [tuple(map(json.loads, line.split("\t"))) for line in findings]


def test_findings_beyond_the_first_fifty_of_a_rule_are_data(many_findings_report):
    source = drawn(many_findings_report)
    posts, findings = carried(source)
    cards = [attributes["id"][2:] for _, attributes in Page(source).tags if attributes.get("id", "").startswith("f-")]

    assert len(cards) == 4 * 50
    assert len(findings) == 10_000 - 200
    assert len(posts) == 10_000 - page_module.ROWS
    assert not set(cards) & {head[1] for head, _ in findings}
    (rule, fingerprint, severity, _, nth, site, flags), rest = findings[0]
    assert (rule, fingerprint, severity, nth, site, flags) == (0, f"{200:016x}", "error", 0, -1, 1)
    assert rest == {
        "m": "Sample statement number 200 about a link to tides.example",
        "w": "content, line 21, column 7",
        "k": "definitive",
        "q": [
            [
                "content",
                "<p>At low water the flats are open from the old jetty to the ",
                '<a href="https://tides.example/tables/today" target="_blank">the tables</a>',
                " lighthouse, and the walk takes about two hours.</p>",
            ]
        ],
    }


def test_a_page_of_many_rules_draws_fewer_findings_of_each(monkeypatch, many_reports):
    monkeypatch.setattr(_page, "MOST_CARDS", 100)
    report = many_reports(300, 12)
    source = drawn(report)

    assert [len(group.cards) for group in _page.page(report).groups] == [8] * 12
    assert len(carried(source)[1]) == 300 - 12 * 8
    assert "The first 8 of 25." in Page(source).text


def test_a_small_page_carries_no_data(seed_like_report):
    assert '<script type="text/plain" id="data"></script>' in drawn(seed_like_report)


def test_data_is_base64_whatever_it_says(hostile_report):
    source = drawn(hostile_report)

    assert re.fullmatch("[A-Za-z0-9+/=]+", re.search(r'id="data">(.*?)</script>', source, re.DOTALL)[1])
    assert len(carried(source)[1]) == 62 - 50


def test_the_whole_report_is_in_the_page(seed_like_report, hostile_report):
    for report in (seed_like_report, hostile_report):
        out = io.StringIO()
        write_json(report, out)

        assert unpacked(drawn(report), "archive") == out.getvalue()


def test_a_page_of_nothing_is_small(empty_report):
    assert len(drawn(empty_report).encode()) <= 66_000


def test_a_thousand_findings_make_a_megabyte(many_reports):
    for rules in (4, 30):
        assert len(drawn(many_reports(1000, rules)).encode()) <= 1_000_000


def test_what_is_too_much_for_one_page_is_left_out_the_mildest_first(monkeypatch, many_reports):
    monkeypatch.setattr(_survey, "MOST_FINDINGS", 100)
    report = many_reports(300, 3)
    source = drawn(report)
    page = Page(source)

    assert "The 200 mildest findings: this page holds 100." in page.text
    assert "300 posts need work" in page.text
    assert {line.severity for line in _page.page(report).groups} == {"error"}
    assert "Save as JSON" not in page.text


def test_a_label_stands_for_what_cannot_be_seen():
    assert shown("a\u200bb") == 'a<span class="x">U+200B</span>b'
    assert shown("<\U000e0041>") == '&lt;<span class="x">U+E0041</span>&gt;'
    assert shown("a\r\nb\rc") == 'a\r\nb<span class="x">U+000D</span>c'
    assert shown("a\u200db") == 'a<span class="x">U+200D</span>b'


def test_what_belongs_to_a_script_or_an_emoji_gets_no_label():
    for text in (
        "\U0001f469\u200d\U0001f4bb",
        "\u2764\ufe0f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "a\u00a0b\tc\n",
    ):
        assert shown(text) == text


def test_evidence_labels_blanks_and_joiners_too():
    assert exact("a\u00a0b") == 'a<span class="x">U+00A0</span>b'
    assert exact("\u0645\u200c") == '\u0645<span class="x">U+200C</span>'
    assert exact('<a href="x">') == '&lt;a href="x"&gt;'


def test_backticks_are_code_if_they_come_in_pairs():
    assert prose("Add `<a>` here") == "Add <code>&lt;a&gt;</code> here"
    assert prose("a ` b") == "a ` b"


def test_a_card_says_everything(seed_like_report):
    source = drawn(seed_like_report)
    card = source[source.index('id="f-acbddb0100000001"') :].split("</details>")[0]

    assert '<pre translate="no">&lt;p&gt;Please visit:&lt;br /&gt;&lt;br /&gt; <mark>&lt;a href=' in card
    assert 'Our Spon<span class="x">U+200B</span>sor&lt;/a&gt;</mark>&lt;/p&gt;</pre>' in card
    assert "<dt>why</dt><dd" in card
    assert '<span class="tag ok">Safe</span>' in card
    assert '<ins> rel="sponsored noopener"</ins>' in card
    assert "The only outbound link of the post is the sponsor's <code>sponsor-only-outbound</code>" in card
    assert ">Camping near the creek</a></bdi>" in card
    assert "SPM001 · likely · fingerprint <code>acbddb0100000001</code>" in card


def test_two_values_of_one_kind_are_compared(seed_like_report):
    source = drawn(seed_like_report)
    card = source[source.index('id="f-be4a1a1d00000001"') :].split("</details>")[0]

    assert '<dl class="two"' in card
    assert "https://<mark>press.partner.example/sites/files/pbn.jpeg?itok=z-mZQH87</mark>" in card
    assert '<p class="help">The plugin kept the first picture' in card


def test_what_was_not_checked_is_said(clean_report, partial_report, empty_report):
    assert "214 links (offline)" in Page(drawn(clean_report)).text
    assert "Nothing to report." in Page(drawn(clean_report)).text
    partial = drawn(partial_report)
    assert '<a href="#unread">1 item that could not be read</a>' in partial
    assert '<a href="#crashed">1 rule that crashed</a>' in partial
    assert "Exit code 2" in partial
    assert "interrupted (Ctrl-C) after 12 posts" in partial
    assert "No posts were read." in drawn(empty_report)


def test_notes_of_a_run_are_told(clean_report):
    clean_report.run = clean_report.run.model_copy(update={"notes": ["a.example: <b>2</b> pages"]})

    assert '<p dir="auto">a.example: &lt;b&gt;2&lt;/b&gt; pages</p>' in drawn(clean_report)


def test_errors_alone_say_what_could_not_be_read(empty_report):
    empty_report.errors.append(ErrorEntry(kind="source", source="posts.json", message="posts.json: not JSON."))
    source = drawn(empty_report)

    assert "Exit code 2" in source
    assert "posts.json: not JSON." in source
    assert "<b>1 item could not be read</b>" in source
    assert "everything else was" not in source
    assert '<a href="#unread">See what could not be read</a>' in source


def test_with_a_baseline_the_page_begins_with_what_is_new(seed_like_report):
    for finding in seed_like_report.findings:
        finding.status = "new" if finding.rule == "title-too-long" else "baselined"
    seed_like_report.summary.gate.baselined = seed_like_report.summary.findings.total - 1
    shown = drawn(seed_like_report)
    first = shown[shown.index('id="h-first"') : shown.index('id="h-fam"')]

    assert re.findall(r'data-rule="([\w-]+)"', first) == ["title-too-long"]
    assert '<span class="tag new">New</span>' in first
    assert re.search(r'<details class="rule"[^>]* data-rule="([\w-]+)"', shown)[1] == "title-too-long"


def test_new_findings_are_drawn_before_accepted_ones(seed_like_report):
    report = seed_like_report
    one = next(finding for finding in report.findings if finding.post)
    found = [
        one.model_copy(update={"fingerprint": f"{number:016x}", "status": "new" if number == 90 else "baselined"})
        for number in range(100)
    ]
    report.entries = type(report.entries)(list(report.posts), found)
    report.summary.findings = type(report.summary.findings)(**{one.severity.value: 100})
    report.summary.gate.baselined = 99
    page = _page.page(report)
    later = list(page_module._later(report, page))

    assert [card.new for card in page.groups[0].cards] == [True, *[False] * (_page.CARDS - 1)]
    assert len(later) == 100 - _page.CARDS
    assert not any(f"{90:016x}" in line for line in later)


def test_the_gate_is_not_green_on_a_run_that_is_not_whole(clean_report):
    clean_report.errors = [ErrorEntry(kind="source", message="gone.json: no such file")]
    shown = drawn(clean_report)

    assert "The gate passes what was audited, but that is not everything." in shown
    assert '<span class="sv good">Gate passed</span>' not in shown


def test_where_nothing_could_be_audited_neither_gate_nor_rules_are_told_of(empty_report, partial_report):
    empty_report.rules = partial_report.rules
    empty_report.errors = [ErrorEntry(kind="source", message="gone.json: no such file")]
    shown = drawn(empty_report)

    assert "Exit code 2. No post was audited." in shown
    assert "The gate passes" not in shown
    assert "the gate alone" not in shown
    assert "<dt>Checked</dt><dd>Nothing.</dd>" in shown
    assert "that need the network" not in shown


def test_the_chart_of_scores_says_how_many_posts_it_shows(seed_like_report):
    posts = [post.model_copy(update={"score": 50}) for post in seed_like_report.posts if post.findings.total]
    some = drawn(seed_like_report)
    seed_like_report.entries = type(seed_like_report.entries)(posts, list(seed_like_report.findings))
    seed_like_report.summary.posts = seed_like_report.summary.posts_with_findings = len(posts)

    assert f"{len(posts)} posts with findings, of 12." in some
    assert f"All {len(posts)} posts have findings." in drawn(seed_like_report)
