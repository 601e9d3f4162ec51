"""The HTML of a post that stands beside its content: in the title, the excerpt and the custom fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.post import Post

_MOST_LEVELS = 8
"""Of JSON in JSON. Fields for blocks of a page nest five deep."""


class Beside(NamedTuple):
    """One text with markup: what its field is called in messages, where it is, and the HTML."""

    name: str
    place: Place
    html: str


def read_beside(post: Post) -> Iterator[Beside]:
    """The texts with markup beside the content of a post."""
    for name, rendered in (("title", post.title), ("excerpt", post.excerpt)):
        html = rendered.rendered if rendered is not None else None
        if html and "<" in html:
            yield Beside(name, Place(f"{name}.rendered"), html)
    for name in ("acf", "meta"):
        for pointer, html in _marked_up(post.record.get(name), "", _MOST_LEVELS):
            yield Beside("custom fields", Place(name, pointer=pointer), html)


def _marked_up(value: Any, pointer: str, levels: int) -> Iterator[tuple[str, str]]:
    """The texts with markup in a value of JSON, down to so many levels, each with where in the value it is."""
    if isinstance(value, str):
        if "<" in value:
            yield pointer, value
    elif levels and isinstance(value, dict):
        for key, inner in value.items():
            yield from _marked_up(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", levels - 1)
    elif levels and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _marked_up(inner, f"{pointer}/{index}", levels - 1)
