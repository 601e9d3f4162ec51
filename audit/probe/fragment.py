"""What the fragment of an address is, and the text directives in it. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from audit.facts.text import composed, fold_loosely

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal["none", "top", "route", "text", "viewer", "target"]
"""What a fragment is: nothing, the top of the page, a page of a script, a text on the page, an instruction for what
shows the resource, or the name of a place on the page."""

_DELIMITER: Final = ":~:"  # https://wicg.github.io/scroll-to-text-fragment/#the-fragment-directive-delimiter
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
# `page=3` and the rest of https://pdfobject.com/pdf/pdf_open_parameters_acro8.pdf, `t=10,20` and `xywh=` of
# https://www.w3.org/TR/media-frags/, `line=3` of RFC 5147, `row=4` of RFC 7111: what a viewer reads, a page may too.
_VIEWER = frozenset(
    "page nameddest zoom view viewrect pagemode scrollbar search toolbar statusbar messages navpanes highlight fdf "
    "t xywh track id line char row col cell svgview".split()
)
_SETTING = re.compile(r"([A-Za-z_][\w.-]*)(?:=|%3[Dd])[^&]*(?:&[^&]*)*")
_LINES = re.compile(r"L\d+(?:C\d+)?-L?\d+(?:C\d+)?")  # several lines of a file, which a script marks
# What AddThis and ShareThis hang on addresses that are copied, to count who comes by them: `.UxTg7fldV8E.twitter`.
# Source: https://github.com/samvera-deprecated/sufia/issues/1051
_COUNTED = re.compile(r"\.(?=[\w-]*[A-Z0-9])[\w-]{11}(?:\.\w{2,20})?|sthash\.\w+(?:\.\w+)?", re.ASCII)
_ROUTES = ("/", "!", "?", "%2F", "%2f", "%21")


def kind_of(fragment: str, media_type: str) -> Kind:
    """What a fragment is.

    Only a `target` and a `text` can be looked for. On anything but an HTML page a fragment is the viewer's. On a page
    `name=value` is a setting that a script or a player reads, hash routes (`#/a`, `#!a`) are pages of a script.

    Args:
        fragment: without its hash, as written.
        media_type: of what the address answers, lower-case, without parameters.
    """
    name, directive = split_directive(fragment)
    is_page = media_type in _PAGES
    if not name:
        return "none" if "text=" not in directive else "text" if is_page else "viewer"
    if name.lower() == "top":
        return "top"
    setting = _SETTING.fullmatch(name)
    if name.startswith(_ROUTES):
        return "route"
    if not is_page or (setting is not None and setting[1].lower() in _VIEWER):
        return "viewer"
    return "route" if setting is not None or _LINES.fullmatch(name) or is_counted(name) else "target"


def is_counted(fragment: str) -> bool:
    """Whether a fragment is the mark of a service for sharing, which leads nowhere on any page."""
    return _COUNTED.fullmatch(fragment) is not None


_OF_COMMENTS = re.compile(r"(?:li-)?comment-?\d+|c\d{4,}|respond|comments|commentform|disqus_thread", re.IGNORECASE)


def is_of_comments(fragment: str) -> bool:
    """Whether a fragment names a comment or the form for one: on which page of the list it is changes daily."""
    return _OF_COMMENTS.fullmatch(fragment) is not None


def is_perhaps_state(fragment: str) -> bool:
    """Whether a fragment without target may be the state of a script: `page/n5/mode/2up` of a reader of books."""
    return "/" in fragment or "%2F" in fragment.upper()


def split_directive(fragment: str) -> tuple[str, str]:
    """The fragment proper, and the directive behind `:~:`, each "" if it is not there.

    Source: https://wicg.github.io/scroll-to-text-fragment/#extracting-the-fragment-directive
    """
    name, _, directive = fragment.partition(_DELIMITER)
    return name, directive


# -- text directives -------------------------------------------------------------------------------------------------

_SOFT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U000323af]"
)
_MOST_PARTS: Final = 4


def loose(text: str) -> str:
    """The form in which texts of directives are compared: case, accents, blanks and forms of quotation marks folded."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", composed(text.translate(_SOFT)))
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
        text = unicodedata.normalize("NFC", text)
    return fold_loosely(text)


class Passage(NamedTuple):
    """A text that a directive names: `prefix-,start,end,-suffix`, each in the form of `loose`, "" if left out."""

    prefix: str
    start: str
    end: str
    suffix: str

    def is_in(self, text: str) -> bool:
        """Whether the text (in the form of `loose`) has the passage, at the borders of words.

        Source: https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document
        """
        follows = "" if self.end else self.suffix
        first = next(_runs(text, 0, self.prefix, self.start, follows), None)
        if first is None or not self.end:
            return first is not None
        return next(_runs(text, first, "", self.end, self.suffix), None) is not None


def passages_of(directive: str) -> list[Passage]:
    """The passages of all `text=` in a directive that can be read.

    Source: https://wicg.github.io/scroll-to-text-fragment/#parsing-the-fragment-directive
    """
    values = (part.removeprefix("text=") for part in directive.split("&") if part.startswith("text="))
    passages = (_passage_of(value) for value in values)
    return [passage for passage in passages if passage is not None]


def _passage_of(value: str) -> Passage | None:
    parts = value.split(",")
    if len(parts) > _MOST_PARTS:
        return None
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts and parts[-1].startswith("-") else ""
    if len(parts) not in {1, 2}:
        return None
    start, end = parts[0], parts[1] if len(parts) > 1 else ""
    passage = Passage(*(loose(unquote(part)) for part in (prefix, start, end, suffix)))
    return passage if passage.start else None


def _runs(text: str, position: int, *parts: str) -> Iterator[int]:
    """Where texts that follow each other end, blanks between them aside: (before, the text itself, after)."""
    given = [part for part in parts if part]
    while (position := text.find(given[0], position)) >= 0:
        end = position + len(given[0])
        if _is_border(text, position):
            for part in given[1:]:
                end += text.startswith(" ", end)
                if not text.startswith(part, end):
                    break
                end += len(part)
            else:
                if _is_border(text, end):
                    yield end - len(parts[-1])
        position += 1


def _is_border(text: str, position: int) -> bool:
    """Whether a word may begin or end here; scripts without blanks have no borders to see."""
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    return not (before.isalnum() and after.isalnum()) or bool(_UNSPACED.match(before) or _UNSPACED.match(after))
