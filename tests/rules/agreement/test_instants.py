"""Dates are compared as the instants that they may mean."""

from __future__ import annotations

import pytest

from audit.rules.agreement._page import instants, is_impossible


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00+00:00", True),
        ("2026-03-01T12:00:00+0200", "2026-03-01T10:00:59Z", True),
        ("2026-03-01T12:00:00+02:00", "2026-03-01T12:00:00+00:00", False),
        ("2026-03-01", "2026-03-02T02:30:00+00:00", True),
        ("2026-03-01", "2026-02-28T10:00:00+00:00", True),
        ("2026-03-01", "2026-03-02T12:02:00+00:00", False),
        ("2026-03-01 10:00", "2026-03-01T20:00:00Z", True),
        ("2026-03-01T10:00:00", "2026-03-03T10:00:00Z", False),
    ],
)
def test_agreement(one, other, agree):
    first, second = instants(one), instants(other)

    assert first is not None
    assert second is not None
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


def test_a_field_of_wordpress_is_in_utc():
    field, tag = instants("2026-03-01T10:00:00", utc=True), instants("2026-03-01T11:00:00+00:00")

    assert field is not None
    assert tag is not None
    assert not field.agrees(tag)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "-0001-11-30T00:00:00+00:00", "0001-01-01", "1 March"])
def test_what_is_no_date(text):
    assert instants(text) is None


def test_dates_made_of_zeros():
    assert is_impossible("-0001-11-30T00:00:00+00:00")
    assert is_impossible("0000-00-00T00:00:00")
    assert not is_impossible("2026-03-01")
