"""SOC018."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import IN_VALUE, into_content, of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix
    from audit.post import Post

_NAMES = ("article:published_time", "article:modified_time")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?")


class OgArticleTimeInvalid(PostRule[Head], code="SOC018", severity=Severity.ERROR, since="0.1.0"):
    """The time of the article is not written as machines read it.

    Networks and news readers take the date of a post from here. What is no date in the form of ISO 8601 they drop; a
    time without a zone each of them reads in a zone of its own, some as another day.
    """

    remedy = "Save the post again with a correct date; if a theme prints the tag, let it use the format c."
    sources = ("https://ogp.me/#type_article", "https://www.w3.org/TR/NOTE-datetime")
    needs = frozenset({"head"})
    explained_by = {"og-empty-value": SAME_POST.when("misplaced")}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="article:published_time" content="4 May 2026" />', says="4 May 2026"
        ),
        Bad(
            head='<title>Tide</title><meta property="article:modified_time" content="2026-05-04T08:30:00" />',
            says="no time zone",
        ),
        Bad(
            head='<title>Tide</title><meta property="article:published_time" content="-0001-11-30T00:00:00+00:00" />',
            says="-0001-11-30",
        ),
        Bad(
            head='<title>Tide</title><meta property="article:published_time" value="2026-05-04T08:30:00+02:00" />',
            says="has its date in value=, where content= belongs",
        ),
        Good(
            head='<title>Tide</title><meta property="article:published_time" content="2026-05-04T08:30:00+02:00" />'
            '<meta property="article:modified_time" content="2026-05-04T06:30:00Z" />'
        ),
        Good(
            head='<title>Tide</title><meta property="article:published_time" content="2026-05-04" />',
            note="The protocol leaves the time of day to the author; a day has no zone.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each of the two tags."""
        for name in _NAMES:
            value = subject.meta(name)
            if value is None:
                continue
            if value.misplaced:
                yield Finding(
                    f"{name} has its date in value=, where content= belongs: nobody reads it there.",
                    at=value.place,
                    value=f"{name} ",
                    remedy=IN_VALUE,
                    fix=into_content(value, facts),
                    form="misplaced",
                )
            elif fault := _fault(value.text.strip()):
                yield Finding(
                    f"{name} {fault}.",
                    at=value.place,
                    value=f"{name} {value.text.strip()}",
                    fix=_of_record(name, value, facts.post),
                )


def _of_record(name: str, value: HeadValue, post: Post) -> Fix | None:
    """The edit that writes the date of the record, with its zone."""
    date = post.date_gmt if name == _NAMES[0] else post.modified_gmt
    if not date or value.blank or len(date) != _FULL or not _exists(date):
        return None
    return of_head(value, f"{date}+00:00", "write the date of the record")


_FULL = len("2026-05-04T08:30:00")


def _fault(text: str) -> str:
    if not text:
        return "is empty"
    match = _TIME.fullmatch(text)
    if match is None:
        day = f"{text}-01-01"[:10] if _DATE.fullmatch(text) else ""
        return "" if day and _exists(day) else f"is no date in the form of ISO 8601: {text}"
    if not _exists(f"{match[1]}T{match[2]}{match[3] or ''}"):
        return f"is a date that does not exist: {text}"
    return "" if match[4] else f"has no time zone: {text}"


def _exists(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
