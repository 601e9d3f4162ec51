from html import escape
from time import process_time

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.content.link_http import LinkHttp
from audit.rules.content.link_internal_nofollow import LinkInternalNofollow
from audit.rules.content.link_localhost import LinkLocalhost
from audit.rules.content.link_text_empty import LinkTextEmpty
from audit.rules.content.link_text_generic import GENERIC, LinkTextGeneric
from audit.rules.content.link_uncrawlable import LinkUncrawlable
from audit.rules.links._address import MOST_ALIKE
from audit.testing import findings_of


def said(rule, html, **fields):
    return findings_of(rule, Good(html, fields=fields))


def link(href, inside="the map", more=""):
    return f'<p><a href="{escape(href)}" {more}>{inside}</a></p>'


# -- generic texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" Click  here ", "en"),
        ("Read&nbsp;more…", "en"),
        ("→ here!", "en"),
        ("Website", "en"),
        ("Hier", "de"),
        ("Läs mer", "sv"),
        ("más", "es"),
        ("ma\u0301s informacio\u0301n", "es"),
        ("saiba mais »", "pt"),
        ("こちら", "ja"),
        ("자세히 보기", "ko"),
        ("இங்கே", "ta"),
        ("«اینجا»", "fa"),
        ("<em>here</em>", "en-GB"),
        ("\n" + 200 * " " + "<span>\n" + 200 * "\t" + "Read more</span>\n", "en"),
    ],
)
def test_texts_that_say_nothing(text, language):
    assert len(said(LinkTextGeneric, link("https://shore.example/", text), lang=language)) == 1


@pytest.mark.parametrize(
    ("text", "number"), [("こちら", 1), ("자세히", 1), ("اینجا", 1), ("here", 1), ("das", 0), ("este", 0)]
)
def test_texts_where_the_language_is_not_known(text, number):
    found = said(LinkTextGeneric, link("https://shore.example/", text), yoast_head=None, yoast_head_json=None)
    assert len(found) == number


def test_every_text_of_the_lists_is_recognised():
    for language, texts in GENERIC.items():
        html = "".join(link("https://shore.example/", text) for text in sorted(texts))
        assert len(said(LinkTextGeneric, html, lang=language)) == len(texts), language


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (link("https://shore.example/", "IR"), "en"),
        (link("https://shore.example/", "das"), "en"),
        (link("https://shore.example/", "click here"), "fr"),
        (link("https://shore.example/", "hier", 'lang="nl"'), "de"),
        (link("https://shore.example/", "Click here for the levels"), "en"),
        (link("https://shore.example/", 'Read more <span class="screen-reader-text">on tides</span>'), "en"),
        (link("https://shore.example/", '<img src="/x" alt="Tides"> more'), "en"),
        (link("https://shore.example/", "more", 'aria-label="More on tides"'), "en"),
        (link("https://shore.example/", "more", 'aria-labelledby="tides"'), "en"),
        (link("https://shore.example/", "here", 'rel="nofollow"'), "en"),
        (link("mailto:office@shore.example", "here"), "en"),
        (link("#count", "here"), "en"),
        (link("https://saltmarsh.example/tide/#count", "here"), "en"),
        (link("https://doi.org/10.1/x", "https://doi.org/10.1/x"), "en"),
        (link("https://shore.example/", "shore.example"), "en"),
        ('<audio src="/a.mp3"><a href="/a.mp3">https://saltmarsh.example/a.mp3</a></audio>', "en"),
    ],
)
def test_texts_that_say_something(html, language):
    assert said(LinkTextGeneric, html, lang=language) == []


def test_a_text_that_a_widget_repeats_is_told_once_with_its_number():
    html = "".join(link(f"https://shore.example/{number}", "Read more") for number in range(MOST_ALIKE + 1))
    (finding,) = said(LinkTextGeneric, html + link("https://shore.example/", "here"), lang="en")[:1]
    assert finding.message == "11 times the link text “Read more” does not say where it leads."
    assert finding.evidence[-1].text.startswith("https://shore.example/1, https://shore.example/2")
    assert len(said(LinkTextGeneric, html + link("https://shore.example/", "here"), lang="en")) == 2
    assert len(said(LinkTextGeneric, html.replace("Read more", "here", 1), lang="en")) == MOST_ALIKE + 1


def test_many_bare_addresses_are_told_once():
    html = "".join(link(f"https://shore.example/{number}", f"https://shore.example/{number}") for number in range(40))
    (finding,) = said(LinkTextGeneric, html)
    assert finding.message == "The texts of 40 links are bare addresses."


def test_a_bare_address_says_little():
    assert len(said(LinkTextGeneric, link("https://shore.example/a", "https://shore.example/a"))) == 1


