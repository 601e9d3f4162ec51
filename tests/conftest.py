"""`pytest --update` rewrites what tests compare with: snapshots, schemas, generated pages. Read the diff afterwards."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing on a machine that does other things, too.
settings.register_profile("postaudit", settings.default, deadline=None)
settings.load_profile("postaudit")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite snapshots, schemas and generated pages")
