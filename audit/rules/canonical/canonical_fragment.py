"""CAN005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Finding, Fix, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class CanonicalFragment(PostRule[Head], code="CAN005", severity=Severity.WARNING, since="0.1.0"):
    """The canonical points into a page.

    What stands behind `#` is a place within a page; search engines know pages only. The address was copied from the
    browser after a click on a table of contents.
    """

    remedy = "Remove the # and what follows it."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/#gauges"),
            says="#gauges",
            points_at='href="https://saltmarsh.example/tide/#gauges"',
        ),
        Good(head=_HEAD.format("https://saltmarsh.example/tide/")),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each."""
        for value in subject.canonicals:
            if "#" not in value.text:
                continue
            url = parse_url(value.text, facts.base)
            if url is None or not url.fragment:
                continue
            text = value.text.strip()
            yield Finding(
                f"The canonical ends in #{url.fragment}, a place within a page.",
                at=value.place,
                value=text,
                fix=Fix(
                    safe=False,
                    summary="remove the fragment",
                    element="link",
                    attribute="href",
                    before=text,
                    after=text.partition("#")[0],
                ),
            )
