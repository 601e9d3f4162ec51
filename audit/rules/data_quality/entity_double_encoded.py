"""DAT029."""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Fix, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field, of_head
from audit.rules.data_quality._head import texts_of_head
from audit.rules.data_quality._references import REFERENCE, is_reference, references_in
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_ON_HTML = re.compile(r"html|entit|escap|\bxml\b|character reference", re.IGNORECASE)
_AROUND = 300  # code points of the text in which a word tells that it is about references
_OF_ADDRESS = re.compile(r"https?:|www\.|\?")


class EntityDoubleEncoded(PostRule[Post], code="DAT029", severity=Severity.WARNING, since="0.1.0"):
    """Readers see an HTML reference such as `&nbsp;` instead of the character.

    The text was encoded twice: by an import, a copy from one field into another, or a plugin that encodes what is
    encoded already. The code stands in the middle of the sentence, and in results and shared cards where it is the
    title.
    """

    remedy = "Replace the code by the character, and mend what encodes the text a second time."
    sources = ("https://html.spec.whatwg.org/multipage/named-characters.html",)
    text_patterns = (r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});",)
    gated = False
    examples = (
        Bad("<p>Salt &amp;amp; light</p>", says='The text shows "&amp;"', points_at="&amp;amp;"),
        Bad(fields={"title": {"rendered": "Crews &amp;#8217; day"}}, says='The title shows "&#8217;"'),
        Bad(
            head='<title>Tide</title><meta name="description" content="Salt &amp;nbsp; light">',
            says='The description shows "&nbsp;"',
        ),
        Good(
            "<p>Salt &amp; light, Salt &#038; light&hellip; drum&amp;bass;</p>", note="Encoded once, and no reference."
        ),
        Good("<p>Write <code>&amp;nbsp;</code> between them.</p>", note="Code."),
        Good("<p>The HTML entity &amp;nbsp; keeps words together.</p>", note="A text about references."),
        Good('<p><a href="/tide?port=3&amp;copy=2">Tide</a></p>', note="An address."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the text, one for the title of the post, one for each text of the head that differs."""
        in_head = [(name, value) for name, value in facts.once(texts_of_head) if "&" in value.text]
        in_text = self.code in facts.signals
        if not in_head and not in_text and "&" not in facts.title:
            return ()
        return _findings(facts, in_head, in_text=in_text)


def _findings(facts: Facts, in_head: Sequence[tuple[str, HeadValue]], *, in_text: bool) -> Iterator[Finding]:
    if in_text:
        yield from _in_text(facts)
    title = facts.title
    if codes := references_in(title):
        if _ON_HTML.search(title):
            return
        fix = of_field("title", title, _once_more(title, codes), _DECODE)
        yield _finding("title", codes[0], Place("title.rendered"), fix=fix)
    seen = {title}
    for name, value in in_head:
        text = value.decoded
        if text in seen:
            continue
        seen.add(text)
        if (codes := references_in(text)) and not _ON_HTML.search(text):
            text = _once_more(value.text, codes) if value.node is not None else _once_less(value.text, codes)
            yield _finding(name, codes[0], value.place, fix=of_head(value, text, _DECODE))


def _in_text(facts: Facts) -> Iterator[Finding]:
    content = facts.content
    if content is None or facts.protected:
        return
    text = content.text
    told = [match.span() for match in _ON_HTML.finditer(text)]  # once for all: a text may show thousands
    found = [
        match
        for match in found_in_text(facts, REFERENCE)
        if is_reference(match[0])
        and not _is_near(told, match.start() - _AROUND, match.end() + _AROUND)
        and not _is_in_address(text, match.start())
    ]
    if found:
        first = found[0]
        places = (Evidence("places", str(len(found))),) if len(found) > 1 else ()
        place = Place("content.rendered", start=first.start(), end=first.end())
        fix = of_field("text", f"&amp;{first[0][1:]}", first[0], _DECODE, form=Form.SOURCE) if len(found) == 1 else None
        yield _finding("text", first[0], place, places, fix)


def _is_near(told: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of these ranges, in their order, lies wholly between two offsets."""
    first = bisect_left(told, (start, 0))
    return first < len(told) and told[first][1] <= end


def _is_in_address(text: str, start: int) -> bool:
    """Whether an address is written in the same breath before an offset."""
    before = text[max(0, start - _AROUND) : start]
    words = before.split()
    return bool(words) and not before[-1].isspace() and _OF_ADDRESS.search(words[-1]) is not None


_DECODE = "write the character"


def _once_more(text: str, codes: Sequence[str]) -> str:
    """A text with what these references stand for."""
    known = frozenset(codes)
    return REFERENCE.sub(lambda match: unescape(match[0]) if match[0] in known else match[0], text)


_TWICE = re.compile(f"&amp;({REFERENCE.pattern[1:]})")


def _once_less(text: str, codes: Sequence[str]) -> str:
    """A text in which references stand, with these no longer encoded twice."""
    known = frozenset(codes)
    return _TWICE.sub(lambda match: f"&{match[1]}" if f"&{match[1]}" in known else match[0], text)


def _finding(
    where: str, code: str, place: Place, evidence: tuple[Evidence, ...] = (), fix: Fix | None = None
) -> Finding:
    return Finding(
        f'The {where} shows "{code}": it was encoded twice.', at=place, value=code, evidence=evidence, fix=fix
    )
