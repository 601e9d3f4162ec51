"""DAT034."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import replaced
from audit.rules.data_quality._empty import BLANKS, counted, holds_nothing, is_marked, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_OF_EDITORS = re.compile(
    r"(?:has-|wp-|is-|align|text-|p\d|s\d|mso|xmso|western|default|paragraph|standard|body)\S*", re.IGNORECASE
)
"""Classes that editors and word processors give a paragraph."""


class EmptyParagraph(PostRule[Post], code="DAT034", severity=Severity.NOTICE, since="0.1.0"):
    """Empty paragraphs make room.

    Somebody pressed Enter twice, or pasted from a word processor. Screen readers announce them, and the gap is another
    one in every theme.
    """

    remedy = "Delete them; spacing is the theme's task (or a Spacer block's)."
    sources = ("https://html.spec.whatwg.org/multipage/grouping-content.html#the-p-element",)
    needs = frozenset({"tag:p"})
    reads_content = True
    examples = (
        Bad("<p>Tide.</p><p>&nbsp;</p><p></p>", says="2 empty paragraphs", points_at="<p>&nbsp;</p>"),
        Good('<p>Tide.</p><p><img src="/tide.jpg" alt="Tide" width="60" height="40"></p>'),
        Good("<p>Tide.</p><p><!--more--></p><p>More.</p>"),
        Good('<p>Tide.</p><p><ins class="adsbygoogle" data-ad-slot="2"></ins></p>', note="A place for an ad."),
        Good('<p>Tide.</p><p class="countdown"></p>', note="A script writes into it."),
        Good('<p>Tide.</p><p role="status" aria-live="polite"></p>', note="A form tells there whether it was sent."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, with the number, at the first one."""
        blank = [node for node in facts.elements_of_text("p") if not node.text.strip(BLANKS)]
        if not blank:
            return ()
        empty = written([node for node in blank if holds_nothing(node) and not is_marked(node) and not _is_hook(node)])
        if not empty:
            return ()
        message = f"{counted(len(empty), 'empty paragraph')}."
        fix = replaced(empty, facts, "", "delete what is empty", safe=False)
        return (Finding(message, at=Place("content.rendered", empty[0], whole=True), fix=fix),)


def _is_hook(node: Element) -> bool:
    """Wholly empty and of a class that no editor gives: a place that a plugin's script or style sheet fills."""
    classes = (node.attr("class") or "").split()
    return bool(classes) and not node.text and not all(_OF_EDITORS.fullmatch(name) for name in classes)
