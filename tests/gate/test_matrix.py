"""The gate as a whole: every combination gives the exit code that the page about it says."""

from __future__ import annotations

import copy
import itertools
import json
import re
import time
from pathlib import Path

import pytest

from audit.cli import main
from audit.probe import Hop, Probe
from audit.probe.memory import Memory
from audit.rules.data_quality.empty_paragraph import EmptyParagraph
from audit.testing import base_record

PAGE = (Path(__file__).parents[2] / "docs" / "gate.md").read_text("utf-8")
MOVED, TO = "https://moved.example/tides", "https://moved.example/the-tides"
RULES = "img-alt-missing,link-redirected-permanently,empty-paragraph"
SEVERITIES = ("notice", "warning", "error")
GATES = [
    ("error", None, None),
    ("error", 0, None),
    ("error", None, 100),
    ("never", None, None),
    ("never", 0, None),
    ("never", None, 100),
    ("warning", None, None),
    ("notice", None, None),
]
"""Values of --fail-on, --max-warnings and --min-score."""


def table():
    """The lines of the page's first table: (what must hold, exit code)."""
    section = PAGE.partition("## Exit codes")[2].partition("\n\n| a finding")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", section, re.MULTILINE)
    ]
    return [(row[:-1], int(row[-1])) for row in rows[2:]]


def counting():
    """The page's second table: what a finding does, by what it is."""
    section = PAGE.partition("| a finding | counts |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+) \| (yes|no) \| (yes|no) \|$", section, re.MULTILINE)
    return {what: (counts == "yes", lowers == "yes") for what, counts, lowers in rows}


def said(*conditions):
    """The exit code that the page says."""
    for row, code in table():
        if all(cell in {"-", "yes" if holds else "no"} for cell, holds in zip(row, conditions, strict=True)):
            return code
    raise AssertionError(conditions)


def test_the_page_has_a_line_for_everything():
    codes = {said(*conditions) for conditions in itertools.product([True, False], repeat=4)}

    assert codes == {0, 1, 2}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A post with a fault (error) and a link that has moved (warning), which the memory knows: nobody is asked."""
    folder = tmp_path_factory.mktemp("site")
    post = copy.deepcopy(base_record())
    post["content"]["rendered"] += f'<p><img src="/a.jpg" width="9" height="9"><a href="{MOVED}">tides</a></p>'
    (folder / "posts.json").write_text(json.dumps([post]), "utf-8")
    (folder / "accepted.toml").write_text(
        '[[ignores]]\nrule = "img-alt-missing"\nreason = "a drawing"\nuntil = 2026-06-01\n'
    )
    memory, now = Memory(folder / "cache"), time.time()
    hops = (Hop(MOVED, 301), Hop(TO, 200))
    memory.remember(
        Probe(MOVED, "redirected-permanent", status=200, final_url=TO, hops=hops, confidence="definitive"),
        image=False,
        now=now,
    )
    memory.close(now)
    return folder


def crash(*_):
    raise RuntimeError("a rule that is broken")


@pytest.mark.parametrize("crashed", [False, True], ids=["", "crashed"])
@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("ignores", ["none", "accepted", "expired"])
@pytest.mark.parametrize("baseline", [False, True], ids=["", "baseline"])
def test_the_exit_code_is_the_one_on_the_page(site, tmp_path, baseline, ignores, offline, crashed, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    base = ["check", str(site / "posts.json"), "--select", RULES, "--jobs", "1", "--format", "json"]
    base += ["--offline", "--no-cache"] if offline else ["--cache-dir", str(site / "cache")]
    if baseline:
        base += ["--baseline", "baseline.json"]
        assert main([*base, "--write-baseline"]) == 0
    if ignores != "none":
        base += ["--config", str(site / "accepted.toml")]
        base += ["--as-of", "2026-06-01" if ignores == "accepted" else "2026-06-02"]
    if crashed:
        monkeypatch.setattr(EmptyParagraph, "check", crash)
    kind = {
        "accepted": "that an ignore of the settings accepts",
        "expired": "whose ignore has expired",
        "none": "that is new",
    }
    of_picture, of_link = kind[ignores], "that is new"
    if baseline:
        of_link = "that the baseline accepts"
        of_picture = of_picture if ignores == "accepted" else of_link
    found = [("error", *counting()[of_picture]), *([] if offline else [("warning", *counting()[of_link])])]
    counts = [severity for severity, counted, _ in found if counted]
    for fail_on, most, least in GATES if not crashed else GATES[::3]:
        options = ["--fail-on", fail_on]
        options += ["--max-warnings", str(most)] if most is not None else []
        options += ["--min-score", str(least)] if least is not None else []
        capsys.readouterr()
        code = main([*base, *options])
        report = json.loads(capsys.readouterr().out)

        assert [one["severity"] for one in report["findings"] if one["status"] == "new"] == counts
        assert code == said(
            not crashed,
            fail_on != "never" and any(SEVERITIES.index(one) >= SEVERITIES.index(fail_on) for one in counts),
            most is not None and counts.count("warning") > most,
            least is not None and any(lowers for *_, lowers in found),
        ), options
        assert bool(report["summary"]["gate"]["ignores"]) is (ignores == "expired")
