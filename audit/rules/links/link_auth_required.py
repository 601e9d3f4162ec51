"""LNK019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Hop, Probe
from audit.rule import Bad, Good, LinkRule
from audit.rules.links._probed import cause_of, findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_ADDRESS = "https://quay.example/tables"


class LinkAuthRequired(LinkRule, code="LNK019", severity=Severity.NOTICE, since="0.1.0"):
    """A link's page is for those who can log in.

    Most readers cannot, and a login page does not tell whether anything is behind it. A link to a draft, to an intranet
    or to a shared document that was never set free looks just so.
    """

    remedy = (
        "Open the link in a private window. If it is not meant for members, link to a page that everybody can read."
    )
    sources = ("https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2",)
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    _ADDRESS,
                    "auth-required",
                    "login",
                    200,
                    "https://quay.example/wp-login.php?redirect_to=tables",
                    hops=(Hop(_ADDRESS, 302),),
                ),
            ),
            says="is not open to everybody: it leads to a login page.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "auth-required", "credentials-required", 401, _ADDRESS),),
            says="the server asks for a user name and a password.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The class of the same name."""
        if probe.verdict != "auth-required":
            return ()
        return findings(probe, witnesses, f"is not open to everybody: {cause_of(probe)}")
