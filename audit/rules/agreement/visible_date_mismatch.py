"""AGR025."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import PAGE, Post
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.agreement._page import comparable_articles, instants
from audit.rules.structured_data._page import webpage_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.rules.agreement._page import Instants

_HEAD = """<title>Ferry times</title>
<meta property="article:published_time" content="2026-05-04T08:30:00+00:00" />"""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\.?,?\s+(?P<year>[0-9]{{4}})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[0-9]{{4}})"
    r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
# A dateline: `Berlin, 4 May 2026 - The ferry …`, `HARBOUR (4 May 2026)`, `Published on 4 May 2026`. A sentence that
# merely begins with a date tells a story.
_DATELINE = re.compile(
    rf"\s*(?:(?:published|posted|date)(?:\s+on)?\s*:?\s*(?:{_DATE})"
    rf"|(?:[^\W\d_][\w.' -]{{1,30}}[,(]\s*){{0,2}}(?:{_DATE.replace('?P<', '?P<p')})\)?\s*(?:[-–—:|]|\n|\Z))",
    re.IGNORECASE,
)
_LOOKED_AT = 200

_SHOWN = (
    "time.published[datetime], time.entry-date[datetime], "
    ".wp-block-post-date:not(.wp-block-post-date__modified-date) > time[datetime]"
)
"""Where WordPress's own themes, and those made after them, print the date of the post."""
_OF_OTHERS = (
    "aside, footer, nav, .comments-area, #comments, .widget, .sidebar, [class*=related], .wp-block-latest-posts, "
    ".wp-block-query, .wp-block-post-template"
)
_PAGE = f"""<html><head>{_HEAD}</head><body class="single single-post"><article><h1>Tide</h1>
<time class="entry-date published" datetime="{{}}">The date</time><div class="entry-content"><p>The ferry waits.</p>
</div></article></body></html>"""


class VisibleDateMismatch(
    PostRule[Post], code="AGR025", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The date that readers see is far from the date of publication.

    Readers see one date at the beginning of the text, or where the theme prints the date of the post, and search
    engines another one in the head. Search engines then show either, or none. It happens when an old text is published
    anew, or when a site is imported.
    """

    remedy = "Set the date of publication to that of the text, or mend the date that readers see."
    sources = ("https://developers.google.com/search/docs/appearance/publication-dates",)
    needs = frozenset({"head", "jsonld"})
    explained_by = {"date-published-mismatch": SAME_POST}
    reads_content = True
    examples = (
        Bad("<p>HARBOUR, 4 March 2025 – The ferry sails late.</p>", head=_HEAD, says="4 March 2025", points_at="<p>"),
        Bad("<p>Published on March 4, 2025</p>", head=_HEAD, says="March 4, 2025"),
        Bad(
            page=_PAGE.format("2025-01-02T08:30:00+00:00"),
            says="The page shows 2025-01-02; the date of publication is 2026-05-04.",
            points_at="datetime=",
        ),
        Good(page=_PAGE.format("2026-05-04T10:30:00+02:00")),
        Good(
            page=_PAGE.format("2025-01-02").replace("<article>", "<aside>").replace("</article>", "</aside>"),
            note="Of a post in the sidebar.",
        ),
        Good("<p>Harbour, 1 May 2026 – The ferry sails late.</p>", head=_HEAD),
        Good("<p>On 4 March 1912 the harbour froze.</p>", head=_HEAD, note="A date of the story."),
        Good("<p>The harbour froze on 4 March 1912. It was cold.</p>", head=_HEAD),
    )

    days: int = 30
    """Difference that is let pass."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only a full date in the place of a dateline, at the beginning of the first paragraph, or the theme's."""
        published = _published(facts)
        if published is None:
            return ()
        finding = self._of_dateline(published, facts) or self._of_theme(published, facts)
        return (finding,) if finding is not None else ()

    def _of_dateline(self, published: Instants, facts: Facts) -> Finding | None:
        paragraphs = facts.elements("p")
        match = _DATELINE.match(paragraphs[0].text[:_LOOKED_AT]) if paragraphs else None
        if match is None or not self._is_far(_date_of(match), published):
            return None
        line = match[0].strip(" -–—:|\n")
        return Finding(
            f"The text begins with the dateline {line}; the date of publication is {published.text[:10]}.",
            at=Place("content.rendered", paragraphs[0]),
            value=line,
            evidence=(Evidence("dateline", line), Evidence("date of publication", published.text)),
        )

    def _of_theme(self, published: Instants, facts: Facts) -> Finding | None:
        """Where the page of a post shows one date of its own, and not those of others in a list."""
        if facts.page is None or "single" not in facts.page.classes:
            return None
        nodes = [
            node
            for node in facts.page.markup.root.select(_SHOWN)
            if isinstance(node, Element) and node.closest(_OF_OTHERS) is None
        ]
        if len({node.attr("datetime") for node in nodes}) != 1:
            return None
        text = (nodes[0].attr("datetime") or "").strip()
        if not self._is_far(instants(text), published):
            return None
        return Finding(
            f"The page shows {text[:10]}; the date of publication is {published.text[:10]}.",
            at=Place(PAGE, nodes[0], attribute="datetime"),
            value=text,
            evidence=(Evidence("time", text), Evidence("date of publication", published.text)),
        )

    def _is_far(self, shown: Instants | None, published: Instants) -> bool:
        if shown is None:
            return False
        distance = max(shown.first - published.last, published.first - shown.last)
        return distance > timedelta(days=self.days)


def _date_of(match: re.Match[str]) -> Instants | None:
    found = {name.removeprefix("p").removesuffix("2"): text for name, text in match.groupdict().items() if text}
    if "iso" in found:
        return instants(found["iso"])
    month = _MONTHS.index(found["month"][:3].lower()) + 1
    return instants(f"{found['year']}-{month:02}-{int(found['day']):02}")


def _published(facts: Facts) -> Instants | None:
    nodes = [*facts.once(comparable_articles), facts.once(webpage_of)]
    texts = [text for node in nodes if node is not None and isinstance(text := node.data.get("datePublished"), str)]
    if facts.head is not None and (tag := facts.head.meta("article:published_time")) is not None:
        texts.append(tag.text)
    return next((when for text in texts if (when := instants(text)) is not None), None)
