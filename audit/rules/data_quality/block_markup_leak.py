"""DAT028."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import holds_any
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_SHOWN = re.compile(r"<!--\s*/?wp:[a-z][\w/-]*[^\n]*?-->")
_MARKS = ("!-- wp:", "!-- /wp:")
_COMMENT = re.compile(r"<!-- /?wp:([a-z][\w/-]*)")


class BlockMarkupLeak(PostRule[Post], code="DAT028", severity=Severity.WARNING, since="0.1.0"):
    """Block delimiters are left in the page.

    WordPress takes `<!-- wp:paragraph -->` out of what it hands to readers. Where one is left, the passage was not
    taken for blocks: pasted into the classic editor or a page builder, cut by an import, or stored a second time inside
    of another block. Escaped, readers see the code. As a comment, they miss what WordPress would have put in its place;
    where the blocks hold their own HTML, it is a notice.
    """

    remedy = "Open the post in the code editor and remove the delimiters, or paste the passage again as blocks."
    sources = ("https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/",)
    needs = frozenset({"content"})
    reads_content = True
    text_patterns = (r"<!--\s*/?wp:[a-z]",)
    gated = False
    examples = (
        Bad(
            "<p>&lt;!-- wp:paragraph --&gt;</p><p>Tide.</p>", says="Readers see a block delimiter", points_at="&lt;!--"
        ),
        Bad(
            '<p>Tide.</p><!-- wp:columns {"verticalAlignment":"top"} --><div>Tide.</div><!-- /wp:columns -->',
            says="2 block delimiters (wp:columns) are left as comments",
            points_at="<!-- wp:columns",
        ),
        Good("<p>Write <code>&lt;!-- wp:more --&gt;</code>.</p>", note="Code."),
        Good("<p>Tide.</p><!--more--><!--nextpage--><p>Tide.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post: what readers see comes first. In the stored source, delimiters are where they belong."""
        html = facts.rendered
        content = facts.content
        if not html or content is None:
            return ()
        if self.code in facts.signals and (shown := next(found_in_text(facts, _SHOWN), None)) is not None:
            return (_shown(shown),)
        if not holds_any(html, _MARKS):
            return ()
        left = [
            (match[1], start, end)
            for _, start, end in content.comments
            if (match := _COMMENT.match(content.source, start)) is not None
        ]
        return (_left(left, content.source),) if left else ()


def _shown(match: re.Match[str]) -> Finding:
    return Finding(
        f'Readers see a block delimiter: "{match[0]}".',
        at=Place("content.rendered", start=match.start(), end=match.end()),
        value=match[0],
    )


def _left(comments: Sequence[tuple[str, int, int]], source: str) -> Finding:
    filled = any(source[start:end].endswith("/-->") for _, start, end in comments)
    names = ", ".join(dict.fromkeys(f"wp:{name}" for name, _, _ in comments))
    noun, verb = ("block delimiter", "is left as a comment")
    if len(comments) > 1:
        noun, verb = ("block delimiters", "are left as comments")
    return Finding(
        f"{len(comments) if len(comments) > 1 else 'One'} {noun} ({names}) {verb}.",
        at=Place("content.rendered", raw=comments[0][1:]),
        severity=None if filled else Severity.NOTICE,
        value=names,
        evidence=(Evidence("names", names),),
    )
