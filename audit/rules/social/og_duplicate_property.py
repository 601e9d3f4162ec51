"""SOC016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold_loosely
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_SINGLE = ("og:title", "og:url", "og:type", "og:site_name", "og:locale")


class OgDuplicateProperty(PostRule[Head], code="SOC016", severity=Severity.WARNING, since="0.1.0"):
    """An Open Graph property is given twice, with two values.

    Two plugins, or a plugin and the theme, print the tags for shares. The first one wins, so that what was entered in
    the other one's fields is never seen.
    """

    remedy = "Switch the tags for social networks off in one of the two plugins, or in the theme."
    sources = ("https://ogp.me/#array",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:title" content="Tide" />'
            '<meta property="og:title" content="Ebb" />',
            says="og:title is given twice",
            points_at="content",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:url" content="https://saltmarsh.example/tide/" />'
            '<meta property="og:url" content="https://saltmarsh.example/?p=12" />',
            says="og:url is given twice",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:title" content="Tide" />',
            fields={"seopress_head": '<meta property="og:title" content="Ebb" />'},
            says="og:title is given twice",
            points_at="content",
        ),
        Good(
            head='<title>Tide</title><meta property="og:title" content="Tide &amp; ebb" />'
            '<meta property="og:title" content="Tide &#038; ebb" />',
            note="The same said twice does no harm.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image" content="https://saltmarsh.example/ebb.jpg" />',
            note="A page may have several pictures.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each property of which a page can have only one; at the value that loses."""
        by_name = subject.by_name
        for name in _SINGLE:
            values = by_name.get(name)
            if values is None or len(values) == 1:
                continue
            told = [value for value in values if not value.blank]
            first = told[0] if told else None
            other = next((value for value in told[1:] if first and _form(name, value) != _form(name, first)), None)
            if first is not None and other is not None:
                yield Finding(
                    f"{name} is given twice, with two values.",
                    at=other.place,
                    value=name,
                    evidence=(Evidence("first", first.decoded.strip()), Evidence("other", other.decoded.strip())),
                )


def _form(name: str, value: HeadValue) -> str:
    if name == "og:url" and (url := parse_url(value.decoded)) is not None:
        return url.key
    return fold_loosely(value.decoded)
