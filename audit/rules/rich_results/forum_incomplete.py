"""RRS037."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good, Status
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class ForumIncomplete(Incomplete, code="RRS037", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """A contribution to a discussion lacks its author, its date or its text.

    Search engines require all three, and without them do not show a discussion as one.
    """

    remedy = "Give author with a name, datePublished, and text, image or video."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/discussion-forum",)
    kind = "DiscussionForumPosting"
    examples = (
        Bad(
            node(
                '"@type":"DiscussionForumPosting","author":{"@type":"Person","name":"Maren"},'
                '"datePublished":"2026-03-01"'
            ),
            says="lacks text",
        ),
        Good(
            node(
                '"@type":"DiscussionForumPosting","author":{"@type":"Person","name":"Maren"},'
                '"datePublished":"2026-03-01","text":"When is high water?"'
            )
        ),
    )
