"""LNK018."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import Severity
from audit.probe import Probe
from audit.rule import SAME_ELEMENT, Bad, Good, LinkRule
from audit.rules.links._probed import findings, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>See <a href="https://quay.example/tables#neap">the neap tides</a>.</p>'
_TEXT_POST = '<p>See <a href="https://quay.example/tables#:~:text=neap%20tide">the neap tides</a>.</p>'
_DIRECTIVE = ":~:"  # https://wicg.github.io/scroll-to-text-fragment/


class LinkAnchorMissing(LinkRule, code="LNK018", severity=Severity.WARNING, since="0.1.0"):
    """A link's page is there, but not the place on it.

    The browser shows the top of the page, and readers must search for what the link promised. A link to words of a page
    (`#:~:text=`) that were rewritten is only worth a notice: it still finds the page.
    """

    remedy = "Open the page, and link to the place where the text is now; if there is none, drop all from the # on."
    sources = (
        "https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-fragid",
        "https://wicg.github.io/scroll-to-text-fragment/",
    )
    explained_by = {"link-fragment-missing": SAME_ELEMENT}
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(
                    "https://quay.example/tables#neap",
                    "anchor-missing",
                    "target",
                    200,
                    "https://quay.example/tables#neap",
                    confidence="confirmed",
                ),
            ),
            says='leads to a page that has no place "neap".',
        ),
        Bad(
            _TEXT_POST,
            probes=(
                Probe(
                    "https://quay.example/tables#:~:text=neap%20tide",
                    "anchor-missing",
                    "text",
                    200,
                    "https://quay.example/tables#:~:text=neap%20tide",
                    confidence="confirmed",
                ),
            ),
            says="leads to a page that does not have the words it points to.",
        ),
        Good(
            _POST,
            probes=(Probe("https://quay.example/tables#neap", "ok", None, 200, "https://quay.example/tables#neap"),),
        ),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The fragment is the redirect's own, where it has one."""
        if probe.verdict != "anchor-missing":
            return ()
        fragment = _fragment(probe.final_url or "") or _fragment(probe.url)
        if probe.cause == "text" or _DIRECTIVE in fragment:
            said = "leads to a page that does not have the words it points to"
            return findings(probe, witnesses, said, severity=Severity.NOTICE)
        return findings(probe, witnesses, f'leads to a page that has no place "{printable(unquote(fragment))}"')


def _fragment(href: str) -> str:
    return href.partition("#")[2]
