"""LNK024."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Probe
from audit.rule import Bad, Good, LinkRule
from audit.rules.links._probed import (
    CAUSES,
    DEAD_NAMES,
    REACHED,
    archived,
    cause_of,
    findings,
    is_sure,
    pictures,
    printable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p><img src="https://quay.example/gauge.jpg" alt="The gauge" width="600" height="400"></p>'
_ADDRESS = "https://quay.example/gauge.jpg"


class ImageBroken(LinkRule, code="LNK024", severity=Severity.ERROR, since="0.1.0"):
    """A picture does not show.

    Readers see a gap or a torn icon where the picture should be. Either nothing answers at its address, or what answers
    is no picture: an empty file, or a page that says "not found" under a status of success.
    """

    remedy = (
        "Upload the picture again and put it in anew, or take it out. The Internet Archive may have a copy of the file."
    )
    sources = (
        "https://html.spec.whatwg.org/multipage/images.html#img-error",
        "https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm",
        "https://archive.org/help/wayback_api.php",
    )
    examples = (
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "broken", "not-found", 404, _ADDRESS, confidence="confirmed"),),
            says="Image https://quay.example/gauge.jpg does not show: the server answers 404 Not Found.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS, image_fault="text/html instead of a picture"),),
            says="does not show: text/html instead of a picture.",
        ),
        Bad(
            _POST,
            probes=(Probe(_ADDRESS, "broken", "empty-image", 200, _ADDRESS, confidence="confirmed"),),
            says="does not show: the server sends an empty file.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS, media_type="image/jpeg"),)),
        Good(
            '<p><a href="https://quay.example/gauge.jpg">The gauge</a></p>',
            probes=(Probe(_ADDRESS, "broken", "not-found", 404, _ADDRESS),),
            note="A link to a picture is a link: `link-broken` tells it.",
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "blocked", "forbidden", 403, _ADDRESS),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Where the address is shown as a picture. An error only if seen twice or definitive."""
        cause = _fault(probe)
        if not cause or not (shown_at := pictures(witnesses)):
            return ()
        return findings(
            probe,
            shown_at,
            f"does not show: {cause}",
            severity=None if is_sure(probe) else Severity.WARNING,
            remedy=f"Upload the picture again and put it in anew, or take it out.{archived(probe)}",
        )


def _fault(probe: Probe) -> str:
    """Why no browser shows the picture, or "": what may pass, and what a reader may get, is no fault of the picture."""
    if probe.verdict in {"broken", "soft-404"}:
        return cause_of(probe)
    if probe.verdict == "dns-error" and probe.cause in DEAD_NAMES:
        return cause_of(probe)
    if probe.verdict == "invalid-url" and probe.hops:
        return cause_of(probe)
    if probe.verdict in REACHED and probe.image_fault:
        return _fault_words(probe.image_fault)
    return ""


def _fault_words(fault: str) -> str:
    cause, _, words = fault.partition(": ")
    return (printable(words) or CAUSES[cause]) if cause in CAUSES else printable(fault)
