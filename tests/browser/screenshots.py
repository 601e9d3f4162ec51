"""Pictures of the HTML report for people to look at: `nox -s screenshots`. Not collected with the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audit import Settings, audit

pytestmark = pytest.mark.browser

SEED = Path(__file__).parents[2] / ".." / "shared" / "data" / "seed-post.json"
FOLDER = Path(os.environ.get("POSTAUDIT_SCREENSHOTS", "screenshots"))
SCREENS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
REPORTS = (
    "examples_report",
    "seed_report",
    "empty_report",
    "clean_report",
    "linked_report",
    "hostile_report",
    "partial_report",
    "history_report",
    "huge_report",
)
VIEWS = {"by-rule": ".rule > summary", "by-post": "#by-post .t", "by-link": "#by-link .t", "by-site": "#by-site .t"}


@pytest.fixture
def seed_report():
    """The touchstone of the rules, where it is there."""
    if not SEED.is_file():
        pytest.skip("the touchstone (shared/data/seed-post.json) is not here")
    return audit(SEED, Settings(offline=True))


def picture(page, *words, whole=True):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{'-'.join(words)}.png", full_page=whole)


@pytest.mark.parametrize("name", REPORTS)
def test_pictures(name, view):
    short = name.removesuffix("_report")
    for screen, viewport in SCREENS.items():
        for scheme in ("light", "dark"):
            page = view(name, color_scheme=scheme, viewport=viewport).page
            picture(page, short, scheme, screen, whole=name != "huge_report")
            for tab, first in VIEWS.items():
                if not page.locator(f'.tabs a[href="#{tab}"]').count():
                    continue
                page.locator(f'.tabs a[href="#{tab}"]').click()
                page.locator(first).first.click()
                for card in page.locator(".f:visible > summary").all()[:2]:
                    card.click()
                page.locator("#findings").scroll_into_view_if_needed()
                if name == "huge_report":
                    picture(page, short, scheme, screen, tab, whole=False)
                else:
                    page.locator("#findings").screenshot(path=FOLDER / f"{short}-{scheme}-{screen}-{tab}.png")
            page.context.close()


@pytest.mark.parametrize("name", ["seed_report", "history_report"])
def test_pictures_of_paper(name, view):
    page = view(name, "#by-rule", color_scheme="dark").page
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.pdf(path=FOLDER / f"{name.removesuffix('_report')}-paper.pdf", format="A4")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    picture(page, name.removesuffix("_report"), "paper")
