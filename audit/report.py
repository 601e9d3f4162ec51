"""The report: what a run found, as the contract `schemas/report.schema.json` has it.

The parts are pydantic models, because the report is a border: it is written, saved, read back and rendered again. Posts
and findings may be more than memory holds, so a `Report` reads them from wherever the engine put them, again and again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from audit.finding import Confidence, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Entry = TypeVar("_Entry")

SCHEMA_VERSION: Literal[1] = 1
"""Version of the report: it grows when a key goes or changes its meaning, not when one is added."""
SCHEMA_ID = "report.schema.json"
MOST_PAST_RUNS = 20
"""Earlier runs that a report carries at most: as many as a small chart shows."""


class Part(BaseModel):
    """A part of the report: unknown keys are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, serialize_by_alias=True)


class Tool(Part):
    """What made the report."""

    name: str = "postaudit"
    version: str


class SeverityCounts(Part):
    """How many findings there are of each severity."""

    error: int = 0
    warning: int = 0
    notice: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.error + self.warning + self.notice


class PastRun(Part):
    """An earlier run that looked at the same, in numbers."""

    id: str
    started_at: str
    """UTC, ISO 8601 with `Z`."""
    version: str
    """Of the postaudit that made it: another one may have other rules."""
    posts: int
    findings: SeverityCounts
    score: int | None
    """0 to 100, or null where nothing could be evaluated."""
    families: dict[str, int] = Field(default_factory=dict)
    """Score of each family of rules that was checked, by its code."""
    passed: bool
    """Whether the gate let it pass."""


class Run(Part):
    """How the run was made. The only part of an offline report that differs between two runs over equal input."""

    id: str
    started_at: str
    """UTC, ISO 8601 with `Z`."""
    finished_at: str
    sources: list[str]
    offline: bool
    engine: str
    """`in-process` or `pool`, with the number of workers."""
    as_of: str
    """The day that rules take for today (ISO 8601)."""
    partial: str | None = None
    """Why the run ended early, or null."""
    settings: dict[str, Any] = Field(default_factory=dict)
    """The settings that differ from the defaults."""
    history: list[PastRun] = Field(default_factory=list, max_length=MOST_PAST_RUNS)
    """Earlier runs that looked at the same (sources, rules, filters of posts, links asked or not), the oldest first;
    this one is not among them."""
    notes: list[str] = Field(default_factory=list, exclude_if=lambda notes: not notes)
    """What whoever reads the report should know: how a site was read, which pages could not be looked at."""


class FamilyScore(Part):
    """How one family of rules stands."""

    family: str
    """Code of the family, such as `IMG`."""
    title: str
    """Its name for people, such as `Images`."""
    checked: int
    """Posts in which at least one rule of the family was evaluated."""
    failed: int
    """Those of them with an error or a warning of the family."""
    errors: int
    """Those of them with an error of the family."""
    score: int | None
    """100 x (checked - failed) / checked, rounded down; null where nothing was checked."""
    rating: Literal["good", "fair", "poor", "not checked"]


class GateVerdict(Part):
    """Whether the run passes, and by which rule."""

    passed: bool
    fail_on: Literal["error", "warning", "notice", "never"]
    reasons: list[str] = Field(default_factory=list)
    """One sentence for each condition that failed; empty if the gate passed."""
    new: int = 0
    """Findings that no baseline accepts: those that count for the gate."""
    baselined: int = 0
    """Findings that the baseline accepts."""
    stale: list[str] = Field(default_factory=list)
    """Entries of the baseline that nothing matches any more, one sentence each."""
    ignores: list[str] = Field(default_factory=list)
    """Ignores that are expired or that matched nothing, one sentence each."""


class Summary(Part):
    """The run in numbers."""

    posts: int
    posts_with_findings: int
    posts_not_evaluated: int
    findings: SeverityCounts
    explained: int
    """Findings that stand in another finding's `also`."""
    by_rule: dict[str, int]
    score: int | None
    families: list[FamilyScore]
    links: dict[str, int]
    gate: GateVerdict


class PostEntry(Part):
    """One audited post."""

    ref: str
    id: int | None
    site: str
    url: str | None
    title: str
    type: str
    source: str
    edit_url: str | None
    score: int | None
    findings: SeverityCounts = Field(default_factory=SeverityCounts)


