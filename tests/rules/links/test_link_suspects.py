"""A link that a rule is not asked about is one that it has nothing to say on, however oddly it is written."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts import Link, read
from audit.post import Origin, Post
from audit.rule import PostRule
from audit.rules import all_rules
from audit.rules.links._address import copies
from audit.rules.links._suspects import _SUSPICIONS
from audit.site import SiteSettings

RULES = [
    rule()
    for rule in all_rules()
    if issubclass(rule, PostRule) and rule.subject is Link and rule.suspects is not PostRule.suspects
]
POSTS = [
    "https://saltmarsh.example/tide/",
    "http://saltmarsh.example/tide/",
    "https://saltmarsh.example/?p=7&preview=true",
    "https://saltmarsh.example/wp-admin/post.php?post=7",
    "http://localhost/tide/",
    "http://192.168.1.20/tide/",
    "https://www.example.com/tide/",
    "mailto:office@saltmarsh.example",
    "",
]
BEGINNINGS = (
    "https://saltmarsh.example|http://saltmarsh.example|HTTP://SALTMARSH.EXAMPLE|hTTps://|http:|//|/|\\|/\\|#|?|www."
    "|javascript:|mailto:|MAILTO:|tel:|file:///|C:\\|\t|\n|\x0b|\x00| |\u00a0|“|<|{{|[|://|localhost:80|about:blank"
).split("|")
PIECES = (
    "saltmarsh.example|www.saltmarsh.example|localhost|192.168.1.20|[::1]|staging.saltmarsh.example|example.com|a.tld"
    "|your-domain.example|http://shore.example|https|www.|user:word@|office@shore.example|:8080|:8O80|/|//|\\|?|#|%23"
    "|%25|%2520|%20|%C2%A0|wp-admin|wp-login.php|WP-ADMIN|/cdn-cgi/l/email-protection#1c|preview=true|&|_thumbnail_id=3"
    "|fl_builder|et_fb=1|{{ url }}|%post_url%|[permalink]|tide|ſ|ä|潮|.|,|)|”|…|'|\t|\n| |\u200b|\x00|+49 30 123|=|;"
).split("|")
hrefs = st.tuples(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(PIECES), max_size=6)).map(
    lambda parts: parts[0] + "".join(parts[1])
)


def facts_of(html, link):
    record = {"id": 7, "link": link or None, "content": {"rendered": html}}
    return read(Post.read(record, Origin("posts.json", 0)), SiteSettings(), datetime(2026, 11, 1, tzinfo=UTC))


def left_out(facts):
    for rule in RULES:
        asked = set(rule.suspects(facts))
        yield from (
            (rule.name, link.href, said)
            for link in facts.links
            if link not in asked
            for said in rule.check(link, facts)
        )


@given(st.lists(hrefs, min_size=1, max_size=8), st.sampled_from(POSTS))
def test_what_is_left_out_is_silent(written, link):
    html = "".join(f'<p><a href="{escape(href)}">{escape(href)} the tide</a></p>' for href in written)
    assert list(left_out(facts_of(html, link))) == []


@pytest.mark.parametrize("link", POSTS)
def test_the_longest_addresses_are_asked_about_too(link):
    far = "https://shore.example/" + "a" * 3000
    html = "".join(f'<a href="{escape(far + end)}">x</a>' for end in ("", ")", "%2520", "/%23a", "/https://b.example"))
    assert list(left_out(facts_of(html, link))) == []


def test_suspects_keep_the_order_of_the_post():
    facts = facts_of('<a href="#">b</a><a href="/a)">x</a><a href="http://">c</a><a href="/b)">y</a>', POSTS[0])
    for rule in RULES:
        places = [facts.links.index(link) for link in rule.suspects(facts)]
        assert places == sorted(places)


def test_each_suspicion_is_that_of_a_rule():
    assert {rule.name for rule in all_rules()} >= _SUSPICIONS.keys()


TAGS = [
    *("<a href=/x>", "<a href=/y>", "</a>", "<a>", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<table>"),
    *("</table>", "<tr>", "<td>", "<template>", "</template>", "<svg>", "</svg>", "<area href=/z>", "<h2>", "</h2>"),
    *("<object>", "</object>", "<button>", "<nobr>", "<caption>", "x", "\n"),
]


@given(st.lists(st.sampled_from(TAGS), max_size=25).map("".join))
def test_copies_are_the_links_that_the_parser_made(html):
    facts = facts_of(html, POSTS[0])
    assert copies(facts) == {link for link in facts.links if link.is_copy}


def test_a_link_that_is_closed_too_late_is_copied():
    facts = facts_of("<a href=/x><p>The tide<div>table</a></div>", POSTS[0])
    assert len(copies(facts)) == len(facts.links) - 1 > 0
