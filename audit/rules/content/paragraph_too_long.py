"""TXT007."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import count_words
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_BLANK_LINES = re.compile(r"\n\s*?\n")
_PROSE = frozenset({"p", "div"})
_SENTENCE = "The tide came in over the flats and the boats rose with it. "
_SHOWN = 60


class ParagraphTooLong(PostRule[Post], code="TXT007", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A paragraph is longer than a screen.

    A block of text without a gap is skipped. On a telephone 150 words fill the whole screen.
    """

    remedy = "Begin a new paragraph with each thought."
    sources = (
        "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/readability/ParagraphTooLongAssessment.js",
        "https://yoast.com/paragraph-length-check/",
    )
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(f"<p>{_SENTENCE * 13}</p>", says="has 169 words", points_at="The tide came in"),
        Good(f"<p>{_SENTENCE * 11}</p>"),
        Good(f"<p>{_SENTENCE * 7}<br><br>{_SENTENCE * 7}</p>", note="Readers see two paragraphs."),
        Good(
            fields={"content": {"raw": f"{_SENTENCE * 7}\n\n{_SENTENCE * 7}"}},
            note="The stored source of two paragraphs.",
        ),
        Good(f"<p>[tides_column]{_SENTENCE * 13}</p>", note="A shortcode that nobody rendered is another rule's."),
    )

    most_words: int = 150
    """Longest paragraph, in words."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Paragraphs only, as readers see them: lines between breaks are their own."""
        least = self.most_words  # characters: in no script has a word fewer than one
        if len(facts.text) <= least:
            return
        for block in facts.blocks_of_text:
            if len(block.text) <= least or block.node.tag not in _PROSE:
                continue
            for offset, text in _paragraphs(block.text, stored=not facts.rendered):
                words = count_words(text) if len(text) > least and not text.startswith("[") else 0
                if words > self.most_words:
                    start = block.start + offset
                    yield Finding(
                        f"A paragraph has {words} words.",
                        at=Place("content.rendered", start=start, end=start + len(text)),
                        value=" ".join(text.split())[:_SHOWN],
                    )


def _paragraphs(text: str, *, stored: bool) -> Iterator[tuple[int, str]]:
    """The paragraphs of a block, each with its offset: WordPress makes them of blank lines in the stored source.

    Source: https://developer.wordpress.org/reference/functions/wpautop/
    """
    gaps = [match.span() for match in _BLANK_LINES.finditer(text)] if stored else []
    start = 0
    for end, following in (*gaps, (len(text), len(text))):
        part = text[start:end]
        yield start + len(part) - len(part.lstrip()), part.strip()
        start = following
