from html import escape
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.image_address import copy_name, image_key, unwrap_image
from audit.facts.url import parse_url
from audit.finding import Severity
from audit.rule import Good
from audit.rules.images._own import beginning_of_name, may_be_copy
from audit.rules.images.img_alt_blank import ImgAltBlank
from audit.rules.images.img_alt_filename import ImgAltFilename
from audit.rules.images.img_bad_filename import ImgBadFilename
from audit.rules.images.img_dimensions_missing import ImgDimensionsMissing
from audit.rules.images.img_http import ImgHttp
from audit.rules.images.img_src_missing import ImgSrcMissing
from audit.rules.images.img_srcset_invalid import ImgSrcsetInvalid
from audit.rules.images.img_unknown_cdn import ImgUnknownCdn
from audit.rules.images.img_url_expiring import ImgUrlExpiring
from audit.testing import findings_of


def said(rule, html, **fields):
    return findings_of(rule, Good(html, fields=fields))


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_2034",
        "IMG_20180304_232148",
        "DSC00871.JPG",
        "DSCN0042",
        "P1010234",
        "Screenshot 2026-05-04 at 10.11.12",
        "WhatsApp Image 2022-02-23 at 11.58.12 AM",
        "9f86d081884c7d659a2feaa0",
        "0b5c1a7e-6c1f-4a53-9a3e-0f6f2f6d8c11",
        "11738094_688113484623820_3532557698461416478_n",
        "tide-at-dawn-1024x683",
        "tide-at-dawn-scaled",
        "Our tide.png",
        "image0003",
        " photo-0012 ",
    ],
)
def test_file_names_are_no_alternative_text(alt):
    (finding,) = said(ImgAltFilename, f'<img src="/a.jpg" alt="{alt}">')
    assert finding.value == alt.strip()


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "Photo 2 of the harbour",
        "Photo 1945",
        "Sam 2024",
        "2026",
        "north/south",
        "A film about .jpg",
        "Screenshot of the settings",
        "image",
        "Deadbeef",
        "self-portrait",
        "WhatsApp",
    ],
)
def test_words_are_no_file_name(alt):
    assert not said(ImgAltFilename, f'<img src="/a.jpg" alt="{alt}">')


@pytest.mark.parametrize(
    ("alt", "speaks"), [(" ", True), ("&nbsp;\t", True), ("&#8203;", True), ("", False), ("-", False)]
)
def test_blanks(alt, speaks):
    assert bool(said(ImgAltBlank, f'<img src="/a.jpg" alt="{alt}">')) is speaks


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="" :src="picture">',
        '<img data-echo="/a.jpg">',
        '<img src="#" data-srcset="/a.jpg 600w">',
        '<img src="{{ picture }}">',
        '<noscript><img src=""></noscript>',
        '<picture><source srcset="/a.webp"><img></picture>',
    ],
)
def test_a_script_or_a_source_gives_the_address(tag):
    assert not said(ImgSrcMissing, tag)


def test_http_is_mended_safely_on_the_own_host_only():
    html = '<img src="http://saltmarsh.example/a.jpg"><img src="http://agency.example/a.jpg">'
    own, other = said(ImgHttp, html)
    assert own.value == "http://saltmarsh.example/a.jpg"
    assert other.value == "http://agency.example/a.jpg"


@pytest.mark.parametrize(
    ("srcset", "fault"),
    [
        ("/a.jpg 600w, /b.jpg 900w", None),
        ("/a.jpg 600w, /b.jpg 900w, /c.jpg 600w", '"600w" twice'),
        ("/a,b.jpg 600w,/c.jpg 900w", None),
        ("/a.jpg, /b.jpg 2x", None),
        ("/a.jpg, /b.jpg 1x", '"1x" twice'),
        ("/a.jpg 600w 400h, /b.jpg 900w 600h", None),
        ("/a.jpg 600.5w", '"600.5w"'),
        ("/a.jpg 0w", '"0w"'),
        ("/a.jpg 1.5x, /b.jpg 900w", "widths and densities"),
        ("/a.jpg 600w 2x", '"600w 2x"'),
    ],
)
def test_source_sets(srcset, fault):
    found = said(ImgSrcsetInvalid, f'<img src="/a.jpg" sizes="100vw" srcset="{srcset}">')
    assert [fault in finding.message for finding in found] == ([True] if fault else [])


