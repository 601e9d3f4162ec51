"""AGR005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.hosts import Owner
from audit.facts.url import Url, image_key, parse_url, unwrap_image
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import OgImage

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
            head=_GRAPH.format("https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?w=1200"),
            fields={"yoast_head_json": None},
            note="So is a copy that an image proxy made.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """An error if one of the two is the site's and the other foreign, a notice if both are the site's."""
        found, primary = first_image(subject, facts), _primary_image(facts)
        if found is None or primary is None or found[1].key == primary.key:
            return ()
        finding = _finding(*found, primary, facts)
        return (finding,) if finding is not None else ()


def _finding(image: OgImage, url: Url, primary: Url, facts: Facts) -> Finding | None:
    shared, own = unwrap_image(url), unwrap_image(primary)
    if facts.first_party.same_picture(shared, own) or image_key(shared) in facts.featured_keys:
        return None
    owners = (facts.first_party.verdict(shared), facts.first_party.verdict(own))
    message = f"The image for shares is on {shared.host}, the page's primary image on {own.host}."
    wrong, severity, remedy = url, None, None
    if owners == (Owner.OWN, Owner.FOREIGN):
        wrong, remedy = primary, _OF_PRIMARY_IMAGE
    elif owners == (Owner.OWN, Owner.OWN):
        message = f"The image for shares is {shared.href}, the page's primary image {own.href}."
        severity, remedy = Severity.NOTICE, _OF_TWO_OWN
    elif owners not in {(Owner.FOREIGN, Owner.OWN), (Owner.PERMITTED, Owner.OWN)}:
        return None
    return Finding(
        message,
        at=image.url.place,
        value=wrong.href,
        address=wrong.href,
        evidence=(Evidence("image for shares", url.href), Evidence("primary image", primary.href)),
        severity=severity,
        remedy=remedy,
    )


_OF_PRIMARY_IMAGE = (
    "Set an own picture as the post's featured image and save the post again; the structured data then takes it."
)
_OF_TWO_OWN = "If the share image was chosen on purpose, leave it; else remove it from the social settings."


def _primary_image(facts: Facts) -> Url | None:
    """The page's `primaryImageOfPage`, else the article's image."""
    for page in facts.graph.of_type("WebPage", "ItemPage", "CollectionPage", "AboutPage", "ContactPage", "FAQPage"):
        if (url := _image_url(page.get("primaryImageOfPage"), facts)) is not None:
            return url
    for article in facts.graph.articles():
        if (url := _image_url(article.get("image"), facts)) is not None:
            return url
    return None


def _image_url(value: object, facts: Facts) -> Url | None:
    if isinstance(value, str):
        return parse_url(value, facts.base)
    text = getattr(value, "text", None)
    if text is None:
        return None
    address = text("url") or text("contentUrl")
    return parse_url(address, facts.base) if address else None
