"""RRS002."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from audit.facts.text import fold
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.rich_results._names import GENERIC_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_Named: TypeAlias = "tuple[str, str, Callable[[], Place]]"
"""A name: what the place is called, the name, and what makes the place."""


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
        host = facts.url.host if facts.url is not None else ""
        generic = [
            (label, folded, place)
            for label, name, place in author_names(facts)
            if _is_generic(folded := _folded(name), host) and not self._is_allowed(folded)
        ]
        return _witnesses(generic, facts.site) if generic else ()

    def _is_allowed(self, folded: str) -> bool:
        return any(folded == name.casefold() for name in self.allowed)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and name."""
        name, labels = str(witnesses[0].values[0]), str(witnesses[0].values[1])
        posts = len({witness.order for witness in witnesses})
        yield CorpusFinding(
            f'{posts} of {totals.posts} posts name "{name}" as their author ({labels}).', value=name, target=name
        )


def _witnesses(generic: Sequence[_Named], site: str) -> Iterator[tuple[str, Witness]]:
    """One witness for each name, from all places that give it."""
    places: dict[str, list[_Named]] = {}
    for named in generic:
        places.setdefault(named[1], []).append(named)
    for folded, found in places.items():
        values = (folded, ", ".join(dict.fromkeys(label for label, _, _ in found)))
        yield f"{site}\t{folded}", Witness(values, found[0][2]())


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name).casefold()


def _is_generic(folded: str, host: str) -> bool:
    return folded in GENERIC_NAMES or (bool(host) and folded in {host, host.removeprefix("www.")})


def author_names(facts: Facts) -> Iterator[_Named]:
    """Every place where a post names its author: (what it is called, the name, what tells where)."""
    for head in (facts.head_html, facts.head_json):
        if head is None:
            continue
        author = head.meta("author")
        if author is not None:
            yield "meta author", author.decoded, partial(getattr, author, "place")
    for article in facts.graph.articles():
        for author in article.values("author"):
            name = author if isinstance(author, str) else author.text("name") if hasattr(author, "text") else None
            if name:
                yield "JSON-LD author", name, partial(article.place, "author")
    for person in facts.graph.of_type("Person"):
        name = person.text("name")
        if name and person.text("url") and _is_author_page(person.text("url") or ""):
            yield "JSON-LD Person", name, partial(person.place, "name")
    for name, place in embedded_authors(facts):
        yield "REST author", name, place


def _is_author_page(address: str) -> bool:
    return "/author/" in address or "author=" in address


def embedded_authors(facts: Facts) -> Iterator[tuple[str, Callable[[], Place]]]:
    """The display names of `_embedded.author`. An error object in place of a user has no name."""
    embedded = facts.post.embedded
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    for index, author in enumerate(authors if isinstance(authors, list) else ()):
        name = author.get("name") if isinstance(author, dict) else None
        if isinstance(name, str) and name.strip():
            yield name, partial(Place, "_embedded", pointer=f"/author/{index}/name")
