"""The structured data of a page: every JSON-LD script of head and content, read into one graph.

Nodes of one `@id` are one node, whichever scripts they stand in; references are resolved when a rule asks for a value,
never copied, so a graph that refers to itself is harmless. Only schema.org's vocabulary is read: what is said in
another one is nobody's fault here.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast
from weakref import proxy

import orjson

from audit.facts.item_places import element_at
from audit.facts.jsonld_context import (
    Context,
    Vocabulary,
    one_type,
    speakers,
    types_of,
    vocabulary_of,
    vocabulary_of_words,
    without_prefixes,
)
from audit.facts.jsonld_values import (
    CONTAINERS,
    MAX_DEPTH,
    JsonObject,
    Path,
    is_list_of_php,
    is_missing,
    leaves,
    objects,
    pointer_of,
    property_of,
)
from audit.facts.scripts import BlockError, Script, read_json, read_scripts
from audit.facts.url import parse_url
from audit.finding import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from turbohtml import Element

    from audit.facts.html import Markup

ARTICLE_TYPES = frozenset(
    {
        "Article",
        "APIReference",
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "DiscussionForumPosting",
        "LiveBlogPosting",
        "MedicalScholarlyArticle",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    }
)
"""Article and its subtypes. Source: https://schema.org/Article, release 30.0."""

WEBPAGE_TYPES = frozenset(
    {
        "WebPage",
        "AboutPage",
        "CheckoutPage",
        "CollectionPage",
        "ContactPage",
        "FAQPage",
        "ImageGallery",
        "ItemPage",
        "MediaGallery",
        "MedicalWebPage",
        "ProfilePage",
        "QAPage",
        "RealEstateListing",
        "SearchResultsPage",
        "VideoGallery",
    }
)
"""WebPage and its subtypes. Source: https://schema.org/WebPage, release 30.0."""


# -- blocks -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Block:
    """One JSON-LD script, or the graph that an SEO plugin hands over as JSON.

    Attributes:
        index: position in `Graph.blocks`.
        field: field of the post that it stands in.
        script: the script; None where the plugin's JSON is the source.
        data: the JSON value; None if it could not be read.
        error: why it could not, or not as it is meant.
        contexts: the `@context` of each top-level object.
        prefix: JSON pointer of `data` in the field, where the plugin's JSON is the source.
        item: the element, where microdata or RDFa is the source and it is known.
        syntax: "JSON-LD", or that in which the tags say it.
    """

    index: int
    field: str
    script: Script | None = None
    data: Any = None
    error: BlockError | None = None
    contexts: list[Context] = dataclass_field(default_factory=list)
    prefix: str = ""
    item: Element | None = None
    syntax: str = "JSON-LD"

    @property
    def foreign(self) -> bool:
        """All of it uses another vocabulary than schema.org: its nodes are not in the graph."""
        return bool(self.contexts) and all(context.vocabulary is Vocabulary.FOREIGN for context in self.contexts)

    def place(self, pointer: str = "", shown: Any = None) -> Place:
        """The script's text with a JSON pointer into it, the pointer into the plugin's JSON, or the tag that says it.

        Args:
            pointer: where in the block.
            shown: the value there.
        """
        if self.syntax != "JSON-LD":
            if self.item is None or not pointer:
                return Place(self.field, self.item)
            return Place(self.field, element_at(self.item, self.data, pointer, is_microdata=self.syntax == "microdata"))
        if self.script is None:
            return Place(self.field, pointer=self.prefix + pointer, shown=shown)
        return Place(self.field, self.script.node, inside=True, pointer=pointer, shown=shown)


# -- nodes -----------------------------------------------------------------------------------------------------------


class Definition(NamedTuple):
    """One object that says something about a node: its JSON object, its block, and where in the block it stands."""

    data: JsonObject
    block: int
    path: Path

    @property
    def pointer(self) -> str:
        """JSON pointer within the block."""
        return pointer_of(self.path)


