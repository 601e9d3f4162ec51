"""Where a report goes: stdout in one format, and any number of files."""

from __future__ import annotations

import os
import sys
from functools import partial

from audit.errors import UsageError
from audit.formats import FORMATS, SUFFIXES, format_for, format_named, is_binary

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TextIO

    from audit.formats.table import Style
    from audit.report import Report

DOCUMENTS = ("table", "markdown", "json", "html")
"""The formats of what is no report: a comparison, a profile."""
_NO_TERMINAL_WIDTH = 100
# Terminals that make links of OSC 8; the others print nothing, or the address in full. There is no way to ask one.
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"})
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm")
_LINKING_VARIABLES = ("WT_SESSION", "DOMTERM", "KONSOLE_VERSION", "VTE_VERSION")


def add_output(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add the options that say where a report goes and how it looks, and return their group."""
    group = parser.add_argument_group("output")
    group.add_argument(
        "--format",
        metavar="NAME",
        default="table",
        help=f"format on stdout: {', '.join(FORMATS)} (default: table)",
    )
    group.add_argument(
        "-o",
        metavar="FILE",
        dest="outputs",
        action="append",
        default=[],
        help="also write a file, in the format of its suffix (.html .md .json .jsonl .csv .parquet .sarif .xml .txt); "
        "NAME=FILE names the format; may be repeated",
    )
    group.add_argument(
        "--group-by",
        choices=("post", "rule", "target"),
        default="post",
        help="tables by post, by rule, or by the address that findings are about (table)",
    )
    group.add_argument("--statistics", action="store_true", help="one line a rule instead of the findings (table)")
    loudness = group.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="only what it amounts to (table)")
    loudness.add_argument(
        "--verbose",
        action="store_true",
        help="notices in full, evidence and remedies, other posts, rules left out (table)",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours and links; auto: on a terminal, unless NO_COLOR is set",
    )
    return group


def document_for(target: str) -> tuple[str, str]:
    """The format of `DOCUMENTS` and the path that `-o TARGET` asks for: its suffix says the format, or `NAME=FILE`.

    Raises:
        UsageError: neither says one.
    """
    name, equals, path = target.partition("=")
    if equals and name in DOCUMENTS and path:
        return name, path
    suffix = target.rpartition(".")[2].lower()
    name = SUFFIXES.get(suffix, suffix)
    if name not in DOCUMENTS:
        raise UsageError(
            f"-o {target}: its name does not say the format. Suffixes: .html, .md, .json, .txt; or NAME={target} with "
            f"one of {', '.join(DOCUMENTS)}."
        )
    return name, target


class Outputs:
    """The outputs that a command line asks for; made before the run, so that a mistake in one is told at once."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._stdout = format_named(arguments.format)
        self._files = [format_for(target) for target in arguments.outputs]
        if is_binary(self._stdout) and sys.stdout.isatty():
            raise UsageError(f"--format {arguments.format}: bytes, which a terminal cannot show. Write a file with -o.")
        paths = [os.path.abspath(path) for _, path in self._files]  # noqa: PTH100 - pathlib is not for --help
        twice = next((path for path in paths if paths.count(path) > 1), None)
        if twice is not None:
            raise UsageError(f"-o names {twice} twice.")
        for path in paths:
            folder = os.path.dirname(path)  # noqa: PTH120 - see above
            if not os.path.isdir(folder):  # noqa: PTH112 - see above
                raise UsageError(f"-o {path}: there is no folder {folder}.")

    def spare(
        self,
        *,
        sources: Sequence[str] = (),
        files: Mapping[str, str] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        """Refuse to write over what is read: see `spare`."""
        spare([path for _, path in self._files], sources=sources, files=files, columns=columns)

    def write(self, report: Report) -> bool:
        """Write a report everywhere; False if a file could not be written. The others are written all the same."""
        written = [write_file(path, partial(write, report), binary=is_binary(write)) for write, path in self._files]
        try:
            self._write_stdout(report)
        except BrokenPipeError:  # nobody reads on, as in `postaudit check posts.json | head`
            forget_stdout()
        return all(written)

    def _write_stdout(self, report: Report) -> None:
        if is_binary(self._stdout):
            self._stdout(report, sys.stdout.buffer)  # type: ignore[arg-type]  # that is what such a format wants
            return
        if self._arguments.format != "table":
            use_utf8(sys.stdout)
            self._stdout(report, sys.stdout)
            return
        from audit.formats.table import table  # noqa: PLC0415 - not for --help

        table(report, sys.stdout, style_of(self._arguments))


def spare(
    outputs: Sequence[str],
    *,
    sources: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> None:
    """Refuse to write over what a command reads, before it reads anything.

    Args:
        outputs: the files that it writes.
        sources: what it audits.
        files: the other files that it reads, and what each of them is.
        columns: of tables among the sources, which column is which field.

    Raises:
        UsageError: an output is one of them.
    """
    if not outputs:
        return
    from audit.sources.files import reads  # noqa: PLC0415 - not for --help, nor where nothing is written

    for path in outputs:
        source = next((spec for spec in sources if reads(spec, path, columns or {})), None)
        what = "a source" if source is not None else None
        what = what or next((what for file, what in (files or {}).items() if reads(file, path)), None)
        if what is not None:
            raise UsageError(f"-o {path}: that is {what}, and would be overwritten. Name another file.")


def style_of(arguments: argparse.Namespace) -> Style:
    """How tables look on stdout; an option that a command does not have counts as not given."""
    from audit.formats.table import Style  # noqa: PLC0415 - not for --help

    colour = wants_colour(arguments.color, sys.stdout, os.environ)
    return Style(
        width=width_of(sys.stdout),
        colour=colour,
        links=colour and (arguments.color == "always" or can_link(os.environ)),
        group_by=arguments.group_by,
        verbose=arguments.verbose,
        quiet=arguments.quiet,
        statistics=getattr(arguments, "statistics", False),
    )


def forget_stdout() -> None:
    """Let what Python still wants to flush go nowhere: https://docs.python.org/3/library/signal.html#note-on-sigpipe."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real stream stands behind it
        return


def use_utf8(stream: TextIO) -> None:
    """What machines read is UTF-8 with plain line feeds, whatever the terminal speaks."""
    import io  # noqa: PLC0415 - not for --help

    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write_file(path: str, write: Callable[[Any], None], *, binary: bool = False) -> bool:
    """Write a file; where that is not possible, say so and return False."""
    text = {} if binary else {"encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
    try:
        with open(path, "wb" if binary else "w", **text) as out:  # type: ignore[call-overload]  # noqa: PTH123 - pathlib is not for --help
            write(out)
    except OSError as error:
        print(f"{path}: cannot be written: {error.strerror or error}.", file=sys.stderr)
        return False
    return True


def width_of(stream: TextIO) -> int:
    """Columns of a terminal; 100 without one."""
    if not stream.isatty():
        return _NO_TERMINAL_WIDTH
    from shutil import get_terminal_size  # noqa: PLC0415 - not for --help

    return get_terminal_size((_NO_TERMINAL_WIDTH, 24)).columns


def wants_colour(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: as `--color` says; `auto` looks at the terminal and at NO_COLOR (https://no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def can_link(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is one that is known to make links of OSC 8."""
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or any(name in environment for name in _LINKING_VARIABLES)
    )
