"""The command line: arguments to settings, to a call, to text, to an exit code. No logic of its own.

Only argparse is imported until a command runs, because `--help` must be quick.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys

from audit._version import __version__
from audit.cli import check, compare, completion, init, profile, report, rules
from audit.cli._output import forget_stdout
from audit.errors import PostauditError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PASSED, FAILED, BROKEN = 0, 1, 2
"""Exit codes: the gate passed; it failed; the command could not run, or not whole. The highest one counts."""

_EPILOG = "Exit codes: 0 the gate passed, 1 it failed, 2 the run was not possible or not whole."


def main(argv: Sequence[str] | None = None) -> int:
    """Run `postaudit`.

    Args:
        argv: the arguments behind the command's name; by default those of the process.

    Returns:
        The exit code: see `PASSED`, `FAILED`, `BROKEN`.
    """
    _have_streams()
    _be_lenient(sys.stdout, sys.stderr)
    try:
        arguments = command_parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said it all
        return int(stop.code or PASSED)
    try:
        code: int = arguments.run(arguments)
    except PostauditError as error:
        print(error, file=sys.stderr)
        return BROKEN
    except BrokenPipeError:  # nobody reads on, as in `postaudit rules | head`
        code = PASSED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return BROKEN
    except Exception as error:  # noqa: BLE001 - a fault of ours is told in a line, not in a traceback
        _confess(error, verbose=getattr(arguments, "verbose", False))
        return BROKEN
    _flush_stdout()
    return code


def _have_streams() -> None:
    """A stream that was closed before we began (`>&-`) is one that nobody reads."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for all our life


def _be_lenient(*streams: object) -> None:
    """A character that the terminal cannot show is written as an escape, instead of ending the run."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush_stdout() -> None:
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads on, or nothing more fits
        forget_stdout()


def _confess(error: Exception, *, verbose: bool) -> None:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        print(f"standard output cannot be written: {error.strerror}.", file=sys.stderr)
        forget_stdout()
        return
    if verbose:
        import traceback  # noqa: PLC0415 - for this case only

        traceback.print_exception(error)
    advice = "" if verbose else " `--verbose` shows where."
    print(
        f"postaudit {__version__} crashed, which is its own fault: {type(error).__name__}: {error}.{advice} "
        f"Please report it: {_tracker()}",
        file=sys.stderr,
    )


def _tracker() -> str:
    """Where faults are reported: the address in the package's metadata."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 - for this case only

    try:
        urls = metadata("postaudit").get_all("Project-URL") or []
    except PackageNotFoundError:
        urls = []
    known = {label.strip().lower(): url.strip() for label, _, url in (entry.partition(",") for entry in urls)}
    return known.get("issues") or known.get("repository") or "to whom you have this package from."


def command_parser() -> argparse.ArgumentParser:
    """The arguments of every command: what help, completion, the manual page and the documentation are made of."""
    parser = argparse.ArgumentParser(
        prog="postaudit",
        usage="postaudit COMMAND ...",
        description="Audits published posts: what is wrong in them, where, why, and what to do.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"postaudit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="postaudit")
    for command in (check, rules, report, compare, profile, init, completion):
        command.add(commands)
    return parser
