"""LNK016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Hop, Probe
from audit.rule import SAME_TARGET, Bad, Good, LinkRule
from audit.rules.links._probed import REACHED, findings, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/a">tables of the quay</a> say when.</p>'
_CHAIN = tuple(Hop(f"https://quay.example/{name}", 302) for name in "abcd")


class LinkRedirectChain(LinkRule, code="LNK016", severity=Severity.NOTICE, since="0.1.0"):
    """A link takes many redirects to arrive.

    Every redirect costs readers another round trip, on a slow connection half a second each, and is one more server or
    rule that can fail. Search engines give up after ten.
    """

    remedy = "Link to the page where the redirects end, unless they count visits or choose a language."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/http-network-errors",
        "https://developers.google.com/search/docs/crawling-indexing/site-move-with-url-changes",
    )
    explained_by = {"link-redirected-permanently": SAME_TARGET}
    examples = (
        Bad(
            _POST,
            probes=(Probe(_CHAIN[0].url, "redirected-temporary", None, 200, "https://quay.example/e", hops=_CHAIN),),
            says="takes 4 redirects to arrive at https://quay.example/e.",
        ),
        Good(
            _POST,
            probes=(
                Probe(_CHAIN[0].url, "redirected-temporary", None, 200, "https://quay.example/d", hops=_CHAIN[:3]),
            ),
        ),
    )

    most: int = 3
    """Redirects that are no reason to speak: "ideally no more than 3 and fewer than 5", says Google.

    Source: https://developers.google.com/search/docs/crawling-indexing/site-move-with-url-changes
    """

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Only chains that arrive: the others have a worse fault."""
        if len(probe.hops) <= self.most or probe.verdict not in REACHED:
            return ()
        end = f" at {shown(probe.final_url)}" if probe.final_url is not None else ""
        return findings(probe, witnesses, f"takes {len(probe.hops)} redirects to arrive{end}")
