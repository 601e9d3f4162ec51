"""Colours of CSS, as numbers: what they are, and how far apart they look."""

from __future__ import annotations

import colorsys
import re
from typing import NamedTuple


class Colour(NamedTuple):
    """A colour of sRGB: 0 to 255 each, and its opacity from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^)]*)\)")
_NAMES = {
    # The names of CSS that somebody would give to letters or to what is behind them, dark and light.
    "aliceblue": "f0f8ff", "antiquewhite": "faebd7", "azure": "f0ffff", "beige": "f5f5dc", "black": "000000",
    "blue": "0000ff", "cornsilk": "fff8dc", "darkgray": "a9a9a9", "darkgrey": "a9a9a9", "floralwhite": "fffaf0",
    "gainsboro": "dcdcdc", "ghostwhite": "f8f8ff", "gray": "808080", "green": "008000", "grey": "808080",
    "honeydew": "f0fff0", "ivory": "fffff0", "lavenderblush": "fff0f5", "lightgray": "d3d3d3", "lightgrey": "d3d3d3",
    "lightyellow": "ffffe0", "linen": "faf0e6", "mintcream": "f5fffa", "navy": "000080", "oldlace": "fdf5e6",
    "orange": "ffa500", "purple": "800080", "red": "ff0000", "seashell": "fff5ee", "silver": "c0c0c0", "snow": "fffafa",
    "transparent": "00000000", "white": "ffffff", "whitesmoke": "f5f5f5", "yellow": "ffff00",
}  # fmt: skip
_SHORT = 4
_OPAQUE = 6


def parse_colour(value: str) -> Colour | None:
    """The colour that a value of CSS or an old `color` attribute says; None for others (`var(…)`, `currentcolor`).

    Source: https://www.w3.org/TR/css-color-4/
    """
    value = value.strip().lower().removesuffix("!important").strip()
    digits = _NAMES.get(value)
    if digits is None:
        match = _HEX.fullmatch(value) or _HEX.fullmatch(f"#{value}")
        digits = match[1] if match is not None else None
    if digits is not None:
        return _of_digits(digits)
    function = _FUNCTION.fullmatch(value)
    return _of_function(function[1], function[2]) if function is not None else None


def _of_digits(digits: str) -> Colour:
    if len(digits) <= _SHORT:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
    return Colour(parts[0], parts[1], parts[2], parts[3] / 255 if len(digits) > _OPAQUE else 1.0)


def _of_function(name: str, arguments: str) -> Colour | None:
    parts = [part for part in re.split(r"[,\s/]+", arguments.strip()) if part]
    if len(parts) not in {3, 4}:
        return None
    try:
        alpha = _share(parts[3], 1) if len(parts) > 3 else 1.0  # noqa: PLR2004 - the fourth is the opacity
        if name == "hsl":
            hue = float(parts[0].removesuffix("deg")) % 360 / 360
            red, green, blue = colorsys.hls_to_rgb(hue, _share(parts[2], 100), _share(parts[1], 100))
            return Colour(red * 255, green * 255, blue * 255, alpha)
        red, green, blue = (_share(part, 255) * 255 for part in parts[:3])
    except ValueError:
        return None
    return Colour(red, green, blue, alpha)


def _share(part: str, whole: float) -> float:
    """A percentage, or a number out of a whole, from 0 to 1."""
    number = float(part[:-1]) / 100 if part.endswith("%") else float(part) / whole
    return min(1.0, max(0.0, number))


def distance(one: Colour, other: Colour) -> float:
    """How far apart two colours look: SpamAssassin's measure, in which up to 12 is the same to a reader.

    Source: https://svn.apache.org/repos/asf/spamassassin/trunk/lib/Mail/SpamAssassin/HTML.pm
    """
    red, green, blue = (first - second for first, second in zip(one[:3], other[:3], strict=True))
    return float(((0.2126 * red) ** 2 + (0.7152 * green) ** 2 + (0.0722 * blue) ** 2) ** 0.5)