class Node:
    """One thing that the structured data speaks of. It lives as long as its graph.

    Attributes:
        types: its types, without schema.org's prefix; empty where none is given.
        id: its `@id`, or None.
        data: what is said of it, unresolved. Of several definitions the first typed one wins, property by property.
        block: index of the block of its first definition.
    """

    __slots__ = ("_definitions", "_graph", "_path", "block", "data", "id", "types")

    def __init__(
        self, graph: Graph, data: JsonObject, types: tuple[str, ...], block: int, path: Path, name: str | None
    ) -> None:
        self._graph = graph
        self.data = data
        self.types = types
        self.id = name
        self.block = block
        self._path = path
        self._definitions: list[Definition] | None = None

    def __repr__(self) -> str:
        return f"<Node {'|'.join(self.types) or 'untyped'} {self.id or self.pointer}>"

    @property
    def definitions(self) -> Sequence[Definition]:
        """Everything that is said of it, the first typed definition first."""
        return self._definitions or [Definition(self.data, self.block, self._path)]

    @property
    def is_said_again(self) -> bool:
        """Whether it has several definitions; cheaper than to count them."""
        return self._definitions is not None

    @property
    def pointer(self) -> str:
        """JSON pointer of its first typed definition, within the block."""
        return pointer_of(self._path)

    @property
    def syntax(self) -> str:
        """In which syntax it is said: JSON-LD, microdata or RDFa."""
        return self._graph.blocks[self.block].syntax

    @property
    def role(self) -> str:
        """The property under which it stands: `author`, or `@graph`; "" at the top of a script."""
        return property_of(self._path)

    def stands_in(self, roles: Collection[str]) -> bool:
        """Whether one of its definitions stands under one of some properties: a breadcrumb may mention it first."""
        if self._definitions is None:
            return self.role in roles
        return any(property_of(definition.path) in roles for definition in self._definitions)

    def is_a(self, *names: str) -> bool:
        """Whether one of its types is among the names. Subtypes do not count."""
        return not frozenset(names).isdisjoint(self.types)

    def get(self, name: str) -> Any:
        """The first value of a property, references resolved; None where it is missing or empty."""
        value = self.data.get(name)
        if type(value) is str and value and not value.isspace():
            return value
        return next(iter(self.values(name)), None)

    def linked(self, name: str) -> Any:
        """The same, and in tags, where a link refers to an item by its id (`href="#webpage"`), that item's node."""
        value = self.get(name)
        if type(value) is str and self.syntax != "JSON-LD":
            return self._graph.by_id(value) or value
        return value

    def values(self, name: str) -> list[Any]:
        """All values of a property in all definitions, each once; empty ones are left out.

        A reference or a nested object is its `Node`, a value object its value. A reference that leads nowhere is its
        JSON object as it stands. A script that is printed twice says nothing twice: an object that an earlier
        definition has word for word is left out.
        """
        if self._definitions is None:  # nearly always: a text, a reference, or nothing needs no search for doubles
            value = self.data.get(name)
            kind = type(value)
            if kind is str:
                return [value] if value and not value.isspace() else []
            if value is None:
                return []
            if kind is dict and len(value) == 1 and "@id" in value:
                return [self._graph.resolve(value)]
        found: list[Any] = []
        seen: set[Any] = set()
        for leaf in self._leaves(name):
            value = self._graph.resolve(leaf)
            if value is None:  # a value object that holds null
                continue
            if type(value) not in (dict, list):
                if (type(value), value) in seen:
                    continue
                seen.add((type(value), value))
            found.append(value)
        return found

    def _leaves(self, name: str) -> Iterable[Any]:
        """What a property holds in all definitions; an object that an earlier one has, too, once.

        The entries of a list are counted from one: those of a second definition are another list's.
        """
        if self._definitions is None or name == "itemListElement":
            return leaves(self.data.get(name))
        found: list[Any] = []
        said: set[str] = set()
        for definition in self._definitions:
            own = [
                (leaf, json.dumps(leaf, sort_keys=True) if type(leaf) is dict else "")
                for leaf in leaves(definition.data.get(name))
            ]
            found += [leaf for leaf, written in own if written not in said]
            said.update(written for _, written in own if written)
        return found

    def text(self, name: str) -> str | None:
        """The first value of a property that is a text or a number, as text; None where there is none."""
        value = self.data.get(name)
        if type(value) is str and value and not value.isspace():
            return value
        return next((str(value) for value in self.values(name) if type(value) in (str, int, float)), None)

    def place(self, name: str | None = None) -> Place:
        """Where it is defined, or where one of its properties is said."""
        for block, path, data in ((d.block, d.path, d.data) for d in self.definitions):
            if name is not None and name in data:
                return self._graph.blocks[block].place(pointer_of((path, name)), data[name])
        return self._graph.blocks[self.block].place(self.pointer, self.data)

    def _add(self, data: JsonObject, types: tuple[str, ...], block: int, path: Path) -> None:
        """Another definition: types are united, properties filled in."""
        if self._definitions is None:
            self._definitions = [Definition(self.data, self.block, self._path)]
            self.data = dict(self.data)
        definition = Definition(data, block, path)
        if types and not self.types:  # `{"name", "@id"}` came first, the node itself comes now
            self._definitions.insert(0, definition)
            first, second = dict(data), self.data
            self.block, self._path = block, path
        else:
            self._definitions.append(definition)
            first, second = self.data, data
        for name, value in second.items():
            if name not in first or (is_missing(first[name]) and not is_missing(value)):
                first[name] = value
        self.data = first
        self.types += tuple(name for name in types if name not in self.types)


