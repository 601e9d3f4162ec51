"""SOC014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_FITTING = ("article", "book", "music.", "product", "profile", "video.")


class OgTypeUnexpected(PostRule[Head], code="SOC014", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A post says to networks that it is no article.

    Only an article has an author, a date and a section for them. `website` is for the front page.
    """

    remedy = "Let the plugin print og:type article for posts."
    sources = ("https://ogp.me/#types",)
    needs = frozenset({"head"})
    examples = (
        Bad(head='<title>Tide</title><meta property="og:type" content="website" />', says="website"),
        Good(head='<title>Tide</title><meta property="og:type" content="article" />'),
        Good(head='<title>Tide</title><meta property="og:type" content="video.other" />'),
        Good(
            head='<title>Tide</title><meta property="og:type" content="website" />',
            fields={"type": "page"},
            note="A page may be anything.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """Posts only; products, videos and what other plugins declare (`plugin:kind`) may stand in a post."""
        value = subject.meta("og:type")
        if value is None or facts.post.type not in {None, "post"}:
            return ()
        kind = value.text.strip().lower()
        if kind and not kind.startswith(_FITTING) and ":" not in kind:
            return (
                Finding(
                    f"og:type is {kind}, and this is a post.",
                    at=value.place,
                    value=kind,
                    fix=of_head(value, "article", "write article"),
                ),
            )
        return ()
