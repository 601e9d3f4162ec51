"""SOC001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.image_address import is_blank_image
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.structured_data._values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import OgImage

_REQUIRED = ("og:title", "og:type", "og:image", "og:url")
_PICTURE = "og:image"
_HEAD = """<title>Tide</title><meta property="og:title" content="Tide" /><meta property="og:type" content="article" />
<meta property="og:url" content="https://saltmarsh.example/tide/" />"""


class OgRequiredMissing(PostRule[Head], code="SOC001", severity=Severity.WARNING, since="0.1.0"):
    """A property that every share needs is missing.

    Title, kind, picture and address are what a network makes its card of. Where one is missing it guesses, and a card
    without a picture is passed over.
    """

    remedy = "Set a featured image, or fill in the post's settings for social media."
    sources = ("https://ogp.me/",)
    needs = frozenset({"head"})
    explained_by = {"og-empty-value": SAME_POST}
    examples = (
        Bad(head=_HEAD, says="og:image"),
        Bad(head='<title>Tide</title><meta property="og:title" content="Tide" />', says="og:type, og:image and og:url"),
        Good(head=f'{_HEAD}<meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'),
        Bad(
            head=f'{_HEAD}<meta property="og:image" content="https://s0.wp.com/i/blank.jpg" />',
            says="stands for none",
        ),
        Good(
            head=f'{_HEAD}<meta property="og:image:url" content="https://saltmarsh.example/tide.jpg" />',
            note="`og:image:url` is the same as `og:image`.",
        ),
        Good(
            head=f'{_HEAD}<meta name="og:image" content="https://saltmarsh.example/tide.jpg" />',
            note="`name` is as good as `property`.",
        ),
        Good(
            head=_HEAD,
            fields={"content": {"rendered": "", "protected": True}},
            note="Nobody sees the picture of a post with a password.",
        ),
        Good(
            fields={"yoast_head": None, "yoast_head_json": {"canonical": "https://saltmarsh.example/tide/"}},
            note="The client asked for a part of the head only.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Only a head that is whole can lack something."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for all that is missing."""
        pictured = bool(subject.og_images) and not all(_is_blank(image, facts) for image in subject.og_images)
        missing = [
            name
            for name in _REQUIRED
            if (not (pictured or facts.protected) if name == _PICTURE else name not in subject.by_name)
        ]
        if missing:
            blank = f" ({_BLANK} stands for none)" if subject.og_images and _PICTURE in missing else ""
            return (Finding(f"The head has no {listed(missing)}{blank}.", value=" ".join(missing)),)
        return ()


_BLANK = "s0.wp.com/i/blank.jpg"


def _is_blank(image: OgImage, facts: Facts) -> bool:
    """Whether Jetpack or WordPress.com print a white picture because the post has none."""
    url = parse_url(image.url.text, facts.base) if _BLANK in image.url.text else None
    return url is not None and is_blank_image(url)
