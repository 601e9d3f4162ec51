"""The settings of a run: defaults, then a settings file, then the command line.

The file is `postaudit.toml`, or the table `[tool.postaudit]` of `pyproject.toml`. A rule's own settings are the fields
of its class, so this module knows none of them by name.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import sys
import textwrap
import tomllib
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_type_hints

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
)
from pydantic_core import PydanticCustomError, to_jsonable_python

from audit._nearest import did_you_mean
from audit.errors import SettingsError
from audit.finding import Severity
from audit.probe.settings import NetworkSettings
from audit.rule import Status
from audit.site import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from audit.post import Post
    from audit.rule import Rule

FILE_NAME = "postaudit.toml"
SCHEMA_ID = "https://json.schemastore.org/postaudit.json"
"""An identifier in the form that editors know; nothing is fetched. Taplo refuses a schema whose id is relative."""
_PYPROJECT = "pyproject.toml"
_FROM_FILE = "file"  # context of a validation: keys are written with dashes there, and only so
_UNKNOWN_RULE = "unknown_rule"
_MOST_BYTES = 1 << 20
_MOST_LINES = 2000  # beyond that an error does without its line number: finding it takes quadratic time


def _kebab(name: str) -> str:
    return name.replace("_", "-")


_RULE_CONFIG = ConfigDict(
    frozen=True, extra="forbid", alias_generator=_kebab, validate_by_name=True, validate_by_alias=True
)
_CONFIG = ConfigDict(**_RULE_CONFIG, use_attribute_docstrings=True)

Text = Annotated[str, StringConstraints(min_length=1)]


def _day(value: Any) -> Any:
    """A TOML date-time is a day too; numbers, which pydantic would take for seconds since 1970, are none."""
    if isinstance(value, bool | int | float):
        raise PydanticCustomError("date_type", "a date such as 2027-01-31")
    return value.date() if isinstance(value, datetime) else value


Day = Annotated[date, BeforeValidator(_day)]


class Ignore(BaseModel):
    """One accepted finding, or kind of findings."""

    model_config = _CONFIG

    rule: Text
    """Code, code prefix or name of the rule."""
    posts: Text | None = None
    """Only in posts whose ref or address matches this glob."""
    url: Text | None = None
    """Only where the offending address matches this glob."""
    reason: Text
    """Why it is accepted."""
    until: Day | None = None
    """The last day on which it counts; an expired entry is itself reported."""

    @field_validator("rule")
    @classmethod
    def _known_rule(cls, selector: str) -> str:
        return _known_selector(selector)


_ANY_STATUS = "any"
"""As in WordPress's own queries: whatever the status."""


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts are audited. What is empty or None lets every post through.

    Attributes:
        include, exclude: globs over the address of a post or its source.
        type, status: what the record must say; a record without `status` counts as `publish`, and the status `any`
            lets every one through.
        since: the day of the last change (else of publication) at the earliest; posts without a date are audited.
        limit: at most so many posts; `takes`, which knows one post only, leaves that to the engine.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: date | None = None
    limit: int | None = None

    @property
    def any_status(self) -> bool:
        """Whether posts of every status are asked for by name: of a site, those that only some users see, too."""
        return _ANY_STATUS in self.status

    def takes(self, post: Post) -> bool:
        """Whether a post is audited."""
        return self.refuses(post) is None

    def refuses(self, post: Post) -> str | None:
        """The filter that leaves a post out, by its name in the settings; None if the post is audited."""
        if self.type and (post.type or "post") not in self.type:
            return "type"
        if self.status and not self.any_status and (post.status or "publish") not in self.status:
            return "status"
        if self.since is not None and not self._is_recent(post):
            return "since"
        names = [name for name in (post.link, post.origin.source) if name]
        if self.include and not _matches(names, self.include):
            return "include"
        return "exclude" if _matches(names, self.exclude) else None

    def _is_recent(self, post: Post) -> bool:
        written = post.modified_gmt or post.modified or post.date_gmt or post.date
        return written is None or self.since is None or written[:10] >= self.since.isoformat()


def _matches(names: Iterable[str], globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name, glob) for name in names for glob in globs)


class TableSettings(BaseModel):
    """How tables (CSV, Parquet, Arrow) are read."""

    model_config = _CONFIG

    columns: dict[Text, Text] = {}
    """Which field of a post a column is, beyond what its name says: `{ "Body" = "content", "URL" = "link" }`."""


