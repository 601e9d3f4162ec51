"""`postaudit compare`: two runs side by side."""

from __future__ import annotations

import sys
from functools import partial

from audit.cli._output import DOCUMENTS, document_for, forget_stdout, spare, style_of, use_utf8, write_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction

    from audit.formats._comparison import Sides


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "compare",
        help="what is new, fixed and unchanged between two runs",
        usage="postaudit compare [options] OLD.json NEW.json",
        description="Compare two runs, saved with `postaudit check SOURCE -o RUN.json`: what is new, what is fixed, "
        "what stayed. What the newer run did not look at does not count as fixed.",
        epilog="Exit codes: 0, or with --fail-on: 0 nothing new is as severe, 1 something is, 2 the newer run was not "
        "whole, or the two have no post in common; 2 also if a run cannot be read.",
        allow_abbrev=False,
    )
    parser.add_argument("old", metavar="OLD.json", help="the older run; may be gzipped")
    parser.add_argument("new", metavar="NEW.json", help="the newer run")
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "notice", "never"),
        default="never",
        help="the mildest new finding that fails (default: never)",
    )
    parser.add_argument("--format", choices=DOCUMENTS, default="table", help="format on stdout (default: table)")
    parser.add_argument(
        "-o",
        metavar="FILE",
        dest="outputs",
        action="append",
        default=[],
        help="also write a file, in the format of its suffix (.html .md .json .txt); NAME=FILE names the format; "
        "may be repeated",
    )
    parser.add_argument(
        "--group-by", choices=("post", "rule", "target"), default="post", help="as in `postaudit check` (table)"
    )
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="only what it amounts to (table)")
    loudness.add_argument(
        "--verbose", action="store_true", help="also what is unchanged, and what was not looked at (table)"
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours and links; auto: on a terminal, unless NO_COLOR is set",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, compare, print, and say whether the gate passed."""
    targets = [document_for(target) for target in arguments.outputs]
    from audit.formats._comparison import COMPARISON_FORMATS, Sides  # noqa: PLC0415 - not for --help
    from audit.formats.json_format import read_json  # noqa: PLC0415 - not for --help
    from audit.gate.compare import compare  # noqa: PLC0415 - not for --help

    old, new = read_json(arguments.old), read_json(arguments.new)
    spare([path for _, path in targets], files={arguments.old: "the older run", arguments.new: "the newer run"})
    sides = Sides(compare(old, new, arguments.fail_on), old, new)
    written = [write_file(path, partial(COMPARISON_FORMATS[name], sides)) for name, path in targets]
    try:
        _print(sides, arguments)
    except BrokenPipeError:  # nobody reads on
        forget_stdout()
    return sides.comparison.exit_code if all(written) else 2


def _print(sides: Sides, arguments: argparse.Namespace) -> None:
    from audit.formats._comparison import COMPARISON_FORMATS, table  # noqa: PLC0415 - not for --help

    if arguments.format == "table":
        table(sides, sys.stdout, style_of(arguments))
        return
    use_utf8(sys.stdout)
    COMPARISON_FORMATS[arguments.format](sides, sys.stdout)
