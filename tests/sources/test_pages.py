"""HTML files as posts: what the page says about its post, where its content is, and exact places in the file."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from audit.engine import run
from audit.facts import read
from audit.facts.url import parse_url
from audit.post import Origin, Post
from audit.settings import Settings
from audit.site import SiteSettings
from audit.sources.pages import begins_as_page, record_of, text_of

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "real" / "html"
HEAD = """<meta charset="utf-8"><title>Ferry times - Saltmarsh</title>
<link rel="canonical" href="https://saltmarsh.example/ferry/">
<link rel="alternate" type="application/json" href="https://saltmarsh.example/wp-json/wp/v2/posts/7">"""
ENTRY = '<div class="entry-content"><p>At six, <a href="http://localhost/x">see here</a>.</p></div>'


def page(body=f"<main><article><h1>Ferry</h1>{ENTRY}</article></main>", *, head=HEAD, classes="single single-post"):
    start = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n'
    return f'{start}<body class="{classes}">\n{body}\n</body></html>\n'


def facts_of(text, as_of=None):
    post = Post.read(record_of(text), Origin("ferry.html", form="page"))
    return read(post, SiteSettings(), as_of)


def audited(folder, text, name="ferry.html"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run([str(path)], Settings(offline=True, jobs=1, select=("link-localhost", "heading-skip", "CAN")))


def test_what_a_page_says_about_its_post():
    record = record_of(page())

    assert record["id"] == 7
    assert record["type"] == "post"
    assert record["link"] == "https://saltmarsh.example/ferry/"
    assert record["slug"] == "ferry"
    assert record["title"] == {"rendered": "Ferry"}


@pytest.mark.parametrize(
    ("classes", "head", "number", "kind"),
    [
        ("single single-post postid-12", "", 12, "post"),
        ("page page-id-5", "", 5, "page"),
        ("single single-recipe postid-3", "", 3, "page"),
        ("", '<link rel="shortlink" href="https://saltmarsh.example/?p=9">', 9, "page"),
        ("", "", None, "page"),
    ],
)
def test_number_and_type(classes, head, number, kind):
    record = record_of(page(head=head, classes=classes))

    assert (record.get("id"), record["type"]) == (number, kind)


def test_a_canonical_to_another_site_does_not_move_the_post():
    head = HEAD.replace('canonical" href="https://saltmarsh', 'canonical" href="https://elsewhere')
    own = '<meta property="og:url" content="https://saltmarsh.example/ferry/">'

    assert record_of(page(head=head + own))["link"] == "https://saltmarsh.example/ferry/"


def test_a_host_that_cannot_be_is_not_that_of_the_post():
    head = HEAD.replace('canonical" href="https://saltmarsh', 'canonical" href="https://.saltmarsh')
    own = '<meta property="og:url" content="https://saltmarsh.example/ferry/">'

    assert record_of(page(head=head + own))["link"] == "https://saltmarsh.example/ferry/"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<article><h1>T</h1>{ENTRY}</article>", "At six, see here."),
        ("<main><article><p>One.</p></article></main>", "One."),
        ("<main><p>Two.</p></main>", "Two."),
        ("<article>Three.</article><aside><article>Teaser</article></aside>", "Three."),
        ("<p>No entry.</p>", None),
        (f"{ENTRY}{ENTRY}", None),
        ('<div class="entry-content"><p>Never closed', "Never closed"),
        ('<main><p>Four.</p><div id="comments"><article>A comment of five words.</article></div></main>', "Four."),
        ('<article><p>Five.</p><ol class="comment-list"><li>Much more is said here.</li></ol></article>', "Five."),
        ('<div class="entry-content"><p>Six.</p><div id="comments">A comment.</div></div>', "Six."),
        ('<article class="post-3">Teaser</article><article class="post-7">Seven.</article>', "Seven."),
        ("<article>Teaser</article><article><h1>T</h1>Eight.</article>", "Eight."),
        ('<main><p>Nine.</p><article class="post-3">Teaser</article></main>', "Nine."),
    ],
)
def test_where_the_content_is(body, text):
    content = facts_of(page(body)).content

    assert (content.text.strip() if content is not None else None) == text


@pytest.mark.parametrize(
    "holder",
    [
        '<div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">{}',
        '<div class="elementor elementor-7" data-elementor-type="wp-page" data-elementor-id="7">{}',
        '<div class="et_pb_module et_pb_post_content et_pb_post_content_0_tb_body">{}',
        '<div id="brxe-b" class="brxe-post-content">{}',
        '<div id="inner_content-7-9" class="ct-inner-content">{}',
        '<div class="fl-module fl-module-fl-post-content"><div class="fl-module-content fl-node-content">{}',
        '<section class="tcb-post-content tcb-shortcode">{}',
        '<article class="post-9 tdb_templates"><div class="tdb_single_content td-post-content">{}',
        '<div class="fusion-content-tb fusion-content-tb-1">{}',
        '<div class="the_content_wrapper">{}',
    ],
)
def test_a_page_that_a_builder_draws_has_its_text_in_the_builders_own_element(holder):
    words = "<h1>Ferry</h1><p>At six.</p><div class='share'>Fares</div>"
    body = f"<div><h1>Ferry</h1><div class='posts'><h4>More</h4></div>{holder.format(words)}</div></div>"

    content = facts_of(page(body, classes="single single-post postid-7")).content

    assert content.text.strip() == "FerryAt six.Fares"


def test_the_texts_of_a_list_that_a_builder_draws_are_not_the_posts():
    teaser = '<div class="elementor-widget-theme-post-content"><p>Teaser</p></div>'

    assert facts_of(page(f"<div>{teaser}{teaser}</div>")).content is None
    assert facts_of(page(f"<article>Three.</article>{teaser}{teaser}")).content.text == "Three."


def test_what_elementor_draws_of_another_number_is_not_the_text():
    foot = '<div data-elementor-type="wp-post" data-elementor-id="57"><p>Foot</p></div>'

    assert facts_of(page(f"<div><p>Four.</p></div>{foot}")).content is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<nav><p>Menu</p></nav><h1>T</h1><p>Four.</p><footer><p>Foot</p></footer>", "Four."),
        ('<div role="main"><p>Five.</p></div><p>Beside.</p>', "Five."),
        ('<div id="app">Loading</div>', None),
        ("", None),
    ],
)
def test_a_page_written_by_hand_is_all_content_but_for_what_stands_around_it(body, text):
    content = facts_of(page(body, head="<title>T</title>", classes="")).content

    assert (content.text.strip() if content is not None else None) == text


def test_lists_of_posts_have_no_content():
    assert facts_of(page(classes="archive category")).content is None


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "---\ntitle: Fähre\nlayout: post\n---\n", "\ufeff"])
def test_places_are_those_of_the_file(tmp_path, before, line_end):
    text = (before + page(f"<p>Öl &amp; Salz</p>\n{ENTRY}")).replace("\n", line_end)

    report = audited(tmp_path, text)

    (found,) = [finding for finding in report.findings if finding.rule == "link-localhost"]
    written = text.removeprefix("\ufeff")
    assert found.where.field == "page"
    assert written[found.where.start : found.where.end] == '<a href="http://localhost/x">see here</a>'
    assert found.where.line == written[: found.where.start].count(line_end) + 1
    assert not [finding for finding in report.findings if finding.code.startswith("CAN")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<title>Fähre</title>".encode(), "Fähre"),
        ("<title>Fähre</title>".encode("windows-1252"), "Fähre"),
        ('<meta charset="iso-8859-1"><title>“Fähre”</title>'.encode("windows-1252"), "“Fähre”"),
        ('<meta charset="no-such"><title>Fähre</title>'.encode(), "Fähre"),
        ('<!-- <meta charset="koi8-r"> --><meta charset="utf-8"><title>Fähre</title>'.encode(), "Fähre"),
        ('<meta charset="utf-16"><title>Fähre</title>'.encode(), "Fähre"),
        ('<meta charset="idna"><title>Fähre</title>'.encode(), "Fähre"),
        ('<meta charset="undefined"><title>Fähre</title>'.encode(), "Fähre"),
        (b'<meta charset="unicode_escape"><title>\\ud800</title>', "\\ud800"),
        ('<meta charset="big5"><title>渡輪</title>'.encode("big5"), "渡輪"),
        (
            '<meta http-equiv="content-type" content="text/html; charset=koi8-r"><title>Паром</title>'.encode("koi8-r"),
            "Паром",
        ),
        ('<meta charset="windows-1251"><title>Паром</title>'.encode(), "Паром"),
        ('<meta charset="iso-8859-15"><title>Fähre</title>'.encode(), "Fähre"),
        ('<meta charset="gbk"><title>联通</title>'.encode("gbk"), "联通"),
        ('<meta charset="gbk"><title>联通</title>'.encode(), "联通"),
        ('<meta charset="utf-8"><title>Fähre</title>'.encode() + b"caf\xe9", "Fähre"),
        ("<title>Fähren: Öl, Maß, Über</title>".encode() + b"caf\xe9", "Fähren: Öl, Maß, Über"),
        ('<meta charset="windows-1251"><title>Паром</title>'.encode("windows-1251") + b"\x98", "Паром"),
    ],
)
def test_encodings(raw, text):
    assert text in text_of(raw)


def test_what_is_in_utf_8_and_says_something_else_is_told_once(tmp_path):
    head = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><title>Fähre</title>'
    text = page("<main><p>Öl für die Fähre, Maß für Maß.</p></main>", head=head)
    path = tmp_path / "ferry.html"

    def told(raw):
        path.write_bytes(raw)
        return [
            (finding.severity, finding.message, finding.where.line)
            for finding in run([str(path)], Settings(offline=True, jobs=1, select=("mojibake",))).findings
        ]

    says = 'The page declares "ISO-8859-1" and is in UTF-8: where the server names no encoding, readers see it garbled.'
    assert told(text.encode()) == [("warning", says, 4)]
    assert told(text.encode("windows-1252")) == []
    assert told(b"\xef\xbb\xbf" + text.encode()) == []
    assert told(text.replace("ISO-8859-1", "utf-8").encode()) == []


def test_the_theme_around_the_entry_is_not_judged(tmp_path):
    body = f'<nav><a href="http://localhost/nav">x</a></nav><h4>Widget</h4>{ENTRY}<footer><h6>End</h6></footer>'

    report = audited(tmp_path, page(body))

    assert [finding.rule for finding in report.findings] == ["link-localhost"]


@pytest.mark.parametrize(
    "part",
    [
        "<header><h1>Ferry</h1><a href='/by/maren/'>Maren</a></header>",
        "<h1>Ferry</h1>",
        "<nav><a href='/next/'>Next</a></nav>",
        "<div class='sharing-buttons'><a href='https://social.example/share'></a></div>",
        "<section class='yarpp-related'><h4>More</h4><a href='/more/'>More</a></section>",
        "<div id='comments'><p>Nice.</p></div>",
        "<form><input><button>Send</button></form>",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_a_theme_puts_into_an_article_is_no_content(part, line_end):
    text = page(f"<article>\n{part}\n<p>At six, <a href='/x/'>see</a>.</p></article>").replace("\n", line_end)

    facts = facts_of(text)

    assert facts.content.text.strip() == "At six, see."
    assert facts.spot(facts.links[0].place).start == text.index("<a href='/x/'>")


def test_a_class_that_stands_for_the_whole_text():
    body = "<article><div class='social-enabled'><p>At six, the ferry sails.</p></div><p>Soon.</p></article>"

    assert "At six" in facts_of(page(body)).content.text


def test_the_site_by_the_link_to_its_api():
    head = '<title>T</title><link rel="https://api.w.org/" href="https://saltmarsh.example/blog/wp-json/">'

    assert facts_of(page(head=head, classes="single postid-7")).ref == "saltmarsh.example/blog#7"


def test_nothing_is_foreign_to_an_unknown_site(tmp_path):
    body = '<div class="entry-content"><p><img src="https://cdn.elsewhere.example/a.jpg" alt="A pier"></p></div>'
    path = tmp_path / "ferry.html"
    path.write_text(page(body, head="<title>Ferry</title>"))

    report = run([str(path)], Settings(offline=True, jobs=1))

    assert not [finding for finding in report.findings if "hotlink" in finding.rule or "cdn" in finding.rule]


API = '<link rel="alternate" type="application/json" href="https://saltmarsh.example/wp-json/wp/v2/{}">'
LISTS = [
    ("archive author author-7", API.format("users/7"), "user", "user-edit.php?user_id=7"),
    ("", API.format("users/7"), "user", "user-edit.php?user_id=7"),
    ("archive category category-7", API.format("categories/7"), "category", "term.php?taxonomy=category&tag_ID=7"),
    ("archive tag", API.format("tags/7"), "post_tag", "term.php?taxonomy=post_tag&tag_ID=7"),
    ("archive tax-boat_kind term-7", API.format("boats/7"), "boat_kind", "term.php?taxonomy=boat_kind&tag_ID=7"),
    ("archive", API.format("boats/7"), "boats", None),
    ("archive date", "", "page", None),
]

NO_POSTS = {
    "404.html": page(),
    "gone.html": page(classes="error404 wp-theme"),
    "alias.html": '<!DOCTYPE html><title>Moved</title><meta http-equiv="refresh" content="0; url=/ferry/">',
    "layout.html": "---\nlayout: none\n---\n<html><head>{% include head.html %}</head><body>{{ content }}</body>",
    "single.htm": "<html><head><?php wp_head(); ?></head></html>",
    "google0123456789abcdef.html": "google-site-verification: google0123456789abcdef.html",
    "pinterest-01234.html": "01234abcd\n",
}


def test_files_beside_the_posts_of_a_static_site(tmp_path):
    for name, text in {**NO_POSTS, "ferry.html": page()}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "posts.json").write_text('[{"id": 8, "link": "https://saltmarsh.example/pier/"}]')

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert [post.id for post in report.posts] == [7, 8]
    assert report.errors == []
    assert report.run.notes == [
        f"{tmp_path}: 2 error pages, 2 verification files, 2 templates, 1 forwarding page left out, which show no post."
    ]


@pytest.mark.parametrize("name", NO_POSTS)
def test_a_run_over_nothing_but_those_does_not_pass(tmp_path, name):
    (tmp_path / name).write_text(NO_POSTS[name])

    for source in (tmp_path / name, tmp_path):
        report = run([str(source)], Settings(offline=True, jobs=1))

        assert [error.kind for error in report.errors] == ["empty"]
        assert report.exit_code == 2


def test_pages_that_only_look_like_those(tmp_path):
    kept = {
        "error404-explained.html": page("<article><p>What body class='error404' means.</p></article>"),
        "clock.html": page(head='<title>Clock</title><meta http-equiv="refresh" content="60">'),
        "json-in-an-address.html": page('<article><p><a href="/?of={%22a%22:{%c3%a4%22}}">The tide</a></p></article>'),
        "liquid.html": page("<article><p>Write {% raw %} around it.</p></article>", head=HEAD + " " * 9000),
    }
    for name, text in kept.items():
        (tmp_path / name).write_text(text)

    assert run([str(tmp_path)], Settings(offline=True, jobs=1)).summary.posts == len(kept)


@pytest.mark.parametrize(
    "text",
    [
        '<p>See <a href="http://localhost/x">here</a>.</p>',
        '<a href="http://localhost/x">here</a>',
        'See <a href="http://localhost/x">here</a>.',
        '<my-box><a href="http://localhost/x">here</a></my-box>',
        '<svg><title>Tide</title></svg><a href="http://localhost/x">here</a>',
        '<article>One.</article><article>Two <a href="http://localhost/x">here</a>.</article>',
        '<article>One.</article><p>Two <a href="http://localhost/x">here</a>.</p>',
        '---\ntitle: Ferry\n---\n<!-- wp:paragraph --><p><a href="http://localhost/x">here</a></p>',
        f'<nav><a href="/">Home</a></nav>{ENTRY}',
    ],
)
def test_a_piece_of_a_page_is_all_content_and_has_no_head(tmp_path, text):
    report = audited(tmp_path, text)

    assert report.summary.posts == 1
    assert [finding.rule for finding in report.findings] == ["link-localhost"]


def test_of_a_piece_with_its_text_named_only_that_is_content():
    piece = '<p>Beside</p><div class="entry-content"><p>At six.</p></div>'

    assert facts_of(piece).content.text == "At six."


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><title>T</title><p>At six.</p>",
        "<!DOCTYPE html><html><head><title>T</title></head><p>At six.</p></html>",
        "<title>T</title><meta name=robots content=all>\n<link rel=icon href=/i.png>\r\n<p>At six.</p>",
        '<html><head><noscript><img src="/c.gif"></noscript><title>T</title></head>\n<Body class="a">\n<p>At six.</p>',
        '<html><head><script>"<body>"</script><title>T</title></head><p>At six.</p></html>',
    ],
)
def test_the_body_need_not_be_written_and_may_come_late(text):
    content = facts_of(text).content

    assert content.text.strip() == "At six."
    assert text[content.begins_at :].startswith(content.source)
    assert "<title" not in content.source


@pytest.mark.parametrize(("classes", "head", "kind", "edited_at"), LISTS)
def test_the_id_of_an_author_or_a_term_is_not_that_of_a_post(tmp_path, classes, head, kind, edited_at):
    path = tmp_path / "list.html"
    path.write_text(page(head=HEAD.partition('<link rel="alternate')[0] + head, classes=classes))

    (post,) = run([str(path)], Settings(offline=True, jobs=1)).posts

    assert (post.id, post.type) == (None, kind)
    assert post.edit_url == (f"https://saltmarsh.example/wp-admin/{edited_at}" if edited_at else None)


def test_an_author_and_a_post_of_one_number_are_not_the_same(tmp_path):
    (tmp_path / "author.html").write_text(page(head=HEAD.replace("posts/7", "users/7"), classes="archive author"))
    (tmp_path / "ferry.html").write_text(page())

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert [post.ref for post in report.posts] == [f"{tmp_path}/author.html#0", "saltmarsh.example#7"]
    assert not [note for note in report.run.notes if "came again" in note or "site and id" in note]


def test_json_in_a_file_that_says_it_is_a_page(tmp_path):
    text = '[{"id": 1, "link": "https://saltmarsh.example/x/", "content": {"rendered": "<p>At six.</p>"}}]'

    assert [post.id for post in audited(tmp_path, text).posts] == [1]


@pytest.mark.parametrize(
    ("name", "text", "posts"),
    [
        ("-", page(), 1),
        ("-", "<p>At <a href='/x'>six</a>.</p>", 1),
        ("-", "  \n<!-- saved --><h2>Ferry</h2>", 1),
        ("-", "Ferry at six.", 0),
        ("-", "<svg xmlns='http://www.w3.org/2000/svg'><a href='/x'/></svg>", 0),
        ("saved", page(), 1),
        ("index.php?p=7", page(), 1),
        ("notes.md", "<p align=center>Ferry</p>\n# Ferry", 0),
        ("posts.json", page(), 0),
    ],
)
def test_a_page_is_known_by_its_beginning_where_no_name_says_what_it_is(tmp_path, monkeypatch, name, text, posts):
    source = name
    if name == "-":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    else:
        source = str(tmp_path / name)
        Path(source).write_text(text)

    report = run([source], Settings(offline=True, jobs=1))

    assert report.summary.posts == posts
    assert len(report.errors) == 1 - posts
    assert report.run.notes == [f"{source}: is an HTML page, and was read as one."] * posts


@pytest.mark.parametrize(
    ("classes", "says"),
    [("single single-post postid-7", ["canonical-to-home"]), ("home page page-id-7", []), ("home blog", [])],
)
def test_a_post_is_not_the_front_page(tmp_path, classes, says):
    head = HEAD.replace("saltmarsh.example/ferry/", "saltmarsh.example/")
    shared = '<meta property="og:url" content="https://saltmarsh.example/ferry/">'
    head = head if classes.startswith("single") else head.replace("wp-json/wp/v2/posts/7", "wp-json/")
    report = audited(tmp_path, page(head=head + shared, classes=classes))

    assert [finding.rule for finding in report.findings if finding.rule == "canonical-to-home"] == says


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0<html>", b"---\n\0", b"\0" + page().encode()])
def test_a_binary_file(tmp_path, content):
    report = audited(tmp_path, content)

    assert report.exit_code == 2
    assert report.summary.posts == 0


@pytest.mark.parametrize("content", [b"<!---->" * 9_000, b"<!--" * 9_000, (b"<!--" + b"->" * 900 + b"-->") * 30])
def test_comments_without_end_cost_no_time(content):
    assert not begins_as_page(content + b"x", piece=True)


@pytest.mark.parametrize("before", ["", "\ufeff", "<!-- saved -->\n"])
def test_a_page_may_hold_a_nul(tmp_path, before):
    """A browser drops it from the text of a page."""
    (finding,) = audited(tmp_path, before + page().replace("six", "s\0ix")).findings

    assert finding.rule == "link-localhost"


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared data is not beside this checkout")
def test_real_pages_are_read():
    report = run([str(REAL)], Settings(offline=True, jobs=1))

    assert (report.summary.posts, report.errors) == (146, [])  # of 149 files, three are error pages


@pytest.mark.parametrize("mark", ["---", "+++"])
@pytest.mark.parametrize("size", [100, 9_000, 70_000])
def test_front_matter_of_any_length_is_passed_over(tmp_path, mark, size):
    matter = "".join(f"key{number}: <p>value</p> --- {'x' * 60}\n" for number in range(size // 80))
    page_with_matter = f"{mark}\n{matter}{mark}\n{page()}"

    report = audited(tmp_path, page_with_matter)

    [finding] = [finding for finding in report.findings if finding.rule == "link-localhost"]
    assert page_with_matter[finding.where.start : finding.where.end] == '<a href="http://localhost/x">see here</a>'
    assert report.errors == []


def test_what_looks_like_front_matter_and_is_none(tmp_path):
    report = audited(tmp_path, "--- a list\n--- of things\n")

    assert report.summary.posts == 0
    assert report.exit_code == 2


def test_a_static_site_is_read_with_all_its_folders(tmp_path):
    for name in ("index.html", "about/index.html", "blog/2026/05/tide/index.html", "blog/index.html", "blog/a.HTM.gz"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = page(head=f"<title>{name}</title>").encode()
        path.write_bytes(gzip.compress(written) if name.endswith(".gz") else written)
    others = {
        "404.html": "<!doctype html><title>Lost</title>",
        "sitemap.xml": "<urlset><url><loc>https://saltmarsh.example/</loc></url></urlset>",
        "blog/feed.xml": "<rss version='2.0'><channel><item><title>T</title></item></channel></rss>",
        "pages.txt": "https://saltmarsh.example/\n",
        "robots.txt": "Sitemap: https://saltmarsh.example/sitemap.xml\n",
        "blog/prices.csv": "boat,price\nferry,5\n",
        "blog/style.css": "p {}",
        "google1234.html": "google-site-verification: google1234.html",
    }
    for name, text in others.items():
        (tmp_path / name).write_text(text)

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert [post.source.partition("#")[0].removeprefix(f"{tmp_path}/") for post in report.posts] == [
        "about/index.html",
        "blog/2026/05/tide/index.html",
        "blog/a.HTM.gz",
        "blog/index.html",
        "index.html",
    ]
    assert report.errors == []


@pytest.mark.parametrize(
    ("base", "canonical", "href", "url"),
    [
        ("https://saltmarsh.example/", "", "ferry/", "https://saltmarsh.example/ferry/"),
        ("//saltmarsh.example", "", "/ferry/", "https://saltmarsh.example/ferry/"),
        ("/en/", "https://saltmarsh.example/tide/", "ferry/", "https://saltmarsh.example/en/ferry/"),
        ("", "https://saltmarsh.example/tide/", "ferry/", "https://saltmarsh.example/tide/ferry/"),
        ("data:text/html,x", "https://saltmarsh.example/tide/", "ferry/", "https://saltmarsh.example/tide/ferry/"),
        ("/en/", "", "ferry/", None),
        ("", "", "//saltmarsh.example/ferry/", "https://saltmarsh.example/ferry/"),
        ("", "", "ferry/", None),
    ],
)
def test_relative_addresses_are_resolved_against_the_base_of_the_page(base, canonical, href, url):
    head = f'<title>T</title><base href="{base}">' + (f'<link rel="canonical" href="{canonical}">' if canonical else "")
    body = f'<main><p><a href="{href}">Ferry</a> <img src="{href}" alt="F"></p></main>'
    facts = facts_of(page(body, head=head, classes=""))
    link, image = facts.links[0], facts.images[0]

    assert (link.url and link.url.href) == url
    assert (image.url and image.url.href) == url
    assert image.address == (url or href)
    assert [reference.url.href for reference in facts.references if reference.raw == href] == [url, url] * bool(url)


def test_what_stands_below_the_base_of_a_page_is_its_own():
    head = '<title>T</title><base href="https://www.saltmarsh.example/shop/">'
    body = (
        '<main><p><a href="/a">A</a> <a href="https://saltmarsh.example/">B</a> <a href="//x.example">C</a></p></main>'
    )
    facts = facts_of(page(body, head=head, classes=""))

    assert [link.own for link in facts.links] == [True, True, False]


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ('<div id="topMenu"><a href="/">A</a></div><h1>T</h1><p>Long text of the page.</p>', True),
        ('<ul class="main-nav2"><li><a href="/">A</a></li></ul><p>Long text of the page.</p>', True),
        ('<div class="post-header"><a href="/">A</a></div><p>Long text of the page.</p>', False),
        ('<div class="menu-card"><a href="/">A</a></div><p>Long text of the page.</p>', True),
        ('<div class="menudo"><a href="/">A</a></div><p>Long text of the page.</p>', False),
        ('<div id="header"><a href="/">A</a> <p>Long text of the page.</p></div>', False),
        ('<main><div id="menu"><a href="/">A</a></div><p>Long text of the page.</p></main>', False),
    ],
)
def test_what_stands_around_the_text_of_a_page_that_is_all_content(body, around):
    facts = facts_of(page(body, head="<title>T</title>", classes=""))

    assert (facts.links[0].node in facts.around) is around


def test_nothing_stands_around_the_content_of_a_record():
    post = Post.read({"content": {"rendered": '<div id="menu"><a href="/">A</a></div><p>Text.</p>'}}, Origin("a.json"))

    assert not read(post, SiteSettings(), None).around


def test_names_one_in_the_other_are_not_asked_for_ever():
    body = '<div class="menu">' * 400 + "<p>Long text.</p>" + "</div>" * 400

    assert not facts_of(page(body, head="<title>T</title>", classes="")).around


def test_the_server_of_a_pages_design_is_its_own():
    head = HEAD + (
        '<link rel="stylesheet" href="//files.group.example/a.css"><link rel="Shortcut Icon" href="/f.ico">'
        '<link rel="stylesheet" href="https://cdn.jsdelivr.net/a.css"><link rel="next" href="https://other.example/">'
    )
    first_party = facts_of(page(head=head)).first_party
    urls = {
        name: parse_url(f"https://{name}/a.jpg") for name in ("img.group.example", "cdn.jsdelivr.net", "other.example")
    }

    assert {name: first_party.owns(url) for name, url in urls.items()} == {
        "img.group.example": True,
        "cdn.jsdelivr.net": False,
        "other.example": False,
    }
    assert not first_party.owns(urls["img.group.example"], code=True)
