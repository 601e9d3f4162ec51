"""Findings accepted at an earlier time, in a file that is kept beside the posts: only what is not in it fails a run."""

from __future__ import annotations

import glob
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import Field, ValidationError
from pydantic_core import from_json

from audit.errors import SettingsError
from audit.gate.sources import source_key, source_keys
from audit.report import Part
from audit.rule import LinkRule, PostRule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from audit.report import ReportedFinding
    from audit.rule import Rule
    from audit.settings import Settings

BASELINE_VERSION: Literal[1] = 1
SCHEMA_ID = "baseline.schema.json"
Mode: TypeAlias = Literal["use", "write", "prune"]
"""Use the file; accept all findings of this run as well; or only take out what nothing matches any more."""

_MOST_BYTES = 1 << 30
_HINT = "A baseline is written by `postaudit check SOURCE --baseline FILE --write-baseline`."


class AcceptedFinding(Part):
    """One accepted finding. Only `fingerprint` decides; the rest is for whoever reads the file, and for pruning it."""

    fingerprint: str
    rule: str
    """Name of the rule."""
    post: str | None
    """Ref of the post, or null for a fault of the site."""
    site: str
    message: str


class BaselineDocument(Part):
    """Accepted findings: the file that `postaudit check --write-baseline` writes and `--baseline` reads."""

    schema_: str = Field(SCHEMA_ID, alias="$schema")
    baseline_version: Literal[1] = BASELINE_VERSION
    sources: list[str]
    """What was audited when it was written: a run over the same can tell a finding that is gone from one not seen."""
    findings: list[AcceptedFinding]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a run looked at: an entry is stale only if the run would have found it again.

    Attributes:
        ran: the rules that ran to their end, by name.
        known: the names of all rules, those that were not selected among them.
        has_post: whether the run audited a post, by ref.
        whole: nothing was filtered, unreadable, or left when the run was stopped.
        all_links: every link was asked.
        sources: what was audited, as the command line has it.
    """

    ran: Mapping[str, Rule]
    known: Collection[str]
    has_post: Callable[[str], bool]
    whole: bool
    all_links: bool
    sources: list[str]


@dataclass(slots=True)
class Baseline:
    """The accepted findings of a run, and which of them it met.

    Attributes:
        path: the file.
        mode: what the run does with it.
        entries: accepted findings by fingerprint, as they stood in the file.
        sources: what was audited when the file was written.
        seen: fingerprints of the entries that a finding of this run has.
        stale: fingerprints of the entries that nothing matches any more; known after `judge`.
    """

    path: Path
    mode: Mode = "use"
    entries: dict[str, AcceptedFinding] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    stale: list[str] = field(default_factory=list)
    _covered: bool = False

    def accepts(self, fingerprint: str) -> bool:
        """Whether a finding does not count for the gate."""
        if fingerprint in self.entries:
            self.seen.add(fingerprint)
            return True
        return self.mode == "write"

    def judge(self, coverage: Coverage) -> None:
        """Find the stale entries, once all findings were asked for."""
        now = source_keys(coverage.sources)
        self._covered = all(source_key(source) in now or self._is_gone(source) for source in self.sources)
        again = coverage.whole and self._covered
        self.stale = [
            fingerprint
            for fingerprint, entry in self.entries.items()
            if fingerprint not in self.seen and _was_looked_for(entry, coverage, again=again)
        ]

    def _is_gone(self, source: str) -> bool:
        """Whether a file or folder is there no more, neither from the current folder nor from the baseline's.

        A path of another machine is not gone: not even its folder is there.
        """
        if source == "-" or "://" in source or (Path(source).is_absolute() and not Path(source).parent.is_dir()):
            return False
        places = (source, os.path.join(self.path.parent, source))  # noqa: PTH118 - a source may be a glob
        return not any(os.path.lexists(place) or glob.glob(place, recursive=True) for place in places)  # noqa: PTH207

    def notes(self) -> list[str]:
        """One sentence for each stale entry."""
        return [_named(self.entries[fingerprint]) for fingerprint in self.stale]

    def rewrite(self, findings: Iterable[ReportedFinding], sources: list[str]) -> str:
        """Write the file as its mode asks for, whole or not at all, and return a sentence about it.

        Args:
            findings: those of the run.
            sources: what it audited.

        Raises:
            SettingsError: the file cannot be written.
        """
        kept = {key: entry for key, entry in self.entries.items() if key not in set(self.stale)}
        left = len(kept)
        if self.mode == "write":
            kept |= {one.fingerprint: _accepted(one) for one in findings}
            self.sources = sources if self._covered or left == len(self.seen) else self._joined(sources)
        _write(self.path, _lines(self.sources, kept.values()))
        added, gone = len(kept) - left, len(self.stale)
        number = f"{len(kept):,} accepted finding{'s' * (len(kept) != 1)}"
        return f"{self.path}: {number}, {added:,} added, {gone:,} taken out."

    def _joined(self, sources: list[str]) -> list[str]:
        """The file's sources and those of the run, each once."""
        return sorted({source_key(source): source for source in (*self.sources, *sources)}.values())


