"""Values as the structured data writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.structured_data import _values as values
from audit.rules.structured_data._dates import has_passed, is_clock, is_duration, moment


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "2026-05",
        "2026-05-04",
        "20260504",
        "2026-05-04T08:30",
        "2026-05-04T08:30:00Z",
        "2026-05-04T08:30:00.123+02:00",
        "2026-05-04T08:30:00-0330",
        "20260504T083000+02",
        "2026-05-04T24:00:00",
        "2026-W19",
        "2026-W19-1",
        "2026-124",
    ],
)
def test_dates(text):
    assert values.date(text) == ""


@pytest.mark.parametrize(
    "value",
    [
        "March 3, 2026",
        "3/4/2026",
        "2026-13-01",
        "2026-02-30",
        "0000-00-00",
        "-0001-11-30T00:00:00+00:00",
        "2026-05-04T25:00",
        "2026-05-04T08:30:00+99:00",
        "today",
        "9999-12-31T23:59:59-23:00",
        "२०२६-०५-०४",
        1777000000,
        True,
    ],
)
def test_no_dates(value):
    assert values.date(value) == "wrong"


def test_a_time_is_a_date_only_where_it_may_be():
    assert values.date("19:30") == "wrong"
    assert values.date_or_time("19:30") == ""
    assert values.date_or_time("19:75") == "wrong"
    assert is_clock("T19:30:00+02:00")


def test_moment():
    found = moment("2026-05-04T10:30:00+02:00")
    assert found is not None
    assert found.when == datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
    assert (found.timed, found.zoned, found.strict) == (True, True, True)
    assert moment("2026-05-04T24:00:00Z").when == datetime(2026, 5, 5, tzinfo=UTC)
    assert moment("2026-05-04 10:30").strict is False


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("2025", True),
        ("2026", False),
        ("2026-04", True),
        ("2026-05", False),
        ("2026-05-30", True),
        ("2026-05-31", False),  # somewhere it is still that day
        ("20260530", True),
        ("2026-05-30T23:00:00", True),
        ("soon", False),
        ("", False),
    ],
)
def test_what_has_passed(text, passed):
    assert has_passed(text, datetime(2026, 6, 1, tzinfo=UTC)) is passed


@pytest.mark.parametrize("text", ["PT45M", "P2D", "P1Y2M3W4DT5H6M7S", "PT00H30M5S", "P0DT1H0M", "PT1.5H", "PT0S"])
def test_durations(text):
    assert is_duration(text)


@pytest.mark.parametrize("text", ["P", "PT", "P1", "45", "45 minutes", "1:30", "pt45m", "PT45M ", "P1DT", "PT1H30"])
def test_no_durations(text):
    assert not is_duration(text)


@pytest.mark.parametrize(
    ("value", "way"),
    [
        ("12.50", ""),
        (12.5, ""),
        ("-3", ""),
        ("60%", ""),
        ("6 / 10", ""),
        ("Free", "words"),
        ("4.5 stars", "words"),
        ("1000+", "words"),
        ("1e3", ""),
        (" ", ""),
        ("", ""),
        ("$12", "currency sign"),
        ("12 EUR", "currency sign"),
        ("1,299", "thousands separator"),
        ("1 299", "thousands separator"),
        ("1.299,00", "thousands separator"),
        ("4,5", "decimal comma"),
        (False, "truth value"),
    ],
)
def test_numbers(value, way):
    assert values.number(value) == way


@pytest.mark.parametrize(
    ("value", "way"),
    [
        ("https://a.example/x y", ""),
        ("mailto:holt@a.example", ""),
        ("urn:isbn:0451450523", ""),
        ("/harbour/", "relative"),
        ("../harbour/", "relative"),
        ("//cdn.example/a", "relative"),
        ("harbour/quay", "relative"),
        ("www.a.example", "no scheme"),
        ("a.example/x", "no scheme"),
        ("#", "wrong"),
        ("n / a", "wrong"),
        ("none", "wrong"),
        ("%%canonical%%", "wrong"),
        ("https://", "wrong"),
        (False, "wrong"),
        (7, "wrong"),
    ],
)
def test_addresses(value, way):
    assert values.address(value) == way


@pytest.mark.parametrize(
    ("value", "way"),
    [
        ("https://a.example/a.jpg", ""),
        ("a.jpg", "relative"),
        ("/a.jpg", "relative"),
        (" DATA:image/gif;base64,R0", "data"),
        (False, "wrong"),
    ],
)
def test_images(value, way):
    assert values.image(value) == way


@pytest.mark.parametrize(
    ("value", "way"),
    [
        ("Tide & time", ""),
        ("AT&T; R&D", ""),
        ("Holt &Co; sons", ""),
        ("a < b > c", ""),
        ("The <video> element", ""),
        ("Tide &hellip;", "coded"),
        ("Tide &#8217;", "coded"),
        ("Tide &amp; time", "coded"),
        ("Tide &amp;#8217;", "coded twice"),
        ("Tide &amp;amp; time", "coded twice"),
        ("<b>Tide</b>", "tag"),
        ("Tide<br/>", "tag"),
        (12, ""),
    ],
)
def test_texts(value, way):
    assert values.markup(value) == way


scalars = st.one_of(st.text(), st.integers(), st.floats(), st.booleans())


@given(scalars)
def test_no_value_raises(value):
    for judge in (values.date, values.date_or_time, values.duration, values.number, values.currency, values.address):
        judge(value)
    for judge in (values.image, values.markup):
        judge(value)
    values.shown(value)
