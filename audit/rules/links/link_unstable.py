"""LNK012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import TRANSIENT, Probe
from audit.rule import SAME_ELEMENT, Bad, Good, LinkRule
from audit.rules.links._probed import DEAD_NAMES, archived, cause_of, findings, remedies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'


class LinkUnstable(LinkRule, code="LNK012", severity=Severity.ERROR, since="0.1.0"):
    """A link does not work at present.

    A server that is overloaded, under repair or cut off says nothing about the page: most of these links work again the
    next day. So this is a warning, and an error only after as many runs in a row as `--fail-after` says.
    """

    remedy = "Wait for the next run. If it stays so, look for another source or take the link out."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.6",
        "https://developers.google.com/search/docs/crawling-indexing/http-network-errors",
    )
    explained_by = {"link-placeholder": SAME_ELEMENT, "link-localhost": SAME_ELEMENT}
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    "https://quay.example/tables", "server-error", "server-error", 503, confidence="confirmed", streak=1
                ),
            ),
            says="does not work at present: the server answers 503 Service Unavailable.",
        ),
        Bad(
            _POST,
            probes=(
                Probe(
                    "https://quay.example/tables",
                    "timeout",
                    "timeout-connect",
                    confidence="confirmed",
                    streak=3,
                    first_failed="2026-05-01T06:00:00Z",
                    persistent=True,
                ),
            ),
            says="has not worked in 3 runs in a row: quay.example does not take the connection in time.",
        ),
        Good(_POST, probes=(Probe("https://quay.example/tables", "ok", None, 200, "https://quay.example/tables"),)),
        Good(_POST, probes=(Probe("https://quay.example/tables", "rate-limited", "too-many-requests", 429),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """An error if it has been so for long enough."""
        if probe.verdict not in TRANSIENT and not _is_unsure_name(probe):
            return ()
        if probe.persistent:
            when = f"has not worked in {probe.streak} runs in a row" if probe.streak > 1 else "does not work"
            remedy = f"Look for another source, or take the link out and leave its text.{archived(probe)}"
            return findings(probe, witnesses, f"{when}: {cause_of(probe)}", remedy=remedies(remedy))
        said = f"does not work at present: {cause_of(probe)}"
        return findings(probe, witnesses, said, severity=Severity.WARNING)


def _is_unsure_name(probe: Probe) -> bool:
    """The lookup failed in a way that says nothing about the name."""
    return probe.verdict == "dns-error" and probe.cause not in DEAD_NAMES
