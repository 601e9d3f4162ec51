"""What counts as a short article, in which script, and what is no text but content all the same."""

from __future__ import annotations

from time import process_time

import pytest

from audit.rule import Good
from audit.rules.content.thin_content import ThinContent
from audit.testing import findings_of

SHORT = "<p>The ferry sails at noon.</p>"
TABLE = "<table><tr><td>Noon</td><td>2.4 m</td></tr></table>"


def messages(html, **fields):
    return [finding.message for finding in findings_of(ThinContent, Good(html, fields=fields))]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (SHORT, "The text has 5 words."),
        ("<p>Noon.</p>", "The text has 1 word."),
        ("<p>" + "tide " * 199 + "</p>", "The text has 199 words."),
        ("<p>" + "潮が満ちる" * 20 + "</p>", "The text has 50 words."),
        ("<p>" + "น้ำขึ้น" * 20 + "</p>", "The text has 28 words."),
        ("<p>" + "조수가 밀려온다 " * 10 + "</p>", "The text has 35 words."),
        ("<p dir='rtl'>" + "המים עולים בערב " * 10 + "</p>", "The text has 30 words."),
        ("<p>" + "один два три " * 10 + "</p>", "The text has 30 words."),
        (f'{SHORT}<p><img src="/a.jpg" alt="A"></p>', "The text has 5 words."),
        (f"{SHORT}<script>var tide = 'many words that nobody reads';</script>", "The text has 5 words."),
        ("<ul>" + "<li>high low</li>" * 9 + "</ul>", "The text has 18 words."),
    ],
)
def test_short_articles_are_told(html, said):
    assert messages(html) == [said]


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "tide " * 200 + "</p>",
        "<ol>" + "<li>one two three four</li>" * 50 + "</ol>",
        "<p>" + "潮" * 400 + "</p>",
        "<p>" + "ก" * 1000 + "</p>",
        "",
        "<p>&nbsp;</p><p>…</p>",
        f'{SHORT}<iframe src="https://video.example/embed/7"></iframe>',
        f'{SHORT}<audio controls src="/episode-7.mp3"></audio>',
        f'{SHORT}<amp-video src="/tide.mp4"></amp-video>',
        f'{SHORT}<figure class="wp-block-embed is-type-video"><div>https://video.example/7</div></figure>',
        f'{SHORT}<div class="wprm-recipe-container"><p>Salt</p></div>',
        f'{SHORT}<blockquote class="twitter-tweet"><p>Noon!</p></blockquote>',
        f"{SHORT}<form><input name='q'></form>",
        f'{SHORT}<p>[tide-table harbour="north"]</p>',
        f'{SHORT}<!-- wp:tides/table {{"harbour":"north"}} /-->',
        f'<div class="elementor-widget-text-editor">{SHORT}</div>',
        SHORT + '<img src="/a.jpg" alt="A">' * 3,
        SHORT + TABLE,
    ],
)
def test_what_may_stand_without_words_is_not(html):
    assert messages(html) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "future"},
        {"type": "page"},
        {"type": "product"},
        {"type": None},
        {"format": "video"},
        {"format": "gallery"},
        {"format": "status"},
        {"acf": {"sections": [{"text": "Tide"}]}},
        {"meta": {"_et_pb_use_builder": "on"}},
        {"content": {"rendered": "", "protected": True}},
    ],
)
def test_only_published_articles_are_meant(fields):
    html = None if "content" in fields else SHORT

    assert messages(html, **fields) == []


def test_the_threshold_is_a_setting():
    assert findings_of(ThinContent(least_words=5), Good(SHORT)) == []
    assert findings_of(ThinContent(least_words=6), Good(SHORT))


@pytest.mark.parametrize("opening", ["[vc_", "<!-- wp:x"])
def test_time_grows_with_the_text_where_nothing_that_begins_ends(opening):
    html = SHORT + opening * (300_000 // len(opening))
    started = process_time()
    findings_of(ThinContent, Good(html))
    assert process_time() - started < 3  # seconds; from each opening to the end, it took 29 for the shortcodes


@pytest.mark.parametrize("code", ["[vc_row] and [tide_table", "<!-- wp:tide <!-- wp:tide /-->", "<!-- wp:a [tide] b"])
def test_what_ends_counts_behind_and_within_what_does_not(code):
    assert messages(f"{SHORT}[tide_a\n[/tide_b\n{code}") == []
