"""AGR011."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.facts.text import fold_loosely
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles, decoded
from audit.rules.structured_data._items import own_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Place

_HEAD = """<title>Ferry times</title>
<meta name="author" content="{}" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","author":{}}}</script>"""

_LABELS = frozenset(
    {
        "Written by",
        "Verfasst von",
        "Écrit par",
        "Escrito por",
        "Scritto da",
        "Geschreven door",
        "Skriven av",
        "Skrevet av",
        "Skrevet af",
    }
)
"""What Yoast calls the author beside a card of X. A label that is not here may be anything: nobody reads it."""


class AuthorNameMismatch(PostRule[Post], code="AGR011", severity=Severity.WARNING, since="0.1.0"):
    """The page names two different authors.

    The author tag, the structured data and the card for shares each carry a name. Search engines and news services take
    one of them; readers see a third on the page. Plugins for guest authors change some of the places and not others.
    """

    remedy = "Let the plugin for guest authors write the structured data too, or mend the author's display name."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"head", "jsonld"})
    examples = (
        Bad(
            head=_HEAD.format("Jon Dahl", '{"@type":"Person","name":"Maren Holt"}'),
            says="Maren Holt",
            points_at='content="Jon Dahl"',
        ),
        Good(head=_HEAD.format("Holt, Maren, MD", '{"@type":"Person","name":"Holt, Maren, MD"}')),
        Good(
            head=_HEAD.format("Maren Holt, Jon Dahl", '[{"@type":"Person","name":"Jon Dahl"},{"name":"Maren Holt"}]'),
            note="The same people in another order.",
        ),
        Good(
            head=_HEAD.format("Maren Holt", '[{"@type":"Person","name":"Maren Holt"},{"name":"Jon Dahl"}]'),
            note="The first of several authors contradicts nobody.",
        ),
        Good(
            head=_HEAD.format("Jon Dahl", '{"@type":"Person","name":"Maren Holt"}').replace("tide/#", "ebb/#"),
            note="The article is a related post.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Whole strings first, then sets of names; pages have no byline."""
        if subject.type not in {None, "post"}:
            return ()
        said = _statements(facts)
        if len(said) < 2 or _agree(said):  # noqa: PLR2004 - one contradicts nobody
            return ()
        names = {who: ", ".join(found) for who, (found, _) in said.items()}
        first, other = next(
            (one, two) for one in said for two in said if one != two and _key(said[one][0]) != _key(said[two][0])
        )
        return (
            Finding(
                f"The author is {names[first]} in {first}, but {names[other]} in {other}.",
                at=_place_of(said[first][1]),
                value=" / ".join(sorted(set(names.values()))),
                evidence=tuple(Evidence(who, name) for who, name in names.items()),
            ),
        )


_Said = dict[str, tuple[list[str], "HeadValue | Node"]]


def _statements(facts: Facts) -> _Said:
    """The names by the place that gives them."""
    said: _Said = {}
    head = facts.head
    if head is not None:
        values = [value for value in head.metas("author") if not value.blank and "://" not in value.text]
        if values:
            said["the author tag"] = ([decoded(value.text) for value in values], values[0])
        for label, value in head.twitter_labels.items():
            if label in _LABELS and not value.blank:
                said[f"the label {label}"] = ([decoded(value.text)], value)
    for article in facts.once(comparable_articles):
        authors = article.values("author")
        for who, names in (("author", _names(authors, last=False)), ("Person.name", _names(authors, last=True))):
            if names:
                said.setdefault(f"the structured data ({who})", (names, article))
    for item in facts.once(own_items):
        people = [author for author in item.values("author") if isinstance(author, Node)]
        if names := _names(people, last=False):
            said.setdefault(f"the {item.syntax}", (names, item))
    return said


def _names(authors: Sequence[object], *, last: bool) -> list[str]:
    """The authors' names. A reference may carry another name than the node that it leads to: the first and the last."""
    names: list[str] = []
    for author in authors:
        if isinstance(author, str):
            names.append(decoded(author))
        elif isinstance(author, Node):
            if "Person" not in author.types and "Organization" in author.types:
                return []
            found = [value for value in author.values("name") if isinstance(value, str)]
            if not found:
                return []
            names.append(decoded(found[-1 if last else 0]))
        else:
            return []
    return [name for name in names if name and "://" not in name]


def _place_of(where: HeadValue | Node) -> Place:
    return where.place("author") if isinstance(where, Node) else where.place


def _agree(said: _Said) -> bool:
    """All name the same people, or some of them: the author tag often has but the first of several."""
    joined = {fold_loosely(", ".join(names)) for names, _ in said.values()}
    keys = sorted({_key(names) for names, _ in said.values()}, key=len)
    return len(joined) == 1 or all(fewer <= more for fewer, more in pairwise(keys))


def _key(names: Iterable[str]) -> frozenset[str]:
    return frozenset(part.strip() for name in names for part in fold_loosely(name).split(", "))
