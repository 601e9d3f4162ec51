"""How an address was written, as far as the writing alone tells what its writer meant.

One address has one fault: an address that was never filled in is no malformed one, and one with a needless end is not
called malformed for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from audit.facts.references import is_placeholder, shielded
from audit.facts.text import fold
from audit.facts.url import has_known_suffix, without_credentials
from audit.finding import Evidence, Finding, Fix, Place
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from turbohtml import Element

    from audit.facts import Facts, Link

_OUTER = "".join(map(chr, range(0x21)))  # what the URL standard takes off both ends: C0 controls and the blank
_BEFORE_HASH = frozenset("# \t\n\r")
_DROPPED = str.maketrans("", "", "\t\n\r")
_ORDINARY = re.compile(r"https?://((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)(?::\d+)?(?:[/?#]|\Z)", re.IGNORECASE)


def written(link: Link) -> str:
    """The address of a link without what a browser drops before it reads one."""
    return as_read(link.href)


def as_read(href: str) -> str:
    """An address without what a browser drops before it reads one.

    Source: https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    address = href.strip(_OUTER)
    return address if address.isprintable() else address.translate(_DROPPED)


def is_bare_hash(href: str) -> bool:
    """The address is `#`, which leads to the top of the page and is what stands in for an address."""
    return href[:1] in _BEFORE_HASH and as_read(href) == "#"


def ordinary_host(href: str) -> str:
    """The host of a web address with a full host name, as `Url.host` gives it; "" for any other address.

    Nothing is wrong with such an address before its path. Nearly all are.
    """
    match = _ORDINARY.match(href)
    return match[1].lower() if match is not None else ""


def is_ordinary(link: Link) -> bool:
    """A web address with a full host name."""
    return link.url is not None and ordinary_host(link.href) != ""


def is_of_web(href: str) -> bool:
    """Whether an address begins as nearly all do: as a path, a place, a query, or with the first letter of http."""
    return href[:1] in _WEB


_WEB = frozenset("/#?hH")


def has_escaped_hash(href: str) -> bool:
    """Whether there is a `%23`, which may stand where `#` was meant."""
    return "%23" in href


def may_hold_two(href: str) -> bool:
    """Whether there is another `http` behind the one that an ordinary address begins with."""
    return href.find("http", _SECOND_FROM) > 0


def may_swallow(href: str) -> bool:
    """Whether the address may go on in the markup behind it: the next tag or attribute stands in it."""
    return "<" in href or href[-1:] == "="


_SECOND_FROM = 8
"""Characters of an address's beginning, in which its own `http` stands."""
_PLAIN = re.compile(r"[#?]|mailto:[\w.+-]++@(?:[\w-]+\.)+[a-z]{2,}(?:\?|\Z)|tel:\+?\d[\d\s().-]*\Z", re.IGNORECASE)


def is_plain(href: str) -> bool:
    """Whether an address within the site, or one to write to or to call, is as it has to be. Nearly all are."""
    href = href.lower()
    if href.startswith("/") and not href.startswith("//"):
        return href.isascii() and "http" not in href and "www." not in href and "%" not in href
    return _PLAIN.match(href) is not None


def is_meant(link: Link, facts: Facts) -> bool:
    """The link is one for readers.

    It is no sample in code, none that stands where a player is not to be had, and no copy that the parser made of
    another link.
    """
    return link.node not in facts.once(_unseen) and link not in facts.once(copies)


def copies(facts: Facts) -> frozenset[Link]:
    """The links that the parser made of others.

    A copy has the position of its original: without two elements at one position there is none. Most posts have none.
    """
    nodes = facts.content.elements("a", in_templates=True) if facts.content is not None else ()
    positions = {node.position for node in nodes}
    if len(positions) == len(nodes) and None not in positions:
        return _NO_LINKS
    return frozenset(link for link in facts.links if link.is_copy)


_NO_LINKS: frozenset[Link] = frozenset()
_PLAYERS = ("audio", "video", "object", "canvas")


def _unseen(facts: Facts) -> set[object]:
    """All that stands in samples, or in a player."""
    inside: set[object] = set()
    for tag in facts.content.present(_PLAYERS) if facts.content is not None else ():
        for player in facts.elements(tag):
            if player not in inside:
                inside.update(player.descendants)
    return inside | facts.once(shielded) if inside else facts.once(shielded)


def shown(link: Link) -> str:
    """The address as a report may print it."""
    address = written(link)
    return without_credentials(address) if holds_password(address) else address


def holds_password(address: str) -> bool:
    """There is a user's name, and perhaps a password, before the host."""
    return "@" in address and not address.lower().startswith("mailto:") and without_credentials(address) != address


