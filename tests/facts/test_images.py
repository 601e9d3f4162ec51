import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.html import Markup
from audit.facts.images import css_urls, read_css_images, read_images, read_posters, source_set
from audit.finding import Place

BASE = "https://lake.example/walks/"


def everything(markup):
    return [
        one for read in (read_images, read_posters, read_css_images) for one in read(markup, "content.rendered", BASE)
    ]


def images(html):
    markup = Markup(html)
    return everything(markup)


def image(html):
    (found,) = images(html)
    return found


def sources(found):
    return [(source.attribute, source.raw) for source in found.sources]


class TestSourceSet:
    @pytest.mark.parametrize(
        ("value", "urls"),
        [
            ("a.jpg", ["a.jpg"]),
            ("a.jpg, b.jpg 2x", ["a.jpg", "b.jpg"]),
            ("a.jpg 300w, b.jpg 600w", ["a.jpg", "b.jpg"]),
            ("a.jpg 300w,b.jpg 600w", ["a.jpg", "b.jpg"]),
            ("a.jpg,b.jpg", ["a.jpg,b.jpg"]),
            ("/w_300,h_200/a.jpg 1x, /w_600,h_400/a.jpg 2x", ["/w_300,h_200/a.jpg", "/w_600,h_400/a.jpg"]),
            ("data:image/png;base64,AAAA 1x, b.jpg 2x", ["data:image/png;base64,AAAA", "b.jpg"]),
            ("a.jpg,, b.jpg", ["a.jpg", "b.jpg"]),
            (" , ,a.jpg ,\n\tb.jpg 2x , ", ["a.jpg", "b.jpg"]),
            ("a.jpg (1,2), b.jpg", ["a.jpg", "b.jpg"]),
            ("a.jpg ((1), b.jpg", ["a.jpg", "b.jpg"]),  # parentheses do not nest
            ("a.jpg 1x(, b.jpg", ["a.jpg"]),
            ("a.jpg ), b.jpg", ["a.jpg", "b.jpg"]),
            ("a.jpg 300 w, b.jpg", ["a.jpg", "b.jpg"]),
            ("a.jpg\u00a01x, b.jpg", ["a.jpg\u00a01x", "b.jpg"]),  # only ASCII white space parts
            ("", []),
            (" , ", []),
        ],
    )
    def test_urls(self, value, urls):
        assert list(source_set(value)) == urls

    @given(
        st.lists(st.tuples(st.sampled_from(["a.jpg", "/w_1,h_2/b.png", "c(1).webp"]), st.integers(1, 4)), max_size=5)
    )
    def test_what_was_joined_comes_apart(self, candidates):
        value = ", ".join(f"{url} {density}x" for url, density in candidates)
        assert list(source_set(value)) == [url for url, _ in candidates]

    @given(st.text(st.sampled_from("ab,() \n1xw\u00a0"), max_size=30))
    def test_every_url_stands_in_the_value(self, value):
        for url in source_set(value):
            assert url in value
            assert not url.startswith(",")
            assert not url.endswith(",")


class TestCss:
    @pytest.mark.parametrize(
        ("css", "urls"),
        [
            ("background: url(a.jpg)", ["a.jpg"]),
            ("background:URL( 'a b.jpg' ) , url(\"c.jpg\")", ["a b.jpg", "c.jpg"]),
            ("background:url(/*.jpg)", ["/*.jpg"]),
            ("/* url(a.jpg) */ mask:url(b.svg)", ["b.svg"]),
            ("content:'url(a.jpg)';cursor:url(b.cur)", ["b.cur"]),
            ("background:url('a(1).jpg')", ["a(1).jpg"]),
            (r"background:url(a\(1\).jpg)", ["a(1).jpg"]),
            (r"background:url(\61 .jpg),url(\0.jpg),url('\110000 ')", ["a.jpg", "\ufffd.jpg", "\ufffd"]),
            ("background:url('a\\\nb.jpg')", ["ab.jpg"]),
            ("background:url(a b.jpg)", []),
            ("background:url()", []),
            ("background:url('')", []),
            ("background:my-url(a.jpg)", []),
            ("background:url(a.jpg", []),
            ("a/b url url(a b) @fontface url(a.jpg) / @ u", ["a.jpg"]),
            ("@import url(//fonts.example/css2?family=A:wght@400;700);p{background:url(a.jpg)}", ["a.jpg"]),
            ("@namespace url(https://www.w3.org/1999/xhtml);", []),
            ("@font-face{src:url(a.eot?#iefix),url('a.svg#a') format('svg')}p{background:url(b.jpg)}", ["b.jpg"]),
            ("background:image-set(url(a.jpg) 1x, url(b.jpg) 2x)", ["a.jpg", "b.jpg"]),
        ],
    )
    def test_urls(self, css, urls):
        assert css_urls(css) == urls

    @given(st.text(st.sampled_from("url(\"')/*\\;{} \na@")))
    def test_nothing_raises(self, css):
        assert all(css_urls(css))


