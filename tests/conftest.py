"""`pytest --update` rewrites what tests compare with: snapshots, schemas, generated pages. Read the diff afterwards."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite snapshots, schemas and generated pages")
