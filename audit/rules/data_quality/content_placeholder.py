"""DAT039."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LOREM = r"lorem ipsum,? dolor\b"
_PHRASES = (
    r"(?:add |enter |put |type )?your (?:text|content) (?:goes )?here\b",
    r"(?:add|enter) your heading(?: text)? here\b",
    r"(?:insert|add|enter|type) (?:your )?(?:text|title|heading|content|description) here\b",
    r"i am (?:a )?text block\. click (?:the )?edit button to change this text",
    r"edit or remove this text inline or in the module content settings",
    r"this is the first slide|slide \d heading",
    r"welcome to wordpress\. this is your first post\. edit or delete it",
    r"this is an example page\. it.s different from a blog post because it will stay in one place",
)
_HEADING = r"enter (?:your )?heading\b"
_PLACEHOLDER = re.compile(rf"\b(?:{_LOREM}|{'|'.join(_PHRASES)}|{_HEADING}(?! [a-z]))", re.IGNORECASE)
_AROUND = 300  # code points in which a word tells that the text is about filler
_TODO = re.compile(r"\b(?:TODO|FIXME|TBD):\s")
_QUOTES = "\"'“”„‟‘’«»‹›`"
_ON_FILLER = re.compile(r"filler|dummy text|placeholder|blind ?text|texte? (?:de )?remplissage|cicero", re.IGNORECASE)


class ContentPlaceholder(PostRule[Post], code="DAT039", severity=Severity.WARNING, since="0.1.0"):
    """Filler text is published.

    "Lorem ipsum dolor", "Your text here" or "TODO:" was to be replaced before anybody saw it. Readers take the site for
    unfinished, and search engines for one without content.

    An article about filler text, code, and the Spanish word TODO are not meant.
    """

    remedy = "Write the text that belongs there, or delete the passage."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"content"})
    reads_content = True
    text_patterns = (_LOREM, r"\b(?:todo|fixme|tbd):\s", _HEADING, *_PHRASES)
    examples = (
        Bad("<p>Lorem ipsum dolor sit amet, consectetur.</p>", says='"Lorem ipsum dolor"', points_at="Lorem"),
        Bad("<p>Your text here</p>", says='"Your text here"'),
        Bad("<p>TODO: ask the harbour office.</p>", says='"TODO:"', points_at="TODO"),
        Good("<p>TODO INCLUIDO: chaleco y remo. Printers have used <em>lorem ipsum</em>.</p>"),
        Good("<p>The words “Lorem ipsum dolor” come from Cicero.</p>", note="Quoted."),
        Good("<p>Vessels enter heading north.</p>"),
        Good("<pre># TODO: read the gauge</pre>", note="Code."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first place."""
        for pattern in (_PLACEHOLDER, _TODO):
            for match in found_in_text(facts, pattern):
                if not _is_told_about(match, facts):
                    words = " ".join(match[0].split())
                    yield Finding(
                        f'The text holds filler: "{words}".',
                        at=Place("content.rendered", start=match.start(), end=match.end()),
                        value=words.casefold(),
                    )
                    return


def _is_told_about(match: re.Match[str], facts: Facts) -> bool:
    """The words are quoted, or the text is about them."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 3) : start].rstrip()[-1:]
    if before and before in _QUOTES:
        return True
    if match[0][:5].lower() != "lorem":
        after = text[end : end + 1]
        return bool(after) and after in _QUOTES
    if _ON_FILLER.search(text, max(0, start - _AROUND), end + _AROUND):
        return True
    headings = [facts.title.casefold(), *(heading.node.text.casefold() for heading in facts.headings)]
    return any("lorem" in heading and "dolor" not in heading for heading in headings)
