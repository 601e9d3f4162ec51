"""DAT002."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.data_quality._contract import WP_POSTS, ContractRule

if TYPE_CHECKING:
    from audit.facts.contract import Violation


class RestTypeMismatch(ContractRule, code="DAT002", severity=Severity.ERROR, since="0.1.0"):
    """A field of the REST record has another JSON type than documented.

    Apps, static sites and importers trust the schema of the REST API. A number that comes as a string, a list that
    comes as an object or a text that comes without its `rendered` makes a strict reader fail and a lenient one compare
    wrongly: `"4658"` is not `4658`. WordPress itself casts every field, so a plugin, a filter or a tool between has
    changed it.

    An address is never empty: what can be opened has one, drafts too, and what cannot has no `link` at all.

    Dates of drafts may be null; `meta` and `acf` may be `[]`, `{}` or false and `class_list` an object, because PHP
    knows one kind of array. Null in a field that not every post type has, and an image size written as `"1200"`, are
    only a notice.
    """

    remedy = (
        "Find the plugin, filter or export tool that changes this field on its way out, and let it keep the documented "
        "type."
    )
    sources = (WP_POSTS,)
    examples = (
        Bad(
            fields={"featured_media": "4658"},
            says='featured_media is the string "4658"; the REST schema allows an integer',
        ),
        Bad(fields={"link": ""}, says='link is the string ""; the REST schema allows an address'),
        Bad(fields={"sticky": 0}, says="sticky is 0; the REST schema allows true or false"),
        Bad(fields={"content": "<p>The ferry sails at ten.</p>"}, says="the REST schema allows an object"),
        Bad(fields={"yoast_head_json": []}, says="yoast_head_json is an empty list; Yoast SEO documents an object"),
        Bad(fields={"aioseo_head": 5}, says="aioseo_head is 5; All in One SEO documents a string of HTML"),
        Good(fields={"featured_media": 4658, "sticky": False}),
        Good(fields={"aioseo_head": False, "aioseo_head_json": [], "seopress_head": None}, note="No head."),
        Good(fields={"meta": [], "acf": False, "class_list": {"0": "post-12", "2": "hentry"}}, note="PHP's arrays"),
    )

    def right(self, violation: Violation) -> Any:
        """The number that a string writes, or the truth value that a number stands for."""
        value = violation.value
        if violation.expected == "an integer" and type(value) is str and _INTEGER.fullmatch(value):
            return int(value)
        return bool(value) if violation.expected == "true or false" and type(value) is int and value in {0, 1} else None


_INTEGER = re.compile(r"0|[1-9][0-9]{0,14}")
