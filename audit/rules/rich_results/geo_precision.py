"""RRS033."""

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

    from audit.facts import Facts


class GeoPrecision(PostRule[Post], code="RRS033", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A place is given too roughly, or is none on earth.

    Five decimals are a metre; with fewer the pin on the map stands beside the house. A latitude lies between -90 and
    90, a longitude between -180 and 180: where it does not, the two are mostly exchanged, or a decimal point is lost.
    """

    remedy = "Give latitude and longitude with five decimals, each under its own name."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/local-business",)
    needs = needs_of("LocalBusiness")
    examples = (
        Bad(
            node(
                '"@type":"Store","name":"Shop","address":"Quay","geo":{"@type":"GeoCoordinates",'
                '"latitude":"53.12","longitude":"8.40112"}'
            ),
            says="53.12",
        ),
        Bad(
            node(
                '"@type":"Store","name":"Shop","address":"Quay","geo":{"@type":"GeoCoordinates",'
                '"latitude":"95.2","longitude":8.40112}'
            ),
            says="latitude 95.2, but there is none beyond 90",
            points_at='"95.2"',
        ),
        Good(
            node(
                '"@type":"Store","name":"Shop","address":"Quay","geo":{"@type":"GeoCoordinates",'
                '"latitude":53.12,"longitude":8.40112}'
            ),
            note="A number loses its last zeros.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each business; how rough a place is can be told of texts only."""
        for business in nodes_of(facts, "LocalBusiness"):
            for place in parts(business, "geo"):
                beyond = [(name, place.text(name) or "") for name in _FARTHEST if _is_beyond(place.text(name), name)]
                for name, text in beyond[:1]:
                    yield Finding(
                        f"The place is given as {name} {text}, but there is none beyond {_FARTHEST[name]}.",
                        at=place.place(name),
                        value=f"{name} {text}",
                    )
                if beyond:
                    continue
                rough = [
                    value for name in ("latitude", "longitude") for value in place.values(name) if _is_rough(value)
                ]
                if rough:
                    yield Finding(
                        f"The place is given as {rough[0]}, with fewer than five decimals.",
                        at=place.place(),
                        value=rough[0],
                    )


_DECIMALS = 5
_FARTHEST = {"latitude": 90, "longitude": 180}


def _is_beyond(text: str | None, name: str) -> bool:
    number = number_of(text)
    return number is not None and abs(number) > _FARTHEST[name]


def _is_rough(value: object) -> bool:
    return isinstance(value, str) and number_of(value) is not None and len(value.strip().partition(".")[2]) < _DECIMALS
