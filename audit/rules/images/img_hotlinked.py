"""IMG001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.first_party import share_makes_own
from audit.facts.hosts import Owner
from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.images._loads import loaded, loads
from audit.rules.images._own import copy_in_library, use_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.finding import Fix
    from audit.rules.images._loads import Load
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
    explained_by = {"img-url-expiring": SAME_TARGET, "img-local-host": SAME_TARGET, "img-src-missing": SAME_TARGET}
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
            '<div class="aawp"><span class="aawp-tb-thumb"><img src="https://m.media-amazon.com/images/I/3.jpg" '
            'alt="Kettle" width="60" height="60"></span><a href="https://www.amazon.com/dp/1?tag=t-20">Buy</a></div>',
            note="A product that a partner shows as Amazon wants it.",
        ),
        Good(
            '<p><img src="https://harbourgazette.files.wordpress.com/2025/03/tide.jpg" alt="The tide" width="600" '
            'height="400"></p>',
            head='<title>Tide</title><meta property="og:site_name" content="Harbour Gazette" />',
            note="A blog with just the site's name.",
        ),
        Bad(
            '<p><img src="https://harbourgazette.files.wordpress.com/2025/03/tide.jpg" alt="The tide" width="600" '
            'height="400"></p>',
            head='<title>Tide</title><meta property="og:site_name" content="The Harbour" />',
            says="harbourgazette.files",
        ),
        Bad(
            '<p><img src="https://web.archive.org/web/2019im_/https://saltmarsh.example/wp-content/uploads/tide.jpg" '
            'alt="The tide" width="600" height="400"></p>',
            says="web.archive.org",
            note="The site's own picture, but an archive serves it.",
        ),
        Good(
            '<p><a href="https://www.agency.example/press/tide.jpg">The agency\'s picture</a></p>',
            note="A link to a picture loads nothing.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each foreign host of the post, at the first picture from it.

        An archive's copy of an own picture is loaded from the archive; of a page saved there, all pictures are.
        """
        return [
            (
                f"{facts.site}\t{load.server}",
                Witness(
                    (load.server, load.pictures, load.url.href, load.uploads == load.pictures, *_copy_of(load, facts)),
                    load.place,
                ),
            )
            for load in loads(facts)
            if load.owner is Owner.FOREIGN or (load.owner is Owner.MIRROR and facts.page is None)
        ]

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post; silent where the host serves so many of the site's pictures that it is its own."""
        host = str(witnesses[0].values[0])
        upload_like = all(witness.values[3] for witness in witnesses)
        if share_makes_own(host, totals.image_count, totals.posts, upload_like):
            return
        posts = len({witness.order for witness in witnesses})
        for witness in witnesses:
            related, count = others(witness, witnesses, f"loads pictures from {host} too")
            what = loaded(int(witness.values[1] or 0))
            elsewhere = f" (in {posts} posts)" if posts > 1 else ""
            yield CorpusFinding(
                f"{what} from {host}{elsewhere}.",
                value=host,
                target=host,
                address=str(witness.values[2]),
                evidence=(Evidence("address", str(witness.values[2])),),
                fix=_fix(*witness.values[4:]),
                witness=witness,
                related=related,
                related_count=count,
            )


def _copy_of(load: Load, facts: Facts) -> tuple[str, ...]:
    """Attribute, address as written, and the copy in the library, where one edit brings it in; else nothing."""
    node = load.place.node
    if load.pictures != 1 or node is None or node.attr("srcset"):
        return ()
    copy = copy_in_library(load.url, facts)
    attribute = next((name for name in ("src", "data-src") if load.server in (node.attr(name) or "")), "")
    return (attribute, node.attr(attribute) or "", copy) if copy and attribute and node.tag == "img" else ()


def _fix(*edit: object) -> Fix | None:
    return use_copy(*map(str, edit)) if edit else None
