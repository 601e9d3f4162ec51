"""CAN014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.canonical._addresses import addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<meta name="robots" content="{}" />\n<link rel="canonical" href="{}" />'


class CanonicalNoindexConflict(
    PostRule[Post], code="CAN014", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The page names another page as the one that counts, and asks to be left out as well.

    A canonical says: these two are one page, show that one. Noindex says: show this page nowhere. Taken together they
    may put out the other page too, since the two are held for one. Search engines do not promise what they make of it.
    """

    remedy = "Decide: for a copy keep the canonical and take noindex off; for a page to be hidden keep noindex alone."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    judges_unindexed = True
    examples = (
        Bad(
            head=_HEAD.format("noindex, follow", "https://saltmarsh.example/ebb/"),
            says="https://saltmarsh.example/ebb/",
            points_at='href="https://saltmarsh.example/ebb/"',
        ),
        Bad(
            head=_HEAD.format("index, follow", "https://saltmarsh.example/ebb/"),
            headers={"X-Robots-Tag": "noindex"},
            says="https://saltmarsh.example/ebb/",
        ),
        Good(head=_HEAD.format("noindex, follow", "https://saltmarsh.example/tide/"), note="It names itself."),
        Good(head=_HEAD.format("index, follow", "https://saltmarsh.example/ebb/")),
    )

    def applies(self, facts: Facts) -> bool:
        """The post is public."""
        return facts.published

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding, at the canonical; addresses are compared, not spellings."""
        if not facts.noindex:
            return ()
        addresses = facts.once(addresses_of)
        canonical, value, link = addresses.canonical, addresses.canonical_value, addresses.link
        if canonical is None or value is None or link is None or canonical.key == link.key:
            return ()
        return (
            Finding(
                f"The page is set to noindex and names {canonical.href} as its canonical.",
                at=value.place,
                value=canonical.key,
                address=canonical.href,
                evidence=(Evidence("robots", ", ".join(sorted(facts.robots))), Evidence("address", link.href)),
            ),
        )
