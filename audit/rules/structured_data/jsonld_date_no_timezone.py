"""JLD020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import label, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_KINDS = ARTICLE_TYPES | {"VideoObject"}
_NAMES = ("datePublished", "dateModified", "uploadDate")


class JsonldDateNoTimezone(
    PostRule[Post], code="JLD020", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A time in the structured data of an article or a video has no zone.

    Google then takes that of its crawler, so the article seems hours older or younger than it is.
    """

    remedy = "Append the zone: 2026-05-04T08:30:00+02:00, or Z for UTC."
    sources = (
        "https://developers.google.com/search/docs/appearance/structured-data/article",
        "https://support.google.com/webmasters/answer/13300873",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"VideoObject","name":"Spring tide","uploadDate":"2026-05-04T08:30:00"'),
            says='VideoObject.uploadDate is "2026-05-04T08:30:00"',
            points_at='"2026-05-04T08:30:00"',
        ),
        Good(node('"@type":"Article","headline":"Tide","datePublished":"2026-05-04"'), note="A day needs no zone."),
        Good(
            node('"@type":"Event","name":"Regatta","startDate":"2026-08-01T19:30"'),
            note="An event happens by the clock of its place.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each date."""
        for thing in facts.graph.nodes:
            if _KINDS.isdisjoint(thing.types):
                continue
            for name in _NAMES:
                text = thing.data.get(name)
                found = moment(text.strip()) if type(text) is str else None
                if found is not None and found.timed and not found.zoned:
                    yield Finding(
                        f"{label(thing)}.{name} is {shown(text)}, a time without a zone.",
                        at=thing.place(name),
                        value=f"{label(thing)}.{name}={shown(text)}",
                    )
