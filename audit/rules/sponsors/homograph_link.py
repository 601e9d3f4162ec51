"""SPM011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.sponsors._deception import homograph
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._links import links_of
from audit.rules.sponsors._target import readable_host
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class HomographLink(CorpusRule, code="SPM011", severity=Severity.ERROR, since="0.1.0"):
    """A link's host imitates another one with letters that look alike.

    A Cyrillic or Greek letter among Latin ones cannot be told from its look-alike. Nobody registers such a name but to
    be taken for somebody else; browsers show it in code for that reason.
    """

    remedy = "Take the link out, find out who put it in, and look for other changes."
    sources = (
        "https://www.unicode.org/reports/tr39/#Restriction_Level_Detection",
        "https://krebsonsecurity.com/2018/03/look-alike-domains-and-visual-confusion/",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    keeps_quotes = True
    explained_by = {"deceptive-link": SAME_TARGET}
    examples = (
        Bad(
            f'{TEXT}<p>Change it in the <a href="https://www.n\u03bfrdbank.example/login">bank\'s portal</a>.</p>',
            says="greek small letter omicron",
            points_at="<a href=",
        ),
        Good(f'{TEXT}<p><a href="https://www.m\u00fcnchen.example/">m\u00fcnchen.example</a></p>'),
        Good(
            f'{TEXT}<p><a href="https://\u624b\u4f5c\u308a\u30d1\u30f3tokyo.example/">\u30d1\u30f3</a></p>',
            note="Japanese names mix scripts.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each link to such a host."""
        for link in links_of(facts).punycode:
            if link.url is not None and (how := homograph(facts, link.url)):
                start, end = facts.spot(link.place)[1:3]
                values = (how, readable_host(link.url), start, end)
                yield f"{facts.site}\t{link.url.registrable}", Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and target."""
        domain = key.partition("\t")[2]
        for witness in {witness.order: witness for witness in reversed(witnesses)}.values():
            how, host, start, end = witness.values
            related, count = others(witness, witnesses, f"links to {domain}, too")
            yield CorpusFinding(
                f"Link leads to {host}, which imitates another name ({how}).",
                value=domain,
                target=domain,
                confidence=Confidence.DEFINITIVE,
                evidence=(
                    Evidence("as browsers write it", domain),
                    told("G4", str(how), start, end),
                ),
                witness=witness,
                related=related,
                related_count=count,
            )
