"""SOC025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import is_generated_card, parse_url, unwrap_image
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_UPLOADS = "https://saltmarsh.example/wp-content/uploads"
_OG = f'<title>Tide</title><meta property="og:image" content="{_UPLOADS}/2026/05/tide.jpg" />'


class TwitterImageConflict(
    PostRule[Head], code="SOC025", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """X shows another picture than the other networks.

    It may be meant so. More often an old picture was left in the plugin's field for X when the post got a new one.
    """

    remedy = "Empty the plugin's field for X, so that the image for shares is shown there too."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head=f'{_OG}<meta name="twitter:image" content="{_UPLOADS}/2024/01/gulls.jpg" />',
            says="gulls",
        ),
        Good(head=_OG),
        Good(
            head=f'{_OG}<meta name="twitter:image" content="{_UPLOADS}/2026/05/tide-1024x512.jpg" />',
            note="Another size of the same picture is the same picture.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent if the picture for X is any of the page's pictures for shares."""
        value = subject.meta("twitter:image") or subject.meta("twitter:image:src")
        if value is None or value.blank:
            return ()
        found = first_image(subject, facts)
        card = parse_url(value.decoded, facts.base)
        if found is None or card is None or not card.host or is_generated_card(card):
            return ()
        own = unwrap_image(card)
        for image in subject.og_images:
            url = parse_url(image.url.decoded, facts.base)
            if url is not None and (url.key == card.key or facts.first_party.same_picture(unwrap_image(url), own)):
                return ()
        return (
            Finding(
                f"X shows {card.href}, other networks show {found[1].href}.",
                at=value.place,
                value=card.href,
                address=card.href,
                evidence=(Evidence("image for X", card.href), Evidence("image for shares", found[1].href)),
            ),
        )
