"""AGR022."""

from __future__ import annotations

import re
from html.entities import codepoint2name
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._page import comparable_articles
from audit.rules.structured_data._page import is_paid_for
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","wordCount":{}}}</script>"""
_ENTITIES = {code: f"&{name};" for code, name in codepoint2name.items()}
_WORD = re.compile(r"[A-Za-z'](?:[A-Za-z'-]*[A-Za-z'])?")
_BEYOND_LATIN = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufdff]")
_NOT_COUNTED = ("pre", "code", "iframe", "form", "table")


class WordcountMismatch(PostRule[Post], code="AGR022", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The structured data gives another number of words than the post has.

    Yoast counts whenever the page is asked for, so a number that is far off comes from a text of another day, or the
    text is made by shortcodes and blocks that the count does not see.
    """

    remedy = "Save the post again; if the difference stays, look for what writes the text when the page is shown."
    sources = ("https://github.com/Yoast/wordpress-seo/tree/trunk/src/generators/schema",)
    needs = frozenset({"jsonld"})
    reads_content = True
    examples = (
        Bad(head=_HEAD.format(450), says="450 words"),
        Good(head=_HEAD.format(210)),
        Good(
            head=_HEAD.format('450,"isAccessibleForFree":false'),
            note="Here stands but what may be read for nothing.",
        ),
        Good("<pre>a b c d e f</pre>", head=_HEAD.format(450), note="Yoast leaves code out of the count."),
    )

    percent: int = 15
    """Difference that is still let pass, in percent of what the post has."""

    words: int = 50
    """Difference that is always let pass, in words."""

    def applies(self, facts: Facts) -> bool:
        """Of a page without a record, nobody knows where the content begins and ends."""
        return facts.page is None

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Counted as Yoast does, and at blanks as other plugins do: either will do. Latin script only."""
        for article in facts.once(comparable_articles):
            stated = article.data.get("wordCount")
            if type(stated) is not int or facts.content is None or is_paid_for(article):
                continue
            if any(facts.elements(tag) for tag in _NOT_COUNTED):
                return
            counted = facts.words
            if abs(stated - counted) <= self.words:
                return
            text = f"{facts.title} {facts.text}"
            if _BEYOND_LATIN.search(text) is not None:
                return
            counts = (counted, _count_of_yoast(text))
            slack = max(self.words, max(counts) * self.percent / 100)
            if min(counts) - slack <= stated <= max(counts) + slack:
                return
            yield Finding(
                f"The structured data says that the post has {stated} words; it has {counted}.",
                at=article.place("wordCount"),
                value=str(stated),
                evidence=(Evidence("wordCount", str(stated)), Evidence("counted", str(counted))),
                fix=rewritten(stated, counted) if article.syntax == "JSON-LD" else None,
            )
            return


def _count_of_yoast(text: str) -> int:
    """Letters beyond ASCII become references first, and so split words."""
    return sum(1 for _ in _WORD.finditer(text if text.isascii() else text.translate(_ENTITIES)))
