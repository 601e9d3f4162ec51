"""COR017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import SAME_SITE, Bad, CorpusRule, Good, Scope, Status
from audit.rules.corpus._records import record
from audit.rules.rich_results._names import GENERIC_NAMES
from audit.rules.rich_results.author_generic_name import embedded_authors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


def _by(name: str, count: int) -> tuple[dict[str, object], ...]:
    head = f'<title>Tide</title>\n<meta name="author" content="{name}">'
    return tuple(record(number, f"tide-{number}", yoast_head=head) for number in range(1, count + 1))


class SameAuthorAll(
    CorpusRule, code="COR017", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW, scope=Scope.SITE
):
    """All posts of the site are by one author whose name is no name.

    Readers and search engines want to know who writes. "admin" under everything tells them that nobody says so.
    """

    posts: int = 20
    """Posts from which it is said."""

    remedy = "Give each writer an account with a name, and set the authors of the posts."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"head", "field:_embedded"})
    explained_by = {"author-generic-name": SAME_SITE}
    examples = (
        Bad(posts=_by("admin", 20), says="admin"),
        Bad(posts=_by("Administrador", 20), says="Administrador"),
        Bad(
            posts=tuple(
                record(number, f"tide-{number}", yoast_head=None, _embedded={"author": [{"id": 1, "name": "admin"}]})
                for number in range(1, 21)
            ),
            says="admin",
        ),
        Good(posts=_by("Maren Holt", 20)),
        Good(posts=_by("admin", 19), note="Too few to tell."),
        Good(posts=(*_by("admin", 20), record(30, "ebb")), note="One is not by that author."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post whose author has such a name."""
        author = facts.head.meta("author") if facts.head is not None else None
        named = [(author.decoded, author.place)] if author is not None else embedded_authors(facts)
        for written, place in named:
            name = fold(written)
            if name.casefold() in GENERIC_NAMES:
                yield f"{facts.site}\t{name.casefold()}", Witness((name,), place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """Only if no post of the site lacks it."""
        count = len({witness.post for witness in witnesses})
        if count >= self.posts and count >= totals.posts:
            name = min(str(witness.values[0]) for witness in witnesses)
            yield CorpusFinding(f'All {count} posts of the site are by "{name}".', value=name)
