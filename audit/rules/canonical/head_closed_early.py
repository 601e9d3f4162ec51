"""CAN021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.canonical._head import end_of_head, is_behind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


_READ_IN_HEAD = ("description", "og:", "twitter:", "article:", "google-site-verification")
"""What beside title and canonical is lost behind the end of a head; nobody looks for a colour of the window there."""


class HeadClosedEarly(PostRule[Post], code="CAN021", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The head of the page ends before its tags do.

    A picture, a frame or a `div` cannot stand in a head: there the body begins, and what follows is part of it. Search
    engines do not read a canonical, a description or hreflang links in the body. Counters and tag managers are often
    pasted in like this.
    """

    remedy = "Move the element to the end of the head or, better, into the body."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(
            head='<title>Ferry times</title><iframe src="https://tags.example/"></iframe>'
            '<meta name="description" content="When the ferry sails." />',
            says="<iframe>",
            points_at="<iframe",
        ),
        Good(
            head='<title>Ferry times</title><meta name="description" content="When the ferry sails." />'
            '<noscript><img src="https://count.example/1.gif" alt=""></noscript>',
            note="In noscript it does no harm.",
        ),
        Good(
            head='<meta name="description" content="When the ferry sails." /><img src="https://count.example/1.gif">',
            note="Behind the last tag it does none either.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding, with what is lost. Robots rules are obeyed in the body, too."""
        head = facts.head_html
        end = facts.once(end_of_head)
        if head is None or end is None:
            return ()
        named = {"title": head.titles, "canonical": head.canonicals}
        named |= {name: values for name, values in head.by_name.items() if name.startswith(_READ_IN_HEAD)}
        lost = [
            name
            for name, values in named.items()
            if any(value.node and is_behind(value.node, facts) for value in values)
        ]
        if lost:
            return (
                Finding(
                    f"{end.what[0].upper()}{end.what[1:]} ends the head of the page before {lost[0]}.",
                    at=end.place,
                    value=end.what.strip("<>"),
                    evidence=(Evidence("behind it", ", ".join(lost)),),
                ),
            )
        return ()
