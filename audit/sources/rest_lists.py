"""The lists of a WordPress site's REST API, read whole: each post once, in parts where the server fails on a page.

By id, because other orders lose posts whose stamps tie; every page that the first one announces, because a short or
empty page is not the last; and at the end all ids once more, because a post that is unpublished meanwhile moves others
to a page that was read already. What was read before a break is kept for a run that comes soon after it
(`audit.sources.kept`).
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard, TypeVar

from audit.sources.answers import error_code, refused_parameters
from audit.sources.failures import FailedError, Lost
from audit.sources.records import Block, SourceProblem, bytes_of, remember
from audit.sources.rest_api import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from audit.post_filter import PostFilter
    from audit.probe.network import Network
    from audit.sources.failures import Failures
    from audit.sources.kept import Kept
    from audit.sources.rest_api import RestApi

PAGE_SIZES = (100, 50, 20, 10)
"""Posts of a page, tried in turn: 100 is what WordPress allows, and some servers refuse or fail at that."""
POLITE = 4
"""Requests at the same time: what a small host with four PHP workers bears. --host-concurrency may lower it."""
MOST_PAGES = 100_000
SWEEPS = 3
BARREN = 30
"""Pages or posts in a row without anything new after which no more are asked for, so that a server ends soon that
crashes always or lies about its pages."""
REFUSALS = 4
"""Pages in a row that cannot be had, not even in parts, after which no more are asked for."""
_BAD_REQUEST = 400


class Start(NamedTuple):
    """How a list is read: posts of a page, and the first page; where that crashes the server, only its totals."""

    size: int
    page: Page
    is_read: bool = True


_Taken = TypeVar("_Taken")
_Outcome: TypeAlias = "Page | tuple[FailedError, Lost | None]"


@dataclass
class Site:
    """One site while its lists are read, and where what it gives is written.

    Attributes:
        api: its API.
        spool: a folder for what it answered.
        network: how it is asked.
        wanted: which posts are audited.
        failures: what could not be read.
        user: who is logged in; empty for nobody.
        items: how many posts were read.
        is_open: some list could be read, even if nothing was in it.
        files: numbers of the files in the spool.
    """

    api: RestApi
    spool: Path
    network: Network
    wanted: PostFilter
    failures: Failures
    user: str = ""
    items: int = 0
    is_open: bool = False
    files: Iterator[int] = field(default_factory=count)

    @property
    def is_closed(self) -> bool:
        """Nothing was read, and not because there is nothing of that status, or nothing new."""
        is_narrowed = self.wanted.since is not None or bool(self.wanted.status)
        return not self.items and not (self.is_open and is_narrowed)

    def block(self, items: list[Any], data: bytes) -> Block:
        """Write items, and what they are as JSON, to the spool."""
        path = self.spool / f"site-{os.getpid()}-{id(self):x}-{next(self.files)}.json"
        path.write_bytes(data)
        block = Block(str(path), self.api.source, "array", 1, len(data) - 1, self.items)
        self.items += len(items)
        remember(block, items)
        return block


def first_page(site: Site, route: str, parameters: dict[str, object]) -> Start:
    """The first page, with the largest size and the most parameters that the site bears.

    Args:
        site: the site.
        route: the list.
        parameters: what is asked for; what the site refuses is taken out of it.

    Raises:
        FailedError: it cannot be read at all.
    """
    sizes = _sizes(site.wanted.limit)
    while True:
        try:
            return Start(sizes[0], site.api.page(route, parameters, sizes[0], 1))
        except FailedError as error:
            if _is_past_the_end(error):
                return Start(sizes[0], Page([], 0, 0, has_next=False))
            refused = refused_parameters(error.answer) if error.answer is not None else frozenset()
            droppable = refused & {"modified_after", "orderby", "order", "_embed"}
            if "publish" in str(parameters.get("status", "")).split(","):
                droppable |= refused & {"status"}
            droppable &= parameters.keys()  # a server may refuse what it was not asked
            for name in droppable:
                del parameters[name]
            if droppable:
                continue
            if error.heavy and len(sizes) == 1:
                if _fails_by_embedding(site, route, parameters):
                    del parameters["_embed"]
                    sizes = _sizes(site.wanted.limit)
                    continue
                return _without_first(site, route, parameters, error)
            if not (error.heavy or "per_page" in refused) or len(sizes) == 1:
                raise
            del sizes[0]


def _sizes(limit: int | None) -> list[int]:
    """Sizes of pages to try in turn, where no more than `limit` posts are wanted."""
    if limit is None:
        return list(PAGE_SIZES)
    sizes = [size for size in PAGE_SIZES if size < max(limit, PAGE_SIZES[-1])] or [PAGE_SIZES[-1]]
    return [limit, *sizes] if limit < PAGE_SIZES[0] else sizes


def _fails_by_embedding(site: Site, route: str, parameters: Mapping[str, object]) -> bool:
    """Whether the server fails on what is asked for along with the posts, and not on the posts."""
    if "_embed" not in parameters:
        return False
    try:
        site.api.page(route, _without_embedded(parameters), PAGE_SIZES[-1], 1)
    except FailedError:
        return False
    return True


def _without_first(site: Site, route: str, parameters: dict[str, object], failed: FailedError) -> Start:
    """Where the first posts crash the server: how many pages there are, by ids alone, so that others are read.

    Raises:
        FailedError: the server fails at all.
    """
    try:
        return Start(PAGE_SIZES[0], site.api.page(route, _ids_only(parameters), PAGE_SIZES[0], 1), is_read=False)
    except FailedError:
        raise failed from None


@dataclass
class RestList:
    """The list of one type while it is read."""

    site: Site
    route: str
    parameters: dict[str, object]
    size: int
    kept: Kept
    seen: set[int] = field(default_factory=set)
    is_long: bool = False
    is_whole: bool = True
    is_over: bool = False
    taken: int = 0
    announced: int | None = None

    def read(self, start: Start) -> Iterator[Block | SourceProblem]:
        """All pages, each post once; then what moved away under our hands."""
        first = start.page
        self.announced = first.total
        self.is_long = first.pages is None or self._pages_of(first) > 1
        resumed = self.is_long and first.pages is not None and self.kept.is_there()
        if start.is_read:
            yield from self._blocks(first.items)
        if resumed and (fresh := self._dates()) is not None:
            for items in self.kept.pages():
                yield from self._blocks([item for item in items if _is_unchanged(item, fresh)], keep=False)
            yield from self._missing(sorted(fresh.keys() - self.seen))
        else:
            yield from self._stoppable(self._others(start), lambda outcomes: self._pages(start, outcomes))
        if self.is_long and self.is_whole and self.site.wanted.limit is None:
            yield from self._moved()
        if self.is_whole and self.site.wanted.limit is None:
            yield from self._never_came()
        if self.is_whole:
            self.kept.forget()

    def _never_came(self) -> Iterator[SourceProblem]:
        """Posts that are announced and on no page; those taken away meanwhile are announced no more at the end.

        To a user WordPress announces others' drafts, too, which only some users may read; so that says nothing.
        """
        if self.announced is None or self.taken >= self.announced or self.site.user:
            return
        self.is_whole = False
        message = (
            f"{self.route} announces {self.announced:,} and gave {self.taken:,}: the others came on no page. A cache "
            "or a plugin holds them back."
        )
        yield SourceProblem("rest-error", self.site.api.source, "", message)

    def _blocks(self, items: list[Any], *, keep: bool = True) -> Iterator[Block]:
        if fresh := self._fresh(items):
            self.taken += len(fresh)
            data = bytes_of(fresh)
            if keep and self.is_long:
                self.kept.add(data)
            yield self.site.block(fresh, data)

    def _stoppable(
        self, outcomes: Iterator[_Outcome], take: Callable[[Iterator[_Outcome]], Iterator[_Taken]]
    ) -> Iterator[_Taken]:
        """What is made of outcomes; whoever ends the run in between does not wait for answers on their way."""
        try:
            yield from take(outcomes)
        except GeneratorExit:
            self.site.api.web.close()  # before `outcomes` ends, which waits for them
            raise

    def _pages(self, start: Start, outcomes: Iterator[_Outcome]) -> Iterator[Block | SourceProblem]:
        barren = refusals = repeated = 0
        for outcome in outcomes:
            barren += 1
            if isinstance(outcome, Page):
                refusals = 0
                before = len(self.seen)
                yield from self._blocks(outcome.items)
                barren = 0 if len(self.seen) > before else barren
                repeated += len(self.seen) == before and bool(_ids_of(outcome))
            else:
                error, lost = outcome
                self._fail(error, lost)
                refusals = 0 if error.heavy else refusals + 1
                if refusals == REFUSALS:
                    self.site.failures.note(error, f"After {REFUSALS} such answers in a row, no more were asked for.")
                    return
            if barren == BARREN:
                message = (
                    f"{self.route} announces {self._announced(start.page)}, and {BARREN} parts in a row held nothing "
                    "new or failed: the others were not asked for. Try again later."
                )
                self.is_whole = False
                yield SourceProblem("rest-error", self.site.api.source, "", message)
                return
        if repeated and len(self.seen) < (start.page.total or 0):
            message = (
                f"{self.route} gives the same posts on several pages, so that {len(self.seen):,} of "
                f"{start.page.total:,} could be read: a cache or a redirect drops what is asked for."
            )
            self.is_whole = False
            yield SourceProblem("rest-error", self.site.api.source, "", message)

    def _fail(self, error: FailedError, lost: Lost | None = None) -> None:
        self.is_whole = False
        self.site.failures.add(error, lost)

    def _fresh(self, items: list[Any]) -> list[Any]:
        """The items that were not read yet; what has no id is never taken for another."""
        fresh = []
        for item in items:
            number = item.get("id") if isinstance(item, dict) else None
            if _is_id(number):
                if number in self.seen:
                    continue
                self.seen.add(number)
            fresh.append(item)
        return fresh

    def _others(self, start: Start) -> Iterator[_Outcome]:
        if start.page.pages is None:
            return self._one_by_one(start.page)
        numbers = range(2 if start.is_read else 1, min(self._pages_of(start.page), MOST_PAGES) + 1)
        return self._ahead([partial(self._page_or_parts, number) for number in numbers])

    def _pages_of(self, page: Page) -> int:
        """Pages to ask for: as many as are announced, or more where the first has fewer posts than were asked for.

        To a user WordPress announces posts, too, that only some users may read: short pages then say nothing.
        """
        pages, total, items = page.pages or 0, page.total or 0, len(page.items)
        is_short = 0 < items < min(self.size, total) and not self.site.user
        return max(pages, -(-total // items)) if is_short else pages

    def _announced(self, page: Page) -> str:
        if page.pages is None:
            return "more pages"
        return f"{page.pages:,} pages" if page.pages == self._pages_of(page) else f"{page.total:,} posts"

    def _one_by_one(self, page: Page) -> Iterator[_Outcome]:
        """Where something between hides how many pages there are: as long as there is something new."""
        for number in range(2, MOST_PAGES):
            if not page.items and not page.has_next:
                return
            try:
                page = self.site.api.page(self.route, self.parameters, self.size, number)
            except FailedError as error:
                if error.status != _BAD_REQUEST:
                    self.site.failures.note(error, "What comes after it was not asked for.")
                    yield error, self._items(number)
                return
            known = all(
                isinstance(item, dict) and _is_id(item.get("id")) and item["id"] in self.seen for item in page.items
            )
            if page.items and known:
                return
            yield page

    def _ahead(self, tasks: Sequence[Callable[[], Sequence[_Outcome]]]) -> Iterator[_Outcome]:
        """Outcomes in order, fetched by a few threads at most twice as many pages ahead."""
        workers = max(1, min(POLITE, self.site.network.host_concurrency, self.site.network.max_concurrency))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="postaudit-site")
        waiting: deque[Future[Sequence[_Outcome]]] = deque()
        ahead = 1 if self.site.wanted.limit is not None else 2 * workers
        upcoming = iter(tasks)
        try:
            while True:
                for task in upcoming:
                    waiting.append(pool.submit(task))
                    if len(waiting) >= ahead:
                        break
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except KeyboardInterrupt:
            self.site.api.web.close()  # or else the end would wait for answers that nobody wants
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _items(self, number: int) -> Lost:
        return Lost("items", (number - 1) * self.size + 1, number * self.size)

    def _page_or_parts(self, number: int) -> list[_Outcome]:
        """A page; where the server fails on it, its posts in smaller parts, so that one takes no others with it."""
        if self.is_over:  # posts were taken away meanwhile: those that moved are asked for at the end
            return []
        try:
            return [self.site.api.page(self.route, self.parameters, self.size, number)]
        except FailedError as error:
            if _is_past_the_end(error):
                self.is_over = True
                return []
            failed = error
        if failed.heavy:
            try:
                [ids] = self._id_page(number)
                return self._parts(_ids_of(ids))
            except FailedError:
                failed.heavy = False  # it fails on next to nothing, too
        return [(failed, self._items(number))]

    def _parts(self, ids: Sequence[int]) -> list[_Outcome]:
        """Posts by ten; where the server fails on ten, one by one; where it fails on each of them, no more."""
        outcomes: list[_Outcome] = []
        for start in range(0, len(ids), PAGE_SIZES[-1]):
            some = ids[start : start + PAGE_SIZES[-1]]
            try:
                outcomes += self._include(some)
                continue
            except FailedError as error:
                failed = error
            singles = [self._single(number) for number in some] if failed.heavy else []
            outcomes += singles
            if not any(isinstance(single, Page) for single in singles):
                rest = ids[start:] if not singles else ids[start + len(some) :]
                outcomes += [(failed, Lost("post", number, number)) for number in rest]
                return outcomes
        return outcomes

    def _single(self, number: int) -> _Outcome:
        try:
            return self._include([number])[0]
        except FailedError as error:
            return error, Lost("post", number, number)

    # -- what moved, and what was read before a break ------------------------------------------------------------------

    def _id_page(self, number: int) -> list[Page]:
        return [self.site.api.page(self.route, _ids_only(self.parameters), self.size, number)]

    def _ids(self) -> dict[int, object]:
        """The ids in the list, each with the moment of its last change.

        Raises:
            FailedError: they cannot be read.
        """
        [first] = self._id_page(1)
        self.announced = first.total
        tasks = [partial(self._id_page, number) for number in range(2, min(self._pages_of(first), MOST_PAGES) + 1)]
        return {
            item["id"]: item.get("modified_gmt")
            for page in (first, *self._ahead(tasks))
            if isinstance(page, Page)
            for item in page.items
            if isinstance(item, dict) and _is_id(item.get("id"))
        }

    def _dates(self) -> dict[int, object] | None:
        """As `_ids`; None where they cannot be had, and everything is read anew."""
        try:
            return self._ids()
        except FailedError:
            return None

    def _include(self, ids: Sequence[int]) -> list[Page]:
        include = {**self.parameters, "include": ",".join(map(str, ids))}
        return [self.site.api.page(self.route, include, self.size, 1)]

    def _missing(self, ids: Sequence[int]) -> Iterator[Block]:
        """The posts with these ids; those that cannot be had are told."""
        parts = [ids[start : start + self.size] for start in range(0, len(ids), self.size)]
        tasks = [partial(self._include_or_parts, part) for part in parts]
        yield from self._stoppable(self._ahead(tasks), self._taken)

    def _taken(self, outcomes: Iterator[_Outcome]) -> Iterator[Block]:
        for outcome in outcomes:
            if isinstance(outcome, Page):
                yield from self._blocks(outcome.items)
            else:
                self._fail(*outcome)

    def _include_or_parts(self, ids: Sequence[int]) -> Sequence[_Outcome]:
        try:
            return self._include(ids)
        except FailedError:
            return self._parts(ids)

    def _moved(self) -> Iterator[Block | SourceProblem]:
        """Posts that are in the list and were on no page when it was read."""
        for _ in range(SWEEPS):
            try:
                missing = sorted(self._ids().keys() - self.seen)
            except FailedError as error:
                if not _is_past_the_end(error):
                    message = f"could not be asked whether posts moved while it was read: {error}"
                    yield SourceProblem("rest-error", self.site.api.source, "", message)
                    return
                continue
            if not missing:
                return
            yield from self._missing(missing)


def _without_embedded(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if name != "_embed"}


def _ids_only(parameters: Mapping[str, object]) -> dict[str, object]:
    return _without_embedded(parameters) | {"_fields": "id,modified_gmt"}


def _ids_of(page: Page) -> list[int]:
    return [item["id"] for item in page.items if isinstance(item, dict) and _is_id(item.get("id"))]


def _is_unchanged(item: Any, fresh: Mapping[int, object]) -> bool:
    """Whether a post that was kept is still in the list, and says the same date of change."""
    number = item.get("id") if isinstance(item, dict) else None
    changed = item.get("modified_gmt") if isinstance(item, dict) else None
    return _is_id(number) and isinstance(changed, str) and fresh.get(number) == changed


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_past_the_end(error: FailedError) -> bool:
    answer = error.answer
    return answer is not None and error.status == _BAD_REQUEST and error_code(answer) == "rest_post_invalid_page_number"
