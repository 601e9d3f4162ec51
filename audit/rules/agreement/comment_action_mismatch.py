"""AGR024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._page import comparable_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article",{}}}</script>"""
_ACTION = '"potentialAction":[{"@type":"CommentAction","name":"Comment","target":["#respond"]}]'


class CommentActionMismatch(
    PostRule[Post], code="AGR024", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The structured data invites comments that nobody can write.

    Comments on this post are closed, and the page still offers a `CommentAction` or a count of none. Yoast prints
    either only where comments are open, so something else has written it. A count of comments that were made is right
    after the end, too.
    """

    remedy = "Open comments on the post, or let the plugin write the structured data anew."
    sources = ("https://developer.yoast.com/features/schema/pieces/article",)
    needs = frozenset({"type:Article", "type:CommentAction", "type:BlogPosting", "type:NewsArticle"})
    examples = (
        Bad(head=_HEAD.format(_ACTION), says="CommentAction"),
        Bad(head=_HEAD.format('"commentCount":0'), says="commentCount"),
        Good(head=_HEAD.format(_ACTION), fields={"comment_status": "open"}),
        Good(head=_HEAD.format('"commentCount":7'), note="Seven were written before the end."),
        Good(head=_HEAD.format(_ACTION), fields={"comment_status": None}, note="Whether they are open is not known."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Of articles that are about this page."""
        status = subject.comment_status
        if status is None or status == "open":
            return
        for article in facts.once(comparable_articles):
            name = next((name for name in ("potentialAction", "commentCount") if _offers(article.values(name))), None)
            if name is None:
                continue
            what = "a CommentAction" if name == "potentialAction" else "a commentCount of 0"
            yield Finding(
                f"The structured data has {what}, but comments on this post are not open.",
                at=article.place(name),
                value=name,
                evidence=(Evidence("comment_status", status or '""'),),
            )


def _offers(values: list[object]) -> bool:
    return any("CommentAction" in getattr(value, "types", ()) or str(value) == "0" for value in values)
