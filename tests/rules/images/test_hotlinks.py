"""Whose server a picture comes from, as the rules on hotlinks tell it: every way to load one, and every honest host."""

from __future__ import annotations

import json

import pytest

from audit.engine import run
from audit.settings import Settings

_RULES = ("img-hotlinked", "img-unknown-cdn", "img-hotlink-permitted")
_SHOWN = 'alt="The quay at dusk" width="600" height="400"'

_LAZY = (
    '<noscript><img src="https://paper.example/a.jpg" alt=""></noscript>'
    '<img data-src="https://paper.example/a.jpg" src="/p.gif" alt="">'
)


def _image(address):
    return f'<p><img src="{address}" {_SHOWN}></p>'


_CASES = [
    (_image("https://i0.wp.com/net-loft.example/wp-content/uploads/2026/05/a.jpg?ssl=1"), None),
    (
        _image("https://net-loft.example/cdn-cgi/image/width=800/https://net-loft.example/wp-content/uploads/a.jpg"),
        None,
    ),
    (_image("https://images.net-loft.example/a.jpg"), None),
    (_image("https://netloft.b-cdn.net/a.jpg"), None),
    (_image("https://d111111abcdef8.cloudfront.net/a.jpg"), "img-unknown-cdn"),
    (_image("https://images.unsplash.com/photo-1?w=1200"), "img-hotlink-permitted"),
    (_image("https://upload.wikimedia.org/wikipedia/commons/a/a1/Quay.jpg"), "img-hotlink-permitted"),
    (_image("https://secure.gravatar.com/avatar/0?s=96"), None),
    ('<p><img src="https://www.facebook.com/tr?id=1" width="1" height="1" alt=""></p>', None),
    (f'<p><a href="https://youtu.be/a"><img src="https://i.ytimg.com/vi/a/hqdefault.jpg" {_SHOWN}></a></p>', None),
    (
        f'<p><a href="https://flic.kr/p/a"><img src="https://live.staticflickr.com/1/a.jpg" {_SHOWN}></a></p>',
        "img-hotlink-permitted",
    ),
    (_image("https://live.staticflickr.com/1/a.jpg"), "img-hotlinked"),
    (_image("https://pixabay.com/get/abc.jpg"), "img-hotlinked"),
    (_image("https://i.imgur.com/abc.jpg"), "img-hotlinked"),
    (_image("https://encrypted-tbn0.gstatic.com/images?q=tbn:abc"), "img-hotlinked"),
    (
        f'<p><img src="data:image/gif;base64,R0lGOD" data-src="https://paper.example/media/a.jpg" {_SHOWN}></p>',
        "img-hotlinked",
    ),
    (
        f'<p><img src="/a.jpg" srcset="https://paper.example/media/a-600.jpg 600w, /a.jpg 1200w" {_SHOWN}></p>',
        "img-hotlinked",
    ),
    ('<div style="background-image:url(https://paper.example/media/a.jpg)">Quay</div>', "img-hotlinked"),
    ('<style>.q{background:url("//paper.example/media/b.png")}</style><div class="q">Quay</div>', "img-hotlinked"),
    ('<video poster="https://paper.example/media/p.jpg" src="/v.mp4" controls></video>', "img-hotlinked"),
    (
        f'<picture><source srcset="https://paper.example/media/a.webp"><img src="/a.jpg" {_SHOWN}></picture>',
        "img-hotlinked",
    ),
    (_image("https://i0.wp.com/paper.example/media/a.jpg"), "img-hotlinked"),
    ('<svg><image href="https://paper.example/media/a.png" width="9" height="9"/></svg>', "img-hotlinked"),
    ('<table background="https://paper.example/media/a.png"><tr><td>Quay</td></tr></table>', "img-hotlinked"),
    ('<input type="image" src="https://paper.example/media/go.png" alt="Go">', "img-hotlinked"),
    (
        _LAZY,
        "img-hotlinked",
    ),
    (_image("https://web.archive.org/web/2019im_/https://paper.example/a.jpg"), "img-hotlinked"),
    ('<p><a href="https://paper.example/media/a.jpg">The picture</a></p>', None),
    (_image("https://other.files.wordpress.com/2025/06/a.jpg"), "img-hotlinked"),
    (_image("https://net-loft.files.wordpress.com/2025/06/a.jpg"), None),
    (
        f'<a href="https://www.awin1.com/cread.php?a=1"><img src="https://www.awin1.com/cshow.php?a=1" {_SHOWN}></a>',
        None,
    ),
    (_image("https://tile.openstreetmap.org/7/1/2.png"), None),
    (_image("https://latex.codecogs.com/png.latex?x"), None),
    (_image("https://s3.amazonaws.com/net-loft-media/a.jpg"), None),
    (_image("https://s3.amazonaws.com/paperbucket/a.jpg"), "img-unknown-cdn"),
    (_image("https://media.licdn.com/dms/image/a.jpg"), "img-hotlinked"),
    (_image("https://pbs.twimg.com/media/a.jpg"), "img-hotlinked"),
]


@pytest.mark.parametrize(("html", "rule"), _CASES)
def test_whose_server_a_picture_comes_from(tmp_path, html, rule):
    record = {
        "id": 7,
        "date": "2026-03-01T10:00:00",
        "slug": "tide",
        "status": "publish",
        "type": "post",
        "link": "https://net-loft.example/tide/",
        "title": {"rendered": "Tide"},
        "content": {"rendered": f"<p>The ferry sails.</p>{html}", "protected": False},
    }
    path = tmp_path / "post.json"
    path.write_text(json.dumps(record), "ascii")

    report = run([str(path)], Settings(offline=True, jobs=1, select=_RULES))

    assert [finding.rule for finding in report.findings] == ([rule] if rule else [])
