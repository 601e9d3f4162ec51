"""What of a site could not be read, told once for each reason, wherever it struck."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from audit.sources.answers import error_code
from audit.sources.records import SourceProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.sources.answers import Answer
    from audit.sources.records import ProblemKind

_OK, _NOT_FOUND = 200, 404
_REFUSALS = frozenset({401, 403, _NOT_FOUND, 410})
_MOST_RANGES = 5
_MOST_CAUSES = 20


class Lost(NamedTuple):
    """What could not be read of a list: its items from one place to another, from 1, or posts by their ids."""

    unit: Literal["items", "post"]
    first: int
    last: int


class FailedError(Exception):
    """A part of a site cannot be read.

    Attributes:
        reason: goes on after the part's name, without a dot: `answered 404: …`.
        where: which part; empty for the site as a whole.
        kind: kind of the problem.
        answer: what came instead; None where nothing came.
        heavy: asking for less may help.
    """

    def __init__(
        self,
        reason: str,
        where: str = "",
        kind: ProblemKind = "rest-error",
        answer: Answer | None = None,
        *,
        heavy: bool = False,
    ) -> None:
        super().__init__(f"{where} {reason}".strip() + ".")
        self.reason = reason
        self.where = where
        self.kind: ProblemKind = kind
        self.answer = answer
        self.heavy = heavy

    @property
    def status(self) -> int:
        """HTTP status of what came instead; 0 where nothing came."""
        return self.answer.status if self.answer is not None else 0

    @property
    def is_page(self) -> bool:
        """A web page of the site came instead, or its page for what is not there."""
        return self.answer is not None and self.answer.status in {_OK, _NOT_FOUND} and self.answer.is_html

    @property
    def cause(self) -> tuple[object, ...]:
        """Equal for failures of one cause: messages of a server may hold numbers that differ each time."""
        code = error_code(self.answer) if self.answer is not None else ""
        return (self.status, code) if code else (self.status, self.reason)


@dataclass
class _Group:
    """Failures of one cause: the first of them, and which items of which parts could not be read."""

    first: FailedError
    parts: dict[str, list[Lost]] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def told(self) -> str:
        parts = [f"{where}{_shown(lost)}".strip() for where, lost in self.parts.items()]
        named = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
        return " ".join([f"{named} {self.first.reason}".strip() + ".", *self.notes])


class Failures:
    """Collects them while a site is read.

    Args:
        source: name of the site.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._groups: dict[tuple[object, ...], _Group] = {}

    def add(self, error: FailedError, lost: Lost | None = None) -> None:
        """Note a failure, and what of a list was lost to it; None: the whole part."""
        ranges = self._group(error).parts.setdefault(error.where, [])
        if lost is None:
            return
        if ranges and lost.unit == ranges[-1].unit == "items" and lost.first == ranges[-1].last + 1:
            ranges[-1] = ranges[-1]._replace(last=lost.last)
        else:
            ranges.append(lost)

    def note(self, error: FailedError, sentence: str) -> None:
        """Say one thing more about a failure and all others of the same cause."""
        self._group(error).notes[sentence] = None

    def alone(self, error: FailedError) -> bool:
        """Whether nothing else failed for the same cause."""
        return len(self._group(error).parts) <= 1

    @property
    def are_refusals(self) -> bool:
        """Whether something failed, and all of it because the site keeps it from visitors, not because it is down."""
        causes = [group.first for group in self._groups.values()]
        return bool(causes) and all(one.status in _REFUSALS or one.is_page for one in causes)

    def told(self) -> Iterator[SourceProblem]:
        """One problem for each cause."""
        groups = list(self._groups.values())
        for group in groups[:_MOST_CAUSES]:
            yield SourceProblem(group.first.kind, self._source, "", group.told())
        if len(groups) > _MOST_CAUSES:
            message = f"failed in {len(groups) - _MOST_CAUSES:,} other ways, too."
            yield SourceProblem("rest-error", self._source, "", message)

    def _group(self, error: FailedError) -> _Group:
        return self._groups.setdefault(error.cause, _Group(error))


def _shown(lost: list[Lost]) -> str:
    if not lost:
        return ""
    told = [
        f"{one.unit} {one.first:,} to {one.last:,}" if one.unit == "items" else f"{one.unit} {one.first}"
        for one in lost[:_MOST_RANGES]
    ]
    if len(lost) > _MOST_RANGES:
        told.append(f"and {len(lost) - _MOST_RANGES:,} more")
    return f" ({', '.join(told)})"
