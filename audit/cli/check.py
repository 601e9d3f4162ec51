"""`postaudit check`: audit posts."""

from __future__ import annotations

import signal
import sys
import threading

from audit.cli._names import comma_list
from audit.cli._output import Outputs, add_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction
    from typing import Any

    from audit.gate.baseline import Baseline
    from audit.report import Report
    from audit.settings import Settings

MOST_ERRORS = 20
"""Errors of a run that are told one by one; all of them are in the report."""

_SETTINGS = (
    "select",
    "extend_select",
    "ignore",
    "preview",
    "include",
    "exclude",
    "type",
    "status",
    "since",
    "limit",
    "pages",
    "as_of",
    "fail_on",
    "max_warnings",
    "min_score",
    "baseline",
    "changed_since",
    "jobs",
    "offline",
)
_NETWORK = (
    "timeout",
    "max_concurrency",
    "host_concurrency",
    "max_age",
    "no_cache",
    "cache_dir",
    "accept",
    "allow_private_hosts",
    "header",
    "ca_file",
    "fail_after",
)


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        help="audit posts",
        usage="postaudit check [options] SOURCE...",
        description="Audit posts. Reads postaudit.toml, or [tool.postaudit] in pyproject.toml; an option beats the "
        "same key in the file.",
        epilog="Exit codes: 0 the gate passed, 1 it failed, 2 the run was not possible or not whole.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="file, folder, glob, - for stdin, or a site's address"
    )
    _add_rules(parser)
    _add_posts(parser)
    _add_network(parser)
    _add_gate(parser)
    add_output(parser).add_argument("--no-progress", action="store_true", help="no progress on stderr")
    _add_run(parser)
    parser.set_defaults(run=run)


def _add_list(group: argparse._ArgumentGroup, option: str, metavar: str, explanation: str) -> None:
    group.add_argument(option, metavar=metavar, type=comma_list, action="extend", help=explanation)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules", "Codes, code prefixes or names, with commas between them.")
    _add_list(group, "--select", "RULES", "only these rules")
    _add_list(group, "--extend-select", "RULES", "these rules too")
    _add_list(group, "--ignore", "RULES", "not these rules")
    group.add_argument("--preview", action="store_true", default=None, help="rules that are not stable yet, too")
    group.add_argument(
        "--domain-list", metavar="FILE", action="append", help="domains that planted links lead to, one a line"
    )