class Settings(BaseModel):
    """What a run does, and when it passes.

    Keys are written with dashes in a file and with underscores in Python.
    """

    model_config = _CONFIG

    select: tuple[Text, ...] = ()
    """Only these rules: codes, code prefixes or names. Empty: all stable ones."""
    extend_select: tuple[Text, ...] = ()
    """These rules too."""
    ignore: tuple[Text, ...] = ()
    """Not these rules."""
    preview: StrictBool = False
    """Rules that are not stable yet, too."""
    fail_on: Literal["error", "warning", "notice", "never"] = "error"
    """The mildest finding that fails a run."""
    max_warnings: Annotated[StrictInt, Field(ge=0)] | None = None
    """The run fails with more warnings than this."""
    min_score: Annotated[StrictInt, Field(ge=0, le=100)] | None = None
    """The run fails with a lower score than this, or with none."""
    baseline: Text | None = None
    """A file of accepted findings: only others count for the gate. In a settings file: relative to its folder."""
    changed_since: Text | None = None
    """An earlier report or dump: only links that are new, or in new or changed posts, are probed."""
    include: tuple[Text, ...] = ()
    """Only posts whose address or source matches one of these globs."""
    exclude: tuple[Text, ...] = ()
    """No posts whose address or source matches one of these globs."""
    type: tuple[Text, ...] = ()
    """Only posts of these types."""
    status: tuple[Text, ...] = ()
    """Only posts with one of these statuses; a record without one counts as `publish`, `any` is every status."""
    since: Day | None = None
    """Only posts changed on this day or later."""
    limit: Annotated[StrictInt, Field(ge=1)] | None = None
    """At most so many posts."""
    pages: StrictBool = False
    """Fetch the public page of every published post, too, and compare it with what the source says."""
    as_of: Day | None = None
    """The day that rules take for today. Unset: the day of the run."""
    offline: StrictBool = False
    """Ask the network nothing: links are not probed."""
    network: NetworkSettings = NetworkSettings()
    """How links are asked."""
    jobs: Annotated[StrictInt, Field(ge=1)] | None = None
    """Processes that read posts. Unset: one for each processor, but only one for little input."""
    site: SiteSettings = SiteSettings()
    """What only the owner knows about a site."""
    csv: TableSettings = TableSettings()
    """How tables (CSV, Parquet, Arrow) are read."""
    severity: dict[str, Severity] = {}
    """Another severity for a rule, by its name or code."""
    rules: dict[str, dict[str, Any]] = {}
    """The rules' own settings, by the rule's name or code."""
    ignores: tuple[Ignore, ...] = ()
    """Accepted findings, each with a reason."""

    @field_validator("select", "extend_select", "ignore")
    @classmethod
    def _known_selectors(cls, selectors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known_selector(selector) for selector in selectors)

    @field_validator("severity", mode="before")
    @classmethod
    def _known_rules(cls, severities: Any) -> Any:
        if not isinstance(severities, dict):
            return severities
        return {_rule_named(str(name)).name: severity for name, severity in severities.items()}

    @field_validator("rules")
    @classmethod
    def _checked_rules(cls, tables: dict[str, dict[str, Any]], info: ValidationInfo) -> dict[str, dict[str, Any]]:
        rules = {key: _rule_named(key) for key in tables}
        members = {f"rule_{index}": (rule_settings(rules[key]), Field(alias=key)) for index, key in enumerate(tables)}
        model: type[BaseModel] = create_model("Rules", **members)  # type: ignore[call-overload]  # names are data
        checked = model.model_validate(tables, by_alias=True, by_name=not _is_file(info))
        return {
            rule.name: {name: getattr(table, name) for name in sorted(table.model_fields_set)}
            for rule, table in zip(rules.values(), (getattr(checked, name) for name in members), strict=True)
        }

    @property
    def posts(self) -> PostFilter:
        """Which posts are audited."""
        return PostFilter(self.include, self.exclude, self.type, self.status, self.since, self.limit)

    def changed(self) -> dict[str, Any]:
        """What differs from the defaults, JSON-able, keys as in a file, sets sorted; of headers the names alone."""
        defaults = Settings()
        changed: dict[str, Any] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value != getattr(defaults, name):
                changed[_kebab(name)] = _plain(value)
        if "header" in changed.get("network", {}):  # their values may be secrets
            changed["network"]["header"] = [f"{one.partition(':')[0]}: ..." for one in self.network.header]
        return changed


