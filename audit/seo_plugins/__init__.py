"""How SEO plugins hand over the head of a page in a REST record, and how they sign the head of a page: a module each.

A plugin's module has `NAME`; `SIGN`, a pattern for its comments, its generator tag and the classes of its scripts, if
it signs; and `FIELDS`, where it hands something over, with `heads(record) -> Heads | None`. To add one, write the
module and name it in `PLUGINS`. What WordPress and a theme print without any plugin needs no module: it is read out of
the page.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from audit.facts.head import Head
    from audit.facts.html import Markup

PLUGINS = ("yoast", "aioseo", "rank_math", "seopress", "seo_framework", "head_tags", "kept_head")
"""Modules of this package, in the order in which they are asked."""


class Heads(NamedTuple):
    """The heads that a record carries.

    Attributes:
        field: field that holds the HTML, or None.
        html: the HTML, or None.
        json: the head that the plugin gives as JSON, or None.
        schema: the JSON-LD that stands in that JSON, or None.
        schema_at: JSON pointer to it, from the field of the JSON.
        is_whole: the JSON says all that the plugin prints, so that what is absent there is absent on the page.
        repeats: it lists what stands on the page, whoever prints it, and so repeats what an SEO plugin hands over.
    """

    field: str | None
    html: str | None
    json: Head | None
    schema: Any = None
    schema_at: str = "/schema"
    is_whole: bool = True
    repeats: bool = False


def is_uncut(payload: Any, always: AbstractSet[str], some: AbstractSet[str]) -> bool:
    """Whether the JSON of a plugin is as the plugin made it, and no client has cut keys out with `_fields`.

    Args:
        payload: the JSON; it may be anything.
        always: keys that are there of every page, if need be with an empty value.
        some: keys of which there is at least one.
    """
    return type(payload) is dict and payload.keys() >= always and not some.isdisjoint(payload)


class Plugin(NamedTuple):
    """A plugin.

    Attributes:
        name: for people.
        sign: how it signs, or None.
        fields: the fields of a record in which it hands something over.
        heads: reads its heads out of a record that has one of these, or None.
    """

    name: str
    sign: re.Pattern[str] | None
    fields: frozenset[str]
    heads: Callable[[Mapping[str, Any]], Heads | None] | None


def heads_of(record: Mapping[str, Any]) -> list[Heads]:
    """The heads of each plugin that has something to say, at least one: nothing but None where none has."""
    return [heads for _, heads in _handed_over(record)] or [_NONE]


def plugins_that_hand_over(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every SEO plugin that hands over a head in a record, and says something in it: its name, and the field."""
    return [
        (name, heads.field or (heads.json.field if heads.json is not None else ""))
        for name, heads in _handed_over(record)
        if not heads.repeats and (heads.html or heads.json)
    ]


def plugins_that_sign(markup: Markup) -> dict[str, str]:
    """The plugins that have signed a head, or a page, each with its first signature."""
    found: dict[str, str] = {}
    for signature in _signatures(markup):
        for plugin in _plugins():
            if plugin.sign is not None and plugin.name not in found and plugin.sign.search(signature) is not None:
                found[plugin.name] = signature
    return found


def _signatures(markup: Markup) -> Iterator[str]:
    for text, _, _ in markup.comments:
        yield text.strip()
    for node in markup.elements("meta"):
        if (node.attr("name") or "").strip().lower() == "generator":
            yield node.attr("content") or ""
    for node in markup.elements("script"):
        yield from (node.attr("class") or "").split()


def _handed_over(record: Mapping[str, Any]) -> list[tuple[str, Heads]]:
    found: list[tuple[str, Heads]] = []
    given = record.keys()
    for plugin in _plugins():
        if plugin.heads is None or given.isdisjoint(plugin.fields):
            continue
        if (heads := plugin.heads(record)) is not None:
            found.append((plugin.name, heads))
    return [entry for entry in found if not entry[1].repeats] or found[:1]


_NONE = Heads(None, None, None)


@cache
def _plugins() -> tuple[Plugin, ...]:
    # Imported on first use: the facts import this package, and the plugins' modules import the facts.
    modules = [import_module(f"{__name__}.{name}") for name in PLUGINS]
    return tuple(
        Plugin(
            module.NAME,
            getattr(module, "SIGN", None),
            frozenset(getattr(module, "FIELDS", ())),
            getattr(module, "heads", None),
        )
        for module in modules
    )
