"""JLD010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.jsonld_values import is_missing
from audit.facts.url import parse_url
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import graph, node
from audit.rules.structured_data._hosts import is_authority
from audit.rules.structured_data._values import brief, shown
from audit.rules.structured_data._vocabulary import property_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.jsonld import Reference

_ELSEWHERE = frozenset(
    {
        "hasMerchantReturnPolicy",
        "hasShippingService",
        "validForMemberTier",
        "item",
        "nextItem",
        "previousItem",
        "sameAs",
        "translationOfWork",
        "workTranslation",
    }
)
"""Properties whose values are described on pages of their own."""
_ARTICLE = '"@type":"Article","@id":"https://saltmarsh.example/tide/#article","headline":"Tide"'


class JsonldDanglingRef(PostRule[Post], code="JLD010", severity=Severity.WARNING, since="0.1.0"):
    """The structured data refers to a thing that is described nowhere on the page.

    A search engine does not follow an id to another page: an author or a publisher that is only an id has no name.
    """

    remedy = "Let the plugin print what is referred to, or put name and type where the reference stands."
    sources = (
        "https://developer.yoast.com/features/schema/technology-approach",
        "https://www.w3.org/TR/json-ld11/",
    )
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            head=graph(_ARTICLE + ',"author":{"@id":"https://saltmarsh.example/#/schema/person/1"}'),
            says="author refers to https://saltmarsh.example/#/schema/person/1",
            points_at="{",
        ),
        Bad(head=graph(_ARTICLE + ',"breadcrumb":{"@id":""}'), says="empty"),
        Bad(head=graph(_ARTICLE + ',"publisher":{"@id":7}'), says="refers to 7, which is no id", points_at="{"),
        Good(
            head=graph(
                _ARTICLE + ',"author":{"@id":"#holt"}',
                '"@type":"Person","@id":"https://saltmarsh.example/tide/#holt","name":"Maren Holt"',
            ),
            note="A fragment is a part of this page.",
        ),
        Good(
            node('"@type":"Article","headline":"Tide","about":{"@id":"http://www.wikidata.org/entity/Q23384"}'),
            note="Things of the world are described in files that all share.",
        ),
        Good(
            node('"@type":"Offer","price":9,"hasMerchantReturnPolicy":{"@id":"https://saltmarsh.example/returns/#p"}'),
            note="A policy may be described on its own page.",
        ),
        Good(
            node(
                '"@type":"Article","headline":"Tide","workTranslation":{"@id":"https://saltmarsh.example/de/#article"}'
            ),
            note="A translation is another page.",
        ),
        Good(
            node('"@type":"Article","headline":"Tide","license":{"@id":"https://saltmarsh.example/terms/"}'),
            note="An address may be written as an id.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each id, unless what is missing may stand in a script that cannot be read or is not here."""
        dangling = facts.graph.dangling
        return _findings(dangling, facts) if dangling and not facts.graph.errors else ()


def _findings(dangling: Iterable[Reference], facts: Facts) -> Iterator[Finding]:
    defined: set[str] | None = None
    said: set[str] = set()
    for reference in dangling:
        if reference.id in said or _may_stand_alone(reference, facts):
            continue
        if defined is None:
            defined = {_full(node.id, facts) for node in facts.graph.nodes if node.id}
        if not reference.id or _full(reference.id, facts) not in defined:
            said.add(reference.id)
            message = f"The structured data's {reference.role} refers to {_target(reference)}."
            yield Finding(message, at=reference.place, value=reference.id, address=reference.id, target=reference.id)


def _target(reference: Reference) -> str:
    """What a reference leads to, in words."""
    if reference.id:
        return f"{brief(reference.id)}, which the page does not describe"
    return "an empty id" if is_missing(reference.written) else f"{shown(reference.written)}, which is no id"


def _may_stand_alone(reference: Reference, facts: Facts) -> bool:
    name = reference.id
    if not name:
        return False
    if reference.role in _ELSEWHERE or ":" in reference.role or name.startswith("_:") or is_authority(name):
        return True
    if reference.block.field == "content.rendered" and facts.head is None:
        return True  # the SEO plugin's graph may describe it
    if "#" in name:
        return False
    url = parse_url(name, facts.base)
    if url is not None and facts.url is not None and url.key == facts.url.key:
        return True
    return "URL" in vocabulary().ranges.get(property_name(reference.role), "").split()


def _full(name: str, facts: Facts) -> str:
    """An id as a full address, in the form in which addresses are compared, with its fragment."""
    url = parse_url(name, facts.base)
    return f"{url.key}#{url.fragment}" if url is not None else name
