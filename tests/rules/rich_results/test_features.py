"""Rich results: the schemas are those of the table, two validators agree on them, and only claims are judged."""

from __future__ import annotations

import gzip
import json
import runpy
from pathlib import Path

import jsonschema
import pytest

from audit.facts.jsonld import read_graph
from audit.resources import rich_result_schema
from audit.rules.rich_results._features import _compiled, _kinds_of, lacking, lacking_advice, tree_of

TOOL = Path(__file__).parents[3] / "tools" / "make_rich_results.py"
SCHEMAS = Path(__file__).parents[3] / "schemas" / "structured_data"
REAL = Path(__file__).parents[3] / ".." / "shared" / "data" / "real" / "posts"


@pytest.fixture
def node_of():
    """Makes nodes, and keeps their graphs: a node lives as long as its graph."""
    graphs = []

    def make(data):
        graphs.append(read_graph(schema=data))
        return graphs[-1].nodes[0]

    return make


@pytest.mark.skipif(not TOOL.is_file(), reason="the tool that makes the schemas is in the checkout only")
def test_schemas_are_those_of_the_table():
    made = runpy.run_path(str(TOOL))

    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(made["FEATURES"])
    for name in made["FEATURES"]:
        assert rich_result_schema(name) == made["schema_of"](name)


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_schemas_are_valid(path):
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_bytes()))


@pytest.mark.parametrize(
    ("kind", "data", "lacks"),
    [
        ("Recipe", {"@type": "Recipe", "name": " ", "image": []}, ["name", "image"]),
        ("Recipe", {"@type": "Recipe", "name": "Soup", "image": {"url": "/1.jpg"}}, []),
        ("Product", {"@type": "Product", "name": "Clock", "offers": None}, ["review or aggregateRating or offers"]),
        ("Event", {"@type": "Event", "name": "Fair", "startDate": "2026"}, ["location.address"]),
        ("Event", {"@type": "Event", "name": "F", "startDate": "2026", "location": "The quay"}, ["location.address"]),
        (
            "Event",
            {"@type": "Event", "name": "F", "startDate": "2026", "location": {"@id": "https://a.example/#q"}},
            [],
        ),
        ("Review", {"@type": "Review", "reviewRating": {"ratingValue": 0}}, ["author"]),
    ],
)
def test_what_a_node_lacks(node_of, kind, data, lacks):
    assert lacking(node_of(data), kind) == lacks


def test_what_is_recommended(node_of):
    article = {"@type": "Article", "headline": "Tide", "author": "Maren Holt", "image": "/1.jpg"}

    assert lacking_advice(node_of(article), "Article") == ["author.url or author.sameAs", "datePublished"]


def test_kinds_of_types():
    assert _kinds_of("Restaurant") == ("LocalBusiness", "Organization")
    assert _kinds_of("ProductGroup") == ("ProductGroup",)
    assert _kinds_of("NoSuchType") == ()


def test_a_graph_that_refers_to_itself_is_a_tree_of_some_levels(node_of):
    graph = {"@graph": [{"@id": "#a", "@type": "Person", "knows": {"@id": "#a"}}]}

    tree = tree_of(node_of(graph), {"knows": {"knows": {"knows": {}}}})

    assert tree == {"knows": [{"knows": [{"knows": [1]}]}]}


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared data is not beside this checkout")
def test_both_validators_agree_on_all_real_graphs():
    """Every shape of a node once, held against every schema, whatever its type."""
    graphs, nodes = [], {}
    for path in sorted(REAL.glob("*.json.gz")):
        for record in json.loads(gzip.decompress(path.read_bytes())):
            graph = read_graph(schema=(record.get("yoast_head_json") or {}).get("schema"))
            graphs.append(graph)
            nodes |= {(node.types, tuple(node.data)): node for node in graph.nodes}
    assert len(nodes) > 50

    for kind in (path.stem for path in SCHEMAS.glob("*.json")):
        for part in ("required", "recommended"):
            compiled = _compiled(kind, part)
            document = rich_result_schema(kind)
            asked = document if part == "required" else document["$defs"]["recommended"]
            reference = jsonschema.Draft202012Validator({"type": "object", "allOf": asked.get("allOf", [{}])})
            for node in nodes.values():
                tree = tree_of(node, compiled.asked)
                assert reference.is_valid(tree) == compiled.validator.is_valid(tree)
