"""Whatever a record holds: it is audited, and no rule crashes."""

from __future__ import annotations

import copy
import gzip
import json
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import Settings, audit
from audit.rules import all_rules
from audit.testing import base_record

SHARED = Path(__file__).parents[1] / ".." / "shared" / "data"
SEED = SHARED / "seed-post.json"
POSTS = SHARED / "real" / "posts"

EVERYTHING = Settings(
    offline=True,
    preview=True,
    as_of="2026-06-01",
    jobs=1,
    extend_select=tuple(rule.name for rule in all_rules() if rule.status == "named"),
)

ODD_TEXTS = [
    "",
    " ",
    "\u00a0\u202f",
    "\0",
    "\ud800",
    "\U0001f3d7\ufe0f",
    "\u202eabc",
    "a\r\nb\rc",
    "%%title%%",
    "&hellip;&#xD800;&#0;&#99999999;&bogus",
    "-" * 300,
    "W" * 5000,
    "\u0130" * 40,
    "\u0645\u062f\u064a\u0631",
    "…",
    "admin",
]
ODD_ADDRESSES = [
    "http://",
    "https://[",
    "https://[::1]/",
    "//saltmarsh.example",
    "?p=1",
    "#",
    "javascript:alert(1)",
    "data:image/gif;base64,R0lGOD",
    "mailto:a@b",
    "https://xn--/",
    "https://xn--a/\udcff",
    "http://0x7f.1:99999/",
    "https://a..b/",
    "https://user:pass@host.example:443/a?b=c#d",
    "https://saltmarsh.example/" + "a/" * 2000,
    "https://saltmarsh.example/%zz%",
    "https://\u0130stanbul.example/",
    "http:\\\\host.example\\path",
    " https://saltmarsh.example/ ",
]
ODD_HTML = [
    "<p>",
    "</p></div>",
    "<!--",
    "<![CDATA[",
    "<a href='https://[' target=_blank>x</a>",
    "<a href>Sponsor</a>",
    "<a href='//tractors.example' rel='dofollow'>Our Sponsor</a>",
    "<img>",
    "<img src alt>",
    "<img src='https://[::1]/x.png' alt='' width='1e9' height='-3'>",
    "<img src=//agency.example/t.jpg alt='' width='９' height='²'>",
    "<img srcset=', 2x, https://a.example/ 1w' src='data:,'>",
    "<figure><a href='/x'><img alt=''></a><figcaption>",
    "<svg><a href='#'><title>x</title></a><image href='x'/></svg>",
    "<math><mi><img src=x></mi></math>",
    "<template><img src=x><a href=y>z</a></template>",
    "<table><p>x<td><img src='/a.jpg' alt='' />",
    "<select><option><img></select>",
    "<base href='https://other.example/'>",
    "<h2><h3></h2>",
    "<br><br><br>",
    "<p>&nbsp;</p><em>\u00a0</em>",
    "For more information, please visit the Media Centre.",
    "<style>p{</style><script>'</scr",
    "<iframe srcdoc='<img>'></iframe>",
    "<p style='background:url(https://a.example/x.png)'></p>",
    "<meta property='og:image'><meta name=author content><link rel=canonical>",
    "<meta property='og:image' content='https://['><meta property='og:image:width' content='\u00b2'>",
    '<script type=\'application/ld+json\'>{"@id":"#a","@type":"Person","author":{"@id":"#a"}}</script>',
    "<script type='application/ld+json'>[[[null,{\"@type\":[1,null]}]]]</script>",
    '<script type=\'application/ld+json\'>{"@graph":{"@graph":7},"@type":{}}</script>',
    '<script type=\'application/ld+json\'>{"@type":"Person","sameAs":[1,{}],"url":[null],"name":{}}</script>',
    "<script type='application/ld+json'>{</script>",
    "<script type='application/ld+json'>" + "[" * 3000 + "</script>",
    "<script type='application/ld+json'>" + '{"a":' * 1000 + "1" + "}" * 1000 + "</script>",
    "<div>" * 600,
]
TEXTS = st.sampled_from(ODD_TEXTS + ODD_ADDRESSES + ODD_HTML) | st.text(max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.sampled_from([0, -1, 2**63, 2**64, 1e308])
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["rendered", "@type", "@id", "url", "name", "href", "0", ""]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def paths(value, path=()):
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*path, key))


