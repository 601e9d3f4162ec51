"""COR010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import HOME, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_ENOUGH_POSTS = 10
_ALL = tuple(
    record(number, f"tide-{number}", html=f'<p><a href="{HOME}tide-{number % 10 + 1}/">The next one</a></p>')
    for number in range(1, 11)
)


class OrphanPost(CorpusRule, code="COR010", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """No other post of the site links to a post.

    Readers find it in lists only, until it has moved to their last pages. Search engines take the missing links for a
    sign that it matters little.
    """

    remedy = "Link to it from posts on the same subject."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    reads_content = True
    examples = (
        Bad(
            posts=(*_ALL, record(20, "ebb", html=f'<p><a href="{HOME}tide-1/">The tide</a></p>')),
            complete=True,
            says="No other post",
        ),
        Good(posts=_ALL, complete=True),
        Good(posts=(*_ALL, record(20, "ebb")), note="Not all posts of the site are known."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness under the post's own address, and one under each address of the site that its text links to."""
        if facts.url is None or not facts.post.origin.complete:
            return
        own = facts.url.key
        if (facts.post.type or "post") == "post":
            yield f"{facts.site}\t{own}", Witness((True,))
        seen = {own}
        for link in facts.links:
            url = link.url
            if url is not None and url.host == facts.url.host and url.key not in seen:
                seen.add(url.key)
                yield f"{facts.site}\t{url.key}", Witness((False,))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Only where all posts of the site are known; menus, lists and widgets are not links from a post."""
        if not totals.complete or totals.posts < _ENOUGH_POSTS or not all(witness.values[0] for witness in witnesses):
            return
        yield CorpusFinding("No other post of the site links to this one.", witness=witnesses[0])
