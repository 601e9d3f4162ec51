"""MET014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import IN_VALUE, into_content, renamed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue


class DescriptionMissing(PostRule[Head], code="MET014", severity=Severity.WARNING, since="0.1.0"):
    """The page has no meta description.

    Search engines then cut a snippet from wherever the words of the search occur. The Open Graph description does not
    stand in for it: it is for shares, and search engines do not read it.
    """

    remedy = "Write one or two sentences that say what the reader gets, in the SEO plugin's field for the description."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    explained_by = {"og-empty-value": SAME_POST.when("misplaced")}
    examples = (
        Bad(
            head='<title>Ferry times</title>\n<meta property="og:description" content="When the ferry sails." />',
            fields={"yoast_head_json": {"title": "Ferry times", "og_description": "When the ferry sails."}},
            says="no meta description",
        ),
        Bad(
            head='<title>Ferry times</title>\n<meta name="description" value="When the ferry sails." />',
            fields={"yoast_head_json": None},
            says="has its text in value=, where content= belongs",
            points_at="<meta",
        ),
        Bad(
            head='<title>Ferry times</title>\n<meta property="description" content="When the ferry sails." />',
            fields={"yoast_head_json": None},
            says="where name= belongs",
            points_at="content=",
        ),
        Good(
            head='<title>Ferry times</title>\n<meta name="description" content="When the ferry sails, day by day." />',
            fields={"yoast_head_json": None},
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Nothing can be concluded from a head that a client has cut."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent if any origin of the head gives a description that is not blank."""
        if _describes(subject) or any(map(_describes, (facts.head_html, facts.head_json))):
            return ()
        misplaced = next((value for value in subject.descriptions if value.misplaced), None)
        if misplaced is not None:
            return (
                Finding(
                    "The meta description has its text in value=, where content= belongs: nobody reads it there.",
                    at=misplaced.place,
                    remedy=IN_VALUE,
                    fix=into_content(misplaced, facts),
                    form="misplaced",
                ),
            )
        unread = next((value for value in subject.descriptions if _is_unread(value)), None)
        if unread is not None:
            return (
                Finding(
                    "The description stands in a tag with property=, where name= belongs: nobody reads it there.",
                    at=unread.place,
                    remedy="Write name= in place of property= in the theme or plugin that prints the tag.",
                    fix=renamed(unread, "property", "name", facts),
                    form="misplaced",
                ),
            )
        stands_in = subject.meta("og:description") is not None
        more = ", only an og:description, which search engines do not read" if stands_in else ""
        return (Finding(f"The page has no meta description{more}."),)


def _describes(head: Head | None) -> bool:
    return head is not None and not all(value.blank or _is_unread(value) for value in head.descriptions)


def _is_unread(value: HeadValue) -> bool:
    """Whether a tag is named by `property`, as those of Open Graph are, and not by `name`.

    Source: https://developers.google.com/search/docs/crawling-indexing/special-tags
    """
    return not value.blank and value.node is not None and value.node.attr("name") is None