def fix_of(link: Link, after: str, summary: str, *, safe: bool) -> Fix | None:
    """The edit that writes another address; None if the present one holds a password, which no report prints."""
    if holds_password(after):
        return None
    return Fix(
        safe=safe,
        summary=summary,
        element=link.node.tag,
        attribute="href",
        before=link.href,
        after=after,
        at=Place(link.field, link.node, "href"),
    )


def same_host(link: Link, facts: Facts) -> bool:
    """The link leads to the post's own host, with `www.` or without, or to one that the settings name."""
    if link.url is None or not link.url.host or facts.url is None:
        return False
    host = link.url.host
    if host.removeprefix("www.") == facts.url.host.removeprefix("www."):
        return True
    return facts.settings.names_host(host)


# -- many links with one fault ---------------------------------------------------------------------------------------

MOST_ALIKE = 10
"""Findings of one kind in one post that stand each for itself.

More links of one make are a widget's or a template's: one edit mends them all, and one finding says so.
"""
_MOST_NAMED = 5


class Fault(NamedTuple):
    """The fault of a link that others of the post may have as well.

    Attributes:
        link: the link.
        kind: what faults have in common that are told together; "" for one that stands for itself.
        address: the link's address, as a report may print it.
        tell: makes the finding. Most of many are never told.
    """

    link: Link
    kind: str
    address: str
    tell: Callable[[], Finding]


def told_together(faults: Iterable[Fault], say: Callable[[int, Finding], str]) -> dict[Link, Finding]:
    """The findings of a post by link; for more than `MOST_ALIKE` of a kind one, at the first of these links.

    Args:
        faults: the faults, in the order of the links.
        say: the message of the one finding, from how many there are and the first of them.
    """
    kinds: dict[str, list[Fault]] = {}
    told: dict[Link, Finding] = {}
    for fault in faults:
        if fault.kind:
            kinds.setdefault(fault.kind, []).append(fault)
        else:
            told[fault.link] = fault.tell()
    for kind, alike in kinds.items():
        if len(alike) <= MOST_ALIKE:
            told.update((fault.link, fault.tell()) for fault in alike)
            continue
        first = alike[0].tell()
        others = list(dict.fromkeys(fault.address for fault in alike[1:] if fault.address != first.address))
        named = ", ".join(others[:_MOST_NAMED]) + (", …" if len(others) > _MOST_NAMED else "")
        first.evidence = (*first.evidence, *((Evidence("others", named),) if named else ()))
        first.message, first.value = say(len(alike), first), kind
        told[alike[0].link] = first
    return told


def in_order(found: Mapping[Link, Finding], facts: Facts) -> Sequence[Link]:
    """The links that have a finding, in the order of the post."""
    return [link for link in facts.links if link in found] if found else ()


def make_of(link: Link, inside: Iterable[Element]) -> str:
    """How a link is made: its classes and the elements in it. Links of one widget are made alike."""
    made = " ".join(inner.tag for inner in islice(inside, _MOST_INSIDE))
    return f"{link.node.tag}.{link.node.attr('class') or ''} {made}".rstrip()


_MOST_INSIDE = 8


# -- names of hosts --------------------------------------------------------------------------------------------------

_RESERVED = frozenset({"example", "invalid", "localhost", "test"})
"""Top levels that are names of hosts and never of files: https://www.rfc-editor.org/rfc/rfc2606#section-2"""
_FILES = frozenset(
    "7z action apk asp aspx avi avif bmp cfm cgi css csv dmg doc docx dot epub exe gif gz heic htm html ico ics iso "
    "jar "
    "jpeg jpg js json jsp kml m4a m4v map mid mkv mobi mp3 mp4 mpeg mpg odp ods odt oga ogg ogv otf pdf php phtml png "
    "ppt pptx rar rss rtf shtml svg swf tar tgz tif tiff ttf txt vcf wav webm webp wmv woff xhtml xls xlsx xml "
    "yaml".split()
)
_FILES_AND_HOSTS = frozenset("ai app cab cc do foundation java md mov name pl ps py rs sh so zip".split())
"""Top levels that are endings of files as well: only what follows them tells which one is meant."""


def is_host_name(host: str, *, followed: bool) -> bool:
    """Whether the first part of a relative address can only be the name of a host: `lake.example`, not `index.html`.

    Args:
        host: the part before the first slash, without a port.
        followed: a path follows, so that it is no file.
    """
    labels = host.lower().split(".")
    last = labels[-1]
    if not all(labels) or last in _FILES or (last in _FILES_AND_HOSTS and not followed):
        return False
    return last in _RESERVED or has_known_suffix(host.lower())


# -- addresses that nobody filled in ---------------------------------------------------------------------------------

