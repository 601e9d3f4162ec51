"""CAN008."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.canonical._addresses import addresses_of, is_copy_of, is_credited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalCrossDomain(PostRule[Post], code="CAN008", severity=Severity.WARNING, since="0.1.0"):
    """The canonical is on another site.

    The page gives its place in search results to a page of somebody else. That is right for a text that was taken over
    from there, by agreement; else it is what a move left behind: the address of the old domain, of the test site, or of
    the site that a template was copied from.
    """

    remedy = (
        "Empty the field for the canonical in the SEO plugin, or save the post again if the site has moved. If the "
        "text was taken over, name its publisher under `allowed`."
    )
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/canonicalization-troubleshooting",
        "https://publicsuffix.org/",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            head=_HEAD.format("https://estuary-news.example/tide/"),
            says="estuary-news.example",
            points_at='href="https://estuary-news',
        ),
        Bad(
            head=_HEAD.format("https://saltmarsh.kinsta.cloud/tide/"),
            says="saltmarsh.kinsta.cloud",
        ),
        Bad(
            '<p>First published by <a href="https://estuary-news.example/tide/">Estuary News</a>.</p>',
            head=_HEAD.format("https://estuary-news.example/tide/"),
            says="(the text links to it)",
        ),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
        Good(head=_HEAD.format("https://www.saltmarsh.example/tide/"), note="Another host of the same domain."),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            fields={"link": "http://localhost:8080/tide/"},
            note="A copy on one's own computer.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/"),
            fields={"link": "https://saltmarsh.kinsta.cloud/tide/"},
            note="A copy on a server for tests.",
        ),
    )

    allowed: tuple[str, ...] = ()
    """Domains whose texts are taken over by agreement: their canonicals are meant."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A notice where the text links to the canonical, as one that was taken over does.

        Domains are compared as registered; on hosts that many share (`blog.github.io`) each is its own.
        """
        addresses = facts.once(addresses_of)
        canonical, value, link = addresses.canonical, addresses.canonical_value, addresses.link
        if canonical is None or value is None or link is None or canonical.host == link.host:
            return ()
        domain = canonical.registrable
        if domain == link.registrable or domain in self.allowed or canonical.host in self.allowed:
            return ()
        is_named = facts.settings.names_host(canonical.host) or facts.settings.names_host(domain)
        if is_named or is_copy_of(link, canonical):
            return ()
        credited = is_credited(facts)
        credit = " (the text links to it)" if credited else ""
        return (
            Finding(
                f"The canonical is on {canonical.host}{credit}, the page on {link.host}.",
                at=value.place,
                severity=Severity.NOTICE if credited else None,
                value=canonical.key,
                address=canonical.href,
                evidence=(Evidence("canonical", canonical.href), Evidence("address", link.href)),
                fix=of_head(value, link.href, "write the post's own address")
                if not credited and (canonical.path, canonical.query) == (link.path, link.query) and link.path != "/"
                else None,
            ),
        )
