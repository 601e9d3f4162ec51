"""IMG004."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from turbohtml import Text

from audit.facts import Image
from audit.facts.image_address import image_key, unwrap_image
from audit.facts.text import fold, fold_loosely
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import (
    beginning_of_name,
    is_decoration,
    is_featured,
    is_hidden_from_readers,
    may_be_copy,
)
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.url import Url

Said = TypeVar("Said")
_NAMES = ("aria-label", "aria-labelledby", "title")
_LEAD_WIDTH = 300
"""CSS pixels from which a picture at the head of a text is taken for a part of it."""
_LEAST_HEIGHT = 50
"""CSS pixels below which so wide a picture is a line or a border."""
_TELLING = 4
"""Words from which a caption may say what the picture shows."""
_CAPTION = "has a caption"


class ImgAltEmptyMeaningful(PostRule[Image], code="IMG004", severity=Severity.WARNING, since="0.1.0"):
    """A picture that says something has an empty alternative text.

    `alt=""` means decoration: who cannot see the picture is told nothing, not even that there is one. That is right for
    an ornament, and wrong for the picture that stands for the post, leads somewhere, or has a caption.
    """

    remedy = "Say in a few words what the picture shows; for a linked picture, where the link leads."
    sources = (
        "https://html.spec.whatwg.org/multipage/images.html#alt",
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
        "https://www.w3.org/WAI/tutorials/images/decision-tree/",
    )
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad(
            '<p><a href="https://saltmarsh.example/tickets/"><img src="/t.png" alt="" width="90" height="40"></a></p>',
            says="only content of a link",
        ),
        Bad(
            '<p><img src="/wp-content/uploads/2026/05/marsh.jpg" alt="" width="1200" height="630"></p><p>Text.</p>',
            says="opens the text",
        ),
        Bad(
            '<p>Text.</p><p><img src="/wp-content/uploads/2026/05/quay.jpg" alt="" width="90" height="60"></p>',
            fields={"jetpack_featured_media_url": "https://saltmarsh.example/wp-content/uploads/2026/05/quay.jpg"},
            says="is the featured picture",
        ),
        Good('<p>Text.</p><p><img src="/ornament.png" alt="" width="90" height="10"></p>'),
        Good(
            '<p><a href="https://saltmarsh.example/tickets/"><img src="/t.png" alt="" width="20" height="20"> '
            "Tickets</a></p>",
            note="The text of the link says it.",
        ),
        Good('<p><img src="/wave.png" alt="" width="800" height="20"></p><p>Text.</p>', note="A line."),
        Good(
            '<h3 id="fares">Fares</h3><p><a href="/fares/" aria-labelledby="fares"><img src="/f.png" alt="" '
            'width="90" height="60"></a></p>',
        ),
        Good(
            '<figure><img src="" alt="" data-wp-bind--src="state.enlarged"><figcaption>Noon</figcaption></figure>',
            note="A script enlarges another picture in it.",
        ),
        Good(
            '<a href="/tides/" aria-hidden="true" tabindex="-1"><img src="/t.png" alt="" width="90" height="40"></a>',
            note="The link is there for the mouse alone.",
        ),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those with an empty alternative text."""
        return image_suspects(facts).silent

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Speaks only with a reason: it stands for the post, is all of a link, has a caption, or opens the text."""
        if subject.alt != "" or subject.twin:
            return ()
        reason = _reason(subject, facts)
        if not reason or not subject.has_address or is_decoration(subject) or is_hidden_from_readers(subject):
            return ()
        shown = subject.address
        return (
            Finding(
                f"A picture has an empty alternative text although it {reason}.",
                at=subject.place,
                value=shown,
                address=shown,
                severity=Severity.NOTICE if reason == _CAPTION else None,
            ),
        )


def _reason(image: Image, facts: Facts) -> str:
    """Why a picture says something, as the end of a sentence; "" if nothing shows that it does."""
    node = image.node
    link = node.closest("a")
    if link is not None and _once_each(_says_nothing, link, facts):
        return "is the only content of a link"
    if reason := _stands_for_post(image, facts):
        return reason
    figure = node.closest("figure")
    caption = _once_each(_caption, figure, facts) if figure is not None else ""
    if caption:
        return "" if len(fold_loosely(caption).split()) >= _TELLING else _CAPTION
    return "opens the text" if image is facts.images_of_text[0] and _opens_the_text(image) else ""


def _once_each(ask: Callable[[Element], Said], holder: Element, facts: Facts) -> Said:
    """What a link or a figure says, asked once: it may hold thousands of pictures."""
    known = facts.once(_known)
    if holder not in known:
        known[holder] = ask(holder)
    return known[holder]  # type: ignore[no-any-return]


def _known(_facts: Facts) -> dict[Element, Any]:
    return {}


def _says_nothing(link: Element) -> bool:
    """A link that readers follow has no name: no text, no label, no picture with a text and no SVG with a title."""
    if link.attr("href") is None or link.attr("aria-hidden") == "true" or link.text.strip():
        return False
    if any((link.attr(name) or "").strip() for name in _NAMES) or link.find("title") is not None:
        return False
    return not any((picture.attr("alt") or "").strip() for picture in link.find_all("img"))


def _stands_for_post(image: Image, facts: Facts) -> str:
    beginnings = facts.once(_beginnings)
    if not beginnings or image.url is None or not may_be_copy(image.url, beginnings):
        return ""
    if is_featured(image, facts):
        return "is the featured picture"
    return "is the picture that the post is shared with" if image.key and image.key == facts.once(_shared_key) else ""


def _shared(facts: Facts) -> Url | None:
    """The picture that the post is shared with."""
    images = facts.head.og_images if facts.head is not None else []
    return parse_url(images[0].url.text, facts.base) if images else None


def _shared_key(facts: Facts) -> str:
    shared = facts.once(_shared)
    return image_key(unwrap_image(shared)) if shared is not None else ""


def _beginnings(facts: Facts) -> frozenset[str]:
    """How the names of the pictures that stand for the post begin."""
    shared = facts.once(_shared)
    return frozenset(map(beginning_of_name, facts.featured if shared is None else (*facts.featured, shared)))


def _caption(figure: Element) -> str:
    if len(figure.find_all("img")) > 1:
        return ""  # a gallery's caption is about all of them
    caption = figure.find("figcaption")
    return fold(caption.text) if caption is not None else ""


def _opens_the_text(image: Image) -> bool:
    """Whether the first picture stands before any text, and is wide enough to be a part of it."""
    width = image.number("width")
    height = image.number("height")
    if width is None or width < _LEAD_WIDTH or (height is not None and height < _LEAST_HEIGHT):
        return False
    return not any(isinstance(node, Text) and node.data.strip() for node in image.node.preceding)
