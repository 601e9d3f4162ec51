"""SOC006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.hosts import Owner
from audit.facts.url import is_private_host
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.social._images import first_image, is_rented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_PAGE = (
    '<html><head><title>Tide</title><link rel="canonical" href="https://saltmarsh.example/tide/">'
    '<link rel="shortcut icon" href="https://files.tide-cdn.example/icon.png">'
    '<meta property="og:image" content="{}"></head><body><article><h1>Tide</h1></article></body></html>'
)
_REMEDY_OF_COPY = (
    "Upload the picture to the live site and choose it as the image for shares; the old name may stand in other posts "
    "and in the SEO plugin's settings too (search and replace)."
)
_FOREIGN = frozenset({Owner.FOREIGN, Owner.PERMITTED, Owner.TRACKER, Owner.AD_BANNER})


class OgImageThirdPartyHost(PostRule[Head], code="SOC006", severity=Severity.WARNING, since="0.1.0"):
    """The image for shares is on somebody else's server.

    Its owner can change or remove it at any time, and every share then shows that. Nobody gave it a size either, so
    that networks may leave it out of the first share.
    """

    remedy = "Set a featured image, or choose an image for social networks from your own library."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/faq",)
    needs = frozenset({"head"})
    explained_by = {"og-image-primary-image-mismatch": SAME_POST}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://www.agency.example/press/tide.jpg" />',
            fields={"yoast_head_json": None},
            says="www.agency.example",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image" content="http://localhost:8888/uploads/tide.jpg" />',
            fields={"yoast_head_json": None},
            says="on localhost, a machine that readers cannot reach",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?fit=1200" />',
            fields={"yoast_head_json": None},
            note="An image proxy that fetches the site's own picture is no third party.",
        ),
        Good(
            page=_PAGE.format("https://pictures.tide-cdn.example/48/tide.jpg"),
            note="The page has its icon from there: the site's own delivery network.",
        ),
        Good(
            page=_PAGE.format("https://pictures.tide-cdn.example/48/tide.jpg").replace("<link rel", "<br><link rel", 1),
            note="So is that of an icon that something has pushed out of the head.",
        ),
        Good(
            page=_PAGE.format("https://saltmarsh.resizer.example/48/tide.jpg"),
            note="A service that is rented in the site's name.",
        ),
        Bad(page=_PAGE.format("https://www.agency.example/press/tide.jpg"), says="www.agency.example"),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Looks at the first image only: it is the one that is shown."""
        found = first_image(subject, facts)
        if found is None or not facts.own_domain:
            return ()
        image, url = found
        if facts.first_party.verdict(url) in _FOREIGN and not is_rented(url, facts):
            private = is_private_host(url.host)
            where = "a machine that readers cannot reach" if private else "not on this site"
            return (
                Finding(
                    f"The image for shares is on {url.host}, {where}.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                    remedy=_REMEDY_OF_COPY if private else None,
                ),
            )
        return ()
