"""DAT043."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_SHOWN = 5


class HtmlDuplicateId(PostRule[Post], code="DAT043", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Two elements of the text have one id.

    An id names one place of a page. Links to it lead to the first, labels and scripts take hold of the wrong element,
    and screen readers read the wrong label. It comes from copying a block with its anchor.
    """

    remedy = "Give the second one an anchor of its own, or remove it (block settings, Advanced)."
    sources = ("https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad('<h2 id="tide">High</h2><h2 id="tide">Low</h2>', says='The id "tide" stands at 2', points_at='id="tide"'),
        Bad("<h2 id=tide>High</h2><H2 ID='tide'>Low</H2>", says='The id "tide" stands at 2', points_at="ID='tide'"),
        Bad("<div id='gallery-1'></div><div id='gallery-1'></div>", says='The id "gallery-1" stands at 2'),
        Good('<h2 id="high">High</h2><h2 id="low">Low</h2>'),
        Good('<svg><g id="a"></g></svg><svg><g id="a"></g></svg>', note="Parts of drawings."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the second element of the first such id."""
        content = facts.content
        if content is None or len(content.identified) < 2:  # noqa: PLR2004 - one id is no duplicate
            return
        counts: dict[str, int] = {}
        second: dict[str, Element] = {}
        for node in content.identified:
            name = node.attr("id")
            if not name or node.source_location is None or node.closest("svg, template, noscript") is not None:
                continue
            counts[name] = counts.get(name, 0) + 1
            if counts[name] > 1:
                second.setdefault(name, node)
        if second:
            first, node = next(iter(second.items()))
            others = [f'"{name}"' for name in second if name != first]
            more = f" So do others: {', '.join(others[:_SHOWN])}." if others else ""
            yield Finding(
                f'The id "{first}" stands at {counts[first]} elements.{more}',
                at=Place("content.rendered", node, "id"),
                value=" ".join(second),
            )
