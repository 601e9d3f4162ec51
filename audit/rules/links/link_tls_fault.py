"""LNK013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.probe import Probe
from audit.rule import SAME_ELEMENT, Bad, Good, LinkRule
from audit.rules.links._probed import cause_of, findings, is_sure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_WARNED = frozenset({"expired", "not-yet-valid", "hostname", "untrusted", "self-signed"})
"""Causes at which a browser shows its page of warning, which a reader may pass."""
_CHAIN = "incomplete-chain"


class LinkTlsFault(LinkRule, code="LNK013", severity=Severity.ERROR, since="0.1.0"):
    """A link's server has no certificate that browsers trust.

    A browser stops readers with a page of warning, or shows nothing at all, and frames and pictures stay empty. Where
    only the intermediate certificate is missing, most browsers fetch it themselves, and other programs do not: that is
    but a warning.
    """

    remedy = (
        "Link to the name that the certificate is for, or to another source; tell the owner of the server. If the "
        "server is yours, renew or complete its certificate."
    )
    sources = (
        "https://www.rfc-editor.org/rfc/rfc9110.html#section-4.3.4",
        "https://www.rfc-editor.org/rfc/rfc8446.html#section-4.4.2",
        "https://www.rfc-editor.org/rfc/rfc8996.html",
    )
    explained_by = {"link-localhost": SAME_ELEMENT, "img-local-host": SAME_ELEMENT}
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    "https://quay.example/tables",
                    "tls-error",
                    "expired",
                    evidence="certificate of quay.example expired on 2026-05-11",
                ),
            ),
            says="shows a security warning instead of the page: the certificate of quay.example has expired.",
        ),
        Bad(
            _POST,
            probes=(Probe("https://quay.example/tables", "tls-error", "incomplete-chain"),),
            says="shows some visitors a security warning: quay.example does not send its intermediate certificate.",
        ),
        Good(_POST, probes=(Probe("https://quay.example/tables", "ok", None, 200, "https://quay.example/tables"),)),
        Good(_POST, probes=(Probe("https://quay.example/tables", "auth-required", "client-certificate"),)),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """By cause: an incomplete chain, and what was seen once only, is a warning."""
        if probe.verdict != "tls-error":
            return ()
        if probe.cause == _CHAIN:
            said = "shows some visitors a security warning"
        elif probe.cause in _WARNED:
            said = "shows a security warning instead of the page"
        else:
            said = "cannot be opened securely"
        is_error = probe.cause != _CHAIN and is_sure(probe)
        return findings(probe, witnesses, f"{said}: {cause_of(probe)}", severity=None if is_error else Severity.WARNING)
