"""CAN002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.canonical._head import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_TWO = """<title>Ferry times</title>
<link rel="canonical" href="{}" />
<link rel="canonical" href="{}" />"""
_LINK = '<link rel="canonical" href="https://saltmarsh.example/{}/" />'

_SHOWN = 2


class CanonicalMultiple(PostRule[Head], code="CAN002", severity=Severity.ERROR, since="0.1.0"):
    """The page names several canonical addresses.

    Two canonicals that differ are as good as none: search engines ignore both and choose an address themselves. Nearly
    always the theme prints one and the SEO plugin another; or the server names one in a header. One address that is
    printed twice does no harm.
    """

    remedy = "Remove all but one: as a rule that of the theme, or that of a second SEO plugin."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head=_TWO.format("https://saltmarsh.example/tide/?view=full", "https://saltmarsh.example/tide/"),
            says="2 canonical addresses: https://saltmarsh.example/tide/?view=full and https://saltmarsh.example/tide/.",
            points_at='href="https://saltmarsh.example/tide/"',
        ),
        Bad(
            head='<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            headers={"Link": '<https://saltmarsh.example/tide/?lang=en>; rel="canonical"'},
            says="one of them in a header",
        ),
        Bad(
            head='<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            fields={"rank_math_head": _LINK.format("ebb")},
            says="2 canonical addresses",
            points_at='href="https://saltmarsh.example/ebb/"',
        ),
        Good(
            head='<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            fields={"rank_math_head": _LINK.format("tide")},
            note="Two SEO plugins that agree.",
        ),
        Good(
            head='<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />',
            fields={"head_tags": [{"tag": "link", "attributes": {"rel": "canonical", "href": "/ebb/"}}]},
            note="A list of the tags of the page is no second plugin.",
        ),
        Good(
            head=_TWO.format("https://saltmarsh.example/%CF%80/", "https://saltmarsh.example/π/"),
            note="One address in two spellings.",
        ),
        Good(
            page=f"<html><head><title>Tide</title>{_LINK.format('tide')}</head><body>{_LINK.format('ebb')}</body></html>",
            note="Search engines read none in the body.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding with all of them; addresses are compared, not spellings."""
        sent = facts.answer.canonicals if facts.answer is not None else []
        if len(subject.canonicals) + len(sent) < 2:  # noqa: PLR2004 - one cannot contradict itself
            return ()
        values = [*of_head(subject.canonicals, facts), *sent]
        distinct: dict[str, HeadValue] = {}
        for value in values:
            url = parse_url(value.text, facts.base)
            distinct.setdefault(url.key if url is not None else value.text.strip(), value)
        if len(distinct) > 1:
            second = list(distinct.values())[1]
            header = ", one of them in a header of the server" if any(map(sent.__contains__, distinct.values())) else ""
            return (
                Finding(
                    f"The page names {len(distinct)} canonical addresses{header}: {_listed(distinct.values())}.",
                    at=second.place,
                    value=" ".join(sorted(distinct)),
                    evidence=tuple(Evidence("canonical", value.text.strip()) for value in distinct.values()),
                ),
            )
        return ()


def _listed(values: Iterable[HeadValue]) -> str:
    """The first addresses as written, and how many more there are."""
    texts = [value.text.strip() for value in values]
    more = [f"{len(texts) - _SHOWN} more"] if len(texts) > _SHOWN else []
    return " and ".join([*texts[:_SHOWN], *more])
