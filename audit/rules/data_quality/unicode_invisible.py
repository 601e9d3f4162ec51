"""DAT032."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from audit.finding import Evidence, Finding, Fix, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field
from audit.rules.data_quality._invisible import INVISIBLE, INVISIBLE_CUE, inside_words, name_of, stray
from audit.rules.data_quality._shown import is_quoted, quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from re import Match

    from audit.facts import Facts, Link
    from audit.facts.html import Markup

_FIRST_BYTES = ("%e2%80%8", "%e2%80%a", "%e2%81%a0", "%ef%bb%bf", "%c2%ad")


class UnicodeInvisible(PostRule[Post], code="DAT032", severity=Severity.WARNING, since="0.1.0"):
    """Characters that nobody sees stand in the text, the title or an address.

    Zero-width blanks, byte order marks and marks of direction come with what is pasted from chats, mails and word
    processors. Searches do not find a word that holds one, lines break in the middle, and an address with one leads to
    another page or none.

    Where the writing needs them they are right: joiners in Persian, Hindi and emoji, zero-width blanks in Thai and
    Khmer, marks of direction beside Hebrew and Arabic, soft hyphens inside of words. In the text, beside a word and not
    inside of one, they harm little: a notice.
    """

    remedy = "Delete the character: type the word or the address anew, without pasting."
    sources = ("https://unicode.org/reports/tr15/", "https://www.unicode.org/faq/unsup_char.html")
    text_patterns = (INVISIBLE_CUE,)
    gated = False
    examples = (
        Bad("<p>The ti\u200bde is late.</p>", says="one invisible character (U+200B zero width space)"),
        Bad("<p>\ufeffThe tide\u2060.</p>", says="2 invisible characters"),
        Bad(fields={"title": {"rendered": "Tide\u200b"}}, says="The title"),
        Bad(fields={"slug": "tide%e2%80%8b"}, says="The slug", points_at="tide"),
        Bad('<p><a href="https://quay.example/tide%E2%80%8B">Tide</a></p>', says="address of a link"),
        Good("<p>کم\u200cآب, क्\u200dष, 👨\u200d👩\u200d👧</p>", note="Persian, Hindi, emoji."),
        Good("<p>HTML\u200f בעברית</p>", note="Beside Hebrew."),
        Good("<p>Schiff\u00adfahrts\u00adamt</p>", note="Soft hyphens in words."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the title, one for the slug, one for the links, one for the text."""
        slug = subject.slug or ""
        links = [link for link in facts.links if "%" in (href := link.href) or not href.isascii()]
        in_text = self.code in facts.signals
        if not links and not in_text and "%" not in slug and slug.isascii() and facts.title.isascii():
            return ()
        return _findings(facts, slug, links, facts.content if in_text else None)


def _findings(facts: Facts, slug: str, links: Sequence[Link], content: Markup | None) -> Iterator[Finding]:
    if found := list(stray(facts.title, hyphens=False)):
        yield _finding("title", found, Place("title.rendered"), fix=_of_title(found, facts))
    if found := _in_address(slug):
        yield _finding("slug", found, Place("slug"), fix=of_field("slug", slug, _without(slug, found), _DELETE))
    faulty = [(link, found) for link in links if (found := _in_address(link.href))]
    if faulty:
        link, found = faulty[0]
        edit = _of_address(link.href, found, link.node.tag) if len(faulty) == 1 else None
        yield _finding("address of a link", found, Place(link.field, link.node, "href"), link.href, fix=edit)
    if content is None:
        return
    found = [match for match in stray(content.text) if not is_quoted(match.start(), facts.once(quoted_spans))]
    if found:
        inside = _first_inside(found, facts)
        first = inside or found[0]
        place = Place("content.rendered", start=first.start(), end=first.end())
        run = content.text[found[0].start() : found[-1].end()]
        cut = None
        if not INVISIBLE.sub("", run) and not _ends_garbled(found[0]):
            all_of_them = Place("content.rendered", start=found[0].start(), end=found[-1].end())
            cut = of_field("text", run, "", _DELETE, safe=True, at=all_of_them)
        yield _finding("text", found, place, severity=None if inside else Severity.NOTICE, fix=cut)


def _first_inside(found: Sequence[Match[str]], facts: Facts) -> Match[str] | None:
    """The first of some characters that stands inside of a word; where two blocks touch, so do their words."""
    touching = inside_words(found[0].string)
    if not any(match.start() in touching for match in found):
        return None
    offsets = {block.start + offset for block in facts.blocks for offset in inside_words(block.text)}
    return next((match for match in found if match.start() in offsets), None)


def _in_address(address: str) -> list[Match[str]]:
    """The invisible characters of an address, as they are or percent-encoded."""
    if "%" in address:
        lower = address.lower()
        if any(first in lower for first in _FIRST_BYTES):
            address = unquote(address)
    return [] if address.isascii() else list(stray(address, hyphens=False))


def _ends_garbled(match: Match[str]) -> bool:
    """It is the second half of a letter that is garbled (`Ã` and a soft hyphen for í): no edit may part the two."""
    return match.string[match.start() - 1 : match.start()] in _FIRST_HALVES


_FIRST_HALVES = frozenset("ÂÃÐÑâ")
_DELETE = "delete what nobody sees"


def _of_title(found: Sequence[Match[str]], facts: Facts) -> Fix | None:
    """The edit that deletes these characters alone; it needs a look where the title's HTML is not its text."""
    if any(map(_ends_garbled, found)):
        return None
    title = facts.title
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(title)]
    after = "".join(title[end:start] for end, start in zip(ends, starts, strict=True))
    return of_field("title", title, after, _DELETE, safe=title == facts.post.title_html)


def _without(text: str, found: Sequence[Match[str]]) -> str:
    """A slug or an address without these characters, be they written as they are or percent-encoded."""
    for character in {match[0] for match in found}:
        text = text.replace(character, "")
        text = re.sub(re.escape(quote(character)), "", text, flags=re.IGNORECASE)
    return text


def _of_address(href: str, found: Sequence[Match[str]], tag: str) -> Fix:
    return Fix(safe=False, summary=_DELETE, element=tag, attribute="href", before=href, after=_without(href, found))


def _finding(
    where: str,
    found: Sequence[Match[str]],
    place: Place,
    address: str = "",
    severity: Severity | None = None,
    fix: Fix | None = None,
) -> Finding:
    names = list(dict.fromkeys(name_of(match[0]) for match in found))
    count = "one invisible character" if len(found) == 1 else f"{len(found)} invisible characters"
    return Finding(
        f"The {where} has {count} ({', '.join(names)}).",
        at=place,
        value=f"{where} {' '.join(names)}",
        address=address,
        severity=severity,
        evidence=tuple(_around(found[:3])),
        fix=fix,
    )


def _around(found: Sequence[Match[str]]) -> Iterator[Evidence]:
    for match in found:
        text, start = match.string, match.start()
        around = text[max(0, start - 20) : start] + "|" + text[match.end() : match.end() + 20]
        yield Evidence(name_of(match[0]), " ".join(INVISIBLE.sub("|", around).split()))
