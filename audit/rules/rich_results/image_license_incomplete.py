"""RRS041."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import listed, needs_of, nodes_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImageLicenseIncomplete(
    PostRule[Post], code="RRS041", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A picture's licence is told in part.

    Search engines show a licence where they know the file, and a way to acquire it.
    """

    remedy = "Give contentUrl, and acquireLicensePage beside license."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata",)
    needs = needs_of("ImageObject")
    examples = (
        Bad(
            node('"@type":"ImageObject","contentUrl":"https://saltmarsh.example/1.jpg","license":"https://l.example/"'),
            says="acquireLicensePage",
        ),
        Good(
            node('"@type":"ImageObject","url":"https://saltmarsh.example/1.jpg","width":9'),
            note="Nothing of a licence.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each picture that says anything of its licence."""
        for picture in nodes_of(facts, "ImageObject"):
            if not any(picture.get(name) is not None for name in _OF_LICENCE):
                continue
            lacks = [] if picture.get("contentUrl") is not None else ["contentUrl"]
            if picture.get("license") is not None and picture.get("acquireLicensePage") is None:
                lacks.append("acquireLicensePage")
            if lacks:
                yield Finding(
                    f"A picture tells of its licence, and lacks {listed(lacks)}.",
                    at=picture.place(),
                    value=" ".join(lacks),
                )


_OF_LICENCE = ("license", "acquireLicensePage", "creditText", "copyrightNotice")
