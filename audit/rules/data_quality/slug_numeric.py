"""DAT013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class SlugNumeric(PostRule[Post], code="DAT013", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The slug is a number.

    WordPress takes the post's number where the title gives no slug, as it does for posts without a title. The address
    then says nothing about the page, to readers or to search engines.
    """

    remedy = "Give it a slug of words (before publishing; afterwards only with a redirect)."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:slug"})
    examples = (
        Bad(fields={"slug": "12"}, says="the post's own number"),
        Bad(fields={"slug": "2026", "title": {"rendered": "The year at the quay"}}, says="is a number"),
        Good(fields={"slug": "tide-2026"}),
        Good(fields={"slug": "1984", "title": {"rendered": "1984"}}, note="So is the title."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Published posts whose title is no number."""
        slug = subject.slug or ""
        if not slug.isdecimal() or not facts.published or facts.title.strip() == slug:
            return
        own = " (the post's own number)" if slug == str(subject.id) else ""
        yield Finding(f'The slug "{slug}" is a number{own}.', at=Place("slug"), value=slug)
