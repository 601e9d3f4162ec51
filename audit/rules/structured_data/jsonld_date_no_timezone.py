"""JLD020."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._items import offered_items, own_items
from audit.rules.structured_data._values import label, rewritten, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Fix

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
        Bad(
            '<p itemscope itemtype="https://schema.org/VideoObject"><b itemprop="name">Ebb</b>'
            '<meta itemprop="uploadDate" content="2026-05-04T08:30:00"></p>',
            says='uploadDate is "2026-05-04T08:30:00"',
        ),
        Good(node('"@type":"Article","headline":"Tide","datePublished":"2026-05-04"'), note="A day needs no zone."),
        Good(
            node('"@type":"Event","name":"Regatta","startDate":"2026-08-01T19:30"'),
            note="An event happens by the clock of its place.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each date: of the JSON-LD, of videos in microdata, and of the article that is the page."""
        things = facts.graph.nodes
        if facts.items.nodes:
            items = (*facts.once(offered_items), *facts.once(own_items))
            things = [*things, *{(item.block, item.pointer): item for item in items}.values()]
        for thing in things:
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
                        fix=_in_zone(thing, name, text, facts.post),
                    )


def _in_zone(thing: Node, name: str, text: object, post: Post) -> Fix | None:
    """The edit that appends the zone, where the time is that of the record's own date, local or in UTC."""
    local, gmt = {
        "datePublished": (post.date, post.date_gmt),
        "dateModified": (post.modified, post.modified_gmt),
    }.get(name, (None, None))
    written = moment(text.strip()) if isinstance(text, str) else None
    here, there = (moment(date.strip()) if date else None for date in (local, gmt))
    if thing.syntax != "JSON-LD" or written is None or here is None or there is None:
        return None
    if written.when not in (here.when, there.when):
        return None
    offset = here.when - there.when if written.when == here.when else timedelta()
    if abs(offset) > _MOST or offset % _STEP:
        return None
    return rewritten(text, written.when.replace(tzinfo=timezone(offset)).isoformat())


_MOST, _STEP = timedelta(hours=14), timedelta(minutes=15)
