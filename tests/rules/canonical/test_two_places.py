"""A canonical in the text of a page is told once, though it is read in the text and in the page."""

from __future__ import annotations

from audit.rule import Good
from audit.rules.canonical.canonical_outside_head import CanonicalOutsideHead
from audit.testing import findings_of

LINK = '<link rel="canonical" href="https://saltmarsh.example/tide/" />'
PAGE = f"<html><head><title>Tide</title>{LINK}</head><body><article><p>Tide.</p>{LINK}</article></body></html>"


def test_once():
    (finding,) = findings_of(CanonicalOutsideHead(), Good(f"<p>Tide.</p>{LINK}", page=PAGE))

    assert "in the text" in finding.message