# -- empty texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        link("/a", ""),
        link("/a", "&nbsp;\u200b"),
        link("/a", "\ue001"),
        link("/a", '<i class="icon"></i>'),
        link("/a", '<img src="/x.jpg">'),
        link("/a", '<img src="/x.jpg" alt=" ">'),
        link("/a", "<svg><path/></svg>"),
        link("/a", "<svg><style>.a{fill:#fff}</style><path/></svg>"),
        link("/a", "", 'aria-hidden="true"'),
        link("/a", "", 'aria-label=" "'),
        '<map><area href="/a"></map>',
    ],
)
def test_links_without_a_name(html):
    assert len(said(LinkTextEmpty, html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        link("/a", '<img src="/x.jpg" alt="x">'),
        link("/a", "<svg><title>x</title></svg>"),
        link("/a", '<svg aria-label="x"></svg>'),
        link("/a", '<i title="x"></i>'),
        link("/a", "\n<i></i>\n", 'title="x"'),
        link("/a", "", 'aria-label="x"'),
        link("/a", "", 'aria-labelledby="x"'),
        link("/a", '<span class="screen-reader-text">x</span>'),
        link("/a", '<span aria-hidden="true">→</span>'),
        link("/a", '<noscript><img src="/x.jpg" alt="x"></noscript>'),
        link("/a", '<input type="image" alt="x">'),
        link("/a", '<iframe src="/x"></iframe>'),
        link("/a", "", 'aria-hidden="true" tabindex="-1"'),
        link("/a", "", "hidden"),
        f'<div style="display: none">{link("/a", "")}</div>',
        '<p><a href="/a"></p><p>Text</a></p>',
        '<a id="map"></a><a href="#" id="mill"></a>',
        '<map><area href="/a" alt="x"></map>',
        link("", ""),
        "<pre>" + link("/a", "") + "</pre>",
    ],
)
def test_links_with_a_name_or_for_nobody(html):
    assert said(LinkTextEmpty, html) == []


def test_the_picture_that_should_carry_the_name_is_marked():
    (finding,) = said(LinkTextEmpty, link("/a", '<img src="/x.jpg" alt="">'))
    assert finding.marked.startswith("<img")


def test_many_links_of_one_make_are_told_once():
    icons = "".join(link(f"/{number}", '<i class="fa"></i>') for number in range(MOST_ALIKE + 2))
    (finding,) = said(LinkTextEmpty, icons)
    assert finding.message == "12 links that are made alike have no name, the first to /0."
    assert len(said(LinkTextEmpty, icons + link("/a", "") + link("/b", '<img src="/b.jpg" alt="">'))) == 3


def test_pictures_are_each_told_for_themselves():
    html = "".join(link(f"/{number}", '<img src="/x.jpg" alt="">') for number in range(MOST_ALIKE + 1))
    assert len(said(LinkTextEmpty, html)) == MOST_ALIKE + 1


def test_many_links_in_deep_nesting():
    html = "<div>" * 5000 + '<a href="/a"></a>' * 2000
    assert len(said(LinkTextEmpty, html)) > 0


# -- addresses that cannot be followed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        link("javascript:void(0)"),
        link(" JavaScript:;"),
        link("java\nscript:print()"),
        link("javascript:void(0)", more='onclick="show()" class="toggle-levels"'),
        link(""),
        link(" "),
        link("file:///C:/a.pdf", more='id="a"'),
        link("C:\\a.pdf"),
        link("\\\\server\\share\\a.pdf"),
        link("applewebdata://3F2A/#_ftn1", more='name="_ftnref1"'),
        link("blob:https://saltmarsh.example/3f2a"),
        link("x-apple-data-detectors://0"),
        link("about:blank"),
        link("javascript:;", more='class="levels"'),
    ],
)
def test_uncrawlable(html):
    assert len(said(LinkUncrawlable, html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        link("javascript:void(0)", more='role="button"'),
        link("javascript:void(0)", more='aria-expanded="false"'),
        link("javascript:void(0)", more='data-bs-toggle="modal"'),
        link("javascript:void(0)", more='name="a"'),
        f'<div role="tab">{link("")}</div>',
        link("javascript:(function(){save()})()"),
        link("javascript:(()=>save())()"),
        link("javascript:void(function(){save()}())"),
        link("javascript:%28function%28%29%7Bsave%28%29%7D%29%28%29"),
        link("", "", 'id="a"'),
        link("", "", 'name="a"'),
        link("", more='class="gallery-thumbnails-link"'),
        link("javascript:;", more='class="list-filter-item" data-page="1"'),
        link("javascript:void(0);", "1", more='class="page-numbers current"'),
        link("evernote:///view/1"),
        link("#"),
        link("mailto:office@shore.example"),
        link("tel:+4930123"),
        link("ftp://shore.example/"),
        link("file.html"),
        link("c-major/"),
        f"<code>{link('javascript:void(0)')}</code>",
    ],
)
def test_crawlable_or_a_control(html):
    assert said(LinkUncrawlable, html) == []


