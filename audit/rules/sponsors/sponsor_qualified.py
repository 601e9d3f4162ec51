"""SPM014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._suspects import qualified_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class SponsorQualified(CorpusRule, code="SPM014", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A paid link says so, as it should.

    Nothing is wrong. The notice lists where the site has sponsors, for whoever must know.
    """

    remedy = "Nothing. Keep in mind that a rel says it to search engines, and that readers must be told in words."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",)
    needs = frozenset({"tag:a"})
    reads_content = True
    keeps_quotes = True
    examples = (
        Bad(
            f'{TEXT}<p>Sponsored by <a href="https://trowels.example/" rel="sponsored">Trowels</a>.</p>',
            says="trowels.example",
            points_at="<a href=",
        ),
        Good(
            f'{TEXT}<p>This episode is sponsored by <a href="https://trowels.example/" rel="noopener">Trowels</a>.</p>'
        ),
        Good(f'{TEXT}<p>See <a href="https://trowels.example/" rel="nofollow">Trowels</a>.</p>'),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each qualified link of a sponsor or affiliate."""
        for link, target, why in qualified_suspects(facts):
            if link.node in facts.around:
                continue
            yield (
                f"{facts.site}\t{target.url.registrable}",
                Witness((" ".join(sorted(link.rel)), why, target.outer.href), link.place),
            )

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and target."""
        domain = key.partition("\t")[2]
        for witness in {witness.order: witness for witness in reversed(witnesses)}.values():
            rel, why, href = (str(value) for value in witness.values)
            related, count = others(witness, witnesses)
            yield CorpusFinding(
                f'Paid link to {domain} is marked (rel="{rel}").',
                value=href,
                target=domain,
                address=href,
                evidence=(Evidence("why", why),),
                witness=witness,
                related=related,
                related_count=count,
            )
