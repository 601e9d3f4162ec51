"""`--changed-since`: an earlier report or dump, against which only new links and those of changed posts are asked."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from audit.engine.version import version_of
from audit.errors import ReportError, SettingsError
from audit.facts import read
from audit.facts.url import without_credentials
from audit.formats.json_format import read_json
from audit.post import Origin, Post
from audit.sources import Block, SourceProblem, open_source, read_block

if TYPE_CHECKING:
    from audit.engine.plan import Plan
    from audit.engine.version import Version

_HEAD = 4096
_DIGEST = 8  # bytes


@dataclass(slots=True)
class Earlier:
    """What an earlier report or dump held.

    Attributes:
        version: by what posts are compared.
        since: UTC, `YYYY-MM-DDTHH:MM:SS`: a post changed later is a changed one; "" for a dump.
        posts: ref -> version; of a report, the refs alone.
        urls: digests of the addresses that it knew.
    """

    version: Version
    since: str = ""
    posts: dict[str, str] = field(default_factory=dict)
    urls: set[bytes] = field(default_factory=set)

    def has_changed(self, ref: str, version: str) -> bool:
        """Whether a post is new or another than it was.

        Args:
            ref: of the post.
            version: what `version_of` says of it now.
        """
        if ref not in self.posts:
            return True
        if self.version == "digest":
            return self.posts[ref] != version
        return not version or version > self.since

    def knows(self, url: str) -> bool:
        """Whether an address was there already."""
        return _digest(url) in self.urls


def read_earlier(path: str, plan: Plan) -> Earlier:
    """Read an earlier report (JSON), or an earlier dump of posts.

    Raises:
        SettingsError: it cannot be read, or is neither.
    """
    try:
        with Path(path).open("rb") as file:
            is_report = b'"schema_version"' in file.read(_HEAD)
    except OSError as error:
        raise SettingsError(f"--changed-since: {path}: cannot be read: {error.strerror or error}.") from None
    try:
        return _of_report(path) if is_report else _of_dump(path, plan)
    except ReportError as error:
        raise SettingsError(f"--changed-since: {error}") from None


def _of_report(path: str) -> Earlier:
    report = read_json(path)
    since = datetime.fromisoformat(report.run.started_at).strftime("%Y-%m-%dT%H:%M:%S")
    earlier = Earlier("modified", since)
    earlier.posts = dict.fromkeys((post.ref for post in report.posts), "")
    earlier.urls = {_digest(link.url) for link in report.links}
    return earlier


def _of_dump(path: str, plan: Plan) -> Earlier:
    earlier = Earlier("digest")
    with tempfile.TemporaryDirectory(prefix="postaudit-") as spool:
        for block in open_source(path, spool=Path(spool)):
            records = read_block(block) if isinstance(block, Block) else []
            for record in records:
                if isinstance(record, SourceProblem):
                    continue
                post = Post.read(record.data, Origin(record.source, record.index, record.line))
                facts = read(post, plan.site, plan.as_of)
                earlier.posts[facts.ref] = version_of(post, "digest")
                earlier.urls.update(_digest(without_credentials(url)) for url in facts.addresses)
    if not earlier.posts:
        raise SettingsError(f"--changed-since: {path}: neither a report of postaudit nor posts.")
    return earlier


def _digest(url: str) -> bytes:
    return blake2b(url.encode("utf-8", "replace"), digest_size=_DIGEST).digest()
