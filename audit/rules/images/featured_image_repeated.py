"""IMG023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule, Status
from audit.rules.images._own import is_featured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts


class FeaturedImageRepeated(
    PostRule[Image], code="IMG023", severity=Severity.NOTICE, since="0.1.0", status=Status.COMPANION
):
    """The featured picture opens the text as well.

    Most themes print the featured picture above the text, so that readers see it twice. Some themes do not print it: it
    is no fault by itself.
    """

    remedy = "Take it out of the text if the theme shows the featured picture."
    sources = ("https://developer.wordpress.org/reference/functions/get_post_class/",)
    needs = frozenset({"tag:img"})
    reads_content = True
    explained_by = {"img-hotlinked": SAME_POST}
    examples = (
        Bad(
            '<p><img src="https://saltmarsh.example/wp-content/uploads/2026/05/marsh-at-dawn-1024x683.jpg" alt="Dawn" '
            'width="1024" height="683"></p>',
            fields={
                "jetpack_featured_media_url": "https://saltmarsh.example/wp-content/uploads/2026/05/marsh-at-dawn.jpg"
            },
            says="featured picture",
        ),
        Good(
            '<p><img src="https://saltmarsh.example/wp-content/uploads/2026/05/boats.jpg" alt="Boats" '
            'width="1024" height="683"></p>',
            fields={
                "jetpack_featured_media_url": "https://saltmarsh.example/wp-content/uploads/2026/05/marsh-at-dawn.jpg"
            },
        ),
    )

    def suspects(self, facts: Facts) -> Sequence[Image]:
        """The first picture of the text."""
        return facts.images[:1]

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Only the first picture of the text."""
        if facts.images and subject is facts.images[0] and is_featured(subject, facts):
            yield Finding("The first picture of the text is the featured picture.", at=subject.place)
