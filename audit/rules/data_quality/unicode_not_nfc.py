"""DAT033."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Fix, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

# A letter with marks behind it, kana with a voicing mark, and the parts of a Korean syllable. More marks than 30 are no
# language's, and to put them in order costs time: https://unicode.org/reports/tr15/#Stream_Safe_Text_Format
_DECOMPOSED = re.compile(
    "[^\\W\\d_][\u0300-\u036f\u0653-\u0655]{1,30}|[\u3046-\u30fd][\u3099\u309a]|[\u1100-\u1112][\u1161-\u1175]"
)


class UnicodeNotNfc(PostRule[Post], code="DAT033", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Accented letters are written as a letter and a mark.

    `é` can be one character or two. WordPress and keyboards write one; file names and texts from a Mac often bring two.
    They look alike, but a search for one does not find the other, and some fonts set the mark beside the letter.
    """

    remedy = "Type the letters anew, or let a tool normalize the text to NFC."
    sources = ("https://unicode.org/reports/tr15/",)
    text_patterns = (r"[\x{300}-\x{36f}\x{653}-\x{655}\x{3099}\x{309a}\x{1161}-\x{1175}]",)
    gated = False
    examples = (
        Bad("<p>The cafe\u0301 at the quay.</p>", says='"caf\u00e9"', points_at="e\u0301"),
        Bad(fields={"title": {"rendered": "The cafe\u0301"}}, says="The title"),
        Good("<p>The caf\u00e9 at the quay.</p>"),
        Good("<p>A letter with a mark that has no single form: x\u0301.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the title and one for the text, at the first such letter."""
        title = facts.title
        if not title.isascii() and (found := [match for match in _DECOMPOSED.finditer(title) if _composes(match)]):
            yield _finding("title", found, Place("title.rendered"))
        if self.code not in facts.signals:
            return
        found = [match for match in found_in_text(facts, _DECOMPOSED) if _composes(match)]
        if found:
            first = found[0]
            yield _finding("text", found, Place("content.rendered", start=first.start(), end=first.end()))


def _composes(match: re.Match[str]) -> bool:
    return unicodedata.normalize("NFC", match[0]) != match[0]


def _finding(where: str, found: list[re.Match[str]], place: Place) -> Finding:
    first = found[0]
    word = _word(first)
    whole = unicodedata.normalize("NFC", word)
    noun = "one letter" if len(found) == 1 else f"{len(found)} letters"
    return Finding(
        f'The {where} writes {noun} as a letter and a mark, first in "{whole}".',
        at=place,
        value=whole,
        evidence=(Evidence("written", " ".join(f"U+{ord(character):04X}" for character in first[0])),),
        fix=_fix(where, first) if len(found) == 1 else None,
    )


def _fix(where: str, letter: re.Match[str]) -> Fix:
    return Fix(
        safe=False,
        summary="Write the letter as one character",
        element=where,
        before=letter[0],
        after=unicodedata.normalize("NFC", letter[0]),
    )


def _word(match: re.Match[str]) -> str:
    text = match.string
    before = re.search(r"\w*$", text[max(0, match.start() - 30) : match.start()])
    after = re.match("[\\w\u0300-\u036f]*", text[match.end() : match.end() + 30])
    return (before[0] if before else "") + match[0] + (after[0] if after else "")
