"""CAN019."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_DOUBLE = re.compile(r"(?<!:)//")


class UrlDoubleSlash(PostRule[Post], code="CAN019", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The path of the address has an empty step.

    `/harbour//tide/` and `/harbour/tide/` are two addresses of one page. The double slash comes from a template that
    joins two parts without looking, or from a category without a slug.
    """

    remedy = "Take the empty step out of the permalink structure, or give the category a slug."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:link"})
    examples = (
        Bad(fields={"link": "https://saltmarsh.example/harbour//tide/"}, says="/harbour//tide/"),
        Good(fields={"link": "https://saltmarsh.example/harbour/tide/"}),
        Good(
            fields={"link": "https://saltmarsh.example/web/2020/https://estuary.example/tide/"},
            note="An archive carries a whole address in its path.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The path of `link`."""
        url = facts.url
        if url is not None and "//" in url.path and _DOUBLE.search(url.path):
            return (Finding(f"The path {url.path} has an empty step.", at=Place("link"), value=url.path),)
        return ()
