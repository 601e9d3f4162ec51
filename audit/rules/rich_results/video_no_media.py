"""RRS029."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.rich_results._features import claimed, lacking, misspelt, needs_of
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class VideoNoMedia(PostRule[Post], code="RRS029", severity=Severity.WARNING, since="0.1.0"):
    """A video says neither where its file nor where its player is.

    Google recommends contentUrl, else embedUrl: by them search engines find the video itself and look at it.
    """

    remedy = "Give contentUrl, or embedUrl."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/video",)
    needs = needs_of("VideoObject")
    explained_by = {"jsonld-unknown-property": SAME_TARGET}
    examples = (
        Bad(
            node(
                '"@type":"VideoObject","name":"High water","uploadDate":"2026-03-01",'
                '"thumbnailUrl":"https://saltmarsh.example/1.jpg"'
            ),
            says="contentUrl",
        ),
        Good(
            node(
                '"@type":"VideoObject","name":"High water","uploadDate":"2026-03-01",'
                '"thumbnailUrl":"https://saltmarsh.example/1.jpg","embedUrl":"https://video.example/7"'
            )
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each video that lacks nothing that is required."""
        for video in claimed(facts, "VideoObject"):
            if video.get("contentUrl") is None and video.get("embedUrl") is None and not lacking(video, "VideoObject"):
                yield Finding(
                    "The video has neither contentUrl nor embedUrl.",
                    at=video.place(),
                    value=video.text("name") or "",
                    target=misspelt(video, "contentUrl", "embedUrl"),
                )
