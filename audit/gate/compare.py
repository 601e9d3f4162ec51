"""Two runs side by side: what is new, what is fixed, what stayed, and of what the newer run says nothing.

Findings are matched by their fingerprints. That one is absent proves nothing where nobody looked: it counts as fixed
only if the newer run would have found it again.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from audit.gate.gate import counted, failing_severities
from audit.gate.ignores import covers
from audit.gate.sources import source_keys
from audit.probe import LIVE
from audit.report import Part, ReportedFinding, SeverityCounts, Tool
from audit.rule import LinkRule, PostRule, Scope
from audit.rules import all_rules
from audit.settings import Ignore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.report import Report

COMPARISON_VERSION: Literal[1] = 1
SCHEMA_ID = "comparison.schema.json"
FailOn = Literal["error", "warning", "notice", "never"]

# Settings that let a run look at some posts only.
_FILTERS = ("include", "exclude", "type", "status", "since", "limit")
# The page was there and was read, so that what it lacked or has now is known.
_ANSWERED = LIVE | {"anchor-missing"}
_STATES = {
    "skipped": "the rule needs the network",
    "ignored": "the settings leave the rule out",
    "crashed": "the rule crashed",
}


class ComparedFinding(ReportedFinding):
    """A finding of one of the two runs; an unchanged one as the newer run has it."""

    reason: str | None = None
    """Why it is not known whether it is fixed; of a new one, why the older run could not have it; else null."""


class ComparedRun(Part):
    """One of the two runs."""

    tool: Tool
    id: str
    started_at: str
    sources: list[str]
    offline: bool
    whole: bool
    """Whether it came to its end, and everything could be read and run."""
    posts: int
    findings: SeverityCounts
    score: int | None


class Runs(Part):
    """The two runs."""

    old: ComparedRun
    new: ComparedRun


class Counts(Part):
    """How many findings there are of each kind."""

    new: SeverityCounts
    fixed: SeverityCounts
    unchanged: SeverityCounts
    not_looked_at: SeverityCounts


class ComparisonGate(Part):
    """Whether the comparison passes: only findings count that are surely new and that no baseline accepts."""

    passed: bool
    fail_on: FailOn
    reasons: list[str] = Field(default_factory=list)


class Comparison(Part):
    """Two reports compared: the JSON that `postaudit compare OLD NEW --format json` writes."""

    schema_: str = Field(SCHEMA_ID, alias="$schema")
    comparison_version: Literal[1] = COMPARISON_VERSION
    runs: Runs
    comparable: bool = True
    """Whether the two runs can be set side by side; not if both audited posts, and none is the same."""
    counts: Counts
    gate: ComparisonGate
    notes: list[str]
    """What a reader must know to judge the rest."""
    new: list[ComparedFinding]
    fixed: list[ComparedFinding]
    unchanged: list[ComparedFinding]
    not_looked_at: list[ComparedFinding]
    """Findings of the older run of which the newer one says nothing."""

    @property
    def exit_code(self) -> Literal[0, 1, 2]:
        """0 passed, 1 failed; 2 where a gate was asked for and there is no verdict.

        There is none if the newer run was not whole, or if the two have no post in common.
        """
        if self.gate.fail_on != "never" and not (self.runs.new.whole and self.comparable):
            return 2
        return 0 if self.gate.passed else 1


def compare(old: Report, new: Report, fail_on: FailOn = "never") -> Comparison:
    """Compare two runs.

    Args:
        old: the older run.
        new: the newer one.
        fail_on: the mildest new finding that fails.
    """
    before, now = _Look(old), _Look(new)
    added = [_compared(one, before.why_not(one, now)) for one in new.findings if not before.has(one)]
    stayed = [_compared(one) for one in new.findings if before.has(one)]
    fixed: list[ComparedFinding] = []
    unknown: list[ComparedFinding] = []
    for one in old.findings:
        if one.fingerprint in now.fingerprints:
            continue
        if now.explains(one):
            stayed.append(_compared(one, "another finding explains it now"))
            continue
        reason = now.why_not(one, before)
        (fixed if reason is None else unknown).append(_compared(one, reason))
    return Comparison(
        runs=Runs(old=_run(old), new=_run(new)),
        comparable=_are_comparable(before, now),
        counts=Counts(
            new=_counts(added), fixed=_counts(fixed), unchanged=_counts(stayed), not_looked_at=_counts(unknown)
        ),
        gate=_gate(added, fail_on),
        notes=list(_notes(before, now)),
        new=added,
        fixed=fixed,
        unchanged=stayed,
        not_looked_at=unknown,
    )


def _compared(finding: ReportedFinding, reason: str | None = None) -> ComparedFinding:
    return ComparedFinding.model_construct(**dict(finding), reason=reason)


def _counts(findings: Iterable[ReportedFinding]) -> SeverityCounts:
    counts = SeverityCounts()
    for finding in findings:
        setattr(counts, finding.severity, getattr(counts, finding.severity) + 1)
    return counts


def _run(report: Report) -> ComparedRun:
    return ComparedRun(
        tool=report.tool,
        id=report.run.id,
        started_at=report.run.started_at,
        sources=report.run.sources,
        offline=report.run.offline,
        whole=report.is_whole,
        posts=report.summary.posts,
        findings=report.summary.findings,
        score=report.summary.score,
    )


def _gate(added: Iterable[ComparedFinding], fail_on: FailOn) -> ComparisonGate:
    counts = _counts(one for one in added if one.status == "new" and one.reason is None)
    failing = [severity for severity in failing_severities(fail_on) if getattr(counts, severity)]
    named = ", ".join(counted(getattr(counts, severity), f"new {severity}") for severity in failing)
    reasons = [f"{named}, none are allowed (--fail-on {fail_on})"] if failing else []
    return ComparisonGate(passed=not failing, fail_on=fail_on, reasons=reasons)


def _notes(old: _Look, new: _Look) -> Iterable[str]:
    if not new.report.is_whole:
        yield f"The newer run was not whole: {new.report.run.partial or counted(len(new.report.errors), 'problem')}."
    if not old.report.is_whole:
        yield f"The older run was not whole: {old.report.run.partial or counted(len(old.report.errors), 'problem')}."
    if not _are_comparable(old, new):
        yield "The two runs have no post in common."
    if old.report.tool.version != new.report.tool.version:
        yield (
            f"Made by postaudit {old.report.tool.version} and {new.report.tool.version}: "
            "a rule may see more, or less, than it did."
        )
    if old.report.run.started_at > new.report.run.started_at:
        yield "The run that was named first is the newer one of the two."


def _are_comparable(old: _Look, new: _Look) -> bool:
    return not (old.posts and new.posts and old.posts.keys().isdisjoint(new.posts))


class _Look:
    """What a run looked at."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.fingerprints = {finding.fingerprint for finding in report.findings}
        self.posts = {post.ref: post for post in report.posts}
        self._cut: set[str] | None = None
        self._states = {entry.name: entry.state for entry in report.rules}

    @cached_property
    def _explained(self) -> set[tuple[str, str | None, str]]:
        return {(also.rule, also.post, also.message) for one in self.report.findings for also in one.also}

    @cached_property
    def _verdicts(self) -> dict[str, str]:
        return {link.url: link.verdict for link in self.report.links}

    @cached_property
    def _ignores(self) -> list[Ignore]:
        told = self.report.run.settings.get("ignores")
        ignores: list[Ignore] = []
        for one in told if isinstance(told, list) else ():
            with suppress(ValidationError):  # of a rule that is gone, or written by hand
                ignores.append(Ignore.model_validate(one, by_alias=True))
        return ignores

    def has(self, finding: ReportedFinding) -> bool:
        """Whether the run has a finding, be it among those that another one explains."""
        return finding.fingerprint in self.fingerprints or self.explains(finding)

    def explains(self, finding: ReportedFinding) -> bool:
        """Whether another finding explains this one."""
        return (finding.rule, finding.post, finding.message) in self._explained

    def why_not(self, finding: ReportedFinding, other: _Look) -> str | None:
        """Why the run may lack a finding that the other run has, although it is there; None if it looked for it."""
        state = self._states.get(finding.rule)
        if state is None:
            return "the rule was not among those of the run"
        if state in _STATES:
            return _STATES[state]
        return self._of_post(finding, other) or self._of_settings(finding) or self._of_rule(finding, other)

    def _of_post(self, finding: ReportedFinding, other: _Look) -> str | None:
        if finding.post is None:
            return None
        post = self.posts.get(finding.post)
        if post is None:
            return None if self._covers(other) else "the post was not audited"
        was_judged = other.posts[finding.post].score is not None if finding.post in other.posts else True
        return "nothing could be evaluated in the post" if post.score is None and was_judged else None

    def _of_settings(self, finding: ReportedFinding) -> str | None:
        url = self.posts[finding.post].url if finding.post in self.posts else None
        for ignore in self._ignores:
            is_valid = ignore.until is None or ignore.until.isoformat() >= self.report.run.as_of
            if is_valid and covers(
                ignore, finding.rule, finding.code, finding.post or finding.site, url, finding.address or ""
            ):
                return f"an ignore of the settings accepts it ({ignore.reason})"
        return None

    def _of_rule(self, finding: ReportedFinding, other: _Look) -> str | None:
        """What rests on other posts, or on the network, shows only where those were looked at too."""
        rule = _KNOWN.get(finding.rule)
        if rule is not None and issubclass(rule, PostRule):
            return None
        if self.report.run.partial is not None:
            return "the run ended before it came to this"
        if rule is not None and issubclass(rule, LinkRule):
            return self._of_link(finding)
        if rule is not None and rule.scope is Scope.SITE and any(one.post in self.posts for one in finding.related):
            return None  # one post is enough to show a fault of the site
        if self._covers(other) or finding.site not in self._cut_sites(other):
            return None
        return "it rests on several posts, and not all of them were audited"

    def _of_link(self, finding: ReportedFinding) -> str | None:
        verdict = self._verdicts.get(finding.address or "")
        if verdict is None:
            return "the address was not asked" if self.report.summary.links.get("skipped") else None
        return None if verdict in _ANSWERED else f"the address did not answer clearly ({verdict})"

    def _cut_sites(self, other: _Look) -> set[str]:
        """The sites of which the other run audited a post that this one did not."""
        if self._cut is None:
            self._cut = {post.site for ref, post in other.posts.items() if ref not in self.posts}
        return self._cut

    def _covers(self, other: _Look) -> bool:
        """Whether everything was read that the other run read: what is not there any more is gone."""
        settings = self.report.run.settings
        unfiltered = not any(settings.get(name) for name in _FILTERS)
        is_same = source_keys(self.report.run.sources) == source_keys(other.report.run.sources)
        return self.report.is_whole and unfiltered and is_same


_KNOWN = {rule.name: rule for rule in all_rules()}
