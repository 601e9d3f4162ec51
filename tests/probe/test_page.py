# ruff: noqa: E501 - pages as servers send them
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.answer import Answer
from audit.probe.page import LONGEST_BODY, Page, read_refresh

HTML = "text/html; charset=utf-8"


def page(body, content_type=HTML, url="https://harbour.example/boats/", headers=()):
    body = body if isinstance(body, bytes) else body.encode()
    return Page(Answer(url, 200, (("content-type", content_type), *headers), body))


# -- characters ------------------------------------------------------------------------------------------------------

CAFE = "<!doctype html><title>Café à Łódź</title>"


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("<title>Café</title>".encode(), "text/html", "Café"),
        ("<title>Café</title>".encode("cp1252"), "text/html", "Café"),
        ("<title>“Café”</title>".encode("cp1252"), "text/html; charset=ISO-8859-1", "“Café”"),
        ("<title>Café</title>".encode(), 'text/html; Charset="UTF-8"', "Café"),
        ("\ufeff<title>Café</title>".encode(), "text/html; charset=windows-1251", "Café"),
        ("\ufeff<title>Café</title>".encode("utf-16-le"), "text/html", "Café"),
        ("\ufeff<title>Café</title>".encode("utf-16-be"), "text/html; charset=utf-8", "Café"),
        ("<meta charset=windows-1251><title>Лодка</title>".encode("cp1251"), "text/html", "Лодка"),
        ("<meta charset='shift_jis'><title>港①</title>".encode("cp932"), "text/html", "港①"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>港口</title>'.encode("gb18030"),
            "text/html",
            "港口",
        ),
        (
            "<!-- <meta charset=koi8-r> --><meta charset=windows-1251><title>Лодка</title>".encode("cp1251"),
            "text/html",
            "Лодка",
        ),
        ("<meta charset=utf-16><title>Café</title>".encode(), "text/html", "Café"),
        ("<meta charset=rot13><title>Café</title>".encode(), "text/html", "Café"),
        ("<meta charset=koi8-r><title>Café</title>".encode(), "text/html; charset=utf-8", "Café"),
        ("<meta charset=windows-1251><title>Лодка</title>".encode("cp1251"), "text/html; charset=unknown", "Лодка"),
        (
            "<?xml version='1.0' encoding='iso-8859-2'?><title>Łódź</title>".encode("iso8859-2"),
            "application/xhtml+xml",
            "Łódź",
        ),
        ("<title>Café</title>".encode()[:-9], "text/html", "Caf"),
    ],
)
def test_a_body_is_decoded_as_browsers_do(body, content_type, title):
    assert page(body, content_type).title == title


def test_a_charset_far_down_is_not_looked_for():
    body = b"<!--" + b"x" * 1100 + b"--><meta charset=windows-1251><title>" + "é".encode() + b"</title>"
    assert page(body, "text/html").title == "é"


# -- what it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b""),
        ("TEXT/HTML;;;=", b"x"),
        ("application/xhtml+xml", b"<html>"),
        ("", b"  <!DOCTYPE HTML><p>x"),
        ("", b"\xef\xbb\xbf<html>"),
        ("unknown/unknown", b"<!-- x --><p>"),
        ("application/xml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"),
    ],
)
def test_bodies_that_are_pages(content_type, body):
    assert page(body, content_type).is_html


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"<!doctype html>"),
        ("application/json", b"<html>"),
        ("application/pdf", b"%PDF"),
        ("", b"%PDF-1.7"),
        ("", b"plain words"),
        ("", b"<breadcrumbs>"),
        ("application/xml", b"<feed>"),
    ],
)
def test_bodies_that_are_none(content_type, body):
    one = page(body, content_type)
    assert not one.is_html
    assert (one.title, one.headings, one.refresh, one.is_app_shell) == ("", [], None, False)


