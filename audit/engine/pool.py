"""Map in several processes. Workers are handed ranges of files, never posts, and hand back bytes."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from audit.engine.map import Mapped, map_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from audit.engine.plan import Plan
    from audit.sources import Block

_AHEAD = 3
"""Blocks handed out for each worker before the first result is taken: enough to keep it busy, few enough to hold."""

_plan: Plan | None = None


def _start(plan: Plan) -> None:
    global _plan  # noqa: PLW0603 - a worker has one plan for its whole life
    _plan = plan


def _map(block: Block) -> Mapped:
    if _plan is None:
        raise RuntimeError("the worker has no plan")
    return map_block(_plan, block)


def map_blocks(plan: Plan, blocks: Iterable[Block], jobs: int) -> Iterator[Mapped]:
    """What the map phase makes of each block, in order, by `jobs` workers.

    Workers are spawned, not forked: a fork copies locks and threads of libraries in whatever state they are.
    """
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(plan,)) as pool:
        waiting: deque[Future[Mapped]] = deque()
        try:
            for block in blocks:
                waiting.append(pool.submit(_map, block))
                if len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
