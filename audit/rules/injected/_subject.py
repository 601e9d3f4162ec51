"""What a post is about, as far as it excuses quoting the words of attackers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.rules.injected._signatures import words

if TYPE_CHECKING:
    from audit.facts import Facts

_SEVERAL = 2
_HIGHLIGHTED = re.compile(
    r"""\bclass\s*=\s*["']?[^"'<>]{0,200}\b(?:crayon|syntaxhighlighter|enlighter\w*|hljs|codecolorer|codehilite|prettyprint"""
    r"""|wp_syntax)\b""",
    re.IGNORECASE,
)
"""What plugins write around code that they colour: some of them without any code element."""
_MOST = 20_000


def is_about_security(facts: Facts) -> bool:
    """The post speaks of attacks: in its title or the names of its categories, or in several words of the text."""
    if words("security").search(f"{facts.title} {' '.join(facts.class_names)} {facts.post.slug or ''}"):
        return True
    found: set[str] = set()
    for match in words("security").finditer(facts.text[:_MOST]):
        found.add(match[0].lower())
        if len(found) >= _SEVERAL:
            return True
    return False


def is_about_coding(facts: Facts) -> bool:
    """The post teaches or shows code: it has code elements, or its title or categories say so."""
    source = facts.content.source if facts.content is not None else ""
    if facts.elements("pre") or facts.elements("code") or _HIGHLIGHTED.search(source):
        return True
    return words("coding").search(f"{facts.title} {' '.join(facts.class_names)}") is not None
