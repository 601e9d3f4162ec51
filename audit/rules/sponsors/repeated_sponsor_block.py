"""SPM006."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.sponsors._examples import series
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors._verdict import REPEATED, case_of, corpus_signs, evidence_of, shown, witness_of
from audit.rules.sponsors._weights import level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.rules.sponsors._suspects import Suspect
    from audit.site import SiteTotals

_SHARE = 0.05
_BLOCK = '<p>Our partner: <a href="https://kitchens-xl.example/outlet">cheap kitchens made to measure</a></p>'
_LONGEST_BLOCK = 40


class RepeatedSponsorBlock(CorpusRule, code="SPM006", severity=Severity.ERROR, since="0.1.0", scope=Scope.SITE):
    """The same block with a sponsor's link stands under many posts.

    A link that is pasted under posts on anything is sold by the month. Search engines see the same place from outside,
    and count the site among those that sell links.
    """

    remedy = 'Take the block out, or mark its link with rel="sponsored" and say that it is an advertisement.'
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#link-spam",)
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad(posts=series(*[_BLOCK] * 4), says="4 posts", points_at="<a href="),
        Good(posts=series(*[_BLOCK] * 2), note="Two posts are no series."),
        Good(posts=series(*[_BLOCK.replace("<a ", '<a rel="sponsored" ')] * 4)),
        Good(
            posts=series(
                *['<p>Co-funded by <a href="https://european-union.europa.eu/">the European Union</a></p>'] * 4
            ),
            note="A funder is named under every post that it pays for.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each suspicious link in a short block."""
        found = suspects(facts)
        return _witnesses(found, facts) if found else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and the target, if one block is repeated."""
        domain = key.partition("\t")[2]
        blocks: dict[str, dict[int, Witness]] = defaultdict(dict)
        for witness in witnesses:
            blocks[case_of(witness).block].setdefault(witness.order, witness)
        same = list(max(blocks.values(), key=len).values())
        if len(same) < max(REPEATED, _SHARE * totals.posts):
            return
        case = case_of(same[0])
        signs = [*case.all_signs, *corpus_signs(same, 1)]
        found = level(signs, floor=case.floor)
        if found and not all(case_of(witness).named for witness in same):
            yield CorpusFinding(
                f"The same block with a link to {domain} ({shown(case)}) stands in {len(same)} posts and is not marked "
                "as sponsored.",
                value=domain,
                target=domain,
                address=case.href,
                severity=Severity(found),
                confidence=Confidence.LIKELY,
                evidence=(*evidence_of(signs), Evidence("posts", str(len(same)))),
            )


def _witnesses(found: Iterable[Suspect], facts: Facts) -> Iterator[tuple[str, Witness]]:
    for suspect in found:
        if suspect.block >= 0 and len(facts.blocks[suspect.block].text.split(None, _LONGEST_BLOCK)) <= _LONGEST_BLOCK:
            yield f"{facts.site}\t{suspect.target.url.registrable}", witness_of(suspect, facts)
