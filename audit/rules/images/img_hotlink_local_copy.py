"""IMG002."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts import Image
from audit.facts.hosts import Owner
from audit.facts.image_address import unwrap_image
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.images._elsewhere import from_elsewhere
from audit.rules.images._own import copy_in_library, has_library, owner_of, use_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_HOTLINK = '<p><img src="https://www.agency.example/press/marsh-at-dawn.jpg" alt="Dawn" width="600" height="400"></p>'


def _page(picture: str) -> dict[str, Any]:
    """The fields of a post whose structured data gives a picture as the page's own."""
    page = {"@type": "WebPage", "@id": "https://saltmarsh.example/tide/", "primaryImageOfPage": picture}
    schema = {"@context": "https://schema.org", "@graph": [page]}
    return {"yoast_head": None, "yoast_head_json": {"title": "Tide", "schema": schema}}


class ImgHotlinkLocalCopy(PostRule[Image], code="IMG002", severity=Severity.NOTICE, since="0.1.0"):
    """A copy of the hotlinked picture is in the media library.

    Somebody has already uploaded it, as the featured picture; the text just does not use it. Where a record does not
    give that picture's address, the structured data does: plugins take it from there.
    """

    remedy = "Let the picture in the text come from the media library."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"tag:img"})
    reads_content = True
    explained_by = {"img-hotlinked": SAME_TARGET}
    examples = (
        Bad(
            _HOTLINK,
            fields={
                "jetpack_featured_media_url": "https://saltmarsh.example/wp-content/uploads/2026/05/marsh-at-dawn.jpg"
            },
            says="marsh-at-dawn.jpg",
        ),
        Good(
            _HOTLINK,
            fields={"jetpack_featured_media_url": "https://saltmarsh.example/wp-content/uploads/2026/05/harbour.jpg"},
        ),
        Bad(
            _HOTLINK,
            fields=_page("https://saltmarsh.example/wp-content/uploads/2026/05/marsh-at-dawn-1024x683.jpg"),
            says="marsh-at-dawn",
        ),
        Good(_HOTLINK, fields=_page("https://saltmarsh.example/wp-content/uploads/2026/05/harbour.jpg")),
        Good(_HOTLINK, fields=_page("https://www.agency.example/wp-content/uploads/marsh-at-dawn.jpg")),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those that may come from elsewhere, where a picture is known that may be a copy."""
        if not has_library(facts):
            return ()
        return [image for image in from_elsewhere(facts) if not image.background]

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Compares base names with the featured picture's; names that say nothing prove nothing."""
        if subject.url is None or subject.twin:
            return
        foreign = unwrap_image(subject.url)
        address = copy_in_library(foreign, facts)
        if not address or owner_of(subject, subject.url, facts) is not Owner.FOREIGN:
            return
        yield Finding(
            f"The post's own picture {address.rsplit('/', 1)[-1]} has the same file name.",
            at=subject.place,
            value=foreign.href,
            address=foreign.href,
            target=foreign.host,
            evidence=(Evidence("copy in the library", address),),
            fix=use_copy(subject.main_attribute, subject.node.attr(subject.main_attribute) or "", address),
        )
