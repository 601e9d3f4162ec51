"""`pytest --update` rewrites what tests compare with: snapshots, schemas, generated pages. Read the diff afterwards."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import settings

# How long an example takes says nothing on a machine that does other things, too. CI tries the same examples each time;
# who changes what they try takes more: `pytest --hypothesis-profile thorough tests/sources/test_arrays.py`.
settings.register_profile("postaudit", settings.default, deadline=None, max_examples=50)
settings.register_profile("thorough", settings.default, deadline=None, max_examples=1000)
settings.load_profile("postaudit")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite snapshots, schemas and generated pages")


@pytest.fixture
def growth():
    """How much faster than in proportion the time of something grows with its input: 1 is linear, 8 is quadratic.

    Called with what is done, what makes its input of a number, and that number; its eightfold is the larger input. The
    best of three tries counts, since the machine does other things, too.
    """

    def measured(done, made, number, times=8):
        def taken(many):
            tries = []
            for _ in range(3):
                given = made(many)
                began = process_time()
                done(given)
                tries.append(process_time() - began)
            return min(tries)

        taken(number)  # what is read and compiled once a process
        return taken(number * times) / times / taken(number)

    return measured
