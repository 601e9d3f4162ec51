"""MET021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

CUT_MARKS = ("…", "[…]", "...", "[...]")
"""How a text that was cut off ends."""


class OgDescriptionAutoExcerpt(PostRule[Head], code="MET021", severity=Severity.NOTICE, since="0.1.0"):
    """The description for shares is the automatic excerpt.

    Nobody wrote a description, so the plugin took the first words of the text and cut them off: a share then opens with
    a dateline and ends in the middle of a sentence.
    """

    remedy = "Write a meta description; the plugin uses it for shares too."
    sources = ("https://developer.yoast.com/features/opengraph/functional-specification",)
    needs = frozenset({"head"})
    explained_by = {"description-missing": SAME_POST}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:description" content="The tide is late this&hellip;" />',
            fields={"yoast_head_json": None},
            says="automatic excerpt",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:description" content="Why the tide is late." />',
            fields={"yoast_head_json": None, "excerpt": {"rendered": "<p>Why the tide is late.</p>"}},
            says="the excerpt, word for word",
        ),
        Good(
            head='<title>Tide</title><meta property="og:description" content="Why the tide is late, in pictures." />',
            fields={"yoast_head_json": None},
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Speaks only where there is no meta description."""
        if any(not value.blank for value in subject.descriptions):
            return ()
        description = subject.meta("og:description")
        if description is None:
            return ()
        text = fold(description.decoded)
        if not text or not (text.endswith(CUT_MARKS) or text == fold(facts.excerpt)):
            return ()
        cut = text.endswith(CUT_MARKS)
        what = "automatic excerpt, cut off in the middle of a sentence" if cut else "excerpt, word for word"
        return (Finding(f"og:description is the {what}.", at=description.place, value=text),)
