"""What rules about pictures have in common."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.hosts import AMAZON_FILES, Owner, allowed_by_link
from audit.facts.image_address import copy_name, is_generic_name, unwrap_image
from audit.facts.url import parse_url
from audit.finding import Fix
from audit.rules.agreement._page import primary_images

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.facts import Facts, Image
    from audit.facts.url import Url

_ICON_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:icon|emoji|smiley|smilies|avatar|gravatar|spinner|spacer|pixel|logo)(?:[\s_-]|$)"
)
_MAY_HIDE = "[hidden],[style]"
_NOT_DISPLAYED = re.compile(r"(?<![\w-])display\s*:\s*none\b", re.IGNORECASE)
_AMAZON_BOXES = "[class^=aawp],[class*=' aawp'],.lasso-container,.egg-container,.easyazon-block,.amalinkspro-showcase"
"""Boxes and tables of products that Amazon's partners show by a plug-in (AAWP, Lasso, Content Egg, EasyAzon)."""
_PIXEL = 2
"""CSS pixels up to which a picture shows nothing."""


def is_decoration(image: Image) -> bool:
    """An icon, an emoji, a spacer, a cover's background: pictures that carry no meaning of their own."""
    classes = (image.node.attr("class") or "").lower()
    if "wp-block-cover__image-background" in classes or _ICON_CLASSES.search(classes):
        return True
    width, height = image.number("width"), image.number("height")
    return (width is not None and width <= _PIXEL) or (height is not None and height <= _PIXEL)


def _enclosing(node: Element, tag: str) -> Element | None:
    """The nearest ancestor with a tag name."""
    parent = node.parent
    return parent.closest(tag) if isinstance(parent, Element) else None


def is_hidden_from_readers(image: Image) -> bool:
    """`aria-hidden`, `role=presentation`: said on purpose to be no content."""
    node = image.node
    return node.attr("aria-hidden") == "true" or (node.attr("role") or "").lower() in {"presentation", "none"}


def is_displayed(image: Image) -> bool:
    """Whether nothing on the picture, or around it, says that it is not displayed: `hidden`, `display:none`.

    What is not displayed has no place in the layout, and nobody reads it out. A script may show it, or may not.
    """
    holder = image.node.closest(_MAY_HIDE)
    while holder is not None:
        if holder.attr("hidden") is not None or _NOT_DISPLAYED.search(holder.attr("style") or "") is not None:
            return False
        above = holder.parent
        holder = above.closest(_MAY_HIDE) if isinstance(above, Element) else None
    return True


_OF_EDITOR = re.compile(r"\b(?:wp-image-|size-|align)")
_SCOPED = re.compile(r"data-v-[0-9a-f]{6,10}|_ngcontent-\S+|wire:\S+|data-reactid")
"""What Vue, Angular, Livewire and React write on the elements that they fill."""
_MOST_BEHIND = 3
"""Nodes behind a picture among which its copy for readers without scripts is looked for."""


def is_filled_by_script(image: Image) -> bool:
    """Whether a picture without an address may get one from a script.

    Another attribute is named for a source, or holds what may be an address; an id or a framework's mark says that a
    script knows the element; a copy for readers without scripts stands behind it.
    """
    node = image.node
    for name, written in node.attrs.items():
        value = written if isinstance(written, str) else " ".join(written or ())
        if name in {"alt", "title", "style", "class"}:
            continue
        if name == "id" and value and not _OF_EDITOR.search(node.attr("class") or ""):
            return True
        if _SCOPED.fullmatch(name):
            return True
        if name not in {"src", "srcset"} and ("src" in name or "/" in value or "{" in value):
            return True
        if name in {"src", "srcset"} and value.strip() not in {"", "#"}:
            return True
    behind = islice(node.next_siblings, _MOST_BEHIND)
    return any(isinstance(one, Element) and one.tag == "noscript" for one in behind)


