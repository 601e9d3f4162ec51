"""JLD029."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import rewritten, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix

_IMAGE = '"@type":"ImageObject","url":"https://saltmarsh.example/a.jpg","width":{}'
_LENGTH = re.compile(r"\s*\d+(?:\.\d+)?\s*(?!px)(?:[a-z]{1,6})?\s*", re.IGNORECASE | re.ASCII)


class JsonldImageSizeType(
    PostRule[Post], code="JLD029", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The size of a picture in the structured data is no number.

    Programs that choose a picture by its size skip one whose width they cannot read.
    """

    remedy = "Write the pixels as a number: 1200."
    sources = ("https://schema.org/width", "https://schema.org/ImageObject")
    needs = frozenset({"type:ImageObject"})
    examples = (
        Bad(node(_IMAGE.format('"1200px"')), says='ImageObject.width is "1200px"', points_at='"1200px"'),
        Bad(node(_IMAGE.format("false")), says="ImageObject.width is false"),
        Good(node(_IMAGE.format('{"@type":"QuantitativeValue","value":1200}'))),
        Good(node(_IMAGE.format('"29.7 cm"')), note="A distance has a unit."),
        Good(node(_IMAGE.format('"1200"'))),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each width and height."""
        for image in facts.graph.of_type("ImageObject"):
            for name in ("width", "height"):
                value = image.data.get(name)
                if _is_wrong(value):
                    yield Finding(
                        f"ImageObject.{name} is {shown(value)}, which is no number of pixels.",
                        at=image.place(name),
                        value=f"{name}={shown(value)}",
                        fix=_fix(image, value),
                    )


def _is_wrong(value: Any) -> bool:
    if type(value) is str:
        return bool(value) and _LENGTH.fullmatch(value) is None
    return type(value) is bool


def _fix(image: Node, value: Any) -> Fix | None:
    """The edit that writes the digits alone."""
    match = _PIXELS.fullmatch(value.strip()) if type(value) is str else None
    return rewritten(value, int(match[1])) if match is not None and image.syntax == "JSON-LD" else None


_PIXELS = re.compile(r"(\d{1,5})(?:\.0+)?\s*(?:px|pixels?)?", re.IGNORECASE | re.ASCII)
