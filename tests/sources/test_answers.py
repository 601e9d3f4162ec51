"""Answers that hold no posts are told in plain words, and damaged ones are read where they can be."""

from __future__ import annotations

import pytest

from audit.sources.answers import Answer, Unreadable, error_code, in_plain_words, json_of, refused_parameters

NOTICE = b'<br />\n<b>Warning</b>:  Undefined array key "seo" in <b>/srv/x.php</b> on line <b>12</b><br />\n'


def answer(status, body, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("https://saltmarsh.example/wp-json/wp/v2/posts", status, names, body)


@pytest.mark.parametrize(
    "before", [b"", b"\xef\xbb\xbf", NOTICE, b"\xef\xbb\xbf" + NOTICE, b"Notice: [x] in /srv/a.php\n"]
)
@pytest.mark.parametrize("value", [b"[]", b'[{"id":1}]', b'[ {"id": 1, "x": "[{}]"} ]', b'{"code":"x"}'])
def test_reads_json_behind_what_php_prints(before, value):
    assert json_of(before + value) == json_of(value)


@pytest.mark.parametrize(
    "after",
    [NOTICE, b"\n<!-- Cached page served by a plugin -->", b"\nPHP Warning: [x] in /srv/a.php\n", b"\n<script>"],
)
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", NOTICE])
def test_reads_json_before_what_php_and_caches_print(before, after):
    assert json_of(before + b'[{"id":1,"x":"<b>"}]' + after) == [{"id": 1, "x": "<b>"}]


def test_reads_what_the_quick_parser_refuses():
    assert json_of(b'[{"id":1,"x":NaN}]')[0]["id"] == 1
    assert json_of(rb'[{"id":2,"x":"\ud800"}]')[0]["id"] == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b'[{"id":1},{"id":', b'[{"id":1}', NOTICE, b"[] or so", b'[{"id":1},<br>']
)
def test_refuses_what_is_no_json_or_cut_off(body):
    with pytest.raises(Unreadable):
        json_of(body)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (answer(401, b'{"code":"rest_not_logged_in","message":"x"}'), "wants a login"),
        (answer(401, b'{"code":"incorrect_password","message":"x"}'), "password is wrong"),
        (answer(404, b'{"code":"rest_no_route","message":"x"}'), "switched this part of the REST API off"),
        (answer(403, b'{"code":"rest_forbidden_context","message":"x"}'), "403 (rest_forbidden_context)"),
        (answer(500, b'{"code":"internal_server_error","message":"<p>Critical &amp; bad.</p>"}'), "Critical & bad"),
        (answer(503, b"<h1>Briefly unavailable for scheduled maintenance.</h1>"), "in maintenance"),
        (answer(403, b"<title>Just a moment...</title>"), "firewall's page or a captcha"),
        (answer(403, b"", cf_mitigated="challenge"), "firewall's page or a captcha"),
        (answer(200, b'<form id="loginform">'), "login page"),
        (answer(200, b"<!doctype html><title>Home</title>"), "a web page instead of JSON"),
        (answer(200, b""), "nothing at all"),
        (answer(200, b'[{"id":'), "cut off or damaged"),
        (answer(429, b"slow down"), "too many requests"),
        (answer(403, b"no"), "keeps the REST API closed"),
        (answer(404, b"<html>"), "no REST API at this address"),
        (answer(502, b"<html>"), "fault of the server"),
    ],
)
def test_tells_in_plain_words(given, words):
    told = in_plain_words(given)

    assert words in told
    assert "<" not in told
    assert told.isprintable()


def test_knows_which_parameter_was_refused():
    body = b'{"code":"rest_invalid_param","data":{"params":{"per_page":"per_page must be between"}}}'

    assert error_code(answer(400, body)) == "rest_invalid_param"
    assert refused_parameters(answer(400, body)) == {"per_page"}
    assert refused_parameters(answer(400, b'{"code":"rest_invalid_param","data":[]}')) == frozenset()
    assert error_code(answer(400, b"[]")) == ""
