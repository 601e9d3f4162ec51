"""AGR009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._dates import contradiction, statements
from audit.rules.agreement._page import instants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<meta property="article:modified_time" content="{}" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","dateModified":"{}"}}</script>"""
_CHANGED = {"modified_gmt": "2026-05-20T12:00:00"}


class DateModifiedMismatch(PostRule[Post], code="AGR009", severity=Severity.WARNING, since="0.1.0"):
    """The page gives two dates of its last change.

    WordPress, the tag for shares and the structured data each say when the post was changed. Search engines want one
    date in all places, and trust none where they differ. As a rule a filter takes one of them from a field of its own.
    """

    remedy = "Save the post again; if the difference stays, remove the filter or the setting that rewrites the date."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"head", "jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("2026-05-20T12:00:00+00:00", "2026-05-05T08:00:00+00:00"),
            fields=_CHANGED,
            says="2026-05-05T08:00:00+00:00 in Article.dateModified",
        ),
        Good(head=_HEAD.format("2026-05-20T12:00:00+00:00", "2026-05-20T14:00:00+02:00"), fields=_CHANGED),
        Good(head=_HEAD.format("2026-05-20T12:00:00+00:00", "2026-05-20"), fields=_CHANGED),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A rendered page that agrees with itself and is older than the record comes from a cache: silence."""
        gmt = subject.modified_gmt
        found = statements(facts, "modified_gmt", gmt, "article:modified_time", "dateModified")
        finding = contradiction(found, "date of the last change")
        if finding is None:
            return ()
        markup = facts.head_markup
        if markup is not None and markup.container.tag == "html" and found[0].who == "modified_gmt":
            page = found[1:]
            shown, changed = instants(page[0].text), instants(found[0].text, utc=True)
            if contradiction(page, "") is None and shown is not None and changed is not None:
                return () if shown.first <= changed.first else (finding,)
        return (finding,)
