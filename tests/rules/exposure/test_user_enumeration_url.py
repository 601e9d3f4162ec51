"""Whose address a link in a post is."""

from __future__ import annotations

from time import process_time

from audit.rule import Good
from audit.rules.exposure.user_enumeration_url import UserEnumerationUrl
from audit.rules.structured_data._examples import graph
from audit.testing import findings_of

HOME = "https://saltmarsh.example/author/"


def test_many_authors_and_links_take_time_in_proportion():
    persons = (f'"@type":"Person","name":"Jo Weir {number}","url":"{HOME}jo-weir-{number}/"' for number in range(3000))
    links = "".join(f'<p class="author"><a href="{HOME}w{number}/">Ann Quay</a></p>' for number in range(2500))
    began = process_time()

    (finding,) = findings_of(UserEnumerationUrl, Good(f"{graph(*persons)}{links}"))

    assert "/author/w0" in finding.message
    assert process_time() - began < 5  # seconds; with each author held against each link, it took 18
