"""RRS044."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import claimed, needs_of, parts
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ItemlistInconsistent(
    PostRule[Post], code="RRS044", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """A list of things for a carousel does not hold together.

    A carousel needs two or more things of one type, each with its own address on this site.
    """

    remedy = "Give every entry its own address, and entries of one type."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/carousel",)
    needs = needs_of("ItemList")
    examples = (
        Bad(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,'
                '"url":"https://saltmarsh.example/a/"},'
                '{"@type":"ListItem","position":2,"url":"https://saltmarsh.example/a/"}]'
            ),
            says="twice",
        ),
        Good(
            node(
                '"@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,'
                '"url":"https://saltmarsh.example/a/"},'
                '{"@type":"ListItem","position":2,"url":"https://saltmarsh.example/b/"}]'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each list at the top whose entries give addresses."""
        for found in claimed(facts, "ItemList"):
            if found.is_a("BreadcrumbList", "HowToSection", "HowToStep"):
                continue
            entries = list(parts(found, "itemListElement"))
            urls = [url for entry in entries if (url := entry.text("url")) is not None]
            if len(urls) != len(entries) or not urls:
                continue
            again = next((url for url in urls if urls.count(url) > 1), None) if len(urls) <= _MOST else None
            if again is not None:
                yield Finding(
                    f"The list holds {again[:80]} twice.", at=found.place("itemListElement"), value=again[:80]
                )


_MOST = 200
