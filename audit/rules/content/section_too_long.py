"""TXT006."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.text import count_words
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.content._guards import is_article
from audit.rules.data_quality._shortcodes import holds_builder_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Element

    from audit.facts import Facts

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONG = "<p>" + "The tide came in over the flats and the boats rose with it. " * 26 + "</p>"
_LONGEST = 80


@dataclass(slots=True)
class _Section:
    heading: Element | None
    words: int = 0


class SectionTooLong(PostRule[Post], code="TXT006", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A part of the text goes on for long without a subheading.

    Readers skim before they read. After a screen or two they no longer know what the part is about.
    """

    remedy = "Set a subheading where the subject changes."
    sources = (
        "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/readability/SubheadingDistributionTooLongAssessment.js",
        "https://yoast.com/how-to-use-headings-on-your-site/",
    )
    needs = frozenset({"tag:h2", "tag:h3", "tag:h4", "tag:h5", "tag:h6"})
    reads_content = True
    examples = (
        Bad(f"<h2>Tides</h2>{_LONG}<h2>Boats</h2><p>They rose.</p>", says='"Tides"', points_at="<h2>Tides"),
        Bad(f"{_LONG}<h2>Boats</h2><p>They rose.</p>", says="before the first heading"),
        Good(f"<h2>Tides</h2>{_LONG[: len(_LONG) // 2]}</p><h3>In May</h3>{_LONG[: len(_LONG) // 2]}</p>"),
        Good(f'<h2>Tides</h2>[et_pb_toggle title="In May"]{_LONG}', note="A page builder makes the headings."),
        Good(_LONG, note="A text without any subheading is another rule's."),
    )

    most_words: int = 300
    """Longest part without a subheading, in words: Yoast's threshold."""

    def applies(self, facts: Facts) -> bool:
        """Articles and pages, not posts that are a picture or a quotation."""
        return is_article(facts) or facts.post.type == "page"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each part."""
        if not facts.has_words(self.most_words + 1) or holds_builder_code(facts):
            return
        if facts.around and not facts.headings:
            return  # all headings of the page stand around the text
        for section in _sections(facts):
            if section.words <= self.most_words:
                continue
            if section.heading is None:
                yield Finding(f"{section.words} words stand before the first heading.", value="start")
            else:
                text = " ".join(section.heading.text.split())[:_LONGEST]
                yield Finding(
                    f'{section.words} words under "{text}" have no subheading.',
                    at=Place("content.rendered", section.heading, whole=True),
                    value=text,
                )


def _sections(facts: Facts) -> Iterator[_Section]:
    section = _Section(None)
    for block in facts.blocks_of_text:
        if block.node.tag in _HEADINGS:
            if section.heading is not block.node:
                yield section
                section = _Section(block.node)
        else:
            section.words += count_words(block.text)
    yield section
