"""MET010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import dominant_script
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._head import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

SAMPLE = 120
"""Characters at the beginning of a text that show its script as a rule."""

SAMPLE_WORDS = 8
"""Latin words that show the same, without counting letters."""

LEAST = 4
"""Letters that a title needs at least."""

WORDS = 3
"""Small-letter words that make a sentence of Latin letters; fewer are names."""

_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}")
_WORDS = re.compile(r"\b[a-z]{2,}\b", re.ASCII)
_RUSSIAN = "Озеро встало на две недели позже, чем записано в старой книге, и лёд заговорил только к полудню. " * 4
_ENGLISH = "The lake froze two weeks later than the old book says, and the ice did not speak before noon. " * 4


class TitleScriptMismatch(
    PostRule[Head], code="MET010", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The title is in another script than the text.

    A title in Latin letters over a text in Cyrillic, or the reverse, is as a rule one that was not translated. Readers
    of the text do not recognise it, and search engines write another one in its place.
    """

    remedy = "Translate the title into the language of the text."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    reads_content = True
    examples = (
        Bad(
            f"<p>{_RUSSIAN}</p>",
            head="<title>How the lake froze this winter</title>",
            says="Latin",
            points_at="<title>",
        ),
        Bad(f"<p>{_ENGLISH}</p>", head="<title>Первый лёд на озере</title>", says="Cyrillic"),
        Good(f"<p>{_RUSSIAN}</p>", head="<title>Первый лёд на озере - Saltmarsh</title>"),
        Good(
            f"<p>{_RUSSIAN}</p>",
            head="<title>GARMIN Striker Vivid 4 - Saltmarsh</title>",
            note="Names of things are written in Latin letters everywhere.",
        ),
        Good("<p>Короткий текст.</p>", head="<title>How the lake froze this winter</title>", note="Too little text."),
    )

    letters: int = 200
    """Letters that the text needs at least."""
    share: float = 0.6
    """Part of the letters that one script needs, in the title as in the text."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """A sample of the text decides at first, the whole text before anything is said."""
        title = subject.title
        html = facts.content.source if facts.content is not None else ""
        if title is None or not html or len(html) < self.letters:
            return ()
        text = facts.once(title_of)
        if text.isascii() and html.isascii() and "&#" not in html:
            return ()
        sample = facts.text.lstrip()[:SAMPLE]
        if text.isascii() and len(_LATIN_WORDS.findall(sample)) >= SAMPLE_WORDS:
            return ()
        written = dominant_script(text, self.share, LEAST)
        if not written or dominant_script(sample, 0, 1) == written:
            return ()
        read = dominant_script(facts.text, self.share, self.letters)
        if not read or read == written or (written == "Latin" and len(_WORDS.findall(text)) < WORDS):
            return ()
        return (
            Finding(
                f'The title is in {written} script, the text in {read}: "{text}".',
                at=title.place,
                value=text,
            ),
        )
