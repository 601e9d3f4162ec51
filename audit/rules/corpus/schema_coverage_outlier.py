"""COR021."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.facts.jsonld import ARTICLE_TYPES
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_COUNTED = ("BreadcrumbList", "Product", "Recipe", "Event", "JobPosting", "Course", "SoftwareApplication", "Dataset")
_ARTICLE = "Article"
_GRAPH = ({"@type": "Article", "headline": "The tide"}, {"@type": "BreadcrumbList", "name": "Way"})
_MANY = tuple(record(number, f"tide-{number}", graph=_GRAPH) for number in range(25))


class SchemaCoverageOutlier(CorpusRule, code="COR021", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """Nearly all posts of the site have structured data of a type, and this one lacks it.

    Unlike its siblings, it cannot be shown with what that type brings. Somebody switched it off for this post, or a
    plugin failed.
    """

    posts: int = 20
    """Posts that the comparison takes."""
    share: float = 0.95
    """Share of the posts that must have the type."""

    remedy = "Look into the post's settings of the SEO plugin; save the post again."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"head"})
    examples = (
        Bad(posts=(*_MANY, record(30, "ebb", graph=_GRAPH[1:])), says="Article"),
        Good(posts=_MANY),
        Good(posts=(*_MANY[:10], record(30, "ebb", graph=_GRAPH[1:])), note="Too few to tell."),
        Good(posts=(*_MANY, record(30, "ebb", graph=_GRAPH[1:], content={"rendered": "", "protected": True}))),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post with a whole head, with the types that it has."""
        if not facts.head_is_whole or facts.protected or facts.graph.errors:
            return
        present = facts.graph.types
        found = [name for name in _COUNTED if name in present]
        if not ARTICLE_TYPES.isdisjoint(present):
            found.append(_ARTICLE)
        yield f"{facts.site}\t{facts.language}\t{facts.post.type}", Witness((" ".join(found),))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that lacks such types."""
        count = len(witnesses)
        if count < self.posts:
            return
        counts = Counter(name for witness in witnesses for name in str(witness.values[0]).split())
        common = [name for name in (_ARTICLE, *_COUNTED) if self.share * count <= counts[name] < count]
        for witness in witnesses if common else ():
            lacking = [name for name in common if name not in str(witness.values[0]).split()]
            if lacking:
                told = " and ".join(f"{name} ({counts[name]} of {count} posts have it)" for name in lacking)
                yield CorpusFinding(
                    f"Unlike its siblings, the post has no structured data of the type {told}.",
                    value=" ".join(lacking),
                    witness=witness,
                )