@dataclass(slots=True, eq=False)
class Reference:
    """An object that is nothing but an `@id`.

    Attributes:
        id: what it refers to; "" where that is empty or no text.
        written: the same as it is written.
        role: the property that refers: `breadcrumb`, `author`.
        owner: the node that refers; None at the top of a script.
        block: the block that it stands in.
        pointer: JSON pointer within the block.
    """

    id: str
    written: Any
    role: str
    owner: Node | None
    block: Block
    pointer: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.block.place(self.pointer, {"@id": self.written})


_Found: TypeAlias = "tuple[JsonObject, Path, Node | None]"


# -- the graph -------------------------------------------------------------------------------------------------------


class Graph:
    """All nodes of all JSON-LD of a page.

    Attributes:
        blocks: the scripts, those of the head first.
        nodes: every node with something to say, nested ones too: block by block, within a block those nearer to the
            top first.
        errors: why scripts could not be read, or not as they are meant.
        head_schema_agrees: whether a script of the head says the same as the plugin's JSON; None where one is missing.
    """

    __slots__ = (
        "__weakref__",
        "_articles",
        "_base",
        "_by_id",
        "_by_object",
        "_by_type",
        "_references",
        "blocks",
        "errors",
        "head_schema_agrees",
        "nodes",
    )

    def __init__(self, blocks: Sequence[Block], *, head_schema_agrees: bool | None = None, base: str = "") -> None:
        self.blocks = blocks
        self._base = base.partition("#")[0]
        self.errors: list[BlockError] = [block.error for block in blocks if block.error is not None]
        self.nodes: list[Node] = []
        self.head_schema_agrees = head_schema_agrees
        self._by_id: dict[str, Node] = {}
        self._by_object: dict[int, Node] = {}
        self._references: list[tuple[Any, int, Path, Node | None]] = []
        # Nodes hold their graph weakly: with the collector off, a cycle for each post would never be freed.
        graph = cast("Graph", proxy(self))
        for block in blocks:
            for written, path in _roots(block.data):
                root = without_prefixes(written)
                for speaker, at in speakers(root, path):
                    context = speaker.get("@context")
                    if context is None and root is not written:
                        continue  # its words are addresses
                    kind = vocabulary_of_words(speaker) if context is None else vocabulary_of(context)
                    block.contexts.append(Context(context, kind, pointer_of(at), speaker))
                self._read(graph, root, path, block.index)
        by_type: dict[str, list[Node]] = {}
        for node in self.nodes:
            for name in node.types:
                if name in by_type:
                    by_type[name].append(node)
                else:
                    by_type[name] = [node]
        self._by_type = by_type
        self._articles: Sequence[Node] | None = None

    def _read(self, graph: Graph, root: JsonObject, path: Path, block: int) -> None:
        """Find the nodes below one object, level by level: no recursion, so depth costs nothing."""
        level: list[_Found] = [(root, path, None)]
        for _ in range(MAX_DEPTH):
            deeper: list[_Found] = []
            for data, here, owner in level:  # grows while it is read: what stands in a container is on its level
                named = data.get("@type")
                if type(named) is str:
                    types = one_type(named)
                elif "@type" in data:
                    types = types_of(named)
                elif len(data) == 1 and "@id" in data:
                    self._references.append((data["@id"], block, here, owner))
                    continue
                elif (inside := _unfold(data, here)) is not None:
                    level += [(item, below, owner) for item, below in inside]
                    continue
                else:
                    types = types_of(data.get("type"))
                if "@context" not in data or vocabulary_of(data["@context"]) is not Vocabulary.FOREIGN:
                    _descend(deeper, self._define(graph, data, types, block, here), data, here)
            if not deeper:
                return
            level = deeper

    def _define(self, graph: Graph, data: JsonObject, types: tuple[str, ...], block: int, path: Path) -> Node:
        name = data.get("@id") or data.get("id")
        if type(name) is not str:
            name = None
        elif (known := self._by_id.get(self._full(name))) is not None:
            known._add(data, types, block, path)  # noqa: SLF001 - a node grows only while its graph is read
            return known
        node = Node(graph, data, types, block, path, name)
        if name is None:
            self._by_object[id(data)] = node
        else:
            self._by_id[self._full(name)] = node
        self.nodes.append(node)
        return node

    def _full(self, name: str) -> str:
        """An id, with the page's address where it is a mere fragment."""
        return self._base + name if name[:1] == "#" else name

    @property
    def types(self) -> Collection[str]:
        """Every type that a node of the page has."""
        return self._by_type.keys()

    def of_type(self, *names: str) -> list[Node]:
        """Nodes of one of the types, in the order of `nodes`. Subtypes do not count."""
        if len(names) == 1:
            return list(self._by_type.get(names[0], ()))
        present = frozenset(name for name in names if name in self._by_type)
        if len(present) == 1:
            return list(self._by_type[next(iter(present))])
        return [node for node in self.nodes if not present.isdisjoint(node.types)] if present else []

    def by_id(self, id: str) -> Node | None:  # noqa: A002 - JSON-LD's word
        """The node with this `@id`, exactly as written; a mere fragment is one of the page."""
        return self._by_id.get(self._full(id))

    def resolve(self, value: Any) -> Any:
        """The node that a reference or a nested object stands for, the value of a value object, else the value."""
        if type(value) is not dict:
            return value
        name = value.get("@id") or value.get("id")
        if type(name) is str and (node := self._by_id.get(self._full(name))) is not None:
            return node
        if "@value" in value:
            return value["@value"]
        return self._by_object.get(id(value), value)

    @property
    def references(self) -> list[Reference]:
        """Every object that is nothing but an `@id`."""
        return [self._reference(*found) for found in self._references]

    @property
    def dangling(self) -> list[Reference]:
        """References to what is defined nowhere on the page."""
        return [
            self._reference(*found)
            for found in self._references
            if type(found[0]) is not str or self.by_id(found[0]) is None
        ]

    def _reference(self, target: Any, block: int, path: Path, owner: Node | None) -> Reference:
        name = target if type(target) is str else ""
        return Reference(name, target, property_of(path), owner, self.blocks[block], pointer_of(path))

    def articles(self) -> Sequence[Node]:
        """The article-like nodes: `ARTICLE_TYPES`. Many rules ask."""
        if self._articles is None:
            self._articles = self.of_type(*(ARTICLE_TYPES & self._by_type.keys()))
        return self._articles

    def webpage(self, keys: Collection[str] = ()) -> Node | None:
        """The page's own node: the page-like node (`WEBPAGE_TYPES`) with one of these addresses, else the first one.

        Args:
            keys: addresses of the page in their comparison form, `Url.key`.
        """
        pages = self.of_type(*(WEBPAGE_TYPES & self._by_type.keys()))
        if len(pages) > 1 and keys:
            for page in pages:
                if any(key in keys for key in _keys_of(page)):
                    return page
        return pages[0] if pages else None


