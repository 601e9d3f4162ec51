"""IMG027."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.hosts import Owner
from audit.finding import CorpusFinding, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.images._loads import loaded, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class ImgHotlinkPermitted(CorpusRule, code="IMG027", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A picture is loaded from a source that permits it, on conditions.

    Unsplash, Wikimedia, Flickr and the like allow it if their conditions are kept: credit, licence, a link back. Their
    server still learns who reads the post, and the picture goes when it goes there.
    """

    remedy = "Keep the credit and the licence beside the picture, or upload a copy where the licence allows that."
    sources = (
        "https://help.unsplash.com/en/articles/2511271-guideline-hotlinking-images",
        "https://commons.wikimedia.org/wiki/Commons:Reusing_content_outside_Wikimedia",
    )
    needs = frozenset({"content"})
    reads_content = True
    keeps_quotes = True
    examples = (
        Bad(
            '<p><img src="https://upload.wikimedia.org/wikipedia/commons/4/4a/Tide.jpg" alt="The tide"></p>',
            says="upload.wikimedia.org",
            points_at="<img",
        ),
        Good('<p><img src="/wp-content/uploads/2026/05/tide.jpg" alt="The tide"></p>'),
        Good('<p><img src="https://www.agency.example/tide.jpg" alt="The tide"></p>', note="That is a hotlink."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each such server of the post."""
        return [
            (f"{facts.site}\t{load.server}", Witness((load.server, load.pictures, load.url.href), load.place))
            for load in loads(facts)
            if load.owner is Owner.PERMITTED
        ]

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post."""
        for witness in witnesses:
            host, number, address = witness.values
            related, count = others(witness, witnesses, f"loads pictures from {host} too")
            yield CorpusFinding(
                f"{loaded(int(number or 0))} from {host}, which permits that on conditions.",
                value=str(host),
                target=str(host),
                address=str(address),
                witness=witness,
                related=related,
                related_count=count,
            )
