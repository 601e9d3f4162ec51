"""TXT005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import count_words
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.content._guards import is_article
from audit.rules.data_quality._shortcodes import holds_builder_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_SUBHEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LONG = "<p>" + "The tide came in over the flats and the boats rose with it. " * 26 + "</p>"


class NoSubheadings(PostRule[Post], code="TXT005", severity=Severity.NOTICE, since="0.1.0"):
    """A long text has no subheadings.

    Readers skim before they read, and people with a screen reader jump from heading to heading. A press release may do
    without; most texts of this length should not.
    """

    remedy = "Set a subheading where the subject changes."
    sources = (
        "https://www.w3.org/WAI/tutorials/page-structure/headings/",
        "https://yoast.com/how-to-use-headings-on-your-site/",
    )
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(_LONG, says="without a subheading"),
        Good(f'[et_pb_toggle title="Tides"]{_LONG}[/et_pb_toggle]', note="A page builder makes the headings."),
        Good(f"{_LONG}<h2>What the harbour office says</h2>{_LONG}"),
    )

    most_words: int = 300
    """Longest text without a subheading, in words: Yoast's threshold."""

    def applies(self, facts: Facts) -> bool:
        """Articles and pages, not posts that are a picture or a quotation."""
        return is_article(facts) or facts.post.type == "page"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post."""
        for tag in _SUBHEADINGS:
            if facts.elements_of_text(tag):
                return ()
        if not facts.has_words(self.most_words + 1) or holds_builder_code(facts):
            return ()
        words = _words_of_prose(facts) if facts.content_is_body else facts.words
        return (Finding(f"{words} words without a subheading."),) if words > self.most_words else ()


def _words_of_prose(facts: Facts) -> int:
    """The words in blocks that are text: not those of menus, labels and lists of what a whole body has, too."""
    blocks = (
        block
        for block in facts.blocks_of_text
        if block.link_density < _MOSTLY_LINKS and block.node.tag not in _NO_PROSE
    )
    counted = (count_words(block.text) for block in blocks)
    return sum(words for words in counted if words >= _SENTENCE)


_MOSTLY_LINKS = 0.5
_NO_PROSE = frozenset({"option", "select", "td", "th", "li", "label", "button"})
_SENTENCE = 10
"""Words of a block that is text. Of the words in the paragraphs of real entries 97 % stand in longer ones; of the words
in what else a whole body is made of, 57 % in shorter ones, which are 99 % of these blocks.
"""
