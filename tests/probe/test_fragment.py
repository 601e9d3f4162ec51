from __future__ import annotations

import pytest

from audit.probe.fragment import is_of_comments, kind_of, loose, passages_of, split_directive


@pytest.mark.parametrize(
    ("fragment", "kind"),
    [
        ("", "none"),
        ("top", "top"),
        ("TOP", "top"),
        ("Top:~:text=ferry", "top"),
        ("/boats/3", "route"),
        ("!/boats", "route"),
        ("!boats", "route"),
        ("%21/boats", "route"),
        ("?boat=3", "route"),
        ("map=9/54.1/10.2", "route"),
        ("q=ferry&lang=de", "route"),
        ("L3-L9", "route"),
        ("L3C1-L9C4", "route"),
        (".VTktRK1Vikp", "route"),
        (".T5fPpY4Qzbk.twitter", "route"),
        ("sthash.kDq8Jd2f.dpuf", "route"),
        (":~:text=ferry", "text"),
        (":~:selector(type=CssSelector,value=p)", "none"),
        (":~:", "none"),
        ("page=3", "viewer"),
        ("Page=3&zoom=100", "viewer"),
        ("nameddest=chapter", "viewer"),
        ("t=10,20", "viewer"),
        ("t=1m30s", "viewer"),
        ("xywh=percent:5,5,15,15", "viewer"),
        ("tide", "target"),
        ("L3", "target"),
        ("page-3", "target"),
        ("topmast", "target"),
        ("caf%C3%A9", "target"),
        ("a/b", "target"),
        (".conclusions", "target"),
        ("sthash", "target"),
        ("tide:~:text=ferry", "target"),
        ("=", "target"),
    ],
)
def test_the_kind_on_a_page(fragment, kind):
    assert kind_of(fragment, "text/html") == kind
    assert kind_of(fragment, "application/xhtml+xml") == kind


@pytest.mark.parametrize("media_type", ["application/pdf", "image/svg+xml", "video/mp4", "text/plain", ""])
@pytest.mark.parametrize("fragment", ["page=3", "tide", "svgView(viewBox(0,0,9,9))", ":~:text=ferry", "line=3"])
def test_elsewhere_a_fragment_is_the_viewers(fragment, media_type):
    assert kind_of(fragment, media_type) == "viewer"


def test_the_directive_is_cut_off():
    assert split_directive("tide:~:text=a&text=b") == ("tide", "text=a&text=b")
    assert split_directive("tide") == ("tide", "")
    assert split_directive(":~:text=a:~:b") == ("", "text=a:~:b")


@pytest.mark.parametrize("fragment", ["comment-12", "comment12", "li-comment-3", "respond", "comments", "c1234567"])
def test_fragments_of_comments(fragment):
    assert is_of_comments(fragment)


@pytest.mark.parametrize("fragment", ["comment", "comment-policy", "responding", "c12", "c", "tide"])
def test_other_fragments_are_none_of_comments(fragment):
    assert not is_of_comments(fragment)


@pytest.mark.parametrize(
    "directive", ["", "text=", "text=a-", "text=-a", "text=a,b,c,d,e", "text=a,b,c", "word=a", "&&"]
)
def test_what_is_no_directive_names_no_passage(directive):
    assert passages_of(directive) == []


def test_a_directive_is_read_part_by_part():
    passages = passages_of("text=the-,ferry%20boat,lock,-gate&other=1&text=Caf%C3%A9%2C%20open")
    assert passages == [("the", "ferry boat", "lock", "gate"), ("", "cafe, open", "", "")]


TEXT = loose("The ferry waits.  Ferrymen don’t\nwait: the tide – Ébène – turns. 潮は一日に二回 満ちる")


@pytest.mark.parametrize(
    "directive",
    [
        "text=ferry",
        "text=FERRY%20waits",
        "text=ferrymen%20don't",
        "text=ebene",
        "text=tide%20-%20eb%C3%A8ne",
        "text=the-,ferry",
        "text=the-,tide",
        "text=ferry,-waits",
        "text=the-,ferry,-waits",
        "text=ferry,tide",
        "text=ferrymen,wait,-%3A%20the",
        "text=一日",
        "text=the-,ferry,tide,-%E2%80%93",
        "text=whale&text=tide",
        "text=turns.",
    ],
)
def test_passages_that_are_there(directive):
    assert any(passage.is_in(TEXT) for passage in passages_of(directive))


@pytest.mark.parametrize(
    "directive",
    [
        "text=whale",
        "text=erry",
        "text=ferr",
        "text=a-,ferry",
        "text=ferry,-tide",
        "text=tide,ferry",
        "text=ferry,tide,-waits",
        "text=ferry,whale",
        "text=waits%20ferrymen",
    ],
)
def test_passages_that_are_not(directive):
    assert passages_of(directive)
    assert not any(passage.is_in(TEXT) for passage in passages_of(directive))
