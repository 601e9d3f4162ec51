"""SOC005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.social._addresses import content
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Fix


class OgImageHttp(PostRule[Head], code="SOC005", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The image for shares has an http address, though the site is https.

    Networks show pictures on pages of their own that are https, and leave out what is not. As a rule only the setting
    of the site's address was forgotten when the site moved to https.
    """

    remedy = "Save the post again, so that the plugin takes the address anew, or write https:// in it."
    sources = ("https://developers.facebook.com/docs/sharing/webmasters/images/",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="http://saltmarsh.example/tide.jpg" />',
            says="http://saltmarsh.example/tide.jpg",
        ),
        Good(head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'),
        Good(
            head='<title>Tide</title><meta property="og:image" content="http://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image:secure_url" content="https://saltmarsh.example/tide.jpg" />',
            note="Networks take the safe address where there is one.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="http://saltmarsh.example/tide.jpg" />',
            fields={"link": "http://saltmarsh.example/tide/"},
            note="The site itself is http.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Looks at the first image only: it is the one that is shown."""
        found = first_image(subject, facts)
        if found is None or found[1].scheme != "http" or facts.url is None or facts.url.scheme != "https":
            return ()
        image, url = found
        if image.secure_url is None:
            return (
                Finding(
                    f"The image for shares has an http address: {url.href}.",
                    at=image.url.place,
                    value=url.href,
                    address=url.href,
                    fix=_with_https(image.url.decoded.strip()) if url.host == facts.url.host else None,
                ),
            )
        return ()


def _with_https(address: str) -> Fix | None:
    return content(address, f"https{address[4:]}", "write https") if address.startswith("http:") else None
