"""RRS041."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImageLicenseIncomplete(
    PostRule[Post], code="RRS041", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A picture's licence is told in part.

    Google needs contentUrl (or url) to know which file is meant, and recommends acquireLicensePage, the way to a
    licence.
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
        Bad(
            node('"@type":"ImageObject","@id":"#1","creditText":"Maren Holt"'),
            says="lacks contentUrl",
        ),
        Good(
            node('"@type":"ImageObject","url":"https://saltmarsh.example/1.jpg","creditText":"Maren Holt"'),
            note="Google takes url for contentUrl.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each picture that says anything of its licence."""
        for picture in nodes_of(facts, "ImageObject"):
            if _OF_LICENCE.isdisjoint(picture.data) or all(picture.get(name) is None for name in _OF_LICENCE):
                continue
            lacks = [] if any(picture.get(name) is not None for name in ("contentUrl", "url")) else ["contentUrl"]
            if picture.get("license") is not None and picture.get("acquireLicensePage") is None:
                lacks.append("acquireLicensePage")
            if lacks:
                yield Finding(
                    f"A picture tells of its licence, and lacks {listed(lacks)}.",
                    at=picture.place(),
                    value=" ".join(lacks),
                )


_OF_LICENCE = frozenset({"license", "acquireLicensePage", "creditText", "copyrightNotice"})