def _keys_of(node: Node) -> Iterator[str]:
    """The comparison forms of a node's url and id."""
    for address in (node.text("url"), node.id):
        if address and (url := parse_url(address)) is not None:
            yield url.key


def _roots(data: Any) -> Iterable[tuple[JsonObject, Path]]:
    """The top-level objects of a script."""
    if type(data) is dict:
        return ((data, ()),) if data else ()
    return objects(data, ()) if type(data) is list else ()


def _descend(deeper: list[_Found], node: Node, data: JsonObject, path: Path) -> None:
    """Note the objects that stand in the properties of a node."""
    for name, value in data.items():
        kind = type(value)
        if kind is str:
            continue
        if kind is dict:
            deeper.append((value, (path, name), node))
        elif kind is list:
            here = (path, name)
            for index, item in enumerate(value):
                if type(item) is dict:
                    deeper.append((item, (here, index), node))
                elif type(item) is list:
                    deeper += [(inner, below, node) for inner, below in objects(item, (here, index))]


def _unfold(data: JsonObject, path: Path) -> list[tuple[JsonObject, Path]] | None:
    """What an object without `@type` holds, if it is a mere container; None if it is a node."""
    within = property_of(path)
    if within == "@context" or "@value" in data:
        return []
    php = is_list_of_php(data)
    if not php and within != "@reverse" and not data.keys() <= CONTAINERS:
        return None
    found: list[tuple[JsonObject, Path]] = []
    for name, value in data.items():
        below: Path = (path, int(name) if php else name)
        if type(value) is dict:
            found.append((value, below))
        elif type(value) is list:
            found += objects(value, below)
    return found


