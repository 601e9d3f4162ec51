"""CAN016."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.canonical._addresses import path_below_home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


class UrlUppercase(PostRule[Post], code="CAN016", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The path of the address has capital letters.

    In a path, capital and small letters are different: whoever types the address in small letters, as people do, may
    find nothing, and one page may be reached, linked and counted under two addresses.
    """

    remedy = "Write slugs and folders in small letters; WordPress redirects the old address of a post."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:link"})
    examples = (
        Bad(
            fields={"link": "https://saltmarsh.example/Tide/"},
            says="/Tide/",
            points_at="https://saltmarsh.example/Tide/",
        ),
        Good(fields={"link": "https://SALTMARSH.example/tide%2F2/"}, note="Neither a host nor an escape counts."),
        Good(
            fields={
                "link": "https://saltmarsh.example/Log/tide/",
                "_links": {"self": [{"href": "https://saltmarsh.example/Log/wp-json/wp/v2/posts/12"}]},
            },
            note="The folder of the whole site is nothing that an editor can change.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The path of `link` below the site's own folder, escapes left out."""
        url = facts.url
        if url is None or url.path.islower() or url.path == url.path.lower():
            return ()
        bare = _ESCAPE.sub("", path_below_home(facts))
        if bare != bare.lower():
            return (Finding(f"The path {url.path} has capital letters.", at=Place("link"), value=url.path),)
        return ()
