"""JLD021."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.structured_data._dates import moment
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import dated_nodes
from audit.rules.structured_data._values import label, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.facts import Facts
    from audit.facts.jsonld import Node

_PAGES = ARTICLE_TYPES | WEBPAGE_TYPES
_ARTICLE = '"@type":"Article","headline":"Tide","datePublished":"{}"'
_A_DAY = timedelta(days=1)


class JsonldDateFuture(PostRule[Post], code="JLD021", severity=Severity.WARNING, since="0.1.0"):
    """By its structured data, a public article was published or changed on a day that is still to come.

    A search engine that sees tomorrow's date may stop believing the page's dates, and show none or one that it guessed.
    """

    remedy = "Correct the date; look at the year first."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"jsonld"})
    explained_by = {
        "date-published-mismatch": SAME_POST.when("datePublished"),
        "date-modified-mismatch": SAME_POST.when("dateModified"),
    }
    examples = (
        Bad(
            node(_ARTICLE.format("2062-03-01T10:00:00+00:00")),
            says="Article.datePublished is 2062-03-01",
            points_at='"2062-03-01T10:00:00+00:00"',
        ),
        Good(node(_ARTICLE.format("2026-06-01T23:30:00+00:00")), note="Within a day it may be a matter of time zones."),
        Good(node('"@type":"Movie","name":"Spring tide","datePublished":"2027"'), note="A film may be announced."),
        Good(
            node(_ARTICLE.format("2062-03-01T10:00:00+00:00")),
            fields={"status": "future"},
            note="A scheduled post is published in the future.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each date of an article or a page, equal dates once."""
        if subject.status == "future":
            return ()
        limit = facts.as_of + _A_DAY
        found: dict[str, Finding] = {}
        for thing in facts.once(dated_nodes):
            if _PAGES.isdisjoint(thing.types):
                continue
            for name in ("datePublished", "dateModified"):
                text = thing.data.get(name)
                if type(text) is str and text not in found and _is_after(text, limit):
                    found[text] = _finding(thing, name, text, facts)
        return found.values()


def _is_after(text: str, limit: datetime) -> bool:
    when = moment(text.strip())
    return when is not None and when.when > limit


def _finding(thing: Node, name: str, text: str, facts: Facts) -> Finding:
    return Finding(
        f"{label(thing)}.{name} is {text[:10]}, which is still to come.",
        at=thing.place(name),
        value=f"{label(thing)}.{name}={shown(text)}",
        evidence=(Evidence("audited on", f"{facts.as_of:%Y-%m-%d}"),),
        form=name,
    )
