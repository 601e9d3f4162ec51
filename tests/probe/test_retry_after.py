from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.answer import Answer
from audit.probe.retry_after import quota_exhausted, wait_of

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT


def answer_of(status, **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer("https://lake.example/", status, pairs)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("+3", 3),
        ("-5", 0),
        ("30s", 30),
        ("1m30s", 90),
        ("1m 30s", 90),
        ("1h", 3600),
        ("250ms", 0.25),
        ("1.5s", 1.5),
        ("60 seconds", 60),
        ("2 Minutes", 120),
        ("PT1M30S", 90),
        ("P1DT1S", 86401),
        ("Fri, 15 Jan 2027 08:00:42 GMT", 42),
        ("Friday, 15-Jan-27 08:00:42 GMT", 42),
        ("Fri Jan 15 08:00:42 2027", 42),
        ("Fri, 15 Jan 2027 09:01:00 +0100", 60),
        ("Fri, 15 Jan 2027 07:59:00 GMT", 0),
        ("2027-01-15T08:00:42Z", 42),
        ("2027-01-15T09:00:42+01:00", 42),
        ("2027-01-15 08:00:42", 42),
        ("1800000030", 30),
        ("1800000030000", 30),
        ("1800000030000000", 30),
        ("1799999990", 0),
        ("30, 60", 60),
        ("30;comment", 30),
        ("86400", 86400),
    ],
)
def test_retry_after(value, seconds):
    assert wait_of(answer_of(429, retry_after=value), NOW) == pytest.approx(seconds)


_GARBAGE = [
    "",
    " ",
    "soon",
    "try again later",
    "later, please",
    "1e9",
    "0x10",
    "s",
    "5 bananas",
    "1m30",
    "--5",
    "P",
    "PT",
]
_GARBAGE += ["٣٠", "nan", "inf", "9" * 5000, "Fri, 99 Jan 2027 08:00:42 GMT", "Fri, 15 Jan", "2027-99-99T00:00:00Z"]


@pytest.mark.parametrize("value", _GARBAGE)
def test_garbage_asks_for_nothing(value):
    assert wait_of(answer_of(429, retry_after=value), NOW) is None


def test_garbage_does_not_hide_another_field():
    assert wait_of(answer_of(429, retry_after="soon", x_ratelimit_reset="1800000030"), NOW) == 30


def test_the_servers_own_clock_counts():
    late = answer_of(429, retry_after="Fri, 15 Jan 2027 09:00:02 GMT", date="Fri, 15 Jan 2027 09:00:00 GMT")
    assert wait_of(late, NOW) == 2
    late = answer_of(429, x_ratelimit_reset="1800003605", date="Fri, 15 Jan 2027 09:00:00 GMT")
    assert wait_of(late, NOW) == 5
    assert wait_of(answer_of(429, retry_after="Fri, 15 Jan 2027 08:00:02 GMT", date="whenever"), NOW) == 2


def test_the_longest_of_several_is_obeyed():
    answer = Answer("https://lake.example/", 503, (("retry-after", "5"), ("retry-after", "50")))
    assert wait_of(answer, NOW) == 50


@pytest.mark.parametrize("status", [403, 408, 413, 425, 429, 500, 503])
def test_retry_after_counts_on_errors(status):
    assert wait_of(answer_of(status, retry_after="5"), NOW) == 5


@pytest.mark.parametrize("status", [200, 202, 301])
def test_retry_after_elsewhere_is_about_something_else(status):
    assert wait_of(answer_of(status, retry_after="5"), NOW) is None


