"""`postaudit profile`: which fields a source has."""

from __future__ import annotations

import sys
from functools import partial

from audit.cli._output import DOCUMENTS, document_for, forget_stdout, spare, use_utf8, width_of, write_file
from audit.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction
    from collections.abc import Iterator

    from audit.profile import Profile
    from audit.settings import Settings
    from audit.sources import SourceProblem
    from audit.sources.files import FileId

_MOST_ERRORS = 20


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "profile",
        help="which fields a source has, how full they are, of which types",
        usage="postaudit profile [options] SOURCE...",
        description="For each field: how many records have it, null and empty values, types, distinct values, the "
        "longest text and an example. Odd shapes come first: a field of two types, one that few records lack, one "
        "that is empty everywhere.",
        epilog="Exit codes: 0, or 2 if something could not be read or written.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="file, folder, glob, - for stdin, or a site's address"
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
    parser.add_argument("--limit", metavar="N", type=int, help="at most so many records")
    parser.add_argument("--config", metavar="FILE", help="settings file (default: looked for, up to the repository)")
    parser.add_argument("--allow-private-hosts", action="store_true", default=None, help="ask private networks, too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, count, print."""
    from audit.formats._profile import PROFILE_FORMATS, terminal  # noqa: PLC0415 - not for --help
    from audit.settings_file import load_settings  # noqa: PLC0415 - not for --help

    targets = [document_for(target) for target in arguments.outputs]
    if arguments.limit is not None and arguments.limit < 1:
        raise UsageError("--limit must be at least 1.")
    private = {"network": {"allow_private_hosts": True}} if arguments.allow_private_hosts else {}
    settings = load_settings(arguments.config, **private)
    spare([path for _, path in targets], sources=arguments.sources, columns=settings.csv.columns)
    profile, problems = _profiled(arguments, settings)
    _tell(problems)
    written = [write_file(path, partial(PROFILE_FORMATS[name], profile)) for name, path in targets]
    try:
        if arguments.format == "table" and sys.stdout.isatty():
            terminal(profile, sys.stdout, width_of(sys.stdout))
        else:
            if arguments.format != "table":
                use_utf8(sys.stdout)
            PROFILE_FORMATS[arguments.format](profile, sys.stdout)
    except BrokenPipeError:  # nobody reads on
        forget_stdout()
    return 0 if all(written) and not problems else 2


def _profiled(arguments: argparse.Namespace, settings: Settings) -> tuple[Profile, list[SourceProblem]]:
    from audit.profile import Profile  # noqa: PLC0415 - not for --help
    from audit.sources import SourceProblem  # noqa: PLC0415 - not for --help

    profile, problems = Profile(), []
    for item in _records(arguments, settings):
        if isinstance(item, SourceProblem):
            problems.append(item)
            continue
        profile.add(item)
        if profile.records == arguments.limit:
            break
    return profile, problems


def _records(arguments: argparse.Namespace, settings: Settings) -> Iterator[dict[str, object] | SourceProblem]:
    import tempfile  # noqa: PLC0415 - not for --help
    from dataclasses import replace  # noqa: PLC0415 - not for --help
    from pathlib import Path  # noqa: PLC0415 - not for --help

    from audit.sources import Block, SourceProblem, open_source, read_block  # noqa: PLC0415 - not for --help

    network = settings.network.network()
    wanted = replace(settings.posts, limit=arguments.limit)
    columns = settings.csv.columns
    read: set[FileId] = set()
    with tempfile.TemporaryDirectory(prefix="postaudit-") as spool:
        for spec in arguments.sources:
            opened = open_source(spec, spool=Path(spool), network=network, wanted=wanted, columns=columns, read=read)
            for block in opened:
                if isinstance(block, SourceProblem):
                    yield block
                if not isinstance(block, Block):
                    continue
                for record in read_block(block):
                    yield record if isinstance(record, SourceProblem) else record.data


def _tell(problems: list[SourceProblem]) -> None:
    from audit.formats._text import one_line  # noqa: PLC0415 - not for --help

    for problem in problems[:_MOST_ERRORS]:
        where = f" {problem.where}" if problem.where else ""
        print(one_line(f"{problem.source}:{where} {problem.message}"), file=sys.stderr)
    if len(problems) > _MOST_ERRORS:
        print(f"and {len(problems) - _MOST_ERRORS:,} more", file=sys.stderr)
