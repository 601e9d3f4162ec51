"""CAN011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="canonical" href="https://saltmarsh.example/tide/" />'


class CanonicalHeaderMismatch(
    PostRule[Post], code="CAN011", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW
):
    """The server's header names another canonical than the page.

    The header `Link` with `rel="canonical"` counts as much as the tag in the head, and nobody sees it in the page's
    source. A cache, a translation proxy or a rule of the server sets it. Two canonicals that differ are as good as
    none.
    """

    remedy = "Find what sends the header (a plugin, the cache, the server's settings) and let only the tag speak."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
        "https://www.rfc-editor.org/rfc/rfc6596",
    )
    explained_by = {"canonical-multiple": SAME_POST}
    examples = (
        Bad(
            head=_HEAD,
            headers={"Link": '<https://cdn.saltmarsh.example/tide/>; rel="canonical"'},
            says="https://cdn.saltmarsh.example/tide/",
        ),
        Good(
            head=_HEAD,
            headers={
                "Link": '<https://saltmarsh.example/wp-json/>; rel="https://api.w.org/", '
                "<https://SALTMARSH.example:443/tide/>; rel=canonical"
            },
            note="The same address in another spelling.",
        ),
        Good(
            head="<title>Ferry times</title>",
            headers={"Link": '<https://saltmarsh.example/tide/>; rel="canonical"'},
            note="The header alone is a canonical, too.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """The server names a canonical, and so does the page."""
        return bool(facts.answer and facts.answer.canonicals and facts.head_html and facts.head_html.canonicals)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each header that the page's tag contradicts; addresses are compared, not spellings."""
        if facts.answer is None or facts.head_html is None or facts.head_html.canonical is None:
            return
        tag = parse_url(facts.head_html.canonical.text, facts.base)
        for value in facts.answer.canonicals:
            url = parse_url(value.text, facts.base)
            if url is None or tag is None or url.key == tag.key:
                continue
            yield Finding(
                f"The server's header Link names {url.href} as the canonical, the page {tag.href}.",
                at=value.place,
                value=url.key,
                address=url.href,
                evidence=(Evidence("header", value.text), Evidence("tag", facts.head_html.canonical.text)),
            )
