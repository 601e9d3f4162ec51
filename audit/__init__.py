"""Audits published posts: what is wrong in them, where, why, and what to do.

`audit(source)` runs every stable rule over posts and returns a `Report`. Names are imported when they are first
used, so that `import audit` costs nothing.
"""

from __future__ import annotations

from audit._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any, TypeAlias

    from audit.finding import Finding
    from audit.post import Post
    from audit.report import Report
    from audit.rule import CorpusRule, LinkRule, PostRule, Rule
    from audit.settings import Settings

    Record: TypeAlias = Mapping[str, Any]
    Source: TypeAlias = str | PathLike[str] | Record | Sequence[str | PathLike[str]] | Sequence[Record]

__all__ = [
    "CorpusRule",
    "Finding",
    "LinkRule",
    "Post",
    "PostRule",
    "Report",
    "Rule",
    "Settings",
    "__version__",
    "audit",
]

_HOMES = {
    "CorpusRule": "audit.rule",
    "Finding": "audit.finding",
    "LinkRule": "audit.rule",
    "Post": "audit.post",
    "PostRule": "audit.rule",
    "Report": "audit.report",
    "Rule": "audit.rule",
    "Settings": "audit.settings",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - not for --help

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__


def audit(source: Source, settings: Settings | None = None) -> Report:
    """Audit posts.

    Args:
        source: a path (file, folder, glob), several paths, a record of the WordPress REST API, or several records.
        settings: rules, gate and site; by default those of `Settings()`. Settings files are for the command.

    Returns:
        The report. What could not be read is in its `errors`, and does not stop the rest.

    Raises:
        SettingsError: the settings select a rule that does not exist, or none.
    """
    from audit.engine import run  # noqa: PLC0415 - not for --help
    from audit.settings import Settings  # noqa: PLC0415 - `import audit` costs nothing

    chosen = settings if settings is not None else Settings()
    paths, records = _sorted_out(source)
    if not records:
        return run(paths, chosen)

    import json  # noqa: PLC0415 - as above
    from pathlib import Path  # noqa: PLC0415 - as above
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - as above

    with TemporaryDirectory(prefix="postaudit-") as folder:
        file = Path(folder, "records.ndjson")
        file.write_text("".join(f"{json.dumps(record)}\n" for record in records), "ascii")
        return run([str(file)], chosen)


def _sorted_out(source: Source) -> tuple[list[str], list[Record]]:
    """Paths and records of a source; one of the two is empty."""
    from collections.abc import Mapping  # noqa: PLC0415 - not for --help
    from os import fspath  # noqa: PLC0415 - as above

    if isinstance(source, Mapping):
        return [], [source]
    if not isinstance(source, list | tuple):
        return [fspath(source)], []  # type: ignore[arg-type]  # a sequence that is no list is refused by fspath
    records = [item for item in source if isinstance(item, Mapping)]
    if records and len(records) < len(source):
        raise TypeError("source mixes paths and records")
    return ([], records) if records else ([fspath(item) for item in source], [])
