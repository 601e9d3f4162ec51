"""50,000 findings in a browser: what is in the page stays small, and what is asked for comes.

Seconds depend on the machine, so they are printed (`pytest -rP`), and bounded by what a loop takes in the same browser,
with a wide margin; `benchmarks/large_report.py` measures them properly.
"""

from __future__ import annotations

import sys

import pytest

from tests.browser.axe import LOOKS, SCREENS, violations

pytestmark = pytest.mark.browser

MOST_NODES = 40_000
"""Elements in the page, whatever was done: 50,000 cards alone would be a million."""

# The filter's own work: from the click until the page has its new state, without waiting for the next frame.
SPENT = "(() => {{ const start = performance.now(); {0}; return performance.now() - start; }})()"
SEARCH = (
    "const box = document.getElementById('q'); box.value = {0!r};"
    "box.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter' }}))"
)
LOOP = (
    "(() => { const start = performance.now(); let n = 0; for (let i = 0; i < 3e7; i++) n += i % 7;"
    " return [performance.now() - start, n]; })()"
)


@pytest.fixture
def opened(view):
    return view("huge_report")


def elements(page) -> int:
    return page.evaluate("document.querySelectorAll('*').length")


def test_fifty_thousand_findings_are_one_small_file(write):
    size = write("huge_report").stat().st_size
    sys.stdout.write(f"50,000 findings: {size / 1e6:.1f} MB\n")

    assert size < 40_000_000


def test_the_page_holds_few_elements_whatever_is_done(opened):
    page = opened.page
    assert opened.text("#said") == "50,000 findings, 40 rules"
    sys.stdout.write(f"{elements(page):,} elements\n")
    assert elements(page) < MOST_NODES

    page.locator('.rule[data-code="TXT000"] summary').first.click()
    for _ in range(8):
        page.locator('[data-code="TXT000"] .more button:visible').last.click()
    assert page.locator('[data-code="TXT000"] .f').count() == 200
    assert "earlier of" in page.locator('[data-code="TXT000"] .more button:visible').first.inner_text()
    assert page.evaluate("document.activeElement.textContent").startswith("Error")

    page.locator("#all").click()
    page.locator('.tabs a[href="#by-post"]').click()
    for _ in range(5):
        page.locator("#by-post .more button:visible").last.click()
    assert page.locator("#by-post tr.r").count() == 200
    sys.stdout.write(f"{elements(page):,} elements\n")
    assert elements(page) < MOST_NODES
    page.locator("#by-post .more button:visible").first.click()
    assert page.locator("#by-post tr.r").count() == 200


def test_every_finding_can_be_found_and_reached(opened):
    page = opened.page
    page.locator("#q").fill("number 49999 about")
    opened.until("document.getElementById('said').textContent.startsWith('1 of 50,000')")
    assert "Sample statement number 49999 about" in opened.text(".f:visible summary > b")

    page.evaluate("location.hash = '#f-" + f"{40_003:016x}" + "'")
    opened.until("document.activeElement.tagName === 'SUMMARY'")
    assert "Sample statement number 40003 about" in page.evaluate("document.activeElement.textContent")
    assert page.locator("#by-rule .f").count() < 1_200

    page.evaluate("location.hash = '#by-post?q=number+48777+about&severity=error,warning,notice'")
    opened.until("document.getElementById('said').textContent.startsWith('1 of 50,000 findings, 1 post')")
    assert "week 48777," in opened.text("#by-post tr.r")


def test_opening_takes_a_few_times_what_a_small_report_takes(chromium, write):
    """The work of the page's own thread, which does not depend on what else the machine does."""
    spent = {}
    for name in ("seed_like_report", "huge_report"):
        page = chromium.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(write(name).as_uri())
        page.locator("#top:not([aria-busy])").wait_for()
        metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
        spent[name] = metrics["TaskDuration"]
        page.close()
        sys.stdout.write(f"{name}: {spent[name]:.2f} s of its thread\n")

    assert spent["huge_report"] < 30 * spent["seed_like_report"]


def test_axe_finds_no_violation(opened):
    for scheme, screen in LOOKS:
        opened.page.emulate_media(color_scheme=scheme)
        opened.page.set_viewport_size(SCREENS[screen])
        assert violations(opened.page) == [], (scheme, screen)


def test_filters_answer_at_once(opened):
    page = opened.page
    page.wait_for_timeout(2_000)  # as long as nobody could have typed
    (loop, _) = page.evaluate(LOOP)
    asked = {
        "errors": "document.querySelector('[data-s=error]').click()",
        "errors and warnings": "document.querySelector('[data-s=warning]').click()",
        "none": "document.getElementById('clear').click()",
        "search": SEARCH.format("number 4711 about"),
        "search of many": SEARCH.format("tides"),
        "by post": "document.querySelector('.tabs a[href=\"#by-post\"]').click()",
    }
    spent = {name: page.evaluate(SPENT.format(action)) for name, action in asked.items()}
    for name, milliseconds in spent.items():
        sys.stdout.write(f"{name}: {milliseconds:.0f} ms, {milliseconds / loop:.1f} times a loop of {loop:.0f} ms\n")

    assert all(milliseconds < 20 * loop for milliseconds in spent.values())
