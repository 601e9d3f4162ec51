"""DAT037."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field
from audit.rules.data_quality._empty import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.html import Markup
    from audit.finding import Fix

_HARD = ("\u00a0", "\u202f")
_SOFT = "\t\n\f\r "
_BLANKS = _SOFT + "".join(_HARD)
_TAGS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6")


class NbspPadding(PostRule[Post], code="DAT037", severity=Severity.NOTICE, since="0.1.0"):
    """Paragraphs begin or end with hard blanks.

    A no-break space keeps two words together; at the end of a paragraph it keeps nothing. It comes from pasting, can
    push a line out of place, and makes equal texts unequal.
    """

    remedy = "Delete the blank at the end or beginning of the paragraph."
    sources = ("https://unicode.org/reports/tr14/#GL",)
    needs = frozenset(f"tag:{tag}" for tag in _TAGS)
    reads_content = True
    examples = (
        Bad("<p>The tide is late.&nbsp;</p>", says="hard blank"),
        Good("<p>21 June 2025&nbsp;– the tide is late&nbsp;!</p>", note="Inside a line it is typography."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, with the number, at the first one. Blank paragraphs are empty-paragraph's."""
        content = facts.content
        if content is None or (_HARD[0] not in content.text and _HARD[1] not in content.text):
            return ()
        padded = [
            node
            for tag in _TAGS
            for node in facts.elements_of_text(tag)
            if not (text := node.text).isascii()
            and ((bare := text.strip(_SOFT)).endswith(_HARD) or bare.startswith(_HARD))
        ]
        padded = [node for node in padded if _has_text(node) and node.source_line is not None]
        if not padded:
            return ()
        padded.sort(key=lambda node: (node.source_line or 0, node.source_col or 0))
        verb = "begins or ends" if len(padded) == 1 else "begin or end"
        message = f"{counted(len(padded), 'block')} of text {verb} with a hard blank."
        fix = _trimmed(padded[0], content) if len(padded) == 1 else None
        return (Finding(message, at=Place("content.rendered", padded[0], whole=True), fix=fix),)


def _trimmed(node: Element, content: Markup) -> Fix | None:
    """The edit that takes the blanks off one block; None where a tag stands between them and its end."""
    start, end = content.inner_span(node)
    start, end = start - content.begins_at, end - content.begins_at
    inner = content.source[start:end]
    if len(inner) > _LONGEST:
        return None
    bare, text = _bare(inner), node.text.strip(_SOFT)
    if bare == inner or (text.startswith(_HARD) and bare[:1] == "<"):
        return None
    if text.endswith(_HARD) and bare[-1:] == ">":
        return None
    place = Place("content.rendered", raw=(start, end))
    return of_field(node.tag, inner, bare, "delete the hard blanks", safe=True, form=Form.SOURCE, at=place)


def _bare(source: str) -> str:
    """The source of a text without blanks at its ends, also where they are written as references."""
    while True:
        stripped = source.strip(_BLANKS)
        low = stripped[:_REFERENCE].lower(), stripped[-_REFERENCE:].lower()
        for reference in _REFERENCES:
            if low[0].startswith(reference):
                stripped = stripped[len(reference) :]
                break
            if low[1].endswith(reference):
                stripped = stripped[: -len(reference)]
                break
        else:
            return stripped
        source = stripped


_REFERENCES = ("&nbsp;", "&#160;", "&#xa0;", "&#8239;")
_REFERENCE = max(map(len, _REFERENCES))
_LONGEST = 2000
"""Characters of a block that an edit writes out."""


def _has_text(node: Element) -> bool:
    """More than blanks, and no picture among it."""
    return bool(node.text.strip(_BLANKS)) and node.find("img") is None