def test_many_empty_addresses_of_one_make_are_told_once():
    (finding,) = said(LinkUncrawlable, link("", "<b>x</b>") * (MOST_ALIKE + 1))
    assert finding.message == "The address of 11 links that are made alike is empty."
    assert len(said(LinkUncrawlable, link("", "<b>x</b>") * MOST_ALIKE)) == MOST_ALIKE


# -- the own site ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "more"),
    [
        ("https://saltmarsh.example/gauge/", ""),
        ("/gauge/", ""),
        ("https://www.saltmarsh.example/gauge/", ""),
    ],
)
def test_internal_nofollow(href, more):
    assert len(said(LinkInternalNofollow, link(href, more=f'rel="noopener,NOFOLLOW" {more}'))) == 1


@pytest.mark.parametrize(
    "href",
    [
        "/wp-login.php?redirect_to=x",
        "/my-account/",
        "/cart/?add-to-cart=9",
        "/gauge/?replytocom=4#respond",
        "/comments/feed/",
        "/go/shop/",
        "/?s=tide",
        "#notes",
        "https://forum.saltmarsh.example/x",
        "https://other.example/",
        "mailto:office@saltmarsh.example",
    ],
)
def test_nofollow_where_it_is_usual(href):
    assert said(LinkInternalNofollow, link(href, more='rel="nofollow"')) == []


def test_own_links_of_sponsors_and_shops_are_nofollow():
    assert said(LinkInternalNofollow, link("/shop/", more='rel="nofollow sponsored"')) == []
    assert said(LinkInternalNofollow, link("/a/", more='rel="nofollow" class="button add_to_cart_button"')) == []


@pytest.mark.parametrize("href", ["http://saltmarsh.example/a", "HTTP://www.saltmarsh.example/a"])
def test_own_http(href):
    assert len(said(LinkHttp, link(href))) == 1


@pytest.mark.parametrize(
    "href",
    [
        "https://saltmarsh.example/a",
        "//saltmarsh.example/a",
        "/a",
        "http:/a",
        "http://saltmarsh.example:8080/a",
        "http://forum.saltmarsh.example/a",
        "http://mysaltmarsh.example/",
        "http://web.archive.org/web/2019/http://saltmarsh.example/",
        "http://office@saltmarsh.example/",
    ],
)
def test_no_own_http(href):
    assert said(LinkHttp, link(href)) == []


# -- machines of nobody else -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "href",
    [
        "http://localhost/a",
        "localhost:3000/a",
        "https://lake.localhost/",
        "http://lake.local/",
        "http://lake.test/",
        "http://127.0.0.1:8080/",
        "http://2130706433/",
        "http://[::1]/",
        "http://10.0.0.7/",
        "http://intranet/handbook",
    ],
)
def test_private_hosts(href):
    (finding,) = said(LinkLocalhost, link(href))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "href",
    [
        "https://staging2.saltmarsh.example/a",
        "https://saltmarshdev.wpengine.com/a",
        "https://saltmrsh.wpengine.com/a",
        "https://saltmrshstg.wpengine.com/a",
    ],
)
def test_copies_of_the_site(href):
    (finding,) = said(LinkLocalhost, link(href))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "href",
    [
        "https://www.test.de/a",
        "https://dev.to/a",
        "https://localhost.run/",
        "https://thelocal.example/",
        "https://dev.other.example/",
        "https://other.wpengine.com/",
        "https://www.wpengine.com/",
        "https://salt.wpengine.com/",
        "https://saltmines.wpengine.com/",
        "http://8.8.8.8/",
        "http://https://shore.example/",
        "mailto:me@localhost",
    ],
)
def test_public_hosts(href):
    assert said(LinkLocalhost, link(href)) == []


def test_the_own_host_may_be_one():
    assert said(LinkLocalhost, link("http://lake.test/a"), link="http://lake.test/tide/") == []
    assert said(LinkLocalhost, link("https://dev.lake.example/a"), link="https://dev.lake.example/tide/") == []


def test_a_text_that_names_the_machine_speaks_of_the_reader_s():
    (finding,) = said(LinkLocalhost, link("http://192.168.1.1/", "http://192.168.1.1/"))
    assert finding.severity is Severity.NOTICE


def test_a_script_of_blanks_takes_little_time():
    began = process_time()
    assert said(LinkUncrawlable, link(f"javascript:void{' ' * 60_000}x"))
    assert process_time() - began < 5  # seconds; with each blank taken for the end of the first ones, it took a minute
