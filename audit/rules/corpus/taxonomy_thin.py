"""COR018."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status
from audit.rules.corpus._records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_ENOUGH_TERMS = 10
_TAGGED = tuple(record(number, f"tide-{number}", tags=[number]) for number in range(1, 13))


class TaxonomyThin(
    CorpusRule, code="COR018", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW, scope=Scope.SITE
):
    """Most categories or tags of the site have a single post.

    WordPress makes a list of posts for each. Lists of one post help no reader, and search engines crawl them all.
    """

    share: float = 0.5
    """Share of the terms that may have a single post."""

    remedy = "Merge terms, or remove those with a single post."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:tags", "field:categories"})
    examples = (
        Bad(posts=_TAGGED, complete=True, says="12 of 12 tags"),
        Good(posts=tuple({**one, "tags": [1, 2]} for one in _TAGGED), complete=True),
        Good(posts=_TAGGED, note="Not all posts of the site are known."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post with terms, for each kind of them."""
        post = facts.post
        if not post.origin.complete:
            return
        for kind, terms in (("categories", post.categories), ("tags", post.tags)):
            if terms:
                yield f"{facts.site}\t{kind}", Witness((" ".join(map(str, terms)),))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each kind of terms; only where all posts of the site are known."""
        if not totals.complete:
            return
        kind = key.rpartition("\t")[2]
        counts = Counter(term for witness in witnesses for term in set(str(witness.values[0]).split()))
        thin = sum(count == 1 for count in counts.values())
        if len(counts) >= _ENOUGH_TERMS and thin > self.share * len(counts):
            yield CorpusFinding(f"{thin} of {len(counts)} {kind} of the site have a single post.", value=kind)
