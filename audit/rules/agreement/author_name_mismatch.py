"""AGR011."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.facts.text import fold, fold_loosely
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles, decoded
from audit.rules.structured_data._items import own_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import Head, HeadValue
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

_WORD = re.compile(r"\w+")
_MAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}")
_DEGREES = frozenset(
    "ba bsc by dds dipl dr dra esq ing jd jr ma mag mba md med mrs mr ms msc mx phd prof rev rn sir sr".split()
)
_BETWEEN = re.compile(
    r"\s*[,;،、，·|/]\s*(?:(?:and|und|et|og|och|&)\s+)?"
    r"|\s+(?:and|und|et|e|ed|y|og|och|en|ja|i|și|ve|és|и|та|και|&|\+)\s+"
)
"""What stands between several names in one text: plugins for guest authors write such lists in the site's language."""


_NAME = re.compile(r"\w[\w.'’-]*(?: \w[\w.'’-]*){1,2}")


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
            says="In this REST answer the author is Jon Dahl in the author tag, but Maren Holt in",
            points_at='content="Jon Dahl"',
        ),
        Good(
            head=_HEAD.format(
                "Maren Holt",
                '{"@type":"Person","name":[{"@value":"Maren Holt"},{"@value":"Марен Хольт","@language":"ru"}]}',
            )
        ),
        Good(head=_HEAD.format("Holt, Maren, MD", '{"@type":"Person","name":"Holt, Maren, MD"}')),
        Good(
            head=_HEAD.format("Maren Holt, Jon Dahl", '[{"@type":"Person","name":"Jon Dahl"},{"name":"Maren Holt"}]'),
            note="The same people in another order.",
        ),
        Good(
            head=_HEAD.format(
                "Maren Holt und Jon Dahl", '[{"@type":"Person","name":"Maren Holt"},{"name":"Jon Dahl"}]'
            ),
            note="A list in a language.",
        ),
        Bad(head=_HEAD.format("Maren Holt-Dahl", '{"@type":"Person","name":"Maren Holt"}'), says="Holt-Dahl"),
        Good(head=_HEAD.format("Dr. Holt Maren", '{"@type":"Person","name":"Maren Holt"}'), note="With her degree."),
        Good(
            head=_HEAD.format("maren@saltmarsh.example (Maren Holt)", '{"@type":"Person","name":"Maren Holt"}'),
            note="As feeds have it.",
        ),
        Good(
            head=_HEAD.format("Maren Holt", '[{"@type":"Person","name":"Maren Holt"},{"name":"Jon Dahl"}]'),
            note="The first of several authors contradicts nobody.",
        ),
        Good(
            head=_HEAD.format("Saltmarsh Press", '{"@type":"Person","name":"Maren Holt"}')
            + '<meta name="copyright" content="2026 Saltmarsh Press Ltd" />',
            note="The company behind the page.",
        ),
        Bad(
            head=_HEAD.format("Maren Holt", '{"@type":"Person","name":"Maren Holt"}')
            + '<script type="application/ld+json">{"@context":"https://schema.org","@type":"BlogPosting",'
            '"url":"https://saltmarsh.example/tide/","author":{"@type":"Person","name":"Jon Dahl"}}</script>',
            says="but Jon Dahl in the structured data (BlogPosting 2, author)",
        ),
        Bad(
            page=f"<html><head>{_HEAD.format('Maren Holt', '{}')}</head><body><main>"
            '<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">When the tide turns</h1>'
            '<span itemprop="author">Jon Dahl</span></article></main></body></html>',
            says="but Jon Dahl in the microdata",
        ),
        Good(
            page=f"<html><head>{_HEAD.format('Maren Holt', '{}')}</head><body><main>"
            '<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">When the tide turns</h1>'
            '<p itemprop="author">Posted by Maren on 5 May in Ferries</p></article></main></body></html>',
            note="A theme marks up the whole byline.",
        ),
        Good(
            head=_HEAD.format("Jon Dahl", '{"@type":"Person","name":"Maren Holt"}').replace("tide/#", "ebb/#"),
            note="The article is a related post.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Whole strings first, then sets of names; pages have no byline."""
        if not _may_have_byline(subject, facts):
            return ()
        said = _statements(facts)
        if len(said) < 2 or _agree(said, facts.site_name):  # noqa: PLR2004 - one contradicts nobody
            return ()
        names = {who: ", ".join(found) for who, (found, _) in said.items()}
        first, other = next(
            (one, two) for one in said for two in said if one != two and _key(said[one][0]) != _key(said[two][0])
        )
        # a plugin for guest authors may put its names into the structured data of the page, and not of the REST answer
        opening = "In this REST answer the" if _is_rest_answer(facts) else "The"
        return (
            Finding(
                f"{opening} author is {names[first]} in {first}, but {names[other]} in {other}.",
                at=_place_of(said[first][1]),
                value=" / ".join(sorted(set(names.values()))),
                evidence=tuple(Evidence(who, name) for who, name in names.items()),
            ),
        )


def _may_have_byline(post: Post, facts: Facts) -> bool:
    """Whether it is a post, or a whole page that does not say of what type it is."""
    return post.type in {None, "post"} or (facts.page is not None and facts.page.type is None)


def _is_rest_answer(facts: Facts) -> bool:
    """Whether only the record is known, and not the page that readers get."""
    return facts.page is None and facts.post.origin.form == "rest"


_Said = dict[str, tuple[list[str], "HeadValue | Node"]]


def _statements(facts: Facts) -> _Said:
    """The names by the place that gives them."""
    said: _Said = {}
    head = facts.head
    if head is not None:
        company = _company(head)
        values = [
            value
            for value in head.metas("author")
            if not value.blank and "://" not in value.text and _words_of(value.decoded) not in company
        ]
        if values:
            said["the author tag"] = ([decoded(value.text) for value in values], values[0])
        for label, value in head.twitter_labels.items():
            if label in _LABELS and not value.blank:
                said[f"the label {label}"] = ([decoded(value.text)], value)
    for number, article in enumerate(facts.once(comparable_articles)):
        first, last = _names(article.values("author"))
        which = f"{article.types[0]} {number + 1}, " if number else ""
        if first:
            said[f"the structured data ({which}author)"] = (first, article)
        if last:
            said[f"the structured data ({which}Person.name)"] = (last, article)
    for item in facts.once(own_items):
        people = [author for author in item.values("author") if isinstance(author, Node) or _is_name(author)]
        if names := _names(people)[0]:
            said.setdefault(f"the {item.syntax}", (names, item))
    return said


def _company(head: Head) -> str:
    """What the head says of whom the page belongs to: newspapers give their company as the author, too."""
    return _words_of("\n".join(value.decoded for name in ("publisher", "copyright") for value in head.metas(name)))


def _words_of(text: str) -> str:
    """The words of a text with blanks around each, so that one text holds another's words and not a part of one."""
    return f" {' '.join(_WORD.findall(fold_loosely(text)))} "


def _is_name(value: object) -> bool:
    """Whether a text in the tags is a mere name: themes mark up the whole byline, "By Maren Holt on 5 May"."""
    return isinstance(value, str) and _NAME.fullmatch(fold(value)) is not None


def _names(authors: Sequence[object]) -> tuple[list[str], list[str]]:
    """The authors' names. A reference may carry another name than the node that it leads to: the first and the last."""
    first: list[str] = []
    last: list[str] = []
    for author in authors:
        found: list[str] = []
        if isinstance(author, str):
            found = [author]
        elif isinstance(author, Node) and ("Person" in author.types or "Organization" not in author.types):
            found = [value for value in author.values("name") if isinstance(value, str)]
            found = found if author.is_said_again else found[:1]  # one node's names are one in several languages
        if not found:
            return [], []
        first.append(decoded(found[0]))
        last.append(first[-1] if len(found) == 1 else decoded(found[-1]))
    return _without_addresses(first), _without_addresses(last)


def _without_addresses(names: list[str]) -> list[str]:
    return [name for name in names if name and "://" not in name]


def _place_of(where: HeadValue | Node) -> Place:
    return where.place("author") if isinstance(where, Node) else where.place


def _agree(said: _Said, site_name: str) -> bool:
    """All name the same people, or some of them: the author tag often has but the first of several.

    A name with a degree, an address of mail or the site's name beside it, and one with the family name first, is the
    same name.
    """
    lists = [names for names, _ in said.values()]
    if lists.count(lists[0]) == len(lists):
        return True
    joined = {fold_loosely(", ".join(names)) for names, _ in said.values()}
    keys = sorted({_key(names) for names, _ in said.values()}, key=len)
    if len(joined) == 1 or all(fewer <= more for fewer, more in pairwise(keys)):
        return True
    beside = _DEGREES.union(_WORD.findall(fold_loosely(site_name)))
    words = {frozenset(_WORD.findall(_MAIL.sub(" ", " ".join(names)))) for names in keys}
    return len({found - beside or found for found in words}) == 1


def _key(names: Iterable[str]) -> frozenset[str]:
    return frozenset(part.strip() for name in names for part in _BETWEEN.split(fold_loosely(name)))