_NOTHING = re.compile(
    r"(?:https?:?[/\\]*+)++(?:www\.?)?[/#?]*|/{2,}+(?:www\.?)?[/#?]*|www\.?/*|(?:mailto|tel|sms):/*+[#?]*",
    re.IGNORECASE,
)
_THING = r"(?:url|link|address|domain|domain-?name|site|site-?name|website|page|slug)"
_TO_FILL_IN = re.compile(
    rf"url|link|href|todo|tbd|x{{3,}}|(?:your|insert|add|enter|put|paste)(?:[-_ ](?:a|the|your))?[-_ ]?{_THING}"
    rf"(?:[-_ ]?(?:goes[-_ ])?here)?|{_THING}[-_ ]?(?:goes[-_ ])?here",
    re.IGNORECASE,
)
_VALUE_OF_NONE = re.compile(r"(?:undefined|null|nan)|undefined[/#?].*", re.IGNORECASE)
"""What a script writes for a value that it does not have, perhaps with what it meant to append to that."""
_YOURS = re.compile(
    r"(?:your|deine?|ihre?|votre|jouw)-?(?:domain(?:-?name)?|domaine|domein|site(?:-?name)?|web-?site|webseite|seite|"
    r"blog|company|firma|shop|store|url|link)(?:-?here)?|(?:tu|su)-?(?:dominio|sitio)|seu-?dominio|vashdomen"
)
_DOCUMENTATION = ("example.com", "example.net", "example.org")
"""Reserved for examples, and all below them: https://www.rfc-editor.org/rfc/rfc2606#section-3"""
_MAIL_HOST = re.compile(r"mailto:[^?]*@([\w.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """An address that nobody filled in.

    Attributes:
        why: the end of a sentence that begins with the link.
        host: the host that shows it, or "" where something else does.
        is_example: that host is reserved for examples.
    """

    why: str
    host: str = ""
    is_example: bool = False


def unfilled(link: Link, facts: Facts) -> Unfilled | None:
    """Why an address is one that nobody filled in; None if somebody did. The post's own host was filled in."""
    found = unfilled_address(link.href, ordinary_host(link.href) if link.url is not None else "")
    if found is not None and found.host and facts.url is not None and found.host == facts.url.host:
        return None
    return found


def unfilled_address(href: str, host: str) -> Unfilled | None:
    """Why an address, as written, looks like one that nobody filled in.

    Args:
        href: the address.
        host: its `ordinary_host`, if a browser can read it.
    """
    if ("{" in href or "[" in href or "<" in href or "%" in href) and is_placeholder(href):
        return Unfilled(f"has the address {as_read(href)}, in which a template was to put something")
    return _unfilled_host(host) if host else _unfilled_oddity(as_read(href))


def _unfilled_oddity(address: str) -> Unfilled | None:
    if not address or address[0] in "#?" or (address[0] == "/" and not address.startswith("//")):
        return None
    if _NOTHING.fullmatch(address):
        return Unfilled(f"has the address {address}, which was never filled in")
    if _TO_FILL_IN.fullmatch(address.rstrip("/").rpartition("//")[2] if "//" in address else address):
        return Unfilled(f"has the address {address}, which only says what to put there")
    if _VALUE_OF_NONE.fullmatch(address):
        return Unfilled(f"has the address {address}, which a script writes where it has none")
    match = _MAIL_HOST.match(address)
    return _unfilled_host(match[1].lower()) if match is not None else None


@kept(4096)
def _unfilled_host(host: str) -> Unfilled | None:
    if any(host == name or host.endswith(f".{name}") for name in _DOCUMENTATION):
        return Unfilled(f"leads to {host}, a name that is reserved for examples", host, is_example=True)
    if host.endswith(".tld") or any(_YOURS.fullmatch(label) for label in host.split(".")):
        return Unfilled(f"leads to {host}, which stands for the name of some other host", host)
    return None


# -- what stands at the end of an address and was not meant ----------------------------------------------------------

_BLANK = frozenset(
    "\t\n\r \u0085\u00a0\u00ad\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff"
    + "".join(map(chr, (*range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))))
)
"""Blanks, and characters that nobody sees."""
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<", "）": "（", "】": "【", "」": "「", "』": "『"}
_QUOTES = frozenset('"“”„«»')
_APOSTROPHES = frozenset("'’‘`")
_STOPS = frozenset(".,;:…、。，") | _APOSTROPHES
"""Marks that end a word or a sentence, and the name of a thing as well: alone they prove nothing."""
_ENDS = _BLANK | _QUOTES | _STOPS | _BRACKETS.keys()
_LAST_ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/=-_&+#?")
_SCHEMES_WITH_ENDS = ("http:", "https:", "mailto:", "tel:")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:^|[\W_])(?:[a-z]|inc|ltd|co|corp|bros|jr|sr|st|mt|dr|mr|mrs|ms|prof|no|vol|vs|etc|al|ed|dept|est|ave|blvd|"
    r"llc|plc|gmbh|ag|cie|sa)\Z",
    re.IGNORECASE,
)
_SMILEY = re.compile(r"[:;=]-?\Z")
_ADDRESS_AS_TEXT = re.compile(
    r"(?:https?://|www\.|mailto:)\S+|[^\s@/]+@[^\s@/]+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands at the end of an address and was not meant.

    Attributes:
        before: the address without it.
        tail: what is to be taken off, as written.
        blank: it holds nothing but blanks and what nobody sees.
    """

    before: str
    tail: str
    blank: bool


def may_have_tail(href: str) -> bool:
    """Whether an address may have a needless end. Cheap: nearly none may."""
    return bool(href) and (href[-1] not in _LAST_ASCII or href[-3:-2] == "%")


def needless_tail(link: Link) -> Tail | None:
    """What stands at the end of an address and was not meant, if that is certain enough.

    A blank or an invisible character never is; a closing bracket or a quotation mark is not where none opens; a stop is
    not where the link's text is itself that address, so that it was taken over from a sentence.
    """
    if not may_have_tail(link.href):
        return None
    address = written(link)
    scheme = _SCHEME.match(address)
    if address.startswith("#") or (scheme is not None and not address.lower().startswith(_SCHEMES_WITH_ENDS)):
        return None
    characters = _ending(address)
    cut = _first_needless(address, characters)
    if cut is None and characters:
        cut = _mail_stop(address, characters) or _shared_stop(address, characters, link.text)
    if cut is None or not any(character.isalnum() for character in address[:cut].rpartition(":")[2]):
        return None
    blank = all(character in _BLANK for character, start in characters if start >= cut)
    return Tail(address[:cut], address[cut:], blank)


def _ending(address: str) -> list[tuple[str, int]]:
    """The characters at the end that may be needless, each with its offset, from left to right.

    An escape counts as its character in the path; a query or a fragment may be meant to end so.
    """
    escapes = "?" not in address and "#" not in address
    found: list[tuple[str, int]] = []
    end = len(address)
    while end and len(found) < _MOST_ENDS:
        character, start = _last_character(address, end) if escapes else (address[end - 1], end - 1)
        if character not in _ENDS:
            break
        found.append((character, start))
        end = start
    return found[::-1]


_MOST_ENDS = 16  # longer ones are nobody's doing
_MOST_BYTES = 4


def _last_character(address: str, end: int) -> tuple[str, int]:
    """The character that ends at an offset, and where it begins; an escaped one is decoded."""
    octets = b""
    start = end
    while start >= 3 and address[start - 3] == "%" and len(octets) < _MOST_BYTES:  # noqa: PLR2004 - of one escape
        try:
            octets = bytes.fromhex(address[start - 2 : start]) + octets
            start -= 3
            return octets.decode("utf-8"), start
        except UnicodeDecodeError:
            continue
        except ValueError:
            break
    return address[end - 1], end - 1


def _first_needless(address: str, characters: list[tuple[str, int]]) -> int | None:
    """Where the needless end begins, if its characters alone tell."""
    for character, start in characters:
        if character in _BLANK or _is_unpaired(character, address[:start]):
            return start
    return None


def _is_unpaired(character: str, head: str) -> bool:
    """Whether a mark closes what nothing in the address before it opens."""
    head = unquote(head)
    opening = _BRACKETS.get(character)
    if opening is not None:
        return head.count(opening) <= head.count(character) and not _SMILEY.search(head)
    if character in _QUOTES:
        return _QUOTES.isdisjoint(head)
    return character in _APOSTROPHES and head.endswith("/")


def _mail_stop(address: str, characters: list[tuple[str, int]]) -> int | None:
    """Where the stop behind a mail address begins, which never ends with one."""
    if not address.lower().startswith("mailto:") or "?" in address or not all(one in _STOPS for one, _ in characters):
        return None
    return characters[0][1]


def _shared_stop(address: str, characters: list[tuple[str, int]], text: str) -> int | None:
    """Where the stop begins with which the address and the text end, if the text is that address."""
    cut, end = len(address), ""
    for character, start in reversed(characters):
        if character not in _STOPS:
            break
        cut, end = start, character + end
    head, text = address[:cut], fold(text)
    core = text.removesuffix(end)
    if core == text or not _ADDRESS_AS_TEXT.fullmatch(core) or _bare(core) != _bare(head):
        return None
    if end == "." and "/" in _bare(head) and _ABBREVIATED.search(head):
        return None
    return cut


_BEFORE_HOST = re.compile(r"(?:https?://|//|mailto:)?(?:www\.)?", re.IGNORECASE)


def _bare(address: str) -> str:
    """An address without scheme and `www.`, as texts show them."""
    start = _BEFORE_HOST.match(address)
    return unquote(address[start.end() if start is not None else 0 :]).rstrip("/").lower()
