from html import escape

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.links.link_malformed import LinkMalformed
from audit.testing import findings_of


def said(href, text="the map of the shore", **fields):
    return findings_of(LinkMalformed, Good(f'<p><a href="{escape(href)}">{text}</a></p>', fields=fields))


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        # a slip in the letters of the scheme
        ("htp://shore.example/map", "http://shore.example/map"),
        ("htttps://shore.example/map", "https://shore.example/map"),
        ("ttps://shore.example/map", "https://shore.example/map"),
        # two that are whole, one right behind the other
        ("https://saltmarsh.examplehttps://shore.example/map", "https://shore.example/map"),
        ("https://saltmarsh.exampleHTTP://shore.example/map", "HTTP://shore.example/map"),
        # a folder that a slash too many makes a host
        ("//wp-content/uploads/map.pdf", "/wp-content/uploads/map.pdf"),
        ("tps://shore.example/map", "https://shore.example/map"),
        ("hptts://shore.example/map", "https://shore.example/map"),
        ("htps:/shore.example/map", "https://shore.example/map"),
        # a slip in its marks
        ("https//shore.example/map", "https://shore.example/map"),
        ("http;//shore.example/map", "http://shore.example/map"),
        ("https.//shore.example", "https://shore.example"),
        ("http:: //shore.example", "http://shore.example"),
        ("https:shore.example/map", "https://shore.example/map"),
        ("http:// shore.example/map", "http://shore.example/map"),
        ("https://.shore.example/map", "https://shore.example/map"),
        ("https：//shore.example/map", "https://shore.example/map"),
        # too many of them
        ("http:// https://shore.example/map", "https://shore.example/map"),
        ("http://https//shore.example", "https://shore.example"),
        ("https://http://https://shore.example", "https://shore.example"),
        ("http://www.http://shore.example", "http://shore.example"),
        ("mailto:mailto:office@shore.example", "mailto:office@shore.example"),
        ("mailto:https://shore.example/", "https://shore.example/"),
        ("http://mailto:office@shore.example", "mailto:office@shore.example"),
        ("http://tel:+4930123", "tel:+4930123"),
        ("http://tel;4930123", "tel:4930123"),
        ("tel:=+4930123", "tel:+4930123"),
        ("tel;4930123", "tel:4930123"),
        # none
        ("www.shore.example", "https://www.shore.example"),
        ("WWW.shore.example/map", "https://WWW.shore.example/map"),
        ("shore.example/map", "https://shore.example/map"),
        ("tides.co.uk", "https://tides.co.uk"),
        ("shore.example:8080/x", "https://shore.example:8080/x"),
        ("office@shore.example?subject=Map", "mailto:office@shore.example?subject=Map"),
        ("mailto;office@shore.example", "mailto:office@shore.example"),
        ("mailto://office@shore.example", "mailto:office@shore.example"),
        ("mail:office@shore.example", "mailto:office@shore.example"),
        ("/www.shore.example/x", "https://www.shore.example/x"),
        ("/https://shore.example/x", "https://shore.example/x"),
        ("https://saltmarsh.example/https://shore.example/x", "https://shore.example/x"),
        ("://shore.example/x", "https://shore.example/x"),
        # something around it
        ("“https://shore.example/map”", "https://shore.example/map"),
        ("'https://shore.example/map'", "https://shore.example/map"),
        ("%22https://shore.example/map%22", "https://shore.example/map"),
        ("\u00a0https://shore.example/map", "https://shore.example/map"),
        ("\u200bhttps://shore.example/map", "https://shore.example/map"),
        ("(https://shore.example/map)", "https://shore.example/map"),
        ("<https://shore.example/map>", "https://shore.example/map"),
        ('<a href="https://shore.example/map">', "https://shore.example/map"),
        ("https%3A%2F%2Fshore.example%2Fmap", "https://shore.example/map"),
        # nothing that can be told
        ("https://shore.example:8O80/now", ""),
        ("https://shore.example:99999/now", ""),
        ("https://shore example/now", ""),
        ("https://shore,example/now", ""),
        ("https://*.shore.example/", ""),
        ("https://shore..example/", ""),
        ("https://xn--a/", ""),
        ("//?addServer=Lake", ""),
        ("https://shore.example/map https://shore.example/b", ""),
    ],
)
def test_what_is_wrong(href, meant):
    (finding,) = said(href)
    assert (f"{meant} was meant" in finding.message) == bool(meant), finding.message
    assert " was meant" in finding.message or not meant


