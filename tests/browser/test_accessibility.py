"""axe-core on the HTML report: every rule of it, no exception, in light and dark, on a wide screen and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.axe import EVERY_LOOK, LOOKS, SCREENS, violations

pytestmark = pytest.mark.browser

REPORTS = (
    "examples_report",
    "empty_report",
    "clean_report",
    "seed_like_report",
    "linked_report",
    "hostile_report",
    "partial_report",
    "history_report",
)
THOROUGH = ("seed_like_report", "linked_report", "history_report")
"""Together they show every part of the page; the others are looked at in light and wide, and in dark on a phone."""

# All views at once, and everything unfolded: what a reader could come to see.
UNFOLD = """() => {
  for (const view of document.querySelectorAll('.view')) view.classList.add('on');
  for (const part of document.querySelectorAll('details')) part.open = true;
}"""


@pytest.mark.parametrize("name", REPORTS)
def test_axe_finds_no_violation(name, view):
    opened = view(name)
    page = opened.page
    page.evaluate(UNFOLD)
    page.wait_for_timeout(100)

    for scheme, screen in EVERY_LOOK if name in THOROUGH else LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SCREENS[screen])
        assert violations(page) == [], (scheme, screen)


def test_axe_would_find_one(view):
    """The check itself: a field without a label, and text too faint to read, are noticed."""
    page = view("seed_like_report").page
    page.evaluate(
        """() => {
          document.querySelector('main').append(document.createElement('input'));
          document.querySelector('h1').style.color = '#ddd';
        }"""
    )

    assert {violation.partition(":")[0] for violation in violations(page)} >= {"label", "color-contrast"}


@pytest.mark.parametrize(("scheme", "screen"), EVERY_LOOK)
def test_axe_finds_no_violation_in_a_comparison(scheme, screen, chromium):
    context = chromium.new_context(color_scheme=scheme, viewport=SCREENS[screen])
    page = context.new_page()
    page.goto((Path(__file__).parents[2] / "reports" / "samples" / "comparison.html").as_uri())
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")

    assert violations(page) == []
    context.close()