NOTHING = Graph([])
"""The graph of a page without structured data, as most are."""


# -- reading ---------------------------------------------------------------------------------------------------------


def read_graph(
    head: tuple[str, Markup | None] = ("", None),
    content: tuple[str, Markup | None] = ("", None),
    schema: Any = None,
    schema_at: tuple[str, str] = ("yoast_head_json", "/schema"),
    other_heads: Iterable[tuple[str, Markup]] = (),
    base: str = "",
) -> Graph:
    """The graph of a page.

    Args:
        head: field and parsed HTML of the head, which may be a whole page.
        content: field and parsed HTML of the content, unless it is part of that page.
        schema: the graph that the SEO plugin hands over as JSON. It is read where the head has no script of its own,
            and compared with the scripts otherwise.
        schema_at: where it stands: field and JSON pointer.
        other_heads: field and parsed HTML of the heads that other plugins print into the page.
        base: the page's address, of which ids that are mere fragments are parts.
    """
    scripts = read_scripts(head[1], head[0]) if head[1] is not None else []
    blocks: list[Block] = []
    agrees: bool | None = None
    if type(schema) not in (dict, list):
        schema = None
    if scripts:
        agrees = _read_head(scripts, schema, blocks)
    elif schema:
        blocks.append(Block(0, schema_at[0], data=schema, prefix=schema_at[1]))
    for field, markup in (*other_heads, content):
        if markup is not None:
            blocks += [
                _read_block(script, len(blocks) + index) for index, script in enumerate(read_scripts(markup, field))
            ]
    if not blocks:
        return NOTHING
    return Graph(blocks, head_schema_agrees=agrees, base=base)


def _read_block(script: Script, index: int) -> Block:
    data, error = read_json(script)
    return Block(index, script.field, script, data, error)


def _read_head(scripts: Sequence[Script], schema: Any, blocks: list[Block]) -> bool | None:
    """Read the scripts of the head; whether one of them says what the plugin's JSON says.

    A script that is the JSON byte for byte (of 373 real heads with both, 356) is not parsed: its value is at hand.
    """
    spellings = _spellings(schema)
    agrees: bool | None = None
    for script in scripts:
        if spellings and agrees is not True and script.text.encode("utf-8", "surrogatepass") in spellings:
            agrees = True
            blocks.append(Block(len(blocks), script.field, script, schema))
            continue
        block = _read_block(script, len(blocks))
        blocks.append(block)
        if schema and agrees is not True and block.error is None:
            agrees = _same(block.data, schema)
    return agrees


def _spellings(schema: Any) -> tuple[bytes, ...]:
    r"""How a script with this value is written: PHP escapes every slash as `\/`, unless told not to."""
    if not schema:
        return ()
    try:
        plain = orjson.dumps(schema)
    except TypeError:  # orjson: nested too deeply, a lone surrogate, an integer beyond 64 bits
        return ()
    return plain.replace(b"/", b"\\/"), plain


def _same(first: Any, second: Any) -> bool | None:
    """Deep equality; None where the values are nested so deeply that Python gives up."""
    try:
        return bool(first == second)
    except RecursionError:
        return None
