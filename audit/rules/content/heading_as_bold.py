"""TXT004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts.text import fold
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_SENTENCE = tuple('.!,;…"”’»)')
_ELSEWHERE = "a,li,td,th,blockquote,figure,figcaption,address,dl"
_NO_TEXT = frozenset({"a", "img"})
_MOST_SHOWN = 5
_TIME = re.compile(
    r"(?i)\d{1,2}(?:[:.]\d\d)?\s?(?:uhr|uur|h|hs|[ap]\.?\s?m\.?)|\d{1,2}\s?h\s?\d\d|klo?\.?\s\d{1,2}[:.]\d\d"
)
"""When an entry of a live blog was written: "16:40 Uhr", "18h30", "4:05 p.m."."""


class HeadingAsBold(PostRule[Post], code="TXT004", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Bold lines stand in for headings.

    They look like headings and are none. Who listens to the page cannot jump to them, and search engines do not see
    what the parts of the text are about.
    """

    remedy = "Make them headings of the level that fits."
    sources = ("https://www.w3.org/WAI/tutorials/page-structure/headings/",)
    needs = frozenset({"tag:strong", "tag:b"})
    reads_content = True
    examples = (
        Bad(
            "<p><strong>In the morning</strong></p><p>Low.</p><p><b>In the evening</b></p><p>High.</p>",
            says="2 paragraphs",
            points_at="<p><strong>In the morning",
        ),
        Good(
            "<p><strong>16:40 Uhr</strong></p><p>Low.</p><p><strong>18:05 Uhr</strong></p><p>High.</p>",
            note="Times of a live blog.",
        ),
        Good("<p><strong>In the morning</strong></p><p>Low.</p>", note="One line is an emphasis."),
        Good("<p><strong>It sails.</strong></p><p>Low.</p><p><strong>It does not.</strong></p>", note="Sentences."),
        Good('<p><b><a href="/may/">In May</a></b></p><p><b><a href="/june/">In June</a></b></p>', note="Links."),
        Good("<ul><li><p><b>Low</b></p></li><li><p><b>High</b></p></li></ul>"),
    )

    least: int = 2
    """Fewest such lines in a text that are told."""
    characters: int = 80
    """Longest line that may be a heading, in characters."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first of them."""
        found = [*self._lines(facts, "strong"), *self._lines(facts, "b")]
        if len(found) < self.least:
            return
        content = facts.content
        if content is not None:
            found.sort(key=lambda line: content.tag_span(line[0])[0])
        yield Finding(
            f'{len(found)} paragraphs are one bold line each, as headings are: "{found[0][1]}".',
            at=Place("content.rendered", found[0][0], whole=True),
            evidence=tuple(Evidence("also", text) for _, text in found[1:_MOST_SHOWN]),
        )

    def _lines(self, facts: Facts, tag: str) -> Iterable[tuple[Element, str]]:
        """The paragraphs in which there is nothing but one bold line, and something comes after them."""
        for node in facts.elements_of_text(tag):
            holder = node.parent
            if not isinstance(holder, Element) or holder.tag != "p":
                continue
            text = fold(node.text)
            if not text or len(text) >= self.characters or text.endswith(_SENTENCE) or fold(holder.text) != text:
                continue
            if (
                any(letter.isalpha() for letter in text)
                and _TIME.fullmatch(text) is None
                and holder.closest(_ELSEWHERE) is None
                and not any(inner.tag in _NO_TEXT for inner in node.find_all())
            ):
                yield holder, text
