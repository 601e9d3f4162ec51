"""RRS002."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit._counted import of_all
from audit.facts.jsonld import Node
from audit.facts.text import fold
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.rich_results._names import GENERIC_NAMES
from audit.rules.structured_data._vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue
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
        Good(
            head='<title>Tide</title><script type="application/ld+json">{"@context":"https://schema.org",'
            '"@type":"NewsArticle","author":{"@type":"Organization","name":"Saltmarsh.example"}}</script>',
            fields={"yoast_head_json": None},
            note="A firm that is called as its site, and says that it is one.",
        ),
        Bad(
            head='<title>Tide</title><script type="application/ld+json">{"@context":"https://schema.org",'
            '"@type":"NewsArticle","author":{"@type":"Person","name":"Saltmarsh.example"}}</script>',
            fields={"yoast_head_json": None},
            says="saltmarsh.example",
        ),
    )

    allowed: frozenset[str] = frozenset()
    """Names that are real here, although they look like a login."""

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each generic name, at the first place that gives it; its values name all places."""
        found: dict[str, list[AuthorName]] = {}
        for author in author_names(facts):
            folded = fold(author.name).casefold()
            if self._is_generic(folded, facts) and (folded in GENERIC_NAMES or not author.is_firm):
                found.setdefault(folded, []).append(author)
        for folded, authors in found.items():
            values = (folded, ", ".join(dict.fromkeys(author.label for author in authors)))
            yield f"{facts.site}\t{folded}", Witness(values, authors[0].place)

    def _is_generic(self, folded: str, facts: Facts) -> bool:
        if folded in {name.casefold() for name in self.allowed}:
            return False
        host = facts.url.host if facts.url is not None else ""
        return folded in GENERIC_NAMES or (bool(host) and folded in {host, host.removeprefix("www.")})

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and name."""
        name, labels = str(witnesses[0].values[0]), str(witnesses[0].values[1])
        posts = len({witness.order for witness in witnesses})
        whose = "its" if posts == 1 else "their"
        yield CorpusFinding(
            f'{of_all(posts, totals.posts, "post", "names", "name")} "{name}" as {whose} author ({labels}).',
            value=name,
            target=name,
        )


class AuthorName(NamedTuple):
    """A name that a post gives its author.

    Attributes:
        label: what the place is called.
        name: the name.
        holder: what holds it: a value of a head, a node, or a place.
        at: the property of the node that has it.
        is_firm: the structured data says that it is an organization, which may be called as its site.
    """

    label: str
    name: str
    holder: HeadValue | Node | Place
    at: str = ""
    is_firm: bool = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        if isinstance(self.holder, Node):
            return self.holder.place(self.at)
        return self.holder if isinstance(self.holder, Place) else self.holder.place


def author_names(facts: Facts) -> Sequence[AuthorName]:
    """Every place where a post names its author."""
    return facts.once(_author_names)


def _author_names(facts: Facts) -> list[AuthorName]:
    found: list[AuthorName] = []
    for head in (facts.head_html, facts.head_json):
        value = head.meta("author") if head is not None else None
        if value is not None:
            found.append(AuthorName("meta author", value.decoded, value))
    for article in facts.graph.articles():
        for author in article.values("author"):
            name = author.text("name") if isinstance(author, Node) else author
            if name and isinstance(name, str):
                is_firm = isinstance(author, Node) and any(map(_is_firm, author.types))
                found.append(AuthorName("JSON-LD author", name, article, "author", is_firm))
    for person in facts.graph.of_type("Person"):
        name = person.text("name")
        if name and _is_author_page(person.text("url") or ""):
            found.append(AuthorName("JSON-LD Person", name, person, "name"))
    found += [AuthorName("REST author", name, place) for name, place in embedded_authors(facts)]
    return found


def _is_firm(kind: str) -> bool:
    return vocabulary().is_kind_of(kind, "Organization")


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
