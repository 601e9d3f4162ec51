"""LNK023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import site_of
from audit.finding import Severity
from audit.probe import Hop, Probe
from audit.rule import SAME_ELEMENT, Bad, Good, LinkRule
from audit.rules.links._probed import findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_ADDRESS = "https://quay.example/tables"


class LinkPrivateAddress(LinkRule, code="LNK023", severity=Severity.WARNING, since="0.1.0"):
    """A link leads to an address of a private network.

    Such an address means another machine in every network, and nothing at all for most readers. It was not asked:
    a public post must not make anybody's checker talk to machines behind its firewall.
    """

    remedy = (
        "Link to the public address of the page. If the private one is meant, and you audit from inside that network, "
        "use --allow-private-hosts."
    )
    sources = (
        "https://www.rfc-editor.org/rfc/rfc6890.html",
        "https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html",
    )
    explained_by = {"link-localhost": SAME_ELEMENT, "img-local-host": SAME_ELEMENT}
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    _ADDRESS,
                    "unsafe",
                    "private-address",
                    evidence="quay.example resolves to 10.0.0.5, a private address",
                ),
            ),
            says="leads to a private network, where visitors find nothing.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "unsafe", "private-address", hops=(Hop(_ADDRESS, 302),)),),
            says="redirects to a private network, where visitors find nothing.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """By the address itself, by its name, or behind a redirect. A site in a private network may link to itself."""
        if probe.verdict != "unsafe":
            return ()
        if probe.hops:
            return findings(probe, witnesses, "redirects to a private network, where visitors find nothing")
        host = _authority(probe.url)
        foreign = [witness for witness in witnesses if witness.site.partition("/")[0] != host]
        return findings(probe, foreign, "leads to a private network, where visitors find nothing")


def _authority(href: str) -> str:
    """Host and port, as sites are named."""
    return site_of(href).partition("/")[0]
