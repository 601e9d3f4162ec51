"""The first page of a series, from the address of a later one."""

from __future__ import annotations

import pytest

from audit.facts.url import parse_url
from audit.rules.canonical._addresses import first_page_of

HOME = "https://saltmarsh.example"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        (f"{HOME}/tide/2/", f"{HOME}/tide/"),
        (f"{HOME}/tide/page/12/", f"{HOME}/tide/"),
        (f"{HOME}/tide/page/2", f"{HOME}/tide"),
        (f"{HOME}/?p=12&page=2", f"{HOME}/?p=12"),
        (f"{HOME}/tide/?paged=3", f"{HOME}/tide/"),
        (f"{HOME}/tide/", None),
        (f"{HOME}/tide/1/", None),
        (f"{HOME}/?page_id=2", None),
        (f"{HOME}/route-66/", None),
    ],
)
def test_first_page(address, first):
    url = parse_url(address)

    assert url is not None
    assert first_page_of(url) == first
