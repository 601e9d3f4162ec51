"""DAT016."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.stop_words import stop_words
from audit.facts.text import SPELLED_OUT, latin_letters
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_NOT_LATIN = re.compile("[^\\W\\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"[a-z0-9]{3,}")
_STEM = 4  # letters that words of one stem share
_FEW = 2  # words of a slug; fewer are a name of its own


class SlugTitleMismatch(PostRule[Post], code="DAT016", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The slug and the title have no words in common.

    Mostly the title was changed after the slug was made, or the post was copied to start a new one. The address then
    promises something that the page does not hold.

    Titles in other alphabets, slugs of one word and the front page are not judged.
    """

    remedy = "Make the slug fit the title (before publishing; afterwards only with a redirect)."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    needs = frozenset({"field:slug"})
    examples = (
        Bad(
            fields={"slug": "autumn-fair-of-the-fishers", "title": {"rendered": "When the tide turns"}},
            says="none stands in the title",
            points_at="autumn",
        ),
        Good(fields={"slug": "how-tides-turn-2", "title": {"rendered": "When the tide turns"}}),
        Good(fields={"slug": "fuer-die-faehre", "title": {"rendered": "Für die Fähre"}}),
        Good(fields={"slug": "chas-pryplyvu", "title": {"rendered": "Час припливу"}}, note="Another alphabet."),
        Good(fields={"slug": "fair", "title": {"rendered": "When the tide turns"}}, note="One word."),
    )

    percent: int = 20
    """How many per cent of the slug's words must stand in the title."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Compares words of three letters and more, no stop words; words that begin alike are taken for one."""
        slug, title = subject.slug or "", facts.title
        if "-" not in slug or "%" in slug or not facts.published or _NOT_LATIN.search(title):
            return
        if subject.link and subject.link.rstrip("/") == facts.home.rstrip("/"):
            return
        small = stop_words(facts.language)
        words = [word for word in dict.fromkeys(_WORD.findall(slug.lower())) if word not in small]
        if len(words) < _FEW or all(word.isdecimal() for word in words):
            return
        lower = title.lower()
        if not title.isascii():
            lower = f"{latin_letters(title)} {latin_letters(title.translate(SPELLED_OUT))}"
        in_title = set(_WORD.findall(lower.replace("'", "").replace("’", "")))
        if not in_title:
            return
        stems = {word[:_STEM] for word in in_title}
        joined = lower.replace(" ", "")
        common = sum(word in in_title or word[:_STEM] in stems or word in joined for word in words)
        if common * 100 < self.percent * len(words):
            share = f"only {common}" if common else "none"
            yield Finding(
                f'Of {len(words)} words of the slug "{slug}" that say something, {share} stands in the title.',
                at=Place("slug"),
                value=slug,
                confidence=Confidence.LIKELY,
                evidence=(Evidence("title", title),),
            )
