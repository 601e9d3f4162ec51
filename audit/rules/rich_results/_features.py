"""Which nodes of a page claim a rich result, and what they lack of it.

What a type needs is data (`schemas/structured_data`). A node is held against it as a tree of the properties that it
asks for: references are resolved, empty values are missing, and every property holds a list of its values.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

import jsonschema_rs
import orjson

from audit.facts import Node
from audit.facts.jsonld_values import is_missing
from audit.finding import Finding
from audit.post import Post
from audit.resources import rich_result_schema
from audit.rule import SAME_TARGET, PostRule
from audit.rules.structured_data._items import offered_items, twins_of
from audit.rules.structured_data._page import keys_of, page_keys
from audit.rules.structured_data._values import brief, label, like_it, listed
from audit.rules.structured_data._vocabulary import local_name, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.facts import Facts

Asked: TypeAlias = "dict[str, Asked]"
"""Properties that are looked at, each with those of its values."""
_MOST_VALUES = 50
"""Values of one property that are looked at."""
_MOST_NODES = 50
"""Nodes of one type on a page that are judged."""

_CLAIMED_IN = frozenset(
    {
        "",
        "@graph",
        "mainEntity",
        "mainEntityOfPage",
        "itemListElement",
        "item",
        "hasPart",
        "subjectOf",
        "video",
        "@list",
    }
)
"""Where a node is what the page shows; elsewhere (`about`, `publisher`, `itemReviewed`) it only tells who or what."""
_SUMMARISED_IN = frozenset({"itemListElement", "item", "hasPart", "subjectOf"})
"""Where a node may stand for another page, which tells the rest."""
_NOT_OF_KIND = {
    "Event": frozenset({"CourseInstance", "DeliveryEvent", "EventSeries", "PublicationEvent", "UserInteraction"}),
    "ItemList": frozenset({"BreadcrumbList"}),
    "LocalBusiness": frozenset({"VacationRental"}),
    "Product": frozenset({"Drug", "ProductGroup", "Vehicle"}),
    "Review": frozenset({"ClaimReview", "EmployerReview", "MediaReview", "Recommendation", "ReviewNewsArticle"}),
    "SoftwareApplication": frozenset({"OperatingSystem", "RuntimePlatform"}),
}
"""Kinds of a type that need something else than the type, or of which search engines make nothing.

Google says so of cars: https://developers.google.com/search/docs/appearance/structured-data/product-snippet
"""


def nodes_and_items(facts: Facts) -> list[Node]:
    """All nodes of the page: those of its JSON-LD, and what its microdata and RDFa offer."""
    return facts.graph.nodes + facts.once(offered_items) if facts.items.nodes else facts.graph.nodes


def nodes_of(facts: Facts, kind: str) -> list[Node]:
    """The nodes that are of a type, or of a kind of it, wherever they stand."""
    return facts.once(_by_kind).get(kind, [])


def claimed(facts: Facts, kind: str) -> list[Node]:
    """The nodes of a type that the page shows, so that they claim what search engines make of it.

    What a list names with the address of another page is described there, and claims nothing here.
    """
    return [node for node in listed_or_claimed(facts, kind) if not _stands_for_another_page(node, facts)]


def listed_or_claimed(facts: Facts, kind: str) -> list[Node]:
    """The same with what the lists of the page name in short."""
    found = [node for node in nodes_of(facts, kind) if node.role in _CLAIMED_IN]
    if found and (named := facts.once(_named_in_passing)):
        found = [node for node in found if node.id not in named]
    return found[:_MOST_NODES]


def claimed_types(facts: Facts, names: frozenset[str]) -> list[tuple[Node, str]]:
    """The nodes that the page shows with one of these very types, each with the first of them."""
    named = facts.once(_named_in_passing)
    found = facts.graph.of_type(*(names & set(facts.graph.types)))
    found += [item for item in facts.once(offered_items) if not names.isdisjoint(item.types)]
    return [
        (node, next(name for name in node.types if name in names))
        for node in found
        if node.role in _CLAIMED_IN and node.id not in named and not _stands_for_another_page(node, facts)
    ][:_MOST_NODES]


def _stands_for_another_page(node: Node, facts: Facts) -> bool:
    if node.role not in _SUMMARISED_IN:
        return False
    keys = keys_of(node, facts, "url")
    return bool(keys) and keys.isdisjoint(page_keys(facts))


_KINDS = frozenset(
    {
        "AggregateRating",
        "BreadcrumbList",
        "ClaimReview",
        "Course",
        "Dataset",
        "DiscussionForumPosting",
        "Event",
        "FAQPage",
        "HowTo",
        "ImageObject",
        "ItemList",
        "JobPosting",
        "LocalBusiness",
        "Offer",
        "Organization",
        "Product",
        "ProfilePage",
        "QAPage",
        "Rating",
        "Recipe",
        "Review",
        "SoftwareApplication",
        "SpeakableSpecification",
        "VideoObject",
        # without a rule of their own
        "3DModel",
        "BroadcastEvent",
        "Certification",
        "Clip",
        "Comment",
        "EmployerAggregateRating",
        "MathSolver",
        "MemberProgram",
        "MerchantReturnPolicy",
        "OfferShippingDetails",
        "ProductGroup",
        "Quiz",
        "SeekToAction",
        "ShippingService",
        "VacationRental",
    }
)


class _Needs:
    """The `needs` of a rule over nodes of some types and their kinds, worked out when a run asks for them."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds

    def __get__(self, _instance: object, _owner: type) -> frozenset[str]:
        return _types_of(self._kinds)


