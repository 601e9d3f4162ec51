"""RRS002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.rich_results._names import GENERIC_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class AuthorGenericName(CorpusRule, code="RRS002", severity=Severity.WARNING, since="0.1.0", scope=Scope.SITE):
    """The author is called by a login, not by a name.

    Readers and search engines ask who wrote this. "admin" is nobody; Yoast's own specification calls a Person of that
    name invalid. It also gives away half of what somebody needs to log in.
    """

    remedy = "Give the account a display name under Users, Profile: the person's name, or the name of the desk."
    sources = (
        "https://developer.yoast.com/features/schema/pieces/person",
        "https://developers.google.com/search/docs/appearance/structured-data/article",
    )
    needs = frozenset({"head", "jsonld", "field:_embedded"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="author" content="admin" />',
            fields={"yoast_head_json": None},
            says="admin",
        ),
        Good(
            head='<title>Tide</title><meta name="author" content="Nell Adminson" />', fields={"yoast_head_json": None}
        ),
    )

    allowed: frozenset[str] = frozenset()
    """Names that are real here, although they look like a login."""

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each generic name, at the first place that gives it; its values name all places."""
        places: dict[str, list[tuple[str, Place]]] = {}
        for label, name, place in author_names(facts):
            folded = fold(name).casefold()
            if self._is_generic(folded, facts):
                places.setdefault(folded, []).append((label, place))
        for folded, found in places.items():
            values = (folded, ", ".join(dict.fromkeys(label for label, _ in found)))
            yield f"{facts.site}\t{folded}", Witness(values, found[0][1])

    def _is_generic(self, folded: str, facts: Facts) -> bool:
        if folded in {name.casefold() for name in self.allowed}:
            return False
        host = facts.url.host if facts.url is not None else ""
        return folded in GENERIC_NAMES or (bool(host) and folded in {host, host.removeprefix("www.")})

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and name."""
        name, labels = str(witnesses[0].values[0]), str(witnesses[0].values[1])
        posts = len({witness.order for witness in witnesses})
        yield CorpusFinding(
            f'{posts} of {totals.posts} posts name "{name}" as their author ({labels}).', value=name, target=name
        )


def author_names(facts: Facts) -> Sequence[tuple[str, str, Place]]:
    """Every place where a post names its author: (what it is called, the name, where)."""
    return facts.once(_author_names)


def _author_names(facts: Facts) -> list[tuple[str, str, Place]]:
    return list(_places_of_names(facts))


def _places_of_names(facts: Facts) -> Iterator[tuple[str, str, Place]]:
    for head in (facts.head_html, facts.head_json):
        if head is None:
            continue
        author = head.meta("author")
        if author is not None:
            yield "meta author", author.decoded, author.place
    for article in facts.graph.articles():
        for author in article.values("author"):
            name = author if isinstance(author, str) else author.text("name") if hasattr(author, "text") else None
            if name:
                yield "JSON-LD author", name, article.place("author")
    for person in facts.graph.of_type("Person"):
        name = person.text("name")
        if name and person.text("url") and _is_author_page(person.text("url") or ""):
            yield "JSON-LD Person", name, person.place("name")
    for name, place in embedded_authors(facts):
        yield "REST author", name, place


def _is_author_page(address: str) -> bool:
    return "/author/" in address or "author=" in address


def embedded_authors(facts: Facts) -> Iterator[tuple[str, Place]]:
    """The display names of `_embedded.author`. An error object in place of a user has no name."""
    embedded = facts.post.embedded
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    for index, author in enumerate(authors if isinstance(authors, list) else ()):
        name = author.get("name") if isinstance(author, dict) else None
        if isinstance(name, str) and name.strip():
            yield name, Place("_embedded", pointer=f"/author/{index}/name")
