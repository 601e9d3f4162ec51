"""DAT010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url, registrable_domain
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_API_HOSTS = frozenset({"public-api.wordpress.com"})
"""Hosts that answer for many sites."""


class RestLinkHostMismatch(PostRule[Post], code="DAT010", severity=Severity.ERROR, since="0.1.0"):
    """The post's address is on another domain than the site that hands it over.

    After a move something still writes the old domain into `link`. Feeds, apps and share buttons then send readers to
    the site that was left, or to whoever owns its domain now.
    """

    remedy = "Correct the site's address in the settings, or the plugin or constant that still holds the old one."
    sources = (WP_POSTS,)
    needs = frozenset({"field:link", "field:_links"})
    examples = (
        Bad(
            head="<title>Tide</title>",
            fields={
                "link": "https://mudflat.example/tide/",
                "_links": {"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/12"}]},
            },
            says="mudflat.example, but the REST API that gave the post is on saltmarsh.example",
            points_at="https://mudflat.example/tide/",
        ),
        Good(
            head='<link rel="canonical" href="https://mudflat.example/tide/">',
            fields={
                "link": "https://mudflat.example/tide/",
                "_links": {"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/12"}]},
            },
            note="Readers see another site than editors, and the canonical says so too.",
        ),
        Good(
            fields={
                "link": "https://www.saltmarsh.example/tide/",
                "_links": {"self": [{"href": "https://cms.saltmarsh.example/wp-json/wp/v2/posts/12"}]},
            },
            note="One domain.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Compares the host of `link` with that of `_links.self`."""
        url = facts.url
        if url is None or not url.host or f"//{url.host}/" in facts.home:
            return ()
        home = parse_url(facts.home)
        if home is None or not home.host or home.host == url.host or home.host in _API_HOSTS:
            return ()
        if url.registrable == registrable_domain(home.host) or _canonical_host(facts) == url.host:
            return ()
        finding = Finding(
            f"The post's address is on {url.host}, but the REST API that gave the post is on {home.host}.",
            at=Place("link"),
            value=f"{url.host} {home.host}",
            address=url.href,
            target=url.host,
            evidence=(Evidence("_links.self", subject.api_url or ""),),
        )
        return (finding,)


def _canonical_host(facts: Facts) -> str:
    canonical = facts.head.canonical if facts.head is not None else None
    url = parse_url(canonical.decoded, facts.base) if canonical is not None else None
    return url.host if url is not None else ""
