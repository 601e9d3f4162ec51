"""Which posts the settings let through."""

from __future__ import annotations

import pytest

from audit.post import Origin, Post
from audit.settings import Settings


@pytest.mark.parametrize(
    ("settings", "record", "taken"),
    [
        ({}, {}, True),
        ({"type": ["page"]}, {"type": "page"}, True),
        ({"type": ["page"]}, {}, False),
        ({"status": ["publish"]}, {}, True),
        ({"status": ["draft"]}, {"status": "publish"}, False),
        ({"include": ["https://a.example/blog/*"]}, {"link": "https://a.example/blog/one"}, True),
        ({"include": ["https://a.example/blog/*"]}, {"link": "https://a.example/shop"}, False),
        ({"include": ["*.json"]}, {"link": "https://a.example/shop"}, True),
        ({"exclude": ["*/shop"]}, {"link": "https://a.example/shop"}, False),
        ({"since": "2026-02-01"}, {"modified_gmt": "2026-02-01T00:00:00"}, True),
        ({"since": "2026-02-01"}, {"modified_gmt": "2026-01-31T23:59:59", "date": "2027-01-01"}, False),
        ({"since": "2026-02-01"}, {}, True),
    ],
)
def test_posts(settings, record, taken):
    post = Post.read(record, Origin(source="posts.json"))

    assert Settings(**settings).posts.takes(post) is taken


def test_limit_is_the_engines():
    assert Settings(limit=3).posts.limit == 3
