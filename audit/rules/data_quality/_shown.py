"""The running text of a content: what readers see, without what is quoted as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from audit.facts import Facts

_QUOTING = (
    "pre",
    "code",
    "kbd",
    "samp",
    "tt",
    "xmp",
    "textarea",
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "noembed",
    "noframes",
)


def quoted_spans(facts: Facts) -> list[tuple[int, int]]:
    """Ranges of the content's text that are code or that no reader sees. For `Facts.once`."""
    content = facts.content
    if content is None:
        return []
    spans = []
    for tag in _QUOTING:
        for node in content.elements(tag, in_templates=True):
            start = content.text_offset(node)
            spans.append((start, start + len(node.text)))
    return spans


def found_in_text(facts: Facts, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where a pattern occurs in the running text; the ranges are those that `Place` takes for the content."""
    content = facts.content
    if content is None:
        return
    spans = facts.once(quoted_spans)
    for match in pattern.finditer(content.text):
        start = match.start()
        if not any(begin <= start < end for begin, end in spans):
            yield match
