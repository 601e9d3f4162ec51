import gzip
import json
import math
import re
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.facts.contract import MOST, Violation, violations
from audit.finding import Place, Severity
from audit.resources import schema

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
REAL = sorted((DATA / "real" / "posts").glob("*.json.gz"))
needs_data = pytest.mark.skipif(not REAL, reason="the real posts are not on this machine")

SCHEMA = schema("post")
FAST = jsonschema_rs.Draft202012Validator(SCHEMA)
REFERENCE = jsonschema.Draft202012Validator(SCHEMA)

JSON_TYPES = {str: "string", int: "integer", bool: "boolean"}


def documented(part, pointer=""):
    """Each typed place in a part of the schema: (JSON pointer, what the schema says there)."""
    part = resolved(part)
    if "type" in part and pointer:
        yield pointer, part
    for name, inner in part.get("properties", {}).items():
        yield from documented(inner, f"{pointer}/{name}")
    if "items" in part:
        yield from documented(part["items"], f"{pointer}/0")
    if isinstance(part.get("additionalProperties"), dict):
        yield from documented(part["additionalProperties"], f"{pointer}/any")


def resolved(part):
    return SCHEMA["$defs"][part["$ref"].rpartition("/")[2]] | part if "$ref" in part else part


def record_with(pointer, value, **rest):
    for step in reversed(pointer.split("/")[1:]):
        value = [value] if step == "0" else {step: value}
    return {**value, **rest}


def wrong_for(part):
    types = part["type"] if isinstance(part["type"], list) else [part["type"]]
    return next(value for value in (7, "x", True) if JSON_TYPES[type(value)] not in types)


PLACES = [
    *((pointer, part, {}) for pointer, part in documented(SCHEMA)),
    ("/status", SCHEMA["$defs"]["status"], {}),
    *((pointer, part, {"type": "attachment"}) for pointer, part in documented(SCHEMA["$defs"]["attachment"])),
]


@pytest.mark.parametrize(("pointer", "part", "rest"), PLACES, ids=[pointer for pointer, _, _ in PLACES])
def test_a_wrong_type_is_one_violation_at_its_place(pointer, part, rest):
    wrong = wrong_for(part)
    record = record_with(pointer, wrong, **rest)
    found = violations(record)
    assert [(violation.rule, violation.pointer) for violation in found] == [("rest-type-mismatch", pointer)]
    assert found[0].value == wrong
    assert found[0].expected not in {"", "null"}
    assert not REFERENCE.is_valid(record)


def test_there_are_many_places():
    assert len(PLACES) > 100


def only(**record):
    (violation,) = violations(record)
    return violation


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"date": None, "date_gmt": None},
        {"date": "0000-00-00T00:00:00", "modified": "1970-01-01T00:00:00"},
        {"meta": [], "acf": []},
        {"meta": {}, "acf": {}},
        {"meta": False, "acf": False},
        {"meta": {"footnotes": ""}, "acf": {"gauge": ""}},
        {"class_list": ["post-1", "hentry"]},
        {"class_list": {"0": "post-1", "2": "hentry"}},
        {"template": "", "password": "", "generated_slug": ""},
        {"status": None, "comment_status": None, "ping_status": None, "format": None},
        {"type": "attachment", "status": "inherit", "description": {"rendered": ""}, "media_details": []},
        {"type": "attachment", "media_details": {"width": 1600, "height": 900, "sizes": []}, "post": None},
        {"type": "club", "description": "of a custom type", "caption": 7},
        {"yoast_head": None, "yoast_head_json": None},
        {"yoast_head_json": {"robots": [], "twitter_misc": [], "og_image": [], "og_video": 7}},
        {"yoast_head_json": {"og_image": [{"url": "https://saltmarsh.example/pier.jpg", "type": ""}]}},
        {"author": 0, "_embedded": {"author": [{"code": "rest_user_invalid_id"}]}},
        {"jetpack_featured_media_url": "", "jetpack-related-posts": []},
        {"lang": False, "translations": []},
        {"_links": {"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/1"}], "curies": []}},
        {"somebody": {"elses": [None]}, "sticky": False},
    ],
)
def test_what_wordpress_really_writes_is_legal(record):
    assert violations(record) == []
    assert REFERENCE.is_valid(record)


