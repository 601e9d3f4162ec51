"""What a few declarations of CSS hide, without a look at the page: by which of them, in words for messages.

Nothing is laid out: what only a browser can see, such as text behind a picture, is not found.

Source: https://developers.google.com/search/docs/essentials/spam-policies#hidden-text-and-links
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from audit.facts.colours import Colour, distance, parse_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbohtml import Element

_PX: Final = {
    "px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "in": 96.0, "cm": 37.8,
    "mm": 3.78, "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "%": 12.8,
}  # fmt: skip
"""CSS pixels in a unit; for those of the window, of a window of 1,280 by 800."""
_LENGTH = re.compile(
    r"([-+]?(?:\d+(?:\.\d*)?|\.\d+))(px|pt|pc|r?em|ex|ch|in|cm|mm|v[wh]|vmin|vmax|%|)(?![\w.])", re.IGNORECASE
)
_FAR = 400.0
"""Pixels to the left or above from which a box is out of the window. Classes for screen readers and planted blocks use
a thousand and more; less than this is how boxes are pulled over each other."""
_FAR_RIGHT = 2500.0
"""Pixels to the right or below: wider than windows are, since boxes may be moved within theirs."""
_TINY_FONT: Final = {"px": 1.0, "": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "ex": 0.1, "ch": 0.1, "%": 5.0}
"""The largest number of a unit that makes letters too small to see: a pixel, as SpamAssassin has it, and a tenth of the
letters around, which is a pixel or two. Of other units, what comes to a pixel."""
_TINY_BOX = 2.0
"""Pixels of a side up to which nobody sees what is in a box: classes for screen readers use 1, and 2 is no larger."""
FAINT: Final = 0.1
"""Opacity below which black letters on white look like #e6e6e6 and lighter."""
SAME_COLOUR: Final = 12.0
"""Distance up to which two colours look the same: SpamAssassin's, by its formula."""
_OFFSETS = ("left", "right", "top", "bottom")
_CLIPPING = frozenset({"hidden", "clip", "scroll", "auto"})
_RECT = re.compile(r"rect\(\s*([^)]*)\)", re.IGNORECASE)
_CLIPPED_AWAY = re.compile(
    r"inset\(\s*(?:5\d|[6-9]\d|100)(?:\.\d+)?%|inset\(\s*100|circle\(\s*0|ellipse\(\s*0|polygon\(\s*0[a-z%]*\s+0[a-z%]*\s*(?:,\s*0[a-z%]*\s+0[a-z%]*\s*)*\)",
    re.IGNORECASE,
)
_SCALED_AWAY = re.compile(
    r"\bscale(?:[xy]|3d)?\(\s*0?(?:\.0\d*)?\s*(?:,[^)]*)?\)|\brotate[xy]\(\s*90deg\s*\)", re.IGNORECASE
)
_MOVED = re.compile(r"\btranslate(?:[xyz]|3d)?\(([^)]*)\)", re.IGNORECASE)
_FILTERED = re.compile(r"\bopacity\(\s*0?(?:\.0\d*)?%?\s*\)", re.IGNORECASE)
_UNSEEN = frozenset(
    "screen-reader-text screen-reader-only sr-only visually-hidden visuallyhidden hidden-visually assistive-text "
    "element-invisible show-for-sr".split()
)
"""Classes by which WordPress, Bootstrap, Drupal and Foundation hide what is for screen readers."""
LONGEST_VALUE = 500
"""Characters of a CSS value, or of an element's classes, that are looked at: enough for what hides."""
ROOM: Final = frozenset("min-width min-height padding padding-left padding-right padding-top padding-bottom".split())
"""What gives room to a box of no width or height: the frame of a video has its height from its padding."""
READ: Final = ROOM | frozenset(
    "display visibility opacity font-size font position left right top bottom inset margin margin-left margin-top "
    "text-indent white-space overflow overflow-x overflow-y width height max-width max-height clip clip-path transform "
    "scale translate color background background-color background-image -webkit-text-fill-color filter "
    "content-visibility background-clip -webkit-background-clip text-shadow".split()
)
"""The properties that can hide, or show what is hidden."""


OF_LETTERS: Final = frozenset({"font", "font-size", "color", "-webkit-text-fill-color"})
"""The properties that say how large and of what colour letters are; both are inherited."""


class How:
    """How something is hidden: the words for messages, "the box is …"."""

    REMOVED = "taken off the page"
    INVISIBLE = "made invisible"
    OFF_SCREEN = "moved out of the window"
    NO_ROOM = "put into a box without room"
    CLIPPED = "clipped to nothing"
    TINY = "set in letters too small to see"
    COLOUR = "written in the colour of its background"
    SCRIPT = "hidden by a script"
    WITHOUT_SCRIPTS = "shown only where scripts are off"
    UNSEEN = "put where only screen readers find it"