def _is_file(info: ValidationInfo) -> bool:
    return info.context == _FROM_FILE


def _plain(value: Any) -> Any:
    """A value as JSON has it, the same in every process: sets sorted, keys of models with dashes."""
    if isinstance(value, set | frozenset):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {_kebab(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, BaseModel):
        return {_kebab(name): _plain(getattr(value, name)) for name in sorted(value.model_fields_set)}
    return to_jsonable_python(value)


# -- rules -------------------------------------------------------------------------------------------------------------


class Selection(NamedTuple):
    """Which rules a run uses.

    Attributes:
        active: the rules to run, with their settings, by code; companions among them, which speak only inside another
            finding.
        ignored: rules that would run, were they not ignored.
        severities: the severities that the settings give to rules, by code.
    """

    active: tuple[Rule, ...]
    ignored: tuple[Rule, ...]
    severities: Mapping[str, Severity]


def selected(settings: Settings, rules: Iterable[type[Rule]] | None = None) -> Selection:
    """Choose the rules of a run, and give them their settings.

    An exact name or code switches a rule on whatever its status, and keeps it on where only a prefix of its code is
    ignored. A prefix switches on what is stable, with `preview` what is in preview too.

    Args:
        settings: what to select and ignore.
        rules: the rules to choose from; by default all that are installed.

    Raises:
        SettingsError: a selector fits no rule, or no rule is left that could speak.
    """
    known = tuple(rules) if rules is not None else _all_rules()
    for selector in (*settings.select, *settings.extend_select, *settings.ignore):
        if not any(_fits(rule, selector) for rule in known):
            raise SettingsError(_unknown(selector, known))
    active: list[Rule] = []
    ignored: list[Rule] = []
    for rule in known:
        if _is_wanted(rule, settings):
            chosen = ignored if _is_ignored(rule, settings) else active
            chosen.append(rule(**settings.rules.get(rule.name, {})))
    if all(rule.status is Status.COMPANION for rule in active):
        raise SettingsError("no rule is left to run: select and ignore leave none that could find anything.")
    severities = {rule.code: settings.severity[rule.name] for rule in known if rule.name in settings.severity}
    return Selection(tuple(active), tuple(ignored), severities)


def _is_wanted(rule: type[Rule], settings: Settings) -> bool:
    if rule.status is Status.COMPANION:
        return True
    selectors = (*settings.select, *settings.extend_select)
    if any(_is_exact(rule, selector) for selector in selectors):
        return True
    if rule.status is Status.NAMED or (rule.status is Status.PREVIEW and not settings.preview):
        return False
    return not settings.select or any(_fits(rule, selector) for selector in selectors)


def _is_ignored(rule: type[Rule], settings: Settings) -> bool:
    if any(_is_exact(rule, selector) for selector in settings.ignore):
        return True
    if any(_is_exact(rule, selector) for selector in (*settings.select, *settings.extend_select)):
        return False
    return any(_fits(rule, selector) for selector in settings.ignore)


def _is_exact(rule: type[Rule], selector: str) -> bool:
    return selector in {rule.code, rule.name}


def _fits(rule: type[Rule], selector: str) -> bool:
    return rule.name == selector or rule.code.startswith(selector)


def _all_rules() -> tuple[type[Rule], ...]:
    from audit.rules import all_rules  # noqa: PLC0415 - imports every rule; settings without selectors need none

    return all_rules()


def rule_named(name: str, rules: Iterable[type[Rule]]) -> type[Rule]:
    """The rule with a name or code.

    Raises:
        SettingsError: there is none; names the nearest neighbour.
    """
    known = tuple(rules)
    for rule in known:
        if _is_exact(rule, name):
            return rule
    raise SettingsError(_unknown(name, known))


def _unknown(name: str, rules: Iterable[type[Rule]]) -> str:
    return f'unknown rule "{name}".{_neighbour(name, rules)}'


def _neighbour(name: str, rules: Iterable[type[Rule]]) -> str:
    return did_you_mean(name, [known for rule in rules for known in (rule.name, rule.code)])


def _known_selector(selector: str) -> str:
    if not any(_fits(rule, selector) for rule in _all_rules()):
        raise _unknown_rule(selector)
    return selector


def _rule_named(name: str) -> type[Rule]:
    for rule in _all_rules():
        if _is_exact(rule, name):
            return rule
    raise _unknown_rule(name)


def _unknown_rule(name: str) -> PydanticCustomError:
    first = next((rule.code for rule in _all_rules() if name and rule.code.startswith(name)), None)
    neighbour = _neighbour(name, _all_rules())
    if first is not None:
        neighbour = f' Prefixes do not work here: name each rule by itself, such as "{first}".'
    return PydanticCustomError(_UNKNOWN_RULE, "unknown rule {name}{neighbour}", {"name": name, "neighbour": neighbour})


@cache
def rule_settings(rule: type[Rule]) -> type[BaseModel]:
    """The settings of one rule, as a model: one field for each field of its class, keys with dashes."""
    docs = _field_docs(rule)
    types = _field_types(rule)
    members: dict[str, Any] = {}
    for member in fields(rule):  # type: ignore[arg-type]  # every rule with a code is a dataclass
        default: Any = ... if member.default is MISSING else member.default
        if member.default_factory is not MISSING:
            default = member.default_factory()
        members[member.name] = (types[member.name], Field(default, description=docs.get(member.name)))
    return create_model(rule.name, __config__=_RULE_CONFIG, __doc__=rule.summary, **members)


def _field_types(rule: type[Rule]) -> dict[str, Any]:
    """The types of a rule's fields. Each is read in the module of the class that has it; class variables are left."""
    types: dict[str, Any] = {}
    for base in reversed(rule.__mro__):
        own = inspect.get_annotations(base)
        wanted = {member.name: own[member.name] for member in fields(rule) if member.name in own}  # type: ignore[arg-type]
        carrier = type(base.__name__, (), {"__annotations__": wanted})
        types |= get_type_hints(carrier, vars(sys.modules[base.__module__]), include_extras=True)
    return types


def _field_docs(rule: type[Rule]) -> dict[str, str]:
    """The strings under a rule's fields; a wheel has the source that they are in."""
    docs: dict[str, str] = {}
    for base in reversed([base for base in rule.__mro__ if "__dataclass_fields__" in base.__dict__]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        body = definition.body if isinstance(definition, ast.ClassDef) else []
        for member, below in itertools.pairwise(body):
            text = below.value.value if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) else None
            if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name) and isinstance(text, str):
                docs[member.target.id] = inspect.cleandoc(text)
    return docs


