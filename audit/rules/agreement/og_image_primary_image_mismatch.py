"""AGR005."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from audit.facts import Head
from audit.facts.hosts import Owner
from audit.facts.image_address import base_name, image_key, is_generic_name, unwrap_image
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.agreement._page import images_of_item, primary_images
from audit.rules.social._images import first_image, is_rented
from audit.rules.structured_data._items import own_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import OgImage
    from audit.facts.url import Url

_SIZE_AS_NAME = re.compile(r"\d*x\d*(?:\.\w+)?", re.ASCII)
_DIMS4 = "/dims4/"
_LEAST_IDENTITY = 3
"""Digits that name one picture among those of a site: an id, a day."""

_GRAPH = """<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebPage","@id":"https://saltmarsh.example/tide/","url":"https://saltmarsh.example/tide/",
"primaryImageOfPage":{{"@id":"#primaryimage"}}}},
{{"@type":"ImageObject","@id":"#primaryimage","url":"https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg"}}
]}}</script><title>Tide</title><meta property="og:image" content="{}" />"""

_ITEM = """<article itemscope itemtype="https://schema.org/BlogPosting"><link itemprop="url"
href="https://saltmarsh.example/tide/"><link itemprop="image" href="{}"></article>"""
_SHARED = """<title>Tide</title><link rel="canonical" href="https://saltmarsh.example/tide/" />
<meta property="og:image" content="https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg" />"""


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
        Good(
            head=_GRAPH.format("https://saltmarsh.example/pictures/48211/teaser_wide/low-tide.jpg").replace(
                "wp-content/uploads/2026/05/tide.jpg", "pictures/48211/w_1600,c_limit/low-tide.jpg"
            ),
            fields={"yoast_head_json": None},
            note="And another shape of it, as systems besides WordPress name them.",
        ),
        Good(
            head=_GRAPH.format("https://saltmarsh.example/pictures/48211/640x360.jpg").replace(
                "wp-content/uploads/2026/05/tide.jpg", "pictures/48211/1200x.jpg"
            ),
            fields={"yoast_head_json": None},
        ),
        Good(
            head=_GRAPH.format(
                "https://saltmarsh.example/sized/0x146:2040x1214/saltmarsh.example/files/13721/tide.jpg"
            ).replace("wp-content/uploads/2026/05/tide.jpg", "sized/1400x1400/saltmarsh.example/files/13721/tide.jpg"),
            fields={"yoast_head_json": None},
        ),
        Good(
            head=_GRAPH.format(
                "https://saltmarsh.example/dims4/2147483647/resize/1200x630!/?url="
                "http%3A%2F%2Fsaltmarsh.s3.amazonaws.com%2Fimg%2F2026%2F05%2F04%2FIMG_3689.jpg"
            ).replace("wp-content/uploads/2026/05/tide.jpg", "img/2026/05/04/IMG_3689.jpg"),
            fields={"yoast_head_json": None},
        ),
        Bad(
            head=_GRAPH.format("https://saltmarsh.example/pictures/48211/teaser_wide/low-tide.jpg").replace(
                "wp-content/uploads/2026/05/tide.jpg", "pictures/48212/teaser_wide/low-tide.jpg"
            ),
            fields={"yoast_head_json": None},
            says="pictures/48211",
        ),
        Bad(
            _ITEM.format("https://www.agency.example/press/tide.jpg"),
            head=_SHARED,
            fields={"yoast_head_json": None},
            says="the page's primary image on www.agency.example",
            points_at='<link itemprop="image" href="https://www.agency',
        ),
        Good(
            _ITEM.format("/wp-content/uploads/2026/05/ebb-300x200.jpg"),
            head=_SHARED,
            fields={"yoast_head_json": None},
            note="A theme marks up the picture that it shows.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """An error if one of the two is the site's and the other foreign, a notice if both are the site's."""
        found = first_image(subject, facts)
        if found is None:
            return ()
        images = facts.once(primary_images)
        finding = None
        is_featured = image_key(unwrap_image(found[1])) in facts.featured_keys  # featured-image-mismatch tells the rest
        if images and not is_featured and not any(found[1].key == image.key for image in images):
            finding = _finding(*found, images, facts)
        if finding is None:
            finding = _finding_of_items(*found, images, facts)
        return (finding,) if finding is not None else ()


def _finding_of_items(image: OgImage, url: Url, primary: Sequence[Url], facts: Facts) -> Finding | None:
    """The same of the article that tags mark up, where all its pictures are foreign.

    A theme marks up what it shows: another picture of the site than the one for shares contradicts nothing.
    """
    for item in facts.once(own_items):
        images = images_of_item(item, facts)
        foreign = [one for one in images if facts.first_party.verdict(unwrap_image(one)) is Owner.FOREIGN]
        if images and len(foreign) == len(images) and not {one.key for one in images} & {one.key for one in primary}:
            finding = _finding(image, url, images, facts)
            if finding is not None and finding.address != url.href:
                return replace(finding, at=item.place("image"))
    return None


def _finding(image: OgImage, url: Url, images: Sequence[Url], facts: Facts) -> Finding | None:
    shared, primary = unwrap_image(url), images[0]
    own = unwrap_image(primary)
    if any(facts.first_party.same_picture(shared, unwrap_image(one)) for one in images):
        return None
    owners = (_owner(shared, facts), _owner(own, facts))
    message = f"The image for shares is on {shared.host}, the page's primary image on {own.host}."
    wrong, severity, remedy, fix = url, None, None, None
    if owners == (Owner.OWN, Owner.FOREIGN):
        wrong, remedy = primary, _OF_PRIMARY_IMAGE
    elif owners == (Owner.OWN, Owner.OWN):
        if any(_is_rendition(shared, unwrap_image(one)) for one in images):
            return None
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


def _owner(url: Url, facts: Facts) -> Owner:
    owner = facts.first_party.verdict(url)
    return Owner.OWN if owner is Owner.FOREIGN and is_rented(url, facts) else owner


def _is_rendition(one: Url, other: Url) -> bool:
    """Whether two pictures of a site are shapes of one: all that names it is equal, but for words about the shape.

    What names it is the file, the month and the number of its folder; a number is never about the shape alone.
    """
    *folders, name = _path(one).split("/")
    *others, second = _path(other).split("/")
    if name == second and _digits(_common_end(folders, others)) >= _LEAST_IDENTITY:
        return True
    if len(folders) != len(others):
        return False
    is_size = _SIZE_AS_NAME.fullmatch(name) is not None and _SIZE_AS_NAME.fullmatch(second) is not None
    is_named = base_name(one) == base_name(other) and not is_generic_name(base_name(one))
    if not is_size and not is_named:
        return False
    pairs = list(zip(folders, others, strict=True))
    if any(first.isdigit() or last.isdigit() for first, last in pairs if first != last):
        return False
    return _digits(first for first, last in pairs if first == last) >= _LEAST_IDENTITY


def _path(url: Url) -> str:
    """The path of a picture; of what Brightspot's dims4 makes, that of the original."""
    if _DIMS4 in url.path and (inner := parse_url(dict(parse_qsl(url.query)).get("url", ""))) is not None:
        url = inner
    return url.path.lower()


def _common_end(folders: Sequence[str], others: Sequence[str]) -> list[str]:
    """The folders just above two files that have the same names."""
    pairs = zip(reversed(folders), reversed(others), strict=False)
    return [first for first, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _digits(segments: Iterable[str]) -> int:
    return sum(character.isdigit() for segment in segments for character in segment)


_OF_PRIMARY_IMAGE = (
    "Set an own picture as the post's featured image and save the post again; the structured data then takes it."
)
_OF_TWO_OWN = "If the share image was chosen on purpose, leave it; else remove it from the social settings."
