"""What a report can be written as: one file a format, each a function of a report and an open text file.

Nothing is imported before it is asked for: `postaudit --help` must not pay for Jinja or entry points.
"""

from __future__ import annotations

from audit._nearest import did_you_mean
from audit.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import EntryPoint
    from typing import TextIO, TypeAlias

    from audit.report import Report

    Format: TypeAlias = Callable[[Report, TextIO], None]

ENTRY_POINTS = "postaudit.formats"
"""Entry-point group through which third parties add formats: the entry's name is the format's name and suffix, its
value a function `(report, out) -> None`. One whose `out` is a binary file has an attribute `binary` that is true."""


def _lazily(module: str, function: str, *, binary: bool = False) -> Format:
    def write(report: Report, out: TextIO) -> None:
        from importlib import import_module  # noqa: PLC0415 - not for --help

        getattr(import_module(module), function)(report, out)

    write.binary = binary  # type: ignore[attr-defined]  # read by `is_binary`
    return write


FORMATS: dict[str, Format] = {
    "table": _lazily("audit.formats.table", "table"),
    "markdown": _lazily("audit.formats.markdown", "markdown"),
    "markdown-document": _lazily("audit.formats.markdown", "document"),
    "json": _lazily("audit.formats.json_format", "json"),
    "jsonl": _lazily("audit.formats.jsonl", "jsonl"),
    "html": _lazily("audit.formats.html", "html"),
    "parquet": _lazily("audit.formats.parquet_format", "parquet", binary=True),
    "csv": _lazily("audit.formats.csv_format", "csv"),
    "sarif": _lazily("audit.formats.sarif", "sarif"),
    "junit": _lazily("audit.formats.junit", "junit"),
    "github": _lazily("audit.formats.github", "github"),
    "gitlab": _lazily("audit.formats.gitlab", "gitlab"),
}
"""The formats that postaudit brings along, by name."""

_EXTRAS = {"parquet": "pyarrow"}
"""Formats that need a package which postaudit does not bring along."""

SUFFIXES = {"txt": "table", "md": "markdown", "markdown": "markdown", "htm": "html", "xml": "junit"}
"""Suffixes that are not the name of their format."""


def _plugins() -> Iterator[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - 30 ms that --help does not have

    return iter(entry_points(group=ENTRY_POINTS))


def format_named(name: str) -> Format:
    """The format with a name, built in or from a plug-in.

    Raises:
        UsageError: there is none, and the nearest neighbour is named; or it needs a package that is not installed.
    """
    built_in = FORMATS.get(name)
    if built_in is not None:
        _have_extra(name)
        return built_in
    plugins = {entry.name: entry for entry in _plugins()}
    if name in plugins:
        loaded: Format = plugins[name].load()
        return loaded
    known = [*FORMATS, *sorted(plugins)]
    raise UsageError(f'unknown format "{name}".{did_you_mean(name, known)} Formats: {", ".join(known)}.')


def _have_extra(name: str) -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - not for --help

    package = _EXTRAS.get(name)
    if package is not None and find_spec(package) is None:
        raise UsageError(f'the format {name} needs {package}, which is not installed: pip install "postaudit[{name}]".')


def is_binary(write: Format) -> bool:
    """Whether a format writes bytes, to a binary file, instead of text."""
    return bool(getattr(write, "binary", False))


def format_for(target: str) -> tuple[Format, str]:
    """The format and the path that `-o TARGET` asks for: a path whose suffix says the format, or `NAME=FILE`.

    A path with `=` in it is written `./a=b.json`.

    Raises:
        UsageError: no format has that name or suffix, or the path is empty.
    """
    name, equals, path = target.partition("=")
    if equals and name.replace("-", "").replace("_", "").isalnum():
        if not path:
            raise UsageError(f"-o {target}: no file is named.")
        return format_named(name), path
    stem, dot, suffix = target.rpartition(".")
    if not dot or not stem or "/" in suffix:
        raise UsageError(
            f"-o {target}: its name does not say the format. Give it a suffix such as .html, or write NAME={target}."
        )
    return format_named(SUFFIXES.get(suffix.lower(), suffix.lower())), target
