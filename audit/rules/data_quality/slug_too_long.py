"""DAT017."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class SlugTooLong(PostRule[Post], code="DAT017", severity=Severity.NOTICE, since="0.1.0"):
    """The slug is very long.

    WordPress made it from the whole title. Long addresses are cut off in results and mails, and nobody can read them
    aloud.
    """

    remedy = "Shorten the slug to the words that matter (before publishing; afterwards only with a redirect)."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:slug"})
    examples = (
        Bad(
            fields={
                "slug": "the-harbour-office-publishes-the-long-awaited-timetable-of-the-summer-ferries-to-the-islands"
            },
            says="characters",
        ),
        Good(fields={"slug": "summer-ferries"}),
    )

    characters: int = 75
    """Longest slug, in characters after percent-decoding."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Counts what a reader sees: percent-encoded letters count once."""
        slug = unquote(subject.slug or "")
        if len(slug) <= self.characters:
            return ()
        return (Finding(f"The slug has {len(slug)} characters; {self.characters} are plenty.", at=Place("slug")),)
