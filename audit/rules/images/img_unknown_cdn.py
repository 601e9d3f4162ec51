"""IMG026."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.first_party import share_makes_own
from audit.facts.hosts import Owner
from audit.finding import CorpusFinding, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.images._loads import loaded, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_TENANT = "https://d111111abcdef8.cloudfront.net"


class ImgUnknownCdn(CorpusRule, code="IMG026", severity=Severity.WARNING, since="0.1.0"):
    """A picture is loaded from a rented server, and nothing says who rents it.

    It may be the site's own delivery network, or that of the page from which the picture was copied: then it is a
    hotlink, and goes when its owner cleans up.
    """

    remedy = (
        "If it is yours, name it under cdn-hosts in the settings. Else treat it as a hotlink: upload a copy that you "
        "may use."
    )
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"content"})
    reads_content = True
    keeps_quotes = True
    explained_by = {"img-url-expiring": SAME_TARGET}
    examples = (
        Bad(
            f'<p><img src="{_TENANT}/press/tide.jpg" alt="The tide"></p>',
            says="d111111abcdef8.cloudfront.net",
            points_at="<img",
        ),
        Good(
            f'<p><img src="{_TENANT}/wp-content/uploads/2026/05/tide.jpg" alt="The tide"></p>',
            note="The featured picture is the same upload.",
        ),
        Good(
            '<p><img src="https://saltmarsh-media.s3.eu-west-1.amazonaws.com/tide.jpg" alt="The tide"></p>',
            note="It has the site's name.",
        ),
        Good('<p><img src="https://www.agency.example/tide.jpg" alt="The tide"></p>', note="That is a hotlink."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each rented server of the post; all sites that use one meet under its key."""
        return [
            (
                load.server,
                Witness((load.url.host, load.pictures, load.url.href, load.uploads == load.pictures), load.place),
            )
            for load in loads(facts)
            if load.owner is Owner.TENANT_CDN
        ]

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A notice for one site, silent if it serves a share of its pictures.

        A warning if several sites use it, or if another rented server is this site's own by its share.
        """
        host = str(witnesses[0].values[0])
        sites = len({witness.site for witness in witnesses})
        upload_like = all(witness.values[3] for witness in witnesses)
        if sites == 1 and share_makes_own(host, totals.image_count, totals.posts, upload_like):
            return
        other = sites == 1 and _has_another(host, totals)
        for witness in witnesses:
            related, count = others(witness, witnesses, f"loads pictures from {key} too")
            what = loaded(int(witness.values[1] or 0))
            who = "and nothing says who rents it" if sites == 1 else f"which {sites} sites use"
            if other:
                who = "and the site's own is another one"
            yield CorpusFinding(
                f"{what} from the rented server {key}, {who}.",
                value=key,
                target=host,
                address=str(witness.values[2]),
                severity=Severity.NOTICE if sites == 1 and not other else None,
                witness=witness,
                related=related,
                related_count=count,
            )


def _has_another(host: str, totals: SiteTotals) -> bool:
    """Another rented server serves so many of the site's pictures that it is the site's own."""
    return any(
        name != host and share_makes_own(name, totals.image_count, totals.posts, upload_like=False)
        for name in totals.image_count
    )