def settings_schema(rules: Iterable[type[Rule]]) -> dict[str, Any]:
    """The JSON Schema of a settings file: the model, with every rule's own settings in it."""
    members: dict[str, Any] = {}
    for rule in rules:
        if fields(rule):  # type: ignore[arg-type]
            name = rule.name.replace("-", "_")
            members[name] = (rule_settings(rule), Field({}, alias=rule.name, description=rule.summary))
    tables = create_model("Rules", __config__=ConfigDict(extra="allow"), __doc__="A rule's own settings.", **members)
    document = create_model("Settings", __base__=Settings, __doc__=Settings.__doc__, rules=(tables, {}))
    schema = document.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


# -- files -------------------------------------------------------------------------------------------------------------


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
    values |= {_kebab(name): _merged(values.get(_kebab(name)), value) for name, value in overrides.items()}
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
    return {**(table or {}), **{_kebab(name): value for name, value in override.items()}}


def _load(path: Path) -> dict[str, Any]:
    text = _read(path)
    document = _parse(path, text)
    table = ("tool", "postaudit") if path.name == _PYPROJECT else ()
    values: Any = document
    for key in table:
        values = values.get(key, {}) if isinstance(values, dict) else {}
    try:
        Settings.model_validate(values, by_alias=True, by_name=False, context=_FROM_FILE)
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
    if error["type"] == _UNKNOWN_RULE and place[0] in {"severity", "rules"}:
        return (place[0], error["ctx"]["name"])
    return place


def _complaint(error: ErrorDetails, line: int | None) -> str:
    """What is wrong with a setting, as the end of a sentence about its file or option."""
    *parents, key = [str(step) for step in error["loc"] if not isinstance(step, int)] or ["tool.postaudit"]
    where = f" in line {line}" if line is not None else ""
    table = f" of [{'.'.join(parents)}]" if parents else ""
    if error["type"] == _UNKNOWN_RULE:
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
        model = rule_settings(_rule_named(parents[1]))
    else:
        model = models[parents[0]]
    return [_kebab(name) for name in model.model_fields]


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