@pytest.mark.parametrize(
    ("record", "rule", "pointer", "found", "expected"),
    [
        ({"id": "12"}, "rest-type-mismatch", "/id", 'the string "12"', "an integer"),
        ({"id": True}, "rest-type-mismatch", "/id", "true", "an integer"),
        ({"featured_media": "4658"}, "rest-type-mismatch", "/featured_media", 'the string "4658"', "an integer"),
        ({"featured_media": ""}, "rest-empty-string-number", "/featured_media", '""', "an integer"),
        ({"sticky": 0}, "rest-type-mismatch", "/sticky", "0", "true or false"),
        ({"sticky": ""}, "rest-type-mismatch", "/sticky", 'the string ""', "true or false"),
        ({"categories": {"0": 3}}, "rest-type-mismatch", "/categories", "an object", "a list"),
        ({"content": "<p>"}, "rest-type-mismatch", "/content", 'the string "<p>"', "an object"),
        ({"content": {"rendered": None}}, "rest-type-mismatch", "/content/rendered", "null", "a string"),
        ({"title": None}, "rest-type-mismatch", "/title", "null", "an object"),
        ({"modified": None}, "rest-type-mismatch", "/modified", "null", "YYYY-MM-DDTHH:MM:SS"),
        ({"meta": True}, "rest-type-mismatch", "/meta", "true", "an object"),
        ({"meta": ["a"]}, "rest-type-mismatch", "/meta", "a list", "an object"),
        ({"yoast_head_json": []}, "rest-type-mismatch", "/yoast_head_json", "an empty list", "an object"),
        ({"yoast_head_json": "{}"}, "rest-type-mismatch", "/yoast_head_json", 'the string "{}"', "an object"),
        ({"comment_status": 5}, "rest-type-mismatch", "/comment_status", "5", "open or closed"),
        ({"comment_status": ""}, "rest-enum-invalid", "/comment_status", '""', "open or closed"),
        ({"ping_status": "close"}, "rest-enum-invalid", "/ping_status", '"close"', "open or closed"),
        ({"status": ""}, "rest-enum-invalid", "/status", '""', "publish, future, draft, pending or private"),
        ({"format": "Video"}, "rest-enum-invalid", "/format", '"Video"', "one of WordPress's ten post formats"),
        ({"date": "2026-03-01 10:00:00"}, "rest-date-format", "/date", '"2026-03-01 10:00:00"', "YYYY-MM-DDTHH:MM:SS"),
        ({"date": ""}, "rest-date-format", "/date", '""', "YYYY-MM-DDTHH:MM:SS"),
        ({"slug": 10**5000}, "rest-type-mismatch", "/slug", "a huge number", "a string"),
        ({"id": math.nan}, "rest-type-mismatch", "/id", "NaN", "an integer"),
        ({"slug": ["\ud83c"]}, "rest-type-mismatch", "/slug", "a list", "a string"),
        (
            {"yoast_head_json": {"og_image": [{"url": ["/a.jpg"]}]}},
            "rest-type-mismatch",
            "/yoast_head_json/og_image/0/url",
            "a list",
            "a string",
        ),
    ],
)
def test_the_words_of_a_violation(record, rule, pointer, found, expected):
    violation = only(**record)
    assert violation[:4] == (rule, pointer, expected, found)
    assert violation.severity is None


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        ({"status": "wc-on-hold"}, "rest-enum-invalid"),
        ({"status": "trash"}, "rest-enum-invalid"),
        ({"type": "revision", "status": "inherit"}, "rest-enum-invalid"),
        ({"type": "attachment", "status": "in-review"}, "rest-enum-invalid"),
        ({"sticky": None}, "rest-type-mismatch"),
        ({"categories": None}, "rest-type-mismatch"),
        ({"excerpt": None}, "rest-type-mismatch"),
        ({"meta": None}, "rest-type-mismatch"),
        ({"yoast_head_json": {"og_image": [{"width": "1200"}]}}, "rest-type-mismatch"),
        ({"yoast_head_json": {"og_image": [{"width": None}]}}, "rest-type-mismatch"),
    ],
)
def test_what_is_only_worth_a_notice(record, rule):
    violation = only(**record)
    assert (violation.rule, violation.severity) == (rule, Severity.NOTICE)


@pytest.mark.parametrize(
    "date",
    [
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00+01:00",
        "2026-03-01T10:00:00.000",
        "2026-03-01T10:00:00\n",
        "2026-13-01T10:00:00",
        "2026-03-32T10:00:00",
        "2026-03-01T24:00:00",
        "2026-03-01",
        "٢٠٢٦-٠٣-٠١T١٠:٠٠:٠٠",
        "-0001-11-30T00:00:00",
    ],
)
def test_dates_in_another_form(date):
    assert only(modified_gmt=date).rule == "rest-date-format"
    assert not REFERENCE.is_valid({"modified_gmt": date})


