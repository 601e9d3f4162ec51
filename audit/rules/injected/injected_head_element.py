"""INJ011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import is_named_beside, is_stranger
from audit.rules.injected._signatures import ADVICE, CHECKS, oddness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TEXT = "<p>The boats rose with the tide.</p>"


class InjectedHeadElement(PostRule[Post], code="INJ011", severity=Severity.ERROR, since="0.1.0"):
    """An element of the head is in the text, and hands the page to another site.

    A `<base>` sends every relative link there, a canonical gives the page's standing away, and a style sheet may change
    all that readers see.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset({"tag:base", "tag:link"})
    reads_content = True
    examples = (
        Bad(f'{_TEXT}<base href="https://other.example/">', says="base", points_at="<base"),
        Bad(f'{_TEXT}<link rel="canonical" href="https://other.example/tide/">', says="canonical"),
        Good(f'{_TEXT}<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Lato">'),
        Good(f'{_TEXT}<link rel="stylesheet" href="/wp-content/plugins/tide/tide.css">'),
        Good(f'{_TEXT}<link itemprop="url" href="https://other.example/tide/">'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each element."""
        if not facts.own_domain:
            return
        for node in (*facts.elements("base"), *facts.elements("link")):
            relations = set((node.attr("rel") or "").lower().split()) if node.tag == "link" else {"base"}
            what = next((one for one in ("base", "canonical", "stylesheet") if one in relations), "")
            url = parse_url(node.attr("href") or "", facts.base) if what else None
            if url is None or not url.host or not is_stranger(url, facts):
                continue
            if "alternate" in relations or node.closest("svg, template") is not None:
                continue
            odd = oddness(url)
            if what == "stylesheet" and not odd and (facts.content_has_template or is_named_beside(url, node, facts)):
                continue
            name = f"<{node.tag}>" if what == "base" else f'<link rel="{what}">'
            yield Finding(
                f"A {name} in the text leads to {url.host}" + (f", {odd}." if odd else "."),
                at=Place(CONTENT, node),
                value=url.href,
                address=url.href,
                target=url.host,
                severity=Severity.WARNING if what == "stylesheet" and not odd else None,
                evidence=(Evidence("address", url.href),),
            )
