"""AGR023."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._page import is_paid_for, own_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<meta name="twitter:label1" content="Est. reading time" />
<meta name="twitter:data1" content="{}" />"""
_LABEL = "Est. reading time"
_MINUTES = re.compile(r"\s*([0-9]{1,4}) minutes?\s*")
_PER_MINUTE = 200
_PER_IMAGE = 0.2
_CODE = ("pre", "code")


class ReadingTimeMismatch(
    PostRule[Post], code="AGR023", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The reading time beside a share is far from what the text takes.

    Yoast counts two hundred words a minute when the post is saved in the editor. A text that was changed elsewhere, by
    an import or over the API, keeps the time of its first version.
    """

    remedy = (
        "Open the post in the editor and save it. Where a page builder writes the text, Yoast counts its codes too: a "
        "time that stays wrong can be taken out with Yoast's filter wpseo_enhanced_slack_data."
    )
    sources = ("https://github.com/Yoast/wordpress-seo/tree/trunk/src/presenters/slack",)
    needs = frozenset({"head"})
    reads_content = True
    examples = (
        Bad(head=_HEAD.format("9 minutes"), says="9 minutes"),
        Good(head=_HEAD.format("1 minute")),
        Good(
            f"<pre>{'tide = 1 ' * 500}</pre>", head=_HEAD.format("1 minute"), note="Yoast leaves code out of the count."
        ),
        Good(
            head=_HEAD.format("9 minutes") + node('"@type":"NewsArticle","headline":"T","isAccessibleForFree":false'),
            note="The time for the whole text, of which only the beginning is free.",
        ),
        Good(head=_HEAD.format("9 Minuten"), note="In another language people read at another speed."),
    )

    def applies(self, facts: Facts) -> bool:
        """Of a page without a record, nobody knows where the content begins and ends."""
        return facts.page is None

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A minute more or less, a tenth, and twelve seconds for each picture are let pass."""
        value = facts.head.twitter_labels.get(_LABEL) if facts.head is not None else None
        match = _MINUTES.fullmatch(value.text) if value is not None else None
        if value is None or match is None or facts.content is None:
            return ()
        minutes, words = int(match[1]), facts.words
        expected = words / _PER_MINUTE
        least, most = round(expected * 0.9) - 1, round(expected * 1.1 + len(facts.images) * _PER_IMAGE) + 1
        if least <= minutes <= most or (minutes < least and any(map(facts.elements, _CODE))):
            return ()
        if minutes > most and any(map(is_paid_for, own_articles(facts))):
            return ()  # the rest of the text is for subscribers
        about = max(1, round(expected))
        return (
            Finding(
                f"The reading time is given as {value.text.strip()}; {words} words take about {about}.",
                at=value.place,
                value=value.text.strip(),
                evidence=(Evidence(_LABEL, value.text.strip()), Evidence("words", str(words))),
            ),
        )
