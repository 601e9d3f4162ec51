"""Findings as cards."""

from __future__ import annotations

from audit.formats import _cards


def test_values_are_compared_only_if_they_are_of_one_kind(seed_like_report):
    shares, title = list(seed_like_report.findings)[1:3]

    assert _cards.card(shares, 0, {}, "").side_by_side
    assert not _cards.card(title, 0, {}, "").side_by_side
    title.evidence[0].text = "857 pixels, 90 characters"
    assert not _cards.card(title, 0, {}, "").side_by_side
    title.evidence[0].text, title.evidence[1].text = "Fog over the marsh", "Fog over the salt marsh"
    assert _cards.card(title, 0, {}, "").side_by_side
