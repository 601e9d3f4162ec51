"""The built site (`nox -s docs`): each link leads somewhere, each page is its own, none asks for anything elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import turbohtml

from audit.rules import all_rules

SITE = Path(__file__).parents[2] / "build" / "site"

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not (SITE / "index.html").exists(), reason="the site is not built here: nox -s docs builds it"),
]


@pytest.fixture(scope="module")
def site():
    """Path -> parsed page."""
    files = sorted(SITE.rglob("*.html"))
    return {file.relative_to(SITE).as_posix(): turbohtml.parse(file.read_text("utf-8")) for file in files}


def test_every_rule_has_its_page(site):
    built = {path for path in site if path.startswith("rules/") and path.count("/") == 1}

    assert built == {f"rules/{rule.name}.html" for rule in all_rules()} | {"rules/index.html"}


def test_every_link_within_the_site_leads_somewhere(site):
    ids = {path: {element.attr("id") for element in page.select("[id]")} for path, page in site.items()}
    lost = []
    for path, page in site.items():
        for link in page.select("a[href], link[href], script[src], img[src]"):
            address = link.attr("href") or link.attr("src")
            target = urlsplit(address)
            if target.scheme or target.netloc or address == "#":  # "#" is the top of every page
                continue
            file = (SITE / path).parent / unquote(target.path) if target.path else SITE / path
            name = file.resolve().relative_to(SITE).as_posix()
            if not file.exists() or (target.fragment and unquote(target.fragment) not in ids.get(name, ())):
                lost.append((path, address))

    assert not lost


def test_no_page_loads_anything_from_elsewhere(site):
    for path, page in site.items():
        for element in page.select("script[src], link[rel~=stylesheet], img[src], iframe, object, embed, video, audio"):
            address = element.attr("src") or element.attr("href") or ""
            assert not urlsplit(address).netloc, (path, address)


def test_nothing_that_a_rule_quotes_runs_on_its_page(site):
    def scripts(page):
        return sorted(element.attr("src") or element.text for element in page.select("script"))

    def named(script):
        return script.rpartition("/")[2].partition("?")[0]

    expected = {named(script) for script in scripts(site["concepts.html"])}
    for rule in all_rules():
        page = site[f"rules/{rule.name}.html"]
        assert {named(script) for script in scripts(page)} <= expected, rule.name
        article = page.select("article")[0]
        assert not article.select("script, iframe, object, embed, form, img, style, base, meta, link"), rule.name
        assert not [
            element for element in article.select("*") if any(name.startswith("on") for name in element.attrs)
        ], rule.name
        assert not article.select("a[href^='javascript:'], a[href^='data:']"), rule.name
