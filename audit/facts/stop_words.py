"""The words that every text of a language has, whatever it is about: articles, prepositions, pronouns.

The lists are data (`stop_words.json`, made by `tools/make_stop_words.py`), read when a rule first counts keywords.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDESPREAD = ("de", "en", "es", "fr", "it", "nl", "pt", "ru")
"""Languages of most WordPress sites: https://w3techs.com/technologies/segmentation/cm-wordpress/content_language"""
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}


@cache
def _lists() -> Mapping[str, str]:
    lists: Mapping[str, str] = orjson.loads((files(__package__ or "") / "stop_words.json").read_bytes())
    return lists


@lru_cache(maxsize=256)
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language and of English, which stands in titles everywhere, in lower case.

    Args:
        language: primary subtag (`de`). Of a language that is not known, or has no list, those of the largest ones.
    """
    lists = _lists()
    own = _SAME.get(language, language)
    chosen = (own, "en") if own in lists else _WIDESPREAD
    return frozenset(word for name in chosen for word in lists[name].split())
