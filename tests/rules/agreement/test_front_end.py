"""The canonical of a post that the settings show on another host of the site."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audit.facts import read
from audit.post import Origin, Post
from audit.rules.agreement.link_canonical_mismatch import LinkCanonicalMismatch
from audit.site import SiteSettings

LINK = "https://cms.saltmarsh.example/tide/"


@pytest.mark.parametrize(
    ("canonical", "hosts", "told"),
    [
        ("https://www.saltmarsh.example/tide/", (), 1),
        ("https://www.saltmarsh.example/tide/", ("www.saltmarsh.example",), 0),
        ("https://saltmarsh-news.example/tide/", ("saltmarsh-news.example",), 0),
        ("https://www.saltmarsh-news.example/tide/", ("*.saltmarsh-news.example",), 0),
        ("https://www.saltmarsh.example/ebb/", ("www.saltmarsh.example",), 1),
        ("https://www.saltmarsh.example/tide/?p=1", ("www.saltmarsh.example",), 1),
    ],
)
def test_front_end(canonical, hosts, told):
    record = {"link": LINK, "yoast_head": f'<title>Tide</title><link rel="canonical" href="{canonical}" />'}
    post = Post.read(record, Origin("posts.json", 0))
    facts = read(post, SiteSettings(hosts=hosts), datetime(2026, 6, 1, tzinfo=UTC))

    assert len(tuple(LinkCanonicalMismatch().check(post, facts))) == told
