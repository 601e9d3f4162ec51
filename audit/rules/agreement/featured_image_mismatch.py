"""AGR006."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.facts.image_address import image_key, is_blank_image, is_generated_card
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import place_of_primary_image, primary_images
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.url import Url

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"WebPage",
"@id":"https://saltmarsh.example/tide/","primaryImageOfPage":{{"@type":"ImageObject","url":"{}"}}}}</script>"""


class FeaturedImageMismatch(PostRule[Post], code="AGR006", severity=Severity.WARNING, since="0.1.0"):
    """The structured data shows another picture than the featured one.

    Search results and Discover take the page's picture from the structured data. It should be the featured image, which
    readers see above the text; where it is another one, a cache or a stored copy has outlived the change.
    """

    remedy = (
        "Save the post again and empty the cache, so that the structured data is written with the picture of today."
    )
    sources = (
        "https://developer.yoast.com/features/schema/pieces/image",
        "https://developers.google.com/search/docs/appearance/google-images",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/wp-content/uploads/2025/01/ebb.jpg"),
            says="is https://saltmarsh.example/wp-content/uploads/2025/01/ebb.jpg in",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/wp-content/uploads/2026/05/tide-1200x630.jpg"),
            note="A size of the featured image, tide.jpg.",
        ),
        Good(
            head=_HEAD.format("https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?w=1200"),
            note="The featured image, tide.jpg, through an image proxy.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/wp-content/uploads/2025/01/ebb.jpg"),
            fields={"jetpack_featured_media_url": ""},
            note="Which picture is featured is not known.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Silent if any picture that the structured data names as the page's is the featured one, in whichever size."""
        featured = facts.featured_keys
        if not featured:
            return ()
        images = facts.once(primary_images)
        if not images or any(image_key(image) in featured for image in images):
            return ()
        addresses = [parse_url(href) for href, _ in facts.featured_names]
        chosen = [url for url in addresses if url is not None]
        if any(_is_same(image, url, facts) for image in images for url in chosen):
            return ()
        shown, own = images[0], chosen[0]
        place = place_of_primary_image(facts)
        return (
            Finding(
                f"The page's picture is {shown.href} in the structured data; the featured image is {own.href}.",
                at=Place("jetpack_featured_media_url") if subject.jetpack_featured_media_url else None,
                value=image_key(shown),
                address=shown.href,
                evidence=(Evidence("structured data", shown.href), Evidence("featured image", own.href)),
                fix=replace(rewritten(shown.raw.strip(), own.href), at=place) if place is not None else None,
            ),
        )


def _is_same(image: Url, featured: Url, facts: Facts) -> bool:
    """One picture, or one that a plugin draws when it is asked for."""
    return is_generated_card(image) or is_blank_image(image) or facts.first_party.same_picture(image, featured)
