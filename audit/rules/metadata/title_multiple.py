"""MET002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.canonical._head import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class TitleMultiple(PostRule[Head], code="MET002", severity=Severity.WARNING, since="0.1.0"):
    """The page has more than one title.

    A page has one title; browsers take the first. As a rule the theme prints one and the SEO plugin another, so that
    what an editor writes into the plugin's field is never seen.
    """

    remedy = "Let only one of them print a title: take the `<title>` out of the theme's header, or deactivate a plugin."
    sources = (
        "https://developers.google.com/search/docs/appearance/title-link",
        "https://html.spec.whatwg.org/multipage/semantics.html#the-title-element",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(
            head="<title>Ferry times &laquo; Saltmarsh</title>\n<title>Ferry times - Saltmarsh</title>",
            says="2 titles",
            points_at="<title>Ferry times - Saltmarsh",
        ),
        Bad(
            head="<title>Ferry times - Saltmarsh</title>",
            fields={"rank_math_head": "<title>All ferries &bull; Saltmarsh</title>"},
            says='yoast_head and rank_math_head give the page different titles, "Ferry times - Saltmarsh" and "All',
            points_at="<title>All ferries",
        ),
        Bad(
            head="<title>Ferry times - Saltmarsh</title>",
            fields={"aioseo_head_json": {"title": "Ferries &amp; tides"}},
            says='"Ferry times - Saltmarsh" and "Ferries & tides"',
        ),
        Good(
            head="<title>Ferry times - Saltmarsh</title>",
            fields={"rank_math_head": "<title>Ferry times - Saltmarsh</title>"},
            note="Two plugins that agree.",
        ),
        Good(
            head="<title>Ferry times - Saltmarsh</title><svg><title>A ferry</title></svg>",
            note="The title of a drawing is not the page's.",
        ),
        Good(
            page="<html><head><title>Tide</title></head><body><div><title>Mail of May</title></div></body></html>",
            note="Pasted into the text, with all of a mail.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the second title, with all of them as evidence."""
        if len(subject.titles) < 2:  # noqa: PLR2004 - one is right
            return ()
        titles = of_head(subject.titles, facts)
        if len(titles) < 2:  # noqa: PLR2004 - the other was pasted into the text
            return ()
        texts = [fold(title.decoded) for title in titles]
        evidence = tuple(Evidence(f"title {number}", text) for number, text in enumerate(texts, start=1))
        message = f'The page has {len(titles)} titles; browsers show the first, "{texts[0]}".'
        fields = list(dict.fromkeys(title.field for title in titles))
        if len(fields) > 1:  # of several plugins: which of them comes first is not known
            quoted = " and ".join(f'"{text}"' for text in texts)
            message = f"{' and '.join(fields)} give the page different titles, {quoted}."
        return (
            Finding(
                message,
                at=titles[1].place,
                value=texts[1],
                evidence=evidence,
            ),
        )
