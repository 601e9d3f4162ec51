"""CAN009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.canonical._head import end_of_head, is_behind, may_end_before

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LINK = '<link rel="canonical" href="https://saltmarsh.example/tide/" />'


class CanonicalOutsideHead(PostRule[Post], code="CAN009", severity=Severity.WARNING, since="0.1.0"):
    """The canonical stands in the body of the page, where nobody reads it.

    Search engines obey a canonical in the head only. Either it was written into the text, or something before it ends
    the head early: a picture, a frame or a `div` that a plugin prints there, behind which all is body.
    """

    remedy = "Move the canonical into the head, and what is no head tag (pictures, frames, divs) out of it."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
        "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata",
    )
    needs = frozenset({"head:html", "tag:link"})
    examples = (
        Bad(f"<p>Ferry times.</p>{_LINK}", says="in the text", points_at="<link"),
        Bad(
            head=f'<title>Ferry times</title><img src="https://count.example/1.gif" alt="">{_LINK}{_LINK}',
            says="behind <img>",
        ),
        Good(head=f"<title>Ferry times</title><noscript><style>p{{}}</style></noscript>{_LINK}"),
        Good(
            page=f'<html><head><noscript><img src="https://count.example/1.gif"></noscript>{_LINK}</head><body></body>'
            "</html>",
            note="Search engines run scripts: for them the picture is text.",
        ),
        Good("<p>So it is written:</p><pre>&lt;link rel=&quot;canonical&quot;&gt;</pre>", note="Shown, not said."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Links in the text, and those of the head that are behind what ends it."""
        told: set[str] = set()
        for link in facts.elements("link"):
            if "canonical" in (link.attr("rel") or "").lower().split() and (href := link.attr("href")):
                told.add(href)
                yield Finding(
                    "A canonical stands in the text, where search engines do not read it.",
                    at=Place(CONTENT, link),
                    value=f"text {href}",
                    address=href,
                )
        head, markup = facts.head_html, facts.head_markup
        if head is None or markup is None or not head.canonicals or not may_end_before(markup, "canonical"):
            return
        for value in head.canonicals:
            if value.node is None or value.text in told or not is_behind(value.node, facts):
                continue
            told.add(value.text)
            end = facts.once(end_of_head)
            what = f"behind {end.what}, which ends the head" if end is not None else "in the body"
            yield Finding(f"The canonical stands {what} of the page.", at=value.place, value=value.text)
