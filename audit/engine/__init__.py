"""The engine: sources are cut into blocks, blocks are mapped, keys are judged, posts are finished, a report results."""

from __future__ import annotations

import gc
import os
import tempfile
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit._counted import counted
from audit._version import __version__
from audit.engine import in_process, pool
from audit.engine.earlier import read_earlier
from audit.engine.finish import Finisher, severity_counts
from audit.engine.judge import judge
from audit.engine.links import ask_links, check_network, link_counts
from audit.engine.map import COLLECT_AFTER, map_block
from audit.engine.plan import Plan
from audit.engine.state import Progress, State
from audit.errors import UsageError
from audit.gate.baseline import Baseline, Coverage, open_baseline
from audit.gate.gate import verdict
from audit.gate.ignores import Ignores, Looked
from audit.gate.score import FamilyCount, family_scores, run_score
from audit.post import Origin
from audit.post_filter import PostFilter
from audit.report import ErrorEntry, Report, RuleEntry, Run, Summary, Tool
from audit.rule import LinkRule
from audit.rules import all_rules
from audit.secrets import masked
from audit.selection import selected
from audit.site import Sitemap
from audit.sources import Block, SourceNote, SourceProblem, files, forget_records, is_address, open_source, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from audit.engine.finish import Totals
    from audit.rule import Rule
    from audit.settings import Settings

SMALL_INPUT = 16 << 20
"""Bytes of input up to which more processes cost more than they save: starting one takes half a second."""


