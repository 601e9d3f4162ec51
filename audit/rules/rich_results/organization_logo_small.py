"""RRS034."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of, parts
from audit.rules.rich_results._numbers import number_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Node


class OrganizationLogoSmall(
    PostRule[Post], code="RRS034", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The logo is too small to be shown.

    Search engines ask for 112 by 112 pixels or more.
    """

    remedy = "Give a larger logo."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/logo",
        "https://developers.google.com/search/docs/appearance/structured-data/organization",
    )
    needs = needs_of("Organization")
    examples = (
        Bad(
            node(
                '"@type":"Organization","name":"S","logo":{"@type":"ImageObject","url":"/1.png","width":64,"height":64}'
            ),
            says="64 x 64",
        ),
        Good(
            node(
                '"@type":"Organization","name":"S","logo":{"@type":"ImageObject","url":"/1.png","width":512,'
                '"height":512}'
            )
        ),
        Good(
            node(
                '"@type":"Organization","name":"Saltmarsh","logo":{"@type":"ImageObject",'
                '"url":"https://saltmarsh.example/mark.svg","width":1,"height":1}'
            ),
            note="A drawing has every size.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each logo whose size is known."""
        for organization in nodes_of(facts, "Organization"):
            for logo in parts(organization, "logo"):
                width, height = number_of(logo.text("width")), number_of(logo.text("height"))
                if width and height and min(width, height) < _LEAST and not _scales(logo, width * height):
                    yield Finding(
                        f"The logo is {width:g} x {height:g} pixels; search engines ask for {_LEAST} each way.",
                        at=organization.place("logo"),
                        value=f"{width:g}x{height:g}",
                    )


def _scales(logo: Node, area: float) -> bool:
    """Whether a picture has no size of its own: drawings are noted by WordPress as 1 x 1."""
    address = logo.text("contentUrl") or logo.text("url") or ""
    return area == 1 or address.partition("?")[0].lower().endswith((".svg", ".svgz"))


_LEAST = 112
