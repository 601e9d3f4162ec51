"""AGR018."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


def _record(number: int, head: str | None, kind: str = "post") -> dict[str, object]:
    return {
        "id": number,
        "type": kind,
        "link": f"https://saltmarsh.example/{number}/",
        "yoast_head": head if head is not None else "",
        "yoast_head_json": None,
    }


class YoastHeadMissing(CorpusRule, code="AGR018", severity=Severity.WARNING, since="0.1.0"):
    """Yoast gives no head for this post, though it does for others of its kind.

    Yoast writes the head from a table of its own, in which this post has no row: it was imported, or written behind
    Yoast's back. Whoever builds the page from the REST answer has neither title nor canonical nor structured data.
    """

    needs_several = True
    remedy = "Run Yoast SEO, Tools, Optimize SEO data, or save the post again."
    sources = ("https://developer.yoast.com/customization/apis/rest-api",)
    examples = (
        Bad(posts=(_record(1, "<title>Ferry times</title>"), _record(2, None)), says="no head"),
        Good(posts=(_record(1, "<title>Ferry times</title>"), _record(2, "<title>Tides</title>"))),
        Good(
            posts=(_record(1, None), _record(2, None)), note="The site has no Yoast, or keeps the type out of search."
        ),
        Good(
            posts=(_record(1, "<title>Ferry times</title>"), _record(2, None, "leaflet")),
            note="Another type may be kept out of search as a whole.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness a post whose record has the field, by site and type."""
        record = facts.post.record
        if "yoast_head" not in record:
            return ()
        missing = not record["yoast_head"] and not record.get("yoast_head_json")
        return ((f"{facts.site}\t{facts.post.type}", Witness((missing,))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Silent where no post of the type has a head."""
        if all(witness.values[0] for witness in witnesses):
            return
        for witness in witnesses:
            if witness.values[0]:
                yield CorpusFinding(
                    "Yoast gives no head for this post; it does for others of its type.",
                    witness=witness,
                )
