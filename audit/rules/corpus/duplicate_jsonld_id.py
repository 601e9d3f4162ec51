"""COR009."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.facts.jsonld import ARTICLE_TYPES, WEBPAGE_TYPES
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import are_several, canonical_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.site import SiteTotals

_OF_ONE_PAGE = ARTICLE_TYPES | WEBPAGE_TYPES | {"BreadcrumbList"}
_TRAIL_OF_ALL = "/schema/BreadcrumbList"  # The SEO Framework's id for the trail of whichever page is shown
_ROLES = frozenset({"", "@graph", "breadcrumb"})  # a page that a breadcrumb or a list names is another page


_TRAIL = f"{HOME}#{_TRAIL_OF_ALL}"
_STEP = {"@type": "ListItem", "item": {"@type": "WebPage", "@id": f"{HOME}sea/", "name": "Sea"}}


def _article(at: str) -> list[dict[str, Any]]:
    return [{"@type": "Article", "@id": at, "headline": "When the tide turns"}]


class DuplicateJsonldId(CorpusRule, code="COR009", severity=Severity.ERROR, since="0.1.0"):
    """The structured data of several posts gives their articles or pages one @id.

    An @id names one thing. A reader of the data puts all that is said of it together: one article with many headlines
    and dates.
    """

    needs_several = True
    remedy = "Let the theme or plugin make the @id from the address of each post."
    sources = ("https://www.w3.org/TR/json-ld11/",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            posts=(
                record(1, "tide", graph=_article(f"{HOME}#article")),
                record(2, "ebb", graph=_article(f"{HOME}#article")),
            ),
            says="https://saltmarsh.example/#article",
        ),
        Bad(
            posts=(
                record(1, "tide", graph=_article(f"{HOME}tide/#article")),
                record(2, "ebb", graph=_article(f"{HOME}tide/#article")),
            ),
            says="https://saltmarsh.example/tide/#article",
            note="A copy that kept the @id of the original: it is told of the copy alone.",
        ),
        Good(
            posts=(
                record(1, "tide", graph=_article(f"{HOME}tide/#article")),
                record(2, "ebb", graph=_article(f"{HOME}ebb/#article")),
            ),
        ),
        Good(
            posts=(
                record(
                    1, "tide", graph=[{"@type": "Organization", "@id": f"{HOME}#organization", "name": "Saltmarsh"}]
                ),
                record(2, "ebb", graph=[{"@type": "Organization", "@id": f"{HOME}#organization", "name": "Saltmarsh"}]),
            ),
            note="Things that really are the same share their @id by design.",
        ),
        Good(
            posts=tuple(
                record(number, slug, graph=[{"@type": "BreadcrumbList", "itemListElement": [_STEP]}])
                for number, slug in enumerate(("tide", "ebb"))
            ),
            note="The pages that a breadcrumb leads through are other pages.",
        ),
        Good(
            posts=tuple(
                record(number, slug, graph=[{"@type": "BreadcrumbList", "@id": _TRAIL, "itemListElement": [_STEP]}])
                for number, slug in enumerate(("tide", "ebb"))
            ),
            note="The SEO Framework gives the trail of every page this one id.",
        ),
        Good(
            posts=(
                record(1, "tide", canonical=f"{HOME}flood/", graph=_article(f"{HOME}flood/#article")),
                record(2, "ebb", canonical=f"{HOME}flood/", graph=_article(f"{HOME}flood/#article")),
            ),
            note="The @id hangs on the canonical that both name: that is the fault.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each such @id that is not made of the post's own address, or of its canonical.

        And one for the @id of an article that is: a copy may have kept it.
        """
        if facts.url is None:
            return
        present = _OF_ONE_PAGE.intersection(facts.graph.types)
        for node in facts.graph.of_type(*present) if present else ():
            name = node.id
            if not name or node.role not in _ROLES:
                continue
            if not name.startswith(facts.url.href):
                if _is_strange(node, name, facts):
                    yield name, Witness((name, facts.url.key, False), node.place("@id"))
            elif not ARTICLE_TYPES.isdisjoint(node.types):
                yield name, Witness((name, facts.url.key, True))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that has the @id of another one, or one that is nobody's."""
        if not are_several(witnesses, 1):
            return
        for witness in witnesses:
            if witness.values[2]:
                continue
            related, count = others(witness, witnesses, "has the same @id")
            noun = "in another post" if count == 1 else f"in {count} other posts"
            yield CorpusFinding(
                f"The @id {key} names this page or its article, and stands {noun} too.",
                value=key,
                evidence=(Evidence("@id", key),),
                witness=witness,
                related=related,
                related_count=count,
            )


def _is_strange(node: Node, name: str, facts: Facts) -> bool:
    """Whether an @id stands for another address than those of the post and of its canonical."""
    if len(node.data) <= 2:  # noqa: PLR2004 - type and id only: a reference
        return False
    url = parse_url(name)
    if url is None or not url.host or facts.url is None or url.key == facts.url.key:
        return False
    canonical = canonical_of(facts)
    if (canonical is not None and url.key == canonical.key) or url.fragment == _TRAIL_OF_ALL:
        return False
    home = parse_url(facts.home) if facts.home else None
    front = home is not None and url.key == home.key and not url.fragment
    return not front  # of which this page is a part
