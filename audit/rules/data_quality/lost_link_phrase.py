"""DAT044."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.patterns import ANY_BLANK, across_lines
from audit.facts.text import fold, may_hold, sentences
from audit.finding import Confidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Block, Facts

_INFORMATION = across_lines(
    r"for (?:(?:more|further|additional|full|all) )?(?:information|info|details)\b[^.!?]{0,60}?,?\s*(?:please\s+)?"
    r"(?:visit|see|go to|consult|refer to|check)"
)
_READ = across_lines(r"(?:read|learn|find out|see) more (?:about [^.!?]{1,40} )?(?:at|on)")
_VISIT = across_lines(r"please (?:visit|see|go to|consult)")
_AVAILABLE = across_lines(r"(?:is|are) (?:now )?available (?:online )?(?:at|on|from|through|via)")
_CUE = re.compile(rf"\b(?:(?P<strong>{_INFORMATION}|{_READ})|(?P<weak>{_VISIT}|{_AVAILABLE}))\s+", re.IGNORECASE)
_WORDS = ("info", "details", "more", "please", "available")
"""One of them stands in each cue."""
_ARTICLE = r"(?:the |our |its |their )?(?:official )?(?:(?:web\s?site|web ?page|home ?page|portal) of (?:the )?)?"
_NAME = re.compile(
    rf"{_ARTICLE}"
    r"(?P<name>[A-Z0-9][\w&.'’-]*(?:\s+(?:of|for|and|the|on|in|de|du|des|[A-Z0-9&][\w&'’-]*)){0,7}"
    r"(?:\s+(?:web\s?site|site|web ?page|page|portal|register|database|blog))?)"
)
_WEB = r"web\s?site|web ?page|page|portal|online|register|database|blog|homepage"
_WEB_WORD = re.compile(rf"\b(?:{_WEB})\b(?!\s+(?:\d|office\b|house\b))", re.IGNORECASE)
"""A thing of the web: "page 12" is of paper, and a Register Office has a door."""
_PLACE_WORD = re.compile(
    r"\b(?<!press )(?<!news )(?<!media )"
    r"(?:office|branch|store|shop|library|desk|booth|stand|room|hall|museum|street|road|avenue|square|reception|counter|"
    r"church|theatre|theater|hotel|park|garden|"
    r"station|hospital|clinic|school|campus|embassy|consulate|floor|building|section|chapter|figure|"
    r"table|appendix|annex|article|note|page \d|"
    r"day|fair|festival|event|conference|workshop|exhibition|dr|mr|mrs|ms|prof|professor)\b(?!['\u2019]s\b)"
    r"|\bat (?:the )?\d",
    re.IGNORECASE,
)
"""Where one goes, whom one meets, and what one opens a book at. A press room is on the web, and an office's something,
may be, too."""
_ADDRESS = re.compile(
    r"https?:|www\.|@|\b[\w-]+\.(?:com|org|net|info|gov|edu|int|eu|io|co|[a-z]{2})\b(?!\w)", re.IGNORECASE
)


class LostLinkPhrase(PostRule[Post], code="DAT044", severity=Severity.NOTICE, since="0.1.0"):
    """A sentence sends the reader to a page, and no link is there.

    "For more information, please visit the Media Centre." had a link once. Imports and clean-up tools that drop links
    leave such sentences behind; the reader cannot follow, and the source is no longer named by address.
    """

    remedy = "Put the link back, or rewrite the sentence."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"content"})
    reads_content = True
    text_patterns = (
        rf"(?:{_INFORMATION}|{_READ}){ANY_BLANK}+(?-i:{across_lines(_ARTICLE)}[A-Z0-9])",
        rf"(?:{_VISIT}|{_AVAILABLE})\s[^.!?]{{0,120}}(?:{_WEB})",
    )
    examples = (
        Bad(
            "<p>For more information, please visit the Harbour Board’s Media Centre.</p>",
            says="Harbour Board’s Media Centre",
            points_at="For more information",
        ),
        Bad("<p>For more information, please visit the Coast Office\u2019s Press Room.</p>", says="Press Room"),
        Bad("<p>For more information, please\nvisit the Harbour Board’s\nMedia Centre.</p>", says="Board’s Media"),
        Bad("<p>Tickets are available at the website of the Harbour Board.</p>", says="no link to Harbour Board"),
        Good('<p>For more information, please visit the <a href="https://harbour.example/">Harbour Board</a>.</p>'),
        Good("<p>For more information, please visit www.harbour.example.</p>", note="The address is there as text."),
        Good("<p>For more information, please visit our office at Quay Street.</p>", note="A place to walk to."),
        Good(
            "<p>For more information, please visit the Media Centre.</p>"
            '<p><a href="https://harbour.example/">To the Media Centre</a></p>',
            note="The link is close by.",
        ),
        Good(
            "<p>Find out more at the Open Day. For more information, please ask for Hall 4.</p>",
            note="People go there.",
        ),
        Good("<p>Please see Figure 3.</p>"),
        Good("<p>Forms are available at the Register Office.</p>"),
        Good("<p>Please see Page 12.</p>"),
    )

    def applies(self, facts: Facts) -> bool:
        """The phrases are English; a text whose language is unknown is read too."""
        return facts.language in {"", "en"}

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Needs a call to visit, a proper name, and a sentence without link, address or e-mail."""
        for block in facts.blocks:
            if may_hold(block.text, _WORDS) and _CUE.search(block.text) and block.node.tag not in {"pre", "code"}:
                yield from _lost_in(block, facts)


def _lost_in(block: Block, facts: Facts) -> Iterator[Finding]:
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        cue = _CUE.search(sentence)
        if cue is None or _ADDRESS.search(sentence) or _has_link(block, start, end):
            continue
        rest = sentence[cue.end() :]
        name = _NAME.match(rest)
        web = _WEB_WORD.search(rest) is not None
        if name is None or (cue["weak"] and not web) or (_PLACE_WORD.search(rest) and not web):
            continue
        if rest[name.end() :].strip(' \u00a0.!»"”)') and not web:
            continue  # the name goes on: this is more than a pointer
        if not sentence.rstrip().endswith((".", "!")) or _is_linked(name["name"], facts):
            continue
        begin = block.start + start + len(sentence) - len(sentence.lstrip())
        yield Finding(
            f'"{sentence.strip()}" has no link to {name["name"].strip(" .")}.',
            at=Place("content.rendered", start=begin, end=block.start + start + len(sentence.rstrip())),
            value=" ".join(sentence.split()),
            confidence=Confidence.LIKELY,
        )


def _is_linked(name: str, facts: Facts) -> bool:
    """Whether a link elsewhere in the text says the name: the reader finds it there."""
    return fold(name).casefold() in facts.once(_anchor_texts)


def _anchor_texts(facts: Facts) -> str:
    return "\n".join([fold(link.text).casefold() for link in facts.links])


def _has_link(block: Block, start: int, end: int) -> bool:
    begins = zip(block.links, block.link_starts, strict=True)
    return any(start <= at - block.start < end and link.text.strip() for link, at in begins)
