"""LNK014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, Severity
from audit.probe import Hop, Probe
from audit.rule import SAME_ELEMENT, SAME_TARGET, Bad, Good, LinkRule
from audit.rules.links._probed import archived, cause_of, findings, remedies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables-2024">tables of the quay</a> say when.</p>'
_ADDRESS = "https://quay.example/tables-2024"


class LinkSoft404(LinkRule, code="LNK014", severity=Severity.WARNING, since="0.1.0"):
    """A link's server answers as if all were well, but the page is gone.

    Many servers lead to their home page, print "not found" under a status of success, or belong to a domain trader by
    now. The signs are strong but none is proof: look before you change the link.
    """

    remedy = (
        "Open the link. If the page is gone, find where it is now, or take the link out. The Internet Archive may have "
        "a copy."
    )
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/http-network-errors",
        "https://developer.wordpress.org/reference/functions/redirect_guess_404_permalink/",
        "https://archive.org/help/wayback_api.php",
    )
    explained_by = {"image-broken": SAME_TARGET, "link-internal-missing": SAME_ELEMENT}
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    _ADDRESS,
                    "soft-404",
                    "home-redirect",
                    200,
                    "https://quay.example/",
                    hops=(Hop(_ADDRESS, 301),),
                    confidence="confirmed",
                ),
            ),
            says="probably no longer shows what it promises: it leads to the home page.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "soft-404", "parked", 200, _ADDRESS, confidence="confirmed"),),
            says="the domain is parked or for sale.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
        Good(_POST, probes=(Probe(_ADDRESS, "unknown", "app-shell", 200, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Never more than likely."""
        if probe.verdict != "soft-404":
            return ()
        return findings(
            probe,
            witnesses,
            f"probably no longer shows what it promises: {cause_of(probe)}",
            confidence=Confidence.LIKELY,
            remedy=remedies(
                f"Open the link. If the page is gone, find where it is now, or take the link out.{archived(probe)}"
            ),
        )