def needs_of(*kinds: str) -> Any:
    """What a rule over nodes of these types needs: a node of one of them, or of a kind of it."""
    return _Needs(kinds)


@cache
def _types_of(kinds: tuple[str, ...]) -> frozenset[str]:
    names = (name for name in vocabulary().types if _kinds_among(name, frozenset(kinds)))
    return frozenset(f"type:{name}" for name in (*kinds, *names))


@lru_cache(maxsize=4096)
def _kinds_of(name: str) -> tuple[str, ...]:
    """The types of `_KINDS` that a type is a kind of."""
    return tuple(sorted(_kinds_among(name, _KINDS)))


def _kinds_among(name: str, kinds: frozenset[str]) -> frozenset[str]:
    lineage = vocabulary().ancestors(name) | {name}
    return frozenset(kind for kind in lineage & kinds if lineage.isdisjoint(_NOT_OF_KIND.get(kind, ())))


def _by_kind(facts: Facts) -> Mapping[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in nodes_and_items(facts):
        for name in node.types:
            for kind in _kinds_of(name):
                nodes = found.setdefault(kind, [])
                if not nodes or nodes[-1] is not node:
                    nodes.append(node)
    return found


def _named_in_passing(facts: Facts) -> frozenset[str]:
    """Ids of nodes that stand by themselves in the graph, and are only referred to as what another is about."""
    roles: dict[str, set[str]] = {}
    for reference in facts.graph.references:
        roles.setdefault(reference.id, set()).add(reference.role)
    return frozenset(name for name, used in roles.items() if name and used.isdisjoint(_CLAIMED_IN))


# -- what they lack --------------------------------------------------------------------------------------------------


def lacking(node: Node, kind: str) -> list[str]:
    """The required properties that a node of a type lacks, in the order of its schema."""
    return _titles(node, kind, "required")


def lacking_advice(node: Node, kind: str) -> list[str]:
    """The recommended properties that a node of a type lacks."""
    return _titles(node, kind, "recommended")


def _titles(node: Node, kind: str, part: str) -> list[str]:
    tree = tree_of(node, _compiled(kind, part).asked)
    return list(_judged(kind, part, orjson.dumps(tree).decode()))


@lru_cache(maxsize=1024)
def _judged(kind: str, part: str, tree: str) -> tuple[str, ...]:
    """What a tree lacks. It holds no values of its own, so that nodes of one plugin have the same."""
    compiled = _compiled(kind, part)
    members = (error.schema_path[1] for error in compiled.validator.iter_errors(orjson.loads(tree)))  # ["allOf", 3, …]
    found = {compiled.titles[int(member)]: None for member in members}
    return tuple(title for title in found if title.partition(".")[0] not in found or "." not in title)


class _Compiled(NamedTuple):
    """A part of a schema, made ready.

    Attributes:
        validator: judges a tree.
        titles: what the members of the schema's `allOf` ask for.
        asked: the properties that are asked for, and those of their values.
    """

    validator: jsonschema_rs.Draft202012Validator
    titles: list[str]
    asked: Asked


@cache
def _compiled(kind: str, part: str) -> _Compiled:
    document = rich_result_schema(kind)
    members = (document if part == "required" else document["$defs"]["recommended"]).get("allOf", [])
    asked: Asked = {}
    for member in members:
        for path in member["title"].split(" or "):
            level = asked
            for name in path.split("."):
                level = level.setdefault(name, {})
    validator = jsonschema_rs.Draft202012Validator({"allOf": members} if members else {})
    return _Compiled(validator, [member["title"] for member in members], asked)


def tree_of(node: Node, asked: Asked) -> dict[str, Any]:
    """A node as the schemas see it, as far as they look; so a graph that refers to itself ends.

    What is nothing but an `@id` is described elsewhere, and stays so.
    """
    tree: dict[str, Any] = {}
    for name, inner in asked.items():
        if name in node.data and (values := _said(node, name)):
            tree[name] = [_branch(value, inner) for value in values[:_MOST_VALUES]] if inner else [1]
    return tree


def _said(node: Node, name: str) -> list[Any]:
    """The values of a property, but for addresses that plugins print without a line: forms of which none was filled."""
    values = node.values(name)
    return [value for value in values if not _is_blank(value)] if name == "address" else values


def _is_blank(value: Any) -> bool:
    return (
        isinstance(value, Node)
        and value.id is None
        and all(name.startswith("@") or is_missing(text) for name, text in value.data.items())
    )


def _branch(value: Any, asked: Asked) -> Any:
    if isinstance(value, Node):
        return tree_of(value, asked)
    if type(value) is dict:
        return {"@id": ""} if set(value) == {"@id"} else {name: [1] for name in value if name in asked}
    return value if type(value) is bool else "text" if type(value) is str else 1


def names_its_subject(opinion: Node) -> bool:
    """Whether a review or a rating says of what it is; what is described on another page has a name there.

    Below `@reverse`, it is of the thing that holds it.
    """
    return opinion.role == "itemReviewed" or any(
        not isinstance(item, Node) or item.text("name") for item in opinion.values("itemReviewed")
    )


def aggregate_ratings(facts: Facts) -> list[Node]:
    """The averages of what many said. In the place of one opinion's rating, the type says no such thing.

    Google's page on reviews allows it there: https://developers.google.com/search/docs/appearance/structured-data/review-snippet
    """
    return [rating for rating in nodes_of(facts, "AggregateRating") if rating.role != "reviewRating"]


_OTHER_SCALES = ("starRating", "contentRating")
"""Classes of hotels and ages of viewers."""


def ratings_of_other_scales(facts: Facts) -> frozenset[int]:
    """The ratings, by `id()`, that say no opinion: classes, ages, and what a check of facts found; for `Facts.once`."""
    owners = nodes_and_items(facts)
    named = {id(rating) for owner in owners for name in _scales_of(owner) for rating in parts(owner, name)}
    return frozenset(named).union(id(rating) for rating in owners if rating.role in _OTHER_SCALES)


def _scales_of(owner: Node) -> Iterator[str]:
    names = ("reviewRating",) if owner.is_a("ClaimReview", "MediaReview") else _OTHER_SCALES
    return (name for name in names if name in owner.data)


def is_virtual_only(event: Node) -> bool:
    """Whether an event takes place on the screen alone: all its places are virtual, or it says so and names none."""
    places = event.values("location")
    if places and all(isinstance(place, Node) and place.is_a("VirtualLocation") for place in places):
        return True
    if local_name(event.text("eventAttendanceMode") or "") != "OnlineEventAttendanceMode":
        return False
    return not any(isinstance(place, Node) and place.get("address") is not None for place in places)


class Incomplete(PostRule[Post]):
    """A rule over what the nodes of one type lack that a rich result needs."""

    kind: ClassVar[str]
    explained_by = {"jsonld-unknown-property": SAME_TARGET}  # a slip in its name is why a property is missing

    def __init_subclass__(cls, **options: Any) -> None:
        cls.needs = needs_of(cls.kind)
        super().__init_subclass__(**options)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each node, with all that it lacks; for tags, one for all that lack the same."""
        found: list[tuple[Node, list[str]]] = []
        for node in claimed(facts, self.kind):
            lacks = self.lacks(node)
            if lacks and facts.items.nodes:
                lacks = self._said_nowhere(node, lacks, facts)
            if lacks:
                found.append((node, lacks))
        return [incomplete(node, lacks, more) for node, lacks, more in once_a_template(found)]

    def _said_nowhere(self, node: Node, lacks: list[str], facts: Facts) -> list[str]:
        """What a node lacks and its twin in another syntax lacks too."""
        for twin in twins_of(node, facts):
            lacks_too = self.lacks(twin)
            lacks = [name for name in lacks if name in lacks_too]
        return lacks

    def lacks(self, node: Node) -> list[str]:
        """What a node lacks."""
        return lacking(node, self.kind)


def once_a_template(found: Iterable[tuple[Node, list[str]]]) -> list[tuple[Node, list[str], int]]:
    """Nodes and what they lack, those in tags once for all that lack the same, each with the number of the others.

    A shop's list of products says everything in every row: one template, and one fault.
    """
    told: list[tuple[Node, list[str], int]] = []
    places: dict[tuple[str, ...], int] = {}
    for node, lacks in found:
        if node.syntax == "JSON-LD" or (place := places.setdefault((label(node), *lacks), len(told))) == len(told):
            told.append((node, lacks, 0))
        else:
            first, _, more = told[place]
            told[place] = (first, lacks, more + 1)
    return told


def misspelt(node: Node, *names: str) -> str:
    """The property among some that a node lacks only for its capitals, as findings name what they are about; or ""."""
    written = {key.lower() for key in node.data}
    return next((f"{label(node)}.{name}" for name in names if name.lower() in written), "")


def incomplete(node: Node, lacks: list[str], more: int = 0) -> Finding:
    """The finding of a node that lacks something, and of more that lack the same."""
    name = node.text("name") or node.text("headline") or node.text("title") or ""
    shown = f' "{brief(name)}"' if name else ""
    return Finding(
        f"{label(node)}{shown} lacks {listed(lacks)}, which search engines require of it{like_it(more)}.",
        at=node.place(),
        value=f"{label(node)} {' '.join(lacks)}",
        target=f"{label(node)}.{lacks[0].partition(' ')[0]}" if len(lacks) == 1 else "",
    )


def parts(node: Node, name: str) -> Iterator[Node]:
    """The values of a property that are nodes."""
    return (value for value in node.values(name) if isinstance(value, Node))
