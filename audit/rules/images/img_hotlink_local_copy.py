"""IMG002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.facts.hosts import Owner
from audit.facts.url import copy_name, is_generic_name, unwrap_image
from audit.finding import Evidence, Finding, Fix, Severity
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.images._elsewhere import from_elsewhere
from audit.rules.images._own import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_HOTLINK = '<p><img src="https://www.agency.example/press/marsh-at-dawn.jpg" alt="Dawn" width="600" height="400"></p>'


class ImgHotlinkLocalCopy(PostRule[Image], code="IMG002", severity=Severity.NOTICE, since="0.1.0"):
    """A copy of the hotlinked picture is in the media library.

    Somebody has already uploaded it, as the featured picture; the text just does not use it.
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
    )

    def applies(self, facts: Facts) -> bool:
        """Only where the featured picture's address is known."""
        return bool(facts.featured_names)

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """Those that may come from elsewhere."""
        return [image for image in from_elsewhere(facts) if not image.background]

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Compares base names with the featured picture's; names that say nothing prove nothing."""
        if subject.url is None or subject.twin:
            return
        foreign = unwrap_image(subject.url)
        name = copy_name(foreign)
        address = next((address for address, own_name in facts.featured_names if own_name == name), None)
        if address is None or is_generic_name(name) or owner_of(subject, subject.url, facts) is not Owner.FOREIGN:
            return
        yield Finding(
            f"The featured picture {address.rsplit('/', 1)[-1]} has the same file name.",
            at=subject.place,
            value=foreign.href,
            address=foreign.href,
            target=foreign.host,
            evidence=(Evidence("copy in the library", address),),
            fix=Fix(
                safe=False,
                summary="Use the copy in the media library",
                element="img",
                attribute=subject.main_attribute,
                before=subject.node.attr(subject.main_attribute) or "",
                after=address,
            ),
        )
