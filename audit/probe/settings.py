"""The `[network]` settings: how links are asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from audit.probe.network import Network

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]?)")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7E]*")  # RFC 9110 5.1 and 5.5


def _seconds(value: Any) -> Any:
    """`7d`, `12h`, `90m`, `30s`, or a number of seconds."""
    if isinstance(value, str):
        match = _SPAN.fullmatch(value.strip().lower())
        if match is None:
            raise PydanticCustomError("span", "a span such as 7d, 12h or 30m")
        return float(match[1]) * _UNITS[match[2]]
    if isinstance(value, bool):
        raise PydanticCustomError("span", "a span such as 7d, 12h or 30m")
    return value


def _name_and_value(value: Any) -> Any:
    if not isinstance(value, str) or _HEADER.fullmatch(value) is None:
        raise PydanticCustomError("header", 'a header such as "X-Preview: 1"')
    return value


def _span_schema(low: dict[str, float]) -> WithJsonSchema:
    """What editors let pass: a number of seconds, or a text with a unit."""
    text = {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*[smhdwSMHDW]?\s*$"}
    return WithJsonSchema({"anyOf": [{"type": "number", **low}, text]})


Seconds = Annotated[float, BeforeValidator(_seconds)]
Header = Annotated[str, BeforeValidator(_name_and_value)]
Status = Annotated[StrictInt, Field(ge=100, le=999)]


class NetworkSettings(BaseModel):
    """How links are asked."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        validate_by_name=True,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )

    timeout: Annotated[Seconds, Field(gt=0, le=300), _span_schema({"exclusiveMinimum": 0, "maximum": 300})] = 10.0
    """How long one request may take: seconds, or a span such as `30s`; at most five minutes."""
    max_concurrency: Annotated[StrictInt, Field(ge=1, le=1000)] = 384
    """Most requests at the same time."""
    host_concurrency: Annotated[StrictInt, Field(ge=1, le=1000)] = 384
    """Most requests to one host at the same time. A host gets six at first, and more while it stays as fast."""
    max_age: Annotated[Seconds, Field(ge=0), _span_schema({"minimum": 0})] = 604_800.0
    """For how long an earlier run's success is believed: `7d`, `12h`, or seconds."""
    no_cache: StrictBool = False
    """Neither believe earlier runs nor remember this one."""
    cache_dir: str = ".postaudit"
    """Folder where a run remembers links for later ones."""
    accept: tuple[Status, ...] = ()
    """Further HTTP statuses that count as working."""
    allow_private_hosts: StrictBool = False
    """Ask hosts of private networks, too, such as localhost."""
    header: tuple[Header, ...] = ()
    """Further request headers. User-Agent and the Accept family go to every host, others to the audited sites only."""
    ca_file: str | None = None
    """File of certificate authorities to believe. Unset: SSL_CERT_FILE, else the system's."""
    fail_after: Annotated[StrictInt, Field(ge=1)] = 3
    """Runs in a row after which a link that fails in a passing way is an error."""

    def network(self) -> Network:
        """The same as the prober takes it."""
        from audit.probe.network import Network  # noqa: PLC0415 - not for settings that are only read

        return Network(
            timeout=self.timeout,
            max_concurrency=self.max_concurrency,
            host_concurrency=self.host_concurrency,
            max_age=self.max_age,
            accept=frozenset(self.accept),
            allow_private_hosts=self.allow_private_hosts,
            headers=tuple((name, value.strip()) for name, _, value in (one.partition(":") for one in self.header)),
            ca_file=self.ca_file,
            fail_after=self.fail_after,
            cache_dir=None if self.no_cache else self.cache_dir,
        )