class TestImg:
    def test_all_addresses(self):
        found = image(
            '<img src="a.jpg" srcset="b.jpg 1x, c.jpg 2x" data-src="d.jpg" data-lazy-src="e.jpg" data-orig-src="f.jpg" '
            'data-original="g.jpg" data-srcset="h.jpg 1x" data-lazy-srcset="i.jpg, j.jpg 2x" data-title="k.jpg">'
        )
        assert sources(found) == [
            ("src", "a.jpg"),
            ("data-src", "d.jpg"),
            ("data-lazy-src", "e.jpg"),
            ("data-orig-src", "f.jpg"),
            ("data-original", "g.jpg"),
            ("srcset", "b.jpg"),
            ("srcset", "c.jpg"),
            ("data-srcset", "h.jpg"),
            ("data-lazy-srcset", "i.jpg"),
            ("data-lazy-srcset", "j.jpg"),
        ]
        assert found.place == Place("content.rendered", found.node)
        assert (found.twin, found.background) == (False, False)

    @pytest.mark.parametrize(
        ("attributes", "address", "attribute"),
        [
            ('src="a.jpg"', "https://lake.example/walks/a.jpg", "src"),
            ('src="a.jpg" srcset="b.jpg 2x"', "https://lake.example/walks/a.jpg", "src"),
            (
                'src="data:image/gif;base64,AA==" data-lazy-src="//cdn.example/a.jpg"',
                "https://cdn.example/a.jpg",
                "data-lazy-src",
            ),
            ('src="/blank.gif" data-src="/a.jpg"', "https://lake.example/a.jpg", "data-src"),
            ('src="#" data-srcset="/a.jpg 1x"', "https://lake.example/a.jpg", "data-srcset"),
            ('src="" data-srcset="/a.jpg 1x"', "https://lake.example/a.jpg", "data-srcset"),
            ('srcset="/a.jpg 1x"', "https://lake.example/a.jpg", "srcset"),
            ('src="http://["', None, "src"),
            ('src="data:image/gif;base64,AA=="', None, "src"),
            ('src=" "', None, "src"),
            ("", None, "src"),
        ],
    )
    def test_the_address_that_shows_it(self, attributes, address, attribute):
        found = image(f"<img {attributes}>")
        assert (found.url and found.url.href) == address
        assert found.main_attribute == attribute
        assert bool(found.key) == bool(address)

    def test_alternative_text(self):
        assert [one.alt for one in images('<img src=a><img src=b alt><img src=c alt=""><img src=d ALT="&lt;x">')] == [
            None,
            "",
            "",
            "<x",
        ]

    @pytest.mark.parametrize(
        ("value", "number"),
        [
            ("300", 300),
            (" 300 px ", 300),
            ("12.5", 12.5),
            ("0", 0),
            ("100%", None),
            ("auto", None),
            ("", None),
            ("-1", None),
            ("٣", None),
            ("3\u00a0", None),
            ("300PX", 300),
        ],
    )
    def test_numbers(self, value, number):
        assert image(f'<img src=a width="{value}">').number("width") == number
        assert image("<img src=a>").number("width") is None

    @given(st.lists(st.text(st.sampled_from("0123 .5px%-\t"), max_size=11), min_size=2, max_size=2))
    def test_plainly_sized_is_sized(self, values):
        width, height = values
        found = image(f'<img src=a width="{width}" height="{height}">')
        if found.plainly_sized:
            assert found.number("width")
            assert found.number("height")

    @pytest.mark.parametrize(
        "attributes",
        [
            'src="https://lake.example/a.jpg"',
            'src="/a.jpg"',
            'src="a.jpg" srcset="https://lake.example/b.jpg 300w, https://lake.example/c.jpg 600w"',
            'src="data:image/gif;base64,AA==" data-src="https://lake.example/a.jpg"',
            'src="https://lake.example//ridge.example/a.jpg"',
        ],
    )
    def test_plainly_own(self, attributes):
        assert image(f"<img {attributes}>").plainly_own

    @given(
        st.lists(
            st.sampled_from(
                (
                    "https://lake.example/ http: HTTPS: data:image/ // / \\ &#9; &#10; &#13; 2x @ # ? %2f "
                    "ridge.example lake.example a.jpg blob: ä :8"
                ).split(" ")
            ),
            max_size=6,
        ),
        st.sampled_from(["", " ", ", "]),
        st.sampled_from(["src", "srcset", "data-src", "data-srcset"]),
    )
    def test_plainly_own_is_own(self, parts, blank, attribute):
        found = image(f'<img {attribute}="{blank.join(parts)}">')
        for source in found.sources if found.plainly_own else ():
            assert source.url is None or source.url.host in {"", "lake.example"}
            assert source.url is None or source.url.scheme != "http"
            assert source.url is None or source.url.scheme == "data" or not source.url.query

    def test_copies_in_noscript(self):
        found = images(
            '<img data-src="a.jpg"><noscript><div><img src="a.jpg"></div><noscript><img src="b.jpg"></noscript>'
        )
        assert [one.twin for one in found] == [False, True, True]

    def test_sources_of_a_picture(self):
        first, second = images(
            '<picture><source srcset="a.avif 1x, b.avif 2x" src="no.jpg"><source data-srcset="c.webp"><img src="d.jpg">'
            '</picture><video><source src="e.mp4"></video><img src="f.jpg">'
        )
        assert sources(first) == [
            ("src", "d.jpg"),
            ("srcset", "a.avif"),
            ("srcset", "b.avif"),
            ("data-srcset", "c.webp"),
        ]
        assert sources(second) == [("src", "f.jpg")]

    def test_what_is_not_shown(self):
        assert not images(
            '<template><img src="a.jpg"></template><!-- <img src="b.jpg"> --><textarea><img src="c.jpg"></textarea>'
            '<pre>&lt;img src="d.jpg"&gt;</pre><script>"<img src=e.jpg>"</script>'
            '<picture><source srcset="f.jpg"></picture>'
        )