def run(
    sources: Sequence[str],
    settings: Settings,
    *,
    progress: Callable[[Progress], None] | None = None,
    baseline: Baseline | None = None,
) -> Report:
    """Audit sources and report what was found.

    Args:
        sources: files, folders, globs, addresses of sites, or `-` for stdin.
        settings: rules, gate, site and the rest.
        progress: called now and then, at most ten times a second.
        baseline: the findings accepted earlier; by default those of the file that the settings name.

    Raises:
        SettingsError: the settings name a rule or a file that does not exist.
        UsageError: a source is an address, or pages are to be fetched, and the run is offline.
    """
    live = [spec for spec in sources if is_address(spec)]
    if live and settings.offline:
        raise UsageError(
            f"{masked(live[0])} is on the network, and --offline asks nothing. To audit it without probing its links: "
            "--ignore LNK."
        )
    if settings.pages and settings.offline:
        raise UsageError("--pages fetches pages, and --offline asks nothing: leave one of them out.")
    started, began = datetime.now(UTC), time.monotonic()
    forget_records()
    state = State()
    selection = selected(settings)
    baseline = baseline or open_baseline(settings)
    as_of = datetime.combine(settings.as_of, clock(), UTC) if settings.as_of is not None else started
    plan = Plan(
        selection.active,
        selection.severities,
        settings.site,
        settings.posts,
        as_of,
        settings.offline,
        complete=len(live) == len(sources) and settings.posts == PostFilter(),
        sitemap=not settings.offline
        and any(rule.reads_sitemap for rule in selection.active)
        and (bool(live) or any(files.names_listing(source) for source in sources)),
    )
    if not settings.offline:
        check_network(settings.network)
    earlier = read_earlier(settings.changed_since, plan) if settings.changed_since is not None else None
    if earlier is not None:
        plan = replace(plan, version=earlier.version)
    with tempfile.TemporaryDirectory(prefix="postaudit-") as spool:
        with _few_collections():
            jobs = _map_all(plan, sources, settings, Path(spool), state, progress)
        state.count_checked(plan)
        if state.errors or state.partial is not None:  # what is missing may just not have been read
            for sums in state.totals.values():
                sums.complete = False
        state.give_sitemaps()
        ask_links(plan, state, settings.network, progress, began, earlier)
        ignores = Ignores(settings.ignores, as_of.date())
        with _few_collections():
            for entry in judge(plan, state.store, state.totals, lambda order: _read_again(state, order)):
                state.errors.append(entry)
                state.crashed.add(str(entry.rule))
            totals = Finisher(
                plan,
                state.store,
                ignores,
                state.families,
                lambda block, position: _record(state, block, position),
                baseline,
            ).finish()
    engine = f"pool of {jobs}" if jobs > 1 else "in-process"
    state.notes += _left_nothing(state)
    state.notes += _came_again(state, totals.same_address)
    coverage = _coverage(plan, settings, state, sources)
    if baseline is not None:
        baseline.judge(coverage)
    unused = ignores.notes(_looked(plan, state, coverage))
    summary = _summary(plan, settings, state, totals, unused, baseline)
    run_entry = Run(
        id=uuid.uuid4().hex,
        started_at=_stamp(started),
        finished_at=_stamp(datetime.now(UTC)),
        sources=[masked(spec) for spec in sources],
        offline=settings.offline,
        engine=engine,
        as_of=as_of.date().isoformat(),
        partial=state.partial,
        settings=settings.changed(),
        notes=[masked(note) for note in state.notes],
    )
    rules = [*_rule_entries(plan, state, totals), *_ignored_entries(selection.ignored)]
    rules.sort(key=lambda entry: entry.code)
    return Report(Tool(version=__version__), run_entry, summary, rules, state.errors, state.store)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector look rarely (see `COLLECT_AFTER`), but where links are asked and cycles may arise."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _map_all(
    plan: Plan,
    sources: Sequence[str],
    settings: Settings,
    spool: Path,
    state: State,
    progress: Callable[[Progress], None] | None,
) -> int:
    """Map everything into the state, and return the number of processes. Stops early on Ctrl-C."""
    jobs = settings.jobs or _usual_jobs(sources)
    blocks = _blocks(plan, sources, settings, spool, state)
    mapped_blocks = pool.map_blocks(plan, blocks, jobs) if jobs > 1 else in_process.map_blocks(plan, blocks)
    most = settings.posts.limit
    began = told = time.monotonic()
    try:
        for number, whole in enumerate(mapped_blocks):
            left = most - len(state.store) if most is not None else None
            is_whole = left is None or len(whole.posts) <= left
            mapped = whole if is_whole else map_block(plan, state.blocks[number], left)
            state.take(mapped)
            now = time.monotonic()
            if progress is not None and now - told >= 0.1:  # noqa: PLR2004 - ten times a second
                told = now
                progress(Progress(len(state.store), None, state.findings, now - began))
            if left is not None and len(mapped.posts) == left:
                break
        else:
            state.tell_problems()
    except KeyboardInterrupt:
        state.partial = "stopped by the user"
        state.tell_problems()
    return jobs


def _blocks(plan: Plan, sources: Sequence[str], settings: Settings, spool: Path, state: State) -> Iterator[Block]:
    network = None if settings.offline else settings.network.network()
    read: set[files.FileId] = set()
    for spec in sources:
        opened = open_source(
            spec,
            spool=spool,
            network=network,
            wanted=settings.posts,
            columns=settings.csv.columns,
            pages=settings.pages,
            sitemap=plan.sitemap,
            read=read,
        )
        for item in opened:
            if isinstance(item, SourceProblem):
                where = f" {item.where}" if item.where else ""
                message = f"{item.source}:{where} {item.message}"
                entry = ErrorEntry(kind=item.kind, source=item.source, message=message)
                state.problems.append((len(state.blocks), entry))
            elif isinstance(item, SourceNote):
                state.notes.append(f"{item.source}: {item.message}")
            elif isinstance(item, Sitemap):
                state.add_sitemap(item)
            else:
                state.blocks.append(item)
                yield item


def _record(state: State, block: int, position: int) -> Mapping[str, Any]:
    return read_record(state.blocks[block], position)


def _read_again(state: State, order: int) -> tuple[dict[str, Any], Origin]:
    number, position = state.store.place_of(order)
    block = state.blocks[number]
    return read_record(block, position), Origin(block.source, form=block.form)


