"""CAN006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Fix, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.canonical._addresses import addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalHttp(PostRule[Post], code="CAN006", severity=Severity.WARNING, since="0.1.0"):
    """The page is on https, its canonical on http.

    Search engines are told to show the address without encryption, which only leads back to this one. Yoast keeps such
    addresses from the time before the site moved to https, or from a command-line run that did not know of it.
    """

    remedy = (
        "Reset Yoast's indexables (or save the post again), so that addresses are taken from the settings of today."
    )
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(head=_HEAD.format("http://saltmarsh.example/tide/"), says="http", points_at='href="http://'),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
        Good(
            head=_HEAD.format("http://saltmarsh.example/tide/"),
            fields={"link": "http://saltmarsh.example/tide/", "_links": None},
            note="The site has no https.",
        ),
        Good(
            head=_HEAD.format("http://estuary.example/tide/"),
            note="Whether another site has https is not known here.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only a canonical on the site itself is compared."""
        addresses = facts.once(addresses_of)
        canonical, value = addresses.canonical, addresses.canonical_value
        if canonical is None or value is None or canonical.scheme != "http":
            return ()
        if facts.url is not None and facts.url.scheme == "https":
            own, where = facts.url.href, "address"
        elif facts.home.startswith("https:"):
            own, where = facts.home, "home"
        else:
            return ()
        if canonical.registrable != facts.own_domain:
            return ()
        text = value.text.strip()
        return (
            Finding(
                f"The canonical is on http, the page's {where} on https.",
                at=value.place,
                value=canonical.key,
                evidence=(Evidence("canonical", text), Evidence(where, own)),
                fix=_with_https(text),
            ),
        )


def _with_https(text: str) -> Fix | None:
    if not text.startswith("http:"):
        return None
    return Fix(
        safe=False,
        summary="write https",
        element="link",
        attribute="href",
        before=text,
        after=f"https{text[4:]}",
    )
