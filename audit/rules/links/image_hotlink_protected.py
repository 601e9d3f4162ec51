"""LNK025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Probe
from audit.rule import Bad, Good, LinkRule
from audit.rules.links._probed import findings, pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p><img src="https://quay.example/gauge.jpg" alt="The gauge" width="600" height="400"></p>'
_ADDRESS = "https://quay.example/gauge.jpg"


class ImageHotlinkProtected(LinkRule, code="LNK025", severity=Severity.WARNING, since="0.1.0"):
    """A picture's server refuses it to visitors of this site.

    The picture shows when its address is opened by itself, and so it looks right to whoever tests it; a browser that
    loads it for this post says where it comes from, and is refused. Its owner does not want it shown elsewhere.
    """

    remedy = "Ask the owner for permission and upload the picture to your own library, or take it out."
    sources = (
        "https://www.w3.org/TR/referrer-policy/#referrer-policy-strict-origin-when-cross-origin",
        "https://developers.cloudflare.com/waf/tools/scrape-shield/hotlink-protection/",
    )
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    _ADDRESS,
                    "blocked",
                    "hotlink-protected",
                    403,
                    _ADDRESS,
                    evidence="refused with the post as referrer (the server answers 403 Forbidden), served without",
                ),
            ),
            says="is refused to visitors of this site, and shown to others.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS, media_type="image/jpeg"),)),
        Good(_POST, probes=(Probe(_ADDRESS, "blocked", "forbidden", 403, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Where the address is shown as a picture."""
        if probe.cause != "hotlink-protected":
            return ()
        return findings(probe, pictures(witnesses), "is refused to visitors of this site, and shown to others")
