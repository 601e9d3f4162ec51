"""IMG013."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Fix, Place, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImgProtocolRelative(
    PostRule[Image], code="IMG013", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The address of a picture begins with two slashes.

    It takes http or https from the page. In a feed, a mail or an app there is no such page, and the picture is missing.
    """

    remedy = "Write https:// before the host."
    sources = ("https://html.spec.whatwg.org/multipage/embedded-content.html#attr-img-src",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="//saltmarsh.example/cat.jpg" alt="A cat"></p>', says="two slashes", points_at="src="),
        Bad('<p><img src=" //saltmarsh.example/cat.jpg" alt="A cat"></p>', says="slashes: //salt", points_at="src="),
        Good('<p><img src="https://saltmarsh.example/cat.jpg" alt="A cat"></p>'),
        Good('<p><img src="/cat.jpg" alt="A cat"></p>'),
    )

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """What shows the picture; safe to mend on the own host if that is https."""
        for source in subject.sources[:2]:
            written = source.raw.strip()
            url = source.url
            if written[:2] != "//" or url is None or subject.twin or source.attribute.rpartition("-")[2] != "src":
                continue
            yield Finding(
                f"The address of a picture begins with two slashes: {written}.",
                at=Place(subject.field, subject.node, source.attribute),
                value=url.href,
                address=url.href,
                fix=Fix(
                    safe=url.scheme == "https" and facts.url is not None and url.host == facts.url.host,
                    summary="Write https",
                    element="img",
                    attribute=source.attribute,
                    before=written,
                    after=f"https:{written}",
                ),
            )
            return
