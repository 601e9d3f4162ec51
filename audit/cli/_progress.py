"""One line on stderr that says how far a run is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from audit._counted import counted

if TYPE_CHECKING:
    from types import TracebackType

    from rich.live import Live

    from audit.engine.state import Progress

_PATIENCE = 1.0  # seconds before there is anything to say


class ProgressLine:
    """A line that is replaced in place and gone at the end. Appears after a second, and only on a terminal."""

    def __init__(self) -> None:
        self._live: Live | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how far the run is."""
        if self._live is None:
            if progress.elapsed < _PATIENCE:
                return
            self._live = _started()
        self._live.update(told(progress), refresh=True)


def _started() -> Live:
    from rich.console import Console  # noqa: PLC0415 - 60 ms that a short run does not pay
    from rich.live import Live  # noqa: PLC0415 - only on a terminal

    live = Live(console=Console(file=sys.stderr, highlight=False), auto_refresh=False, transient=True)
    live.start()
    return live


def told(progress: Progress) -> str:
    """`posts 1,204/3,018 · 57 findings · 00:41`, then `links 312/1,840 · ...`."""
    total = f"/{progress.posts_total:,}" if progress.posts_total is not None else ""
    minutes, seconds = divmod(int(progress.elapsed), 60)
    findings = counted(progress.findings, "finding")
    if progress.links_total:
        return f"links {progress.links_done:,}/{progress.links_total:,} · {findings} · {minutes:02d}:{seconds:02d}"
    return f"posts {progress.posts_done:,}{total} · {findings} · {minutes:02d}:{seconds:02d}"
