"""`pytest --update` rewrites what tests compare with: snapshots, schemas, generated pages. Read the diff afterwards."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing on a machine that does other things, too. CI tries the same examples each time;
# who changes what they try takes more: `pytest --hypothesis-profile thorough tests/sources/test_arrays.py`.
settings.register_profile("postaudit", settings.default, deadline=None, max_examples=50)
settings.register_profile("thorough", settings.default, deadline=None, max_examples=1000)
settings.load_profile("postaudit")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite snapshots, schemas and generated pages")
