"""MET009."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._head import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_YEAR = re.compile(r"(?<![\w.,/-])20\d\d(?![\w/])", re.ASCII)
# Words that promise the state of a year: guide, best, calendar, criteria and their like.
_PROMISE = re.compile(
    r"\b(?:guides?|best|top|calendars?|criteria|deadlines?|fees|prices|rates|requirements|schedules?|tips|trends"
    r"|ratgeber|leitfaden|beste[nrs]?|kalender|termine|preise|gebühren|kriterien|fristen"
    r"|meilleure?s?|calendriers?|critères|tarifs|prix|conseils"
    r"|guías?|mejor(?:es)?|calendarios?|precios|requisitos|criterios|plazos"
    r"|guida|miglior[ei]?|prezzi|criteri|scadenze"
    r"|guias?|melhor(?:es)?|preços|critérios|gids|prijzen)\b",
    re.IGNORECASE,
)


class TitleStaleYear(PostRule[Head], code="MET009", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The title names a year that was long over when the post was last changed.

    The post was worked on, and its title still promises the state of an earlier year. Readers who look for a guide or
    a calendar pass it over, whatever the text says today.
    """

    remedy = "Write the present year into the title if the text is up to date, else bring the text up to date."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head="<title>Ferry calendar 2022 - Saltmarsh</title>",
            fields={"date_gmt": "2021-11-02T08:00:00", "modified_gmt": "2026-05-01T08:00:00"},
            says="2022",
            points_at="<title>",
        ),
        Good(
            head="<title>Ferry calendar 2021 - Saltmarsh</title>",
            fields={"date_gmt": "2021-01-02T08:00:00", "modified_gmt": "2026-05-01T08:00:00"},
            note="The year in which it was published.",
        ),
        Good(
            head="<title>The best ferries of 1954 - Saltmarsh</title>",
            fields={"date_gmt": "2021-01-02T08:00:00", "modified_gmt": "2026-05-01T08:00:00"},
            note="History when it was written.",
        ),
        Good(
            head="<title>The flood of 2022 - Saltmarsh</title>",
            fields={"date_gmt": "2021-01-02T08:00:00", "modified_gmt": "2026-05-01T08:00:00"},
            note="No word that promises the state of today.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Only titles that promise the state of a year, and years later than that of publication."""
        text = facts.once(title_of)
        title = subject.title
        if title is None or "20" not in text:
            return ()
        years = [int(year) for year in _YEAR.findall(text)]
        published, modified = _year(facts.post.date_gmt), _year(facts.post.modified_gmt)
        if not years or not published or not modified:
            return ()
        year = max(years)
        if not published < year < modified - 1 or _PROMISE.search(text) is None:
            return ()
        return (
            Finding(
                f"The title names the year {year}; the post was last changed in {modified}.",
                at=title.place,
                value=str(year),
                evidence=(
                    Evidence("title", text),
                    Evidence("published", facts.post.date_gmt or ""),
                    Evidence("changed", facts.post.modified_gmt or ""),
                ),
            ),
        )


def _year(date: str | None) -> int:
    return int(date[:4]) if date and date[:4].isdecimal() else 0
