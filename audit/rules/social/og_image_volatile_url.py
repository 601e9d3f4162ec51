"""SOC007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.image_address import is_expiring, is_volatile_query
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, SAME_TARGET, Bad, Good, PostRule
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OgImageVolatileUrl(PostRule[Head], code="SOC007", severity=Severity.NOTICE, since="0.1.0"):
    """The address of the image for shares carries a token.

    Tokens and signatures in an address belong to the server that made them. When it renews them the address stops
    working, and networks that ask again get nothing.
    """

    remedy = "Use an image from your own library, whose address stays."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/faq",)
    needs = frozenset({"head"})
    explained_by = {"og-image-primary-image-mismatch": SAME_POST, "img-url-expiring": SAME_TARGET}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://www.agency.example/styles/social/tide.jpg?h=19ee&itok=z-mZ87" />',
            fields={"yoast_head_json": None},
            says="itok",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?ver=3" />',
            fields={"yoast_head_json": None},
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent for tokens of the site's own image servers, unless they are signed to expire."""
        found = first_image(subject, facts)
        if found is None:
            return ()
        image, url = found
        if is_volatile_query(url) and (is_expiring(url) or not facts.first_party.owns(url)):
            return (
                Finding(
                    f"The address of the image for shares carries a token of {url.host} ({url.query[:60]}).",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                    target=url.host,
                ),
            )
        return ()
