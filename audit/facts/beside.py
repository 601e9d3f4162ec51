"""The HTML of a post that stands beside its content: in the title, the excerpt and the custom fields."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.post import Post

_MOST_LEVELS = 8
"""Of JSON in JSON. Fields for blocks of a page nest five deep."""
_MOST_TEXTS, _LONGEST = 200, 200_000
"""Texts that are looked at, and characters of each. Real posts stay far below."""


class Beside(NamedTuple):
    """One text with markup: what its field is called in messages, where it is, and the HTML."""

    name: str
    place: Place
    html: str


def read_beside(post: Post) -> list[Beside]:
    """The texts with markup beside the content of a post, as many as are looked at."""
    return list(islice(_texts(post), _MOST_TEXTS))


def _texts(post: Post) -> Iterator[Beside]:
    record = post.record
    for name in ("title", "excerpt"):
        field = record.get(name)
        html = field.get("rendered") if isinstance(field, dict) else None
        if isinstance(html, str) and "<" in html:
            yield Beside(name, Place(f"{name}.rendered"), html[:_LONGEST])
    for name in ("acf", "meta"):
        for pointer, html in _marked_up(record.get(name), _MOST_LEVELS):
            yield Beside("custom fields", Place(name, pointer=pointer), html[:_LONGEST])


def _marked_up(value: Any, levels: int) -> Iterator[tuple[str, str]]:
    """The texts with markup in a value of JSON, down to so many levels, each with where in the value it is."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if isinstance(inner, str):
            if "<" in inner:
                yield _step(key), inner
        elif inner and levels > 1:
            for pointer, html in _marked_up(inner, levels - 1):
                yield f"{_step(key)}{pointer}", html


def _step(key: str | int) -> str:
    """One step of a JSON Pointer, as RFC 6901 writes it."""
    return f"/{str(key).replace('~', '~0').replace('/', '~1')}"