def test_the_text_of_a_body_that_is_no_page():
    assert page(b"  <b>no\n tag ", "text/plain").text == "<b>no tag"
    assert page(b'{"error": 1}', "application/problem+json").text == '{"error": 1}'
    assert page(b"words", "").text == "words"
    assert page(b"a\0b", "").text == ""
    assert page(b"words", "image/png").text == ""


# -- what readers see ------------------------------------------------------------------------------------------------


def test_readers_see_words_and_nothing_else():
    body = (
        "<title> Tide\n table </title><body style='visibility:hidden'><script>a</script><style>b</style><noscript>c</noscript>"
        "<template>d</template><p hidden>e</p><div style='color:red; display : none'><p>f</p></div><iframe>g</iframe>"
        "<h1><svg><title>h</title></svg>Tide<br>table</h1><h1> </h1><p>One <b>t</b>wo</p><p>three</p>four<ul><li>five<li>six</ul>"
        "<!-- seven --><p style='color:red'>eight"
    )
    one = page(body)
    assert one.title == "Tide table"
    assert one.headings == ["Tide table"]
    assert one.text == "Tide table One two three four five six eight"


def test_a_title_of_a_drawing_is_no_title():
    assert page("<svg><title>Anchor</title></svg><title>Boats</title>").title == "Boats"


# -- refresh and base ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ("0", (0, "")),
        ("5", (5, "")),
        ("0;url=/a", (0, "/a")),
        ("0; URL='/a b'", (0, "/a b")),
        ('0;url="/a" x', (0, "/a")),
        (" 3 , url = /a ", (3, "/a")),
        ("3 /a", (3, "/a")),
        ("3;/a", (3, "/a")),
        ("3;'/a'", (3, "/a")),
        ("3;urlap", (3, "urlap")),
        ("1.9;url=/a", (1, "/a")),
        (".5;url=/a", (0, "/a")),
        ("1" * 5000 + ";/a", (float("inf"), "/a")),
    ],
)
def test_a_refresh_is_read(content, read):
    assert read_refresh(content) == read


@pytest.mark.parametrize("content", ["", "url=/a", "x", "-1;url=/a", "5x;url=/a", ";url=/a", "1" * 100_000 + "x"])
def test_what_browsers_ignore_is_no_refresh(content):
    assert read_refresh(content) is None


def refresh(content):
    return f'<meta http-equiv="Refresh" content="{content}">'


def test_a_refresh_leads_from_the_base():
    assert page(refresh("0;url=a")).refresh == (0, "https://harbour.example/boats/a")
    assert page("<base href=/quay/>" + refresh("2;url=a")).refresh == (2, "https://harbour.example/quay/a")
    assert page(refresh("9")).refresh == (9, "")
    assert page(refresh("0;url=javascript:alert(1)")).refresh == (0, "")
    assert page(refresh("0;url=http://[")).refresh == (0, "")
    assert page(refresh("0;url=file:///etc/hosts")).refresh == (0, "file:///etc/hosts")


def test_the_first_refresh_that_counts():
    inert = f"<noscript>{refresh('0;/a')}</noscript><template>{refresh('0;/b')}</template><!--{refresh('0;/c')}-->"
    body = f"<head>{inert}<script>{refresh('0;/s')}</script>{refresh('x')}{refresh('1;/d')}{refresh('0;/e')}"
    assert page(body).refresh == (1, "https://harbour.example/d")
    assert page(inert).refresh is None
    assert page("<p>refresh").refresh is None


def test_the_base():
    assert page("<p>").base == "https://harbour.example/boats/"
    assert page("<base target=_top><base href=https://cdn.example/x><base href=/y>").base == "https://cdn.example/x"
    assert page("<base href='http://['>").base == "https://harbour.example/boats/"


def test_noindex():
    assert page("<meta name=Robots content='NOINDEX, follow'>").noindex
    assert page("<meta name=robots content=none>").noindex
    assert page("<p>", headers=[("x-robots-tag", "googlebot: noindex")]).noindex
    assert not page("<meta name=robots content='index, noimageindex'><meta name=x content=noindex>").noindex


