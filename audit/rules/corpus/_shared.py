"""What rules over several posts have in common: addresses, and texts in a form that is small enough to be kept."""

from __future__ import annotations

import re
from hashlib import blake2b
from struct import pack
from typing import TYPE_CHECKING
from zlib import crc32

from audit.facts.text import count_words, holds_any, is_spaced
from audit.facts.url import language_folder
from audit.finding import CorpusFinding, Evidence, others
from audit.rules.canonical._addresses import addresses_of
from audit.rules.metadata._hreflang import own_entries, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.finding import Witness


def canonical_of(facts: Facts) -> Url | None:
    """The web address that the head names as the page's own; None without one."""
    return facts.once(addresses_of).canonical


def language_of(facts: Facts) -> str:
    """What tells apart the posts of one language: its own, else what a folder or `lang` in the address says, or ""."""
    return facts.once(_language_of)


def _language_of(facts: Facts) -> str:
    if facts.language or facts.url is None:
        return _regional(facts) if facts.head is not None and facts.head.hreflangs else facts.language
    named = _LANGUAGE_PARAMETER.search(facts.url.query) if facts.url.query else None
    return named[1] if named is not None else language_folder(facts.url, facts.home).partition("-")[0]


def _regional(facts: Facts) -> str:
    """The language; with its region where the head lists it for several, which may then share titles and texts.

    Source: https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    own = facts.once(own_entries)
    code = read_code(own[0].code) if own else None
    if code is None or not code.region or code.language != facts.language or facts.head is None:
        return facts.language
    listed = map(read_code, {entry.code for entry in facts.head.hreflangs})
    regions = {one.region for one in listed if one is not None and one.language == code.language}
    return f"{code.language}-{code.region}" if len(regions) > 1 else facts.language


_LANGUAGE_PARAMETER = re.compile(r"(?:^|[?&])lang=([a-z]{2,3})(?![a-z])")
"""How WPML and Polylang name the language where neither folders nor domains do."""


def are_several(witnesses: Iterable[Witness], address: int) -> bool:
    """Whether witnesses come from several pages. One address is one page, however often it is in the input.

    Args:
        witnesses: those of one key.
        address: which of their values is the page's address; without one, each post is a page.
    """
    return len({witness.values[address] or witness.order for witness in witnesses}) > 1


def others_have(count: int) -> str:
    """The beginning of a message: `Another post has`, `3 other posts have`."""
    return "Another post has" if count == 1 else f"{count} other posts have"


def same_text(key: str, witnesses: Sequence[Witness], what: str) -> Iterator[CorpusFinding]:
    """One finding for each post whose title or description others have, too.

    Args:
        key: ends in the folded text, behind a tab.
        witnesses: each with the page's address.
        what: `title` or `description`.
    """
    if not are_several(witnesses, 0):
        return
    text = key.rpartition("\t")[2]
    for witness in witnesses:
        related, count = others(witness, witnesses, f"has the same {what}")
        yield CorpusFinding(
            f'{others_have(count)} the same {what}: "{text}".',
            value=text,
            evidence=(Evidence(what, text),),
            witness=witness,
            related=related,
            related_count=count,
        )


_ENOUGH_WORDS = 50
_AMPLE = 600  # bytes that hold so many words of Chinese, Japanese or Korean
_FINGERPRINTS = 24
LOOKED_AT = 8192  # bytes of a text of which a sketch is made; of the rest only the length counts
_BYTES = 10
_BLANKS = b" \t\r\n\f\v"
_SEPARATORS = tuple(
    # What cuts a text into pieces of some five words: the end of frequent words, by script; commas and blanks at last.
    separator.encode()
    for separator in ("e ", "n ", "a ", "а ", "и ", "ι ", "ς ", "ة ", "ה ", "の", "的", "า", "이 ", "। ", ",", " ")
)
_PIECE = 150  # bytes: a separator that cuts into longer pieces is one of another script
_SAMPLE = 2048  # bytes of a text that decide by what it is cut
_HARD_BLANK = "\u00a0"
_SHORTCODE = re.compile(rb"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?\]")


def text_digest(facts: Facts) -> str:
    """What equal texts have in common, however their blanks are written; "" for a text of less than 50 words."""
    return facts.once(_text_digest)


def _text_digest(facts: Facts) -> str:
    """Of the body or the main part of a page all counts: without its forms and boxes its template may be left."""
    if not facts.once(_is_long):
        return ""
    if facts.content_has_template and facts.page is not None and facts.page.entry is not None:
        text = facts.page.entry.text.encode("utf-8", "replace")
    else:
        text = facts.once(text_bytes)
    return blake2b(text.translate(None, _BLANKS), digest_size=_BYTES).hexdigest()


def text_bytes(facts: Facts) -> bytes:
    """The text that readers see, as UTF-8. Ask by `Facts.once`.

    Shortcodes that stayed in it are left out: the pages of one builder share nearly all of theirs.
    """
    text = facts.text_bytes
    if _HARD_BLANK in facts.text:
        text = facts.text.replace(_HARD_BLANK, " ").encode("utf-8", "replace")  # twice as fast as to replace two bytes
    return _SHORTCODE.sub(b" ", text) if holds_any(facts.text, ("[/",)) else text


def _is_long(facts: Facts) -> bool:
    """Whether a text has 50 words: shorter ones are equal by chance."""
    text = facts.once(text_bytes)
    if len(text.split(None, _ENOUGH_WORDS - 1)) == _ENOUGH_WORDS:
        return True
    return not text.isascii() and (_begins_long(text) or count_words(text.decode()) >= _ENOUGH_WORDS)


def _begins_long(text: bytes) -> bool:
    """Whether the beginning alone has 50 words in a script without blanks, where more of a text only adds to them."""
    beginning = text[:_AMPLE].decode(errors="ignore")
    return not is_spaced(beginning.encode()) and count_words(beginning) >= _ENOUGH_WORDS


def sketch_of(facts: Facts) -> str:
    """The length of a text and the lowest fingerprints of its pieces, as hex: what two sketches share, the texts share.

    The pieces are cut where the text itself says so, so that a word put in or left out changes one or two of them. This
    is the bottom-k form of MinHash (Broder 1997). "" for a text of less than 50 words.
    """
    return facts.once(_sketch_of)


def _sketch_of(facts: Facts) -> str:
    if not facts.once(_is_long):
        return ""
    text = facts.once(text_bytes)
    return sketch_of_pieces(len(text), _pieces_of(text[:LOOKED_AT]), _FINGERPRINTS)


def sketch_of_pieces(length: int, pieces: Iterable[bytes], most: int) -> str:
    """A sketch of that many fingerprints at most."""
    lowest = sorted(set(map(crc32, pieces)))[:most]
    return pack(f">{1 + len(lowest)}I", length, *lowest).hex()


def _pieces_of(text: bytes) -> list[bytes]:
    sample = text[:_SAMPLE]
    least = len(sample) // _PIECE
    separator = next((one for one in _SEPARATORS if sample.count(one) >= least), _SEPARATORS[-1])
    return text.split(separator)


_HEX = 8


def prints_of(sketch: str, most: int = _FINGERPRINTS) -> list[str]:
    """The fingerprints of a sketch, lowest first, at most so many."""
    end = min(len(sketch), _HEX * (1 + most))
    return [sketch[start : start + _HEX] for start in range(_HEX, end, _HEX)]


def resemblance(one: str, other: str) -> float:
    """Share of the pieces that two texts have in common (Jaccard), estimated from their sketches; 0 for no sketch."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    first, second = set(prints_of(one)), set(prints_of(other))
    lowest = sorted(first | second)[: max(len(first), len(second))]
    shared = sum(value in first and value in second for value in lowest) / len(lowest)
    lengths = int(one[:_HEX], 16), int(other[:_HEX], 16)
    return min(shared, min(lengths) / max(lengths))
