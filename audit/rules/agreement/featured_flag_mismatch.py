"""AGR007."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Evidence, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_CLASS = "has-post-thumbnail"


def _record(number: int, media: int, *classes: str) -> dict[str, object]:
    return {
        "id": number,
        "link": f"https://saltmarsh.example/{number}/",
        "featured_media": media,
        "class_list": [f"post-{number}", "post", "hentry", *classes],
        "yoast_head": None,
        "yoast_head_json": None,
    }


class FeaturedFlagMismatch(CorpusRule, code="AGR007", severity=Severity.WARNING, since="0.1.0"):
    """The post has a featured image by one field, and none by another.

    `featured_media` names the picture, `class_list` says whether WordPress finds it. Where the first has a number and
    the second no `has-post-thumbnail`, the picture was deleted from the library: lists of posts show a hole.
    """

    remedy = "Choose the featured image again, or remove it from the post."
    sources = ("https://developer.wordpress.org/reference/functions/get_post_class/",)
    needs = frozenset({"field:class_list"})
    examples = (
        Bad(posts=(_record(1, 30, _CLASS), _record(2, 31)), says="no has-post-thumbnail"),
        Bad(posts=(_record(1, 0, _CLASS),), says="featured_media is 0"),
        Good(posts=(_record(1, 30, _CLASS), _record(2, 0))),
        Good(
            posts=(_record(1, 30), _record(2, 31)), note="The theme shows no featured images, so nothing has the class."
        ),
        Good(
            posts=(
                _record(1, 30, _CLASS),
                {**_record(2, 31), "content": {"rendered": "", "protected": True}},
            ),
            note="WordPress leaves the class out where a password is asked for.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post that has the class or should have it, by site and type."""
        post = facts.post
        media = post.featured_media
        if media is None or (facts.protected and media):
            return ()
        classes = facts.class_names
        flagged = _CLASS in classes
        if flagged or (media > 0 and classes):
            # As text: a broken record may have a number of more than 64 bits.
            return ((f"{facts.site}\t{post.type}", Witness((str(media), flagged), Place("class_list"))),)
        return ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A missing class counts only where another post of the type has it."""
        supported = any(witness.values[1] for witness in witnesses)
        for witness in witnesses:
            media, flagged = witness.values
            if flagged and media == "0":
                message = "The class has-post-thumbnail says that the post has a featured image; featured_media is 0."
            elif not flagged and supported:
                message = f"The featured image is {media}, but the post has no has-post-thumbnail among its classes."
            else:
                continue
            yield CorpusFinding(
                message,
                value="flag" if flagged else str(media),
                evidence=(Evidence("featured_media", str(media)),),
                witness=witness,
            )
