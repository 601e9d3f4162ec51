"""EXP004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_AVATAR = re.compile(r"gravatar\.com(?:/|\\/)avatar(?:/|\\/)([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])", re.IGNORECASE)
_ALGORITHMS = {32: "MD5", 64: "SHA-256"}


class GravatarHashExposed(PostRule[Post], code="EXP004", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """An avatar's address holds a hash of somebody's e-mail address.

    Who guesses the e-mail can check the guess. WordPress does so by default, so the rule is off unless it is asked for.
    """

    remedy = "Show avatars from your own library, or switch them off under Settings, Discussion."
    sources = ("https://docs.gravatar.com/api/avatars/hash/",)
    examples = (
        Bad(
            f'<p><img src="https://secure.gravatar.com/avatar/{"0a" * 32}?s=96" alt="Maren" width="9" height="9"></p>',
            says="SHA-256",
        ),
        Bad(
            fields={
                "yoast_head": None,
                "yoast_head_json": {
                    "schema": {
                        "@context": "https://schema.org",
                        "@type": "ImageObject",
                        "url": f"https://secure.gravatar.com/avatar/{'0a' * 16}?s=96",
                    }
                },
            },
            says="MD5",
        ),
        Good('<p><img src="https://secure.gravatar.com/avatar/?d=mm" alt="" width="96" height="96"></p>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each hash, at the first place that has it."""
        seen: set[str] = set()
        for match, place in (*_in_html(facts), *_in_graph(facts)):
            digest = match[1].lower()
            if digest not in seen:
                seen.add(digest)
                yield Finding(
                    f"An avatar's address holds the {_ALGORITHMS[len(digest)]} hash of an e-mail address.",
                    at=place,
                    value=digest,
                )


def _in_html(facts: Facts) -> Iterator[tuple[re.Match[str], Place]]:
    for field in dict.fromkeys((CONTENT, facts.head_field or CONTENT)):
        text = facts.post.value_at(field)
        if isinstance(text, str) and "gravatar" in text:
            yield from ((match, Place(field, raw=match.span(1))) for match in _AVATAR.finditer(text))


def _in_graph(facts: Facts) -> Iterator[tuple[re.Match[str], Place]]:
    """The pictures of the structured data, which a plugin may hand over without its HTML."""
    for picture in facts.graph.of_type("ImageObject"):
        if (match := _AVATAR.search(picture.text("url") or "")) is not None:
            yield match, picture.place("url")
