"""DAT039."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from audit.facts.patterns import across_lines, finder_of
from audit.facts.text import may_hold
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._fillers import LOREM, LOREM_WORDS, PHRASES, PROMPTS
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_PLACEHOLDER = finder_of(across_lines("|".join((*LOREM, *PHRASES))))
_LOREM = finder_of(across_lines("|".join(LOREM)))
_PROMPT = finder_of(across_lines("|".join(PROMPTS)))  # no `\b`: where blocks touch, so do their words
_AROUND = 300  # code points in which a word tells that the text is about filler
_TODO = re.compile(r"(?<![A-Z_])(?:TODO|FIXME|TBD):\s")  # may touch the heading before it
_ROMANCE = frozenset({"es", "pt", "gl", "ca", "an", "ast"})
"""Languages in which TODO is a word."""
_ROMANCE_WORD = re.compile(r"\b(?:el|los|las|del|una|por|para|con|que|os|uma|com|não|és|amb)\b", re.IGNORECASE)
_ROMANCE_LEAST = 4
_BLOCK_END = re.compile(r"[\s.…!:]*(?:\n|$)")
_FILLER_WORDS = 2  # a heading that says "Lorem ipsum" and no more is filler itself
_HARD_BLANKS = "\u00a0\u202f"  # between French quotation marks and what they hold
_QUOTES = "\"'“”„‟‘’«»‹›「」『』`"
_ON_FILLER = re.compile(r"filler|dummy text|placeholder|blind ?text|texte? (?:de )?remplissage|cicero", re.IGNORECASE)

_FILLER_CUES = ("filler", "dummy text", "placeholder", "blind", "remplissage", "cicero")


class ContentPlaceholder(PostRule[Post], code="DAT039", severity=Severity.WARNING, since="0.1.0"):
    """Filler text is published.

    "Lorem ipsum dolor", "Your text here" or "TODO:" was to be replaced before anybody saw it. Readers take the site for
    unfinished, and search engines for one without content.

    An article about filler text, code, and the Spanish word TODO are not meant; nor is "your text here" inside of a
    sentence, where somebody tells how a form is filled in.
    """

    remedy = "Write the text that belongs there, or delete the passage; WordPress's sample post can go as a whole."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/sd-policies",)
    needs = frozenset({"content"})
    reads_content = True
    gated = False
    text_patterns = (r"(?:todo|fixme|tbd):\s", *map(across_lines, (*LOREM, *PHRASES, *PROMPTS)))
    examples = (
        Bad("<p>Lorem ipsum dolor sit amet, consectetur.</p>", says='"Lorem ipsum dolor"', points_at="Lorem"),
        Bad("<p>Your text here</p>", says='"Your text here"'),
        Bad("<p>Lorem ipsum\ndolor sit amet, consectetur.</p>", says='"Lorem ipsum dolor"', points_at="Lorem"),
        Bad("<div><h2>Add Your Heading Text Here</h2><p>The ferry sails at six.</p></div>", says='"Add Your Heading'),
        Bad("<p>Pellentesque habitant morbi tristique senectus et netus.</p>", says='"Pellentesque habitant morbi'),
        Bad("<p>Morlem ipsum dolor sit amet nec, consectetuer.</p>", says='"ipsum dolor sit amet"'),
        Good(
            "<p>Cicero wrote, some leaves further on: sed ut perspiciatis, unde omnis iste natus error sit.</p>",
            note="Spoken of.",
        ),
        Bad("<p>TODO: ask the harbour office.</p>", says='"TODO:"', points_at="TODO"),
        Bad("<h3>Prices</h3><p>TODO: ask the harbour office.</p>", says='"TODO:"'),
        Good("<p>TODO INCLUIDO: chaleco y remo. Printers have used <em>lorem ipsum</em>.</p>"),
        Bad("<p>Witamy w WordPressie. To jest twój pierwszy wpis.</p>", says='"Witamy w WordPressie.'),
        Bad("<p>Velkommen til WordPress. Dette er dit første indlæg.</p>", says='"Velkommen til WordPress.'),
        Bad("<div>Click edit button to change this text.</div>", says='"Click edit button to change this text"'),
        Good("<p>Open the notice and click the edit button to change this text to the new hours.</p>"),
        Good("<p>Click on the box and type your text here, then press Enter.</p>", note="A tutorial."),
        Good("<p>TODO: chaleco, remo y agua para los pasajeros que viajan con el barco.</p>", note="Spanish."),
        Good("<p>The words “Lorem ipsum dolor” come from Cicero.</p>", note="Quoted."),
        Good("<p>「ここに文章が入ります」と表示されます。</p>", note="Quoted in Japanese."),
        Good("<p>A placeholder of WordPress is: Welcome to WordPress. This is your first post.</p>", note="Spoken of."),
        Bad(
            fields={"excerpt": {"rendered": "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>"}},
            says="The excerpt holds filler",
        ),
        Good("<p>Vessels enter heading north.</p>"),
        Good("<pre># TODO: read the gauge</pre>", note="Code."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first place: in the text, else in an excerpt that somebody wrote."""
        found = self._in_text(facts) if self.code in facts.signals else None
        found = found or (_in_excerpt(facts) if facts.excerpt else None)
        return () if found is None else (found,)

    def _in_text(self, facts: Facts) -> Finding | None:
        for pattern, is_meant in ((_PLACEHOLDER, _is_no_subject), (_PROMPT, _is_whole_line), (_TODO, _is_note)):
            for match in found_in_text(facts, pattern):
                if is_meant(match, facts):
                    words = " ".join(match[0].split())
                    return Finding(
                        f'The text holds filler: "{words}".',
                        at=Place("content.rendered", start=match.start(), end=match.end()),
                        value=words.casefold(),
                    )
        return None


