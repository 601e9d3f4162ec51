"""Structured data in the tags themselves: microdata and RDFa, read into the same graph as JSON-LD.

An item becomes the JSON object that says the same, so that whatever judges nodes judges items. Addresses are resolved,
because in HTML a relative one is as good as a full one. Only schema.org's vocabulary is read.

Sources: https://html.spec.whatwg.org/multipage/microdata.html, https://www.w3.org/TR/rdfa-core/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from turbohtml import Document, Element, MicrodataItem, RdfaItem

from audit.facts.images import LAZY_SOURCES
from audit.facts.jsonld import NOTHING, Block, Graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audit.facts.html import Markup

Syntax: TypeAlias = Literal["microdata", "RDFa"]

_ITEM = "[itemscope], [typeof]"
"""What is such an item. The tree is asked, since it is much shorter than the source, and knows every spelling.

A `<body itemscope>` that somebody has pasted into a content is no element there.
"""
_SCHEMA = ("https://schema.org/", "http://schema.org/", "https://www.schema.org/", "http://www.schema.org/")
_TOLD_BY_CONTENT = (
    "[itemprop][content]:not([itemscope]):not([content='']):not(meta):not([href]):not([src]):not([data])"
    ":not([datetime]):not([value])"
)
"""Elements whose text is for people, and whose `content` says the same for programs: `<b content="4.5">4,5 of 5</b>`.

HTML gives `content` a meaning on `<meta>` alone. schema.org's own examples have it everywhere, and whoever reads them
for a search engine reads it there.

