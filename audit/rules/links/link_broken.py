"""LNK011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Hop, Probe
from audit.rule import SAME_ELEMENT, SAME_TARGET, Bad, Good, LinkRule
from audit.rules.links._probed import DEAD_NAMES, archived, cause_of, findings, is_sure, remedies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_PICTURE_FAULTS = frozenset({"not-an-image", "empty-image"})  # a page is no picture, but a link may lead to it


class LinkBroken(LinkRule, code="LNK011", severity=Severity.ERROR, since="0.1.0"):
    """A link is dead.

    Readers who follow it end at an error page, and those who wanted to check a claim cannot. The verdict rests on what
    the server or the name system said, and was asked for a second time; a fault that may pass is not told here.
    """

    remedy = (
        "Find where the page is now and write that address, or take the link out and leave its text. The Internet "
        "Archive may have a copy."
    )
    sources = (
        "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.5",
        "https://www.rfc-editor.org/rfc/rfc8020.html",
        "https://archive.org/help/wayback_api.php",
    )
    explained_by = {
        "image-broken": SAME_TARGET,
        "link-internal-missing": SAME_ELEMENT,
        "link-trailing-punctuation": SAME_ELEMENT,
        "link-double-encoded": SAME_ELEMENT,
        "link-placeholder": SAME_ELEMENT,
        "link-localhost": SAME_ELEMENT,
    }
    examples = (
        Bad(
            _POST,
            probes=(Probe("https://quay.example/tables", "broken", "not-found", 404, "https://quay.example/tables"),),
            says="Link to https://quay.example/tables is dead: the server answers 404 Not Found.",
        ),
        Bad(
            _POST,
            probes=(Probe("https://quay.example/tables", "dns-error", "nxdomain"),),
            says="is dead: quay.example does not exist.",
        ),
        Bad(
            _POST,
            probes=(
                Probe(
                    "https://quay.example/tables",
                    "broken",
                    "gone",
                    410,
                    "https://port.example/tables",
                    hops=(Hop("https://quay.example/tables", 301),),
                ),
            ),
            says="is dead: after 1 redirect the server answers 410 Gone.",
        ),
        Good(_POST, probes=(Probe("https://quay.example/tables", "ok", None, 200, "https://quay.example/tables"),)),
        Good(
            _POST,
            probes=(Probe("https://quay.example/tables", "dns-error", "servfail"),),
            note="A name server that fails may work tomorrow.",
        ),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """An error only if seen twice or definitive. What is no address as it is written is `link-malformed`."""
        if not _is_dead(probe):
            return ()
        return findings(
            probe,
            witnesses,
            f"is dead: {cause_of(probe)}",
            severity=None if is_sure(probe) else Severity.WARNING,
            remedy=remedies(f"Find where the page is now, or take the link out and leave its text.{archived(probe)}"),
        )


def _is_dead(probe: Probe) -> bool:
    if probe.verdict == "broken":
        return probe.cause not in _PICTURE_FAULTS
    if probe.verdict == "dns-error":
        return probe.cause in DEAD_NAMES
    return probe.verdict == "invalid-url" and bool(probe.hops)