ONLY_TEXT: Final = frozenset({How.TINY, How.COLOUR})
"""What hides letters alone: a picture beside them is still seen."""


def hides(styles: Mapping[str, str]) -> tuple[str, str] | None:
    """How declarations hide their element with all that is in it, and which of them does; None if none does.

    Args:
        styles: property -> value, lower-case.
    """
    return _removed(styles) or _moved_away(styles) or _boxed_in(styles) or _clipped(styles)


@lru_cache(maxsize=4096)
def may_hide(declarations: tuple[tuple[str, str], ...]) -> bool:
    """Whether a rule can hide what it matches: a look before its selector is asked of the whole content.

    Page builders write the same few declarations for a thousand elements.
    """
    values = dict(declarations)
    if _removed(values) or _boxed_in({"overflow": "hidden", **values}) or _clipped(values):
        return True
    if _moved_away({"position": "absolute", **values}):
        return True
    size = values.get("font-size") or size_of_font(values.get("font", ""))
    if size and is_tiny(size):
        return True
    colour = parse_colour(values.get("color", ""))
    if colour is None:
        return "-webkit-text-fill-color" in values
    behind = values.get("background-color") or values.get("background", "")
    return colour.alpha <= FAINT or blends_in(values["color"], behind)


def blends_in(letters: str, behind: str) -> bool:
    """Whether letters of one colour cannot be told from what is behind them; both as CSS has them, lower-case."""
    colour, ground = parse_colour(letters), colour_in(behind)
    return colour is not None and ground is not None and distance(colour, ground) < SAME_COLOUR


def pixels(value: str) -> float | None:
    """The first length of a value in CSS pixels; None where it has none (`auto`)."""
    match = _LENGTH.search(value, 0, LONGEST_VALUE)
    return float(match[1]) * _PX[match[2].lower()] if match is not None else None