def _add_posts(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("posts")
    group.add_argument("--include", metavar="GLOB", action="append", help="only posts whose address or file matches")
    group.add_argument("--exclude", metavar="GLOB", action="append", help="no posts whose address or file matches")
    _add_list(group, "--type", "TYPES", "only posts of these types, such as post,page")
    _add_list(group, "--status", "STATUSES", "only posts with these statuses, such as publish,draft; any for all")
    group.add_argument("--since", metavar="DATE", help="only posts changed on this day or later")
    group.add_argument("--limit", metavar="N", type=int, help="at most so many posts")
    group.add_argument(
        "--pages", action="store_true", default=None, help="fetch each post's public page, too, and compare it"
    )
    group.add_argument("--as-of", metavar="DATE", help="the day that rules take for today (default: today)")


def _add_network(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("network", "How links are asked.")
    group.add_argument("--offline", action="store_true", default=None, help="ask nothing: links are not probed")
    group.add_argument("--timeout", metavar="SECONDS", type=float, help="for one request (default: 10)")
    group.add_argument("--max-concurrency", metavar="N", type=int, help="most requests at the same time (default: 384)")
    group.add_argument("--host-concurrency", metavar="N", type=int, help="most of them to one host (default: 384)")
    group.add_argument("--max-age", metavar="SPAN", help="how long a link that worked is believed (default: 7d)")
    group.add_argument(
        "--no-cache", action="store_true", default=None, help="neither use nor keep what links said, nor the history"
    )
    group.add_argument("--cache-dir", metavar="DIR", help="where that is kept (default: .postaudit)")
    group.add_argument(
        "--accept", metavar="STATUSES", type=_statuses, action="extend", help="further HTTP statuses that are fine"
    )
    group.add_argument("--allow-private-hosts", action="store_true", default=None, help="ask private networks, too")
    group.add_argument("--header", metavar="HEADER", action="append", help='a further request header, "Name: value"')
    group.add_argument("--ca-file", metavar="FILE", help="certificate authorities to believe (default: the system's)")
    group.add_argument(
        "--fail-after", metavar="N", type=int, help="runs after which a passing failure is an error (default: 3)"
    )


def _statuses(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]


def _add_gate(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("gate")
    group.add_argument(
        "--fail-on",
        choices=("error", "warning", "notice", "never"),
        help="the mildest finding that fails the run (default: error)",
    )
    group.add_argument("--max-warnings", metavar="N", type=int, help="fail with more warnings than this")
    group.add_argument("--min-score", metavar="N", type=int, help="fail with a lower score than this, or with none")
    group.add_argument("--baseline", metavar="FILE", help="findings accepted earlier: only others count for the gate")
    rewriting = group.add_mutually_exclusive_group()
    rewriting.add_argument(
        "--write-baseline",
        dest="baseline_mode",
        action="store_const",
        const="write",
        default="use",
        help="accept all findings of this run; entries that the run looked for and did not find are taken out",
    )
    rewriting.add_argument(
        "--prune-baseline",
        dest="baseline_mode",
        action="store_const",
        const="prune",
        help="take out of the baseline what is gone, and accept nothing new",
    )
    group.add_argument(
        "--changed-since",
        metavar="OLD.json",
        help="an earlier report or dump: probe only links that are new, or in new or changed posts",
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("run")
    group.add_argument("--config", metavar="FILE", help="settings file (default: looked for, up to the repository)")
    group.add_argument(
        "--jobs", metavar="N", type=int, help="processes (default: one for each processor, one for little input)"
    )


def _stop(*_: object) -> None:
    """Whoever ends us otherwise than by Ctrl-C (a CI that cancels, a closed terminal) gets what is known, too."""
    raise KeyboardInterrupt


def run(arguments: argparse.Namespace) -> int:
    """Audit, print, and say whether the gate passed."""
    takes_signals = threading.current_thread() is threading.main_thread()
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and takes_signals:
            signal.signal(getattr(signal, name), _stop)
    from audit.gate.baseline import open_baseline  # noqa: PLC0415 - not for --help
    from audit.settings_file import load_settings  # noqa: PLC0415 - as above

    outputs = Outputs(arguments)
    settings = load_settings(arguments.config, **_overrides(arguments))
    outputs.spare(sources=arguments.sources, files=_files_read(arguments, settings), columns=settings.csv.columns)
    baseline = open_baseline(settings, arguments.baseline_mode)
    report = _audited(arguments, settings, baseline)
    if report.run.partial is not None and takes_signals:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not cost what is known by now
    _tell_errors(report)
    if not settings.network.no_cache:
        _keep_history(report, settings)
    whole = outputs.write(report)
    if baseline is not None and baseline.mode != "use":
        whole = _rewrite(baseline, report) and whole
    return report.exit_code if whole else 2


def _files_read(arguments: argparse.Namespace, settings: Settings) -> dict[str, str]:
    """The files besides the sources that a run reads, and what each is."""
    from pathlib import Path  # noqa: PLC0415 - not for --help

    from audit.settings_file import find_settings  # noqa: PLC0415 - as above

    named = (
        (arguments.config or find_settings(Path.cwd()), "the settings"),
        (settings.baseline, "the baseline"),
        (settings.changed_since, "what --changed-since reads"),
        (settings.network.ca_file, "what --ca-file reads"),
        *((path, "a list of domains") for path in settings.site.domain_list),
    )
    return {str(path): what for path, what in named if path is not None}


def _keep_history(report: Report, settings: Settings) -> None:
    from pathlib import Path  # noqa: PLC0415 - not for --help

    from audit.gate.history import keep_history  # noqa: PLC0415 - not for --help

    for notice in keep_history(report, Path(settings.network.cache_dir)):
        print(notice, file=sys.stderr)


def _rewrite(baseline: Baseline, report: Report) -> bool:
    """Write the baseline, unless the run ended early: what it did not reach would be lost."""
    if report.run.partial is not None:
        print(f"{baseline.path}: stays as it is, because the run ended early.", file=sys.stderr)
        return False
    print(baseline.rewrite(report.findings, report.run.sources), file=sys.stderr)
    return True


def _overrides(arguments: argparse.Namespace) -> dict[str, Any]:
    values = {name: value for name in _SETTINGS if (value := getattr(arguments, name)) is not None}
    network = {name: value for name in _NETWORK if (value := getattr(arguments, name)) is not None}
    if network:
        values["network"] = network
    if arguments.domain_list is not None:
        values["site"] = {"domain_list": arguments.domain_list}
    return values


def _audited(arguments: argparse.Namespace, settings: Settings, baseline: Baseline | None) -> Report:
    from audit.cli._progress import ProgressLine  # noqa: PLC0415 - not for --help
    from audit.engine import run as audit  # noqa: PLC0415 - help and completion need no engine

    if arguments.no_progress or not sys.stderr.isatty():
        return audit(arguments.sources, settings, baseline=baseline)
    with ProgressLine() as line:
        return audit(arguments.sources, settings, progress=line, baseline=baseline)


def _tell_errors(report: Report) -> None:
    """One line for each error, as far as anybody reads, and for each ignore that is expired or unused."""
    from audit.formats._text import one_line  # noqa: PLC0415 - not for --help

    for error in report.errors[:MOST_ERRORS]:
        print(one_line(error.message), file=sys.stderr)
    if len(report.errors) > MOST_ERRORS:
        print(f"and {len(report.errors) - MOST_ERRORS:,} more", file=sys.stderr)
    gate = report.summary.gate
    for note in (*gate.ignores, *gate.stale[:MOST_ERRORS]):
        print(f"{one_line(note)}.", file=sys.stderr)
    if len(gate.stale) > MOST_ERRORS:
        more = len(gate.stale) - MOST_ERRORS
        print(f"baseline: {more:,} more match nothing any more. --prune-baseline takes them out.", file=sys.stderr)
    for told in report.run.notes[:MOST_ERRORS]:
        print(one_line(told), file=sys.stderr)
    if len(report.run.notes) > MOST_ERRORS:
        print(f"and {len(report.run.notes) - MOST_ERRORS:,} more notes", file=sys.stderr)
    if report.run.partial is not None:
        print(f"partial: {one_line(report.run.partial)}", file=sys.stderr)
