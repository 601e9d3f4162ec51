"""SOC004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import has_real_host
from audit.rules.social._addresses import content, fault_of, in_full, meant_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.finding import Fix

_LONGEST = 120
"""Characters of an address that a message shows; one with the picture in it has thousands."""
_DOUBLED = ("/http://", "/https://", "/http:/", "/https:/")


class OgImageInvalid(PostRule[Head], code="SOC004", severity=Severity.ERROR, since="0.1.0"):
    """The image for shares has no address that a network can ask for.

    Networks resolve nothing and read no picture out of an address. A share of the post shows no picture at all.
    """

    remedy = "Choose the image from the media library, or write its whole address, with https:// and the host."
    sources = ("https://ogp.me/", "https://developers.facebook.com/docs/sharing/webmasters/images/")
    needs = frozenset({"head"})
    examples = (
        Bad(head='<title>Tide</title><meta property="og:image" content="/uploads/tide.jpg" />', says="is relative"),
        Bad(
            head='<title>Tide</title><meta property="og:image" content="//cdn.example/tide.jpg" />',
            says="no scheme",
        ),
        Bad(head='<title>Tide</title><meta property="og:image" content="data:image/png;base64,iVBO" />', says="data:"),
        Bad(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://saltmarsh.example/https://saltmarsh.example/tide.jpg" />',
            says="two addresses",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image" content="http://http://saltmarsh.example/tide.jpg" />',
            says="has its scheme twice",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://saltmarsh.examplehttps://files.saltmarsh.example/tide.jpg" />',
            says="two addresses",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/t.jpg?a=1&copy=2" />'
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="https://saltmarsh.example/cdn-cgi/image/width=1200/https://saltmarsh.example/tide.jpg" />',
            note="A resizer carries the address of the original in its own.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" '
            'content="/web/20220725010824im_/https://saltmarsh.example/tide.jpg" />',
            note="A copy of the page, in which web.archive.org has changed the address.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="" />', note="An empty value is another rule's."
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Every og:image: networks let people choose among them."""
        seen: set[str] = set()
        for image in subject.og_images:
            text = image.url.decoded
            if not text or text.isspace() or text in seen:
                continue
            seen.add(text)
            fault = fault_of(text)
            if fault or _is_doubled(text, facts):
                meant = meant_by(text, facts.base)
                told = fault or "is two addresses in one"
                is_known = fault and meant is not None and has_real_host(meant)
                yield Finding(
                    f"The address of the image for shares {told}: {text.strip()[:_LONGEST]}.",
                    at=image.url.place,
                    value=text[:_LONGEST],
                    address=text,
                    evidence=(Evidence("resolved", meant.href),) if is_known and meant is not None else (),
                    fix=in_full(text, meant) if fault else _second(text),
                )


def _second(text: str) -> Fix | None:
    """The edit that leaves the second of two addresses."""
    address = text.strip()
    second = address[max(address.rfind("https:/"), address.rfind("http:/")) :]
    return content(address, second, "write the second address") if second.startswith(("https://", "http://")) else None


def _is_doubled(text: str, facts: Facts) -> bool:
    """The site's own host, and directly behind it a whole address."""
    if text.rfind(":/") < len("https:/"):
        return False
    url = parse_url(text.strip())
    if url is None or facts.url is None or not url.path.startswith(_DOUBLED):
        return False
    return url.host.removeprefix("www.") == facts.url.host.removeprefix("www.")
