"""CAN020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field, of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="{}" />'


class UrlNonAsciiUnencoded(PostRule[Post], code="CAN020", severity=Severity.NOTICE, since="0.1.0"):
    """The address stands there with letters or blanks that an address cannot have.

    In an address, letters beyond a to z and blanks are written as percent escapes. Browsers forgive the raw form;
    feeds, sitemaps, share buttons and mail programs cut such a link short. WordPress encodes addresses itself, so a
    snippet has decoded this one. Yoast prints its canonical decoded: that alone is no fault, a blank in it is.
    """

    remedy = "Remove the snippet that decodes the permalink, or take the blank out of the slug."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/url-structure",)
    examples = (
        Bad(
            fields={"link": "https://saltmarsh.example/прилив/", "yoast_head": None, "yoast_head_json": None},
            says="without percent-encoding",
            points_at="https://saltmarsh.example/прилив/",
        ),
        Bad(
            fields={"link": "https://saltmarsh.example/spring tide/", "yoast_head": None, "yoast_head_json": None},
            says="a blank",
        ),
        Bad(head=_HEAD.format("https://saltmarsh.example/spring tide/"), says="canonical"),
        Good(
            fields={"link": "https://salzmöwe.example/tide/", "yoast_head": None, "yoast_head_json": None},
            note="The name of a host may have any letters; it is not percent-encoded.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/π/"),
            fields={"link": "https://saltmarsh.example/%cf%80/"},
            note="Yoast prints the canonical decoded.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Blanks around an address do not count."""
        found: list[Finding] = []
        link = subject.link
        if link and facts.url is not None and facts.url.host:
            if not link.isascii() and not link.replace(_host_of(link), "", 1).isascii():
                what = "with letters that stand there without percent-encoding"
                found.append(_finding(link, "address", what, facts.url.href, Place("link")))
            elif " " in link and " " in link.strip():
                found.append(_finding(link, "address", "with a blank", facts.url.href, Place("link")))
        if facts.head is not None and (value := facts.head.canonical) is not None:
            text = value.text
            if " " in text and " " in text.strip() and (url := parse_url(text, facts.base)) is not None:
                found.append(_finding(text, "canonical", "with a blank", url.href, value.place, value))
        return found


def _host_of(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]


def _finding(text: str, what: str, how: str, encoded: str, place: Place, value: HeadValue | None = None) -> Finding:
    return Finding(
        f"The page's {what} is written {how}.",
        at=place,
        value=f"{what} {text.strip()}",
        evidence=(Evidence(what, text.strip()), Evidence("encoded", encoded)),
        fix=of_head(value, encoded, "encode the address")
        if value is not None
        else of_field("link", text.strip(), encoded, "encode the address"),
    )
