"""A head that a front end keeps beside a post, whichever plugin it is from.

`head` is what Rank Math's route answers, taken as it is; `seo.fullHead` what WPGraphQL gives for Yoast SEO and Rank
Math. Names so general stand for other things as well, such as scripts that an editor adds: what is a head has a title,
and names an address or what shares show.

Source: https://rankmath.com/kb/headless-cms-support/, https://github.com/ashhitch/wp-graphql-yoast-seo
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.seo_plugins import Heads

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "a front end"
FIELDS = ("head", "seo")
_FULL_HEAD = "fullHead"
_TITLE = re.compile(r"<title\b", re.IGNORECASE)
_MORE = re.compile(
    r"""<(?:link\b[^<>]{0,300}?\brel\s*=\s*["']?canonical\b|meta\b[^<>]{0,300}?["'=]og:)""", re.IGNORECASE
)


def heads(record: Mapping[str, Any]) -> Heads | None:
    """The head that a record holds; None without one."""
    head, seo = record.get("head"), record.get("seo")
    if _is_head(head):
        return Heads("head", head, None, repeats=True)
    if type(seo) is dict and _is_head(seo.get(_FULL_HEAD)):
        return Heads(f"seo.{_FULL_HEAD}", seo[_FULL_HEAD], None, repeats=True)
    return None


def _is_head(value: Any) -> bool:
    return type(value) is str and _TITLE.search(value) is not None and _MORE.search(value) is not None
