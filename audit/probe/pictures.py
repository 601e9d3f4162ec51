"""Whether an answer is a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from audit.probe.answer import Answer


class PictureFault(NamedTuple):
    """Why an answer is no picture: the cause, and the same for people."""

    cause: str
    evidence: str


# https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern, and AVIF, HEIC, JPEG XL, SVG
_SIGNATURES = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|BM|RIFF....WEBP|\x00\x00\x01\x00|\x00\x00\x02\x00|....ftyp(?:avif|avis|heic|heix|mif1)|"
    rb"\xff\x0a|\x00\x00\x00\x0cJXL |II\*\x00|MM\x00\*|8BPS",
    re.DOTALL,
)
_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!DOCTYPE svg|<!--|<svg)", re.IGNORECASE)
_TYPES_OF_SVG = frozenset({"image/svg+xml", "text/xml", "application/xml", "text/plain", ""})
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
# A camera sends one picture after the other (https://html.spec.whatwg.org/multipage/iana.html#multipart/x-mixed-replace).
_OF_PICTURES = ("image/", "video/", "multipart/x-mixed-replace")


def picture_fault(answer: Answer) -> PictureFault | None:
    """Why a browser shows no picture for a successful answer, or None if it may show one.

    Browsers do not believe the type of a picture but look at its first bytes, and so does this.

    Source: https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm
    """
    kind, body = answer.media_type, answer.body
    if answer.undecodable:
        return None
    if not body:
        return PictureFault("empty-image", "the answer is empty") if answer.whole or _is_empty(answer) else None
    if _SIGNATURES.match(body) or (_SVG.match(body) and kind in _TYPES_OF_SVG):
        return None
    if kind.startswith(_OF_PICTURES) and not _MARKUP.match(body):
        return None  # a format that we do not know
    shown = "markup" if kind.startswith(_OF_PICTURES) else kind or "something else"
    return PictureFault("not-an-image", f"{shown} instead of a picture")


def _is_empty(answer: Answer) -> bool:
    return answer.header("content-length") == "0" or answer.status == 204  # noqa: PLR2004 - no content
