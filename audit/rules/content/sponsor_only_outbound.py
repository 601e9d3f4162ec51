"""TXT010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors._weights import level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Link

_TEXT = "<p>" + "The boats rose with the tide and the pilots waited for the evening wind. " * 6 + "</p>"


class SponsorOnlyOutbound(PostRule[Post], code="TXT010", severity=Severity.NOTICE, since="0.1.0"):
    """The only links that lead out are the sponsor's.

    A text that cites nobody and links to a sponsor looks written for the link.
    """

    remedy = "Link to the sources of the text; mark the sponsor's link."
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#link-spam",)
    needs = frozenset({"tag:a"})
    reads_content = True
    explained_by = {"paid-link-unqualified": SAME_POST}
    examples = (
        Bad(
            f'{_TEXT}<p>Please visit:<br /> <a href="https://tractors.example/en/" target="_blank">Our Sponsor</a></p>',
            says="the sponsor's",
        ),
        Good(
            f'{_TEXT}<p>Source: <a href="https://harbour.example/report">the harbour\'s report</a>.</p>'
            '<p>Please visit: <a href="https://tractors.example/en/">Our Sponsor</a></p>'
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Links that are marked as sponsored count as the sponsor's too: it is no violation, and worth a notice."""
        judged = {
            suspect.link
            for suspect in suspects(facts)
            if suspect.judgement.weight_of("sponsor wording") > 0
            and level(suspect.judgement.signs, floor=suspect.judgement.floor)
        }
        outbound: list[Link] = []
        for link in facts.links:
            if link.leads_out:
                if link not in judged and "sponsored" not in link.rel:
                    return ()
                outbound.append(link)
        if not outbound:
            return ()
        noun = "link that leads out is" if len(outbound) == 1 else f"{len(outbound)} links that lead out are"
        return (Finding(f"The only {noun} the sponsor's.", at=outbound[0].place, confidence=Confidence.LIKELY),)
