"""Pages whose whole body is the content: what their menus and templates hold is no text."""

from __future__ import annotations

from audit.engine import run
from audit.settings import Settings

SENTENCE = "The boats rose with the tide and the pilots waited for the evening wind to turn. "
MENU = "".join(f"<div><a href='/c{number}'>Ropes and sails of kind {number}</a></div>" for number in range(120))


def names(folder, *bodies, select):
    for number, body in enumerate(bodies):
        head = f'<title>Tide {number}</title><link rel="canonical" href="https://saltmarsh.example/{number}/">'
        page = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"
        (folder / f"{number}.html").write_text(page, "utf-8")
    report = run([str(folder)], Settings(offline=True, jobs=1, preview=True, select=select))
    return [finding.rule for finding in report.findings]


def test_a_menu_needs_no_subheadings_and_has_as_many_links_as_it_needs(tmp_path):
    select = ("no-subheadings", "link-too-many")

    assert names(tmp_path, f"{MENU}<p>{SENTENCE}</p>", select=select) == []
    assert names(tmp_path, f"{MENU}<p>{SENTENCE * 30}</p>", select=select) == ["no-subheadings"]
    assert names(tmp_path, f"<article>{MENU}<p>{SENTENCE}</p></article>", select=select).count("link-too-many") == 1


def test_pages_that_share_their_template_are_no_duplicates(tmp_path):
    select = ("duplicate-content-exact", "duplicate-content-near")
    forms = [f"{MENU}<p>{SENTENCE * 9}</p><form><p>{word} us your name.</p></form>" for word in ("Tell", "Send")]

    assert names(tmp_path, *forms, select=select) == []
    assert names(tmp_path, *forms[:1] * 2, select=select) == ["duplicate-content-exact"] * 2


def test_headings_that_all_stand_beside_the_text(tmp_path):
    page = tmp_path / "tide.html"
    page.write_text(f'<body><div class="sidebar"><h2>Tides</h2><h4>In May</h4></div><p>{SENTENCE}</p></body>', "utf-8")

    report = run([str(page)], Settings(offline=True, jobs=1, select=("TXT",)))

    assert report.errors == []
    assert not [finding for finding in report.findings if "heading" in finding.rule]
