"""Open Graph properties other than the image, and X's own tags."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.social.og_article_time_invalid import OgArticleTimeInvalid
from audit.rules.social.og_duplicate_property import OgDuplicateProperty
from audit.rules.social.og_locale_invalid import OgLocaleInvalid
from audit.rules.social.og_type_unexpected import OgTypeUnexpected
from audit.rules.social.twitter_label_unpaired import TwitterLabelUnpaired
from audit.testing import findings_of


def said(rule, *metas, **fields):
    head = "<title>Tide</title>" + "".join(f'<meta property="{name}" content="{value}" />' for name, value in metas)
    return findings_of(rule, Good(head=head, fields=fields))


@pytest.mark.parametrize(
    "time",
    [
        "2026-05-04T08:30:00+00:00",
        "2026-05-04T08:30:00.250Z",
        "2026-05-04T08:30+0200",
        "2026-05-04T08:30:00-03",
        "2026-05-04",
        "2026-05",
        "2026",
    ],
)
def test_time_of_the_protocol(time):
    assert not said(OgArticleTimeInvalid, ("article:published_time", time))


@pytest.mark.parametrize(
    ("time", "fault"),
    [
        ("2026-05-04T08:30:00", "no time zone"),
        ("2026-05-04 08:30:00", "no date in the form"),
        ("04.05.2026", "no date in the form"),
        ("2026-02-30T08:30:00+00:00", "does not exist"),
        ("2026-02-30", "no date in the form"),
        ("-0001-11-30T00:00:00+00:00", "no date in the form"),
        ("0000-00-00T00:00:00+00:00", "does not exist"),
        ("", "empty"),
    ],
)
def test_time_that_machines_misread(time, fault):
    (finding,) = said(OgArticleTimeInvalid, ("article:modified_time", time))

    assert fault in finding.message


@pytest.mark.parametrize(
    ("name", "first", "other", "told"),
    [
        ("og:title", "Tide - Saltmarsh", "Tide", True),
        ("og:title", "Tide’s turn", "Tide's  turn", False),
        ("og:title", "Tide", "", False),
        ("og:url", "https://saltmarsh.example/ebb/", "https://saltmarsh.example/flood/", True),
        ("og:url", "https://saltmarsh.example/größe/", "https://saltmarsh.example/gr%C3%B6%C3%9Fe/", False),
        ("og:locale", "en_GB", "de_DE", True),
        ("og:locale:alternate", "en_GB", "de_DE", False),
        ("article:tag", "Boats", "Tides", False),
        ("og:description", "One.", "Two.", False),
    ],
)
def test_property_given_twice(name, first, other, told):
    found = said(OgDuplicateProperty, (name, first), (name, other))

    assert len(found) == told
    if told:
        assert [entry.text for entry in found[0].evidence] == [first, other]


@pytest.mark.parametrize("locale", ["en_GB", "es_419", "zh_Hant_TW", "ast_ES", "eo", ""])
def test_locale(locale):
    assert not said(OgLocaleInvalid, ("og:locale", locale))


@pytest.mark.parametrize("locale", ["en-GB", "en_gb", "EN", "de_DE_formal", "German"])
def test_locale_that_networks_do_not_know(locale):
    assert said(OgLocaleInvalid, ("og:locale", locale))


@pytest.mark.parametrize(
    ("kind", "type_", "told"),
    [
        ("website", "post", True),
        ("blog", "post", True),
        ("article", "post", False),
        ("Article", "post", False),
        ("product", "product", False),
        ("product.item", "post", False),
        ("saltmarsh:boat", "post", False),
        ("website", "page", False),
    ],
)
def test_kind(kind, type_, told):
    assert bool(said(OgTypeUnexpected, ("og:type", kind), type=type_)) == told


def test_label_whose_value_is_blank():
    metas = [("twitter:label1", "Written by"), ("twitter:data1", " "), ("twitter:data2", "2 minutes")]

    assert [finding.value for finding in said(TwitterLabelUnpaired, *metas)] == ["twitter:label1"]