def _usual_jobs(sources: Sequence[str]) -> int:
    """One process for small input, else one for each processor that this process may use."""
    size = sum(_size(Path(source)) for source in sources)
    if size < SMALL_INPUT:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        return path.stat().st_size
    except OSError:
        return 0


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _coverage(plan: Plan, settings: Settings, state: State, sources: Sequence[str]) -> Coverage:
    ran = (rule for rule in plan.rules if rule.code not in state.crashed and (rule.offline or not plan.offline))
    return Coverage(
        ran={rule.name: rule for rule in ran} if state.partial is None else {},
        known={rule.name for rule in all_rules()},
        has_post=state.store.has_post,
        whole=not state.errors and state.partial is None and settings.posts == PostFilter(),
        all_links=settings.changed_since is None,
        sources=list(sources),
    )


def _left_nothing(state: State) -> Iterator[str]:
    """That the filters left nothing to audit, and which of them."""
    read = sum(state.left_out.values())
    if read and not len(state.store):
        counts = ", ".join(f"{name} {count:,}" for name, count in state.left_out.items())
        yield f"{counted(read, 'post')} read, and none audited: the filters left out all of them ({counts})."


def _came_again(state: State, same_address: int) -> Iterator[str]:
    """That posts are in the input more than once: dumps overlap, or their pages shifted while they were read."""
    if again := state.store.repeated:
        yield (
            f"{counted(again, 'record')} with the site and id of an earlier one: listed apart (~2) and judged alone, "
            "not held against the other posts. The counts have such a post more than once."
        )
    if same_address:
        yield (
            f"{counted(same_address, 'post')} without an id at the address of an earlier one (of a page, its canonical "
            "or og:url): copies, or pages that share a canonical. Each is judged and counted."
        )


def _looked(plan: Plan, state: State, coverage: Coverage) -> Looked:
    evaluated = {rule.name for rule in plan.rules if state.checked[rule.code]}
    ran = {name for name, rule in coverage.ran.items() if coverage.all_links or not isinstance(rule, LinkRule)}
    return Looked(all_rules(), ran, evaluated, coverage.whole)


def _summary(
    plan: Plan, settings: Settings, state: State, totals: Totals, ignores: Sequence[str], baseline: Baseline | None
) -> Summary:
    counts = severity_counts(totals.counts)
    score = run_score(totals.sites.values())
    families = {rule.family.code: FamilyCount() for rule in plan.rules if rule.offline or not plan.offline}
    families.update(totals.families)
    posts = len(state.store)
    return Summary(
        posts=posts,
        posts_with_findings=totals.posts_with_findings,
        posts_not_evaluated=totals.posts_not_evaluated,
        findings=counts,
        explained=totals.explained,
        by_rule=dict(sorted(totals.by_rule.items())),
        score=score,
        families=family_scores(families),
        links=link_counts(state),
        gate=verdict(
            settings,
            severity_counts(totals.new),
            score,
            posts,
            ignores,
            baselined=counts.total - totals.new.total(),
            stale=baseline.notes() if baseline is not None else (),
        ),
    )


def _rule_entries(plan: Plan, state: State, totals: Totals) -> Iterator[RuleEntry]:
    for rule in plan.rules:
        checked = state.checked[rule.code]
        failed = state.failed[rule.code] or totals.failed_posts[rule.code]
        if rule.code in state.crashed:
            status = "crashed"
        elif plan.offline and not rule.offline:
            status = "skipped"
        else:
            status = "ran" if checked else "not_applicable"
        yield _entry(rule, status, checked, failed)


def _ignored_entries(ignored: Sequence[Rule]) -> Iterator[RuleEntry]:
    return (_entry(rule, "ignored", 0, 0) for rule in ignored)


def _entry(rule: Rule, state: Any, checked: int, failed: int) -> RuleEntry:
    return RuleEntry(
        code=rule.code,
        name=rule.name,
        family=rule.family.code,
        severity=rule.severity,
        summary=rule.summary,
        why=rule.why,
        remedy=rule.remedy,
        sources=list(rule.sources),
        state=state,
        checked=checked,
        failed=failed,
    )
