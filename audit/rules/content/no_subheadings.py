"""TXT005."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
            if facts.elements(tag):
                return ()
        if not facts.has_words(self.most_words + 1) or holds_builder_code(facts):
            return ()
        return (Finding(f"{facts.words} words without a subheading."),)
