"""When two runs audited the same: sources are written in more than one way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from audit.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Iterable


def source_keys(sources: Iterable[str]) -> frozenset[str]:
    """The sources of a run, each in one way: `posts`, `./posts/` and its absolute path are the same."""
    return frozenset(map(source_key, sources))


def source_key(source: str) -> str:
    """One way to write a source: from the current folder where it is below it; an address without its last slash.

    User names and passwords of addresses are stars, as in a report.
    """
    if "://" in source:
        return masked(source).rstrip("/")
    path = os.path.normpath(source)
    if not os.path.isabs(path):  # noqa: PTH117 - texts: a source may be a glob, or a path of another machine
        return path
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118 - as above
    if path == here.rstrip(os.sep):
        return os.curdir
    return path.removeprefix(here)
