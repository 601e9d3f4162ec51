"""IMG001."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.facts.hosts import Owner, share_makes_own
from audit.facts.url import unwrap_image
from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import SAME_POST, Bad, CorpusRule, Good
from audit.rules.images._own import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image
    from audit.facts.url import Url
    from audit.finding import Place
    from audit.site import SiteTotals


class ImgHotlinked(CorpusRule, code="IMG001", severity=Severity.WARNING, since="0.1.0"):
    """A picture is loaded from somebody else's server.

    Its owner can swap or remove it at any time, pays for the traffic, and learns the address of every reader. Search
    engines credit the picture to the other page.
    """

    remedy = (
        "If a copy is in your library, use that. Else ask for permission or a licence, upload the picture and keep the "
        "credit line; or take it out, or embed it in the way that its owner offers. Copying needs a licence too."
    )
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://developers.google.com/search/docs/essentials/spam-policies",
    )
    reads_content = True
    keeps_quotes = True
    needs = frozenset({"content"})
    explained_by = {"img-url-expiring": SAME_POST, "img-local-host": SAME_POST}
    examples = (
        Bad(
            '<p><img src="https://www.agency.example/press/tide.jpg" alt="The tide" width="600" height="400"></p>',
            says="www.agency.example",
            points_at='<img src="https://www.agency.example',
        ),
        Good('<p><img src="/wp-content/uploads/2026/05/tide.jpg" alt="The tide" width="600" height="400"></p>'),
        Good(
            '<p><img src="https://i0.wp.com/saltmarsh.example/wp-content/uploads/tide.jpg" alt="The tide" '
            'width="600" height="400"></p>',
            note="An image proxy that fetches the site's own picture.",
        ),
        Good(
            '<p><a href="https://www.agency.example/press/tide.jpg">The agency\'s picture</a></p>',
            note="A link to a picture loads nothing.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each foreign host of the post, at the first picture from it."""
        if not facts.own_domain:
            return
        first: dict[str, tuple[Image, Place, Url]] = {}
        pictures: Counter[str] = Counter()
        uploads: Counter[str] = Counter()
        for image in (*facts.images, *facts.posters, *(facts.css_images if _css_may_be_foreign(facts) else ())):
            if image.twin:
                continue
            hosts: dict[str, tuple[Place, Url]] = {}
            for place, url in _foreign_sources(image, facts):
                hosts.setdefault(url.host, (place, url))
            for host, (place, url) in hosts.items():
                first.setdefault(host, (image, place, url))
                pictures[host] += 1
                uploads[host] += "/wp-content/uploads/" in url.path
        for host, (_, place, url) in first.items():
            values = (host, pictures[host], url.href, uploads[host] == pictures[host])
            yield f"{facts.site}\t{host}", Witness(values, place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post; silent where the host serves so many of the site's pictures that it is its own."""
        host = str(witnesses[0].values[0])
        upload_like = all(witness.values[3] for witness in witnesses)
        if share_makes_own(host, totals.image_count, totals.posts, upload_like):
            return
        posts = len({witness.order for witness in witnesses})
        for witness in witnesses:
            related, count = others(witness, witnesses, f"loads pictures from {host} too")
            number = int(witness.values[1] or 0)
            what = "A picture is" if number == 1 else f"{number} pictures are"
            elsewhere = f" (in {posts} posts)" if posts > 1 else ""
            yield CorpusFinding(
                f"{what} loaded from {host}{elsewhere}.",
                value=host,
                target=host,
                address=str(witness.values[2]),
                evidence=(Evidence("address", str(witness.values[2])),),
                witness=witness,
                related=related,
                related_count=count,
            )


_CSS_HOST = re.compile(r"""url\((?:\s|["']|&quot;|&#0?3[49];|&apos;)*+(?:[hH][tT][tT][pP][sS]?:)?//([^/"'()\s&?#:]+)""")


def _css_may_be_foreign(facts: Facts) -> bool:
    """A cheap look before the dear one: page builders write a hundred backgrounds from their own host into a page."""
    source = facts.content.source if facts.content is not None else ""
    own_host = facts.url.host if facts.url is not None else ""
    return "URL(" in source or any(host != own_host for host in _css_hosts(source))


def _css_hosts(source: str) -> Iterator[str]:
    at = source.find("url(")
    while at >= 0:
        match = _CSS_HOST.match(source, at)
        if match is not None:
            yield match[1].lower()
        at = source.find("url(", at + 1)


def _foreign_sources(image: Image, facts: Facts) -> Iterable[tuple[Place, Url]]:
    own_host = facts.url.host if facts.url is not None else ""
    for source in image.sources:
        if (
            source.url is not None
            and source.url.host != own_host
            and owner_of(image, source.url, facts) is Owner.FOREIGN
        ):
            yield image.place, unwrap_image(source.url)