@pytest.mark.parametrize(
    ("address", "speaks"),
    [
        ("https://saltmarsh.example/a.jpg?Expires=1&Signature=ab", True),
        ("https://scontent.fbcdn.net/a.jpg?oh=1&oe=2", True),
        ("https://private.example/a.png?jwt=abc", True),
        ("https://saltmarsh.example/a.jpg?course=1&hash=ab", False),
        ("https://agency.example/a.jpg?itok=ab", False),
    ],
)
def test_expiring_addresses(address, speaks):
    assert bool(said(ImgUrlExpiring, f'<img src="{escape(address)}">')) is speaks


@pytest.mark.parametrize(
    ("name", "speaks"),
    [
        ("IMG_2034.jpg", True),
        ("Screenshot-2026.png", True),
        ("untitled-2-scaled.jpg", True),
        ("image.png", True),
        ("imagery.png", False),
        ("images-of-the-tide.png", False),
        ("midsummer-2026.jpg", False),
        ("dscovery.jpg", False),
    ],
)
def test_file_names(name, speaks):
    assert bool(said(ImgBadFilename, f'<img src="/wp-content/uploads/{name}">')) is speaks


def test_a_rented_server_that_several_sites_use_is_a_warning():
    html = {"rendered": '<img src="https://d111111abcdef8.cloudfront.net/a.jpg">', "protected": False}
    other = {
        "link": "https://harbour.example/ebb/",
        "content": html,
        "_links": {"self": [{"href": "https://harbour.example/wp-json/wp/v2/posts/13"}]},
        "jetpack_featured_media_url": None,
    }
    one = findings_of(ImgUnknownCdn, Good(posts=({"content": html},)))
    both = findings_of(ImgUnknownCdn, Good(posts=({"content": html}, other)))
    assert [finding.severity for finding in one] == [Severity.NOTICE]
    assert [finding.severity for finding in both] == [Severity.WARNING] * 2


_PROXIES = [
    "https://i0.wp.com/",
    "https://wsrv.nl/?url=",
    "https://lake.example/cdn-cgi/image/w=300/",
    "https://lake.example/_next/image?url=",
    "https://res.cloudinary.com/lake/image/fetch/w_300/",
    "https://resizer.example/300/",
    "https://cdn.statically.io/img/",
    "https://cdn.shortpixel.ai/client/w_300/",
]
_HOSTS = ["https://lake.example/", "lake.example/", "https://lake.example"]
_NAMES = ["tide", "TIDE", "tide at", "tide+at", "ti%64e", "t%2Fde", "a^b", "ä", "1", "", "2026"]
_ENDINGS = [".jpg", "-300x200.jpg", "-scaled.JPG.webp", "-1.png", "-e1234567890123.jpg", "?ssl=1", "#a", "/"]


@st.composite
def _addresses(draw):
    proxy = draw(st.sampled_from(["", *_PROXIES]))
    host = draw(st.sampled_from(_HOSTS)) if proxy else _HOSTS[0]
    endings = draw(st.lists(st.sampled_from(_ENDINGS), max_size=3))
    folder = draw(st.sampled_from(["", "wp-content/uploads/2026/05/"]))
    return proxy + host + folder + draw(st.sampled_from(_NAMES)) + "".join(endings)


@given(_addresses(), _addresses())
def test_no_copy_is_ruled_out_by_the_beginning_of_its_name(shown, featured):
    one, other = parse_url(shown), parse_url(featured)
    inner, original = unwrap_image(one), unwrap_image(other)
    if image_key(inner) == image_key(original) or copy_name(inner) == copy_name(original) != "":
        assert may_be_copy(one, [beginning_of_name(other)])


@pytest.mark.parametrize("url", ["url", "URL", "Url"])
def test_a_background_is_foreign_however_css_spells_it(url):
    html = f'<p style="background: {url}(http://agency.example/dawn.jpg)">Dawn.</p>'
    assert len(findings_of(ImgHttp, Good(html))) == 1


def test_a_background_of_the_own_host_is_asked_for_over_http_too():
    html = '<p style="background: url(http://saltmarsh.example/dawn.jpg)">Dawn.</p>'
    assert len(findings_of(ImgHttp, Good(html))) == 1
    assert not findings_of(ImgHttp, Good(html.replace("http:", "https:")))


def test_the_size_in_a_name_is_looked_for_at_its_end_alone():
    began = process_time()
    assert said(ImgDimensionsMissing, f'<p><img src="{"/wp-content/uploads/" * 10_000}x" alt="Quay"></p>')
    assert process_time() - began < 5  # seconds; from each folder on, it took minutes
