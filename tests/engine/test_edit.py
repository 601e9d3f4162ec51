"""From what a rule would change to the exact edit: however the source writes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.engine.edit import LONGEST_EDIT, Wish, placed
from audit.facts.html import Markup
from audit.finding import Fix, Form, Spot

FIELD = "content.rendered"


def wish(before, after, *, attribute=None, form=Form.TEXT, element="a", spot=None, html=True):
    return Wish.of(
        Fix(safe=False, summary="mend", element=element, before=before, after=after, attribute=attribute, form=form),
        spot,
        html=html,
    )


def in_tag(source, attribute, before, after, part=None):
    """The source after an edit of an attribute of the first tag; None where there is none."""
    start = source.index(part or "<a" if "<a" in source else "<A")
    end = source.index(part) + len(part) if part else source.index(">") + 1
    return applied(wish(before, after, attribute=attribute, spot=Spot(FIELD, start, end)), source)


def applied(one, source):
    fix = placed(one, source)
    if fix is None:
        return None
    pieces = source.split(fix["before"])
    count = fix["occurrence"] + 1
    return fix["before"].join(pieces[:count]) + fix["after"] + fix["before"].join(pieces[count:])


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ('<a href="http://x.example/">', '<a href="https://x.example/">'),
        ("<a href='http://x.example/'>", "<a href='https://x.example/'>"),
        ("<a href=http://x.example/>", "<a href=https://x.example/>"),
        ("<A CLASS=x HREF = 'http://x.example/' ID=y>", "<A CLASS=x HREF = 'https://x.example/' ID=y>"),
        (
            '<a title="href=&quot;" href="http&#58;//x.example/">',
            '<a title="href=&quot;" href="https&#58;//x.example/">',
        ),
        ('<a\r\nhref="http://x.example/"\r\nid=y>', '<a\r\nhref="https://x.example/"\r\nid=y>'),
        (
            '<a href="http://x.example/" href="http://x.example/">',
            '<a href="https://x.example/" href="http://x.example/">',
        ),
    ],
)
def test_a_value_is_changed_as_it_is_written(source, after):
    assert in_tag(source, "href", "http://x.example/", "https://x.example/") == after


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ('<a href="/?a=1&b=2&#038;utm=3">', '<a href="/?a=1&b=2">'),
        ("<a href=/?a=1&amp;b=2&utm=3>", "<a href=/?a=1&amp;b=2>"),
    ],
)
def test_what_stays_of_a_value_stays_as_it_is_written(source, after):
    assert in_tag(source, "href", "/?a=1&b=2&utm=3", "/?a=1&b=2") == after


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("<a rel=nofollow>", '<a rel="nofollow sponsored">'),
        ("<a rel='nofollow'>", "<a rel='nofollow sponsored'>"),
        ('<a REL="nofollow" rel="">', '<a REL="nofollow sponsored" rel="">'),
    ],
)
def test_a_value_that_needs_quotation_marks_gets_them(source, after):
    assert in_tag(source, "rel", "nofollow", "nofollow sponsored") == after


@pytest.mark.parametrize("source", ['<a rel="" id=x>', "<a rel id=x>", "<a rel='' id=x>"])
def test_an_empty_value_is_filled(source):
    after = in_tag(source, "rel", "", "sponsored")

    assert after is not None
    assert Markup(f"{after}x</a>").elements("a")[0].attr("rel") == "sponsored"
    assert after.endswith(" id=x>")


def test_a_quotation_mark_is_escaped():
    assert in_tag("<a title='x'>", "title", "x", '"it\'s" <b> &') == "<a title='\"it&#39;s\" &lt;b&gt; &amp;'>"
    assert in_tag('<a title="x">', "title", "x", '"') == '<a title="&quot;">'


def test_an_attribute_is_added_behind_the_name():
    assert in_tag("<A\nhref=x/>", "rel", None, "sponsored") == '<A rel="sponsored"\nhref=x/>'
    assert in_tag("<a>", "rel", None, "sponsored") == '<a rel="sponsored">'
    assert in_tag('<a href="a>b" id=y>', "rel", None, "no&") == '<a rel="no&amp;" href="a>b" id=y>'
    assert in_tag("<a REL=x>", "rel", None, "sponsored") is None


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ('<a title="" id=x>', "<a id=x>"),
        ("<a id=x title=''>", "<a id=x>"),
        ("<a id=x TITLE>", "<a id=x>"),
        ("<a id=x title=''/>", "<a id=x />"),
        ('<a id="x"title="">', '<a id="x">'),
        ("<a title='' title='y'>", None),
    ],
)
def test_an_attribute_is_taken_off(source, after):
    assert in_tag(source, "title", "", None) == after


def test_of_several_equal_texts_the_one_at_the_place_is_meant():
    source = '<a href="/x">/x</a> /x <a id=y href="/x">'
    one = wish("/x", "/y", attribute="href", spot=Spot(FIELD, source.rindex("<a"), len(source)))

    assert applied(one, source) == '<a href="/x">/x</a> /x <a id=y href="/y">'
    assert placed(one, source)["occurrence"] == 3


def test_texts_that_overlap_are_counted_one_behind_the_other():
    one = wish("aa", "b", spot=Spot(FIELD, 1, 3), element="text")

    assert placed(one, "aaa") is None
    assert applied(one._replace(spot=Spot(FIELD, 2, 4)), "aaaa") == "aab"


@pytest.mark.parametrize(
    ("source", "start", "end", "before", "after", "edited"),
    [
        ("<p>Tom &amp;amp; Jo</p>", 3, 16, "&amp;", "&", "<p>Tom &amp; Jo</p>"),
        ("a&#8203;b", 1, 8, "\u200b", "", "ab"),
        ("x <b>bold</b> y", 0, 15, "x <b>bold", "z", None),
        ("one one", 0, 7, "one", "two", None),
    ],
)
def test_text(source, start, end, before, after, edited):
    assert applied(wish(before, after, spot=Spot(FIELD, start, end)), source) == edited


def test_a_field_that_is_no_html_is_not_escaped():
    assert applied(wish("a&b", "a<b", spot=Spot("slug", 0, 3), html=False), "a&b") == "a<b"


SCRIPT = '<script>{"@graph":[{"a":"x","n":1,"url":"https:\\/\\/x.example\\/"},{"a":["x",{"b":"y"}],"a2":"x"}]}</script>'


def in_script(pointer, before, after):
    spot = Spot(FIELD, 8, len(SCRIPT) - 9, pointer)
    return applied(wish(json.dumps(before), json.dumps(after), form=Form.JSON, element="script", spot=spot), SCRIPT)


def test_a_value_of_a_script():
    assert in_script("/@graph/0/a", "x", "z") == SCRIPT.replace('"a":"x"', '"a":"z"')
    assert in_script("/@graph/0/n", 1, 2) == SCRIPT.replace('"n":1', '"n":2')
    assert in_script("/@graph/0/n", "1", 2) is None
    assert in_script("/@graph/1/a", "x", "z") == SCRIPT.replace('["x"', '["z"')
    assert in_script("/@graph/1/a", "y", "</script>") == SCRIPT.replace('"y"', '"\\u003c\\/script>"')
    assert in_script("/@graph/0/url", "https://x.example/", "https://y.example/") == SCRIPT.replace("x.ex", "y.ex")


def test_the_name_of_a_value():
    assert in_script("/@graph/1/a2", "a2", "b") == SCRIPT.replace('"a2"', '"b"')


@pytest.mark.parametrize("pointer", ["/@graph/7", "/nothing", "/@graph/0/a/b"])
def test_what_is_not_there_has_no_edit(pointer):
    assert in_script(pointer, "x", "z") is None


def test_a_script_that_is_no_json_has_no_edit():
    spot = Spot(FIELD, 0, 9, "/a")
    for source in ('{"a":"x",', '{"a" "x"}', "", "[" * 100_000):
        one = wish('"x"', '"z"', form=Form.JSON, element="script", spot=spot._replace(end=len(source)))
        assert placed(one, source) is None


def test_a_value_of_a_structured_field():
    head = {"og_image": [{"url": "http://x.example/a.jpg", "width": "1200"}]}
    part = wish("http:", "https:", attribute="content", spot=Spot("yoast_head_json", pointer="/og_image/0/url"))
    fix = placed(part, head)

    assert (fix["pointer"], fix["before"], fix["after"]) == (
        "/og_image/0/url",
        '"http://x.example/a.jpg"',
        '"https://x.example/a.jpg"',
    )
    number = wish('"1200"', "1200", form=Form.JSON, spot=Spot("yoast_head_json", pointer="/og_image/0/width"))
    assert placed(number, head)["after"] == "1200"


def test_all_of_a_field():
    fix = placed(wish('""', '"closed"', form=Form.JSON, spot=Spot("comment_status", 0, 0)), "")

    assert (fix["field"], fix["pointer"], fix["before"], fix["after"]) == ("comment_status", "", '""', '"closed"')


def test_what_is_long_or_no_unicode_has_no_edit():
    long = "x" * (LONGEST_EDIT + 1)
    assert placed(wish(long, "y", spot=Spot(FIELD, 0, len(long))), long) is None
    assert placed(wish("\ufffd", "y", spot=Spot(FIELD, 0, 1)), "\ud800") is None


def test_a_wish_crosses_processes():
    one = wish("x", None, attribute="rel", spot=Spot(FIELD, 1, 2))

    assert Wish.load(json.loads(json.dumps(one.plain()))) == one


@given(st.text(alphabet="ab&;#38\"'<> =/x\u00e9", max_size=12), st.sampled_from(['"', "'", ""]), st.text(max_size=8))
def test_a_changed_value_is_read_as_it_is_meant(value, mark, after):
    """Whatever is written there: the edit gives the attribute the value, and leaves all other text alone."""
    if (mark and mark in value) or (not mark and (not value or set(value) & set("\"' <>=/"))):
        return
    source = f"<p><a id=1 title={mark}{value}{mark} lang=x>y</a></p>"
    node = Markup(source).elements("a")[0]
    before = node.attr("title")
    start, end = Markup(source).tag_span(Markup(source).elements("a")[0])
    text = applied(wish(before, after, attribute="title", spot=Spot(FIELD, start, end)), source)
    if text is not None:
        (changed,) = Markup(text).elements("a")
        assert changed.attr("title") == after.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        assert (changed.attr("id"), changed.attr("lang"), changed.text) == ("1", "x", "y")