# -- pages that scripts make -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<div id=root></div><script src=/main.js></script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=x></div><script src=a.js></script>",
        "<my-app></my-app><script type=module src=a.js></script>",
        "<body><script src=a.js></script>",
        "<div id=app>Loading...</div><script src=a.js></script>",
        "<header>Harbour</header><main id=content><div class=spinner></div></main><footer>© Harbour</footer><script>go()</script>",
        "<div id=root><h1>Harbour maps</h1><p>The map is being drawn, one moment ...</p></div><script src=a.js></script>",
        "<nav>Harbour notes</nav><div id=app>Please wait for the notes</div><script src=//cdn.example/docsify></script>",
        "<div id=root><div><svg></svg></div></div><p>We use cookies to count our guests.</p><script src=a.js></script>",
    ],
)
def test_pages_that_scripts_make(body):
    assert page(body).is_app_shell


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div id=root></div>",
        "<div id=root></div><script type='application/ld+json'>{}</script>",
        "<h1>Welcome</h1><p>We are open from May to October, <a href=/t>timetable</a>.</p><script src=count.js></script>",
        "<p>" + "The ferry waits for the tide. " * 10 + "</p><div id=root></div><script src=a.js></script>",
        "<div id=root><p>The harbour is closed today, see <a href=/n>news</a>.</p></div><script src=a.js></script>",
        "<div id=gallery><img src=a.jpg><img src=b.jpg></div><script src=count.js></script>",
        "<div id=box><a href=/x>x</a></div><p>Pictures of the harbour, taken in winter</p><script src=a.js></script>",
    ],
)
def test_pages_that_they_do_not_make(body):
    assert not page(body).is_app_shell


# -- fragments -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fragment"),
    [
        ("<p id=tide>", "tide"),
        ("<a name=tide>", "tide"),
        ("<p id='café'>", "caf%C3%A9"),
        ("<p id='café'>", "café"),
        ("<p id='caf%C3%A9'>", "caf%C3%A9"),
        ("<p id='a b'>", "a%20b"),
        ("<p id='100%'>", "100%"),
        ("<p id=user-content-tide>", "tide"),
        ("<a id=user-content-café>", "caf%C3%A9"),
        ("<svg><g id=mast>", "mast"),
        ("<p>", "TOP"),
        ("<p>", ""),
    ],
)
def test_targets_that_are_there(body, fragment):
    assert page(body).has_target(fragment)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <p id=tide> -->",
        "<template><p id=tide></template>",
        "<script>'<p id=tide>'</script>",
        "<body><noscript><p id=tide></noscript>",
        "<textarea><p id=tide></textarea>",
        "<title><p id=tide></title>",
        "<p class=tide data-id=tide>",
        "<input name=tide>",
        "<p id=Tide>",
        "<p id='tide '>",
        "<p id=content-tide>",
    ],
)
def test_targets_that_are_not(body):
    assert not page(body).has_target("tide")


@pytest.mark.parametrize(
    ("body", "content_type", "fragment"),
    [
        ("<p id='приливы'>".encode("cp1251"), "text/html", "%D0%BF%D1%80%D0%B8%D0%BB%D0%B8%D0%B2%D1%8B"),
        ("<p id='приливы'>".encode("cp1251"), "text/html", "%EF%F0%E8%EB%E8%E2%FB"),
        ("<p id='café'>".encode("cp1252"), "text/html; charset=utf-8", "caf%E9"),
        ("<p id='café'>".encode(), "text/html", "caf%C3%A9"),
        ("<p id='café'>".encode("cp1252"), "text/html; charset=windows-1252", "caf%E9"),
        ("<p id='šum'>".encode("cp1250"), "text/html", "%C5%A1um"),
    ],
)
def test_names_in_other_encodings(body, content_type, fragment):
    assert page(body, content_type).has_target(fragment)
    assert not page(body, content_type).has_target("tide")


