"""A run whose filters leave nothing to audit says so."""

from __future__ import annotations

import pytest

from audit import Settings, audit
from audit.testing import base_record


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        ({"include": ("nope*",)}, "include 2"),
        ({"exclude": ("*",)}, "exclude 2"),
        ({"type": ("nosuch",)}, "type 2"),
        ({"status": ("PUBLISH",)}, "status 2"),
        ({"since": "2999-01-01"}, "since 2"),
        ({"type": ("post",), "include": ("nope*",)}, "type 1, include 1"),
    ],
)
def test_filters_that_match_nothing_are_named(filters, counts):
    records = [base_record() | {"type": "page"}, base_record() | {"id": 13}]

    report = audit(records, Settings(offline=True, **filters))

    assert report.run.notes == [f"2 posts read, and none audited: the filters left out all of them ({counts})."]


def test_a_post_that_matches_is_enough():
    records = [base_record(), base_record() | {"id": 13, "status": "draft"}]

    assert audit(records, Settings(offline=True, status=("draft",))).run.notes == []