def _in_excerpt(facts: Facts) -> Finding | None:
    match = _LOREM.search(facts.excerpt)
    if match is None or not _is_no_subject(match, facts):
        return None
    words = " ".join(match[0].split())
    return Finding(f'The excerpt holds filler: "{words}".', at=Place("excerpt.rendered"), value=words.casefold())


def _is_no_subject(match: re.Match[str], facts: Facts) -> bool:
    """The words are not quoted, and the text is not about filler."""
    if _is_quoted(match):
        return False
    around = match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    if may_hold(around, _FILLER_CUES) and _ON_FILLER.search(around):
        return False
    return not (_is_lorem(match) and facts.once(_has_filler_in_a_heading))


def _has_filler_in_a_heading(facts: Facts) -> bool:
    """The title or a heading names filler, and is none itself. For `Facts.once`: a text may hold a lot of it."""
    headings = [facts.title.casefold(), *(heading.node.text.casefold() for heading in facts.headings)]
    return any(
        "lorem" in heading and "dolor" not in heading and len(heading.split()) > _FILLER_WORDS for heading in headings
    )


def _is_whole_line(match: re.Match[str], facts: Facts) -> bool:
    """Nothing else stands in the block that holds the words."""
    start, end = match.span()
    blocks = facts.blocks  # in their order, one behind the other
    block = blocks[max(0, bisect_right(blocks, start, key=attrgetter("start")) - 1)] if blocks else None
    return (
        block is not None
        and block.start <= start < block.end
        and not _is_quoted(match)
        and not block.text[: start - block.start].strip()
        and _BLOCK_END.fullmatch(block.text, end - block.start) is not None
    )


def _is_note(match: re.Match[str], facts: Facts) -> bool:
    """A note to oneself, and not the Spanish or Portuguese word for all."""
    if _is_quoted(match):
        return False
    if match[0][:4] != "TODO":
        return True
    around = match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    return facts.language not in _ROMANCE and len(_ROMANCE_WORD.findall(around)) < _ROMANCE_LEAST


def _is_quoted(match: re.Match[str]) -> bool:
    text = match.string
    before, after = (
        text[max(0, match.start() - 2) : match.start()].rstrip(_HARD_BLANKS)[-1:],
        text[match.end() : match.end() + 1],
    )
    if before and before in _QUOTES:
        return True
    return not _is_lorem(match) and bool(after) and after in _QUOTES


def _is_lorem(match: re.Match[str]) -> bool:
    return match[0].split(maxsplit=1)[0].lower() in LOREM_WORDS
