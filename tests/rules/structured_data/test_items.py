"""Microdata and RDFa beside the JSON-LD of whole pages: what a theme prints is silent, what contradicts is told."""

from __future__ import annotations

import pytest

from audit import Settings, audit
from audit.rule import Bad
from audit.rules.agreement.author_name_mismatch import AuthorNameMismatch
from audit.rules.agreement.date_published_mismatch import DatePublishedMismatch
from audit.rules.rich_results.localbusiness_incomplete import LocalbusinessIncomplete
from audit.rules.rich_results.rating_out_of_range import RatingOutOfRange
from audit.rules.structured_data.jsonld_duration_invalid import JsonldDurationInvalid
from audit.rules.structured_data.jsonld_superseded_term import JsonldSupersededTerm
from audit.testing import base_record, findings_of

BYLINE = """<time class="entry-date" datetime="{date}" itemprop="datePublished">4 May</time> by
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">{author}</b></span>"""
PAGE = """<!DOCTYPE html><html lang="en-GB"><head>{head}</head><body class="single single-post postid-12">
<header itemscope itemtype="https://schema.org/WPHeader"><div itemscope itemtype="https://schema.org/Organization">
<a itemprop="url" href="/" rel="home">Saltmarsh</a></div>
<nav itemscope itemtype="https://schema.org/SiteNavigationElement"><a href="/blog/">Blog</a></nav></header>
<main itemscope itemtype="https://schema.org/Blog"><article class="post hentry" itemscope itemtype="https://schema.org/{type}">
<h1 itemprop="headline">{title}</h1>{byline}<div class="entry-content" itemprop="text">{content}</div></article></main>
<aside itemscope itemtype="https://schema.org/WPSideBar">{aside}</aside>
<footer itemscope itemtype="https://schema.org/WPFooter">2026</footer></body></html>"""


def page(
    *,
    author="Maren Holt",
    date="2026-05-04T10:30:00+02:00",
    kind="CreativeWork",
    title="When the tide turns",
    aside="",
    content="",
):
    record = base_record()
    return PAGE.format(
        head=record["yoast_head"],
        type=kind,
        title=title,
        byline=BYLINE.format(author=author, date=date),
        content=record["content"]["rendered"] + content,
        aside=aside,
    )


def said_by(rule, html):
    return [said.message for said in findings_of(rule, Bad(page=html, says=""))]


@pytest.mark.parametrize("kind", ["CreativeWork", "BlogPosting", "Article"])
def test_the_frame_of_a_theme_is_silent(tmp_path, kind):
    file = tmp_path / "tide.html"
    file.write_text(page(kind=kind), "utf-8")

    report = audit(str(file), Settings(offline=True, preview=True))

    assert [finding.message for finding in report.findings] == []


def test_a_byline_contradicts_the_script():
    assert said_by(AuthorNameMismatch, page(author="Jon Dahl")) == [
        "The author is Maren Holt in the author tag, but Jon Dahl in the microdata."
    ]
    assert said_by(AuthorNameMismatch, page()) == []


def test_a_date_of_the_theme_contradicts_the_record():
    (message,) = said_by(DatePublishedMismatch, page(date="2024-05-04T10:30:00+02:00"))

    assert "2024-05-04T10:30:00+02:00 in CreativeWork.datePublished of the microdata" in message
    assert said_by(DatePublishedMismatch, page()) == []


def test_a_teaser_of_another_post_is_not_the_page():
    teaser = BYLINE.format(author="Jon Dahl", date="2020-01-01")
    aside = (
        f'<article itemscope itemtype="https://schema.org/BlogPosting"><b itemprop="headline">Ebb</b>{teaser}</article>'
    )

    assert said_by(DatePublishedMismatch, page(aside=aside)) == []
    assert said_by(AuthorNameMismatch, page(aside=aside)) == []


def test_an_address_in_the_frame_is_nobodys_business():
    card = '<div itemscope itemtype="https://schema.org/LocalBusiness"><b itemprop="address">Quay 1</b></div>'

    assert said_by(LocalbusinessIncomplete, page(aside=card)) == []
    assert said_by(LocalbusinessIncomplete, page(content=card)) == [
        "LocalBusiness lacks name, which search engines require of it."
    ]


def test_comments_below_a_post_are_offered_to_nobody():
    comment = '<li {} itemscope itemtype="http://schema.org/UserComments"><b itemprop="commentText">Ebb</b></li>'

    assert said_by(JsonldSupersededTerm, page(content=comment.format('itemprop="comment"'))) == []
    assert said_by(JsonldSupersededTerm, page(content=comment.format(""))) == []


def test_values_of_what_is_offered_are_judged():
    recipe = '<div itemscope itemtype="https://schema.org/Recipe"><meta itemprop="cookTime" content="30 minutes"></div>'

    assert said_by(JsonldDurationInvalid, page(content=recipe)) == [
        'Recipe.cookTime is "30 minutes", which is no duration in ISO 8601.'
    ]


def test_a_fix_is_for_json_alone(tmp_path):
    file = tmp_path / "tide.html"
    offer = '<p itemscope itemtype="https://schema.org/Offer"><b itemprop="price">4,50</b></p>'
    file.write_text(page(content=offer), "utf-8")
    (found,) = audit(str(file), Settings(offline=True, select=("jsonld-number-invalid",))).findings

    assert found.message == 'Offer.price is "4,50": a number has a decimal point, not a comma.'
    assert found.fix is None


def test_a_rating_in_the_article_of_a_theme_is_judged():
    rating = (
        '<div itemscope itemtype="https://schema.org/Article"><p itemprop="aggregateRating" itemscope '
        'itemtype="https://schema.org/AggregateRating"><b itemprop="ratingValue">8.4</b> of 5</p></div>'
    )

    assert said_by(RatingOutOfRange, page(content=rating)) == ["The rating 8.4 lies outside of its scale, 1 to 5."]
    assert said_by(RatingOutOfRange, page(aside=rating)) == []
