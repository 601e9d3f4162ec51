"""Map in several processes. Workers are handed ranges of files, never posts, and hand back bytes."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from types import ModuleType
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


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes that are started meanwhile do not run the script that called us, as spawned ones else do.

    They need nothing of it, and a script without `if __name__ == "__main__"` would begin its audit anew in each
    (https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods).
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def map_blocks(plan: Plan, blocks: Iterable[Block], jobs: int) -> Iterator[Mapped]:
    """What the map phase makes of each block, in order, by `jobs` processes: this one and `jobs - 1` workers.

    This process maps what the workers have no room for; it would else but wait for them, and it need not decode again
    what it has just cut. Workers are spawned, not forked: a fork copies locks and threads of libraries in whatever
    state they are.
    """
    workers = jobs - 1
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(plan,))
    waiting: deque[tuple[Block, Future[Mapped] | Mapped]] = deque()
    is_whole = False
    try:
        for block in blocks:
            handed_out = sum(1 for _, one in waiting if isinstance(one, Future) and not one.done())
            room = handed_out < workers * _AHEAD
            waiting.append((block, _handed_out(pool, block) if room else map_block(plan, block)))
            while waiting and (_is_there(waiting[0][1]) or len(waiting) >= jobs * _HELD):
                yield _result(plan, *waiting.popleft())
        while waiting:
            yield _result(plan, *waiting.popleft())
        is_whole = True
    finally:
        _dismiss(pool, is_whole=is_whole)


def _handed_out(pool: ProcessPoolExecutor, block: Block) -> Future[Mapped]:
    with _deaf_to_interrupts(), _without_main():  # the pool starts its workers when it is given something to do
        try:
            return pool.submit(_map, block)
        except BrokenProcessPool as error:
            lost: Future[Mapped] = Future()
            lost.set_exception(error)
            return lost


def _dismiss(pool: ProcessPoolExecutor, *, is_whole: bool) -> None:
    """End the workers: when all is done, or at once. To wait for one that was interrupted might take for ever."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - `terminate_workers` comes with Python 3.14
    pool.shutdown(wait=is_whole, cancel_futures=True)
    if not is_whole:
        for process in processes:
            process.terminate()


def _is_there(one: Future[Mapped] | Mapped) -> bool:
    return isinstance(one, Mapped) or one.done()


def _result(plan: Plan, block: Block, one: Future[Mapped] | Mapped) -> Mapped:
    """What became of a block. Of a worker that was killed (memory, an operator), this process takes the work over."""
    try:
        return one if isinstance(one, Mapped) else one.result()
    except BrokenProcessPool:
        return map_block(plan, block)
