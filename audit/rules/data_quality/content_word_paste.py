"""DAT038."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts

_TAG = (
    r"""<(?:(?P<class>[a-z][\w:-]*+[^<>]{0,500}?\bclass\s*=\s*["']?[^"'<>]{0,200}?\b(?:Mso(?-i:[A-Z])|msonormal)\w*)"""
    r"""|(?P<style>[a-z][\w:-]*+[^<>]{0,500}?\bstyle\s*=\s*(?:"[^"<>]{0,2000}?|'[^'<>]{0,2000}?)(?<![\w-])mso-[a-z-]+\s*:)"""
    r"""|(?P<paragraph>o:p\b)"""
    r"""|(?P<comment>!--\[if [^\]]{0,60}\bmso\b)"""
    r"""|(?P<font>font\b))"""
)
_IN_TAGS = re.compile(_TAG, re.IGNORECASE)
_ANYWHERE = re.compile(rf"{_TAG}|(?P<sheet>\b(?:p|li|div)\.(?-i:Mso)[A-Z]\w+\s*,?)", re.IGNORECASE)
_WORD = re.compile(r"so(?<=\b[Mm]so)")
"""A word that begins with `Mso` or `mso`, as in all but the elements; the letters alone stand in `crimson`, too."""
_NAMES = {
    "class": "classes that begin with Mso",
    "style": "styles that begin with mso-",
    "paragraph": "<o:p>",
    "comment": "conditional comments for Office",
    "sheet": "a style sheet of Word's",
    "font": "<font>",
}


class ContentWordPaste(PostRule[Post], code="DAT038", severity=Severity.NOTICE, since="0.1.0"):
    """Markup of a word processor is left in the text.

    Classes, styles and elements that only Microsoft Office knows, and `<font>`, which HTML gave up, come with pasted
    text. They make the page heavier, overrule the theme in single paragraphs, and stay behind when the design changes.
    """

    remedy = "Paste the passage again as plain text (Ctrl, Shift and V), or clear its formatting."
    sources = ("https://html.spec.whatwg.org/multipage/obsolete.html",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad('<p class="MsoNormal">The tide is late.</p>', says="classes that begin with Mso", points_at="<p class"),
        Bad("<p class='intro MsoNormal'>The tide.</p>", says="classes that begin with Mso"),
        Bad('<p style="margin:0;mso-pagination:none">The tide.</p>', says="styles that begin with mso-"),
        Bad("<p>The tide.<o:p></o:p></p>", says="<o:p>", points_at="<o:p"),
        Bad('<p><font color="red">The tide.</font></p>', says="has <font> elements", points_at="<font"),
        Bad(
            fields={"content": {"raw": '<p class="MsoNormal">The tide is late.</p>'}},
            says="classes that begin with Mso",
            note="The stored source.",
        ),
        Good('<div class="msoffice-viewer promso-card" style="--mso-gap:2px">The tide.</div>', note="Of others."),
        Good('<p>The crimson boats.</p><!-- <font color="red"> -->', note="A comment, and letters within a word."),
        Good("<p>The Mso table of the harbour, and an mso-2 chart: <code>&lt;font&gt;</code>.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first trace, with all kinds."""
        html = facts.content.source if facts.content is not None else ""
        fonts = facts.elements_of_text("font")
        if not fonts and not facts.elements("o:p") and _WORD.search(html) is None:
            return ()
        # What begins with a `<` alone is found several times as fast.
        traces = list((_ANYWHERE if ".Mso" in html else _IN_TAGS).finditer(html))
        if facts.around and traces:
            begins = facts.content.tag_span(fonts[0])[0] - facts.content.begins_at if fonts and facts.content else -1
            traces = [match for match in traces if match.lastgroup != "font" or match.start() >= begins >= 0]
        return (_finding(traces),) if traces else ()


def _finding(traces: Sequence[re.Match[str]]) -> Finding:
    kinds = Counter(match.lastgroup or "" for match in traces)
    named = ", ".join(_NAMES[kind] for kind in kinds)
    return Finding(
        "The text has <font> elements, which HTML gave up."
        if kinds.keys() == {"font"}
        else f"Markup of a word processor is left in the text: {named}.",
        at=Place("content.rendered", raw=traces[0].span()),
        value=named,
        evidence=tuple(Evidence(_NAMES[kind], f"{count} times") for kind, count in kinds.items() if count > 1),
    )
