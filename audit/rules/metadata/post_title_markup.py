"""MET013."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

ALLOWED = frozenset({"em", "i", "sup", "sub"})
"""Elements that a title may need: the name of a ship or a species, a formula."""

_ANY_TAG = re.compile(r"</?([a-z][a-z0-9-]*)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<([a-z][a-z0-9-]*)(?=[\s/>])[^<>]*>", re.IGNORECASE)


class PostTitleMarkup(PostRule[Post], code="MET013", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The post's title has markup in it.

    Themes print a title into headings, links, attributes, feeds and JSON. What looks right in one of these places is
    shown as code in another, or runs two words together where a line break was dropped.
    """

    remedy = "Take the tags out of the title; how a title looks is the theme's business."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:title"})
    examples = (
        Bad(
            fields={"title": {"rendered": "When the tide<br />turns"}},
            says="<br />",
            points_at="<br />",
        ),
        Good(fields={"title": {"rendered": "The last voyage of the <em>Perch</em>"}}, note="A ship's name."),
        Good(fields={"title": {"rendered": "Why 3 < 4, and how &lt;br&gt; came about"}}, note="No tags."),
    )

    def applies(self, facts: Facts) -> bool:
        """Of a page without a record, the title is the theme's heading, with the theme's markup."""
        return facts.page is None

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first tag."""
        html = subject.title_html
        if not html or "<" not in html:
            return ()
        tags = [match for match in _TAG.finditer(html) if match[1].lower() not in ALLOWED]
        if tags:
            return (
                Finding(
                    f"The title has markup in it: {tags[0][0]}",
                    at=Place("title.rendered", raw=tags[0].span()),
                    value=tags[0][0],
                    evidence=(Evidence("title", html),),
                    fix=of_field(
                        "title",
                        html,
                        _bare(html),
                        "take the tags out",
                        form=Form.SOURCE,
                        at=Place("title.rendered", raw=(0, len(html))),
                    ),
                ),
            )
        return ()


def _bare(html: str) -> str:
    """A title without the tags that it should not have, its blanks folded."""
    return " ".join(_ANY_TAG.sub(lambda tag: tag[0] if tag[1].lower() in ALLOWED else " ", html).split())
