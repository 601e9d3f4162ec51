"""The HTML beside the content: which texts it is, and where they are."""

from __future__ import annotations

from audit.facts.beside import read_beside
from audit.post import Origin, Post


def beside(**record):
    post = Post.read({"id": 7, "link": "https://lake.example/tide/", **record}, Origin("x"))
    return [(name, place.field, place.pointer, html) for name, place, html in read_beside(post)]


def test_texts_with_tags_are_read_with_their_places():
    found = beside(
        title={"rendered": "The <em>tide</em>"},
        excerpt={"rendered": "<p>Low water.</p>", "protected": False},
        acf={"rows": [{"a/b": "<b>7</b>"}, {"a/b": "7"}]},
        meta={"note": "<i>x</i>", "number": 7},
    )

    assert found == [
        ("title", "title.rendered", "", "The <em>tide</em>"),
        ("excerpt", "excerpt.rendered", "", "<p>Low water.</p>"),
        ("custom fields", "acf", "/rows/0/a~1b", "<b>7</b>"),
        ("custom fields", "meta", "/note", "<i>x</i>"),
    ]


def test_what_is_not_there_is_passed_over():
    assert beside(title={"rendered": "Tide & ebb"}, excerpt=None, acf=False, meta=[]) == []


def test_of_deep_nesting_only_the_upper_levels_are_read():
    deep = "<b>x</b>"
    for _ in range(500):
        deep = [deep]

    assert beside(acf=deep) == []


def test_of_very_many_texts_the_first_are_read():
    assert 0 < len(beside(meta={str(number): "<b>x</b>" for number in range(50_000)})) < 1000
