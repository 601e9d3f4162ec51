"""DAT041."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Confidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._empty import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LAST = 300  # code points at the end of the text that are looked at
_CUT = re.compile(
    r"(?:\[\s?(?:…|\.\.\.)\s?\]|(?:\b|(?-i:(?=[RC])))(?:read more|continue reading)\b[\s»›→.…]*)$", re.IGNORECASE
)
"""How a text ends that was cut; where blocks touch, so do their words."""
_IMPORTERS = ("wpematico", "syndication_", "feedwordpress", "wprss", "wp_automatic", "rss_", "_feed", "original_link")
_OPEN_END = re.compile(r"[\w,;–-]$")
_FEW = 40  # characters of a last line that is no sentence: a signature, a date


class ContentTruncated(PostRule[Post], code="DAT041", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The text breaks off.

    It ends in a mark of omission, or in "read more" with nothing behind it, or, in a post that came by a feed, without
    the end of its last sentence. Feeds hand over the beginning of a text only, and importers publish what they get.
    """

    remedy = "Fetch the whole text, with leave of its author, or link to the source instead."
    sources = (WP_POSTS,)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad("<p>The ferry sails when the water says so, and every spring the flats [&hellip;]</p>", says='"[…]"'),
        Bad("<p>The ferry sails.</p><p><a href='https://quay.example/7'>Read more</a></p>", says='"Read more"'),
        Bad("<p>The ferry</p><p><a href='https://quay.example/7'>Read more</a></p>", says='"Read more"'),
        Good("<p>The news was <a href='https://quay.example/7'>spread more</a></p>"),
        Bad(
            "<p>The ferry sails when the water says so, and every spring the flats flood a little</p>",
            fields={"meta": {"syndication_permalink": "https://quay.example/7"}},
            says="without the end of a sentence",
        ),
        Good("<p>The ferry sails when the water says so.</p>"),
        Good("<p>The ferry sails.</p><p><a href='/ferry/'>Read more</a></p>", note="A list of posts."),
        Good("<p>The ferry sails when the water says so and when the crews have had their breakfast</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Looks at the end of the text; the sentence is judged only where the record shows that it came by a feed."""
        end = facts.text[-_LAST:].rstrip(BLANKS)
        if not end or not facts.published or subject.type == "page":
            return
        last = end[-1]
        mark = _CUT.search(end) if last in "]eEgG»›→.…" else None
        if mark is not None and mark[0][0] != "[" and not _leads_away(facts):
            return
        if mark is not None:
            shown = mark[0].strip()
            message, value = f'The text ends with "{shown}", and nothing follows.', shown
        elif _OPEN_END.search(last) and _came_by_feed(subject) and len(end.rpartition("\n")[2]) > _FEW:
            message, value = "The text came by a feed and ends without the end of a sentence.", end[-_FEW:]
        else:
            return
        yield Finding(message, at=Place("content.rendered"), value=value, confidence=Confidence.LIKELY)


def _leads_away(facts: Facts) -> bool:
    """The last link goes to another site; to the own one it is a list of posts that ends so."""
    return bool(facts.links) and facts.links[-1].leads_out


def _came_by_feed(post: Post) -> bool:
    meta = post.meta
    return isinstance(meta, dict) and any(
        value and any(importer in name for importer in _IMPORTERS) for name, value in meta.items()
    )
