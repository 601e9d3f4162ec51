"""Where settings come from: defaults, then a settings file, then the command line; errors name the key and its line.

The file is `postaudit.toml`, or the table `[tool.postaudit]` of `pyproject.toml`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from audit._nearest import did_you_mean
from audit.errors import SettingsError
from audit.probe.settings import NetworkSettings
from audit.selection import UNKNOWN_RULE, known_rule
from audit.settings import FROM_FILE, Ignore, Settings, TableSettings, kebab, rule_settings
from audit.site import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

FILE_NAME = "postaudit.toml"
_PYPROJECT = "pyproject.toml"
_MOST_BYTES = 1 << 20
_MOST_LINES = 2000  # beyond that an error does without its line number: finding it takes quadratic time


def find_settings(folder: Path) -> Path | None:
    """The settings file that counts in a folder: its own, else that of the nearest folder above, up to the repository.

    Outside a repository only the folder itself is looked at: above it may be anybody's.
    """
    folder = folder.resolve()
    above = [folder, *folder.parents]
    root = next((index for index, place in enumerate(above) if (place / ".git").exists()), 0)
    for place in above[: root + 1]:
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        if _has_table(place / _PYPROJECT):
            return place / _PYPROJECT
    return None


def _has_table(path: Path) -> bool:
    if not path.is_file() or "postaudit" not in (text := _read(path)):
        return False
    return _holds(_parse(path, text), ("tool", "postaudit"))


def load_settings(config: str | Path | None = None, **overrides: Any) -> Settings:
    """The settings of a run in the current folder.

    Args:
        config: a settings file; without one it is looked for (`find_settings`).
        overrides: settings that beat the file's, by their names in Python.

    Raises:
        SettingsError: a file cannot be read or is wrong; names the file, the key, its line and its nearest neighbour.
    """
    path = Path(config) if config is not None else find_settings(Path.cwd())
    values = _load(path) if path is not None else {}
    values |= {kebab(name): _merged(values.get(kebab(name)), value) for name, value in overrides.items()}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = next(str(step) for step in reversed(first["loc"]) if isinstance(step, str))
        raise SettingsError(f"--{option}: {_complaint(first, None)}") from None


def _merged(table: Any, override: Any) -> Any:
    """A table of the file with the keys laid over it that the command line gives; other values are replaced."""
    if not isinstance(override, dict):
        return override
    return {**(table or {}), **{kebab(name): value for name, value in override.items()}}


def _load(path: Path) -> dict[str, Any]:
    text = _read(path)
    document = _parse(path, text)
    table = ("tool", "postaudit") if path.name == _PYPROJECT else ()
    values: Any = document
    for key in table:
        values = values.get(key, {}) if isinstance(values, dict) else {}
    try:
        Settings.model_validate(values, by_alias=True, by_name=False, context=FROM_FILE)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        line = _line_of(text, document, (*table, *_path(first)))
        raise SettingsError(f"{_shown(path)}: {_complaint(first, line)}") from None
    if "baseline" in values:
        return {**values, "baseline": _shown(path.parent / values["baseline"])}
    return dict(values)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{_shown(path)}: cannot be read: {error.strerror or error}.") from None
    if len(content) > _MOST_BYTES:
        raise SettingsError(f"{_shown(path)}: larger than a megabyte; these are no settings.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{_shown(path)}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{_shown(path)}: not TOML: {error}.") from None
    except RecursionError:
        raise SettingsError(f"{_shown(path)}: not TOML: nested too deeply.") from None


def _shown(path: Path) -> str:
    """A path as people write it: from the current folder where the file is below it."""
    resolved, here = path.resolve(), Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)


def _line_of(text: str, document: Any, path: tuple[str | int, ...]) -> int | None:
    """The 1-based line in which a key is set, or else the table that lacks it.

    `tomllib` keeps no positions. The first beginning of the file that is TOML and holds the key ends where the key's
    value ends; the statement begins after the longest shorter beginning that is TOML.
    """
    while path and not _holds(document, path):
        path = path[:-1]
    lines = text.replace("\r\n", "\n").split("\n")
    if not path or len(lines) > _MOST_LINES:
        return None
    begin = 0
    for end in range(1, len(lines) + 1):
        try:
            beginning = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        if _holds(beginning, path):
            return begin + 1
        begin = end
    return None


def _holds(document: Any, path: tuple[str | int, ...]) -> bool:
    for step in path:
        if isinstance(step, int):
            if not isinstance(document, list) or len(document) <= step:
                return False
        elif not isinstance(document, dict) or step not in document:
            return False
        document = document[step]
    return True


# -- complaints --------------------------------------------------------------------------------------------------------


def _path(error: ErrorDetails) -> tuple[str | int, ...]:
    """Where an error is; a validator over a whole table names the key itself."""
    place = error["loc"]
    if error["type"] == UNKNOWN_RULE and place[0] in {"severity", "rules"}:
        return (place[0], error["ctx"]["name"])
    return place


def _complaint(error: ErrorDetails, line: int | None) -> str:
    """What is wrong with a setting, as the end of a sentence about its file or option."""
    *parents, key = [str(step) for step in error["loc"] if not isinstance(step, int)] or ["tool.postaudit"]
    where = f" in line {line}" if line is not None else ""
    table = f" of [{'.'.join(parents)}]" if parents else ""
    if error["type"] == UNKNOWN_RULE:
        return f'unknown rule "{error["ctx"]["name"]}"{where}.{error["ctx"]["neighbour"]}'
    if error["type"] == "extra_forbidden":
        return f'unknown key "{key}"{table}{where}.{did_you_mean(key, _keys_of(parents))}'
    if error["type"] == "missing":
        return f'"{key}"{table} is missing{where}.'
    if not where:
        return f"must be {_wish(error)}."
    return f'"{key}"{table}{where} must be {_wish(error)}: found {_found(error["input"])}.'


def _keys_of(parents: Sequence[str]) -> list[str]:
    models: dict[str, type[BaseModel]] = {
        "site": SiteSettings,
        "network": NetworkSettings,
        "csv": TableSettings,
        "ignores": Ignore,
    }
    if not parents:
        model: type[BaseModel] = Settings
    elif parents[0] == "rules":
        model = rule_settings(known_rule(parents[1]))
    else:
        model = models[parents[0]]
    return [kebab(name) for name in model.model_fields]


_WISHES = {
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "tuple_type": "a list",
    "list_type": "a list",
    "frozen_set_type": "a list",
    "set_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2027-01-31",
    "date_parsing": "a date such as 2027-01-31",
    "date_from_datetime_parsing": "a date such as 2027-01-31",
}


def _wish(error: ErrorDetails) -> str:
    """What a setting must be, from the kind of error."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _WISHES:
        return _WISHES[kind]
    if kind in {"literal_error", "enum"}:
        return str(context["expected"]).replace("'", '"').replace("True", "true")
    if kind == "greater_than_equal":
        return f"at least {context['ge']}"
    if kind == "less_than_equal":
        return f"at most {context['le']}"
    wish = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return wish[:1].lower() + wish[1:]


_SHORT = 40


def _found(value: Any) -> str:
    """A value for an error: short ones as they are, others by their kind."""
    shown = str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
    if len(shown) <= _SHORT and isinstance(value, bool | int | float | str | list):
        return shown
    kinds: dict[type, str] = {str: "a long text", list: "a list", dict: "a table"}
    kind: type = type(value)
    return kinds.get(kind, f"a {kind.__name__}")