def seed():
    return json.loads(SEED.read_bytes()) if SEED.is_file() else base_record()


ORIGINAL = seed()
PLACES = sorted((path for path in paths(ORIGINAL) if path), key=str)
STRINGS = [path for path in PLACES if isinstance(reduce(lambda at, key: at[key], path, ORIGINAL), str)]
FIELDS = [path for path in PLACES if len(path) <= 2]


@st.composite
def mutated(draw):
    record = copy.deepcopy(ORIGINAL)
    for _ in range(draw(st.integers(1, 4))):
        change(draw, record)
    return record


def change(draw, record):
    kind = draw(st.sampled_from(["replace", "replace", "delete", "nest", "cut", "splice", "splice"]))
    path = draw(st.sampled_from(STRINGS if kind in {"cut", "splice"} else draw(st.sampled_from([FIELDS, PLACES]))))
    *above, last = path
    holder = record
    try:
        for key in above:
            holder = holder[key]
        value = holder[last]
    except (KeyError, IndexError, TypeError):
        return  # an earlier change has taken it away
    if not isinstance(holder, dict | list):
        return
    if kind == "replace":
        holder[last] = draw(VALUES)
    elif kind == "delete":
        del holder[last]
    elif kind == "nest":
        holder[last] = draw(st.sampled_from([[value], {"rendered": value}, {"0": value}, [[value], value]]))
    elif isinstance(value, str):
        at = draw(st.integers(0, len(value)))
        rest = value[at + draw(st.integers(0, 40)) :] if kind == "splice" else ""
        holder[last] = value[:at] + (draw(TEXTS) if kind == "splice" else "") + rest


def assert_audited(report, posts):
    assert [error.message for error in report.errors] == []
    assert report.summary.posts == posts
    for finding in report.findings:
        where = finding.where
        assert finding.message
        assert where is None or where.start is None or 0 <= where.start <= where.end


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_a_changed_record_is_audited(record):
    assert_audited(audit(record, EVERYTHING), 1)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.dictionaries(st.sampled_from([*ORIGINAL, "_embedded", "rank_math_head", "aioseo_head_json", "lang"]), VALUES))
def test_a_record_of_anything_is_audited(record):
    assert_audited(audit(record, EVERYTHING), 1)


@pytest.mark.parametrize("field", ["content", "yoast_head", "title", "excerpt"])
@pytest.mark.parametrize("html", ODD_HTML, ids=range(len(ODD_HTML)))
def test_odd_html_is_audited(field, html):
    record = copy.deepcopy(ORIGINAL)
    if field == "yoast_head":
        record[field] = html + record[field] + html
    else:
        record[field]["rendered"] = html + record[field]["rendered"] + html

    assert_audited(audit([record, {**record, "id": 2}], EVERYTHING), 2)


@pytest.mark.parametrize("address", ODD_ADDRESSES, ids=range(len(ODD_ADDRESSES)))
def test_odd_addresses_are_audited(address):
    record = copy.deepcopy(ORIGINAL)
    text = json.dumps(record).replace("https://immigration-services.org/?p=4657", json.dumps(address)[1:-1])
    changed = json.loads(text)
    changed["link"] = address
    changed["jetpack_featured_media_url"] = address
    changed["content"]["rendered"] += f'<img src="{address}" alt=""><a href="{address}">Our Sponsor</a>'
    changed["_links"]["self"] = [{"href": address}]

    assert_audited(audit(changed, EVERYTHING), 1)


def test_all_real_posts_are_audited():
    """1,808 posts of 87 sites, unchanged."""
    if not POSTS.is_dir():
        pytest.skip("the real posts (shared/data/real/posts) are not here")
    files = sorted(str(path) for path in POSTS.glob("*.json.gz"))

    report = audit(files, EVERYTHING)

    total = sum(len(json.loads(gzip.decompress(Path(file).read_bytes()))) for file in files)
    assert_audited(report, total)
    assert [entry.name for entry in report.rules if entry.state == "crashed"] == []
