"""The running text of a content: what readers see, without what is quoted as code."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

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
    """Ranges of the content's text that are code or that no reader sees, in order and apart. For `Facts.once`.

    Dear where there are some, so ask only about what was found.
    """
    content = facts.content
    if content is None:
        return []
    ranges = []
    for tag in _QUOTING:
        for node in content.elements(tag, in_templates=True):
            start = content.text_offset(node)
            ranges.append((start, start + len(node.text)))
    spans: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if spans and start < spans[-1][1]:  # `<pre><code>`
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def is_quoted(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place of the text lies in one of its `quoted_spans`."""
    before = bisect_right(spans, offset, key=itemgetter(0))
    return before > 0 and offset < spans[before - 1][1]


def found_in_text(facts: Facts, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where a pattern occurs in the running text; the ranges are those that `Place` takes for the content."""
    content = facts.content
    return _unquoted(pattern.finditer(content.text), facts) if content is not None else iter(())


def _unquoted(found: Iterator[re.Match[str]], facts: Facts) -> Iterator[re.Match[str]]:
    for match in found:
        spans = facts.once(quoted_spans)
        if not spans:
            yield match
            yield from found
        elif not is_quoted(match.start(), spans):
            yield match
