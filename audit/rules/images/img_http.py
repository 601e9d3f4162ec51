"""IMG012."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Fix, Severity
from audit.post import Post
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.images._sources import odd_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.images import Image, ImageSource

_HTTP = "http://"
_SITE = "https://saltmarsh.example/wp-content/uploads/2026/05"


class ImgHttp(PostRule[Post], code="IMG012", severity=Severity.WARNING, since="0.1.0"):
    """A picture is asked for over http on a page that is https.

    Browsers ask for it over https instead, or not at all: where the server has no https, readers see a gap.
    """

    remedy = "Write https:// in its address; if its server has no https, upload the picture to the media library."
    sources = ("https://developer.mozilla.org/docs/Web/Security/Mixed_content",)
    needs = frozenset({"content"})
    reads_content = True
    explained_by = {"img-local-host": SAME_ELEMENT}
    examples = (
        Bad(
            f'<p><img src="{_SITE.replace("https", "http")}/tide.jpg" alt="The tide" width="600" height="400"></p>',
            says="http://saltmarsh.example",
            points_at="<img",
        ),
        Bad(
            f'<p><img src="{_SITE}/tide.jpg" srcset="http://saltmarsh.example/tide-2x.jpg 2x" alt="The tide"></p>',
            says="http://saltmarsh.example/tide-2x.jpg",
        ),
        Good(f'<p><img src="{_SITE}/tide.jpg" alt="The tide" width="600" height="400"></p>'),
        Good(
            '<p><img src="http://saltmarsh.example/tide.jpg" alt="The tide"></p>',
            fields={"link": "http://saltmarsh.example/tide/"},
            note="The page itself is http.",
        ),
        Good(
            '<p><a href="http://saltmarsh.example/tide.jpg">The picture</a></p>',
            note="A link to a picture loads nothing.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Only a page that is https itself."""
        return facts.url is not None and facts.url.scheme == "https"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each picture."""
        return [_finding(image, source, facts) for image, source in odd_sources(facts).insecure]


def _finding(image: Image, source: ImageSource, facts: Facts) -> Finding:
    href = source.url.href if source.url is not None else ""
    return Finding(
        f"A picture is asked for over http: {href}.",
        at=image.place,
        value=href,
        address=href,
        fix=_fix(image, source, facts),
    )


def _fix(image: Image, source: ImageSource, facts: Facts) -> Fix | None:
    """Where the attribute is one address, with the scheme written out; safe on the own host, which has https."""
    before = image.node.attr(source.attribute) if source.attribute else None
    if before is None or before != source.raw or before[: len(_HTTP)].lower() != _HTTP or source.url is None:
        return None
    if "." not in source.url.host:  # `http://https://…`: more than the scheme is wrong
        return None
    return Fix(
        safe=facts.url is not None and source.url.host == facts.url.host and not source.url.port,
        summary="Write https",
        element=image.node.tag,
        attribute=source.attribute,
        before=before,
        after=f"https://{before[len(_HTTP) :]}",
    )
