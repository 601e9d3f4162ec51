"""IMG010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts import Image
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import with_attributes
from audit.rules.images._own import is_decoration, is_displayed
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.finding import Fix

_CSS_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*(?:calc\(|[\d.]+(?:px|r?em|v[wh]|ch))", re.IGNORECASE)
_CSS_RATIO = re.compile(r"(?<![\w-])aspect-ratio\s*:", re.IGNORECASE)
_OUT_OF_FLOW = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed)\b", re.IGNORECASE)
"""What is laid over its box moves no text when it arrives."""
_SPACER = re.compile(
    r"(?:[/_-]|\A)(?:1px|1x1|px|blank|clear|dot|empty|pixel|shim|spacer|trans(?:parent)?|(?:ajax-?)?loader|loading|spinner)"
    r"\.(?:gif|png)(?:[?#]|\Z)",
    re.IGNORECASE,
)
"""Files that take no room of their own, or none but while a script is at work."""
_SIZED_CONTAINERS = (
    ".wp-block-gallery, .blocks-gallery-grid, .wp-block-media-text, amp-img, .wp-block-cover, .castos-player"
)
"""Blocks and players whose style sheets keep the room for their pictures."""


_OF_LIBRARY = re.compile(r"\bwp-image-\d")
"""Source: https://developer.wordpress.org/reference/functions/wp_filter_content_tags/"""


