"""Posts that need no text: formats and types whose content is something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.facts import Facts

SHORT_FORMATS = frozenset({"aside", "status", "quote", "link", "image", "gallery", "video", "audio", "chat"})
"""Post formats that are short by nature.

Source: https://developer.wordpress.org/advanced-administration/wordpress/post-formats/
"""


def is_article(facts: Facts) -> bool:
    """A published post of standard format: what rules about an article's text are for."""
    post = facts.post
    return facts.published and post.type in {None, "post"} and post.format not in SHORT_FORMATS
