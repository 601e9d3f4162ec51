"""DAT015."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ONE_LETTER = 8  # WordPress stops where the next letter, of nine characters, finds no room
_END = 5  # letters at the end by which slug and title are compared


class SlugPercentEncoded(PostRule[Post], code="DAT015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The slug was cut off, because its letters take six or nine characters each.

    Letters outside the Latin alphabet are stored percent-encoded, and WordPress keeps 200 characters. About 30 Cyrillic
    or 20 Chinese ones fit; the rest of the title is missing from the address, often in the middle of a word. Encoded
    letters as such are right for such languages.
    """

    remedy = "Shorten the slug to the words that matter (before publishing; afterwards only with a redirect)."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/url-structure",
        "https://developer.wordpress.org/reference/functions/sanitize_title_with_dashes/",
    )
    needs = frozenset({"field:slug"})
    examples = (
        Bad(fields={"slug": "%d0%bf" * 33}, says="was cut off"),
        Good(fields={"slug": "%d0%bf" * 12}),
        Good(fields={"slug": "%d0%bf" * 33, "title": {"rendered": "п" * 33}}, note="It fits just so."),
        Good(fields={"slug": "tide"}),
    )

    characters: int = 200
    """How many characters of a slug WordPress keeps."""

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A slug so long that the next letter did not fit."""
        slug = subject.slug or ""
        if len(slug) >= self.characters - _ONE_LETTER and "%" in slug and not _is_whole(slug, facts.title):
            yield Finding(
                f"The slug has {len(slug)} characters in its percent-encoded form and was cut off.",
                at=Place("slug"),
                evidence=(Evidence("decoded", unquote(slug)),),
            )


def _is_whole(slug: str, title: str) -> bool:
    """The slug ends as the title does."""
    letters = _letters(title)
    return bool(letters) and letters.endswith(_letters(unquote(slug))[-_END:])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
