"""Which brackets are shortcodes that nobody replaced."""

from __future__ import annotations

from time import process_time

import pytest

from audit.rules.data_quality._shortcodes import name_of, shortcodes_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[tide]It is late.[/tide]", ["tide"]),
        ("[tide gate]It is late.[/tide] And [/tide]", ["tide", "tide"]),
        ("It is late [/tide], as in [tide]", []),
        ("[tides]It is late.[/tide]", []),
        ("[sarcasm]It is early.[/sarcasm]", []),
        ("[:en]Tide[:de]Flut[:]", [":en", ":de"]),
        ("[:en]Tide[:de]Flut", []),
        ("[url=https://saltmarsh.example/]Tide[/url]", ["url"]),
        ("tides[:at] and tides[:]", []),
        ("[MEC id='123'] and [instagram-feed feed=1]", ["MEC", "instagram-feed"]),
        ("[/vc_row] and [gallery ids='3,5']", ["vc_row", "gallery"]),
    ],
)
def test_an_end_tag_counts_behind_its_start_tag(text, names):
    assert [name_of(match) for match in shortcodes_in(text)] == names


@pytest.mark.parametrize(
    "text", ["[/tide] " * 100_000, "[:en] " * 100_000, " ".join(f"[/tide{number}]" for number in range(70_000))]
)
def test_many_end_tags_take_time_in_proportion(text):
    began = process_time()
    assert list(shortcodes_in(text)) == []
    assert process_time() - began < 2  # seconds; with all the text before each of them, it took 15