def _named(entry: AcceptedFinding) -> str:
    what = f"{entry.rule} in {entry.post or entry.site} ({entry.message.rstrip('.')})"
    return f"baseline: {what} matches nothing any more"


def _was_looked_for(entry: AcceptedFinding, coverage: Coverage, *, again: bool) -> bool:
    """Whether the run would have found it. What rests on other posts shows only in a run over all of them."""
    if entry.rule not in coverage.known:
        return True
    rule = coverage.ran.get(entry.rule)
    if rule is None or (isinstance(rule, LinkRule) and not coverage.all_links):
        return False
    if again:
        return True
    return isinstance(rule, PostRule) and entry.post is not None and coverage.has_post(entry.post)


def _accepted(finding: ReportedFinding) -> AcceptedFinding:
    return AcceptedFinding(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        post=finding.post,
        site=finding.site,
        message=_carried(finding.message),
    )


def _carried(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _lines(sources: list[str], entries: Iterable[AcceptedFinding]) -> Iterator[str]:
    """The file: one finding a line, in an order that does not hang on the run, so that a diff can be read."""
    document = BaselineDocument(sources=sources, findings=[]).model_dump_json()
    yield document.removesuffix("]}")
    separator = "\n"
    for entry in sorted(entries, key=lambda one: (one.site, one.post or "", one.rule, one.fingerprint)):
        yield separator + entry.model_dump_json()
        separator = ",\n"
    yield "\n]}\n"


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write beside the file and put it in its place, so that a full disk costs no accepted finding."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.resolve().parent, prefix=".postaudit-", delete=False
        ) as out:
            beside = Path(out.name)
            try:
                out.writelines(lines)
                out.close()
                beside.chmod(mode)
                os.replace(beside, path.resolve())  # noqa: PTH105 - the name that says what it does
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise SettingsError(f"--baseline: {path}: cannot be written: {error.strerror or error}.") from None


def open_baseline(settings: Settings, mode: Mode = "use") -> Baseline | None:
    """The baseline that the settings name, or None if they name none. One that is to be written need not be there.

    Raises:
        SettingsError: the file is missing, damaged, or no baseline; or one is to be written, and none is named.
    """
    if settings.baseline is None:
        if mode == "use":
            return None
        raise SettingsError(f"--{mode}-baseline: no file is named. Add --baseline FILE, or `baseline` to the settings.")
    path = Path(settings.baseline)
    if mode == "write" and not path.exists():
        return Baseline(path, mode)
    document = _read(path)
    return Baseline(path, mode, {entry.fingerprint: entry for entry in document.findings}, document.sources)


def _read(path: Path) -> BaselineDocument:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise SettingsError(f"--baseline: {path}: there is no such file. {_HINT}") from None
    except OSError as error:
        raise SettingsError(f"--baseline: {path}: cannot be read: {error.strerror or error}.") from None
    if len(content) > _MOST_BYTES:
        raise SettingsError(f"--baseline: {path}: larger than {_MOST_BYTES >> 30} GiB.")
    try:
        return BaselineDocument.model_validate_json(content)
    except ValidationError as error:
        raise SettingsError(f"--baseline: {path}: {_complaint(content, error)}") from None


def _complaint(content: bytes, error: ValidationError) -> str:
    """What is wrong with a file that is no baseline, and what to do."""
    if not content.strip():
        return f"empty. {_HINT}"
    if b"\n<<<<<<<" in content or content.startswith(b"<<<<<<<"):
        return "holds a merge conflict. Resolve it, or write the file anew with --write-baseline."
    try:
        document: Any = from_json(content)
    except ValueError as problem:
        return f"not JSON: {problem}. Restore it, or delete it and write it anew with --write-baseline."
    if not isinstance(document, dict) or "baseline_version" not in document:
        kind = "a report" if isinstance(document, dict) and "schema_version" in document else "something else"
        return f"{kind}, not a baseline. {_HINT}"
    version = document["baseline_version"]
    if version != BASELINE_VERSION:
        return f"a baseline of version {version}; this postaudit reads version {BASELINE_VERSION}."
    first = error.errors(include_url=False)[0]
    place = "/".join(str(step) for step in first["loc"])
    return f"not a valid baseline: /{place}: {first['msg']}. Delete it and write it anew with --write-baseline."
