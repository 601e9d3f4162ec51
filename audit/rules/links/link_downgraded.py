"""LNK017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Hop, Probe
from audit.rule import Bad, Good, LinkRule
from audit.rules.links._probed import REACHED, findings, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_HOPS = (Hop("https://quay.example/tables", 302),)


class LinkDowngraded(LinkRule, code="LNK017", severity=Severity.WARNING, since="0.1.0"):
    """A link begins with https and ends on http.

    What the reader sees and sends there can be read and changed on the way, although the link promises that it cannot.
    A browser blocks frames, scripts and style sheets that end so, and may not show pictures.
    """

    remedy = "Link to a page of that server that stays on https, or to another source; tell the owner of the server."
    sources = (
        "https://www.w3.org/TR/mixed-content/",
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
    )
    examples = (
        Bad(
            _POST,
            probes=(Probe(_HOPS[0].url, "redirected-temporary", None, 200, "http://quay.example/tables", hops=_HOPS),),
            says="begins with https and ends without encryption at http://quay.example/tables.",
        ),
        Good(
            _POST,
            probes=(
                Probe(_HOPS[0].url, "redirected-temporary", None, 200, "https://quay.example/de/tables", hops=_HOPS),
            ),
        ),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Where the chain ends counts, not what it passes."""
        final = probe.final_url
        if final is None or not final.startswith("http:") or not probe.url.startswith("https:"):
            return ()
        if probe.verdict not in REACHED:
            return ()
        return findings(probe, witnesses, f"begins with https and ends without encryption at {shown(final)}")