class Where(Part):
    """Where a finding is, in the field as its source gave it."""

    field: str
    """Path of the field in the record, such as `content.rendered`."""
    line: int | None = None
    """1-based line in the field."""
    column: int | None = None
    """1-based column in code points."""
    start: int | None = None
    """0-based code point, inclusive."""
    end: int | None = None
    """0-based code point, exclusive."""
    pointer: str | None = None
    """JSON pointer inside a structured field."""


class EvidenceEntry(Part):
    """One piece of evidence. `before` and `after` are its surroundings in the field, the culprit is `text`."""

    label: str
    text: str
    before: str = ""
    after: str = ""


class FixEntry(Part):
    """An edit that would remove a finding: in one field of the post's record, one text gives way to another.

    `before` and `after` are source, as it is written in `field`: with quotation marks and character references, and to
    be written back without any change. To apply it, find `before` in the field from its beginning, each time behind the
    one before, until `occurrence` of them are passed, and put `after` in the place of the next; all else stays as it
    is. With a `pointer` both are JSON: the value there, which is that of `before`, gives way to that of `after`.
    """

    safe: bool
    """Whether it may be applied without a look."""
    summary: str
    """What it does, in a few words."""
    field: str = ""
    """Path of the field that is edited, such as `content.rendered`; `page` is a whole HTML file. Mostly `where.field`;
    empty in reports of versions that did not say it."""
    pointer: str | None = None
    """JSON pointer to the value that is edited in a structured field; empty for all of the field. Null for text."""
    element: str
    """Tag name that is edited, or a word for the field."""
    attribute: str | None = None
    """The attribute that is edited, if one is."""
    before: str
    """The source as it is; where an attribute is added, the start tag that lacks it."""
    after: str
    """The source as it should be; empty where `before` should go."""
    occurrence: int = 0
    """How many texts equal to `before` stand before this one in the field."""


class Related(Part):
    """Another post that a finding rests on."""

    post: str
    message: str = ""


class AlsoEntry(Part):
    """A finding that the cause of this one explains as well."""

    code: str
    rule: str
    message: str
    post: str | None = None
    related: list[Related] = Field(default_factory=list)


class ReportedFinding(Part):
    """One finding, complete."""

    code: str
    rule: str
    severity: Severity
    post: str | None
    """Ref of the post, or null for a fault of the site."""
    site: str
    message: str
    confidence: Confidence
    where: Where | None
    address: str | None = None
    """The offending address, or the one that is linked to, as far as the finding is about one."""
    evidence: list[EvidenceEntry] = Field(default_factory=list)
    remedy: str
    fix: FixEntry | None = None
    also: list[AlsoEntry] = Field(default_factory=list)
    related: list[Related] = Field(default_factory=list)
    related_count: int = 0
    fingerprint: str
    status: Literal["new", "baselined"] = "new"


class RuleEntry(Part):
    """One rule of the run, with its texts, so that a saved run can be rendered when the rule has changed."""

    code: str
    name: str
    family: str
    severity: Severity
    summary: str
    why: str
    remedy: str
    sources: list[str]
    state: Literal["ran", "not_applicable", "skipped", "ignored", "crashed"]
    checked: int
    failed: int


class HopEntry(Part):
    """One step of a redirect chain."""

    url: str
    status: int | None


class LinkEntry(Part):
    """What the network said about one URL."""

    url: str
    verdict: str
    cause: str | None
    status: int | None
    final_url: str | None
    hops: list[HopEntry]
    evidence: str | None
    confidence: str | None
    attempts: int
    checked_at: str | None
    cached: bool
    posts: list[str]


class ErrorEntry(Part):
    """Something that could not be read or run. A run with one of these exits with 2."""

    kind: str
    source: str | None = None
    post: str | None = None
    field: str | None = None
    rule: str | None = None
    message: str


class ReportDocument(Part):
    """A postaudit report: the JSON that `postaudit check -o report.json` writes."""

    schema_: str = Field(SCHEMA_ID, alias="$schema")
    schema_version: Literal[1] = SCHEMA_VERSION
    tool: Tool
    run: Run
    summary: Summary
    posts: list[PostEntry]
    findings: list[ReportedFinding]
    rules: list[RuleEntry]
    links: list[LinkEntry] = Field(default_factory=list)
    errors: list[ErrorEntry] = Field(default_factory=list)


