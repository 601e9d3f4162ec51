"""AGR021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._page import comparable_articles, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","articleSection":{}}}</script>"""
_TERMS = {"_embedded": {"wp:term": [[{"id": 4, "taxonomy": "category", "name": "Wind &amp; Tide"}], []]}}


class SectionCategoryMismatch(
    PostRule[Post], code="AGR021", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The structured data puts the post into a section that is none of its categories.

    `articleSection` is where news services sort a post. It should be one of the post's categories; another name is one
    that the category had before, or that a template has written out.
    """

    remedy = "Save the post again, so that the structured data takes the categories of today."
    sources = ("https://developer.yoast.com/features/schema/pieces/article",)
    needs = frozenset({"field:_embedded"})
    examples = (
        Bad(head=_HEAD.format('["Harbour"]'), fields=_TERMS, says="Harbour"),
        Good(head=_HEAD.format('["Wind &amp; Tide"]'), fields=_TERMS),
        Good(head=_HEAD.format('["Harbour"]'), fields={"_embedded": {}}, note="Names of categories are not given."),
        Good(head=_HEAD.format("[]"), fields=_TERMS, note="Yoast leaves the default category out."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Names of all terms count, since some plugins name custom taxonomies."""
        terms = [
            (str(term.get("taxonomy")), name)
            for term in subject.embedded_terms
            if isinstance(name := term.get("name"), str)
        ]
        if not any(taxonomy == "category" for taxonomy, _ in terms):
            return
        names = {fold_loosely(decoded(name)) for _, name in terms}
        for article in facts.once(comparable_articles):
            sections = [value for value in article.values("articleSection") if isinstance(value, str)]
            for section in sections:
                whole = fold_loosely(decoded(section))
                if whole in names or all(part.strip() in names for part in whole.split(",")):
                    continue
                categories = ", ".join(decoded(name) for taxonomy, name in terms if taxonomy == "category")
                yield Finding(
                    f"The section {decoded(section)} is none of the post's categories ({categories}).",
                    at=article.place("articleSection"),
                    value=decoded(section),
                    evidence=(Evidence("articleSection", decoded(section)), Evidence("categories", categories)),
                )
