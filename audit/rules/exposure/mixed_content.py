"""EXP010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.references import is_placeholder, shielded
from audit.facts.url import parse_url
from audit.finding import Finding, Fix, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.url import Url

_HTTP = "http://"
_LOADS = (
    ("script", "src", "A script"),
    ("iframe", "src", "A frame"),
    ("iframe", "data-src", "A frame"),
    ("form", "action", "A form"),
    ("link", "href", "A style sheet"),
    ("audio", "src", "A sound"),
    ("video", "src", "A film"),
    ("source", "src", "A film or sound"),
    ("track", "src", "A track of a film"),
    ("embed", "src", "An embedded file"),
    ("object", "data", "An embedded file"),
)
_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Browsers trust these without https."""


class MixedContent(PostRule[Post], code="EXP010", severity=Severity.ERROR, since="0.1.0"):
    """A page that is https loads something over http.

    Browsers block scripts, frames and styles that come so: readers see a gap. Films and sounds they ask for over https,
    which not every server has, and before a form is sent they warn.
    """

    remedy = "Write https:// in its address; if its server has no https, take it from one that has."
    sources = ("https://developer.mozilla.org/docs/Web/Security/Mixed_content",)
    needs = frozenset({f"tag:{tag}" for tag, _, _ in _LOADS} | {"tag:style"})
    reads_content = True
    examples = (
        Bad(
            '<p><iframe src="http://maps.example/pier" title="The pier"></iframe></p>',
            says="A frame comes over http: http://maps.example/pier",
            points_at="src=",
        ),
        Bad('<p>It sails.</p><script src="http://tides.example/t.js"></script>', says="A script"),
        Bad('<video controls><source src="http://saltmarsh.example/tide.mp4"></video>', says="http"),
        Bad('<form action="http://saltmarsh.example/list"><input name="mail"></form>', says="A form is sent"),
        Bad("<style>@import url(http://saltmarsh.example/tide.css);</style><p>It sails.</p>", says="style sheet"),
        Good('<p><iframe src="https://maps.example/pier" title="The pier"></iframe></p>'),
        Good('<p><a href="http://maps.example/pier">The pier</a></p>', note="A link loads nothing."),
        Good('<p><img src="http://maps.example/pier.png" alt="The pier"></p>', note="Pictures are another rule's."),
        Good(
            '<p><iframe src="http://maps.example/pier" title="The pier"></iframe></p>',
            fields={"link": "http://saltmarsh.example/tide/"},
            note="The page itself is http.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Only a page that is https itself."""
        return facts.url is not None and facts.url.scheme == "https"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each element; a picture, and what stands in code, is not meant."""
        found = [
            _finding(node, attribute, what, url, facts)
            for tag, attribute, what in _LOADS
            for node in facts.elements(tag)
            if (raw := node.attr(attribute))
            and raw.lstrip()[:7].lower() == _HTTP
            and (url := _loaded(node, raw, facts)) is not None
        ]
        return (*found, *_imported(facts)) if facts.elements("style") else found


def _loaded(node: Element, raw: str, facts: Facts) -> Url | None:
    url = parse_url(raw, facts.base)
    if url is None or url.host in _LOCAL or is_placeholder(raw) or node in facts.once(shielded):
        return None
    if node.tag == "link" and "stylesheet" not in (node.attr("rel") or "").lower().split():
        return None
    in_picture = node.tag == "source" and node.closest("picture") is not None
    return None if in_picture or node.closest("noscript") is not None else url


def _finding(node: Element, attribute: str, what: str, url: Url, facts: Facts) -> Finding:
    before = node.attr(attribute) or ""
    verb = "is sent" if node.tag == "form" else "comes"
    fix = None
    if before[: len(_HTTP)].lower() == _HTTP:
        fix = Fix(
            safe=facts.url is not None and url.host == facts.url.host and not url.port,
            summary="Write https",
            element=node.tag,
            attribute=attribute,
            before=before,
            after=f"https://{before[len(_HTTP) :]}",
        )
    return Finding(
        f"{what} {verb} over http: {url.href}.",
        at=Place("content.rendered", node, attribute),
        value=url.href,
        address=url.href,
        fix=fix,
    )


def _imported(facts: Facts) -> Iterator[Finding]:
    """Style sheets and typefaces that the CSS in the text loads; its pictures are another rule's."""
    if not any(_HTTP in node.text for node in facts.elements("style")):
        return
    for reference in facts.references:
        if reference.kind == "style" and reference.element == "style" and reference.url.scheme == "http":
            href = reference.url.href
            if reference.url.host not in _LOCAL:
                yield Finding(
                    f"A style sheet or typeface comes over http: {href}.",
                    at=reference.place,
                    value=href,
                    address=href,
                )
