"""SPM007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.sponsors._examples import series
from audit.rules.sponsors._lexicon import has_citation
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors._verdict import REPEATED, case_of, evidence_of, slot_of, witness_of
from audit.rules.sponsors._weights import level, probability, sign, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.rules.sponsors._suspects import Suspect
    from audit.site import SiteTotals

_LONGEST_SLOT = 12
_REVIEW = 0.3
"""A slot whose tenants are each at least this suspicious."""
_NAMED = 5


def _friend(domain: str, text: str) -> str:
    return f'<p>Friends of the club: <a href="https://{domain}.example/offer">{text}</a></p>'


class RotatingSponsorSlot(CorpusRule, code="SPM007", severity=Severity.ERROR, since="0.1.0", scope=Scope.SITE):
    """The same place holds another sponsor's link in each post.

    A line that stays while its target changes is rented out. Search engines know the pattern: links that go off each
    month and come back to somebody else.
    """

    remedy = 'Take the links out, or mark all that this place holds with rel="sponsored".'
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#link-spam",)
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad(
            posts=series(
                _friend("epoxy-floors", "epoxy garage floor"),
                _friend("foam-mattress", "orthopedic mattress"),
                _friend("sheds-quote", "steel buildings quote"),
            ),
            says="3 posts",
            points_at="<a href=",
        ),
        Good(
            posts=series(
                *(
                    _friend(domain, "an offer").replace("<a ", '<a rel="sponsored nofollow" ')
                    for domain in ("epoxy-floors", "foam-mattress", "sheds-quote")
                )
            ),
            note="Sponsors may change, if their links say what they are.",
        ),
        Good(
            posts=series(
                *(
                    f'<p>Source: <a href="https://{domain}.example/a">report</a></p>'
                    for domain in ("harbour-office", "tide-institute", "ferry-line")
                )
            ),
            note="Every post has its own source.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each suspicious link in a short line with words beside the link."""
        found = suspects(facts)
        return _witnesses(found, facts) if found else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and the slot."""
        slot = key.partition("\t")[2].replace("\0", "…")
        tenants: dict[str, Witness] = {}
        for witness in witnesses:
            *values, domain = witness.values
            case = case_of(witness._replace(values=tuple(values)))
            signs = case.all_signs
            if not case.named and any(one.id.startswith(("A", "B", "E1")) for one in signs if one.weight > 0):
                tenants.setdefault(str(domain), witness._replace(values=tuple(values)))
        posts = len({witness.order for witness in tenants.values()})
        if len(tenants) < REPEATED or posts < REPEATED:
            return
        rotates = sign("K3", str(len(tenants) - 1))
        judged = {domain: [*case_of(one).all_signs, rotates] for domain, one in tenants.items()}
        suspicious = {domain: signs for domain, signs in judged.items() if probability(total(signs)) >= _REVIEW}
        if len(suspicious) < REPEATED:
            return
        worst = max(suspicious.values(), key=total)
        domains = sorted(suspicious)
        more = f" and {len(domains) - _NAMED} more" if len(domains) > _NAMED else ""
        yield CorpusFinding(
            f'The place "{slot}" holds links to {", ".join(domains[:_NAMED])}{more} in {posts} posts, none marked as '
            "sponsored.",
            value=slot,
            target=" ".join(domains),
            severity=Severity(level(worst) or Severity.WARNING),
            confidence=Confidence.LIKELY,
            evidence=(*evidence_of(worst), Evidence("targets", ", ".join(domains[:20]))),
        )


def _witnesses(found: Iterable[Suspect], facts: Facts) -> Iterator[tuple[str, Witness]]:
    for suspect in found:
        slot = slot_of(suspect, facts)
        if slot and len(slot.split(None, _LONGEST_SLOT)) <= _LONGEST_SLOT and not has_citation(slot):
            witness = witness_of(suspect, facts)
            yield (
                f"{facts.site}\t{slot}",
                witness._replace(values=(*witness.values, suspect.target.url.registrable)),
            )
