"""Which posts of a source are audited."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from audit.post import Post

_ANY_STATUS = "any"
"""As in WordPress's own queries: whatever the status."""


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts are audited. What is empty or None lets every post through.

    Attributes:
        include, exclude: globs over the address of a post or its source.
        type, status: what the record must say; a record without `status` counts as `publish`, and the status `any`
            lets every one through.
        since: the day of the last change (else of publication) at the earliest; posts without a date are audited.
        limit: at most so many posts; `takes`, which knows one post only, leaves that to the engine.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: date | None = None
    limit: int | None = None

    @property
    def any_status(self) -> bool:
        """Whether posts of every status are asked for by name: of a site, those that only some users see, too."""
        return _ANY_STATUS in self.status

    def takes(self, post: Post) -> bool:
        """Whether a post is audited."""
        return self.refuses(post) is None

    def refuses(self, post: Post) -> str | None:
        """The filter that leaves a post out, by its name in the settings; None if the post is audited."""
        if self.type and (post.type or "post") not in self.type:
            return "type"
        if self.status and not self.any_status and (post.status or "publish") not in self.status:
            return "status"
        if self.since is not None and not self._is_recent(post):
            return "since"
        names = [name for name in (post.link, post.origin.source) if name]
        if self.include and not _matches(names, self.include):
            return "include"
        return "exclude" if _matches(names, self.exclude) else None

    def _is_recent(self, post: Post) -> bool:
        written = post.modified_gmt or post.modified or post.date_gmt or post.date
        return written is None or self.since is None or written[:10] >= self.since.isoformat()


def _matches(names: Iterable[str], globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name, glob) for name in names for glob in globs)
