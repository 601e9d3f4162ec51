"""TXT008."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import count_words
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.content._guards import is_article
from audit.rules.data_quality._empty import text_stands_elsewhere
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import is_paid_for, own_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_WORKS = ("audio", "canvas", "embed", "form", "iframe", "math", "object", "table", "video")
"""Elements of which one is a reason for a post: a film, a recording, a map, a table of results."""
_GALLERY = 3
"""So many pictures are what a post is about.

Source: https://github.com/WordPress/gutenberg/tree/trunk/packages/block-library/src/gallery (three columns by default)
"""
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{2,}+[^\]\n]*+(\])?")
_DYNAMIC = re.compile(r"<!-- wp:[^>]*+(?:(?<=/--)(>))?")
"""Shortcodes and dynamic blocks, which stand for a text of their own.

The group is there where one ends as it has to. What does not is matched, too: nothing that begins in it ends otherwise,
so that no part of a source is gone through twice.
"""
_EMBEDS = (
    '[class*="wp-block-embed"],[class*="gallery"],[class*="recipe"],[class*="podcast"],[class*="player"],'
    '[class*="twitter-tweet"],[class*="instagram-media"],[class*="elementor-widget"],[class*="et_pb_"],amp-video,'
    "amp-youtube,amp-iframe,amp-carousel"
)
_SENTENCE = "The tide came in over the flats and the boats rose with it. "


class ThinContent(PostRule[Post], code="TXT008", severity=Severity.NOTICE, since="0.1.0"):
    """The text of an article is very short.

    Search engines leave pages out that say little, and readers who came for an answer go back. Some news are short, so
    whether it is enough is the editor's to say.

    A film, a recording, a gallery, a table or a form may be all that a post needs, and posts of other formats than
    "standard" are short by nature. Two characters of Chinese, Japanese or Korean count as a word, and five of Thai,
    Lao, Khmer or Burmese.
    """

    remedy = (
        "Say more of it, join it with a post on the same subject, or give it the format (aside, status) that it has."
    )
    sources = (
        "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/seo/TextLengthAssessment.js",
        "https://developers.google.com/search/docs/fundamentals/creating-helpful-content",
    )
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad("<p>The ferry sails at noon.</p>", says="5 words"),
        Bad("<p>Noon.</p>" + "<p>&nbsp;</p>" * 200, says="1 word", note="Empty paragraphs are no words."),
        Good(f"<p>{_SENTENCE * 17}</p>"),
        Good(f"<p>{_SENTENCE.replace(' ', '&nbsp;') * 17}</p>", note="Hard blanks separate words, too."),
        Good("<p>&nbsp;</p>", note="A post without a text is another rule's."),
        Good("<p>The ferry sails at noon.</p>", fields={"format": "aside"}, note="Asides are short."),
        Good("<p>The ferry sails at noon.</p>", fields={"type": "page"}, note="So are pages of contact."),
        Good("<p>The ferry sails at noon.</p>", fields={"status": "draft"}, note="Not finished yet."),
        Good(
            "<p>The ferry sails at noon.</p>",
            fields={"meta": {"_elementor_edit_mode": "builder"}},
            note="The builder holds the text.",
        ),
        Good('<p>The crossing:</p><video src="/crossing.mp4" controls></video>', note="The film is the content."),
        Good("<p>May:</p>" + '<img src="/may.jpg" alt="May">' * _GALLERY, note="A gallery."),
        Good(
            "<p>The ferry sails at noon.</p>",
            head=node('"@type":"NewsArticle","headline":"Tide","isAccessibleForFree":"False"'),
            note="What stands before a paywall.",
        ),
        Good("<table><tr><td>Noon</td><td>2.4 m</td></tr></table>", note="A table of tides."),
        Good(f"<p>{'潮が満ちて船が浮かぶ。' * 40}</p>", note="Japanese has no blanks."),
        Good(f"<p>{'เรือออกตอนเที่ยงวันเมื่อน้ำขึ้น' * 40}</p>", note="Nor has Thai."),
    )

    least_words: int = 200
    """Shortest text of an article, in words."""

    def applies(self, facts: Facts) -> bool:
        """Published articles of standard format whose text stands in the content; an unknown type may be a page."""
        return facts.post.type == "post" and is_article(facts) and not text_stands_elsewhere(facts.post)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, unless something other than words may be what it is about."""
        if len(facts.images) >= _GALLERY or facts.has_words(self.least_words) or _holds_a_work(facts):
            return ()
        # Block by block: where the source has no line breaks, the last word of an item touches the first of the next.
        words = sum(count_words(block.text) for block in facts.blocks)
        if words >= self.least_words or not any(map(str.isalnum, facts.text)):
            return ()
        if any(map(is_paid_for, own_articles(facts))):
            return ()  # the beginning of a text that subscribers read
        return (Finding(f"The text has {max(words, 1)} {'word' if words <= 1 else 'words'}."),)


def _holds_a_work(facts: Facts) -> bool:
    """Something other than words is, or may be, what the post is about."""
    content = facts.content
    if content is None or any(facts.elements(tag) for tag in _WORKS):
        return True
    source = content.source
    if any(match[1] for pattern in (_SHORTCODE, _DYNAMIC) for match in pattern.finditer(source)):
        return True
    return content.container.select_one(_EMBEDS) is not None
