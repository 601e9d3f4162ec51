import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.facts.blocks import read_blocks
from audit.facts.html import Markup


def texts(html):
    return [block.text for block in read_blocks(Markup(html))]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("plain <b>bold</b> text", ["plain bold text"]),
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one</p>\n<p>two</p>", ["one", "\n", "two"]),
        ("<p>a<br>b<br/>c</p>", ["a", "b", "c"]),
        ("<ul><li>a<li>b</ul>c", ["a", "b", "c"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("<div>a<p>b</p>c</div>d", ["a", "b", "c", "d"]),
        ("<p>a<script>x</script>b</p>", ["a", "b"]),
        ("<style>p{}</style><p>a</p>", ["a"]),
        ("<noscript><p>x</p>y</noscript><p>a</p>", ["a"]),
        ("<template><ul><li>x</ul></template>a", ["a"]),
        ("<noscript>x<br>y</noscript>a", ["a"]),
        ("<h2>a</h2>b<hr>c", ["a", "b", "c"]),
        ("a<hgroup>b</hgroup>c<menu>d</menu>", ["a", "b", "c", "d"]),
        ("<svg><text>a</text></svg>b", ["ab"]),
    ],
)
def test_cut(html, expected):
    assert texts(html) == expected


def test_line_feeds_are_blanks_where_readers_see_them_so():
    html = "<p>paid\r\n\tpartnership</p><pre>a\nb</pre><p><textarea>c\nd</textarea></p>"
    assert texts(html) == ["paid  partnership", "a\nb", "c d"]
    (block,) = read_blocks(Markup("a\nb"), stored=True)
    assert block.text == "a\nb"


def test_a_page():
    markup = Markup("<!doctype html><title>t</title><p>a</p>", page=True)
    assert [block.text for block in read_blocks(markup)] == ["t", "a"]


def test_nearest_block_element():
    blocks = read_blocks(Markup("<blockquote>a<p>b <i>c</i><br>d</p>e</blockquote>f"))
    assert [(block.node.tag, block.text) for block in blocks] == [
        ("blockquote", "a"),
        ("p", "b c"),
        ("p", "d"),
        ("blockquote", "e"),
        ("div", "f"),
    ]


def test_blank():
    blocks = read_blocks(Markup("<p>&nbsp;&#8239;\n</p><p>a</p><p>&#8203;</p>"))
    assert [block.is_blank for block in blocks] == [True, False, False]


def test_links():
    (block,) = read_blocks(Markup('<p>See <a href="/a"> one </a> and <a href="/b">two</a><a name="c">x</a></p>'))
    assert [link.attr("href") for link in block.links] == ["/a", "/b"]
    assert block.link_characters == 6
    assert block.link_density == 6 / len("See  one  and twox")


@pytest.mark.parametrize(
    ("html", "densities"),
    [
        ('<p><a href="/a"> all of it </a></p>', [1.0]),
        ('<a href="/a"><p>one</p><p>two</p></a>three', [0.0, 1.0, 1.0, 0.0]),
        ('<p><a href="/a">one<br>two</a> four</p>', [1.0, 3 / 8]),
        ('<p><a href="/a"><img src="/b.jpg"></a></p>', [0.0]),
        ("<p>none</p>", [0.0]),
        ('<a href="/a">x<table><td><a href="/b">y</a>z</td></table></a>', [1.0, 1.0]),
    ],
)
def test_link_density(html, densities):
    assert [block.link_density for block in read_blocks(Markup(html))] == densities


@pytest.mark.parametrize(
    "html",
    [
        "<p>See <a href='/a'>one</a> and <b><a href='/b'>two</a></b></p>",
        "<p>a<a href='/a'><img></a></p><script>x</script><p><a href='/b'></a>b <a href='/c'>c</a></p><a href='/d'></a>",
        "<ul><li><a href='/a'>a</a><br><a href='/b'>b</a></ul>",
    ],
)
def test_where_links_begin(html):
    markup = Markup(html)
    for block in read_blocks(markup):
        assert block.link_starts == [markup.text_offset(link) for link in block.links]
        assert all(block.start <= start <= block.end for start in block.link_starts)


def test_a_link_without_text_keeps_its_block():
    (block,) = read_blocks(Markup('<p><a href="/a"></a></p>'))
    assert (block.text, len(block.links), block.is_blank) == ("", 1, True)


PIECES = """<p> </p> <div> </div> <br> </a> <table> <td> </table> <li> <ul> <noscript> </noscript> <template>
</template> <script> </script> <b> </b> text é &amp; <svg> </svg> <pre>""".split()


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*PIECES, "<a href=x>", " "]), max_size=25).map("".join))
def test_blocks_are_ranges_of_the_text_in_order(html):
    markup = Markup(html)
    end = 0
    for block in read_blocks(markup):
        assert end <= block.start <= block.end
        assert block.text == markup.text[block.start : block.end]
        assert 0 <= block.link_density <= 1
        assert block.link_characters <= len(block.text)
        end = block.end
    assert "".join(texts(html)) == markup.visible_text


HOSTILE = {
    "links": '<a href="/x">y</a>' * 100_000,
    "nested links": '<a href="/x">y<table><td>' * 10_000,
    "deep": "<div>x" * 20_000,
    "deep inline": "<b>x" * 20_000,
    "deep silent": "<noscript>x<p>" * 10_000,
    "breaks": "<br>" * 100_000,
    "never closed": "<p>x" * 50_000,
    "one long text": "x " * 500_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_sizes_take_linear_time(html):
    markup = Markup(html)
    began = time.process_time()
    for block in read_blocks(markup):
        assert block.link_density <= 1
    assert time.process_time() - began < 3
