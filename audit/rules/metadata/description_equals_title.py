"""MET018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._head import description_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class DescriptionEqualsTitle(PostRule[Head], code="MET018", severity=Severity.WARNING, since="0.1.0"):
    """The meta description only says the title again.

    The two stand above each other in a search result. A search engine that sees the title twice drops the description
    and cuts a snippet from the text, so the one place where an editor can address the reader is lost.
    """

    remedy = "Write one or two sentences that say what the reader gets beyond the title."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>When the tide turns - Log</title><meta name="description" content="When the tide turns">',
            says="is the post's title",
            points_at='content="When the tide turns',
        ),
        Bad(
            head='<title>Ferry times &#8211; Log</title><meta name="description" content="Ferry times – Log">',
            says="is the page's title",
        ),
        Good(
            head="<title>When the tide turns - Saltmarsh</title>"
            '<meta name="description" content="When the tide turns, and why the ferry waits for it.">',
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Compared as decoded, folded text."""
        description = facts.once(description_of)
        if not description:
            return ()
        title = facts.once(title_of)
        if description == title:
            whose = "page's"
        elif len(description) <= len(facts.title) and description == fold(facts.title):
            whose, title = "post's", description
        else:
            return ()
        place = next(value.place for value in subject.descriptions if not value.blank)
        return (
            Finding(
                f"The meta description is the {whose} title.",
                at=place,
                value=description,
                evidence=(Evidence("title", title),),
            ),
        )
