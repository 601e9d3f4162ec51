"""A rule that is asked about its suspects alone must be silent on all other subjects."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from audit.facts import read
from audit.post import Origin, Post
from audit.rule import PostRule, Rule
from audit.rules import all_rules
from audit.site import SiteSettings
from audit.testing import records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTS = Path(__file__).parents[3] / "shared/data/real/posts"
CHOOSING = [rule() for rule in all_rules() if issubclass(rule, PostRule) and rule.suspects is not PostRule.suspects]


def left_out(record: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """What the rules say about subjects that they would not be asked about."""
    facts = read(
        Post.read(record, Origin("posts.json", 0, form="rest")), SiteSettings(), datetime(2026, 11, 1, tzinfo=UTC)
    )
    for rule in CHOOSING:
        if rule.applies(facts):
            asked = set(map(id, rule.suspects(facts)))
            yield from (
                (rule.name, said)
                for one in facts.of(rule.subject)
                if id(one) not in asked
                for said in rule.check(one, facts)
            )


def test_examples():
    rules: list[type[Rule]] = list(all_rules())
    records = [record for rule in rules for example in rule.examples for record in records_of(example)]
    assert [said for record in records for said in left_out(record)] == []


def test_real_posts():
    if not POSTS.is_dir():
        pytest.skip("the real posts (shared/data/real/posts) are not here")
    for file in sorted(POSTS.glob("*.json.gz")):
        for record in json.loads(gzip.decompress(file.read_bytes())):
            assert list(left_out(record)) == []
