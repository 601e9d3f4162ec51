"""CAN017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.canonical._addresses import path_below_home

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
        Good(
            fields={
                "link": "https://saltmarsh.example/salt_log/tide/",
                "_links": {"self": [{"href": "https://saltmarsh.example/salt_log/wp-json/wp/v2/posts/12"}]},
            },
            note="The folder of the whole site is nothing that an editor can change.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The path of `link`, below the site's own folder."""
        url = facts.url
        if url is not None and "_" in url.path and "_" in path_below_home(facts):
            return (Finding(f"The path {url.path} has underscores.", at=Place("link"), value=url.path),)
        return ()
