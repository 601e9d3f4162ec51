"""Microdata and RDFa, as the JSON objects that say the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audit.facts import read
from audit.facts.html import Markup
from audit.facts.items import read_items
from audit.post import PAGE, Origin, Post
from audit.site import SiteSettings

BASE = "https://saltmarsh.example/tide/"
ADDRESS = "https://schema.org/"


def items(html, *, page=False):
    return read_items(Markup(html, page=page), "content.rendered", BASE)


def test_an_item_says_what_a_json_object_says():
    graph = items(
        f"""<p>Tide</p><div itemscope itemtype="{ADDRESS}Recipe" itemid="#soup"><b itemprop="name"> Soup </b>
        <img itemprop="image" src="/soup.jpg"><i itemprop="author" itemscope itemtype="http://schema.org/Person">
        <b itemprop="name">Maren</b></i><li itemprop="recipeIngredient">Salt</li>
        <li itemprop="recipeIngredient">Water</li><meta itemprop="cookTime" content="PT5M"></div>"""
    )

    (recipe,) = graph.of_type("Recipe")
    assert recipe.syntax == "microdata"
    assert recipe.data["name"] == "Soup"
    assert recipe.data["image"] == "https://saltmarsh.example/soup.jpg"
    assert recipe.values("recipeIngredient") == ["Salt", "Water"]
    assert recipe.get("author").text("name") == "Maren"
    assert recipe.place().node.attr("itemid") == "#soup"


def test_rdfa_says_the_same():
    graph = items(
        f"""<nav vocab="{ADDRESS}" typeof="BreadcrumbList"><span property="itemListElement" typeof="ListItem">
        <a property="item" typeof="WebPage" href="/"><b property="name">Home</b></a>
        <meta property="position" content="1"></span></nav>"""
    )

    (trail,) = graph.of_type("BreadcrumbList")
    (entry,) = trail.values("itemListElement")
    assert trail.syntax == "RDFa"
    assert entry.text("position") == "1"
    assert entry.get("item").id == "https://saltmarsh.example/"


def test_attributes_may_be_spelt_in_any_case():
    (soup,) = items(f'<p ItemScope ITEMTYPE="{ADDRESS}Recipe"><b itemprop="name">Soup</b></p>').nodes
    (home,) = items('<p TypeOf="schema:WebSite"><b property="schema:name">Saltmarsh</b></p>').nodes

    assert soup.types == ("Recipe",)
    assert home.types == ("WebSite",)


def test_types_may_be_several_and_of_an_old_address():
    graph = items(f'<p itemscope itemtype="http://schema.org/Product {ADDRESS}Book"></p>')
    (product,) = graph.nodes

    assert product.types == ("Product", "Book")


@pytest.mark.parametrize(
    "html",
    [
        "<p>itemscope and typeof are words</p>",
        '<p itemscope itemtype="http://data-vocabulary.org/Breadcrumb"><b itemprop="title">Home</b></p>',
        '<p typeof="mw:File"><b property="name">Tide</b></p>',
        '<p vocab="http://xmlns.com/foaf/0.1/" typeof="Person"><b property="name">Maren</b></p>',
        '<p itemscope><b itemprop="name">Tide</b></p>',
        "<article class='hentry'><h1 class='entry-title'>Tide</h1></article>",
    ],
)
def test_other_vocabularies_say_nothing(html):
    assert items(html).nodes == []


def test_a_property_does_not_say_what_an_item_is():
    graph = items(
        '<p itemscope itemtype="https://schema.org/Article"><a itemprop="link" itemscope>'
        '<meta itemprop="type" content="WebLink"></a></p>'
    )

    assert [node.types for node in graph.nodes] == [("Article",)]


def test_nesting_without_end_says_nothing():
    deep = f'<p itemscope itemtype="{ADDRESS}Thing">' + '<b itemscope itemprop="about">' * 2000

    assert len(items(deep).nodes) < 100


def test_items_that_refer_to_each_other_end():
    html = (
        f'<p id="a" itemscope itemtype="{ADDRESS}Thing" itemref="b"></p><p id="b" itemprop="x" itemscope itemref="b">'
    )

    assert len(items(html).nodes) < 100


def test_places_in_a_page_are_those_of_the_page():
    page = f'<!DOCTYPE html><title>T</title><body><main><p itemscope itemtype="{ADDRESS}Product"></p></main>'
    graph = items(page, page=True)
    (product,) = graph.nodes

    assert product.place().node.tag == "p"


@pytest.mark.parametrize("tag", ["span", "b", "div", "time", "td"])
def test_what_an_element_tells_programs_stands_in_its_content(tag):
    (offer,) = items(
        f'<table><tr itemscope itemtype="{ADDRESS}Offer"><td><{tag} itemprop="price" content="1299.00">1.299,00'
        f"</{tag}></td></tr></table>"
    ).nodes

    assert offer.data["price"] == "1299.00"


@pytest.mark.parametrize(
    "value",
    ['<a itemprop="url" href="/a/" content="no">b</a>', '<time itemprop="url" datetime="/a/" content="n">b</time>'],
)
def test_an_element_with_a_value_of_its_own_keeps_it(value):
    (thing,) = items(f'<p itemscope itemtype="{ADDRESS}Thing">{value}<b itemprop="name" content="">Tide</b></p>').nodes

    assert thing.data["url"].endswith("/a/")
    assert thing.data["name"] == "Tide"


def test_a_page_stays_as_it_was_read():
    markup = Markup(f'<p itemscope itemtype="{ADDRESS}Offer"><b itemprop="price" content="4.5">4,5</b></p>', page=True)

    read_items(markup, "page", BASE)

    assert markup.root.find("meta") is None


def test_rdfa_may_relate_things_by_rel():
    graph = items(
        """<p>Tide</p><div typeof="schema:Product"><b property="schema:name">Clock</b><div rel="schema:review">
        <div typeof="schema:Review"><div rel="schema:author"><p typeof="schema:Person"><b property="schema:name">Jo</b>
        </p></div></div><div typeof="schema:Review"><b property="schema:name">Late</b></div></div>
        <div rel="schema:image" resource="/clock.jpg"></div><a rel="nofollow" href="/buy/">Buy</a></div>"""
    )

    (clock,) = graph.of_type("Product")
    first, second = clock.values("review")
    assert first.get("author").text("name") == "Jo"
    assert second.text("name") == "Late"
    assert clock.data["image"] == "https://saltmarsh.example/clock.jpg"
    assert clock.place().node.attr("typeof") == "schema:Product"
    assert [block.item.attr("typeof") for block in graph.blocks] == ["schema:Product"]


def test_a_word_of_the_vocabulary_may_be_a_relation():
    graph = items(
        f"""<div vocab="{ADDRESS}" typeof="Course"><span rel="hasCourseInstance" typeof="CourseInstance">
        <b property="courseMode">online</b></span></div>"""
    )

    (course,) = graph.of_type("Course")
    assert course.get("hasCourseInstance").text("courseMode") == "online"


def test_a_lazy_picture_is_the_one_that_is_shown():
    (product,) = items(
        f'<p itemscope itemtype="{ADDRESS}Product"><img itemprop="image" src="data:image/gif;base64,R0" '
        'data-src="/clock.jpg"></p>'
    ).nodes

    assert product.data["image"] == "https://saltmarsh.example/clock.jpg"


@pytest.mark.parametrize(
    ("base", "image"),
    [
        ('<base target="_blank"><base href="https://files.example/a/">', "https://files.example/a/clock.jpg"),
        ('<base href="/a/">', "clock.jpg"),
        ("", "clock.jpg"),
    ],
)
def test_a_page_without_an_address_may_name_a_base(base, image):
    html = f"<html><head>{base}</head><body><p itemscope itemtype={ADDRESS}Product><img itemprop=image src=clock.jpg>"
    post = Post.read({PAGE: html}, Origin(source="page.html", index=0, line=None, form="page"))
    (product,) = read(post, SiteSettings(), datetime(2026, 11, 27, tzinfo=UTC)).items.nodes

    assert product.data["image"] == image


def test_the_place_of_a_property_is_the_element_that_says_it():
    graph = items(
        f"""<div itemscope itemtype="{ADDRESS}Product" itemref="far"><b itemprop="name">Clock</b>
        <i itemprop="offers" itemscope itemtype="{ADDRESS}Offer"><b itemprop="price name">1</b></i>
        <i itemprop="offers" itemscope itemtype="{ADDRESS}Offer"><b itemprop="price">2</b></i></div>
        <u id="far" itemprop="sku">7</u>"""
    )
    (product,) = graph.of_type("Product")
    first, second = graph.of_type("Offer")

    assert product.place("name").node.text == "Clock"
    assert first.place("price").node.attr("itemprop") == "price name"
    assert second.place("price").node.text == "2"
    assert second.place().node.tag == "i"
    assert product.place("offers").node.tag == "div", "all of them are meant"
    assert product.place("sku").node.tag == "div", "it stands elsewhere"
    assert product.place("@type").node.tag == "div"


def test_so_it_is_in_rdfa():
    graph = items(
        f'<div vocab="{ADDRESS}" typeof="Product"><b property="name">Clock</b>'
        '<i property="offers" typeof="Offer"><u property="price">1</u></i></div>'
    )

    assert graph.of_type("Offer")[0].place("price").node.tag == "u"


def test_a_link_may_refer_to_an_item_by_its_id():
    html = """<div itemscope itemtype="https://schema.org/WebPage" itemid="#webpage"><b itemprop="name">Tide</b></div>
    <div itemscope itemtype="https://schema.org/ListItem"><link itemprop="item" href="#webpage"></div>
    <div itemscope itemtype="https://schema.org/ListItem"><link itemprop="item" href="/ebb/"></div>"""

    graph = read_items(Markup(html), "content.rendered", "https://saltmarsh.example/tide/")

    page = graph.of_type("WebPage")[0]
    assert [entry.linked("item") for entry in graph.of_type("ListItem")] == [page, "https://saltmarsh.example/ebb/"]


def test_a_trail_may_mention_the_article_before_it_comes():
    html = """<nav vocab="https://schema.org/" typeof="BreadcrumbList"><b property="itemListElement" typeof="ListItem">
    <a property="item" typeof="WebPage" href="/tide/">Tide</a></b></nav>
    <article vocab="https://schema.org/" typeof="Article" resource="/tide/"><b property="headline">Tide</b></article>"""

    graph = read_items(Markup(html), "page", "https://saltmarsh.example/tide/")

    (article,) = graph.of_type("Article")
    assert article.role == "item"
    assert article.stands_in({""})
    assert not article.stands_in({"mainEntity"})


def test_items_that_refer_to_each_other_without_end_are_not_read():
    def doubling(levels):
        rows = range(levels)
        return "".join(
            f'<p itemscope itemtype="https://schema.org/Person" id="{one}{row}" itemprop="knows"'
            f' itemref="a{row + 1} b{row + 1}"></p>'
            for row in rows
            for one in "ab"
        )

    begins = '<p itemscope itemtype="https://schema.org/Person" itemref="a0 b0"></p>'
    assert len(items(begins + doubling(3)).nodes) > 1
    assert list(items(begins + doubling(40)).nodes) == []


@pytest.mark.parametrize(
    "made",
    [
        lambda many: f"<p itemscope><b itemprop='{' '.join(f'p{number}' for number in range(many))}'>Tide</b></p>",
        lambda many: "<p itemscope itemref='all'></p>" * many + "<p id='all'><b itemprop='name'>Tide</b></p>",
        lambda many: "".join(f"<p itemscope id='p{one}' itemref='p{one + 1}'></p>" for one in range(many)),
        lambda many: f"<p prefix='{'a: https://a.example/ ' * many}'>" + "<b prefix='b: c' typeof='b:d'></b>" * many,
    ],
)
def test_items_take_time_in_proportion(made, growth):
    assert growth(items, made, 500) < 2.5
