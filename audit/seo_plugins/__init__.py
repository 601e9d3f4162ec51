"""How SEO plugins hand over the head of a page in a REST record: one module a plugin.

A plugin's module has `heads(record) -> Heads | None`. To add one, write the module and name it in `PLUGINS`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.facts.head import Head

PLUGINS = ("yoast", "aioseo")
"""Modules of this package, in the order in which they are asked."""


class Heads(NamedTuple):
    """The heads that a record carries.

    Attributes:
        field: field that holds the HTML, or None.
        html: the HTML, or None.
        json: the head that the plugin gives as JSON, or None.
        schema: the JSON-LD that stands in that JSON under `schema`, or None.
    """

    field: str | None
    html: str | None
    json: Head | None
    schema: Any = None


def heads_of(record: Mapping[str, Any]) -> Heads:
    """The heads of the first plugin that has something to say; nothing but None where none has."""
    for heads in _readers():
        found = heads(record)
        if found is not None:
            return found
    return _NONE


_NONE = Heads(None, None, None)


@cache
def _readers() -> tuple[Callable[[Mapping[str, Any]], Heads | None], ...]:
    # Imported on first use: the facts import this package, and the plugins' modules import the facts.
    return tuple(import_module(f"{__name__}.{plugin}").heads for plugin in PLUGINS)
