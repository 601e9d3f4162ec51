"""SOC019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules._edits import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

SEPARATORS = "-–—|·•»:~*"


class OgTitleHasSiteName(PostRule[Head], code="SOC019", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """The title for shares ends with the site's name.

    Networks print the site's name beside the title anyway. Yoast copies the SEO title there, so the rule is off unless
    it is asked for.
    """

    remedy = "Give the social title without the site's name, in the plugin's settings for social appearance."
    sources = ("https://developer.yoast.com/features/opengraph/functional-specification",)
    needs = frozenset({"head"})
    explained_by = {"title-too-long": SAME_POST}
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:title" content="Tide - Saltmarsh" />'
            '<meta property="og:site_name" content="Saltmarsh" />',
            fields={"yoast_head_json": None},
            says="ends with the site's name",
        ),
        Good(
            head='<title>Tide</title><meta property="og:title" content="Tide at Saltmarsh" />'
            '<meta property="og:site_name" content="Saltmarsh" />',
            fields={"yoast_head_json": None},
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """A separator must stand before the name."""
        title, name = subject.meta("og:title"), facts.site_name
        if title is None or not name:
            return ()
        text = fold(title.decoded)
        before = text[: -len(name)].rstrip() if text.endswith(name) else ""
        if before and before[-1] in SEPARATORS:
            return (
                Finding(
                    f"og:title ends with the site's name ({name}).",
                    at=title.place,
                    value=text,
                    fix=_short(title, before),
                ),
            )
        return ()


def _short(title: HeadValue, before: str) -> Fix:
    """The edit that leaves the site's name, and the separators before it, out."""
    return of_head(title, before.rstrip(f"{SEPARATORS} "), "leave the site's name out")
