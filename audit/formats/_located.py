"""Where findings are for tools that know only files and lines: SARIF, GitHub, GitLab, JUnit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audit.formats._text import fix_text, is_web, one_line, place_of

if TYPE_CHECKING:
    from audit.report import Report, ReportedFinding

_LINE = re.compile(r":([1-9][0-9]{0,9})\Z")
_INDEX = re.compile(r"#[^#/]*\Z")


class FilePlace(NamedTuple):
    """A file, or the address of a post that came from no file, and the 1-based line of its record."""

    path: str
    line: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file that a reviewer may open."""
        return not is_web(self.path)


def file_place(source: str) -> FilePlace:
    """The place that a post's `source` names: `posts.ndjson:3` is line 3, anything else line 1."""
    shown = one_line(source) or "unknown"
    if is_web(shown):
        return FilePlace(shown, 1)
    line = _LINE.search(shown)
    if line is not None and line.start():
        return FilePlace(shown[: line.start()], int(line[1]))
    return FilePlace(_INDEX.sub("", shown) or shown, 1)


class Places:
    """The places of a report's findings; a fault of the site has that of its first related post."""

    def __init__(self, report: Report) -> None:
        self._sources = {post.ref: post.source for post in report.posts}
        self._otherwise = report.run.sources[0] if report.run.sources else "unknown"

    def of(self, finding: ReportedFinding) -> FilePlace:
        """Where one finding is."""
        ref = finding.post or next((other.post for other in finding.related), "")
        return file_place(self._sources.get(ref, self._otherwise))


def told(finding: ReportedFinding) -> str:
    """The finding in one line: what is wrong, in which post and field, what to do, and the edit if it is known."""
    about = one_line(finding.post or finding.site)
    place = place_of(finding.where)
    named = f"{about}, {place}" if place else about
    fix = f" ({fix_text(finding.fix)})" if finding.fix is not None else ""
    return f"{one_line(finding.message)} ({named}) {one_line(finding.remedy)}".rstrip() + fix
