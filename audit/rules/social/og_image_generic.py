"""SOC012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.image_address import base_name, image_key, unwrap_image
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.social._images import first_image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_MARK = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Organization","name":"Saltmarsh",'
_MARK += (
    '"logo":{"@type":"ImageObject","url":"https://saltmarsh.example/wp-content/uploads/2025/01/mark.png"}}</script>'
)


def _head(picture: str) -> str:
    return f'<title>Tide</title>{_MARK}<meta property="og:image" content="https://saltmarsh.example/{picture}" />'


def _posts(pictures: Sequence[str]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "link": f"https://saltmarsh.example/tide-{number}/",
            "yoast_head": _head(picture),
            "yoast_head_json": None,
            "jetpack_featured_media_url": None,
        }
        for number, picture in enumerate(pictures)
    )


class OgImageGeneric(CorpusRule, code="SOC012", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The image for shares says nothing about the post.

    It is the site's logo, or the one that most posts of the site have. A timeline full of one picture gives nobody a
    reason to open this post.
    """

    remedy = "Set a featured image for the post."
    sources = ("https://developers.google.com/search/docs/appearance/google-images",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=_posts(["default.jpg"] * 7 + ["a.jpg", "b.jpg", "c.jpg"]),
            says="the one that 7 of 10 posts have",
            points_at="content",
        ),
        Bad(head=_head("wp-content/uploads/2025/01/mark-300x157.png"), says="the site's logo"),
        Good(posts=_posts(["default.jpg"] * 5 + ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"])),
        Good(posts=_posts(["default.jpg"] * 4), note="Four posts say nothing about a site."),
    )

    share: float = 0.5
    """Share of the site's posts above which a common image says nothing."""
    least_posts: int = 10
    """Posts below which no share is reckoned."""

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness a post with an image for shares, under site and image."""
        found = first_image(facts.head, facts) if facts.head is not None else None
        if found is None:
            return ()
        image, url = found
        key = image_key(url)
        chosen = key in facts.featured_keys
        is_logo = not chosen and key in facts.once(_logos)
        return ((f"{facts.site}\t{key}", Witness((base_name(unwrap_image(url)), is_logo), image.url.place)),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that has the common image or the logo."""
        posts = len({witness.order for witness in witnesses})
        common = totals.posts >= self.least_posts and posts > self.share * totals.posts
        for witness in witnesses:
            name, is_logo = witness.values
            if common:
                message = f"The image for shares ({name}) is the one that {posts} of {totals.posts} posts have."
                related, count = others(witness, witnesses, "has the same image")
            elif is_logo:
                message, related, count = f"The image for shares ({name}) is the site's logo.", (), 0
            else:
                continue
            yield CorpusFinding(message, value=str(name), witness=witness, related=related, related_count=count)


def _logos(facts: Facts) -> frozenset[str]:
    """Comparison keys of the publishers' logos."""
    keys: set[str] = set()
    for node in facts.graph.of_type("Organization", "Corporation", "LocalBusiness", "NewsMediaOrganization"):
        logo = node.get("logo")
        address = logo if isinstance(logo, str) else None
        if (text := getattr(logo, "text", None)) is not None:
            address = text("url") or text("contentUrl")
        if address and (url := parse_url(address, facts.base)) is not None:
            keys.add(image_key(url))
    return frozenset(keys)
