"""SOC025."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts import Head
from audit.facts.image_address import is_archive_host, is_generated_card, unwrap_image
from audit.facts.url import Url, parse_url
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
        Bad(
            head=f'{_OG}<meta name="twitter:image" content="{_UPLOADS}/2026/04/tide.jpg" />',
            says="2026/04",
            note="Uploads of different months that have one name.",
        ),
        Good(
            head=f'{_OG}<meta name="twitter:image" content="{_UPLOADS}/2026/05/tide-1024x512.jpg" />',
            note="Another size of the same picture is the same picture.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://img.lake.example/fb/springs.jpg" />'
            '<meta name="twitter:image" content="https://img.lake.example/tw/springs.w440.jpg" />',
            note="So is a cut of it for each network.",
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
            if url is not None and (
                url.key == card.key or facts.first_party.same_picture(unwrap_image(url), own) or _is_cut(url, card)
            ):
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


_CUT = re.compile(
    r"(?:\d{1,4}[xt:]\d{0,4}|[wh]\d{2,4}|(?!19|20[0-4])\d{3,4}|thumb(?:nail)?|small|medium|large|wide|square|crop(?:ped)?"
    r"|desktop|mobile|hires|twitter|tw|facebook|fb|og|jpe?g|png|webp|gif|avif)",
)
"""The parts of a file name that tell sizes, shapes and networks."""
_PARTS = re.compile(r"[^\W_]+")
_MONTH = re.compile(r"/((?:19|20)\d\d/\d\d?)(?=/)")
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?://.*)", re.ASCII)
_LEAST_NAME = 4
_LEAST_STEM = 7
"""Characters of what is left of two different names if they are taken for those of one picture."""


def _is_cut(one: Url, other: Url) -> bool:
    """Whether two addresses are those of cuts of one picture: their names differ in sizes, shapes and networks only.

    Uploads of different months are different pictures.
    """
    one, other = _inner(one), _inner(other)
    if one.registrable != other.registrable or _MONTH.findall(one.path) != _MONTH.findall(other.path):
        return False
    folder, _, name = unquote(one.path).lower().rpartition("/")
    others_folder, _, others_name = unquote(other.path).lower().rpartition("/")
    if name == others_name:
        return len(name.partition(".")[0]) >= _LEAST_NAME
    own_folder = folder.rpartition("/")[2]
    if folder == others_folder and len(own_folder) > _LEAST_STEM and name.startswith(own_folder):
        return others_name.startswith(own_folder)  # a picture in a folder of its name
    stem = _stem(name)
    return stem == _stem(others_name) and len(stem) >= _LEAST_STEM


def _stem(name: str) -> str:
    return " ".join(part for part in _PARTS.findall(name) if not _CUT.fullmatch(part))


def _inner(url: Url) -> Url:
    """The picture that an archive or a resizer (`?url=`) shows."""
    match = _ARCHIVED.match(url.path) if is_archive_host(url.host) else _RESIZED.search(url.query)
    inner = parse_url(unquote(match[1])) if match is not None else None
    return inner if inner is not None and inner.host else url


_RESIZED = re.compile(r"(?:\A|&)url=(https?(?::|%3A)[^&]+)", re.IGNORECASE)
