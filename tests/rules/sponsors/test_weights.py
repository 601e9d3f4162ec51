"""The table of signs: every feature says what it is, groups are capped, and an error takes two of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.rules.sponsors import _weights
from audit.rules.sponsors._weights import ERROR, PRIOR, WARNING, Sign, features, level, probability, sign, total


@pytest.mark.parametrize("feature", features().values(), ids=list(features()))
def test_every_feature_says_why(feature):
    assert feature.weight
    assert feature.says
    assert feature.why.endswith(".")


@pytest.mark.parametrize("name", features())
def test_every_feature_is_used(name):
    sources = "".join(path.read_text("utf-8") for path in Path(_weights.__file__).parent.glob("*.py"))
    stem = name.removesuffix("s")
    assert f'"{name}"' in sources or (name.endswith("s") and f'"{stem}"' in sources)


def test_a_group_counts_no_more_than_its_cap():
    once, thrice = total([sign("A1")]), total([sign("A1")] * 3)
    assert thrice == pytest.approx(PRIOR + 4.2)
    assert once < thrice


def test_trust_has_a_floor():
    assert total([sign("T1"), sign("T2"), sign("T3")]) == pytest.approx(PRIOR - 4.0)


def test_one_group_is_no_error_however_heavy():
    heavy = [Sign("C1", 1.6), Sign("T7", 0.0), Sign("B1", 9.0)]
    assert probability(total([Sign("A1", 4.2), Sign("A2", 4.2)], prior=0.0)) >= ERROR
    assert level([Sign("A1", 4.2)]) == "warning"
    assert level(heavy) == "warning"


def test_two_groups_may_be_an_error_unless_the_post_is_about_the_target():
    signs = [sign("B1"), sign("B3"), sign("C1"), sign("C2"), sign("D1")]
    assert level(signs) == "error"
    assert level(signs, named=True) == "warning"


def test_words_about_the_publication_are_at_least_a_warning():
    signs = [sign("B1"), sign("D2"), sign("T7")]
    assert probability(total(signs)) < WARNING
    assert level(signs) == ""
    assert level(signs, floor=True) == "warning"
