"""IMG020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import is_named_after, is_unreachable_host, parse_url, private_place
from audit.finding import Confidence, Finding, Fix, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import folder_of_host
from audit.rules.images._sources import odd_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.images import Image, ImageSource
    from audit.facts.url import Url
    from audit.rules.images._sources import Shown

_LONGEST = 80
"""Characters of an address that a message shows."""


class ImgLocalHost(PostRule[Post], code="IMG020", severity=Severity.ERROR, since="0.1.0"):
    """A picture is loaded from a machine that readers cannot reach, or from a test copy of the site.

    It was inserted before the site moved to its own name, or pasted from a file or a mail on the author's computer. The
    writer may still see it; readers see a gap now, or on the day when the test copy is deleted.
    """

    remedy = "Upload the picture to the live site, and replace the old name in all posts (search and replace)."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="http://127.0.0.1:8881/wp-content/uploads/tide.jpg" alt="The tide"></p>',
            says="127.0.0.1",
            points_at="<img",
        ),
        Bad(
            '<p><img src="https://staging2.saltmarsh.example/wp-content/uploads/tide.jpg" alt="The tide"></p>',
            says="staging2.saltmarsh.example, by its name a test copy",
        ),
        Bad(
            '<p><img src="https://lighthouse.wpengine.com/wp-content/uploads/tide.jpg" alt="The tide"></p>',
            says="lighthouse.wpengine.com, a name that is given to sites in the making",
        ),
        Bad('<p><img src="//wp-content/uploads/tide.jpg" alt="The tide"></p>', says="a slash too many"),
        Bad('<p><img src="http://intranet/tide.jpg" alt="The tide"></p>', says="intranet, a machine"),
        Bad('<p><img src="file:///C:/Pictures/tide.jpg" alt="The tide"></p>', says="a file on somebody's disk"),
        Bad('<p><img src="webkit-fake-url://4F2C/tide.png" alt="The tide"></p>', says="in somebody's browser"),
        Bad('<p><img src="http://harbour-beta/wp-content/uploads/tide.jpg" alt="The tide"></p>', says="harbour-beta"),
        Good('<p><img src="about:blank" data-src="/tide.jpg" alt="The tide"></p>', note="Loaded late."),
        Good('<p><img src="https://cdn.saltmarsh.example/tide.jpg" alt="The tide"></p>'),
        Good(
            '<p><img src="https://img.harbour-test.example/tide.jpg" alt="The tide"></p>',
            note="Only whole labels count.",
        ),
        Good(
            '<p><img src="https://staging.saltmarsh.example/tide.jpg" alt="The tide"></p>',
            fields={"link": "https://staging.saltmarsh.example/tide/"},
            note="The post itself is on that host.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each picture; silent on the site's own host and on those that the settings name.

        A copy of this site is an error. Another site may have stayed on the name that its host gave it.
        """
        found = odd_sources(facts).local
        return _findings(found, facts) if found else ()


def _findings(found: Sequence[Shown], facts: Facts) -> Iterator[Finding]:
    home = parse_url(facts.home) if facts.home else None
    own = {home.host if home is not None else "", *facts.settings.hosts, *facts.settings.cdn_hosts}
    for image, source in found:
        place = private_place(source.raw)
        if place is not None:
            yield _private(image, source.raw, place)
            continue
        if source.url is None or source.url.host in own:
            continue
        host = source.url.host
        if folder_of_host(host):
            yield _folder(image, source)
            continue
        private = is_unreachable_host(host)
        sure = private or source.url.registrable == facts.own_domain or is_named_after(host, facts.own_domain)
        what = "a machine that readers cannot reach" if private else "by its name a test copy of a site"
        yield Finding(
            f"A picture is loaded from {host}, {what if sure else 'a name that is given to sites in the making'}.",
            severity=None if sure else Severity.WARNING,
            at=image.place,
            value=source.url.href,
            address=source.url.href,
            target=host,
            confidence=Confidence.DEFINITIVE if private else Confidence.LIKELY,
            fix=_public(image, source, home) if sure and home is not None and "/uploads/" in source.url.path else None,
        )


def _folder(image: Image, source: ImageSource) -> Finding:
    """A path of the own site, at which two slashes let a browser look for a server of that name."""
    raw = source.raw.strip()
    alone = len(image.sources) == 1 and raw.startswith("//") and image.node.tag == "img"
    return Finding(
        f"The address {raw[:_LONGEST]} of a picture has a slash too many: browsers take the folder for a server.",
        at=image.place,
        value=raw[:_LONGEST],
        address=raw[:_LONGEST],
        target=source.url.host if source.url is not None else "",
        remedy="Write the path with one slash, or the whole address.",
        fix=Fix(
            safe=False,
            summary="take the first slash off",
            element="img",
            attribute=source.attribute,
            before=raw,
            after=raw[1:],
        )
        if alone
        else None,
    )


def _private(image: Image, address: str, place: str) -> Finding:
    shown = address[:_LONGEST]
    return Finding(
        f"The address {shown} of a picture is {place}.",
        at=image.place,
        value=shown,
        address=shown,
        confidence=Confidence.DEFINITIVE,
    )


def _public(image: Image, source: ImageSource, home: Url) -> Fix | None:
    """The edit that puts the site's own host in the place of the copy's, where the picture has no other address."""
    raw, node = source.raw, image.node
    if len(image.sources) != 1 or "://" not in raw or node.tag != "img" or not home.host:
        return None
    rest = raw.partition("://")[2]
    path = rest[len(rest.partition("/")[0]) :]
    return Fix(
        safe=False,
        summary="write the public host",
        element="img",
        attribute=source.attribute,
        before=raw,
        after=f"{home.scheme}://{home.host}{path}",
    )