class Entries(Protocol):
    """Where posts and findings are kept: memory, or a temporary database that outgrows it."""

    def posts(self) -> Iterator[PostEntry]:
        """The audited posts, in input order."""

    def findings(self) -> Iterator[ReportedFinding]:
        """The findings in report order: the site's first, then by post, position and code."""

    def findings_of(self, post: str) -> Iterator[ReportedFinding]:
        """The findings of one post, in report order."""

    def links(self) -> Iterator[LinkEntry]:
        """What the network said about each distinct address, by address."""


class Stored(Collection[_Entry]):
    """Entries that are read anew from where the run keeps them, each time that they are iterated or counted."""

    def __init__(self, read: Callable[[], Iterator[_Entry]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[_Entry]:
        return self._read()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    def __contains__(self, entry: object) -> bool:
        return any(one == entry for one in self)


@dataclass(slots=True)
class Report:
    """What a run found.

    `posts`, `findings` and `links` can be iterated and counted, again and again; they may be larger than memory.
    """

    tool: Tool
    run: Run
    summary: Summary
    rules: list[RuleEntry]
    errors: list[ErrorEntry]
    entries: Entries = field(repr=False)

    @property
    def posts(self) -> Stored[PostEntry]:
        """The audited posts, in input order."""
        return Stored(self.entries.posts)

    @property
    def findings(self) -> Stored[ReportedFinding]:
        """The findings: the site's first, then post by post."""
        return Stored(self.entries.findings)

    @property
    def links(self) -> Stored[LinkEntry]:
        """What the network said about each distinct address; empty for an offline run."""
        return Stored(self.entries.links)

    def findings_of(self, post: str) -> Stored[ReportedFinding]:
        """The findings of one post (its ref)."""
        return Stored(lambda: self.entries.findings_of(post))

    @property
    def is_whole(self) -> bool:
        """Whether the run came to its end, and everything could be read and run."""
        return not self.errors and not self.run.partial

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """0 the gate passed, 1 it failed, 2 the run was not whole (2 outranks 1)."""
        if not self.is_whole:
            return 2
        return 0 if self.summary.gate.passed else 1

    def to_dataframe(self) -> Any:
        """The findings as a pandas DataFrame, one row each, with the columns of the Parquet format.

        The columns and their types are the same whatever was found; `severity` is ordered: notice, warning, error.

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        try:
            pd = import_module("pandas")  # only for who has it
        except ModuleNotFoundError as error:
            if error.name != "pandas":
                raise
            raise ModuleNotFoundError(
                "to_dataframe() needs pandas, which is not installed: pip install pandas.", name="pandas"
            ) from None
        from audit.formats._rows import COLUMNS, TEXT, TRUTH, WHOLE, rows  # noqa: PLC0415 - reads this module's types

        frame = pd.DataFrame(list(rows(self)), columns=list(COLUMNS))
        types = {TEXT: "string", WHOLE: "Int64", TRUTH: "boolean"}
        frame = frame.astype({name: types[kind] for name, kind in COLUMNS.items() if kind in types})
        order = pd.CategoricalDtype([one.value for one in sorted(Severity, key=lambda one: one.rank)], ordered=True)
        return frame.astype({"severity": order})


class ListEntries:
    """Posts and findings in memory, as a saved report gives them."""

    def __init__(
        self, posts: list[PostEntry], findings: list[ReportedFinding], links: Sequence[LinkEntry] = ()
    ) -> None:
        self._posts = posts
        self._findings = findings
        self._links = links

    def links(self) -> Iterator[LinkEntry]:
        """See `Entries`."""
        return iter(self._links)

    def posts(self) -> Iterator[PostEntry]:
        """See `Entries`."""
        return iter(self._posts)

    def findings(self) -> Iterator[ReportedFinding]:
        """See `Entries`."""
        return iter(self._findings)

    def findings_of(self, post: str) -> Iterator[ReportedFinding]:
        """See `Entries`."""
        return (finding for finding in self._findings if finding.post == post)
