"""What a run has collected so far, and how far it is."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.engine.store import Store
from audit.report import ErrorEntry
from audit.site import Sitemap, SiteTotals

if TYPE_CHECKING:
    from audit.engine.map import Mapped
    from audit.engine.plan import Plan
    from audit.sources import Block


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: posts done, findings so far (before grouping), seconds since the start, links done of all."""

    posts_done: int
    posts_total: int | None
    findings: int
    elapsed: float
    links_done: int = 0
    links_total: int = 0


@dataclass(slots=True)
class State:
    """What a run has collected so far.

    `links` counts the addresses that were asked: by verdict, and `cached`. `sitemaps` are those that were read, by the
    host of what they list, without `www.`. `left_out` counts the posts that each filter left out, by its name.
    `checked`, `failed`, `kinds` and `parts` add up those of the blocks; `count_checked` completes the first.
    """

    store: Store = field(default_factory=Store)
    blocks: list[Block] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[int, ...]] = field(default_factory=Counter)
    parts: Counter[tuple[int, int]] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    totals: dict[str, SiteTotals] = field(default_factory=dict)
    errors: list[ErrorEntry] = field(default_factory=list)
    crashed: set[str] = field(default_factory=set)
    findings: int = 0
    partial: str | None = None
    problems: deque[tuple[int, ErrorEntry]] = field(default_factory=deque)
    links: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    sitemaps: dict[str, Sitemap] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def tell_problems(self, before: int | None = None) -> None:
        """Take over what could not be cut into blocks, in the order of the input: up to one block, or all."""
        while self.problems and (before is None or self.problems[0][0] <= before):
            self.errors.append(self.problems.popleft()[1])

    def add_sitemap(self, sitemap: Sitemap) -> None:
        """Keep what a sitemap lists."""
        for host in sitemap.hosts:
            known = self.sitemaps.setdefault(host, Sitemap())
            known.merge(sitemap)

    def give_sitemaps(self) -> None:
        """Give each site its own, when all is counted."""
        for site, totals in self.totals.items():
            totals.sitemap = self.sitemaps.get(site.partition("/")[0])

    def count_checked(self, plan: Plan) -> None:
        """Complete `checked`, when all blocks are taken over."""
        self.checked.update(plan.checked(self.kinds, self.parts))

    def take(self, mapped: Mapped) -> None:
        """Take over what was made of the next block."""
        self.tell_problems(self._next)
        self.store.add(self._next, mapped)
        self._next += 1
        self.checked.update(mapped.checked)
        self.failed.update(mapped.failed)
        self.findings += mapped.failed.total()
        self.kinds.update(mapped.kinds)
        self.parts.update(mapped.parts)
        self.families.update(mapped.families)
        self.left_out.update(mapped.left_out)
        for site, totals in mapped.totals.items():
            if site in self.totals:
                self.totals[site].merge(totals)
            else:
                self.totals[site] = totals
        for kind, source, post, rule, message in mapped.errors:
            if rule is not None:
                if rule in self.crashed:
                    continue
                self.crashed.add(rule)
            self.errors.append(ErrorEntry(kind=kind, source=source, post=post, rule=rule, message=message))

    _next: int = 0
