"""COR015."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import HOME, record
from audit.site import listing_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_TOLERANCE = timedelta(hours=24)
_TIDE = f"{HOME}tide/"
_CHANGED = record(1, "tide", modified_gmt="2026-05-04T08:30:00")
_W3C = re.compile(r"(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?")
"""A day, or a moment with its zone. Years and months alone say too little.

Source: https://www.w3.org/TR/NOTE-datetime
"""


class SitemapLastmodMismatch(CorpusRule, code="COR015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The sitemap gives another date for the last change of a post than the post does, by more than a day.

    Search engines fetch again what has changed, and go by the sitemap as long as its dates are true. Google ignores all
    dates of a sitemap that is often wrong.
    """

    remedy = "Let the sitemap give the day of the last real change. Rebuild it if a cache keeps an old one."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap#additional-notes-about-xml-sitemaps",
        "https://www.sitemaps.org/protocol.html#lastmoddef",
    )
    reads_sitemap = True
    offline = False
    examples = (
        Bad(posts=(_CHANGED,), sitemap={_TIDE: "2026-03-01T10:00:00+00:00"}, says="2026-03-01"),
        Bad(posts=(_CHANGED,), sitemap={_TIDE: "2026-05-06"}, says="2026-05-06"),
        Good(posts=(_CHANGED,), sitemap={_TIDE: "2026-05-04T10:30:00+02:00"}),
        Good(posts=(_CHANGED,), sitemap={_TIDE: "2026-05-05"}, note="A day has no hour."),
        Good(posts=(_CHANGED,), sitemap={_TIDE: ""}, note="No date need be given."),
        Good(posts=(_CHANGED,), sitemap={_TIDE: "2026"}),
        Good(
            posts=(record(1, "tide", modified_gmt=None),),
            sitemap={_TIDE: "2026-03-01"},
            note="The post does not say.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness for each post that says when it was changed, under its address."""
        if not facts.post.origin.sitemap or facts.url is None:
            return
        modified = facts.post.modified_gmt
        if modified is None and facts.head is not None and facts.post.origin.form == "page":
            value = facts.head.meta("article:modified_time")
            modified = value.text.strip() if value is not None else None
        if modified:
            yield f"{facts.site}\t{listing_key(facts.url)}", Witness((modified,))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Where both are dates, and more than a day apart."""
        entry = totals.sitemap.find(key.partition("\t")[2]) if totals.sitemap is not None else None
        if entry is None or _W3C.fullmatch(entry[1]) is None:
            return
        listed = _moment(entry[1])
        for witness in witnesses:
            modified = _moment(str(witness.values[0]))
            if listed is None or modified is None or _distance(entry[1], listed, modified) <= _TOLERANCE:
                continue
            yield CorpusFinding(
                f"The sitemap says that it was last changed on {entry[1][:10]}, the post says on {modified:%Y-%m-%d}.",
                value=entry[0],
                address=entry[0],
                evidence=(Evidence("lastmod", entry[1]), Evidence("modified", str(witness.values[0]))),
                witness=witness,
            )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _distance(text: str, listed: datetime, modified: datetime) -> timedelta:
    """How far apart they are at least: a day without an hour is any moment of it, in any zone."""
    if "T" in text:
        return abs(listed - modified)
    start, end = listed - timedelta(hours=14), listed + timedelta(hours=24 + 12)
    return max(start - modified, modified - end, timedelta(0))