def test_several_faults_come_in_a_fixed_order():
    record = {
        "yoast_head_json": {"og_image": [{"url": "https://saltmarsh.example/pier.jpg", "width": "", "height": ""}]},
        "tags": [1, "2"],
        "slug": 7,
    }
    found = [violation.pointer for violation in violations(record)]
    image = "/yoast_head_json/og_image/0"
    assert found == ["/slug", "/tags/1", f"{image}/height", f"{image}/width"]


def test_a_long_list_does_not_hide_a_fault():
    assert only(tags=[*range(900), "a"]).pointer == "/tags/900"


def test_a_lone_surrogate_is_shown_as_one_replacement_character():
    assert only(comment_status="o\ud83cpen").value == "o\ufffdpen"


def test_an_endless_list_is_not_read_to_its_end():
    found = violations({"tags": ["a"] * 1_000_000, "slug": 7, "_links": {str(n): 1 for n in range(100_000)}})
    assert len(found) == MOST
    assert found[0].pointer == "/slug"


@pytest.mark.parametrize(
    ("pointer", "place", "name"),
    [
        ("/comment_status", Place("comment_status"), "comment_status"),
        ("/content", Place("content"), "content"),
        ("/content/rendered", Place("content.rendered"), "content.rendered"),
        ("/tags/1", Place("tags", pointer="/1"), "tags[1]"),
        (
            "/yoast_head_json/og_image/0/width",
            Place("yoast_head_json", pointer="/og_image/0/width"),
            "yoast_head_json.og_image[0].width",
        ),
        ("/_links/a~1b~0c/0", Place("_links", pointer="/a~1b~0c/0"), "_links.a/b~c[0]"),
    ],
)
def test_place_and_name(pointer, place, name):
    violation = Violation("rest-type-mismatch", pointer, "a string", "null", None)
    assert violation.place == place
    assert violation.name == name


@pytest.mark.parametrize("key", ["7", "07", "+7", "-7", "a/b", "a~b", "\u0663"])
def test_keys_that_look_like_something_else_keep_their_spelling(key):
    violation = only(class_list={key: 1})
    assert violation.steps == ("class_list", key)
    assert violation.value == 1


def test_nesting_that_no_validator_takes():
    value = []
    for _ in range(100_000):
        value = [value]
    assert only(slug=value).found == "a list"
    assert violations({"mine": value}) == []


texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
keys = st.sampled_from(sorted(SCHEMA["properties"])) | st.sampled_from(["rendered", "og_image", "width", "0"]) | texts
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from([10**4000, "attachment"])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6))


@given(st.dictionaries(keys, values, max_size=12))
@example({"_links": {"": [], "0": [None]}})
def test_any_object_can_be_judged(record):
    found = violations(record)
    pointers = [violation.pointer for violation in found]
    assert len(set(pointers)) == len(pointers) <= MOST
    for violation in found:
        assert violation.found
        assert violation.expected
        assert violation.place.field


plain = st.text(max_size=6)
plain_scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | plain
plain_values = st.recursive(
    plain_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys.filter(str.isascii), inner, max_size=4),
)


@given(st.dictionaries(keys.filter(str.isascii), plain_values, max_size=6))
def test_both_validators_agree_on_any_object(record):
    assert FAST.is_valid(record) == REFERENCE.is_valid(record) == (violations(record) == [])


@needs_data
@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name.partition(".json")[0])
def test_both_validators_agree_on_real_posts(file):
    for record in json.loads(gzip.decompress(file.read_bytes())):
        assert FAST.is_valid(record) == REFERENCE.is_valid(record) == (violations(record) == [])


@needs_data
def test_the_faults_of_the_seed():
    record = json.loads((DATA / "seed-post.json").read_text("utf-8"))
    assert [(violation.rule, violation.pointer, violation.value) for violation in violations(record)] == [
        ("rest-enum-invalid", "/comment_status", ""),
        ("rest-empty-string-number", "/yoast_head_json/og_image/0/height", ""),
        ("rest-empty-string-number", "/yoast_head_json/og_image/0/width", ""),
    ]


def parts(value):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def test_the_schema_is_one_that_all_validators_read_alike():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "post.schema.json"
    for part in parts(SCHEMA):
        assert not isinstance(part.get("format"), str)
        pattern = part.get("pattern")
        if isinstance(pattern, str):
            assert re.fullmatch(r"\^[ -~]+\$", pattern)
            assert "\\" not in pattern


def test_every_property_has_a_title():
    for part in parts(SCHEMA):
        if isinstance(part.get("properties"), dict) and "if" not in part and part is not SCHEMA["if"]:
            for name, inner in part["properties"].items():
                assert inner.get("title") or set(inner) <= {"$ref", "type"}, name
