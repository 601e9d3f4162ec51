"""AGR021."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.text import fold_loosely
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._page import comparable_articles, decoded
from audit.rules.structured_data._items import own_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","articleSection":{}}}</script>"""
_TAG = '<meta property="article:section" content="{}" />'
_WORD = re.compile(r"\w+")
_TERMS = {"_embedded": {"wp:term": [[{"id": 4, "taxonomy": "category", "name": "Wind &amp; Tide"}], []]}}


class SectionCategoryMismatch(
    PostRule[Post], code="AGR021", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The post is put into a section that is none of its categories, or into two.

    `articleSection` and `article:section` are where news services sort a post. It should be one of the post's
    categories; another name is one that the category had before, or that a template has written out. Where nobody says
    what the categories are, at least the two should agree.
    """

    remedy = "Save the post again, so that the structured data takes the categories of today."
    sources = ("https://developer.yoast.com/features/schema/pieces/article",)
    needs = frozenset({"field:_embedded", "jsonld"})
    examples = (
        Bad(head=_HEAD.format('["Harbour"]'), fields=_TERMS, says="Harbour"),
        Good(head=_HEAD.format('["Wind &amp; Tide"]'), fields=_TERMS),
        Good(head=_HEAD.format('["Harbour"]'), fields={"_embedded": {}}, note="Names of categories are not given."),
        Good(head=_HEAD.format("[]"), fields=_TERMS, note="Yoast leaves the default category out."),
        Bad(head=_TAG.format("Harbour"), fields=_TERMS, says="The section Harbour of article:section is none"),
        Good(head=_TAG.format("Wind & Tide"), fields=_TERMS),
        Bad(
            head=_HEAD.format('"Harbour"') + _TAG.format("Mountains"),
            says="The section is Mountains by article:section, Harbour by Article.articleSection",
        ),
        Bad(
            page=f"<html><head>{_TAG.format('Mountains')}</head><body><main>"
            '<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">When the tide turns</h1>'
            '<meta itemprop="articleSection" content="Harbour"></article></main></body></html>',
            says="Harbour by Article.articleSection of the microdata",
        ),
        Good(head=_HEAD.format('"Гавань"') + _TAG.format("Harbour"), note="Perhaps its slug."),
        Good(head=_HEAD.format('["News","Harbour"]') + _TAG.format("Harbour"), note="One of several."),
        Good(head=_HEAD.format('"News > Harbour"') + _TAG.format("Harbour"), note="With the section above it."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Names of all terms count, since some plugins name custom taxonomies."""
        said = list(_statements(facts))
        terms = [
            (str(term.get("taxonomy")), name)
            for term in subject.embedded_terms
            if isinstance(name := term.get("name"), str)
        ]
        if any(taxonomy == "category" for taxonomy, _ in terms):
            found = {finding.value: finding for statement in reversed(said) for finding in _against(statement, terms)}
            return list(found.values())
        for first, other in pairwise(said):
            if not any(_is_within(one, two) for one in first.sections for two in other.sections):
                return (
                    Finding(
                        f"The section is {first.sections[0]} by {first.who}, {other.sections[0]} by {other.who}.",
                        at=first.place,
                        value=f"{first.sections[0]} {other.sections[0]}",
                        evidence=tuple(Evidence(entry.who, ", ".join(entry.sections)) for entry in (first, other)),
                    ),
                )
        return ()


class _Statement(NamedTuple):
    """What one place says of the post's sections."""

    who: str
    place: Place
    sections: list[str]


def _statements(facts: Facts) -> Iterator[_Statement]:
    if facts.head is not None:
        tags = [value for value in facts.head.metas("article:section") if not value.blank]
        if tags:
            yield _Statement("article:section", tags[0].place, [decoded(value.decoded) for value in tags])
    for node in (*facts.once(comparable_articles), *facts.once(own_items)):
        sections = [decoded(value) for value in node.values("articleSection") if isinstance(value, str)]
        if sections:
            syntax = "" if node.syntax == "JSON-LD" else f" of the {node.syntax}"
            yield _Statement(f"{node.types[0]}.articleSection{syntax}", node.place("articleSection"), sections)


def _against(said: _Statement, terms: list[tuple[str, str]]) -> Iterator[Finding]:
    """The sections that one place names and that are none of the post's terms."""
    names = {fold_loosely(decoded(name)) for _, name in terms}
    categories = ", ".join(decoded(name) for taxonomy, name in terms if taxonomy == "category")
    for section in said.sections:
        whole = fold_loosely(section)
        if whole in names or all(part.strip() in names for part in whole.split(",")):
            continue
        whose = f" of {said.who}" if said.who == "article:section" else ""
        yield Finding(
            f"The section {section}{whose} is none of the post's categories ({categories}).",
            at=said.place,
            value=section,
            evidence=(Evidence(said.who.partition(".")[2] or said.who, section), Evidence("categories", categories)),
        )


def _is_within(one: str, two: str) -> bool:
    """Whether two names may mean one section: "Harbour" and "News > Harbour", or one in another script."""
    if one.isascii() != two.isascii():
        return True
    first, second = (frozenset(_WORD.findall(fold_loosely(text))) for text in (one, two))
    return first <= second or second <= first
