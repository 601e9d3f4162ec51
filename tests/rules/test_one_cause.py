"""Rules of one cause, over whole posts: the one that an editor should act on speaks, the others stand in its `also`."""

from __future__ import annotations

import json

import pytest

from audit import Settings, audit
from audit.testing import base_record

LINK = "https://saltmarsh.example/tide/"


def said_of(record, **settings):
    """What is said of a record: each rule with those that it explains."""
    report = audit([record], Settings(offline=True, **settings))
    return {finding.rule: {also.rule for also in finding.also} for finding in report.findings}


def with_head(*changes):
    """A clean record whose head was changed: (old, new) pairs, slashes of the graph escaped as Yoast does."""
    record = base_record()
    del record["yoast_head_json"]
    for old, new in changes:
        assert old in record["yoast_head"]
        record["yoast_head"] = record["yoast_head"].replace(old, new)
    return record


@pytest.mark.parametrize(
    ("canonical", "root"),
    [
        ("https://saltmarsh.example/ebb/", "link-canonical-mismatch"),
        ("https://lighthouse.example/tide/", "canonical-cross-domain"),
        ("http://saltmarsh.example/tide/", "canonical-http"),
        ("https://saltmarsh.example/", "canonical-to-home"),
    ],
)
def test_a_canonical_that_stands_alone_is_the_cause(canonical, root):
    said = said_of(with_head((f'<link rel="canonical" href="{LINK}"', f'<link rel="canonical" href="{canonical}"')))

    assert set(said) == {root}
    assert "og-url-canonical-mismatch" in said[root]


def test_an_address_for_shares_that_stands_alone_is_a_finding_of_its_own():
    said = said_of(with_head((f'og:url" content="{LINK}"', 'og:url" content="https://old.saltmarsh.example/tide/"')))

    assert set(said) == {"og-url-canonical-mismatch"}


def test_a_graph_of_the_test_site():
    escaped = json.dumps("https://saltmarsh.example/")[1:-1].replace("/", "\\/")
    said = said_of(with_head((escaped, escaped.replace("saltmarsh", "test.saltmarsh"))))

    assert said == {"jsonld-foreign-host-id": {"jsonld-webpage-url-mismatch"}}


def test_a_date_to_come_contradicts_the_record():
    said = said_of(with_head(('"datePublished":"2026-05-04', '"datePublished":"2036-05-04')))

    assert said == {"date-published-mismatch": {"jsonld-date-future"}}


def test_a_picture_without_an_address_is_not_compared():
    picture = "https://saltmarsh.example/wp-content/uploads/2026/05/tide.jpg"
    broken = f'og:image" content="https://saltmarsh.example/{picture.replace("tide", "ebb")}"'
    said = said_of(with_head((f'og:image" content="{picture}"', broken)))

    assert "og-image-invalid" in said
    assert "og-image-primary-image-mismatch" not in said


def test_a_second_title_leaves_out_a_level():
    record = base_record()
    record["content"]["rendered"] += "<h1>Spring</h1><p>High.</p><h3>In May</h3><p>Low.</p>"

    assert said_of(record)["content-h1"] == {"heading-skip"}


def test_an_author_who_is_not_described_is_told_once():
    person = json.dumps("https://saltmarsh.example/#/schema/person/")[1:-1].replace("/", "\\/")
    said = said_of(
        with_head((f'"author":{{"name":"Maren Holt","@id":"{person}holt"}}', f'"author":{{"@id":"{person}dahl"}}'))
    )

    assert said == {"jsonld-dangling-ref": {"author-unresolved"}}


def test_an_entered_relative_canonical_is_the_cause_of_the_ids_made_of_it():
    crumbs = (
        r'{"@type":"ListItem","position":1,"name":"Home","item":"https:\/\/saltmarsh.example\/"},'
        r'{"@type":"ListItem","position":2,"name":"When the tide turns"}'
    )
    breadcrumb = rf'{{"@type":"BreadcrumbList","@id":"\/tide\/#breadcrumb","itemListElement":[{crumbs}]}}'
    url = '"url":"{}","name"'.format(LINK.replace("/", "\\/"))
    said = said_of(
        with_head(
            (f'<link rel="canonical" href="{LINK}"', '<link rel="canonical" href="/tide/"'),
            (f'og:url" content="{LINK}"', 'og:url" content="/tide/"'),
            (url, rf'"url":"\/tide\/","breadcrumb":{breadcrumb},"name"'),
        )
    )

    assert said == {"canonical-relative": {"og-url-invalid", "jsonld-relative-url"}}


PRESS = '<p><img src="https://www.agency.example/press/ferry.jpg" alt="The ferry" width="600" height="400"></p>'


@pytest.mark.parametrize(
    ("other", "root", "explained"),
    [
        ("http://saltmarsh.local/quay.jpg", "img-local-host", {"img-http"}),
        (
            "https://chat.example/4/quay.png?ex=66aa&amp;is=66bb&amp;hm=66cc",
            "img-url-expiring",
            {"img-hotlinked"},
        ),
    ],
)
def test_a_picture_explains_nothing_of_one_from_another_server(other, root, explained):
    record = base_record()
    record["content"]["rendered"] += f'<p><img src="{other}" alt="The quay" width="600" height="400"></p>{PRESS}'

    assert said_of(record) == {root: explained, "img-hotlinked": set()}


