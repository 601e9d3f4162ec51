"""Where links lead: wrappers, redirects, affiliates, trust."""

from __future__ import annotations

import pytest

from audit.facts.url import parse_url
from audit.rules.sponsors._target import Target, redirect_of


def target(address):
    return Target(parse_url(address))


@pytest.mark.parametrize(
    ("address", "inner", "harmless"),
    [
        ("https://www.google.com/url?q=https://quay.example/a&sa=D", "quay.example", True),
        (
            "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fquay.example%2F&data=1",
            "quay.example",
            True,
        ),
        ("https://web.archive.org/web/2014/http://www.quay.example/", "www.quay.example", True),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fquay.example", "quay.example", True),
        ("https://portal.example/out.php?url=https%3A%2F%2Fquay.example%2F", "quay.example", False),
        ("https://portal.example/logout?next=%2F%2Fquay.example", "quay.example", False),
    ],
)
def test_an_address_that_carries_another(address, inner, harmless):
    found = redirect_of(parse_url(address))
    assert (found.inner.host, found.harmless) == (inner, harmless)


@pytest.mark.parametrize(
    "address",
    [
        "https://portal.example/out.php?url=https%3A%2F%2Fwww.portal.example%2Fa",
        "https://portal.example/?colour=red",
        "https://portal.example/?title=a%3Ab",
        "https://portal.example/",
        "https://portal.example/?" + "&".join(f"u{number}=https://quay.example" for number in range(80)),
    ],
)
def test_an_address_that_carries_none(address):
    assert redirect_of(parse_url(address)) is None


@pytest.mark.parametrize(
    ("address", "affiliate"),
    [
        ("https://amzn.to/3x", "amzn.to"),
        ("https://www.amazon.de/dp/B0?tag=quay-21", "tag="),
        ("https://gear.example/p?affid=8", "affid="),
        ("https://gear.example/p?subid=1&hop=2", "subid=, hop="),
        ("https://gear.example/p?subid=1", ""),
        ("https://gear.example/p?ref=home", ""),
        ("https://www.amazon.de/dp/B0", ""),
    ],
)
def test_affiliates(address, affiliate):
    assert target(address).affiliate == affiliate


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("https://www.gov.uk/a", True),
        ("https://dinas.go.id/a", True),
        ("https://doi.org/10.1/2", True),
        ("https://apps.apple.com/app/1", True),
        ("https://gov.example/", False),
        ("https://notwikipedia.org/", False),
    ],
)
def test_trust(address, trusted):
    assert target(address).is_trusted is trusted
