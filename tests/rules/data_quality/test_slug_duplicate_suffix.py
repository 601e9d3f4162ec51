"""Whose number stands at the end of a slug."""

from __future__ import annotations

import pytest

from audit.rules.data_quality.slug_duplicate_suffix import SlugDuplicateSuffix
from audit.testing import base_record, findings_of


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("workshop-8", "ワークショップ第8回"),
        ("workshop-3", "ワークショップ第三回"),
        ("fuenf-tage-5", "Tage, Teil fünf"),
        ("world-war-2", "World War II"),
        ("opening-24-7", "Open 24/7"),
    ],
)
def test_a_number_of_the_title_is_the_authors(slug, title):
    records = [_record(1, slug[:-2], "Something else"), _record(2, slug, title)]
    assert findings_of(SlugDuplicateSuffix, records) == []


def test_a_page_under_another_parent_does_not_take_the_name():
    records = [
        _record(1, "prices", "Prices", type="page", parent=4),
        _record(2, "prices-2", "What it costs", type="page", parent=5),
    ]
    assert findings_of(SlugDuplicateSuffix, records) == []


def test_the_holder_of_the_name_is_related():
    (said,) = findings_of(SlugDuplicateSuffix, [_record(1, "tide", "Tide"), _record(2, "tide-2", "Low tide")])
    assert said.post.endswith("#2")
    assert [ref.rpartition("#")[2] for ref in said.related] == ["1"]
    assert said.marked == "tide-2"


def _record(number, slug, title, **fields):
    return {
        **base_record(),
        "id": number,
        "slug": slug,
        "link": f"https://saltmarsh.example/{slug}/",
        "title": {"rendered": title},
        **fields,
    }
