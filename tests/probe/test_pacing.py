from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.pacing import LONGEST_WAIT, Pace


def fill(pace, now):
    """Start as many requests as may be."""
    count = 0
    while pace.may_start(now):
        pace.started(now)
        count += 1
        assert pace.active <= pace.most
    return count


def test_first_it_opens_what_a_browser_does():
    assert fill(Pace(100), 0.0) == 6


def test_never_more_than_the_user_wants():
    assert fill(Pace(2), 0.0) == 2


def test_good_answers_double_the_number_in_the_time_of_one():
    pace = Pace(100)
    for expected in (6, 12, 24, 48, 96, 100):
        assert fill(pace, 0.0) == expected
        for _ in range(expected):
            pace.answered(0.1)


def test_a_host_that_gets_slower_is_at_its_limit():
    pace = Pace(100)
    for _ in range(50):
        pace.started(0.0)
        pace.answered(0.1)
    before = pace.allowed
    pace.started(0.0)
    pace.answered(1.0)
    assert 6 <= pace.allowed < before


def test_a_slow_answer_never_makes_it_faster():
    pace = Pace(100)
    pace.started(0.0)
    pace.answered(0.1)
    for _ in range(4):
        pace.started(0.0)
        pace.complained(0.0, None, 0.5)
    before = pace.allowed
    assert before < 6
    pace.started(60.0)
    pace.answered(5.0)
    assert pace.allowed <= before


def test_noise_below_a_blink_says_nothing():
    pace = Pace(100)
    pace.started(0.0)
    pace.answered(0.001)
    before = pace.allowed
    pace.started(0.0)
    pace.answered(0.04)
    assert pace.allowed > before


def test_a_complaint_halves_the_number_and_spaces_the_rest():
    pace = Pace(100)
    fill(pace, 0.0)
    pace.complained(0.0, None, 0.5)
    assert pace.allowed == 3
    assert pace.interval > 0
    assert not pace.may_start(0.0)


def test_after_a_complaint_it_grows_slowly():
    pace = Pace(100)
    pace.started(0.0)
    pace.complained(0.0, None, 0.5)
    for _ in range(3):
        pace.started(60.0)
        pace.answered(0.1)
    assert 3 < pace.allowed < 5


def test_complaints_in_a_row_lengthen_the_wait():
    pace = Pace(100)
    waits = []
    for _ in range(12):
        pace.started(0.0)
        waits.append(pace.complained(0.0, None, 0.5))
    assert waits == sorted(waits)
    assert waits[0] == 0.5
    assert waits[-1] == 30.0


def test_a_host_may_complain_for_ever():
    pace = Pace(1)
    for _ in range(5000):
        pace.started(0.0)
        assert pace.complained(0.0, None, 1.0) <= 37.5


def test_a_good_answer_ends_the_row():
    pace = Pace(100)
    for _ in range(5):
        pace.started(0.0)
        pace.complained(0.0, None, 0.5)
    pace.started(60.0)
    pace.answered(0.1)
    pace.started(60.0)
    assert pace.complained(60.0, None, 0.5) == 0.5


@pytest.mark.parametrize(
    ("asked_for", "ready_at"),
    [
        pytest.param(0.0, 100.0, id="at once"),
        pytest.param(7.0, 107.0, id="the seconds that it names"),
        pytest.param(LONGEST_WAIT, 100.0 + LONGEST_WAIT, id="as long as we wait at most"),
        pytest.param(600.0, 0.0, id="longer than we wait: the address is put off, not the host"),
        pytest.param(math.inf, 0.0, id="for ever"),
    ],
)
def test_retry_after_is_obeyed(asked_for, ready_at):
    pace = Pace(8)
    pace.started(100.0)
    assert pace.complained(100.0, asked_for, 0.5) == asked_for
    assert pace.ready_at == ready_at


def test_the_interval_ends_with_good_answers():
    pace = Pace(8)
    for _ in range(8):
        pace.started(0.0)
        pace.complained(0.0, None, 0.5)
    for _ in range(40):
        pace.started(100.0)
        pace.answered(0.1)
    assert pace.interval == 0


def test_a_request_without_an_answer_frees_its_place_and_says_nothing():
    pace = Pace(1)
    pace.started(0.0)
    assert not pace.may_start(0.0)
    pace.failed()
    assert pace.may_start(0.0)
    assert pace.complaints == 0


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("answered"), st.floats(0, 30)),
        st.tuples(st.just("complained"), st.none() | st.floats(0, 1000)),
        st.tuples(st.just("failed"), st.none()),
    ),
    max_size=150,
)


@given(most=st.integers(1, 40), events=EVENTS, jitter=st.floats(0, 1), step=st.floats(0, 10))
def test_whatever_happens_the_pace_stays_within_its_bounds(most, events, jitter, step):
    pace, now = Pace(most), 0.0
    for kind, value in events:
        now += step
        fill(pace, now)
        if not pace.active:  # it waits
            now = pace.ready_at
            fill(pace, now)
        assert 1 <= pace.active <= most
        if kind == "answered":
            pace.answered(value)
        elif kind == "failed":
            pace.failed()
        else:
            wait = pace.complained(now, value, jitter)
            assert value == wait if value is not None else 0 < wait <= 37.5
        assert 1 <= pace.allowed <= most
        assert 0 <= pace.interval <= 2
        assert pace.ready_at <= now + LONGEST_WAIT
        assert pace.active >= 0
