"""TXT008."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.content._guards import is_article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_MEDIA = ("img", "iframe", "video", "audio", "object", "embed", "svg", "canvas", "form", "table", "amp-img", "picture")
_SHORT = "<p>The ferry sails at six, at nine and at noon, and on Sundays at nine alone.</p>"
_SENTENCE = "The tide came in over the flats and the boats rose with it. "


class ThinContent(PostRule[Post], code="TXT008", severity=Severity.NOTICE, since="0.1.0"):
    """The post has few words.

    Search engines may find too little in it to show it to anybody. A short notice can be all that is to be
    said; whether it is enough, the editor knows.
    """

    words: int = 200
    """A post with fewer words is thin. Two characters of Chinese, Japanese or Korean count as one, and five of Thai,
    Lao, Khmer or Burmese. (Yoast's lowest step, without its green light at 300.)"""

    remedy = "Say more, merge the post with another, or leave it if all is said."
    sources = (
        "https://yoast.com/what-is-thin-content/",
        "https://developers.google.com/search/docs/fundamentals/creating-helpful-content",
    )
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(_SHORT, says="16 words"),
        Good(f"<p>{_SENTENCE * 20}</p>"),
        Good(f"<ol><li>{_SENTENCE * 20}</li></ol>", note="Lists are text."),
        Good(f'{_SHORT}<p><img src="/pier.jpg" alt="The pier"></p>', note="A picture says the rest."),
        Good(_SHORT, fields={"format": "status"}),
        Good(_SHORT, fields={"type": "page"}, note="A page may be short."),
        Good(_SHORT, fields={"meta": {"_elementor_edit_mode": "builder"}}, note="The text is the builder's."),
        Good(f"<p>{'潮が満ちて舟が浮かぶ。' * 45}</p>"),
    )

    def applies(self, facts: Facts) -> bool:
        """Articles whose text stands in the content as readers get it: no builder's, no field's."""
        post = facts.post
        built = isinstance(post.meta, dict) and bool(post.meta.get("_elementor_edit_mode"))
        return is_article(facts) and bool(facts.rendered) and not built and not post.acf

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Silent where there is more than words, and where there is nothing: that is another rule's."""
        if facts.has_words(self.words) or not facts.text.strip() or any(facts.elements(tag) for tag in _MEDIA):
            return
        number = facts.words
        if number:
            yield Finding(f"The post has {number} word{'s' if number > 1 else ''}.")
