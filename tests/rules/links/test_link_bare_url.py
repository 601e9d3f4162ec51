import pytest

from audit import audit
from audit.rule import Good
from audit.rules.content.link_text_generic import LinkTextGeneric
from audit.rules.links.link_bare_url import LinkBareUrl
from audit.settings import Settings
from audit.testing import findings_of, records_of


def said(html):
    return findings_of(LinkBareUrl, Good(html))


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<p>It is at https://shore.example/ferry.</p>", "https://shore.example/ferry"),
        ("<p>(https://shore.example/Map_(old))</p>", "https://shore.example/Map_(old)"),
        ("<p>See [https://shore.example/map], please</p>", "https://shore.example/map"),
        ("<p>*https://shore.example/map*</p>", "https://shore.example/map"),
        ("<p>“https://shore.example/map”</p>", "https://shore.example/map"),
        ("<p>地図（https://shore.example/map）です</p>", "https://shore.example/map"),
        ("<p>A<br />\nhttps://shore.example/map<br />\nB</p>", "https://shore.example/map"),
        ("<ul><li>https://shore.example/map</li></ul>", "https://shore.example/map"),
        ("<p>See https://shore.example/?a=1&amp;b=2 now</p>", "https://shore.example/?a=1&amp;b=2"),
        ("<p>HTTP://Shore.Example/Map it is</p>", "HTTP://Shore.Example/Map"),
        ("<p>xhttp://a.example ftp://b.example :// https://shore.example/map it is</p>", "https://shore.example/map"),
        ("<p>see https://shore.example/x://y now</p>", "https://shore.example/x://y"),
        ("<p>The shop is at https://saltmarsh.example/shop/ now</p>", "https://saltmarsh.example/shop/"),
        ('<p><a href="/x">https://x.example/</a> and https://shore.example/map too</p>', "https://shore.example/map"),
    ],
)
def test_addresses_in_the_text(html, address):
    (finding,) = said(html)
    assert finding.marked == address


@pytest.mark.parametrize(
    "html",
    [
        "<p>https://shore.example/video</p>",
        "<p>\nhttps://shore.example/video\n</p>",
        "https://shore.example/video\n\nand text",
        "text\n\nhttps://shore.example/video",
        "<p>a\nhttps://shore.example/video\nb</p>",
        '<figure class="wp-block-embed"><div>\nhttps://shore.example/v and more\n</div></figure>',
        '<blockquote class="twitter-tweet"><p>Low water! https://t.example/x</p></blockquote>',
        "<p>[embed]https://shore.example/v[/embed]</p>",
        '<p>[video src="https://shore.example/v.mp4"] and text</p>',
        "<p>[video src=&#8221;https://shore.example/v.mp4&#8243;] and text</p>",
        '<p>Write &lt;a href="https://shore.example/"&gt;https://shore.example/&lt;/a&gt; there</p>',
        '<p><a href="https://shore.example/">at https://shore.example/</a> x</p>',
        "<p>run git clone git+https://shore.example/x.git now</p>",
        "<p>This policy is that of https://saltmarsh.example.</p>",
        "<p>The site www.saltmarsh.example (http://www.saltmarsh.example/) is ours</p>",
        "<p>open http://localhost:3000/ or http://192.168.0.1/ there</p>",
        "<p>say https://example.com/page there</p>",
        "<p>ask https://shore.example/{id}/x there</p>",
        "<p>begin with http:// there</p>",
        "<p>http://www.shore and more</p>",
        "<p>it was https://shore.example/lon… there</p>",
        "<p>at https://shore.example/<wbr>map there</p>",
        "<p>at https://shore.example/<em>map</em> there</p>",
        *(
            f"<div>x <{tag}>see https://shore.example/ there</{tag}></div>"
            for tag in ("code", "pre", "kbd", "samp", "textarea", "button", "script", "style", "noscript", "template")
        ),
    ],
)
def test_what_is_no_address_to_follow(html):
    assert said(html) == []


def test_an_address_is_told_once():
    assert len(said("<p>at https://shore.example/a or https://shore.example/a there</p>")) == 1


def test_no_password_is_printed():
    (finding,) = said("<p>at https://crew:secret@shore.example/a there</p>")
    assert "secret" not in finding.message + finding.value


def test_many_addresses_and_deep_nesting_cost_linear_time():
    html = "<div>" * 5000 + "at https://shore.example/a) " * 20_000
    assert len(said(html)) == 1


def test_the_edit_means_the_address_itself_and_not_a_longer_one_before_it():
    post = Good("<p>See https://shore.example/maps and https://shore.example/map too.</p>")
    report = audit(records_of(post), Settings(select=(LinkBareUrl.name,), offline=True))
    assert [(one.fix.before, one.fix.occurrence) for one in report.findings if one.fix] == [
        ("https://shore.example/maps", 0),
        ("https://shore.example/map", 1),
    ]


def test_the_edit_makes_no_link_whose_text_is_a_bare_address():
    html = "<p>The timetable is at https://harbour.example/ferry/ now, its number is https://doi.org/10.1/7 there.</p>"
    report = audit(records_of(Good(html)), Settings(select=(LinkBareUrl.name,), offline=True))
    for fix in [one.fix for one in report.findings if one.fix]:
        html = html.replace(fix.before, fix.after)

    assert '<a href="https://harbour.example/ferry/">harbour.example/ferry</a>' in html
    assert not said(html)
    assert not findings_of(LinkTextGeneric, Good(html))