def test_pictures_of_one_rented_server_explain_nothing_of_another():
    signed = "https://b.s3.amazonaws.com/a.jpg?X-Amz-Date=20260501T000000Z&amp;X-Amz-Expires=60&amp;X-Amz-Signature=ab"
    record = base_record()
    record["content"]["rendered"] += "".join(
        f'<p><img src="{address}" alt="The quay" width="600" height="400"></p>'
        for address in (signed, "https://d1a2b3c4d5e6f7.cloudfront.net/media/a.jpg")
    )

    assert said_of(record) == {"img-url-expiring": {"img-unknown-cdn"}, "img-unknown-cdn": set()}


def test_a_script_that_catches_readers_who_go_back_is_told_once():
    trap = 'addEventListener("popstate",()=>{location.href="https://prize.example/"})'
    record = base_record()
    record["content"]["rendered"] += f"<script>history.pushState({{}},'',location.href);{trap}</script>"

    assert said_of(record) == {"back-button-hijack": {"injected-redirect"}}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ('"thumbnailURL": "https://saltmarsh.example/a.jpg"', {"jsonld-unknown-property": {"video-incomplete"}}),
        ('"thumbnail_alt": "A quay"', {"jsonld-unknown-property": set(), "video-incomplete": set()}),
    ],
)
def test_a_slip_in_a_name_is_why_the_property_is_missing(members, said):
    record = base_record()
    record["content"]["rendered"] += f"""<script type="application/ld+json">{{"@context": "https://schema.org",
        "@type": "VideoObject", "name": "A tour", "uploadDate": "2026-05-01", "contentUrl":
        "https://saltmarsh.example/a.mp4", {members}}}</script>"""

    assert said_of(record) == said


ROBOTS = '<meta name="robots" content="'


@pytest.mark.parametrize(("negative", "told"), [("noindex", "robots-noindex"), ("nofollow", "robots-nofollow")])
def test_robots_tags_that_contradict_each_other_are_told_once(negative, told):
    record = with_head((ROBOTS, f'{ROBOTS}{negative}">{ROBOTS}'))

    assert said_of(record, extend_select=["robots-nofollow"]) == {"robots-conflict": {told}}


def test_a_contradiction_about_links_does_not_hide_that_a_page_is_left_out():
    record = with_head(
        (
            '<meta name="robots" content="',
            '<meta name="robots" content="noindex, nofollow"><meta name="googlebot" content="',
        )
    )
    record["yoast_head"] = record["yoast_head"].replace(
        '<link rel="canonical"', '<meta name="robots" content="follow"><link rel="canonical"'
    )

    assert said_of(record) == {"robots-conflict": set(), "robots-noindex": set()}


def test_a_link_that_is_a_script_is_told_once():
    record = base_record()
    record["content"]["rendered"] += "<p><a href=\"javascript:eval(atob('YWxlcnQoMSk='))\">The tide table</a></p>"

    assert said_of(record) == {"script-url": {"link-uncrawlable"}}


def test_a_planted_link_is_told_once():
    record = base_record()
    record["content"]["rendered"] += (
        '<p>Main <a href="https://maxwin.example/">slot gacor judi online</a> hari ini.</p>'
    )

    said = said_of(record)
    assert "keyword-hack" in said["money-link"]
    assert "keyword-hack" not in said


def test_half_a_title_is_short():
    record = with_head(("<title>When the tide turns - Saltmarsh</title>", "<title>- Tide</title>"))

    assert "title-too-short" in said_of(record, extend_select=["title-too-short"])["title-half-empty"]


def test_one_garbled_address_of_the_site_is_told_once():
    record = base_record()
    record["content"]["rendered"] += """<script type="application/ld+json">{"@context": "https://schema.org",
        "@type": "Place", "@id": "httpssaltmarsh.com#quay", "name": "Quay", "url": "httpssaltmarsh.com/quay/",
        "containedInPlace": {"@type": "Place", "name": "Harbour", "url": "httpssaltmarsh.com/harbour/"}}</script>"""
    report = audit([record], Settings(offline=True, select=["jsonld-relative-url", "jsonld-url-invalid"]))

    (finding,) = report.findings
    assert finding.message == (
        'Place.url is "httpssaltmarsh.com/quay/": https://saltmarsh.com/quay/ is meant, but the colon and the slashes '
        "are lost (2 more like it on the page)."
    )
    assert finding.fix is None
    assert finding.evidence[2].text == "Place.url and Place.@id"


def test_a_picture_with_two_addresses_in_one_is_told_once():
    record = base_record()
    record["content"]["rendered"] += '<p><img src="https://pond.examplehttps://lake.example/cat.jpg" alt="A cat"></p>'
    report = audit([record], Settings(offline=True, select=["img-src-missing", "img-hotlinked"]))

    (finding,) = report.findings
    assert finding.rule == "img-src-missing"
    assert [also.rule for also in finding.also] == ["img-hotlinked"]
