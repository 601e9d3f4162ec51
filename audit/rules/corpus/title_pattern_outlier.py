"""COR020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Status
from audit.rules.corpus._records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


def _head(title: str) -> str:
    return f'<title>{title}</title>\n<meta property="og:site_name" content="Saltmarsh">'


_MANY = tuple(record(number, f"tide-{number}", yoast_head=_head(f"Tide {number} - Saltmarsh")) for number in range(25))


class TitlePatternOutlier(CorpusRule, code="COR020", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Nearly all titles of the site have its name, and this one lacks it.

    Somebody wrote this title by hand and forgot the name, or a plugin failed. In a list of results readers do not
    recognise the site.
    """

    posts: int = 20
    """Posts that the comparison takes."""
    share: float = 0.9
    """Share of the titles that must have the name."""

    remedy = "Add the site's name as in the other titles, or leave it if that is meant."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(posts=(*_MANY, record(30, "ebb", yoast_head=_head("The ebb"))), says="Saltmarsh"),
        Good(posts=_MANY),
        Good(posts=(*_MANY[:10], record(30, "ebb", yoast_head=_head("The ebb"))), note="Too few to tell."),
        Good(posts=(*_MANY, record(30, "ebb", type="page", yoast_head=_head("The ebb"))), note="Pages are others."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post whose head has a title and the site's name."""
        head = facts.head
        name = head.meta("og:site_name") if head is not None else None
        if head is None or head.title is None or name is None or name.blank:
            return
        title, site = fold_loosely(head.title.decoded), fold_loosely(name.decoded)
        has_name = title.endswith(site) or title.startswith(site)
        values = (has_name,) if has_name else (has_name, head.title.decoded, name.decoded)
        yield f"{facts.site}\t{facts.language}\t{facts.post.type}\t{site}", Witness(values, head.title.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post without the name."""
        count, having = len(witnesses), sum(bool(witness.values[0]) for witness in witnesses)
        if count < self.posts or having < self.share * count or having == count:
            return
        for witness in witnesses:
            if not witness.values[0]:
                title, name = map(str, witness.values[1:])
                yield CorpusFinding(
                    f'The title "{title}" lacks the name {name}, which {having} of {count} titles have.',
                    value=title,
                    evidence=(Evidence("title", title), Evidence("name of the site", name)),
                    witness=witness,
                )
