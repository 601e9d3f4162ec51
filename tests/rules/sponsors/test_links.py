"""The rules over single links: what must not change a verdict, and what must."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.finding import Severity
from audit.rule import Bad
from audit.rules.sponsors._examples import TEXT, series
from audit.rules.sponsors._suspects import suspects
from audit.rules.sponsors.deceptive_link import DeceptiveLink
from audit.rules.sponsors.money_link import MoneyLink
from audit.rules.sponsors.paid_link_unqualified import PaidLinkUnqualified
from audit.rules.sponsors.repeated_sponsor_block import RepeatedSponsorBlock
from audit.rules.sponsors.rotating_sponsor_slot import RotatingSponsorSlot
from audit.testing import findings_of, records_of

_RULES = (PaidLinkUnqualified, MoneyLink, DeceptiveLink)
_SPONSOR = '<p>Our sponsor: <a href="https://tractors.example/en/">cheap tractors</a></p>'


def said(html, rule=PaidLinkUnqualified):
    return findings_of(rule, Bad(html, says=""))


def test_the_finding_shows_every_sign_with_weight_and_place():
    (finding,) = said(TEXT + _SPONSOR)
    labels = [entry.label for entry in finding.evidence]
    assert labels[:2] == ["why", "probability"]
    assert "B2 +2.3" in labels
    assert finding.severity is Severity.ERROR
    start = finding.spot.start
    assert any(f"characters {start} to" in entry.text for entry in finding.evidence)


@pytest.mark.parametrize("rel", ["sponsored", "nofollow", "ugc", "noopener,sponsored", "NOFOLLOW noopener"])
def test_a_qualified_link_is_nobodys_business(rel):
    assert said(TEXT + _SPONSOR.replace("<a ", f'<a rel="{rel}" ')) == []


@pytest.mark.parametrize("blanks", ["", "\n", "\n\n\t", "<!-- /wp:paragraph -->"])
def test_blanks_between_paragraphs_change_nothing(blanks):
    text = "<p>The ferry sails at six.</p>"
    (finding,) = said(f"{text}{blanks}{_SPONSOR}{blanks}{text}")
    (touching,) = said(text + _SPONSOR + text)
    assert [entry.label for entry in finding.evidence] == [entry.label for entry in touching.evidence]


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\n\t", "&nbsp;"])
@pytest.mark.parametrize(
    "line", ["This podcast is sponsored by {}.", "I got this in return for an honest review: {}", "Our sponsor: {}"]
)
def test_where_a_line_breaks_changes_nothing(line, blank):
    html = f"{TEXT}<p>{line.replace(' ', blank)}</p>"
    link = '<a href="https://kettle-works.example/">Kettle Works</a>'
    (finding,) = said(html.format(link))
    assert finding.message == said(f"{TEXT}<p>{line}</p>".format(link))[0].message


@pytest.mark.parametrize("rel", ["no-follow", "sponsor", "noopener noreferrer", ""])
def test_an_unknown_rel_qualifies_nothing_and_is_named(rel):
    (finding,) = said(TEXT + _SPONSOR.replace("<a ", f'<a rel="{rel}" '))
    assert not rel or " ".join(sorted(rel.split())) in finding.message


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://tractors.example/en/" class="x" id="y">cheap tractors</a>',
        "<a id=y class=x href=https://tractors.example/en/>cheap tractors</a>",
        "<A HREF='https://tractors.example/en/'>cheap&#32;tractors</A>",
        '<a href="https&#58;//tractors.example/en/">cheap tractors</a>',
    ],
)
def test_how_it_is_written_changes_nothing(link):
    plain = said(f'{TEXT}<p>Our sponsor: <a href="https://tractors.example/en/">cheap tractors</a></p>')
    written = said(f"{TEXT}<p>Our sponsor: {link}</p>")
    assert [(one.message, one.severity, one.evidence[1]) for one in written] == [
        (one.message, one.severity, one.evidence[1]) for one in plain
    ]


@settings(max_examples=25, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=200))
def test_an_unrelated_paragraph_excuses_no_deception(words):
    trap = '<p>Log in at <a href="https://fee-today.example/login">www.parcel-office.example/track</a>.</p>'
    (alone,) = said(TEXT + trap, DeceptiveLink)
    (among,) = said(f"{TEXT}{trap}<p>{words}</p>", DeceptiveLink)
    assert (among.severity, among.message) == (alone.severity, alone.message)


def test_a_public_host_with_a_money_word_is_no_excuse():
    (finding,) = said(
        f'{TEXT}<p>Many play <a href="https://dinas-contoh.go.id/slot-gacor/">slot gacor</a> there.</p>', MoneyLink
    )
    assert finding.severity is Severity.ERROR


def test_words_of_a_trade_alone_are_no_error():
    (finding,) = said(
        f'{TEXT}<p>About: we work with <a href="https://hair-in-town.example/">hair transplant Istanbul cost</a>.</p>',
        MoneyLink,
    )
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "sentence",
    [
        "She trained as a <a href='https://smiths.example/about'>locksmith</a> before she came here.",
        "You can <a href='https://hall.example/e/7'>buy concert tickets</a> at the pier.",
        "He works for the <a href='https://steel.example/'>Association of Steel Manufacturers</a>.",
        "Image: <a href='https://annika.example/'>Annika Frost</a>",
        "Source: <a href='https://tides.example/12'>tide tables</a>",
        "Co-funded by the <a href='https://heritage.example/'>Heritage Fund</a>.",
        "In the <a href='https://apps.apple.com/app/id1'>App Store</a>.",
    ],
)
def test_honest_links_are_left_alone(sentence):
    assert [said(f"{TEXT}<p>{sentence}</p>", rule) for rule in _RULES] == [[], [], []]


def test_other_posts_raise_the_verdict():
    block = '<p>Friends of the club: <a href="https://kitchens-xl.example/">kitchens</a></p>'
    alone = findings_of(PaidLinkUnqualified, Bad(posts=series(block), says=""))
    many = findings_of(PaidLinkUnqualified, Bad(posts=series(*[block] * 6), says=""))
    assert not alone or alone[0].severity is Severity.WARNING
    assert len(many) == 6
    assert {one.severity for one in many} == {Severity.ERROR}
    assert any(entry.label.startswith("K1") for entry in many[0].evidence)


def test_a_repeated_block_is_one_finding_of_the_site():
    (finding,) = findings_of(
        RepeatedSponsorBlock,
        Bad(posts=series(*['<p>Our sponsor: <a href="https://kitchens-xl.example/">kitchens</a></p>'] * 5), says=""),
    )
    assert finding.post is None
    assert len(finding.related) == 5


def test_a_slot_with_the_same_tenant_does_not_rotate():
    block = '<p>Friends of the club: <a href="https://kitchens-xl.example/">cheap kitchens</a></p>'
    assert findings_of(RotatingSponsorSlot, Bad(posts=series(*[block] * 5), says="")) == []


def test_a_page_that_is_not_followed_has_no_suspects():
    records = records_of(Bad(TEXT + _SPONSOR, says="", head='<meta name="robots" content="index, nofollow">'))
    assert findings_of(PaidLinkUnqualified, records) == []
    assert suspects.__doc__


@pytest.mark.parametrize(
    "line",
    [
        'Sponsored by the <a href="https://lantern.example/">Lantern Foundation</a>.',
        'Our sponsor: <a href="https://laternen-stiftung.example/">the people with the lamps</a>',
        'Gesponsert von der <a href="https://laterne.example/">Stiftung Laterne</a>',
        'Sponsorisé par la <a href="https://lanterne.example/">Fondation Lanterne</a>',
        'Sponsored by <a href="https://lantern.example/">Lantern</a> (grant agreement 4711).',
        'Our sponsors for the swim in aid of <a href="https://lantern.example/">Lantern</a> gave tea.',
        'Our sponsors of the swim: give at <a href="https://www.betterplace.org/p/1">the page of the swim</a>.',
        'Our sponsor came by; we also like <a href="https://lantern.example/">Lantern</a>.',
    ],
)
def test_who_gives_without_a_return_is_no_sponsor(line):
    assert said(f"{TEXT}<p>{line}</p>") == []


@pytest.mark.parametrize(
    "line",
    [
        'Sponsored by <a href="https://deepfooting.example/">Deepfooting Foundation Repair</a>',
        'Sponsored by <a href="https://deepfooting.example/">Foundation Repair Deepfooting</a>',
        'Our sponsors: Ropes and Knots; <a href="https://lantern.example/">Lantern</a>',
        'In aid of nobody. Sponsored by <a href="https://lantern.example/">Lantern</a>',
        'We donate to <a href="https://lantern.example/">Our Sponsor</a>',
        'Sponsored by <a href="https://luckyfoundation.example/">Online Casino Foundation</a>',
    ],
)
def test_a_word_of_giving_excuses_no_other_sponsor(line):
    assert said(f"{TEXT}<p>{line}</p>")


@pytest.mark.parametrize(
    "line",
    [
        'Messaggio pubblicitario: <a href="https://bollitori.example/">Bollitori Lanterna</a>',
        'Publireportage: <a href="https://kessel.example/">Kessel Laterne</a>',
        'Publicidade: conheça a <a href="https://chaleira.example/">Chaleira Lanterna</a>.',
        'Werbung: besuchen Sie <a href="https://kessel.example/">Kessel Laterne</a>.',
        'برعاية <a href="https://kettles.example/">غلايات الفانوس</a>',
        'בחסות <a href="https://kettles.example/">קומקומי הפנס</a>',
        'Tài trợ bởi <a href="https://kettles.example/">ấm đun nước</a>',
    ],
)
def test_a_label_of_advertising_is_known_in_other_languages(line):
    assert said(f"{TEXT}<p>{line}</p>")


@pytest.mark.parametrize(
    "line",
    [
        'Werbung: ein Vortrag von <a href="https://laterne.example/">Ida Laterne</a>.',
        'Inserat: <a href="https://wohnung.example/">Zimmer am Hafen</a>.',
        'Ha scritto un messaggio pubblicitario per <a href="https://bollitori.example/">Bollitori Lanterna</a>.',
        'افتتح المعرض أمس برعاية <a href="https://lantern.example/">الأميرة</a> في الميناء.',
    ],
)
def test_a_word_in_a_sentence_is_no_label(line):
    assert said(f"{TEXT}<p>{line}</p>") == []


@pytest.mark.parametrize(
    ("rule", "posts"),
    [
        (
            RepeatedSponsorBlock,
            series(
                *['<p>Our partner: <a href="https://kitchens-xl.example/">River</a> keeps us warm in winter.</p>'] * 4
            ),
        ),
        (
            RotatingSponsorSlot,
            series(
                *(
                    f'<p>Our partner: <a href="https://{name}.example/offer">{name.title()}</a></p>'
                    for name in ("alba", "birke", "corvo")
                )
            ),
        ),
    ],
)
def test_a_fault_of_the_site_is_no_surer_than_its_signs(rule, posts):
    (finding,) = findings_of(rule, Bad(posts=posts, says=""))
    (probability,) = (float(entry.text) for entry in finding.evidence if entry.label == "probability")

    assert probability < 0.9
    assert finding.severity is Severity.WARNING


def test_a_title_that_names_the_subject_lowers_what_an_offer_says():
    """A post on addiction names casinos, and an app that blocks them."""
    html = f'{TEXT}<p>The <a href="https://stop.example/app">app that blocks online casinos</a> is free.</p>'
    html = f"{html}<p>Ask for it at the desk by the door, where a map of the harbour hangs.</p>"

    (off_topic,) = findings_of(MoneyLink, Bad(html, says=""))
    on_topic = findings_of(MoneyLink, Bad(html, fields={"title": {"rendered": "Signs of a gambling problem"}}, says=""))

    assert off_topic.severity is Severity.ERROR
    assert all(one.severity is not Severity.ERROR for one in on_topic)