Source: https://schema.org/docs/gs.html, section 3
"""
_LAZY = ", ".join(f"img[itemprop][{name}]:not([{name}=''])" for name in LAZY_SOURCES)
"""Pictures whose address a script writes into `src`, where a placeholder stands until then."""
_RELATED = (
    "[rel^='schema:']:not([property]), [rel^='http://schema.org/']:not([property]), "
    "[rel^='https://schema.org/']:not([property]), [rel]:not([property]):not(a):not(link):not(area):not(form)"
)
"""Elements that refer by `rel` to a thing of RDFa; on links the words of HTML stand there (`nofollow`)."""
_TARGETS = ("typeof", "resource", "href", "src")
_MOST_ITEMS = 500
"""Items of a page that are read; of 1,954 real posts and pages, the one with most has 38."""
_MOST_LEVELS = 32
_ALIASES = frozenset({"id", "type"})
"""Names of properties that would say what an item is if they stood in JSON-LD."""
_LONGEST_NAMES = 2_000
"""Characters of names in one attribute; the parser compares each with all before it. Of 9,767 real ones, the longest
has 481."""
_MOST_REFERRING = 100
"""Items of a field that refer by `itemref`; of 1,958 real posts and pages, the one with most has 13."""
_MOST_REFERRED = 100_000
"""Properties that all items get by `itemref`. Each that refers to two that refer to two doubles them: 20 are a million.
"""


def read_items(markup: Markup | None, field: str, base: str | None) -> Graph:
    """The microdata and the RDFa of an HTML field: each item that belongs to no other is a block of the graph.

    Args:
        markup: the parsed field.
        field: its name.
        base: what relative addresses are resolved against.
    """
    if markup is None or markup.root.select_one(_ITEM) is None:
        return NOTHING
    blocks: list[Block] = []
    _read(markup, field, "microdata", base, blocks)
    _read(markup, field, "RDFa", base, blocks)
    return Graph(blocks, base=base or "") if blocks else NOTHING


def _read(markup: Markup, field: str, syntax: Syntax, base: str | None, blocks: list[Block]) -> None:
    document = _with_metas(markup) if syntax == "microdata" else _with_properties(markup)
    nodes = _owners(markup, document, syntax)
    for index, item in enumerate(found := _extracted(document, syntax, base)):
        data = _object(item)
        # An item whose element is not known for sure is somewhere in the field.
        node = nodes[index] if len(nodes) == len(found) else None
        if "@type" in data and (node is None or node.closest("template") is None):
            blocks.append(Block(len(blocks), field, data=data, item=node, syntax=syntax))


def _extracted(document: Document, syntax: Syntax, base: str | None) -> Sequence[MicrodataItem | RdfaItem]:
    """The items that belong to no other; none where they are nested without end, or made to cost time."""
    if _is_endless(document):
        return ()
    read = document.microdata if syntax == "microdata" else document.rdfa
    try:
        found: Sequence[MicrodataItem | RdfaItem] = read(base_url=base)
    except (RecursionError, ValueError):
        return ()
    return found[:_MOST_ITEMS]


def _is_endless(document: Document) -> bool:
    """Whether to read the items would take far more time than what is written there."""
    names = ((node, name) for name in ("itemprop", "prefix") for node in document.select(f"[{name}]"))
    if any(len(node.attr(name) or "") > _LONGEST_NAMES for node, name in names):
        return True
    referring = document.select("[itemref]")
    if not referring:
        return False
    if len(referring) > _MOST_REFERRING:
        return True
    by_id: dict[str, Element] = {}
    for node in document.select("[id]"):
        by_id.setdefault(node.attr("id") or "", node)
    sizes: dict[Element, int] = {}
    return sum(_referred(node, by_id, sizes) for node in referring) > _MOST_REFERRED


def _referred(item: Element, by_id: Mapping[str, Element], sizes: dict[Element, int]) -> int:
    """How many properties an item gets from the elements that it refers to, and from those that these refer to."""
    if item not in sizes:
        sizes[item] = 0  # a circle ends where it began
        for name in dict.fromkeys((item.attr("itemref") or "").split()):
            target = by_id.get(name)
            if target is not None:
                within = [node for node in (target, *target.select("[itemref]")) if node.attr("itemref") is not None]
                sizes[item] += 1 + len(target.select("[itemprop]"))
                sizes[item] += sum(_referred(node, by_id, sizes) for node in within)
    return sizes[item]


def _with_metas(markup: Markup) -> Document:
    """The field, in which a `<meta>` says what an element says by its `content`, and pictures are loaded."""
    if markup.root.select_one(_TOLD_BY_CONTENT) is None and markup.root.select_one(_LAZY) is None:
        return markup.document
    document = markup.copied_document()
    for node in document.select(_LAZY):
        node.attrs["src"] = next(address for name in LAZY_SOURCES if (address := node.attr(name)))
    for node in document.select(_TOLD_BY_CONTENT):
        if isinstance(node, Element):
            told = {name: node.attr(name) or "" for name in ("itemprop", "content")}
            node.insert_before(Element("meta", told))
            del node.attrs["itemprop"]
    return document


def _with_properties(markup: Markup) -> Document:
    """The field, in which `property` says what a `rel` of schema.org says, be it of the elements inside.

    RDFa knows both; the parser reads the one of RDFa Lite.
    """
    if markup.root.select_one(_RELATED) is None:
        return markup.document
    document = markup.copied_document()
    for node in document.select(_RELATED):
        if any(node.attr(target) is not None for target in _TARGETS):
            node.attrs["property"] = node.attr("rel") or ""
    for node in document.select("[typeof]:not([property])"):
        holder = node.parent.closest("[typeof], [rel]") if isinstance(node.parent, Element) else None
        if holder is not None and holder.matches(_RELATED) and holder.attr("typeof") is None:
            node.attrs["property"] = holder.attr("rel") or ""
    return document


def _owners(markup: Markup, document: Document, syntax: Syntax) -> list[Element]:
    """The elements of the items that belong to no other, as the document says it; none where it has others."""
    own, of_another = ("itemscope", "itemprop") if syntax == "microdata" else ("typeof", "property")
    found, read = markup.root.select(f"[{own}]"), document.select(f"[{own}]")
    if len(found) != len(read):
        return []
    pairs = zip(found, read, strict=True)
    return [node for node, twin in pairs if twin.attr(of_another) is None and isinstance(node, Element)][:_MOST_ITEMS]


def _object(item: MicrodataItem | RdfaItem, level: int = 0) -> dict[str, Any]:
    """The JSON object that says what an item says."""
    data: dict[str, Any] = {}
    names = item.type.split() if isinstance(item, MicrodataItem) and item.type else item.type or ()
    types = [local for name in names if (local := _local(name))]
    if types:
        data["@type"] = types if len(types) > 1 else types[0]
    identity = item.id if isinstance(item, MicrodataItem) else item.resource
    if identity:
        data["@id"] = identity
    for name, values in _properties(item):
        said = list(_values(values, level))
        data.setdefault(name, said[0] if len(said) == 1 else said)
    return data


def _properties(item: MicrodataItem | RdfaItem) -> Iterator[tuple[str, Iterable[Any]]]:
    for name, values in item.properties.items():
        local = _local(name) if ":" in name else "" if isinstance(item, RdfaItem) else name
        if local and local not in _ALIASES and not local.startswith("@"):
            yield local, values


def _values(values: Iterable[Any], level: int) -> Iterator[Any]:
    for value in values:
        if isinstance(value, MicrodataItem | RdfaItem):
            if level < _MOST_LEVELS:
                yield _object(value, level + 1)
        elif isinstance(value, str):
            yield value.strip()


def _local(name: str) -> str:
    """The name of a term of schema.org; "" for one of another vocabulary."""
    return next((name[len(prefix) :].strip("/") for prefix in _SCHEMA if name.startswith(prefix)), "")
