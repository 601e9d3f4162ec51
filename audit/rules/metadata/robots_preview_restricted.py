"""MET030."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head
from audit.rules.metadata._robots import AGENTS, SOURCE, split_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix


class RobotsPreviewRestricted(
    PostRule[Head], code="MET030", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The article does not allow large previews of its picture.

    Google Discover shows articles with a large picture, but only where the page allows it. With a small one, or none,
    an article is hardly chosen there.
    """

    remedy = "Let the SEO plugin print max-image-preview:large, as WordPress and the plugins do by default."
    sources = (SOURCE, "https://developers.google.com/search/docs/appearance/google-discover")
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:type" content="article">'
            '<meta name="robots" content="index, max-image-preview:standard">',
            says="max-image-preview:standard",
            points_at='content="index, max-image-preview:standard"',
        ),
        Bad(
            head='<title>Tide</title><meta property="og:type" content="article">'
            '<meta name="robots" content="index, follow">',
            says="no max-image-preview",
        ),
        Good(
            head='<title>Tide</title><meta property="og:type" content="article">'
            '<meta name="robots" content="index, follow"><meta name="robots" content="max-image-preview:large">',
            note="The tags are added up.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:type" content="article">',
            note="A head without any robots tag is a part of the page's head: WordPress prints the tag elsewhere.",
        ),
        Good(
            head='<title>Tide</title><meta name="robots" content="index"><meta property="og:type" content="website">',
            note="This is no article.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Nothing can be concluded from a head that a client has cut."""
        return facts.head_is_whole

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the tag that restricts the preview, else at the first."""
        preview = _preview(facts.robots)
        if preview == "large" or not facts.robots:
            return ()
        kind = subject.meta("og:type")
        if (kind is None or kind.text != "article") and not facts.graph.articles():
            return ()
        said = f"max-image-preview:{preview}" if preview else "no max-image-preview"
        agent, value = _tag(subject, preview)
        return (
            Finding(
                f"The article's {agent} tag {'says' if preview else 'has'} {said}; Google Discover shows large "
                "pictures only with max-image-preview:large.",
                at=value.place,
                value=said,
                fix=_allowed(value, preview),
            ),
        )


def _allowed(value: HeadValue, preview: str) -> Fix:
    """The edit that allows large previews."""
    text = value.text.strip()
    after = _RULE.sub(_LARGE, text) if preview else f"{text}, {_LARGE}"
    return of_head(value, after, f"write {_LARGE}")


_LARGE = "max-image-preview:large"
_RULE = re.compile(r"max-image-preview\s*:\s*\w+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _preview(rules: frozenset[str]) -> str:
    """The strictest value of `max-image-preview`; "" without one that is valid."""
    values = {value for name, value in map(split_rule, rules) if name == "max-image-preview"}
    return next((value for value in ("none", "standard", "large") if value in values), "")


def _tag(head: Head, preview: str) -> tuple[str, HeadValue]:
    """The tag that restricts the preview, else the first, with its name."""
    tags = [(agent, value) for agent in AGENTS for value in head.metas(agent)]
    return next((tag for tag in tags if preview and "max-image-preview" in tag[1].text.lower()), tags[0])
