"""RRS040."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import listed_or_claimed, needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class CourseListShort(PostRule[Post], code="RRS040", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Courses are marked up that no list shows.

    Search engines show courses as a list of three or more; single ones are not shown any more.
    """

    remedy = "Mark up a page that lists three or more courses with ItemList."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/course",)
    needs = needs_of("Course")
    examples = (
        Bad(node('"@type":"Course","name":"Sailing","description":"For beginners."'), says="1 course"),
        Good(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Course","name":"A"}},'
                '{"@type":"ListItem","item":{"@type":"Course","name":"B"}},{"@type":"ListItem","item":'
                '{"@type":"Course","name":"C"}}]'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a page."""
        courses = listed_or_claimed(facts, "Course")
        if courses and (len(courses) < _LEAST or not nodes_of(facts, "ItemList")):
            count = f"{len(courses)} course{'s' if len(courses) > 1 else ''}"
            where = "" if len(courses) < _LEAST else " in no ItemList"
            return (
                Finding(
                    f"The page has {count}{where}; search engines show lists of three or more.", at=courses[0].place()
                ),
            )
        return ()


_LEAST = 3
