"""CAN017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class UrlUnderscore(PostRule[Post], code="CAN017", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The path of the address has underscores.

    Google takes a hyphen for the end of a word and an underscore for a letter: `tide_table` is one word that nobody
    looks for. Under a link's line, an underscore cannot be seen either.
    """

    remedy = "Write hyphens; WordPress redirects the old address of a post."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:link"})
    examples = (
        Bad(fields={"link": "https://saltmarsh.example/tide_table/"}, says="/tide_table/"),
        Good(fields={"link": "https://saltmarsh.example/tide-table/?tide_table=1"}, note="Only the path counts."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The path of `link`."""
        url = facts.url
        if url is not None and "_" in url.path:
            yield Finding(f"The path {url.path} has underscores.", at=Place("link"), value=url.path)
