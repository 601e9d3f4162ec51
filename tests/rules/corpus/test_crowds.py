"""Thousands of posts that are nearly alike: what is told of them, and in what time."""

from __future__ import annotations

from itertools import product

import pytest

from audit.finding import Witness
from audit.rules.corpus._shared import prints_of, sketch_of_pieces
from audit.rules.corpus.duplicate_content_near import _ANCHORS, DuplicateContentNear, _told_of_crowd

SKETCHES = [sketch_of_pieces(500, [b"tide", b"quay", b"pilot", *more], 24) for more in ([], [b"mole"])]


def crowd(number, texts=7):
    """Posts of which some share an address, some a text, and all are alike."""
    return [
        Witness(
            (f"/tide-{order % 11}/", f"text {order % texts}", SKETCHES[order % 5 == 0], ""),
            order=order,
            post=f"p{order}",
        )
        for order in range(number)
    ]


def shape(told):
    return [(witness.order, [other.order for other, _ in related], count) for witness, related, count in told]


@pytest.mark.parametrize(("number", "texts"), list(product([2, 30, 60, 150], [1, 2, 7, 1000])))
def test_a_crowd_is_told_as_a_small_cluster_is(number, texts):
    posts = crowd(number, texts)
    rule = DuplicateContentNear(alike=0.0)
    for anchor in prints_of(SKETCHES[0], _ANCHORS):
        assert shape(_told_of_crowd(posts, anchor)) == shape(rule._told(posts, anchor))


def test_a_crowd_takes_time_in_proportion(growth):
    anchor = prints_of(SKETCHES[0], _ANCHORS)[0]
    assert growth(lambda posts: list(_told_of_crowd(posts, anchor)), lambda many: crowd(many, 10**6), 500) < 2.5
