"""RRS028."""

from __future__ import annotations

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete
from audit.rules.structured_data._examples import node


class VideoIncomplete(Incomplete, code="RRS028", severity=Severity.ERROR, since="0.1.0"):
    """A video lacks its name, its preview picture or its date.

    All three are required; without them the video gets no place among videos.
    """

    remedy = "Give name, thumbnailUrl and uploadDate."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/video",)
    kind = "VideoObject"
    examples = (
        Bad(node('"@type":"VideoObject","name":"High water","uploadDate":"2026-03-01"'), says="lacks thumbnailUrl"),
        Good(
            node(
                '"@type":"VideoObject","name":"High water","uploadDate":"2026-03-01",'
                '"thumbnailUrl":"https://saltmarsh.example/1.jpg"'
            )
        ),
    )
