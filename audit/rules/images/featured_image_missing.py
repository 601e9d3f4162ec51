"""IMG022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_WITHOUT_PICTURE = frozenset({"aside", "status"})
_ENOUGH_POSTS = 5


class FeaturedImageMissing(CorpusRule, code="IMG022", severity=Severity.NOTICE, since="0.1.0"):
    """A post has no featured picture.

    Lists of posts, share cards and Google Discover show it without one, or with any picture that they find.
    """

    remedy = "Choose a featured picture, at least 1200 pixels wide."
    sources = ("https://developers.google.com/search/docs/appearance/google-discover",)
    needs = frozenset({"field:featured_media"})
    examples = (
        Bad(fields={"featured_media": 0}, says="no featured picture"),
        Good(),
        Good(fields={"featured_media": 0, "type": "page"}, note="Pages need none."),
        Good(fields={"featured_media": 0, "format": "aside"}),
        Good(fields={"featured_media": 0, "status": "draft"}),
        Good(
            posts=tuple({"featured_media": 0, "id": number} for number in range(1, 6)),
            note="No post of the site has one: the theme shows none.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a published post without one."""
        post = facts.post
        if post.featured_media != 0 or post.type != "post" or not facts.published or post.format in _WITHOUT_PICTURE:
            return ()
        return ((facts.ref, Witness((), Place("featured_media"))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post; silent where no post of the site has one."""
        if not totals.featured and totals.posts >= _ENOUGH_POSTS:
            return
        for witness in witnesses:
            yield CorpusFinding("The post has no featured picture.", witness=witness)