class TestBackgrounds:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ('<video poster="a.jpg" src="b.mp4"></video>', [("poster", "a.jpg")]),
            ("<video></video>", []),
            ('<input type="IMAGE" src="a.png"><input type="text" src="b.png">', [("src", "a.png")]),
            (
                '<svg><image xlink:href="a.png"/><image href="b.png"/></svg>',
                [("xlink:href", "a.png"), ("href", "b.png")],
            ),
            ('<table background="a.png"><td background=""></table>', [("background", "a.png")]),
            (
                '<div style="background:url(&quot;a.jpg?x=1&amp;y=2&quot;), url(b.jpg)"></div>',
                [("style", "a.jpg?x=1&y=2"), ("style", "b.jpg")],
            ),
            ('<div style="BACKGROUND:URL(a.jpg)"></div>', [("style", "a.jpg")]),
            ('<p>url(a.jpg)</p>style url(b.jpg)<i title="<" style="background:Url(c.jpg)">', [("style", "c.jpg")]),
            ('<div style="background:url( DATA:image/png;base64,AA)"></div>', []),
            ('<div style="mask:url(#m);color:red"></div>', []),
            ("<style>.a{background:url(a.jpg)}@import url(b.css);@font-face{src:url(c.woff)}</style>", [("", "a.jpg")]),
            ("<p>background=url(a.jpg)</p>", []),
        ],
    )
    def test_where_they_stand(self, html, expected):
        found = images(html)
        assert [source for one in found for source in sources(one)] == expected
        assert all(one.background and not one.twin and one.alt is None for one in found)

    def test_order(self):
        found = images('<video poster="a.jpg"></video><img src="b.jpg">')
        assert [one.background for one in found] == [False, True]


HOSTILE = {
    "srcset of commas": '<img srcset="' + "," * 500_000 + '">',
    "srcset of URLs with commas": '<img srcset="' + "a, " * 10_000 + "b," * 200_000 + '">',
    "srcset of parentheses": '<img srcset="a ' + "(" * 500_000 + '">',
    "srcset of pairs": '<img srcset="a ' + "()" * 250_000 + '">',
    "css open urls": '<p style="' + "url(" * 125_000 + '">',
    "css open quotes": "<p style='" + 'url("' * 100_000 + "'>",
    "css blanks": '<p style="url(' + " " * 500_000 + '">',
    "css comments": "<style>url(" + "/*" * 250_000 + "</style>",
    "css backslashes": "<style>url(" + "\\" * 500_001 + "</style>",
    "css fonts": "<style>url(" + "@font-face" * 50_000 + "</style>",
    "css lines": "<style>" + "url('\n" * 80_000 + "</style>",
    "width of blanks": '<img src=a width="5' + " " * 500_000 + 'x">',
    "pictures": "<picture><source srcset=a><img src=b></picture>" * 10_000,
    "sources": "<picture>" + "<source srcset=a>" * 5_000 + "<img src=b></picture>",
    "noscript in noscript": "<noscript><img src=a>" * 10_000,
    "deep": "<div style='background:url(a.jpg)'>" * 20_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_sizes_take_linear_time(html):
    markup = Markup(html)
    began = time.process_time()
    for found in everything(markup):
        found.number("width")
        assert found.main_attribute in {"src", "srcset", "style", ""}
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "html",
    [
        "<table Background = 'boat.jpg'>",
        "<p style='background: &#117;rl(boat.jpg)'>",
        "<style>/* <b> */ p { background: URL(boat.jpg) }</style>",
    ],
)
def test_backgrounds_are_found_however_they_are_spelled(html):
    assert [one.raw for found in images(html) for one in found.sources] == ["boat.jpg"]


def test_a_slider_has_the_address_where_others_say_whether_to_load_late():
    slide = image('<img src="dummy.png" data-lazyload="//lake.example/a.jpg">')
    late = image('<img src="b.jpg" data-lazyload="true">')

    assert (slide.main_attribute, slide.url.href) == ("data-lazyload", "https://lake.example/a.jpg")
    assert sources(late) == [("src", "b.jpg")]
