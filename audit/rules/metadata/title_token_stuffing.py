"""MET008."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.stop_words import stop_words
from audit.facts.text import is_cjk
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._head import parts_beside, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

LEAST = 3
"""Fewer times are no repetition, and shorter words no content."""

SHORTEST = 9
"""Characters of the shortest title that can say a word of three letters three times."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class TitleTokenStuffing(PostRule[Head], code="MET008", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The title says one word over and over.

    Readers take such a title for spam. Search engines do not rank it higher for the repetition, and write another one
    in its place.
    """

    remedy = "Say each word once, and use the room for what sets the post apart."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head="<title>Ferry, ferry times, ferry fares, ferry harbour, crossing to the isles</title>",
            says='"ferry" 4 times',
            points_at="<title>",
        ),
        Bad(head="<title>Ferry tickets, ferry times, ferry fares</title>", says='"ferry" 3 times'),
        Good(head="<title>The ferry, the tide, the harbour and the people of the isles</title>", note="Small words."),
        Good(
            head='<title>Statek, który pływa, port, który śpi, i wyspa, który</title><meta property="og:locale" '
            'content="pl_PL">',
            note="Small words of the page's language.",
        ),
        Good(head="<title>Day by day: the ferry</title>"),
        Good(head="<title>1, 1, 2, 3, 5, 8: the numbers of the 1 shell of 1 snail in 1 pool</title>", note="Numbers."),
    )

    most: int = 3
    """A word may be said so often."""
    share: float = 0.4
    """From three times on, this part of all words may be one word."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective title, without the site's name."""
        text = facts.once(title_of)
        title = subject.title
        if title is None or len(text) < SHORTEST:
            return
        words = _WORD.findall(text.casefold())
        if len(words) - len(set(words)) < LEAST - 1:
            return
        parts = parts_beside(facts.site_name.casefold(), text.casefold())
        words = [word for part in parts for word in _WORD.findall(part)]
        for word, count in Counter(words).most_common():
            if count < LEAST:
                return
            if len(word) < LEAST or word in stop_words(facts.language) or word.isdigit() or is_cjk(word):
                continue
            if count > self.most or count > self.share * len(words):
                yield Finding(f'The title says "{word}" {count} times: "{text}".', at=title.place, value=text)
            return
