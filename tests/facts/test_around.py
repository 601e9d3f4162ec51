"""What stands around the text of a page that names nothing as its text."""

import time

import pytest

from audit.facts.around import read_around
from audit.facts.html import Markup

SENTENCE = "The boats rose with the tide, and the keeper of the harbour wrote down who came and who had left before. "
TEXT = f"<p>{SENTENCE}</p>" * 6
MENU = "<ul>{}</ul>".format("".join(f'<li><a href="/{number}">Pier {number}</a></li>' for number in range(12)))


def around(html, **options):
    """The ids of what stands around the text."""
    return {node.attr("id") for node in read_around(Markup(html), **options)} - {None}


@pytest.mark.parametrize(
    "bar",
    [
        f'<div id="a">{MENU}</div>',
        f'<table id="a"><tr><td>{MENU}</td></tr></table>',
        f'<div id="a"><h3>More of the pier</h3>{MENU}<p>{SENTENCE}</p></div>',
    ],
)
@pytest.mark.parametrize("order", ["{bar}{text}", "{text}{bar}"])
def test_menus_and_boxes_beside_the_text_stand_around_it(bar, order):
    text = f'<div><div id="text"><p id="p">{SENTENCE}</p>{TEXT}<img id="i" src="/a.jpg"></div></div>'

    assert around(order.format(bar=bar, text=text)) == {"a"}


def test_a_page_of_somebodys_own_hand_has_nothing_around_its_text():
    assert not around(f'<p id="first">{SENTENCE * 8}</p><p><a id="a" href="javascript:go()">Go</a><img id="i"></p>')
    assert not around(f'<div>{TEXT}</div><div id="links"><a href="/1">One</a> <a href="/2">Two</a></div>')
    assert not around(f'<div>{TEXT}</div><div id="more">{TEXT}</div><div>{TEXT}</div>')


def test_a_paragraph_is_not_all_of_the_text():
    html = f'<div><p>{SENTENCE * 9}</p><p id="picture"><img src="/a.jpg"></p></div><div id="a">{MENU}</div>'

    assert around(html) == {"a"}


def test_the_title_and_the_picture_before_the_text_belong_to_it():
    head = (
        '<div id="head"><h2>Tides</h2><p>By <a href="/maren">Maren</a></p></div><div id="lead"><img src="/a.jpg"></div>'
    )
    html = f'<div id="a">{MENU}</div><div>{head}<div>{TEXT}</div><div id="b">{MENU}</div></div>'

    assert around(html) == {"a", "b"}


def test_a_bar_between_the_title_and_the_text_hides_nothing_that_stands_before_it():
    html = (
        f'<div id="a">{MENU}</div><div><div id="early"><img src="/logo.png"></div><span>Tides</span>'
        f'<div id="lead"><img src="/a.jpg"></div><div id="b">{MENU}</div><div>{TEXT}</div></div>'
    )

    assert around(html, title_at=html.index("<span>")) == {"a", "b", "early"}
    assert around(html) == {"a", "b", "early", "lead"}


def test_what_goes_on_behind_the_text_in_sentences_belongs_to_it():
    on = f'<div id="on"><p>{SENTENCE}</p></div>'
    html = f'<div><div>{TEXT}</div>{on}<div id="form">Name</div></div><div id="a">{MENU}</div>'

    assert around(html) == {"a", "form"}


def test_chinese_says_more_with_fewer_letters():
    sentence = "潮水上涨的时候，港口的船只随之升起，管理员记下每一位来客和离开的人。"
    html = f'<div id="a">{MENU}</div><div><div id="text"><p>{sentence}</p><p>{sentence}</p></div></div>'

    assert around(html) == {"a"}


def test_a_page_that_only_leads_on_has_no_text_at_all():
    assert around(f'<div id="a">{MENU * 6}</div><div id="b"><img src="/a.jpg"></div>') == {"a", "b"}


@pytest.mark.parametrize("name", ["sidebar", "main-nav", "topMenu", "aside", "page_footer"])
def test_names_tell_what_is_around(name):
    assert around(f'<div>{TEXT}</div><div id="a" class="{name}"><img src="/a.jpg"></div>') == {"a"}


def test_of_a_main_part_most_must_be_the_text():
    html = f'<section>{TEXT}</section><section id="more"><p>{SENTENCE}</p>{MENU}</section>'

    assert around(html) == {"more"}
    assert not around(html, is_all=False)


def test_deep_and_wide_pages_take_linear_time():
    wide = f"<div>{TEXT}</div>" + '<div><a href="/1">x</a><p>y</p></div>' * 20_000
    deep = "<div>" * 400 + TEXT + "</div>" * 400 + f'<div id="a">{MENU}</div>'
    begun = time.process_time()

    assert around(wide) == set()
    assert around(deep) == {"a"}
    assert time.process_time() - begun < 5
