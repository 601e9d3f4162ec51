"""The dates that `unavailable_after` may have."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.metadata._robots import moment_of, split_rule

AFTERNOON = datetime(2021, 6, 25, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("fri, 25 jun 2021 15:00:00 gmt", AFTERNOON),
        ("friday, 25-jun-21 15:00:00 gmt", AFTERNOON),
        ("25 jun 2021 15:00:00", AFTERNOON),
        ("2021-06-25t15:00:00z", AFTERNOON),
        ("2021-06-25 17:00:00+02:00", AFTERNOON.astimezone(timezone(timedelta(hours=2)))),
        ("2021-06-25", AFTERNOON.replace(hour=0)),
        ("next week", None),
        ("", None),
        ("99999999999999999999 jun 2010 1:1:1 gmt", None),
    ],
)
def test_moment(text, moment):
    assert moment_of(text) == moment


@given(st.text(st.sampled_from("0123456789:-+, jungmtz/²"), max_size=30))
def test_no_text_crashes(text):
    moment = moment_of(text)

    assert moment is None or moment.tzinfo is not None


def test_a_rule_is_split_at_its_first_colon():
    assert split_rule("max-snippet : -1") == ("max-snippet", "-1")
    assert split_rule("unavailable_after:2021-06-25t15:00") == ("unavailable_after", "2021-06-25t15:00")
    assert split_rule("noindex") == ("noindex", "")
