import random

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import resemblance, sketch_of_pieces
from audit.rules.corpus.canonical_chain import CanonicalChain
from audit.rules.corpus.canonical_to_noindex import CanonicalToNoindex
from audit.rules.corpus.duplicate_canonical import DuplicateCanonical
from audit.rules.corpus.duplicate_content_exact import DuplicateContentExact
from audit.rules.corpus.duplicate_content_near import DuplicateContentNear
from audit.rules.corpus.duplicate_slug_series import DuplicateSlugSeries
from audit.rules.corpus.hreflang_no_return import HreflangNoReturn
from audit.rules.corpus.site_inconsistent_constants import SiteInconsistentConstants
from audit.rules.corpus.sitemap_lastmod_mismatch import SitemapLastmodMismatch
from audit.rules.corpus.sitemap_missing_post import SitemapMissingPost
from audit.rules.corpus.sitemap_noindex import SitemapNoindex
from audit.testing import findings_of

WORDS = "tide ebb quay gauge ferry crew water spring flat bar rope sail mast deck pier lock sand reed gull kelp".split()


def said(rule, *posts):
    return findings_of(rule, Good(posts=posts))


def text(seed, words=400, changed=0):
    """A text of random words of which some are others."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = [f"{chance.choice(WORDS)}e{chance.randrange(100)}" for _ in range(words)]
    found = [f"{word}e" if index % 4 == 0 else word for index, word in enumerate(found)]
    for number in range(changed):
        found[number * words // max(changed, 1)] = f"other{number}"
    return f"<p>{' '.join(found)}</p>"


def test_texts_that_differ_in_their_blanks_are_equal():
    one = text(1)
    assert len(said(DuplicateContentExact, record(1, "a", html=one), record(2, "b", html=one.replace(" ", "\n ")))) == 2


def test_languages_do_not_compete():
    one = text(1)
    assert not said(DuplicateContentExact, record(1, "a", html=one, lang="en"), record(2, "b", html=one, lang="de"))


def test_near_duplicates_are_told_once_each():
    posts = [
        record(number, f"a-{number}", html=text(1, changed=1).replace("other0", f"name{number}")) for number in range(9)
    ]
    others = [record(20 + number, f"b-{number}", html=text(20 + number)) for number in range(30)]
    found = said(DuplicateContentNear, *posts, *others)
    assert {finding.post for finding in found} == {f"saltmarsh.example#{number}" for number in range(9)}
    assert len(found) == 9


def test_texts_that_share_half_are_no_duplicates():
    assert not said(DuplicateContentNear, record(1, "a", html=text(1)), record(2, "b", html=text(1, changed=60)))


def test_what_a_template_puts_into_each_post_is_no_duplicate():
    paragraphs = "\n".join(text(number, words=80) for number in range(6))
    posts = [record(number, f"a-{number}", html=f"<p>Name {number}.</p>\n{paragraphs}") for number in range(9)]
    assert not said(DuplicateContentNear, *posts)


def test_resemblance_is_bounded_by_length():
    pieces = [str(number).encode() for number in range(50)]
    one, other = sketch_of_pieces(1000, pieces, 24), sketch_of_pieces(500, pieces, 24)
    assert resemblance(one, one) == 1
    assert resemblance(one, other) == 0.5
    assert resemblance(one, "") == 0


def test_a_copy_that_names_its_original_is_a_notice():
    one = text(1)
    (finding,) = said(DuplicateCanonical, record(1, "a", html=one), record(2, "b", html=one, canonical=f"{HOME}a/"))
    assert finding.severity is Severity.NOTICE
    assert finding.post == "saltmarsh.example#2"
    assert finding.related == ("saltmarsh.example#1",)


def test_posts_that_name_a_page_outside_are_both_told():
    found = said(DuplicateCanonical, record(1, "a", canonical=f"{HOME}c/"), record(2, "b", canonical=f"{HOME}c/"))
    assert [finding.severity for finding in found] == [Severity.ERROR] * 2


def test_two_that_name_each_other_are_a_chain():
    posts = record(1, "a", canonical=f"{HOME}b/"), record(2, "b", canonical=f"{HOME}a/")
    assert len(said(CanonicalChain, *posts)) == 2


def test_a_hidden_page_is_seen_although_the_family_looks_at_indexable_ones():
    (finding,) = said(CanonicalToNoindex, record(1, "a", canonical=f"{HOME}b/"), record(2, "b", robots="none"))
    assert finding.post == "saltmarsh.example#1"
    assert finding.related == ("saltmarsh.example#2",)


@pytest.mark.parametrize(
    ("slug", "title", "speaks"), [("a-2", "About", True), ("a-2", "Part 2", False), ("a-1", "A", False)]
)
def test_numbers_behind_slugs(slug, title, speaks):
    one = text(1)
    found = said(DuplicateSlugSeries, record(1, "a", html=one), record(2, slug, title=title, html=one))
    assert bool(found) is speaks


def test_another_spelling_of_an_address_returns_too():
    greek, escaped = f"{HOME}αρχη/", f"{HOME}%CE%B1%CF%81%CF%87%CE%B7/"
    there = {"en": f"{HOME}tide/", "el": escaped.lower()}
    posts = record(1, "tide", hreflang={"en": f"{HOME}tide/", "el": greek}), record(2, "αρχη", hreflang=there)
    assert not said(HreflangNoReturn, *posts)


def test_constants_that_differ_are_one_finding_of_the_site():
    def website(name):
        return [{"@type": "WebSite", "@id": f"{HOME}#website", "name": name}]

    posts = [record(number, f"a-{number}", graph=website("Marsh" if number else "Old")) for number in range(5)]
    (finding,) = said(SiteInconsistentConstants, *posts)
    assert finding.post is None
    assert '"Marsh" in 4 posts; "Old" in 1 post' in finding.message


def held_against(sitemap, rule, *posts):
    return findings_of(rule, Good(posts=posts, sitemap=sitemap))


@pytest.mark.parametrize(
    ("link", "listed"),
    [
        (f"{HOME}%cf%80/", f"{HOME}π/"),
        (f"{HOME}%CF%80/", f"{HOME}%cf%80"),
        ("https://www.saltmarsh.example/tide/", "http://saltmarsh.example/tide"),
        (f"{HOME}?p=7", f"{HOME}?p=7"),
    ],
)
def test_spellings_of_one_address_are_one_entry_of_a_sitemap(link, listed):
    assert not held_against({listed: "", f"{HOME}ebb/": ""}, SitemapMissingPost, record(7, "x", link=link))


@pytest.mark.parametrize(
    "fields",
    [
        {"link": "https://elsewhere.example/tide/"},
        {"link": None},
        {"content": {"rendered": "", "protected": True}},
        {"status": "draft"},
        {"status": "private"},
        {"type": "attachment", "status": "inherit"},
        {"type": "recipe"},
    ],
)
def test_what_need_not_be_in_a_sitemap(fields):
    assert not held_against({f"{HOME}ebb/": ""}, SitemapMissingPost, record(7, "tide", **fields))


def test_a_type_of_which_some_is_listed_is_judged():
    listed = {f"{HOME}ebb/": ""}
    posts = [record(number, slug, type="recipe") for number, slug in enumerate(("ebb", "tide", "neap"), 1)]

    found = held_against(listed, SitemapMissingPost, *posts)

    assert [finding.post for finding in found] == ["saltmarsh.example#2", "saltmarsh.example#3"]


def test_without_entries_a_sitemap_says_nothing():
    assert not held_against({}, SitemapMissingPost, record(7, "tide"))


def test_a_page_that_is_listed_and_hidden_is_told_by_what_it_says():
    listed = {f"{HOME}tide/": ""}

    (hidden,) = held_against(listed, SitemapNoindex, record(7, "tide", robots="none"))
    (moved,) = held_against(listed, SitemapNoindex, record(7, "tide", canonical="https://elsewhere.example/tide/"))

    assert hidden.value == "noindex saltmarsh.example/tide"
    assert moved.marked == 'href="https://elsewhere.example/tide/"'
    assert not held_against(listed, SitemapNoindex, record(7, "tide", robots="nofollow"))


@pytest.mark.parametrize(
    ("lastmod", "differs"),
    [
        ("2026-05-04T08:30:00Z", False),
        ("2026-05-05T08:29:00Z", False),
        ("2026-05-05T08:31:00Z", True),
        ("2026-05-04", False),
        ("2026-05-03", False),
        ("2026-05-06", True),
        ("2026-05-02", False),  # its evening in Hawaii is less than a day before
        ("2026-05-01", True),
        ("2026-05", False),
        ("2026-99-99", False),
        ("yesterday", False),
    ],
)
def test_days_of_the_last_change(lastmod, differs):
    post = record(7, "tide", modified_gmt="2026-05-04T08:30:00")

    assert bool(held_against({f"{HOME}tide/": lastmod}, SitemapLastmodMismatch, post)) == differs
