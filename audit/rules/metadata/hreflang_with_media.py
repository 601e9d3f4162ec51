"""MET040."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import removed
from audit.rules.metadata._hreflang import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class HreflangWithMedia(PostRule[Head], code="MET040", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A link to a language version is bound to a kind of screen.

    Such a link says that the address is the page for phones, say, and search engines do not read it as a language
    version.
    """

    remedy = "Take `media` off the link; if there is a page for phones, give it a link of its own without hreflang."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" media="only screen and (max-width: 640px)" hreflang="de" '
            'href="https://m.saltmarsh.example/de/tide/">',
            says="max-width: 640px",
            points_at="media=",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" media="only screen and (max-width: 640px)" '
            'href="https://m.saltmarsh.example/tide/">'
            '<link rel="alternate" media="all" hreflang="de" href="https://saltmarsh.example/de/tide/">',
            note="A page for phones is no language version, and all screens are no kind.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each such link."""
        for code, href in subject.hreflangs:
            media = (href.node.attr("media") or "").strip() if href.node is not None else ""
            if media and media.lower() != "all":
                yield Finding(
                    f'The link to the {code} version is bound to media="{media}".',
                    at=Place(href.field, href.node, attribute="media"),
                    value=code,
                    fix=removed(href.node, "media") if href.node is not None else None,
                )
