from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.answer import Answer
from audit.probe.pictures import picture_fault

JPEG, PNG, PAGE = b"\xff\xd8\xff\xe0..", b"\x89PNG\r\n\x1a\n..", b"<!doctype html><title>Gone</title>"


def fault(body, kind="image/jpeg", status=200, *, whole=True, undecodable=False, **headers):
    pairs = (("content-type", kind), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return picture_fault(Answer("https://lake.example/a.jpg", status, pairs, body, whole, undecodable))


PICTURES = {
    "JPEG": (JPEG, "image/jpeg"),
    "PNG": (PNG, "image/png"),
    "GIF": (b"GIF89a..", "image/gif"),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    "AVIF": (b"\0\0\0\x20ftypavif", "image/avif"),
    "icon": (b"\0\0\1\0\1\0", "image/x-icon"),
    "BMP": (b"BM....", "image/bmp"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
    "SVG with a declaration": (b'<?xml version="1.0"?><svg>', "image/svg+xml; charset=utf-8"),
    "SVG after a byte order mark": (b"\xef\xbb\xbf<svg>", "image/svg+xml"),
    "SVG after a comment": (b"\n<!-- made by hand --><svg>", "image/svg+xml"),
    "a picture of a wrong type": (PNG, "image/jpeg"),
    "a picture that calls itself a page": (JPEG, "text/html"),
    "a picture without type": (JPEG, ""),
    "a picture as a download": (PNG, "application/octet-stream"),
    "a format that we do not know": (b"\0\1\2\3 nobody knows", "image/x-new"),
    "a film that browsers show": (b"\0\0\0\x20ftypisom", "video/mp4"),
    "the stream of a camera": (b"--frame\r\nContent-Type: image/jpeg\r\n", "multipart/x-mixed-replace; boundary=frame"),
}


@pytest.mark.parametrize(("body", "kind"), PICTURES.values(), ids=PICTURES.keys())
def test_is_a_picture(body, kind):
    assert fault(body, kind) is None


OTHERS = {
    "a page": (PAGE, "text/html; charset=utf-8", "text/html instead of a picture"),
    "a page that calls itself a picture": (PAGE, "image/jpeg", "markup instead of a picture"),
    "a page after a byte order mark": (b"\xef\xbb\xbf" + PAGE, "image/jpeg", "markup instead of a picture"),
    "a page without type": (PAGE, "", "something else instead of a picture"),
    "JSON": (b'{"error": "gone"}', "application/json", "application/json instead of a picture"),
    "text": (b"not found", "text/plain", "text/plain instead of a picture"),
    "a page with SVG in it": (b"<svg><title>Gone", "text/html", "text/html instead of a picture"),
}


@pytest.mark.parametrize(("body", "kind", "evidence"), OTHERS.values(), ids=OTHERS.keys())
def test_is_no_picture(body, kind, evidence):
    assert fault(body, kind) == ("not-an-image", evidence)


@pytest.mark.parametrize(
    ("facts", "is_empty"),
    [
        pytest.param({}, True, id="nothing, read to its end"),
        pytest.param({"status": 204, "whole": False}, True, id="no content"),
        pytest.param({"whole": False, "content_length": "0"}, True, id="nothing, as it says"),
        pytest.param({"whole": False, "content_length": "900"}, False, id="a connection that broke"),
        pytest.param({"undecodable": True}, False, id="a coding that we do not know"),
    ],
)
def test_an_empty_answer(facts, is_empty):
    seen = fault(b"", **facts)
    assert (seen is not None and seen.cause == "empty-image") is is_empty


@given(body=st.binary(max_size=40), kind=st.text(max_size=20), whole=st.booleans())
def test_hostile_answers_are_borne(body, kind, whole):
    seen = fault(body, kind, whole=whole)
    assert seen is None or (seen.cause and seen.evidence)


@given(body=st.binary(max_size=40), signature=st.sampled_from([JPEG, PNG]), kind=st.text(max_size=20))
def test_what_begins_like_a_picture_is_one(body, signature, kind):
    assert fault(signature + body, kind) is None
