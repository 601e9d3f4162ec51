"""COR001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._shared import language_of, same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import CorpusFinding
    from audit.site import SiteTotals


def _regional(number: int, code: str) -> dict[str, object]:
    folder = "https://saltmarsh.example/"
    links = "".join(f'<link rel="alternate" hreflang="de-{one}" href="{folder}{one}/hut/" />' for one in ("at", "ch"))
    return {
        **_record(number, f"{code}/hut", "Die Hütte"),
        "lang": "de",
        "yoast_head": f'<title>Die Hütte</title><link rel="canonical" href="{folder}{code}/hut/" />{links}',
    }


def _record(number: int, slug: str, title: str) -> dict[str, object]:
    return {
        "id": number,
        "slug": slug,
        "link": f"https://saltmarsh.example/{slug}/",
        "title": {"rendered": title},
        "yoast_head": None,
        "yoast_head_json": None,
    }


class DuplicateTitle(CorpusRule, code="COR001", severity=Severity.WARNING, since="0.1.0"):
    """Several pages of the site have one title.

    Readers who see both in a list of results cannot choose, and a search engine shows one of them or neither.
    """

    keeps_quotes = True
    needs_several = True
    remedy = "Give each page a title that says what sets it apart, or merge the pages."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    examples = (
        Bad(posts=(_record(1, "tide", "Tide tables"), _record(2, "tide-b", "Tide tables")), says="same title"),
        Good(posts=(_record(1, "tide", "Tide tables for May"), _record(2, "tide-b", "Tide tables for June"))),
        Good(
            posts=(_record(1, "faq", "FAQ"), _record(2, "de/faq", "FAQ")),
            note="Versions in two languages may share a title; without other signs the folder tells.",
        ),
        Good(
            posts=(
                _record(1, "faq", "FAQ"),
                {**_record(2, "faq", "FAQ"), "link": "https://saltmarsh.example/faq/?lang=de"},
            ),
            note="Or a parameter does.",
        ),
        Good(posts=(_regional(1, "at"), _regional(2, "ch")), note="So may those for two countries of one language."),
        Good(
            posts=tuple(
                {**_record(number, f"image-{number}", "Image"), "type": "attachment", "status": "inherit"}
                for number in (1, 2)
            ),
            note="Pages of attachments are called after their files; most sites redirect them.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for an indexable post that is its own canonical, under site, language and title."""
        if not facts.self_canonical or facts.post.type == "attachment":
            return ()
        head_title: HeadValue | None = facts.head.title if facts.head is not None else None
        title = fold(head_title.decoded if head_title is not None else facts.title)
        if not title:
            return ()
        place = head_title.place if head_title is not None else Place("title.rendered")
        return ((f"{facts.site}\t{language_of(facts)}\t{title}", Witness((facts.post.link,), place)),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post, with the others that share its title."""
        return same_text(key, witnesses, "title")
