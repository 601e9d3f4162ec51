"""Sums of a site's posts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audit.facts import read
from audit.post import Origin, Post
from audit.site import SiteSettings, SiteTotals


def totals(*complete):
    found = SiteTotals()
    for whole in complete:
        post = Post.read({"link": "https://lake.example/a/"}, Origin("x", complete=whole))
        found.add(read(post, SiteSettings(), datetime(2026, 6, 1, tzinfo=UTC)))
    return found


@pytest.mark.parametrize(
    ("parts", "complete"),
    [
        ((), False),
        ((True,), True),
        ((True, True), True),
        ((True, False), False),
        ((False, True), False),
    ],
)
def test_a_site_is_complete_if_every_part_is(parts, complete):
    assert totals(*parts).complete is complete
    merged = SiteTotals()
    for part in parts:
        merged.merge(totals(part))
        merged.merge(SiteTotals())
    assert merged.complete is complete
