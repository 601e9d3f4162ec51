"""SPM001."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.sponsors._cues import CUES
from audit.rules.sponsors._evidence import ERROR, WARNING, probability, sponsor_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_REPEATED = 3
_TEXT = "<p>" + "The boats rose with the tide and the pilots waited for the evening wind. " * 6 + "</p>"


class PaidLinkUnqualified(CorpusRule, code="SPM001", severity=Severity.ERROR, since="0.1.0"):
    """A paid link does not say so.

    Search engines want paid links to say so in `rel`. Unmarked ones can cost the whole site its rank, and readers are
    owed the notice as well: a `rel` does not replace words, and words do not replace a `rel`.
    """

    remedy = 'Add rel="sponsored" to the link (nofollow is tolerated), or take the link out.'
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",
        "https://developers.google.com/search/docs/essentials/spam-policies#link-spam",
        "https://www.bing.com/webmasters/help/webmasters-guidelines-30fba23a",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    text_patterns = CUES
    gated = False
    keeps_quotes = True
    explained_by = {
        "repeated-sponsor-block": SAME_TARGET,
        "rotating-sponsor-slot": SAME_TARGET,
        "retrofit-inserted-link": SAME_TARGET,
    }
    examples = (
        Bad(
            f'{_TEXT}<p>&nbsp;</p><p>Please visit:<br /> <a href="https://tractors.example/en/" target="_blank">'
            "Our Sponsor</a></p>",
            says="tractors.example",
            points_at='<a href="https://tractors.example/en/"',
        ),
        Good(f'{_TEXT}<p>Please visit: <a href="https://tractors.example/en/" rel="sponsored">Our Sponsor</a></p>'),
        Good(
            f'{_TEXT}<p>The bill, sponsored by <a href="https://assembly.example/members/varga">Representative Ilse '
            "Varga</a>, goes to the Senate.</p>",
            note="The sponsor of a bill pays nobody.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each followed link with wording of a sponsor."""
        for link, judgement in sponsor_links(facts):
            if link.url is None:
                continue
            anchor = " ".join(link.text.split()) or "a picture"
            values = (
                round(judgement.score, 3), judgement.groups, judgement.floor, judgement.named, anchor[:80],
                link.url.href, judgement.reasons(), " ".join(sorted(link.rel)),
            )  # fmt: skip
            key = f"{facts.site}\t{link.url.registrable}"
            yield key, Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post: its most certain place. The same target in several posts weighs more."""
        domain = key.partition("\t")[2]
        posts = len({witness.order for witness in witnesses})
        repeated = min(2.0, 0.7 * math.log(posts)) if posts >= _REPEATED else 0.0
        best: dict[int, Witness] = {}
        for witness in witnesses:
            current = best.get(witness.order)
            if current is None or _weight(witness) > _weight(current):
                best[witness.order] = witness
        for witness in best.values():
            severity = _severity(witness, repeated)
            if severity is not None:
                yield _finding(witness, witnesses, domain, severity, repeated)


def _weight(witness: Witness) -> float:
    return float(witness.values[0] or 0.0)


def _severity(witness: Witness, repeated: float) -> Severity | None:
    chance = probability(_weight(witness) + repeated)
    groups, floor, named = witness.values[1:4]
    if chance >= ERROR and int(groups or 0) + bool(repeated) > 1 and not named:
        return Severity.ERROR
    return Severity.WARNING if chance >= WARNING or floor else None


def _finding(
    witness: Witness, witnesses: Sequence[Witness], domain: str, severity: Severity, repeated: float
) -> CorpusFinding:
    anchor, address, reasons, rel = (str(value) for value in witness.values[4:8])
    related, count = others(witness, witnesses, f"links to {domain} in the same way")
    shown = f'"{anchor}"' if anchor != "a picture" else anchor
    unknown = f' (its rel, "{rel}", does not say so)' if rel else ""
    evidence = [Evidence("why", reasons), Evidence("probability", f"{probability(_weight(witness) + repeated):.2f}")]
    if repeated:
        evidence.append(Evidence("other posts", f"{count} other posts link there in the same way"))
    return CorpusFinding(
        f"Link to {domain} ({shown}) is not marked as sponsored{unknown}.",
        value=address,
        target=domain,
        address=address,
        severity=severity,
        confidence=Confidence.LIKELY,
        evidence=tuple(evidence),
        witness=witness,
        related=related,
        related_count=count,
    )
