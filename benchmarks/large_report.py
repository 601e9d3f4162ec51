"""An HTML report of 50,000 findings: how large it is, how long Chromium takes to open it, and how fast filters answer.

    python benchmarks/large_report.py [REPORT.json]

By default the posts of `examples/` are audited again and again, under new ids and addresses, until there are enough; a
saved report may be given instead (its findings are repeated). Opening is measured from the request until the page's own
script has drawn the first view, next to an empty page in the same browser, and as the time that the page's main thread
worked, which tells more on a busy machine; a filter from the click until the frame after it. Each is the median of
several rounds. Needs playwright and Chromium.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import orjson
from playwright.sync_api import sync_playwright
from scale import repeated

from audit import Settings, audit
from audit.formats.html import html
from audit.formats.json_format import json as write_json
from audit.formats.json_format import read_json

FINDINGS = 50_000
ROUNDS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EMPTY = "<!DOCTYPE html><title>empty</title><p>nothing"
# A click until the page stands as it should, and the frame that shows it.
CLICK = """async action => {
  const start = performance.now();
  action();
  const done = performance.now();
  await new Promise(then => requestAnimationFrame(() => setTimeout(then)));
  return [done - start, performance.now() - start];
}"""
SEARCH = """() => {{
  const box = document.getElementById('q');
  box.value = {!r};
  box.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter' }}));
}}"""
ACTIONS = {
    "only errors": "() => document.querySelector('[data-s=error]').click()",
    "no filter": "() => document.getElementById('clear').click()",
    "one family": "() => { const f = document.getElementById('fam'); f.selectedIndex = 2;"
    " f.dispatchEvent(new Event('change')); }",
    "a search": SEARCH.format("picture"),
    "two words": SEARCH.format("picture text"),
    "by post": "() => document.querySelector('.tabs a[href=\"#by-post\"]').click()",
    "by rule": "() => document.querySelector('.tabs a[href=\"#by-rule\"]').click()",
}


def saved(given: str | None, folder: Path) -> dict:
    """A saved report with at least some findings: the given one, or that of an audit of many examples."""
    if given:
        return orjson.loads(Path(given).read_bytes())
    posts = orjson.loads((Path(__file__).parents[1] / "examples" / "posts.json").read_bytes())
    many, out = folder / "many.json", io.StringIO()
    repeated(posts, 2_000, many)
    write_json(audit(many, Settings(offline=True)), out)
    return json.loads(out.getvalue())


def enlarged(report: dict) -> dict:
    """The report with posts and findings repeated, told apart by ref and fingerprint, until there are `FINDINGS`."""
    posts, findings = report["posts"], report["findings"]
    report["posts"], report["findings"] = [], []
    turn = 0
    while len(report["findings"]) < FINDINGS:
        report["posts"] += [{**post, "ref": f"{post['ref']}-{turn}"} for post in posts]
        room = FINDINGS - len(report["findings"])
        report["findings"] += [
            {
                **finding,
                "post": finding["post"] and f"{finding['post']}-{turn}",
                "fingerprint": f"{turn:03x}{finding['fingerprint'][3:]}",
            }
            for finding in findings[:room]
        ]
        turn += 1
    counts = dict.fromkeys(("error", "warning", "notice"), 0)
    by_rule: dict[str, int] = {}
    for finding in report["findings"]:
        counts[finding["severity"]] += 1
        by_rule[finding["code"]] = by_rule.get(finding["code"], 0) + 1
    report["summary"] |= {"findings": counts, "by_rule": by_rule, "posts": len(report["posts"])}
    return report


def opened(browser, path: Path, ready: str) -> tuple[float, float]:
    """Milliseconds from the request until the condition holds, and those that the page's main thread worked."""
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    while not page.evaluate(ready):
        page.wait_for_timeout(5)
    spent = time.perf_counter() - start
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    page.close()
    return 1000 * spent, 1000 * metrics["TaskDuration"]


def main() -> None:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        sys.exit("no Chromium here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, page_file, empty = folder / "report.json", folder / "report.html", folder / "empty.html"
        source.write_bytes(orjson.dumps(enlarged(saved(next(iter(sys.argv[1:]), None), folder))))
        empty.write_text(EMPTY, "utf-8")
        report = read_json(str(source))
        start = time.perf_counter()
        with page_file.open("w", encoding="utf-8", newline="") as out:
            html(report, out)
        print(
            f"{report.summary.findings.total:,} findings of {len(report.summary.by_rule)} rules in "
            f"{report.summary.posts:,} posts: {page_file.stat().st_size / 1e6:.1f} MB as HTML "
            f"({source.stat().st_size / 1e6:.1f} as JSON), written in {time.perf_counter() - start:.1f} s"
        )
        with sync_playwright() as playwright:
            measure(playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"]), page_file, empty)


def measure(browser, page_file: Path, empty: Path) -> None:
    ready = "!!document.getElementById('said')?.textContent && !document.querySelector('[aria-busy]')"
    for name, path, condition in (
        ("an empty page", empty, "document.readyState === 'complete'"),
        ("the report", page_file, ready),
    ):
        rounds = [opened(browser, path, condition) for _ in range(ROUNDS)]
        wall, work = (median(one[index] for one in rounds) for index in (0, 1))
        print(f"{name}: open after {wall:.0f} ms, {work:.0f} ms of work (median of {ROUNDS})")

    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_timeout(3_000)
    print(f"{page.evaluate('document.querySelectorAll(`*`).length'):,} elements")
    rounds = [{name: page.evaluate(f"({CLICK})({action})") for name, action in ACTIONS.items()} for _ in range(ROUNDS)]
    for name in ACTIONS:
        work, frame = (median(one[name][index] for one in rounds) for index in (0, 1))
        print(f"{name}: {work:.0f} ms, on the screen after {frame:.0f} ms")
    browser.close()


if __name__ == "__main__":
    main()
