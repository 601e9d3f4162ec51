"""Exports of WordPress: what becomes a record, what is left out, and what is read of a damaged file."""

from __future__ import annotations

import gzip
import io
import time
from pathlib import Path

import pytest

from audit.engine import run
from audit.settings import Settings
from audit.sources import open_source, read_block
from audit.sources.wxr import Damage, is_wxr, read_wxr
from audit.sources.wxr_records import Channel

EXPORTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "real" / "wxr"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Saltmarsh Letter</title><link>https://saltmarsh.example/blog</link>
<wp:base_blog_url>https://saltmarsh.example/blog</wp:base_blog_url>
<wp:author><wp:author_login>nell</wp:author_login><wp:author_display_name>Nell Holt</wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>tides</wp:category_nicename></wp:category>
"""
TAIL = "</channel></rss>"


def item(number=7, *, title="Ferry times", content="<p>At six.</p>", kind="post", status="publish", link="", more=""):
    return f"""<item><title>{title}</title><link>{link or f"https://saltmarsh.example/blog/{number}/"}</link>
<dc:creator>nell</dc:creator><guid>https://saltmarsh.example/blog/?p={number}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date>2026-03-01 10:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
<wp:post_name>ferry-{number}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}
</item>
"""


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def read(*items, head=HEAD, tail=TAIL):
    raw = f"{head}{''.join(items)}{tail}".encode()
    assert is_wxr(raw[:2000])
    return list(read_wxr(io.BytesIO(raw), Channel()))


def audited(folder, *items, name="export.xml", head=HEAD, tail=TAIL, **settings):
    (folder / name).write_text(f"{head}{''.join(items)}{tail}", "utf-8")
    return run([str(folder / name)], Settings(offline=True, jobs=1, **settings))


def test_an_item_becomes_a_record():
    more = '<category domain="category" nicename="tides"><![CDATA[Tides]]></category><wp:is_sticky>1</wp:is_sticky>'

    (record,) = read(item(content="<!-- wp:paragraph -->\n<p>At six.</p>", more=more))

    assert record["id"] == 7
    assert record["title"] == {"rendered": "Ferry times"}
    assert record["content"] == {"raw": "<!-- wp:paragraph -->\n<p>At six.</p>", "protected": False}
    assert (record["date"], record.get("date_gmt")) == ("2026-03-01T10:00:00", None)
    assert (record["slug"], record["status"], record["type"]) == ("ferry-7", "publish", "post")
    assert (record["categories"], record["sticky"]) == ([3], True)
    assert record["class_list"] == ["post", "type-post", "status-publish", "category-tides"]
    assert record["_embedded"]["author"] == [{"name": "Nell Holt", "slug": "nell"}]
    assert record["_links"]["self"] == [{"href": "https://saltmarsh.example/blog/wp-json/wp/v2/posts/7"}]


@pytest.mark.parametrize(
    "left_out",
    [
        item(kind="nav_menu_item"),
        item(kind="revision", status="inherit"),
        item(status="trash"),
        item(status="auto-draft"),
        item(kind="shop_order", status="wc-completed"),
        item(kind="letter", link="https://saltmarsh.example/?post_type=letter&amp;p=7"),
    ],
)
def test_what_readers_have_no_page_of_is_left_out(left_out):
    assert [record["id"] for record in read(left_out, item(8))] == [8]


def test_comments_are_left_out():
    more = "<wp:comment><wp:comment_content>Buy pills</wp:comment_content><wp:post_id>99</wp:post_id></wp:comment>"

    (record,) = read(item(more=more))

    assert record["id"] == 7
    assert "pills" not in str(record)


def test_a_password_is_not_kept():
    (record,) = read(item(more="<wp:post_password>tide-table</wp:post_password>"))

    assert record["content"]["protected"]
    assert "tide-table" not in str(record)


def test_what_was_written_for_the_head():
    more = meta("_yoast_wpseo_metadesc", "When the ferry sails.") + meta("_yoast_wpseo_meta-robots-noindex", "1")
    templates = meta("_yoast_wpseo_metadesc", "%%excerpt%%") + meta("_yoast_wpseo_title", "%%title%%")

    first, second, third = read(item(more=more), item(8, more=templates), item(9, more=meta("rank_math_robots", _LIST)))

    assert first["yoast_head_json"] == {"description": "When the ferry sails.", "robots": {"index": "noindex"}}
    assert "yoast_head_json" not in second
    assert third["yoast_head_json"] == {"robots": {"index": "noindex"}}


def test_a_title_and_pictures_that_an_editor_chose():
    picture = "https://saltmarsh.example/tide.jpg"
    more = meta("rank_math_title", "When the tide turns | Saltmarsh") + meta("rank_math_facebook_image", picture)
    relative = meta("_yoast_wpseo_opengraph-image", "/tide.jpg") + meta("_yoast_wpseo_twitter-image", picture)

    first, second = read(item(more=more), item(8, more=relative))

    head = {"title": "When the tide turns | Saltmarsh", "og_image": [{"url": picture}]}
    assert first["yoast_head_json"] == head
    assert second["yoast_head_json"] == {"twitter_image": picture}


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("_yoast_wpseo_canonical", "https://saltmarsh.example/tide/#low_water", True),
        ("_yoast_wpseo_canonical", "https://saltmarsh.example/%ce%b5%cf%80/", True),
        ("rank_math_canonical_url", "https://saltmarsh.example/%d0%b0%d0%b1/", True),
        ("_yoast_wpseo_metadesc", "Up by 5% and down by 7% at #springtide", True),
        ("_aioseo_description", "See https://saltmarsh.example/#tide_table", True),
        ("_aioseo_description", "#post_title #separator_sa #site_title", False),
        ("_aioseo_description", "All (#post_excerpt)", False),
        ("rank_math_description", "%excerpt% %sep% %sitename%", False),
        ("rank_math_description", "Post %id%", False),
        ("_seopress_titles_desc", "%%post_excerpt%%", False),
    ],
)
def test_variables_are_told_from_fragments_and_escapes(key, value, kept):
    (record,) = read(item(more=meta(key, value)))

    assert (value in record.get("yoast_head_json", {}).values()) == kept


_LIST = 'a:1:{i:0;s:7:"noindex";}'


def test_the_featured_image_stands_behind_its_post(tmp_path):
    picture = "<wp:attachment_url>https://saltmarsh.example/pier.jpg</wp:attachment_url>"
    items = (
        item(7, more=meta("_thumbnail_id", "9")),
        item(8, more=meta("_thumbnail_id", "10")),
        item(9, kind="attachment", status="inherit", more=picture + meta("_wp_attachment_image_alt", "The pier")),
    )
    (tmp_path / "export.xml").write_text(f"{HEAD}{''.join(items)}{TAIL}", "utf-8")

    (block,) = open_source(str(tmp_path / "export.xml"), spool=tmp_path)
    first, second = (record.data for record in read_block(block))

    media = {"id": 9, "source_url": "https://saltmarsh.example/pier.jpg", "alt_text": "The pier"}
    assert first["_embedded"]["wp:featuredmedia"] == [media]
    assert first["_embedded"]["author"]
    assert "wp:featuredmedia" not in second["_embedded"]


def test_places_are_those_of_the_stored_source(tmp_path):
    content = (
        '<!-- wp:paragraph -->\n<p>Öl und <a href="http://localhost/x">hier</a></p>\n<!-- /wp:paragraph -->[gallery]'
    )

    report = audited(tmp_path, item(content=content))

    (found,) = [finding for finding in report.findings if finding.rule == "link-localhost"]
    assert found.where.field == "content.raw"
    assert content[found.where.start : found.where.end].startswith('<a href="http://localhost/x"')
    assert not {"block-markup-leak", "shortcode-unrendered", "rest-field-missing"} & {
        finding.rule for finding in report.findings
    }


_LOST = '<p>See <a href="https://saltmarsh.example/blog/the-lost-ferry/">the ferry</a>.</p>'
_POST = item(7, link="https://saltmarsh.example/blog/tide/", content=_LOST)
_PAGE = item(8, link="https://saltmarsh.example/blog/about/", kind="page")


def _missing(report):
    return [finding.address for finding in report.findings if finding.rule == "link-internal-missing"]


@pytest.mark.parametrize("name", ["export.xml", "saltmarsh.WordPress.2026-03-01.xml", "saltmarsh.2026-03-01 (1).xml"])
def test_an_export_of_all_content_shows_what_does_not_exist(name, tmp_path):
    missing = _missing(audited(tmp_path, _POST, _PAGE, name=name))

    assert missing == ["https://saltmarsh.example/blog/the-lost-ferry/"]


@pytest.mark.parametrize(
    ("items", "how"),
    [
        ((_POST,), {}),  # of posts alone
        ((_POST, _PAGE), {"head": HEAD.replace("wp:category>", "wp:other>")}),  # two of one type, put together
        ((_POST, _PAGE), {"name": "saltmarsh.wordpress.2026-03-01.000.xml"}),  # one of several
        ((_POST, _PAGE), {"name": "saltmarsh_2.xml"}),
        ((_POST, _PAGE), {"name": "saltmarsh-part3.xml"}),
        ((_POST, _PAGE), {"tail": "<item><title>Cut"}),
        ((_POST, _PAGE), {"type": ("post", "page")}),
        ((_POST, _PAGE, item(9, kind="attachment", status="inherit").replace("ferry-9", "the-lost-ferry")), {}),
    ],
)
def test_another_export_shows_nothing_of_what_is_not_in_it(items, how, tmp_path):
    assert not _missing(audited(tmp_path, *items, **how))


def test_a_damaged_item_costs_only_itself():
    found = read(item(1), item(2, title="Fish & chips"), item(3), item(4))

    assert [one if isinstance(one, Damage) else one["id"] for one in found] == [
        1,
        Damage(line=14, reason="not well-formed (invalid token)", posts=1),
        3,
        4,
    ]


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
def test_chunks_do_not_matter(chunk, monkeypatch):
    monkeypatch.setattr("audit.sources.wxr._CHUNK", chunk)
    found = read(item(1), item(2, title="Fish & chips"), item(3, content="Ö" * 50), item(4))

    assert [one["id"] for one in found if not isinstance(one, Damage)] == [1, 3, 4]


def test_a_file_that_is_cut_off(tmp_path):
    menu = item(2, kind="nav_menu_item")

    report = audited(tmp_path, item(1), menu, item(3)[:150], tail="")

    assert report.summary.posts == 1
    (error,) = report.errors
    assert error.message.endswith(
        "export.xml: line 21 is damaged (the file ends there): the post before it was audited. Get it again."
    )
    assert report.exit_code == 2


def test_a_damaged_item_is_told_as_such(tmp_path):
    report = audited(tmp_path, item(1), item(2, title="Fish & chips"), item(3))

    assert report.summary.posts == 2
    (error,) = report.errors
    assert "line 14 is damaged" in error.message
    assert "the item there is left out" in error.message


def test_a_damaged_file_without_a_post_is_told_once(tmp_path):
    report = audited(tmp_path, item(1)[:150], tail="")

    assert [error.kind for error in report.errors] == ["not-xml"]


def test_entities_are_refused():
    bomb = HEAD.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss')

    (damage,) = read(item(title="&b;"), head=bomb)

    assert "entities" in damage.reason


def test_a_file_elsewhere_is_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("the tide table", "utf-8")
    doctype = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]><rss'

    found = read(item(title="&s;"), head=HEAD.replace("<rss", doctype))

    assert "tide table" not in str(found)


def test_characters_that_xml_forbids_cost_nothing():
    (record,) = read(item(content="<p>At\x0b six\x00.</p>"))

    assert record["content"]["raw"] == "<p>At  six .</p>"


def test_a_page_builder_shows():
    built, switched_off = (item(more=meta("_elementor_edit_mode", value)) for value in ("builder", ""))

    records = read(built, switched_off)

    assert [record.get("meta") for record in records] == [{"_elementor_edit_mode": True}, None]


def test_names_of_html_are_read():
    (record,) = read(item(title="Fish &nbsp;&amp;&uuml; &x;"))

    assert record["title"] == {"rendered": "Fish \u00a0&ü &x;"}


def test_a_message_of_php_before_the_export(tmp_path):
    message = "<br />\n<b>Deprecated</b>:  Function f() is deprecated in <b>x.php</b> on line <b>12</b><br />\n"
    (tmp_path / "export.xml").write_text(message + HEAD + item(title="Ferry") + TAIL, "utf-8")

    report = run([str(tmp_path / "export.xml")], Settings(offline=True, jobs=1))

    assert [post.title for post in report.posts] == ["Ferry"]
    assert ["display_errors" in error.message for error in report.errors] == [True]


def test_another_encoding_is_read():
    raw = (HEAD.replace("UTF-8", "ISO-8859-1") + item(title="Fähre") + TAIL).encode("latin-1")

    (record,) = read_wxr(io.BytesIO(raw), Channel())

    assert record["title"] == {"rendered": "Fähre"}


@pytest.mark.parametrize("name", ["hex", "rot13", "idna", "undefined", "unicode_escape", "utf-16", "no-such"])
def test_an_encoding_that_no_document_may_name(name):
    (record,) = read(item(title="Fähre \\ud800"), head=HEAD.replace("UTF-8", name))

    assert record["title"] == {"rendered": "Fähre \\ud800"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_an_export_that_begins_with_its_mark(tmp_path, encoding):
    text = HEAD.replace("UTF-8", encoding.removesuffix("-sig")) + item(title="Fähre") + TAIL
    (tmp_path / "export.xml").write_bytes(text.encode(encoding))

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert ([post.title for post in report.posts], report.errors) == (["Fähre"], [])


def test_blank_lines_before_the_declaration():
    found = read(item(1), item(2, title="Fish & chips"), head=f"\n \r\n{HEAD}")

    assert found[0]["_embedded"]["author"][0]["name"] == "Nell Holt"
    assert found[1:] == [Damage(line=16, reason="not well-formed (invalid token)", posts=1)]


def test_what_only_quotes_an_export_is_none(tmp_path):
    quoted = "&lt;rss xmlns:wp='http://wordpress.org/export/1.2/'&gt;"
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>T</title><p>{quoted}</p>", "utf-8")
    (tmp_path / "post.json").write_text(f'{{"id": 1, "title": {{"rendered": "{quoted}"}}}}', "utf-8")

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert (report.summary.posts, report.errors) == (2, [])


@pytest.mark.parametrize(
    "damage",
    [
        f"<!-- {'x' * (3 << 20)}",
        f"<item {'x' * (3 << 20)}",
        f"<item><title>{'<b>' * (1 << 20)}",
    ],
)
def test_what_no_export_holds_costs_little(damage):
    began = time.process_time()

    found = read(item(1), damage, "\n" * 300_000, item(2), tail="")

    assert [one["id"] for one in found if not isinstance(one, Damage)] == [1, 2]
    assert time.process_time() - began < 2


def test_a_long_comment_thread_does_not_count():
    comment = f"<wp:comment><wp:comment_content>{'x' * (1 << 20)}</wp:comment_content></wp:comment>"

    assert [record["id"] for record in read(item(more=comment * 70))] == [7]


def test_too_many_damages():
    found = read(*[item(number, title="Fish & chips") for number in range(150)], item(200))

    assert len(found) == 100
    assert "the rest was not read" in found[-1].reason
    assert "the rest" not in found[-2].reason


@pytest.mark.parametrize("chunk", [50, 1 << 18])
def test_lines_behind_damage_are_those_of_the_file(chunk, monkeypatch):
    monkeypatch.setattr("audit.sources.wxr._CHUNK", chunk)
    bad = item(2, title="Fish & chips")
    text = HEAD + item(1) + bad + item(3) + bad + item(4) + TAIL

    found = [one.line for one in read(item(1), bad, item(3), bad, item(4)) if isinstance(one, Damage)]

    lines = [number for number, line in enumerate(text.split("\n"), 1) if "Fish" in line]
    assert found == lines


def test_an_export_without_posts(tmp_path):
    report = audited(tmp_path, item(kind="nav_menu_item"))

    assert [error.kind for error in report.errors] == ["empty"]


def test_a_folder_with_exports_and_other_xml(tmp_path):
    (tmp_path / "sitemap.xml").write_text("<urlset></urlset>", "utf-8")
    with gzip.open(tmp_path / "export.xml.gz", "wt", encoding="utf-8") as file:
        file.write(HEAD + item() + TAIL)

    report = run([str(tmp_path)], Settings(offline=True, jobs=1))

    assert (report.summary.posts, report.errors) == (1, [])


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the shared data is not beside this checkout")
def test_real_exports_are_read_whole():
    report = run([str(EXPORTS)], Settings(offline=True, jobs=1))

    assert (report.summary.posts, report.errors) == (746, [])


def test_old_slugs_of_posts_are_known():
    (post,) = read(item(8, more=meta("_wp_old_slug", "jetty") + meta("_wp_old_slug", "pier")))

    assert post["meta"] == {"_wp_old_slug": ["jetty", "pier"]}
