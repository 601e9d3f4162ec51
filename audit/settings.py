"""The settings of a run, as a model. A rule's own settings are the fields of its class: none is known here by name."""

from __future__ import annotations

import ast
import inspect
import itertools
import sys
import textwrap
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationInfo,
    create_model,
    field_validator,
)
from pydantic_core import PydanticCustomError, to_jsonable_python

from audit.finding import Severity
from audit.post_filter import PostFilter
from audit.probe.settings import NetworkSettings
from audit.selection import known_rule, known_selector
from audit.site import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.rule import Rule

SCHEMA_ID = "https://json.schemastore.org/postaudit.json"
"""An identifier in the form that editors know; nothing is fetched. Taplo refuses a schema whose id is relative."""
FROM_FILE = "file"
"""The context of a validation of what a file says: keys are written with dashes there, and only so."""


def kebab(name: str) -> str:
    """A name in Python as the key that a settings file has for it."""
    return name.replace("_", "-")


_RULE_CONFIG = ConfigDict(
    frozen=True, extra="forbid", alias_generator=kebab, validate_by_name=True, validate_by_alias=True
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
        return known_selector(selector)


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
        return tuple(known_selector(selector) for selector in selectors)

    @field_validator("severity", mode="before")
    @classmethod
    def _known_rules(cls, severities: Any) -> Any:
        if not isinstance(severities, dict):
            return severities
        return {known_rule(str(name)).name: severity for name, severity in severities.items()}

    @field_validator("rules")
    @classmethod
    def _checked_rules(cls, tables: dict[str, dict[str, Any]], info: ValidationInfo) -> dict[str, dict[str, Any]]:
        rules = {key: known_rule(key) for key in tables}
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
                changed[kebab(name)] = _plain(value)
        if "header" in changed.get("network", {}):  # their values may be secrets
            changed["network"]["header"] = [f"{one.partition(':')[0]}: ..." for one in self.network.header]
        return changed


def _is_file(info: ValidationInfo) -> bool:
    return info.context == FROM_FILE


def _plain(value: Any) -> Any:
    """A value as JSON has it, the same in every process: sets sorted, keys of models with dashes."""
    if isinstance(value, set | frozenset):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {kebab(str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, BaseModel):
        return {kebab(name): _plain(getattr(value, name)) for name in sorted(value.model_fields_set)}
    return to_jsonable_python(value)


@cache
def rule_settings(rule: type[Rule]) -> type[BaseModel]:
    """The settings of one rule, as a model: one field for each field of its class, keys with dashes."""
    docs = _field_docs(rule)
    types = _field_types(rule)
    members: dict[str, Any] = {}
    for member in fields(rule):  # every rule with a code is a dataclass
        default: Any = ... if member.default is MISSING else member.default
        if member.default_factory is not MISSING:
            default = member.default_factory()
        least = 0 if types[member.name] in {int, float} else None  # they count or measure something
        members[member.name] = (types[member.name], Field(default, description=docs.get(member.name), ge=least))
    return create_model(rule.name, __config__=_RULE_CONFIG, __doc__=rule.summary, **members)


def _field_types(rule: type[Rule]) -> dict[str, Any]:
    """The types of a rule's fields. Each is read in the module of the class that has it; class variables are left."""
    types: dict[str, Any] = {}
    for base in reversed(rule.__mro__):
        own = inspect.get_annotations(base)
        wanted = {member.name: own[member.name] for member in fields(rule) if member.name in own}
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
        if fields(rule):
            name = rule.name.replace("-", "_")
            members[name] = (rule_settings(rule), Field({}, alias=rule.name, description=rule.summary))
    tables = create_model("Rules", __config__=ConfigDict(extra="allow"), __doc__="A rule's own settings.", **members)
    document = create_model("Settings", __base__=Settings, __doc__=Settings.__doc__, rules=(tables, {}))
    schema = document.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}
