"""MET012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._head import is_front_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

UNTITLED_FORMATS = frozenset({"aside", "status", "quote", "chat", "link"})
"""Post formats that have no title as a rule: https://developer.wordpress.org/themes/functionality/post-formats/"""


class PostTitleEmpty(PostRule[Post], code="MET012", severity=Severity.WARNING, since="0.1.0"):
    """The post was published without a title.

    Lists of posts, feeds and newsletters have nothing to show for it, often not even a link that can be clicked, and
    its address is a number.
    """

    remedy = "Give the post a title, or one of the formats that need none (aside, status, quote, link, chat)."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:title"})
    examples = (
        Bad(fields={"title": {"rendered": ""}}, says="no title"),
        Bad(fields={"title": {"rendered": "&nbsp;"}}, says="no title"),
        Good(fields={"title": {"rendered": "Ebb"}}),
        Good(fields={"title": {"rendered": ""}, "format": "status"}, note="A status has no title as a rule."),
        Good(
            fields={"title": {"rendered": ""}, "link": "https://saltmarsh.example/"},
            note="The front page stands in no list, and its title on the page is another one.",
        ),
        Good(fields={"title": None}, note="A client has not asked for the field."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Speaks only where the field is there."""
        html = subject.title_html
        if html is None or html[:1].isalnum() or subject.format in UNTITLED_FORMATS:
            return ()
        if not facts.title.strip() and not is_front_page(facts):
            return (Finding("The post is published and has no title.", at=Place("title.rendered")),)
        return ()
