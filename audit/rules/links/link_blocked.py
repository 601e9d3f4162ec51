"""LNK020."""

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
_HOTLINK = "hotlink-protected"


class LinkBlocked(LinkRule, code="LNK020", severity=Severity.NOTICE, since="0.1.0"):
    """A link could not be checked, because its server turns programs away.

    A protection against bots, or a refusal that looks like one, says nothing about the page: readers with a browser
    most likely see it. So this never fails a run.
    """

    remedy = "Open the link once in a browser. If it works, there is nothing to do."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.4",
        "https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/",
    )
    examples = (
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "blocked", "challenge", 403, _ADDRESS, evidence="Cloudflare: cf-mitigated"),),
            says="could not be checked: a protection against bots answers.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "blocked", "forbidden", 403, _ADDRESS, confidence="confirmed"),),
            says="could not be checked: the server answers 403 Forbidden, as many servers do to programs.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
        Good(_POST, probes=(Probe(_ADDRESS, "broken", "not-found", 404, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """But for pictures that are refused to other sites: those are `image-hotlink-protected`."""
        if probe.verdict != "blocked" or probe.cause == _HOTLINK:
            return ()
        return findings(probe, witnesses, f"could not be checked: {cause_of(probe)}")
