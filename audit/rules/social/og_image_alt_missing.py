"""SOC013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._counted import of_all
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class OgImageAltMissing(
    CorpusRule, code="SOC013", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED, scope=Scope.SITE
):
    """The images for shares have no alternative text.

    Who listens to a timeline hears nothing about the picture. Yoast never prints `og:image:alt`, so the rule is off
    unless it is asked for.
    """

    remedy = "Let the theme or a plugin print og:image:alt from the picture's alternative text."
    sources = ("https://ogp.me/#structured",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />',
            fields={"yoast_head_json": None},
            says="og:image:alt",
        ),
        Good(
            head='<title>Tide</title><meta property="og:image" content="https://saltmarsh.example/tide.jpg" />'
            '<meta property="og:image:alt" content="The marsh at high tide" />',
            fields={"yoast_head_json": None},
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post whose first image has no text."""
        found = first_image(facts.head, facts) if facts.head is not None else None
        if found is not None and found[0].alt is None and found[0].url is not None:
            return ((facts.site, Witness(at=found[0].url.place)),)
        return ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        posts = len({witness.order for witness in witnesses})
        yield CorpusFinding(
            f"{of_all(posts, totals.posts, 'post', 'has', 'have')} an image for shares without og:image:alt."
        )
