"""LNK021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Probe
from audit.rule import Bad, Good, LinkRule
from audit.rules.links._probed import cause_of, findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_ADDRESS = "https://quay.example/tables"


class LinkRateLimited(LinkRule, code="LNK021", severity=Severity.NOTICE, since="0.1.0"):
    """A link could not be checked, because its server takes no more requests for now.

    It asked for patience for longer than a run waits. That is about the number of questions, not about the page, so it
    never fails a run.
    """

    remedy = "Run again later, or open the link once in a browser."
    sources = ("https://www.rfc-editor.org/rfc/rfc6585.html#section-4",)
    examples = (
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "rate-limited", "too-many-requests", 429, _ADDRESS),),
            says="could not be checked: the server answers 429 Too Many Requests.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The class of the same name."""
        if probe.verdict != "rate-limited":
            return ()
        return findings(probe, witnesses, f"could not be checked: {cause_of(probe)}")
