"""MET039."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.metadata._hreflang import SOURCE, code_place, own_entries, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

# Codes that mean one language: Norwegian, and those that were changed.
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl"}


class HreflangSelfLanguageMismatch(
    PostRule[Head], code="MET039", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The list of language versions gives the page another language than its own.

    Search engines then offer it to readers who cannot read it, and not to those who can.
    """

    remedy = "Correct the code of the link to the page itself, or the language of the post."
    sources = (SOURCE,)
    needs = frozenset({"head"})
    explained_by = {"locale-mismatch": SAME_POST}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:locale" content="en_GB">'
            '<link rel="alternate" hreflang="de" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="en" href="https://saltmarsh.example/en/tide/">',
            says="says de",
            points_at="hreflang=",
        ),
        Good(
            head='<title>Tide</title><meta property="og:locale" content="en_GB">'
            '<link rel="alternate" hreflang="en-US" href="https://saltmarsh.example/tide/">'
            '<link rel="alternate" hreflang="x-default" href="https://saltmarsh.example/tide/">',
            note="Only the language is compared.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:locale" content="nb_NO">'
            '<link rel="alternate" hreflang="no" href="https://saltmarsh.example/tide/">',
            note="Norwegian has two codes.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Silent if one of the links to the page has its language, or its language is not known."""
        if not subject.hreflangs or not facts.language:
            return ()
        own = [(code.language, href) for text, href in facts.once(own_entries) if (code := read_code(text)) is not None]
        own_language = _SAME.get(facts.language, facts.language)
        if not own or any(_SAME.get(language, language) == own_language for language, _ in own):
            return ()
        said, href = own[0]
        return (
            Finding(
                f"The list of language versions says {said} of the page itself, whose language is {facts.language}.",
                at=code_place(href),
                value=said,
                evidence=(Evidence("language of the page", facts.language), Evidence("hreflang", said)),
            ),
        )
