"""SPM015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.sponsors._examples import series
from audit.rules.sponsors._links import outward
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors._verdict import REPEATED, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_SHARE = 0.05
_LAST_BLOCKS = 3
_LONGEST_BLOCK = 60
_SUBSCRIBE = '<p>Like this? <a href="https://harbour-letters.example/join">Get our letters</a>.</p>'


class HouseBoilerplate(CorpusRule, code="SPM015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The same block with a link to another site ends many posts.

    Nothing says that it is paid for; it is the house's own appeal, most likely. It belongs into the theme, where it can
    be changed in one place.
    """

    remedy = "Move the block into the theme, a widget or a reusable block; name the domain in `[site] house-domains`."
    sources = ("https://wordpress.org/documentation/article/reusable-blocks/",)
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad(posts=series(*[_SUBSCRIBE] * 4), says="4 posts"),
        Good(posts=series(*[_SUBSCRIBE] * 2)),
        Good(posts=series(*['<p>Our sponsor: <a href="https://kitchens-xl.example/">Kitchens</a></p>'] * 4)),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each of the last blocks with a link to another site of which nothing bad is known."""
        links = {link.node: link for link in outward(facts)}
        if not links:
            return
        known = {suspect.link.node for suspect in suspects(facts)}
        filled = [block for block in facts.blocks if not block.is_blank]
        for block in filled[-_LAST_BLOCKS:]:
            inside = [links[node] for node in block.links if node in links and node not in known]
            words = " ".join(block.text.casefold().split())
            if inside and len(words.split()) <= _LONGEST_BLOCK and inside[0].url is not None:
                href = inside[0].url.href
                yield f"{facts.site}\t{digest(f'{words}|{href}')}", Witness((words[:80], href), inside[0].place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding, on the first of the posts."""
        first = witnesses[0]
        related, count = others(first, witnesses, "ends with the same block")
        if count + 1 < max(REPEATED, _SHARE * totals.posts):
            return
        words, href = (str(value) for value in first.values)
        yield CorpusFinding(
            f"The same block with a link to another site ends {count + 1} posts.",
            value=href,
            address=href,
            evidence=(Evidence("the block", words),),
            witness=first,
            related=related,
            related_count=count,
        )
