"""CAN018."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class UrlTooLong(PostRule[Post], code="CAN018", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The address is longer than anybody reads.

    Long addresses are cut in search results, break in mails and cannot be told on the telephone. Letters count as they
    are read: a Greek letter is one, though its escapes are six.
    """

    remedy = "Shorten the slug to the words that matter; WordPress redirects the old address of a post."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/url-structure",
        "https://www.screamingfrog.co.uk/seo-spider/issues/",
    )
    needs = frozenset({"field:link"})
    examples = (
        Bad(fields={"link": f"https://saltmarsh.example/{'long-' * 20}tide/"}, says="characters long"),
        Good(fields={"link": "https://saltmarsh.example/tide/"}),
        Good(fields={"link": f"https://saltmarsh.example/{'%CF%80' * 40}/"}, note="Forty Greek letters."),
    )

    characters: int = 115
    """Longest address that nobody complains about."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """`link`, as people read it."""
        link = (subject.link or "").strip()
        if len(link) <= self.characters:
            return ()
        length = len(unquote(link))
        if length > self.characters:
            return (
                Finding(
                    f"The address is {length} characters long.",
                    at=Place("link"),
                    value=link,
                    evidence=(Evidence("length", f"{length} of {self.characters} characters"),),
                ),
            )
        return ()
