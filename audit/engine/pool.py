"""Map in several processes. Workers are handed ranges of files, never posts, and hand back bytes."""

from __future__ import annotations

import gc
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from audit.engine.map import COLLECT_AFTER, Mapped, map_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.engine.plan import Plan
    from audit.sources import Block

_AHEAD = 3
"""Blocks that wait at each worker: enough to keep it busy while this process maps one itself, few enough to hold."""
_HELD = 4
"""Results for each process that wait for an earlier one before this process stops to map ahead of it."""

_plan: Plan | None = None


def _start(plan: Plan) -> None:
    global _plan  # noqa: PLW0603 - a worker has one plan for its whole life
    _plan = plan
    gc.set_threshold(COLLECT_AFTER)


def _map(block: Block) -> Mapped:
    if _plan is None:
        raise RuntimeError("the worker has no plan")
    return map_block(_plan, block)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started meanwhile never hear Ctrl-C: it is for the first process, which ends the others."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def map_blocks(plan: Plan, blocks: Iterable[Block], jobs: int) -> Iterator[Mapped]:
    """What the map phase makes of each block, in order, by `jobs` processes: this one and `jobs - 1` workers.

    This process maps what the workers have no room for; it would else but wait for them, and it need not decode again
    what it has just cut. Workers are spawned, not forked: a fork copies locks and threads of libraries in whatever
    state they are.
    """
    workers = jobs - 1
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(plan,))
    waiting: deque[Future[Mapped] | Mapped] = deque()
    is_whole = False
    try:
        for block in blocks:
            handed_out = sum(1 for one in waiting if isinstance(one, Future) and not one.done())
            room = handed_out < workers * _AHEAD
            if room:
                with _deaf_to_interrupts():  # the pool starts its workers when it is given something to do
                    waiting.append(pool.submit(_map, block))
            else:
                waiting.append(map_block(plan, block))
            while waiting and (_is_there(waiting[0]) or len(waiting) >= jobs * _HELD):
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
        is_whole = True
    finally:
        _dismiss(pool, is_whole=is_whole)


def _dismiss(pool: ProcessPoolExecutor, *, is_whole: bool) -> None:
    """End the workers: when all is done, or at once. To wait for one that was interrupted might take for ever."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - `terminate_workers` comes with Python 3.14
    pool.shutdown(wait=is_whole, cancel_futures=True)
    if not is_whole:
        for process in processes:
            process.terminate()


def _is_there(one: Future[Mapped] | Mapped) -> bool:
    return isinstance(one, Mapped) or one.done()


def _result(one: Future[Mapped] | Mapped) -> Mapped:
    return one if isinstance(one, Mapped) else one.result()
