"""CAN015."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit._counted import of_all
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_PLAIN = re.compile(
    r"https?://[^/?#]+/(?:[^?#]*/)?(?:index\.php)?\?(?:[^#]*&)?(?:p|page_id|attachment_id)=[0-9]+", re.IGNORECASE
)


class PermalinkPlain(CorpusRule, code="CAN015", severity=Severity.WARNING, since="0.1.0", scope=Scope.SITE):
    """The site's addresses are numbers.

    `/?p=4657` says nothing to a reader who hovers over a link, and nothing to a search engine. WordPress has made a
    slug for each post; the permalink setting just does not use it.
    """

    remedy = (
        "Choose another structure under Settings, Permalinks (such as the post name); WordPress redirects the old "
        "addresses."
    )
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/url-structure",
        "https://wordpress.org/documentation/article/customize-permalinks/",
    )
    examples = (
        Bad(
            fields={
                "link": "https://saltmarsh.example/?p=12",
                "slug": "tide",
                "yoast_head": None,
                "yoast_head_json": None,
            },
            says="/?p=N",
        ),
        Good(fields={"link": "https://saltmarsh.example/tide/", "slug": "tide"}),
        Good(
            fields={"link": "https://saltmarsh.example/?p=12", "slug": "", "status": "draft"},
            note="A draft has no other address yet.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a published post with a slug and an address without it. `guid` is always so: never that."""
        post = facts.post
        if not post.slug:
            return ()
        canonical = facts.head.canonical if facts.head is not None and not post.link else None
        address = canonical.text if canonical is not None else post.link
        if not address or "?" not in address or not _PLAIN.match(address):
            return ()
        url = parse_url(address, facts.base)
        place = canonical.place if canonical is not None else Place("link")
        return ((facts.site, Witness((url.href if url else address,), place)),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        posts = len({witness.order for witness in witnesses})
        those = of_all(posts, totals.posts, "post", "has", "have")
        yield CorpusFinding(
            f"{those} an address of the form /?p=N although a slug is set.",
            address=str(witnesses[0].values[0]),
        )
