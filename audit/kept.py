"""Answers about texts that come again and again, kept for the next who asks."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

LONGEST = 2048
"""Characters of what may come again. Longer addresses are nearly all `data:`; some thousands would fill the memory."""


def kept(most: int, longest: int = LONGEST) -> Callable[[Function], Function]:
    """`functools.lru_cache` for a function of a text; about a long text, each answer is worked out anew.

    The text is the first argument; all are given by position.

    Args:
        most: how many answers are kept.
        longest: characters of the longest text of which one is.
    """

    def decorate(compute: Function) -> Function:
        known = lru_cache(maxsize=most)(compute)

        @wraps(compute)
        def ask(text: str, *rest: Any) -> Any:
            return known(text, *rest) if len(text) <= longest else compute(text, *rest)

        return cast("Function", ask)

    return decorate
