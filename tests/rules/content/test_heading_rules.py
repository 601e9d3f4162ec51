"""Headings of a text: levels, empty ones, first ones, and lines that stand in for them."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.content.content_h1 import ContentH1
from audit.rules.content.heading_as_bold import HeadingAsBold
from audit.rules.content.heading_empty import HeadingEmpty
from audit.rules.content.heading_skip import HeadingSkip
from audit.rules.content.section_too_long import SectionTooLong
from audit.testing import findings_of


def said(rule, html, **fields):
    return findings_of(rule, Good(html, fields=fields))


@pytest.mark.parametrize(
    ("html", "values"),
    [
        ("<h1>A</h1><h3>B</h3>", ["h1 h3"]),
        ("<h2>A</h2><h4>B</h4><h2>C</h2><h5>D</h5><h2>E</h2><h4>F</h4>", ["h2 h4", "h2 h5"]),
        ("<div><h2>A</h2></div><div><h4>B</h4></div>", ["h2 h4"]),
        ("<h2>A</h2><h3>B</h3><h2>C</h2><h3>D</h3>", []),
        ("<h3>A</h3><h2>B</h2><h3>C</h3><h4>D</h4>", []),
        ("<h2>A</h2><table><tr><td><h4>B</h4></td></tr></table><h3>C</h3>", []),
        ("<h2>A</h2><details><summary>B</summary><h5>C</h5></details>", []),
        ("<pre><code>&lt;h2&gt;A&lt;/h2&gt;&lt;h4&gt;B&lt;/h4&gt;</code></pre><h3>A</h3><h6></h6>", []),
    ],
)
def test_levels(html, values):
    assert [finding.value for finding in said(HeadingSkip, html)] == values


@pytest.mark.parametrize(
    "inside",
    [
        "",
        " ",
        "&nbsp;",
        "<br>",
        "<span></span>",
        "\u200b",
        '<img src="/a.jpg">',
        '<a href="/"><img src="/a.jpg" alt=""></a>',
    ],
)
def test_empty(inside):
    (finding,) = said(HeadingEmpty, f"<h3>Tides</h3><h2>{inside}</h2>")

    assert finding.marked.startswith("<h2>")


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>1</h2>",
        '<h2><img src="/a.jpg" alt="The tide"></h2>',
        '<h2><svg aria-label="The tide"></svg></h2>',
        '<h2><i class="fa-water"></i></h2>',
        '<h2><input type="text"></h2>',
        "<h2><tide-clock></tide-clock></h2>",
        '<h2 aria-hidden="true"></h2>',
        '<h2 aria-labelledby="tide"></h2>',
        '<h4 role="tab"></h4>',
        "<template><h2></h2></template><h2>Tides</h2>",
    ],
)
def test_not_empty(heading):
    assert not said(HeadingEmpty, heading)


def test_the_first_empty_one_is_pointed_at():
    (finding,) = said(HeadingEmpty, '<h4 id="one"></h4><h2 id="two"></h2>')

    assert finding.message == "2 headings have no text."
    assert finding.marked == '<h4 id="one"></h4>'


@pytest.mark.parametrize(
    ("html", "fields"),
    [
        ("<h1>Tides</h1>", {"type": "page"}),
        ("<h1>Tides</h1>", {"template": "elementor_canvas"}),
        ('<div class="et_pb_section"><h1>Tides</h1></div>', {}),
        ("<h1> </h1>", {}),
    ],
)
def test_title_of_its_own(html, fields):
    assert not said(ContentH1, html, **fields)


@pytest.mark.parametrize("fields", [{}, {"type": "recipe"}, {"template": "templates/full-width.php"}])
def test_second_title(fields):
    (finding,) = said(ContentH1, "<p>It sails.</p><h1>Tides</h1>", **fields)

    assert finding.marked == "<h1>Tides</h1>"


@pytest.mark.parametrize(
    "line",
    [
        "<p>In <strong>May</strong></p>",
        "<p><strong>It sails.</strong></p>",
        "<p><strong>***</strong></p>",
        f"<p><strong>{'Tides ' * 20}</strong></p>",
        "<blockquote><p><strong>In May</strong></p></blockquote>",
        '<p><strong><img src="/a.jpg" alt="A">In May</strong></p>',
    ],
)
def test_bold_line_that_is_no_heading(line):
    assert not said(HeadingAsBold, f"{line}<p>Low.</p>{line}<p>High.</p>")


def test_bold_lines_are_told_in_their_order():
    (finding,) = said(HeadingAsBold, "<p><b>In May</b></p><p>Low.</p><p><strong>In June</strong></p><p>High.</p>")

    assert finding.marked == "<p><b>In May</b></p>"


def test_every_long_section_is_told():
    text = "<p>" + "The boats rose with the tide. " * 60 + "</p>"

    found = said(SectionTooLong, f"{text}<h2>A</h2>{text}<h2>B</h2><ul><li>One.</li></ul><h3>C</h3>{text}")

    assert [finding.value for finding in found] == ["start", "A", "C"]


@pytest.mark.parametrize(
    ("between", "values"), [("<p>Low.</p>", ["h2 h4"]), ('[et_pb_toggle title="B"]', [])], ids=["text", "builder"]
)
def test_levels_of_a_whole_page_are_read_where_they_stand(between, values):
    head = "<head><title>[et_pb_section] in headings</title></head>"
    inside = f"<h2>A</h2>{between}<h4>C</h4><p>[et_pb_text]</p>"
    page = f"<html>{head}<body><article class='entry-content'>{inside}</article></body></html>"

    found = findings_of(HeadingSkip(), Good(page=page, fields={"content": None}))

    assert [finding.value for finding in found] == values


def test_a_picture_in_a_heading_is_called_by_its_alternative_text():
    (finding,) = said(HeadingSkip, '<h2><img src="/a.jpg" alt="The tide"></h2><h4>In May</h4>')

    assert finding.message == 'Headings go from level 2 to 4: "In May" follows "The tide".'