def is_featured(image: Image, facts: Facts) -> bool:
    """The picture is the post's featured one, by address or by a base name that means something."""
    if not facts.featured or image.url is None or not may_be_copy(image.url, facts.once(_beginnings_of_featured)):
        return False
    if image.key in facts.featured_keys:
        return True
    name = copy_name(unwrap_image(image.url))
    return any(name == own for _, own in facts.featured_names) and not is_generic_name(name)


def _beginnings_of_featured(facts: Facts) -> frozenset[str]:
    return frozenset(map(beginning_of_name, facts.featured))


def beginning_of_name(url: Url) -> str:
    """How the names of all copies of a picture begin; "" where an escape, a query or a proxy may hide the name.

    What sizes, edits, formats and second uploads append begins with a hyphen or a dot.
    """
    if url.query or "%" in url.href or "/http" in url.path.lower():
        return ""
    return url.path.rpartition("/")[2].partition("-")[0].partition(".")[0].lower()


def may_be_copy(url: Url, beginnings: Iterable[str]) -> bool:
    """Whether an address may show a picture whose name begins so: it has that somewhere, unless escapes hide it."""
    address = url.href.lower()
    if "%" in address or "+" in address:
        return True
    for beginning in beginnings:  # noqa: SIM110 - asked for nearly every picture
        if beginning in address:
            return True
    return False


def owner_of(image: Image, url: Url, facts: Facts) -> Owner:
    """Whose server a picture of the content comes from, knowing how it is shown and where a click on it leads."""
    owner = facts.first_party.verdict(url)
    if owner is not Owner.FOREIGN:
        return owner
    if is_pixel(image):
        return facts.first_party.verdict(url, pixel=True)
    if AMAZON_FILES.match(f"{url.host}{url.path}") and image.node.closest(_AMAZON_BOXES) is not None:
        return Owner.AD_BANNER
    link = _enclosing(image.node, "a")
    target = parse_url(link.attr("href") or "", facts.base) if link is not None else None
    return (allowed_by_link(url, target) if target is not None else None) or owner


def is_pixel(image: Image) -> bool:
    """A picture that is shown at two pixels or less in both directions."""
    width = image.number("width")
    if width is None or width > _PIXEL:
        return False
    height = image.number("height")
    return height is not None and height <= _PIXEL


def copy_in_library(url: Url, facts: Facts) -> str:
    """The address of the picture in the library that has another one's file name; "" without one.

    The featured picture's, as the record gives it, or the page's own one of the structured data, which plugins take
    from the same item. Names that say nothing prove nothing.

    Args:
        url: the other picture's address, proxies taken off.
        facts: the post.
    """
    library = facts.once(_library)
    return library.get(copy_name(url), "") if library else ""


def has_library(facts: Facts) -> bool:
    """Whether any picture is known to be in the library."""
    return bool(facts.once(_library))


def _library(facts: Facts) -> Mapping[str, str]:
    """The addresses of pictures in the library by their base names, the first of each."""
    library: dict[str, str] = {}
    for address, name in (*facts.featured_names, *facts.once(_uploaded_pictures)):
        if not is_generic_name(name):
            library.setdefault(name, address)
    return library


def _uploaded_pictures(facts: Facts) -> Sequence[tuple[str, str]]:
    """The page's own pictures in the structured data that are in the library, each with its base name."""
    urls = [unwrap_image(url) for url in facts.once(primary_images)]
    own = [url for url in urls if _UPLOADS in url.path and facts.first_party.verdict(url) is Owner.OWN]
    return [(url.href, copy_name(url)) for url in own]


_UPLOADS = "/wp-content/uploads/"
"""The folder of the media library."""


def use_copy(attribute: str, before: str, address: str) -> Fix:
    """The edit that shows the copy in the library instead."""
    return Fix(
        safe=False,
        summary="use the copy in the media library",
        element="img",
        attribute=attribute,
        before=before,
        after=address,
    )
