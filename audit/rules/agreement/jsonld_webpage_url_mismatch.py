"""AGR003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.canonical._addresses import WEB, addresses_of
from audit.rules.structured_data._page import names_one_of, webpage_of
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="{}" />
<meta property="og:url" content="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage",
"@id":"{}","url":"{}"}}]}}</script>"""
_TIDE = "https://saltmarsh.example/tide/"
_ELSEWHERE = "elsewhere"
"""The page of the structured data is on another host than the post."""


class JsonldWebpageUrlMismatch(PostRule[Post], code="AGR003", severity=Severity.ERROR, since="0.1.0"):
    """The structured data describes a page with another address.

    What it says of author, date and picture is then said of another page, and a search engine may leave it all out. The
    host of a test site, or an address from before a move, stands there because something rewrites the tags and not the
    script, in which every slash is escaped.
    """

    remedy = (
        "Let the plugin write the structured data anew: reset Yoast's indexables, or empty the cache that holds it."
    )
    sources = ("https://developer.yoast.com/features/schema/pieces/webpage",)
    needs = frozenset({"jsonld"})
    explained_by = {
        "canonical-multiple": SAME_POST,
        "canonical-relative": SAME_POST,
        "jsonld-foreign-host-id": SAME_POST.when(_ELSEWHERE),
    }
    examples = (
        Bad(head=_HEAD.format(_TIDE, _TIDE, "https://test.saltmarsh.example/tide/"), says="https://test.saltmarsh"),
        Bad(
            head=_HEAD.format(_TIDE, "https://test.saltmarsh.example/tide/#webpage", _TIDE),
            says="https://test.saltmarsh",
        ),
        Good(head=_HEAD.format(_TIDE, f"{_TIDE}#webpage", _TIDE)),
        Good(
            head=_HEAD.format("https://saltmarsh.example/ebb/", _TIDE, "https://saltmarsh.example/ebb/"),
            note="Yoast keeps the id where an editor has entered a canonical.",
        ),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/2/", _TIDE, "https://saltmarsh.example/tide/2/"),
            fields={"link": "https://saltmarsh.example/tide/"},
            note="So it does on the second page of a post.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Where `link` and the canonical differ, that is told already: either of them will do."""
        addresses = facts.once(addresses_of)
        canonical, page = addresses.canonical, facts.once(webpage_of)
        if canonical is None or page is None:
            return ()
        url = page.text("url")
        if url == canonical.raw and names_one_of(page, addresses.texts):
            return ()
        agree = addresses.link is None or addresses.link.key == canonical.key
        for name, address, right in (
            ("url", url, {canonical.key} if agree else addresses.keys),
            ("@id", page.id, addresses.keys),
        ):
            parsed = parse_url(address, facts.base) if address else None
            if address is None or parsed is None or parsed.scheme not in WEB or parsed.key in right:
                continue
            return (
                Finding(
                    f"The structured data describes the page {parsed.href}, the canonical is {canonical.href}.",
                    at=page.place(name),
                    value=parsed.key,
                    address=parsed.href,
                    evidence=(Evidence(f"{page.types[0]}.{name}", address), Evidence("canonical", canonical.href)),
                    fix=rewritten(address, f"{canonical.href}{address[address.find('#') :] if '#' in address else ''}")
                    if facts.post.id is not None and addresses.link is not None and agree and page.syntax == "JSON-LD"
                    else None,
                    form=_ELSEWHERE if facts.url is not None and parsed.host != facts.url.host else "",
                ),
            )
        return ()
