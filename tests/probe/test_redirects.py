from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.answer import Answer
from audit.probe.page import Page
from audit.probe.redirects import LONGEST_URL, MOST_HOPS, Leads, fault_of, leads_of

HERE = "https://lake.example/boats/ferry"


def leads(status, body="", *, image=False, url=HERE, **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in {"content_type": "text/html", **headers}.items())
    answer = Answer(url, status, pairs, body.encode())
    return leads_of(answer, Page(answer), image=image)


def meta(content):
    return f'<!doctype html><meta http-equiv="refresh" content="{content}"><p>Wait'


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_leads_to_its_location(status):
    assert leads(status, location="/a").url.href == "https://lake.example/a"


LOCATIONS = {
    "absolute": ("https://quay.example/a", "https://quay.example/a"),
    "without scheme": ("//quay.example/a", "https://quay.example/a"),
    "relative to the folder": ("b", "https://lake.example/boats/b"),
    "up": ("../b", "https://lake.example/b"),
    "only a query": ("?a=1", "https://lake.example/boats/ferry?a=1"),
    "only a fragment": ("#deck", "https://lake.example/boats/ferry#deck"),
    "blanks around it": ("  /a  ", "https://lake.example/a"),
    "blanks within it": ("/a b", "https://lake.example/a%20b"),
    "raw UTF-8": ("/fähre", "https://lake.example/f%C3%A4hre"),
    "escapes as they are": ("/a%2Fb%20c", "https://lake.example/a%2Fb%20c"),
    "backslashes, as browsers read them": ("\\\\quay.example\\a", "https://quay.example/a"),
    "an international host": ("https://bücher.example/", "https://xn--bcher-kva.example/"),
}


@pytest.mark.parametrize(("location", "url"), LOCATIONS.values(), ids=LOCATIONS.keys())
def test_location(location, url):
    seen = leads(301, location=location)
    assert seen.location == location
    assert seen.url.href == url
    assert fault_of(seen, 0) is None


@pytest.mark.parametrize(
    ("status", "location"),
    [
        pytest.param(302, "", id="an empty Location"),
        pytest.param(302, "  ", id="a blank Location"),
        pytest.param(200, "/a", id="a Location of a page"),
        pytest.param(201, "/a", id="a Location of what was made"),
        pytest.param(304, "/a", id="a Location of a page that did not change"),
        pytest.param(404, "/a", id="a Location of an error"),
    ],
)
def test_what_leads_nowhere(status, location):
    assert leads(status, location=location) is None


REFRESHES = {
    "at once": ("0;url=/a", "https://lake.example/a"),
    "after five seconds": ("5;url=/a", "https://lake.example/a"),
    "a comma between": ("0, url=/a", "https://lake.example/a"),
    "blanks between": (" 0 ; URL = '/a' ", "https://lake.example/a"),
    "quotes": ('0;url="/a"', "https://lake.example/a"),
    "without url=": ("0;/a", "https://lake.example/a"),
    "a fraction": ("0.5;url=/a", "https://lake.example/a"),
    "commas in the address": ("0;url=/a,b;c", "https://lake.example/a,b;c"),
    "another host": ("0;url=https://quay.example/", "https://quay.example/"),
}
STAYS = {
    "after a while": "30;url=/a",
    "after six seconds": "6;url=/a",
    "a reload": "0",
    "a reload after a while": "300",
    "to itself": f"0;url={HERE}",
    "to itself, with a fragment": "0;url=#deck",
    "a script": "0;url=javascript:alert(1)",
    "a mail": "0;url=mailto:captain@lake.example",
    "another program": "0;url=app://a",
    "no seconds": "url=/a",
    "negative seconds": "-1;url=/a",
    "no number": "nan;url=/a",
    "an infinite number": "inf;url=/a",
    "a number in words": "soon;url=/a",
    "a huge number": "9" * 5000 + ";url=/a",
    "no host": "0;url=https://",
    "nothing": "",
}


@pytest.mark.parametrize(("content", "url"), REFRESHES.values(), ids=REFRESHES.keys())
def test_a_refresh_leads_on(content, url):
    assert leads(200, refresh=content).url.href == url
    assert leads(200, meta(content.replace('"', "&quot;"))).url.href == url


@pytest.mark.parametrize("content", STAYS.values(), ids=STAYS.keys())
def test_a_refresh_that_stays(content):
    assert leads(200, refresh=content) is None
    assert leads(200, meta(content)) is None


def test_the_header_comes_before_the_page():
    assert leads(200, meta("0;url=/b"), refresh="0;url=/a").url.path == "/a"


def test_a_picture_is_not_refreshed():
    assert leads(200, meta("0;url=/a"), image=True) is None
    assert leads(301, location="/a", image=True).url.path == "/a"


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        pytest.param(404, "text/html", meta("0;url=/a"), id="an error page that leads on"),
        pytest.param(200, "text/plain", meta("0;url=/a"), id="the source of a page"),
        pytest.param(200, "text/html", f"<noscript>{meta('0;url=/a')}</noscript>", id="a refresh without scripts"),
        pytest.param(200, "text/html", f"<!-- {meta('0;url=/a')} -->", id="a refresh in a comment"),
    ],
)
def test_a_refresh_that_no_reader_follows(status, kind, body):
    assert leads(status, body, content_type=kind) is None


FAULTS = {
    "a port that is none": ("https://quay.example:99999/", "bad-location"),
    "a host that is none": ("http://[::1", "bad-location"),
    "no host": ("https://", "bad-location"),
    "a file": ("file:///etc/hosts", "forbidden-scheme"),
    "a script": ("javascript:alert(1)", "forbidden-scheme"),
    "a slip": ("htp://quay.example/a", "bad-location"),
    "data": ("data:text/html,a", "forbidden-scheme"),
    "ftp": ("ftp://quay.example/a", "forbidden-scheme"),
    "an endless address": (f"/{'a' * LONGEST_URL}", "url-too-long"),
}


@pytest.mark.parametrize(("location", "cause"), FAULTS.values(), ids=FAULTS.keys())
def test_a_redirect_that_is_not_followed(location, cause):
    seen = fault_of(leads(302, location=location), 0)
    assert (seen.verdict, seen.cause) == ("broken", cause)
    assert seen.doubt
    assert len(seen.evidence) < 300


@pytest.mark.parametrize("location", ["intent://a#Intent;end", "mailto:captain@lake.example", "myapp://a"])
def test_a_redirect_to_another_program_is_no_fault(location):
    seen = fault_of(leads(302, location=location), 0)
    assert (seen.verdict, seen.cause) == ("unknown", "app")


@pytest.mark.parametrize(
    "location", ["http://me:s3cret@[/", "//me:s3cret@[/a@b", "http:\\\\me:s3cret@x@[/", "https://me:s3cret@"]
)
def test_a_password_is_not_told(location):
    assert "s3cret" not in fault_of(leads(302, location=location), 0).evidence


def test_browsers_follow_twenty_redirects():
    seen = leads(302, location="/a")
    assert fault_of(seen, MOST_HOPS - 1) is None
    assert fault_of(seen, MOST_HOPS).cause == "too-many-redirects"


@given(text=st.text(max_size=60), status=st.sampled_from([200, 301, 302, 404]), hops=st.integers(0, 30))
def test_hostile_headers_are_borne(text, status, hops):
    seen = leads(status, meta(text), location=text, refresh=text)
    assert seen is None or isinstance(seen, Leads)
    if seen is not None:
        fault = fault_of(seen, hops)
        assert fault is not None or seen.url.scheme in {"http", "https"}