def test_retry_after_comes_before_quotas():
    assert wait_of(answer_of(429, retry_after="5", x_ratelimit_remaining="0", x_ratelimit_reset="60"), NOW) == 5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x_ratelimit_reset": "1800000030"}, 30),
        ({"x_ratelimit_reset": "1800000030000"}, 30),
        ({"x_ratelimit_reset": "30"}, 30),
        ({"x_rate_limit_reset": "1800000030"}, 30),
        ({"ratelimit_reset": "30"}, 30),
        ({"ratelimit_reset": "30;w=60"}, 30),
        ({"ratelimit_reset": "Fri, 15 Jan 2027 08:00:30 GMT"}, 30),
        ({"x_ratelimit_reset_after": "1.25"}, 1.25),
        ({"x_ratelimit_reset_requests": "1m30s"}, 90),
        ({"ratelimit": "limit=100, remaining=0, reset=30"}, 30),
        ({"ratelimit": "limit=100, remaining=3, reset=30"}, 30),
        ({"ratelimit": '"default";r=0;t=30'}, 30),
        ({"ratelimit": '"a,b;r=1";r=0;t=30'}, 30),
        ({"ratelimit": "default;r=0;t=30"}, 30),
        ({"ratelimit": '"day";r=100;t=3000, "burst";r=0;t=5'}, 5),
        ({"ratelimit": '"day";r=0;t=3000, "burst";r=0;t=5'}, 3000),
        ({"ratelimit": '"day";r=9;t=3000, "burst";r=9;t=5'}, 5),
        ({"x_ratelimit_remaining_day": "9", "x_ratelimit_reset_day": "900", "x_ratelimit_reset_second": "1"}, 1),
        ({"x_ratelimit_limit": "60"}, None),
        ({"x_ratelimit_reset": "tomorrow"}, None),
        ({"ratelimit": "yes"}, None),
        ({"ratelimit": '"default'}, None),
        ({}, None),
    ],
)
def test_quotas_on_a_status_that_is_about_them(headers, seconds):
    assert wait_of(answer_of(429, **headers), NOW) == seconds
    assert wait_of(answer_of(503, **headers), NOW) == seconds


@pytest.mark.parametrize("status", [200, 301, 403, 404])
def test_a_used_up_quota_counts_on_any_status(status):
    used_up = answer_of(status, x_ratelimit_limit="60", x_ratelimit_remaining="0", x_ratelimit_reset="1800000030")
    assert wait_of(used_up, NOW) == 30
    assert wait_of(answer_of(status, ratelimit="limit=9, remaining=0, reset=30"), NOW) == 30
    assert wait_of(answer_of(status, ratelimit='"default";r=0;t=30'), NOW) == 30


@pytest.mark.parametrize("status", [200, 301, 403, 404])
@pytest.mark.parametrize("remaining", ["1", "-1", "many", ""])
def test_a_quota_that_is_not_used_up_asks_for_nothing(status, remaining):
    assert wait_of(answer_of(status, x_ratelimit_remaining=remaining, x_ratelimit_reset="30"), NOW) is None
    assert wait_of(answer_of(status, x_ratelimit_reset="30"), NOW) is None


def test_the_window_that_is_used_up_counts():
    answer = answer_of(
        200,
        ratelimit_remaining_second="0",
        ratelimit_reset_second="1",
        ratelimit_remaining_day="900",
        ratelimit_reset_day="40000",
    )
    assert wait_of(answer, NOW) == 1


def test_a_used_up_quota_is_evidence_on_an_error():
    github = answer_of(403, x_ratelimit_limit="60", x_ratelimit_remaining="0")
    assert quota_exhausted(github) == "403 with x-ratelimit-remaining: 0"
    assert quota_exhausted(answer_of(404, ratelimit='"default";r=0;t=30')) == '404 with ratelimit: "default";r=0;t=30'
    assert quota_exhausted(answer_of(400, x_ratelimit_remaining_minute="0"))


@pytest.mark.parametrize(
    "answer",
    [
        answer_of(200, x_ratelimit_remaining="0"),
        answer_of(302, x_ratelimit_remaining="0"),
        answer_of(403, x_ratelimit_remaining="59"),
        answer_of(403, x_ratelimit_remaining="-1"),
        answer_of(403, x_ratelimit_limit="0", x_ratelimit_remaining="0"),
        answer_of(403, x_ratelimit_reset="30"),
        answer_of(403),
    ],
)
def test_nothing_else_is(answer):
    assert quota_exhausted(answer) is None


_VALUES = st.text(alphabet=st.sampled_from('0123456789.,;= -+smhdTPZ:"\\GMTFriJan\0é'), max_size=40) | st.text()


@given(st.sampled_from(["retry-after", "date", "ratelimit", "x-ratelimit-reset", "x-ratelimit-remaining"]), _VALUES)
def test_no_value_raises_or_asks_for_less_than_nothing(name, value):
    answer = Answer("https://lake.example/", 429, ((name, value), ("x-ratelimit-reset", "5")))
    wait = wait_of(answer, NOW)
    assert wait is None or wait >= 0
    quota_exhausted(answer)
