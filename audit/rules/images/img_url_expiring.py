"""IMG025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.images._sources import odd_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImgUrlExpiring(PostRule[Post], code="IMG025", severity=Severity.ERROR, since="0.1.0"):
    """The address of a picture is signed to stop working.

    It was copied out of a chat, a social network or a cloud store, which signs each address for some hours or days.
    After that readers see a gap.
    """

    remedy = "Download the picture if its licence allows that, upload it to the media library, and use that copy."
    sources = (
        "https://developers.google.com/search/docs/appearance/google-images",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
    )
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="https://media.chat.example/4/tide.png?ex=66aa&amp;is=66bb&amp;hm=66cc" alt="The tide"></p>',
            says="media.chat.example",
            points_at="<img",
        ),
        Bad(
            '<p><img src="https://store.example/tide.jpg?X-Amz-Date=20260501T000000Z&amp;X-Amz-Expires=3600'
            '&amp;X-Amz-Signature=ab12" alt="The tide"></p>',
            says="store.example",
        ),
        Good('<p><img src="https://agency.example/tide.jpg?itok=z-mZQH87" alt="The tide"></p>'),
        Good('<p><img src="https://i0.wp.com/saltmarsh.example/tide.jpg?resize=600%2C400&amp;ssl=1" alt="Tide"></p>'),
        Good('<p><img src="/tide.jpg?ver=20260501" alt="The tide"></p>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each picture, on any host."""
        return [
            Finding(
                f"The address of a picture from {source.url.host} is signed to stop working.",
                at=image.place,
                value=f"{source.url.host}{source.url.path}",
                address=source.url.href,
                target=source.url.host,
            )
            for image, source in odd_sources(facts).expiring
            if source.url is not None
        ]
