"""What each rule costs: microseconds a post, over all posts of a source, the dearest first.

    python benchmarks/rules.py SOURCE [MOST]

What is read for all rules (the parse, the text, its scan, the contract, the addresses) is timed by itself and bears a
name in brackets. What several rules share is charged to the first that asks. Placing, quoting, judging and finishing
are left out: they cost by finding and by witness, not by rule. Times are of the processor, without the clock's own.
Posts are gone through one by one; a run goes through some of them rule by rule, which costs less.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from audit.engine.map import COLLECT_AFTER
from audit.engine.plan import DueRule, Plan, Step
from audit.facts import Facts, read
from audit.post import Origin, Post
from audit.selection import selected
from audit.settings import Settings
from audit.sources import Record, SourceProblem, open_source, read_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHARED: dict[str, Callable[[Facts], object]] = {
    "[text]": lambda facts: facts.text,
    "[scan for signals]": lambda facts: facts.signals,
    "[contract]": lambda facts: facts.violations,
    "[addresses]": lambda facts: facts.addresses,
}


class Costs:
    """Processor time by name, in seconds."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        began = time.process_time()
        for _ in range(10_000):
            time.process_time()
        self._tick = (time.process_time() - began) / 10_000

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        """Do some work, and charge its time to a name."""
        began = time.process_time()
        made = work()
        self.seconds[name] += time.process_time() - began - self._tick
        self.calls[name] += 1
        return made


def records(source: str, spool: Path) -> Iterator[Record]:
    for block in open_source(source, spool=spool):
        if not isinstance(block, SourceProblem):
            yield from (item for item in read_block(block) if isinstance(item, Record))


def judge(due: DueRule, facts: Facts) -> None:
    if due.may_not_apply and not due.rule.applies(facts):
        return
    if due.subject is None:
        list(due.judge(facts))
    else:
        for subject in facts.of(due.subject) if due.suspects is None else due.suspects(facts):
            list(due.judge(subject, facts))


def measure(plan: Plan, source: str, costs: Costs) -> int:
    posts = 0
    with TemporaryDirectory() as spool:
        for record in records(source, Path(spool)):
            posts += 1
            post = Post.read(record.data, Origin(record.source, form=record.form))
            facts = costs.time("[reading]", lambda post=post: read(post, plan.site, plan.as_of))
            facts.scan = plan.signals.scan
            for name, shared in _SHARED.items():
                costs.time(name, lambda shared=shared, facts=facts: shared(facts))
            due_steps = costs.time("[due rules]", lambda facts=facts: plan.due(facts))
            for due in chain.from_iterable(rules_of(plan.steps[number]) for number in due_steps.numbers):
                if due.has_patterns and due.code not in facts.signals:
                    continue
                costs.time(due.rule.name, lambda due=due, facts=facts: judge(due, facts))
    return posts


def rules_of(step: Step) -> Iterator[DueRule]:
    """The rules of a step."""
    looking = (due for part in step.parts for due in part.looking)
    return chain(step.whole, step.silent, looking, step.choosy)


def main() -> None:
    source = sys.argv[1]
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    settings = Settings(offline=True)
    selection = selected(settings)
    plan = Plan(selection.active, selection.severities, settings.site, settings.posts, datetime.now(UTC))
    gc.set_threshold(COLLECT_AFTER)  # as a run does
    measure(plan, source, Costs())  # warm up: imports, compiled patterns, caches
    costs = Costs()
    posts = measure(plan, source, costs)
    rules = {name: spent for name, spent in costs.seconds.items() if not name.startswith("[")}
    for name, spent in costs.seconds.most_common(most):
        print(f"{spent / posts * 1e6:8.1f} us a post, called for {costs.calls[name]:6} posts: {name}")
    print(f"{sum(rules.values()) / posts * 1e6:8.1f} us a post for {len(rules)} rules over {posts} posts")


if __name__ == "__main__":
    main()
