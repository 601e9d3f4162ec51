"""Passwords in addresses are not told."""

from __future__ import annotations

import pytest

from audit import Settings, audit
from audit.formats import json_format
from audit.secrets import masked, masked_all
from audit.testing import base_record


@pytest.mark.parametrize(
    "address",
    [
        "http://u:PW@h/",
        "//u:PW@h/",
        "http://u:P@PW@h",
        "http:\\\\u:PW@h",
        "http:u:PW@h",
        "http:///u:PW@h",
        "http&#58;//u:PW@h",
        "http//u:PW@h",
        "http;//u:PW@h",
        "https:/u:PW@h",
        "/login?next=http://u:PW@h/",
        "http://u:PW\uff20h",
        "http:\\/\\/u:PW@h",
        "http://http://u:PW@h",
        "captain@lake.example, http://u:PW@h",
        "mate@lake.example " * 20 + "//u:PW@h",
        "http://" + "u" * 200 + ":PW@h",
    ],
)
def test_a_password_becomes_stars(address):
    assert "PW" not in masked(address)
    assert len(masked(address)) == len(address)
    assert masked_all({"a": [address, 7]}) == {"a": [masked(address), 7]}


@pytest.mark.parametrize(
    "text",
    [
        "mailto:captain@lake.example",
        "https://lake.example/@captain/notes",
        "Write to captain@lake.example: he knows.",
        "https://lake.example/?from=captain@lake.example",
        "https://maps.example/maps/@52.5,13.4",
    ],
)
def test_what_is_no_password_stays(text):
    assert masked(text) == text


def test_no_part_of_a_report_tells_one(tmp_path):
    record = base_record()
    record["link"] = record["link"].replace("https://", "https://u:PW@")
    record["title"]["rendered"] = "Log in at http://u:PW@lake.example/"
    record["content"]["rendered"] += (
        '<p><a href="http://u:PW@lake.example/a">http://u:PW@lake.example/a</a> and http://u:PW@lake.example/b</p>'
        '<p><a href="http//u:PW@lake.example/c">x</a><img src="//u:PW@pictures.example/d.jpg"></p>'
    )
    report = audit(record, Settings(offline=True, preview=True))
    path = tmp_path / "report.json"
    with path.open("w") as out:
        json_format.json(report, out)

    assert report.summary.findings.total > 3
    assert "PW" not in path.read_text()
