"""AGR015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._page import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<meta property="og:site_name" content="{}" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"WebSite",
"@id":"https://saltmarsh.example/#website","name":"Saltmarsh","alternateName":["Salt &amp; Marsh"]}}</script>"""


class SiteNameMismatch(PostRule[Post], code="AGR015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The site has two names.

    Search engines show the name that the structured data gives to the site, shares the one of `og:site_name`. They are
    set in two places, and one was forgotten when the site was renamed.
    """

    remedy = "Give both one name; a second name goes into the SEO plugin's field for an alternate name."
    sources = ("https://developers.google.com/search/docs/appearance/site-names",)
    needs = frozenset({"type:WebSite"})
    examples = (
        Bad(head=_HEAD.format("Estuary News"), says="Estuary News", points_at='content="Estuary News"'),
        Good(head=_HEAD.format("Saltmarsh")),
        Good(head=_HEAD.format("Salt &amp; Marsh"), note="The alternate name."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """All names and alternate names of the site's nodes in the head."""
        value = facts.head.meta("og:site_name") if facts.head is not None else None
        if value is None or value.blank:
            return ()
        names = [
            name
            for node in facts.graph.of_type("WebSite")
            for key in ("name", "alternateName")
            for name in node.values(key)
            if isinstance(name, str)
        ]
        if not names or value.text in names:
            return ()
        shown = decoded(value.decoded)
        if fold_loosely(shown) not in {fold_loosely(decoded(name)) for name in names}:
            return (
                Finding(
                    f'The site is called "{shown}" by og:site_name, "{decoded(names[0])}" by the structured data.',
                    at=value.place,
                    value=shown,
                    evidence=(Evidence("og:site_name", shown), Evidence("WebSite.name", decoded(names[0]))),
                ),
            )
        return ()
