"""AGR005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.hosts import Owner
from audit.facts.url import image_key, unwrap_image
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.agreement._page import primary_images
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import OgImage
    from audit.facts.url import Url

_GRAPH = """<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebPage","@id":"https://saltmarsh.example/tide/","url":"https://saltmarsh.example/tide/",
"primaryImageOfPage":{{"@id":"#primaryimage"}}}},
{{"@type":"ImageObject","@id":"#primaryimage","url":"https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg"}}
]}}</script><title>Tide</title><meta property="og:image" content="{}" />"""


class OgImagePrimaryImageMismatch(PostRule[Head], code="AGR005", severity=Severity.ERROR, since="0.1.0"):
    """The image for shares and the page's primary image are two different pictures.

    Shares show one picture, search shows another. Where the one for shares is on a foreign server, Yoast has kept the
    first picture of the text from a time when the post had no featured image. Where the primary one is, search engines
    are told to show a file that another site can change or take away, although the post has a picture of its own.
    """

    remedy = (
        "Open the post and save it again, or run Yoast's SEO data optimization; the featured image then becomes the "
        "image for shares."
    )
    sources = (
        "https://github.com/Yoast/wordpress-seo/issues/17721",
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://ogp.me/",
    )
    needs = frozenset({"head"})
    explained_by = {"og-image-invalid": SAME_POST}
    examples = (
        Bad(
            head=_GRAPH.format("https://www.agency.example/press/tide.jpg"),
            fields={"yoast_head_json": None},
            says="www.agency.example",
        ),
        Bad(
            head=_GRAPH.format("https://saltmarsh.example/wp-content/uploads/2026/05/ebb.jpg").replace(
                '"url":"https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg"',
                '"url":"https://www.agency.example/press/tide.jpg"',
            ),
            fields={"yoast_head_json": None},
            says="the page's primary image on www.agency.example",
        ),
        Good(
            head=_GRAPH.format("https://saltmarsh.example/wp-content/uploads/2026/05/tide-1200x630.jpg"),
            fields={"yoast_head_json": None},
            note="A size of the same picture is the same picture.",
        ),
        Good(
            head=_GRAPH.format("https://saltmarsh.example/wp-content/uploads/2026/05/tide-wide.jpg").replace(
                '{"@id":"#primaryimage"}',
                '["https://saltmarsh.example/wp-content/uploads/2026/05/tide-square.jpg",'
                '"https://saltmarsh.example/wp-content/uploads/2026/05/tide-wide.jpg"]',
            ),
            fields={"yoast_head_json": None},
            note="One of several shapes of the picture.",
        ),
        Good(
            head=_GRAPH.format("https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?w=1200"),
            fields={"yoast_head_json": None},
            note="So is a copy that an image proxy made.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """An error if one of the two is the site's and the other foreign, a notice if both are the site's."""
        found = first_image(subject, facts)
        images = facts.once(primary_images) if found is not None else []
        if found is None or not images or any(found[1].key == image.key for image in images):
            return ()
        finding = _finding(*found, images, facts)
        return (finding,) if finding is not None else ()


def _finding(image: OgImage, url: Url, images: Sequence[Url], facts: Facts) -> Finding | None:
    shared, primary = unwrap_image(url), images[0]
    own = unwrap_image(primary)
    if image_key(shared) in facts.featured_keys:
        return None
    if any(facts.first_party.same_picture(shared, unwrap_image(one)) for one in images):
        return None
    owners = (facts.first_party.verdict(shared), facts.first_party.verdict(own))
    message = f"The image for shares is on {shared.host}, the page's primary image on {own.host}."
    wrong, severity, remedy, fix = url, None, None, None
    if owners == (Owner.OWN, Owner.FOREIGN):
        wrong, remedy = primary, _OF_PRIMARY_IMAGE
    elif owners == (Owner.OWN, Owner.OWN):
        message = f"The image for shares is {shared.href}, the page's primary image {own.href}."
        severity, remedy = Severity.NOTICE, _OF_TWO_OWN
    elif owners not in {(Owner.FOREIGN, Owner.OWN), (Owner.PERMITTED, Owner.OWN)}:
        return None
    else:
        fix = of_head(image.url, primary.href, "write the address of the primary image")
    return Finding(
        message,
        at=image.url.place,
        value=wrong.href,
        address=wrong.href,
        evidence=(Evidence("image for shares", url.href), Evidence("primary image", primary.href)),
        severity=severity,
        remedy=remedy,
        fix=fix,
    )


_OF_PRIMARY_IMAGE = (
    "Set an own picture as the post's featured image and save the post again; the structured data then takes it."
)
_OF_TWO_OWN = "If the share image was chosen on purpose, leave it; else remove it from the social settings."
