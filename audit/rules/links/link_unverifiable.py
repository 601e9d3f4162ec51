"""LNK022."""

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
_VERDICTS = frozenset({"unknown", "skipped"})
_OURS = frozenset({"run-offline", "no-network", "wildcard-resolver", "wrong-clock", "interception"})
"""Causes that are our own network's and hold for the whole run, which says so once."""


class LinkUnverifiable(LinkRule, code="LNK022", severity=Severity.NOTICE, since="0.1.0"):
    """Whether a link works cannot be told from outside.

    Some servers answer every address alike, show everything to members only, or say something that has more than one
    meaning. Such a link is neither called dead nor alive.
    """

    remedy = "Open the link once in a browser. If it works, there is nothing to do."
    sources = ("https://www.rfc-editor.org/rfc/rfc9110.html#section-15",)
    examples = (
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "unknown", "app-shell", 200, _ADDRESS),),
            says="could not be checked: the page is made by scripts",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "skipped", "policy"),),
            says="was not asked: it is not an address that can be judged from outside.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
        Good(
            _POST,
            probes=(Probe(_ADDRESS, "unknown", "wildcard-resolver"),),
            note="The fault of this network: the report says it once.",
        ),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """What is unknown for a reason of its own."""
        if probe.verdict not in _VERDICTS or probe.cause in _OURS:
            return ()
        what = "was not asked" if probe.verdict == "skipped" else "could not be checked"
        return findings(probe, witnesses, f"{what}: {cause_of(probe)}")