def test_text_that_is_there():
    one = page(
        "<h1>The <b>fer</b>ry</h1><p>waits for\n the&nbsp;tide</p><p hidden>until dawn</p><script>whale</script>"
    )
    assert one.has_text("text=the%20ferry,tide")
    assert one.has_text("text=ferry-,waits")
    assert one.has_text("text=until%20dawn")
    assert one.has_text("text=whale&text=Tide")
    assert one.has_text("text=")
    assert not one.has_text("text=whale")


# -- comparison ------------------------------------------------------------------------------------------------------

ECHO = (
    "<title>{0}</title><meta name=csrf content={2}><p>There is no page {1} here, seen {2} times.</p>"
    "<form action='{1}'><input type=hidden name=key value={2}></form><script>var key = '{2}'</script><a href='/x?key={2}'>x</a>"
)


def fingerprint(body, url):
    return page(body, url=url).fingerprint(url)


def test_pages_that_echo_their_address_are_equal():
    first = ECHO.format("My Old Boat", "/2019/my-old-boat/", "17")
    second = ECHO.format("kqzpwvxtrn", "/kqzpwvxtrn", "3")
    one = fingerprint(first, "https://harbour.example/2019/my-old-boat/")
    assert one == fingerprint(second, "https://harbour.example/kqzpwvxtrn")
    assert len(one) == 16


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<p>Boats", "<p>Ferries"),
        ("<title>Boats</title>", "<title>Ferries</title>"),
        ("<p>Picture</p><img src=boat.jpg>", "<p>Picture</p><img src=ferry.jpg>"),
        ("<iframe src=/boats>", "<iframe src=/ferries>"),
    ],
)
def test_other_pages_differ(first, second):
    assert fingerprint(first, "https://harbour.example/one") != fingerprint(second, "https://harbour.example/two")


@pytest.mark.parametrize("body", ["", " ", "<div></div>"])
def test_a_page_that_shows_nothing_has_no_fingerprint(body):
    assert fingerprint(body, "https://harbour.example/one") == b""


# -- hostile bodies --------------------------------------------------------------------------------------------------


def everything(one):
    return (
        one.title, one.headings, one.text, one.refresh, one.base, one.noindex, one.is_app_shell,
        one.has_target("a%FFb"), one.has_text("text=a-,b,c,-d"), one.fingerprint("https://harbour.example/%ff/x"),
    )  # fmt: skip


@given(
    st.binary(max_size=200),
    st.sampled_from(["text/html", "", HTML, "text/html; charset=utf-16le", "text/html; charset=big5", "text/plain"]),
)
def test_no_bytes_raise(body, content_type):
    everything(page(body, content_type))
    everything(page(b"<p id=a>" + body, content_type))


@pytest.mark.parametrize(
    "unit",
    ["<div id=a>", "<b>", "<my-app>", "<p hidden>", "<template>", "<table><a>", "<", "<!--", "a ", "<p>a-b", "<h1><div>", "\0", "&#xD800;",
     "<meta http-equiv=refresh content=x>", "<h1>a", "<a name=x href=y>", "<noscript>", "<div id=a></div><script></script>"],
)  # fmt: skip
def test_large_bodies_cost_linear_time(unit):
    body = (unit * (LONGEST_BODY // len(unit) // 4)).encode()
    started = time.process_time()
    everything(page(body))
    assert time.process_time() - started < 5


def test_more_than_the_cap_is_not_looked_at():
    assert not page("a" * LONGEST_BODY + "<p id=tide>").has_target("tide")


def test_a_body_that_could_not_be_undone_is_empty():
    one = Page(Answer("https://harbour.example/", 200, (("content-type", HTML),), b"<title>x", undecodable=True))
    assert one.is_html
    assert one.title == ""
