"""COR019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Place, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import record
from audit.rules.corpus._shared import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class FeaturedImageReused(CorpusRule, code="COR019", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Several posts have one featured picture.

    In lists of posts, share cards and image search nobody can tell them apart.
    """

    most: int = 3
    """Posts that may share one."""

    remedy = "Give each post a picture of its own."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"field:featured_media"})
    examples = (
        Bad(posts=tuple(record(number, f"tide-{number}") for number in range(1, 5)), says="3 other posts"),
        Good(posts=tuple(record(number, f"tide-{number}") for number in range(1, 4))),
        Good(posts=tuple(record(number, f"tide-{number}", featured_media=0) for number in range(1, 5))),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post with a featured picture; languages share theirs by design."""
        if facts.post.featured_media and facts.post.type != "attachment":
            key = f"{facts.site}\t{language_of(facts)}\t{facts.post.featured_media}"
            yield key, Witness((str(facts.post.featured_media),), Place("featured_media"))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post."""
        if len({witness.post for witness in witnesses}) <= self.most:
            return
        for witness in witnesses:
            related, count = others(witness, witnesses, "has the same featured picture")
            yield CorpusFinding(
                f"{count} other posts have the same featured picture.",
                value=str(witness.values[0]),
                witness=witness,
                related=related,
                related_count=count,
            )
