"""JLD022."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import dated_nodes
from audit.rules.structured_data._values import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_ARTICLE = '"@type":"Article","headline":"Tide","datePublished":"{}","dateModified":"{}"'
_TOLERANCE = timedelta(seconds=60)
_UNCLEAR = timedelta(days=1)  # a day without a zone begins and ends within it


class JsonldModifiedBeforePublished(PostRule[Post], code="JLD022", severity=Severity.NOTICE, since="0.1.0"):
    """By its structured data, a page was changed before it was published.

    It happens where a post was written, scheduled and left alone, and does no harm; it also happens where one of the
    dates is wrong.
    """

    remedy = "Look whether both dates are right; saving the post again sets the later one."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"jsonld"})
    explained_by = {"date-published-mismatch": SAME_POST, "date-modified-mismatch": SAME_POST}
    examples = (
        Bad(
            node(_ARTICLE.format("2026-05-04T08:30:00+00:00", "2026-05-02T17:00:00+00:00")),
            says="Article was changed on 2026-05-02T17:00:00+00:00",
            points_at='"2026-05-02T17:00:00+00:00"',
        ),
        Good(
            node(_ARTICLE.format("2026-05-04T08:30:00+00:00", "2026-05-04T10:29:30+02:00")),
            note="Less than a minute is the time that saving takes.",
        ),
        Good(
            node(_ARTICLE.format("2026-05-04T23:30:00+00:00", "2026-05-04")),
            note="A day without a time may be later or earlier.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each pair of dates."""
        pairs: dict[tuple[str, str], Node] = {}
        for thing in facts.once(dated_nodes):
            published, modified = thing.data.get("datePublished"), thing.data.get("dateModified")
            if type(published) is str and type(modified) is str:
                pairs.setdefault((published, modified), thing)
        return [_finding(thing, *pair) for pair, thing in pairs.items() if _is_before(*pair)]


def _is_before(published: str, modified: str) -> bool:
    """Whether a change comes clearly before the publication."""
    if published == modified:
        return False
    first, last = moment(published.strip()), moment(modified.strip())
    if first is None or last is None:
        return False
    clear = first.timed and last.timed and first.zoned == last.zoned
    return first.when - last.when > (_TOLERANCE if clear else _UNCLEAR)


def _finding(thing: Node, published: str, modified: str) -> Finding:
    return Finding(
        f"{label(thing)} was changed on {modified}, before it was published on {published}.",
        at=thing.place("dateModified"),
        value=f"{published} {modified}",
        evidence=(Evidence("datePublished", published), Evidence("dateModified", modified)),
    )
