"""IMG004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Text

from audit.facts import Image
from audit.facts.text import fold, fold_loosely
from audit.facts.url import image_key, parse_url, unwrap_image
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.images._own import (
    enclosing,
    file_of,
    is_decoration,
    is_featured,
    is_hidden_from_readers,
    may_have_name,
)
from audit.rules.images._suspects import image_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbohtml import Element

    from audit.facts import Facts

_LEAD_WIDTH = 300
"""CSS pixels from which a picture at the head of a text is taken for a part of it."""
_TELLING = 4
"""Words from which a caption may say what the picture shows."""


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
        if subject.alt != "" or subject.twin or is_decoration(subject) or is_hidden_from_readers(subject):
            return
        reason, severity = self._reason(subject, facts)
        if reason and subject.sources:
            shown = subject.url.href if subject.url is not None else ""
            yield Finding(
                f"A picture has an empty alternative text although it {reason}.",
                at=subject.place,
                value=shown,
                address=shown,
                severity=severity,
            )

    def _reason(self, image: Image, facts: Facts) -> tuple[str, Severity | None]:
        link = enclosing(image.node, "a")
        if link is not None and link.attr("href") is not None and link.attr("aria-hidden") != "true":
            named = (link.attr("aria-label") or link.attr("title") or "").strip()
            if not link.text.strip() and not named and not _other_names(link, image.node):
                return "is the only content of a link", None
        if is_featured(image, facts):
            return "is the featured picture", None
        if _is_shared(image, facts):
            return "is the picture that the post is shared with", None
        caption = _caption(image.node)
        if caption:
            said = fold_loosely(caption)
            return ("", None) if len(said.split()) >= _TELLING else ("has a caption", Severity.NOTICE)
        if _opens_the_text(image, facts):
            return "opens the text", None
        return "", None


def _other_names(link: Element, image: Element) -> bool:
    """Another picture in the link has a text, or an SVG has a title."""
    pictures = link.find_all("img")
    return any(picture is not image and (picture.attr("alt") or "").strip() for picture in pictures) or bool(
        link.find_all("title")
    )


def _is_shared(image: Image, facts: Facts) -> bool:
    key = facts.once(_share_key)
    return bool(key) and image.url is not None and may_have_name(image.url, (file_of(key),)) and image.key == key


def _share_key(facts: Facts) -> str:
    """Comparison key of the image for shares, or ""."""
    images = facts.head.og_images if facts.head is not None else []
    url = parse_url(images[0].url.text, facts.base) if images else None
    return image_key(unwrap_image(url)) if url is not None else ""


def _caption(node: Element) -> str:
    figure = enclosing(node, "figure")
    if figure is None:
        return ""
    if len(figure.find_all("img")) > 1:
        return ""  # a gallery's caption is about all of them
    captions = figure.find_all("figcaption")
    return fold(captions[0].text) if captions else ""


def _opens_the_text(image: Image, facts: Facts) -> bool:
    """The first picture, before any text, and wide enough to be one."""
    if facts.content is None or image is not facts.images[0]:
        return False
    width = image.number("width")
    if width is None or width < _LEAD_WIDTH:
        return False
    return not any(isinstance(node, Text) and node.data.strip() for node in image.node.preceding)