def _removed(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if styles.get("display", "").startswith("none"):
        return How.REMOVED, "display: none"
    if styles.get("content-visibility") == "hidden":
        return How.REMOVED, "content-visibility: hidden"
    if styles.get("visibility") in {"hidden", "collapse"}:
        return How.INVISIBLE, f"visibility: {styles['visibility']}"
    opacity = styles.get("opacity")
    if opacity is not None and _is_faint(opacity):
        return How.INVISIBLE, f"opacity: {opacity}"
    if _FILTERED.search(styles.get("filter", "")):
        return How.INVISIBLE, f"filter: {styles['filter']}"
    return None


def _is_faint(value: str) -> bool:
    text = value.rstrip("%")
    try:
        number = float(text)
    except ValueError:
        return False
    return (number / 100 if value.endswith("%") else number) < FAINT


def _moved_away(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if styles.get("position", "static") not in {"static", "initial", "sticky"}:
        for name in _OFFSETS:
            if name in styles and _is_far(styles[name]):
                return How.OFF_SCREEN, f"position: {styles['position']}; {name}: {styles[name]}"
        if "inset" in styles and _is_far(styles["inset"]):
            return How.OFF_SCREEN, f"inset: {styles['inset']}"
    for name in ("margin-left", "margin-top", "margin"):
        value = styles.get(name, "")
        length = pixels(value) if "-" in value else None
        if length is not None and length <= -_FAR:
            return How.OFF_SCREEN, f"{name}: {value}"
    for name in ("transform", "translate"):
        value = styles.get(name, "")
        inner = " ".join(_MOVED.findall(value)) if name == "transform" else value
        if any(_is_far(part) for part in re.split(r"[,\s]+", inner)):
            return How.OFF_SCREEN, f"{name}: {value}"
    return _indented_away(styles)


def _indented_away(styles: Mapping[str, str]) -> tuple[str, str] | None:
    """Pushed out of its line. On a box with a picture behind it that is how a logo replaces its name."""
    value = styles.get("text-indent", "")
    length = pixels(value)
    if length is None or "url(" in styles.get("background", "") + styles.get("background-image", ""):
        return None
    if length <= -_FAR:
        return How.OFF_SCREEN, f"text-indent: {value}"
    clipped = _clips(styles) and styles.get("white-space") in {"nowrap", "pre"}
    far = length >= _FAR if not value.endswith("%") else length >= _PX["%"] * 100
    return (How.OFF_SCREEN, f"text-indent: {value}; white-space: nowrap; overflow: hidden") if clipped and far else None


def _is_far(value: str) -> bool:
    match = _LENGTH.search(value)
    if match is None:
        return False
    number = float(match[1]) * _PX[match[2].lower()]
    if match[2] == "%" and abs(float(match[1])) <= 100:  # noqa: PLR2004 - a whole width or height is a slide's place
        return False
    return number <= -_FAR or number >= _FAR_RIGHT


def _clips(styles: Mapping[str, str]) -> bool:
    words = f"{styles.get('overflow', '')} {styles.get('overflow-x', '')} {styles.get('overflow-y', '')}".split()
    return not _CLIPPING.isdisjoint(words)


def _boxed_in(styles: Mapping[str, str]) -> tuple[str, str] | None:
    if not _clips(styles):
        return None
    for name in ("width", "height", "max-width", "max-height"):
        value = styles.get(name, "")
        length = pixels(value)
        if (
            length is not None
            and 0 <= length <= _TINY_BOX
            and "calc" not in value
            and not has_room(styles, name.removeprefix("max-"))
        ):
            return How.NO_ROOM, f"{name}: {value}; overflow: hidden"
    return None


def has_room(styles: Mapping[str, str], side: str) -> bool:
    """Whether a least size or a padding opens a box that is said to have no room.

    Args:
        styles: property -> value, lower-case.
        side: `width` or `height`.
    """
    edges = ("left", "right") if side == "width" else ("top", "bottom")
    written = styles.get("padding", "").split()
    around = written[1::2] or written[:1] if side == "width" else written[::2]
    values = (styles.get(f"min-{side}", ""), *(styles.get(f"padding-{edge}", "") for edge in edges), *around)
    return any((length := pixels(value)) is not None and length > _TINY_BOX for value in values)


def _clipped(styles: Mapping[str, str]) -> tuple[str, str] | None:
    clip = styles.get("clip", "")
    match = _RECT.search(clip)
    if match is not None and styles.get("position") in {"absolute", "fixed"}:
        edges = [pixels(part) for part in re.split(r"[,\s]+", match[1].strip()) if part]
        if len(edges) == 4 and all(edge is not None and edge <= _TINY_BOX for edge in edges):  # noqa: PLR2004 - the four edges
            return How.CLIPPED, f"clip: {clip}"
    path = styles.get("clip-path", "")
    if _CLIPPED_AWAY.search(path):
        return How.CLIPPED, f"clip-path: {path}"
    transform = styles.get("transform", "")
    if _SCALED_AWAY.search(transform):
        return How.CLIPPED, f"transform: {transform}"
    if re.fullmatch(r"0?(?:\.0\d*)?", styles.get("scale", "1")) and styles.get("scale"):
        return How.CLIPPED, f"scale: {styles['scale']}"
    return None


def by_markup(node: Element) -> tuple[str, str] | None:
    """What hides without a style: an attribute, a class that every theme knows, an element."""
    if node.attr("hidden") is not None:
        return How.REMOVED, "hidden"
    classes = node.attr("class")
    if classes and names_unseen(classes):
        return How.UNSEEN, f'class="{classes}"'
    if node.tag == "marquee":
        return _small_marquee(node)
    return (How.WITHOUT_SCRIPTS, "noscript") if node.tag == "noscript" else None


def names_unseen(classes: str) -> bool:
    """Whether one of an element's classes is for screen readers alone."""
    return not _UNSEEN.isdisjoint(classes.lower().split())


def _small_marquee(node: Element) -> tuple[str, str] | None:
    """A marquee of a pixel or two, an old place for links."""
    for name in ("width", "height"):
        length = pixels(node.attr(name) or "")
        if length is not None and 0 <= length <= 2 * _TINY_BOX:
            return How.NO_ROOM, f'<marquee {name}="{node.attr(name)}">'
    return None


def size_of_font(value: str) -> str:
    """The size in the shorthand `font`; "" where there is none."""
    match = re.search(r"(?:^|\s)((?:\d+(?:\.\d*)?|\.\d+)(?:px|pt|r?em|%|ex|ch|vw|vh)|0)(?=\s|/)", value)
    return match[1] if match is not None else ""


def is_tiny(size: str) -> bool:
    """Whether a value of `font-size` makes letters too small to see."""
    match = _LENGTH.match(size)
    if match is None:
        return False
    number, unit = float(match[1]), match[2].lower()
    return number <= _TINY_FONT[unit] if unit in _TINY_FONT else number * _PX[unit] <= _TINY_FONT["px"]


def colour_in(value: str) -> Colour | None:
    """The colour in a value of `background`: the first word that is one."""
    whole = parse_colour(value)
    if whole is not None:
        return whole
    found = (parse_colour(word) for word in re.findall(r"(?:rgba?|hsla?)\([^)]*\)|#[0-9a-f]+|[a-z]+", value))
    return next((colour for colour in found if colour is not None), None)
