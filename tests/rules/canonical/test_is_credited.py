"""A canonical on another site weighs less where the text links to the very page."""

from __future__ import annotations

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.agreement.link_canonical_mismatch import LinkCanonicalMismatch
from audit.rules.agreement.og_url_canonical_mismatch import OgUrlCanonicalMismatch
from audit.rules.canonical.canonical_cross_domain import CanonicalCrossDomain
from audit.testing import findings_of

ELSEWHERE = "https://estuary-news.example/tide/"
HEAD = (
    f'<title>Tide</title><link rel="canonical" href="{ELSEWHERE}" />'
    '<meta property="og:url" content="https://saltmarsh.example/tide/" />'
)


@pytest.mark.parametrize("rule", [CanonicalCrossDomain, LinkCanonicalMismatch, OgUrlCanonicalMismatch])
@pytest.mark.parametrize(
    ("linked", "severity"),
    [
        (ELSEWHERE, Severity.NOTICE),
        ("https://estuary-news.example/", Severity.WARNING),
        ("https://saltmarsh.example/tide/", Severity.WARNING),
    ],
)
def test_severity(rule, linked, severity):
    (finding,) = findings_of(rule, Good(f'<p>From <a href="{linked}">there</a>.</p>', head=HEAD))

    assert finding.severity is severity
