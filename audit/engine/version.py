"""What of a post shows that it has changed since an earlier run."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from audit.post import Post

Version = Literal["digest", "modified"]
"""By what a post is known to be unchanged: a digest of its texts (against a dump), or its last change (a report)."""
_TEXTS = ("content", "excerpt", "title", "yoast_head", "link")
_DIGEST = 8  # bytes


def version_of(post: Post, version: Version) -> str:
    """What of a post shows that it has changed: see `Version`."""
    if version == "modified":
        return (post.modified_gmt or post.modified or "")[:19]
    texts = [str(post.record.get(name)) for name in _TEXTS]
    return blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=_DIGEST).hexdigest()
