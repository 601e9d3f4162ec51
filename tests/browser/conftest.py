"""A headless Chromium, reports to open in it, and what a page did that it should not have done."""

from __future__ import annotations

import importlib.util
import shutil
import time
from pathlib import Path

import pytest

from audit import Settings, audit
from audit.formats.html import html
from audit.report import PastRun, SeverityCounts

# Fixtures of a sibling folder: conftest files are no modules that one could import by name.
_SPEC = importlib.util.spec_from_file_location("sample_reports", Path(__file__).parents[1] / "formats" / "conftest.py")
_REPORTS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_REPORTS)
empty_report = _REPORTS.empty_report
clean_report = _REPORTS.clean_report
seed_like_report = _REPORTS.seed_like_report
linked_report = _REPORTS.linked_report
hostile_report = _REPORTS.hostile_report
partial_report = _REPORTS.partial_report
many_findings_report = _REPORTS.many_findings_report

EXAMPLES = Path(__file__).parents[2] / "examples" / "posts.json"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; playwright's own need not be downloaded."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no Chromium here (looked for {', '.join(BROWSERS)})")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def examples_report():
    """The posts that the README audits."""
    return audit(EXAMPLES, Settings(offline=True))


@pytest.fixture
def history_report():
    """The eighth of eight runs, over two sites."""
    report = _REPORTS.seed_like()
    report.run.history = [
        PastRun(
            id=f"{number:032x}",
            started_at=f"2025-0{number + 1}-14T06:30:00Z",
            version="0.1.0",
            posts=10,
            findings=SeverityCounts(error=9 - number, warning=4 + number % 3, notice=12 - number),
            score=50 + 2 * number,
            families={entry.family: 60 + 5 * number for entry in report.summary.families},
            passed=False,
        )
        for number in range(7)
    ]
    report.entries._posts[1].site = "fen.example"
    report.entries._findings[-2].site = "fen.example"
    return report


@pytest.fixture
def some_drawn_report():
    """Twice as many findings of each rule as are printed: the others are drawn by the script."""
    return _REPORTS.many(400)


@pytest.fixture
def huge_report():
    """50,000 findings in 50,000 posts: the most that one page carries."""
    return _REPORTS.many(50_000, 40)


class Opened:
    """A report in a page, with everything that went wrong or left the file."""

    def __init__(self, browser, path, *, fragment="", **options) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.trouble: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.refused: list[str] = []
        self.page.on("requestfailed", lambda request: self.refused.append(f"{request.url} {request.failure}"))
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        self.page.add_init_script(
            "window.violations=[];"
            "addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective+' '+e.blockedURI));"
        )
        self.address = path.as_uri()
        self.page.goto(self.address + fragment)
        if options.get("java_script_enabled", True):
            self.until("!document.querySelector('[aria-busy]')")

    def _dialog(self, dialog):
        self.trouble.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def visible(self, selector) -> int:
        return self.page.locator(f"{selector}:visible").count()

    def text(self, selector) -> str:
        return self.page.locator(selector).first.inner_text()

    def until(self, condition) -> None:
        """Wait for a condition. playwright's own way needs `eval`, which the page's policy forbids."""
        deadline = time.monotonic() + 10
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, condition
            self.page.wait_for_timeout(50)

    def hash(self) -> str:
        return self.page.evaluate("location.hash")

    def fits(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def everything_open(opened):
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Reports that were written already, by name: equal reports give equal pages."""
    return tmp_path_factory.mktemp("pages"), {}


@pytest.fixture
def write(pages, tmp_path, request):
    """Writes the report of a fixture, once for all tests unless the test itself holds (and may change) it."""
    folder, written = pages

    def write_page(name, into):
        path = into / f"{name}.html"
        with path.open("w", encoding="utf-8", newline="") as out:
            html(request.getfixturevalue(name), out)
        return path

    def once(name):
        if name in request.node.fixturenames:
            return write_page(name, tmp_path)
        if name not in written:
            written[name] = write_page(name, folder)
        return written[name]

    return once


@pytest.fixture
def view(chromium, write):
    """Opens the report of a fixture in a page of its own."""
    opened: list[Opened] = []

    def open_page(name, fragment="", **options):
        opened.append(Opened(chromium, write(name), fragment=fragment, **options))
        return opened[-1]

    yield open_page
    for page in opened:
        page.context.close()
