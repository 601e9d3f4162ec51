"""`postaudit report`: render an earlier run in another format."""

from __future__ import annotations

from audit.cli._output import Outputs, add_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "report",
        help="render an earlier run in another format",
        usage="postaudit report [options] RUN.json",
        description="Render an earlier run, saved with `postaudit check SOURCE -o RUN.json`, in another format. The "
        "exit code is 0 whatever the run found, 2 if it cannot be read or written.",
        allow_abbrev=False,
    )
    parser.add_argument("saved", metavar="RUN.json", help="the saved run, or - for stdin; may be gzipped")
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, print."""
    from audit.formats.json_format import read_json  # noqa: PLC0415 - not for --help

    outputs = Outputs(arguments)
    outputs.spare(files={arguments.saved: "the saved run"})
    return 0 if outputs.write(read_json(arguments.saved)) else 2
