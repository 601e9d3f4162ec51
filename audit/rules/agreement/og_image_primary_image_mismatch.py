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
    from collections.abc import Iterable, Iterator

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
        found = first_image(subject, facts)
        primary = _primary_image(facts) if found is not None else None
        if found is None or primary is None or found[1].key == primary.key:
            return ()
        return _findings(*found, primary, facts)


def _findings(image: OgImage, url: Url, primary: Url, facts: Facts) -> Iterator[Finding]:
    place = image.url.place if image.url is not None else None
    shared, own = unwrap_image(url), unwrap_image(primary)
    if facts.first_party.same_picture(shared, own) or image_key(shared) in facts.featured_keys:
        return
    owner, primary_owner = facts.first_party.verdict(shared), facts.first_party.verdict(own)
    evidence = (Evidence("image for shares", url.href), Evidence("primary image", primary.href))
    if owner in {Owner.FOREIGN, Owner.PERMITTED} and primary_owner is Owner.OWN:
        message = f"The image for shares is on {shared.host}, the page's primary image on {own.host}."
        yield Finding(message, at=place, value=url.href, address=url.href, evidence=evidence)
    elif owner is Owner.OWN and primary_owner is Owner.FOREIGN:
        message = f"The image for shares is on {shared.host}, the page's primary image on {own.host}."
        yield Finding(
            message,
            at=place,
            value=primary.href,
            address=primary.href,
            evidence=evidence,
            remedy="Set an own picture as the post's featured image and save the post again; the structured data "
            "then takes it.",
        )
    elif owner is Owner.OWN and primary_owner is Owner.OWN:
        message = f"The image for shares is {shared.href}, the page's primary image {own.href}."
        yield Finding(
            message,
            at=place,
            value=url.href,
            address=url.href,
            evidence=evidence,
            severity=Severity.NOTICE,
            remedy="If the share image was chosen on purpose, leave it; else remove it from the social settings.",
        )


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