@pytest.mark.parametrize(
    "href",
    [
        "https://shore.example/map",
        "HTTPS://Shore.Example/Map",
        "//shore.example/gauge",
        "https://copies.example/https://shore.example/map",
        "https://https.shore.example//map",
        "//wp-content.shore.example/map",
        "https:///shore.example/map",
        "https:\\\\shore.example\\map",
        "https://bücher-am-see.example/straße/see",
        "https://i❤.example/",
        "https://sho_re.example/",
        "https://[2001:db8::1]/x",
        "https://user@shore.example/x",
        " \thttps://shore.example/map\n",
        "hxxps://shore.example/map",
        "shttp://shore.example/map",
        "steam://run/440",
        "whatsapp://send?text=Lake",
        "sms:+493023125042?body=Lake",
        "skype:lake.office?call",
        "xmpp:office@shore.example",
        "mailto: office@shore.example",
        "mailto:a@shore.example,b@shore.example",
        "tel:+49 (30) 123-4",
        "tel://+4930123",
        "tel: 4930123",
        "https://shore.example/tag/%23lake",
        "javascript:void(0)",
        "data:text/plain,x",
        "/2025/07/mussels/",
        "./2025:the-dry-year/",
        "mussels:2025",
        "report.pdf",
        "contact.html",
        "readme.md",
        "firma.pl",
        "images/www.png",
        "?p=7",
        "#map",
        "",
        "https:/about/",
        "https://web.archive.org/web/2019/http://shore.example/",
        "https://social.example/intent?text=Look at https://shore.example",
        "https://saltmarsh.example/go?to=https://shore.example/",
        # other rules speak of these
        "http://",
        "https://example.com/",
        "{{ url }}",
        "https://shore.example)",
    ],
)
def test_what_is_not(href):
    assert said(href) == []


def test_a_text_that_names_the_host_decides_between_host_and_file():
    assert said("firma.pl", "Firma.pl – strona")[0].message.endswith("https://firma.pl was meant.")


def test_what_a_browser_mends_is_a_warning():
    assert said("http:/shore.example/map")[0].severity is Severity.WARNING
    assert said("https:/shore.example/map")[0].severity is Severity.ERROR


def test_an_escaped_hash_is_one_where_the_text_still_has_it():
    href = "https://shore.example/map/%23mill"
    (finding,) = said(href, "https://shore.example/map/#mill")
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("https://shore.example/map/#mill was meant.")
    assert said(href, href) == []
    assert said(href, "https://shore.example/map/#gauge") == []


def test_a_number_that_a_telephone_may_read_nevertheless_is_a_warning():
    assert said("tel:=+4930123")[0].severity is Severity.WARNING


def test_two_faults_of_one_address_are_told_by_two_rules():
    assert "htp://shore.example/map)" in said("htp://shore.example/map)")[0].message


def test_a_relative_address_without_a_base_is_not_judged():
    fields = {"link": None, "guid": None, "_links": None}
    assert said("/map", **fields) == []


def test_no_password_is_printed():
    (finding,) = said("htp://crew:secret@shore.example/x")
    assert "secret" not in f"{finding.message}{finding.value}"


@pytest.mark.parametrize("around", ["<pre>{}</pre>", "<code>{}</code>", "<template>{}</template>", "<!-- {} -->"])
def test_samples_are_no_links(around):
    link = '<a href="htp://shore.example/">x</a>'
    assert findings_of(LinkMalformed, Good(around.format(link))) == []


def test_a_link_that_the_parser_continues_is_told_once():
    assert len(findings_of(LinkMalformed, Good('<p><a href="htp://shore.example/"></p><p>Map</a></p>'))) == 1
