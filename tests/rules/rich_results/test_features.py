"""Rich results: the schemas are those of the table, two validators agree on them, and only claims are judged."""

from __future__ import annotations

import gzip
import json
import runpy
from itertools import chain
from pathlib import Path

import jsonschema
import pytest

from audit.facts.html import Markup
from audit.facts.jsonld import read_graph
from audit.finding import Severity
from audit.resources import rich_result_schema
from audit.rule import Good
from audit.rules.rich_results._features import _compiled, _kinds_of, lacking, lacking_advice, tree_of
from audit.rules.rich_results.offer_price import OfferPrice
from audit.rules.rich_results.product_eligibility import ProductEligibility
from audit.rules.structured_data._examples import node
from audit.testing import findings_of

TOOL = Path(__file__).parents[3] / "tools" / "make_rich_results.py"
SCHEMAS = Path(__file__).parents[3] / "schemas" / "structured_data"
SHARED = Path(__file__).parents[3] / ".." / "shared" / "data"


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
        (
            "BreadcrumbList",
            {"@type": "BreadcrumbList", "itemListElement": [{"position": 1}]},
            ["itemListElement.name or itemListElement.item.name", "itemListElement.item or itemListElement.name"],
        ),
        (
            "BreadcrumbList",
            {
                "@type": "BreadcrumbList",
                "itemListElement": [{"@type": "ListItem", "position": 1, "item": {"@type": "WebPage", "name": "Home"}}],
            },
            [],
        ),
        (
            "ItemList",
            {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1}]},
            ["itemListElement.url or itemListElement.item.url"],
        ),
        ("Offer", {"@type": "Offer", "priceSpecification": {"price": 4}}, []),
        ("Offer", {"@type": "Offer", "priceCurrency": "EUR"}, ["price or priceSpecification.price"]),
        ("AggregateOffer", {"@type": "AggregateOffer", "lowPrice": 0}, ["priceCurrency"]),
        ("MerchantListing", {"@type": "Product", "name": "Clock", "image": "/1.jpg"}, ["offers"]),
        (
            "MerchantListing",
            {"@type": "Product", "name": "Clock", "image": "/1.jpg", "offers": {"price": 4}},
            ["offers.priceCurrency or offers.priceSpecification.priceCurrency"],
        ),
        ("UnitPriceSpecification", {"@type": "UnitPriceSpecification", "price": 4}, ["priceCurrency"]),
        ("Organization", {"@type": "Organization"}, []),
        ("ImageObject", {"@type": "ImageObject", "license": "https://l.example/"}, ["contentUrl"]),
        ("PaywalledContent", {"@type": "Article", "isAccessibleForFree": False}, []),
        ("SpeakableSpecification", {"@type": "SpeakableSpecification"}, ["cssSelector or xPath or xpath"]),
        (
            "Comment",
            {"@type": "Comment", "author": {"@type": "Person"}, "text": "Noon"},
            ["author.name", "datePublished"],
        ),
        (
            "Quiz",
            {"@type": "Quiz", "hasPart": {"text": "When?", "acceptedAnswer": "Noon"}},
            ["hasPart.eduQuestionType"],
        ),
        (
            "MathSolver",
            {
                "@type": "MathSolver",
                "url": "/s/",
                "usageInfo": "/t/",
                "potentialAction": {
                    "@type": "SolveMathAction",
                    "target": "/s?q",
                    "mathExpression-input": "required name=q",
                },
            },
            [],
        ),
        ("SeekToAction", {"@type": "SeekToAction", "target": "/v?t={t}"}, ["startOffset-input"]),
        ("WebSite", {"@type": "WebSite", "name": "Saltmarsh"}, ["url"]),
        ("Recipe", {"@type": "Recipe", "name": "Soup", "image": {"url": "/1.jpg"}}, []),
        ("Product", {"@type": "Product", "name": "Clock", "offers": None}, ["review or aggregateRating or offers"]),
        ("Event", {"@type": "Event", "name": "Fair", "startDate": "2026"}, ["location.address"]),
        ("Event", {"@type": "Event", "name": "F", "startDate": "2026", "location": "The quay"}, ["location.address"]),
        (
            "Event",
            {"@type": "Event", "name": "F", "startDate": "2026", "location": {"@id": "https://a.example/#q"}},
            [],
        ),
        ("Certification", {"@type": "Certification", "issuedBy": {"name": "EC"}}, []),
        (
            "MemberProgram",
            {"name": "Tide", "description": "For all.", "hasTiers": {"url": "/a"}},
            ["hasTiers.name", "hasTiers.hasTierBenefit"],
        ),
        (
            "VacationRental",
            {
                "name": "A",
                "identifier": 1,
                "image": "/1.jpg",
                "latitude": 5,
                "longitude": 5,
                "containsPlace": {"occupancy": {"unitText": "adults"}},
            },
            ["containsPlace.occupancy.value"],
        ),
        (
            "DiscussionForumPosting",
            {"author": "Jo", "datePublished": "2026", "articleBody": "Ebb."},
            ["text or image or video"],
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


def test_what_a_list_names_in_short_claims_nothing():
    entry = '{"@type":"ListItem","position":1,"item":{"@type":"Product","name":"Clock","url":"https://saltmarsh.example/%s"}}'
    said = [
        findings_of(ProductEligibility, Good(node(f'"@type":"ItemList","itemListElement":[{entry % address}]')))
        for address in ("clock/", "tide/#clock")
    ]

    assert [len(findings) for findings in said] == [0, 1]


@pytest.mark.parametrize(
    ("offer", "severity"),
    [
        ('"@type":"Offer","price":4', Severity.WARNING),
        ('"@type":"Offer","price":4,"shippingDetails":{"@id":"https://saltmarsh.example/delivery/#d"}', Severity.ERROR),
        ('"@type":"AggregateOffer","lowPrice":4', Severity.ERROR),
        ('"@type":"Offer","priceCurrency":"EUR"', Severity.ERROR),
    ],
)
def test_a_currency_that_is_only_recommended_is_no_error(offer, severity):
    (finding,) = findings_of(OfferPrice, Good(node(f'"@type":"Product","name":"Clock","offers":{{{offer}}}')))

    assert finding.severity is severity


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this checkout")
def test_both_validators_agree_on_all_real_graphs():
    """Every shape of a node once, held against every schema, whatever its type: they tell the same faults."""
    graphs, nodes = [], {}
    for record in chain(real_records(), records_of_the_casebook()):
        head, content = record.get("yoast_head"), (record.get("content") or {}).get("rendered")
        graph = read_graph(
            head=("yoast_head", Markup(head) if head else None),
            content=("content.rendered", Markup(content) if content else None),
            schema=(record.get("yoast_head_json") or {}).get("schema"),
        )
        graphs.append(graph)
        nodes |= {(node.types, tuple(node.data)): node for node in graph.nodes}
    assert len(nodes) > 150

    for kind in (path.stem for path in SCHEMAS.glob("*.json")):
        for part in ("required", "recommended"):
            compiled = _compiled(kind, part)
            document = rich_result_schema(kind)
            asked = document if part == "required" else document["$defs"]["recommended"]
            reference = jsonschema.Draft202012Validator({"type": "object", "allOf": asked.get("allOf", [{}])})
            for found in nodes.values():
                tree = tree_of(found, compiled.asked)
                told = {error.schema_path[1] for error in compiled.validator.iter_errors(tree)}
                assert told == {error.absolute_schema_path[1] for error in reference.iter_errors(tree)}
                assert compiled.validator.is_valid(tree) == (not told)


def real_records():
    for path in sorted((SHARED / "real" / "posts").glob("*.json.gz")):
        yield from json.loads(gzip.decompress(path.read_bytes()))


def records_of_the_casebook():
    for path in sorted((SHARED / "cases").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield from json.loads(line).get("posts", ())