class ImgDimensionsMissing(PostRule[Image], code="IMG010", severity=Severity.WARNING, since="0.1.0"):
    """A picture has no width and height.

    The browser cannot keep room for it. When it arrives, the text jumps away under the reader's eyes; search engines
    measure that as layout shift.
    """

    remedy = "Give the picture width and height (inserting it from the media library does so)."
    sources = ("https://web.dev/articles/optimize-cls#images-without-dimensions",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/cat.jpg" alt="A cat"></p>', says="no width and height", points_at="<img"),
        Bad('<p><img src="/cat.jpg" alt="A cat" width="600"></p>', says="no height"),
        Bad('<p><img src="/cat.jpg" alt="A cat" width="100%" height="100%"></p>', says="no width and height in pixels"),
        Bad(
            '<p><img src="images/cat.jpg" alt="A cat"></p>',
            fields={"link": None, "_links": None},
            says="no width and height",
        ),
        Good('<p><img src="/cat.jpg" alt="A cat" width="600" height="400"></p>'),
        Good('<p><img src="/cat.jpg" alt="A cat" style="width:100%;aspect-ratio:3/2"></p>'),
        Good(
            fields={"content": {"raw": '<p><img class="wp-image-7" src="/cat.jpg" alt="A cat"></p>'}},
            note="The stored source; WordPress adds the size.",
        ),
        Good(
            '<div style="position:relative;height:400px"><img src="/cat.jpg" alt="A cat" '
            'style="position:absolute;inset:0;width:100%;height:100%"></div>',
            note="It is laid over its box.",
        ),
        Good(
            '<amp-youtube data-videoid="x" width="16" height="9"><a placeholder href="https://youtu.be/x">'
            '<img src="/cat.jpg" alt="A cat" layout="fill"></a></amp-youtube>',
            note="It fills a box of AMP.",
        ),
        Good('<div style="display:none"><img src="/cat.jpg" alt="A cat"></div>', note="It is not displayed."),
        Good(
            '<div class="castos-player"><div class="player__artwork"><img src="/cover.jpg" alt="Talk"></div></div>',
            note="The player of Seriously Simple Podcasting sizes its cover.",
        ),
        Good('<p><img src="/img/spacer.gif" alt=""></p>', note="It is a pixel large."),
        Good('<p><img src="/cat.svg" alt="A cat"></p>', note="A drawing brings its own proportions."),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those at fault."""
        return list(facts.once(_findings))

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Silent where style sheets or the format give the room, and for icons. Many that are made alike are one."""
        found = facts.once(_findings)
        return (found[subject],) if subject in found else ()


def _findings(facts: Facts) -> dict[Image, Finding]:
    """The findings of a post; for more than `_MOST_ALIKE` of a make one, at the first picture of it."""
    makes: dict[tuple[str, str], list[Image]] = {}
    for image in image_suspects(facts).unsized:
        if missing := _missing_of(image, facts):
            makes.setdefault((missing, _make_of(image)), []).append(image)
    found: dict[Image, Finding] = {}
    for (missing, make), alike in makes.items():
        if len(alike) <= _MOST_ALIKE:
            for image in alike:
                address = image.address
                found[image] = Finding(
                    f"A picture has no {missing}.",
                    at=image.place,
                    value=address,
                    address=address,
                    fix=_sized(image, facts),
                )
        else:
            others = list(dict.fromkeys(image.address for image in alike[1:] if image.address != alike[0].address))
            named = ", ".join(others[:_MOST_NAMED]) + (", …" if len(others) > _MOST_NAMED else "")
            found[alike[0]] = Finding(
                f"{len(alike)} pictures that are made alike have no {missing}.",
                at=alike[0].place,
                value=f"{missing} {make}",
                address=alike[0].address,
                evidence=(Evidence("others", named),) if named else (),
            )
    return {image: found[image] for image in facts.images if image in found} if len(makes) > 1 else found


def _missing_of(image: Image, facts: Facts) -> str:
    """What is missing, in words; "" where the page keeps the room for the picture nevertheless."""
    address = image.address
    if image.twin or not address or address.startswith("blob:") or _is_drawing(image, address):
        return ""
    if _SPACER.search(address) is not None:
        return ""
    missing = _missing(image)
    if not missing or is_decoration(image):
        return ""
    if not facts.rendered and _OF_LIBRARY.search(image.node.attr("class") or ""):
        return ""  # stored source: WordPress adds the size when it shows the post
    if image.node.closest(_SIZED_CONTAINERS) is not None or not is_displayed(image):
        return ""
    return missing


def _make_of(image: Image) -> str:
    """How a picture is made: its classes and those of what it stands in. Pictures of one template are made alike."""
    holder = image.node.parent
    above = f"{holder.tag}.{holder.attr('class') or ''}" if isinstance(holder, Element) else ""
    return _DIGITS.sub("0", f"{above} {image.node.attr('class') or ''}")


_DIGITS = re.compile(r"\d+")
_MOST_NAMED = 5
_MOST_ALIKE = 20
"""Pictures of one make in one post that are told each for itself. More of them are a template's or an importer's."""


def _is_drawing(image: Image, address: str) -> bool:
    """SVG, by the ending of its file's name, which brings its own proportions."""
    url = image.url
    path = url.path if url is not None else address.partition("#")[0].partition("?")[0]
    return path[-4:].lower() == ".svg"


_UPLOADS = "/wp-content/uploads/"
_SIZE_IN_NAME = re.compile(r"-([1-9]\d{1,4})x([1-9]\d{1,4})\.(?:avif|gif|jpe?g|png|webp)\Z")
"""WordPress writes the size of the copies that it makes into their names."""


def _sized(image: Image, facts: Facts) -> Fix | None:
    """The edit that gives the size of the file, where its name or the post's own data tell it."""
    node, url = image.node, image.url
    if url is None or node.tag != "img" or node.attr("style") or node.attr("sizes"):
        return None
    found = _SIZE_IN_NAME.search(url.path) if _UPLOADS in url.path else None
    size = (int(found[1]), int(found[2])) if found is not None else facts.once(_known_sizes).get(url.href)
    stated = {name: node.attr(name) for name in ("width", "height")}
    if size is None or all(stated.values()):
        return None
    if not any(value is not None for value in stated.values()):
        attribute, text = "width", f'width="{size[0]}" height="{size[1]}"'
    else:
        given = "width" if stated["width"] else "height"
        attribute, here = ("height", 0) if given == "width" else ("width", 1)
        number = image.number("width" if here == 0 else "height")
        if not number or stated[attribute] is not None:
            return None
        text = f'{attribute}="{max(1, round(number * size[1 - here] / size[here]))}"'
    return with_attributes(image.node, attribute, text, facts, safe=False)


def _known_sizes(facts: Facts) -> dict[str, tuple[int, int]]:
    """The sizes of pictures that the head and the embedded media of the record tell, by address."""
    found: dict[str, tuple[int, int]] = {}
    for address, width, height in _told_sizes(facts):
        url = parse_url(address, facts.base) if isinstance(address, str) and address else None
        if url is not None and type(width) is int and type(height) is int and min(width, height) > 0:
            found.setdefault(url.href, (width, height))
    return found


def _told_sizes(facts: Facts) -> Iterator[tuple[object, object, object]]:
    embedded = facts.post.embedded
    media = embedded.get("wp:featuredmedia") if isinstance(embedded, dict) else None
    for item in media if isinstance(media, list) else ():
        details = item.get("media_details") if isinstance(item, dict) else None
        if isinstance(details, dict):
            yield item.get("source_url"), details.get("width"), details.get("height")
            sizes = details.get("sizes")
            for size in sizes.values() if isinstance(sizes, dict) else ():
                if isinstance(size, dict):
                    yield size.get("source_url"), size.get("width"), size.get("height")
    for node in facts.graph.of_type("ImageObject"):
        for name in ("contentUrl", "url"):
            yield node.text(name), node.get("width"), node.get("height")
    for image in facts.head.og_images if facts.head is not None else ():
        if image.size is not None:
            yield image.url.text, *image.size


def _missing(image: Image) -> str:
    """Which of width and height nothing gives, in words; "" also where the picture moves nothing."""
    style = image.node.attr("style")
    if image.node.attr("layout") == "fill":
        return ""  # of AMP: the picture takes the room of its box
    if style and _OUT_OF_FLOW.search(style):
        return ""
    styled = _styled(style) if style else ()
    missing = [name for name in ("width", "height") if name not in styled and not image.number(name)]
    written = any((image.node.attr(name) or "").strip() for name in missing)  # `width="100%"`
    return " and ".join(missing) + (" in pixels" if written else "")


def _styled(style: str) -> Collection[str]:
    """Which of width and height a style gives, by itself or by the proportion."""
    if _CSS_RATIO.search(style):
        return ("width", "height")
    return {match.lower() for match in _CSS_LENGTH.findall(style)}
