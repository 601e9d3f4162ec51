"""What holds for every link: rel, spelling and the paragraphs around it change a verdict in one direction only."""

from __future__ import annotations

import html
from datetime import UTC, datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audit.facts import read
from audit.post import Origin, Post
from audit.rule import Bad
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors.deceptive_link import DeceptiveLink
from audit.rules.sponsors.hidden_link import HiddenLink
from audit.rules.sponsors.homograph_link import HomographLink
from audit.site import SiteSettings
from audit.testing import findings_of, records_of

_ANCHORS = st.sampled_from(
    [
        "Our sponsor",
        "online casino bonus",
        "cheap essay writing service",
        "buy crab meat",
        "Ferry Line",
        "скупка золота",
    ]
)
_ADDRESSES = st.sampled_from(
    [
        "https://reels.example/casino-bonus",
        "https://tractors.example/en/?a=1&b=2",
        "https://ferry-line.example/",
        "https://dinas-contoh.go.id/slot-gacor/",
        "https://en.wikipedia.org/wiki/Casino",
        "https://www.amazon.com/dp/0?tag=quay-20",
    ]
)
_LEAD_INS = st.sampled_from(["Please visit: ", "Sponsored by ", "Anzeige: ", "According to ", "The crews read ", ""])
_RELS = st.sampled_from([None, "noopener", "dofollow", "no-follow sponsor", "nofollow", "ugc noopener"])
_WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz  "), min_size=1, max_size=300)

_TRAPS = [
    (DeceptiveLink, '<p>Log in at <a href="https://fee-today.example/login">www.parcel-office.example/track</a>.</p>'),
    (DeceptiveLink, '<p><a href="https://www.savings.example@198.51.100.23/login">Savings bank</a></p>'),
    (HomographLink, '<p>The <a href="https://www.\u0441\u043e\u0441\u043e.example/">market</a> opens at nine.</p>'),
    (HiddenLink, '<div style="position:absolute;left:-7421px"><a href="https://pills.example/">pills</a></div>'),
    (HiddenLink, '<p style="font-size:0"><a href="https://outlet.example/">sneakers outlet</a></p>'),
    (HiddenLink, '<div style="height:0;overflow:hidden"><a href="https://reels.example/">reels</a></div>'),
]

_ERROR = 2.2  # log odds of 0.9
_quickly = settings(max_examples=30, deadline=None)


def scores(content):
    """The commercial score of each suspected link; none for those beyond suspicion."""
    (record,) = records_of(Bad(content, says=""))
    facts = read(Post.read(record, Origin("links.json", 0)), SiteSettings(), datetime(2026, 6, 1, tzinfo=UTC))
    return [suspect.judgement.score for suspect in suspects(facts)]


def paragraph(lead_in, address, anchor, rel=None):
    written = "" if rel is None else f' rel="{rel}"'
    return f'{TEXT}<p>{lead_in}<a href="{html.escape(address)}"{written}>{anchor}</a></p>'


@_quickly
@given(_LEAD_INS, _ADDRESSES, _ANCHORS, _RELS)
def test_sponsored_never_raises_a_score(lead_in, address, anchor, rel):
    without = scores(paragraph(lead_in, address, anchor, rel))
    qualified = scores(paragraph(lead_in, address, anchor, f"{rel or ''} sponsored".strip()))
    assert max(qualified, default=-99) <= max(without, default=-99)


@_quickly
@given(
    _LEAD_INS,
    _ADDRESSES,
    _ANCHORS,
    st.permutations(["href", "rel", "target", "class"]),
    st.sampled_from("\"'"),
    st.booleans(),
    st.sampled_from(["none", "decimal", "hexadecimal", "named"]),
)
def test_how_a_link_is_written_changes_no_score(lead_in, address, anchor, order, quote, upper, form):
    values = {"href": address, "rel": "noopener", "target": "_blank", "class": "more"}

    def link(names, mark, spelled):
        attributes = " ".join(
            f"{name.upper() if upper else name}={mark}{spelled(values[name])}{mark}" for name in names
        )
        return f"{TEXT}<p>{lead_in}<a {attributes}>{spelled(anchor)}</a></p>"

    def spelled(text):
        if form == "named":
            return html.escape(text, quote=True)
        if form == "none":
            return html.escape(text)
        pattern = "&#{};" if form == "decimal" else "&#x{:x};"
        return "".join(pattern.format(ord(one)) for one in text)

    plain = scores(link(values, '"', html.escape))
    assert scores(link(order, quote, spelled)) == plain


@_quickly
@given(st.sampled_from(_TRAPS), _WORDS, st.booleans())
def test_an_unrelated_paragraph_never_lowers_deception(trap, words, before):
    rule, planted = trap
    (alone,) = findings_of(rule, Bad(TEXT + planted, says=""))
    more = f"<p>{words}</p>"
    found = findings_of(rule, Bad(f"{more}{TEXT}{planted}" if before else f"{TEXT}{planted}{more}", says=""))
    assert [one.message for one in found] == [alone.message]
    assert found[0].severity.rank >= alone.severity.rank


@_quickly
@given(st.sampled_from(_TRAPS), st.sampled_from(["According to the report, ", "Source: ", "Our partner: "]), _WORDS)
def test_nothing_in_the_text_excuses_deception(trap, lead_in, words):
    rule, planted = trap
    assume("casino" not in words)
    (alone,) = findings_of(rule, Bad(TEXT + planted, says=""))
    (among,) = findings_of(rule, Bad(f"{TEXT}<p>{lead_in}{words}</p>{planted}", says=""))
    assert among.severity.rank >= alone.severity.rank


def test_the_seed_s_sentence():
    link = '<a href="https://tractors.example/en/" target="_blank">Our Sponsor</a>'
    content = f"{TEXT}<p>&nbsp;</p><p>Please visit: {link}</p>"
    assert max(scores(content)) > _ERROR
