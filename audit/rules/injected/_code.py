"""The code that a post runs: scripts, handlers and addresses that are scripts; what it hides; whom it loads from."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from turbohtml import Element

from audit.facts import CONTENT, PAGE
from audit.facts.html import Markup
from audit.facts.text import may_hold
from audit.facts.url import parse_url
from audit.finding import Place
from audit.kept import kept
from audit.rules.injected._signatures import (
    Signature,
    code_signatures,
    has_signature,
    is_dangerous,
    is_known_loader,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbohtml import Node

    from audit.facts import Facts
    from audit.facts.url import Url

SHOWN: Final = 300
"""Characters of code that evidence shows."""
_MOST_CODE = 200_000
_MOST_PAYLOAD = 20_000
_MOST_PAYLOADS = 12
_DEPTH = 3
_HANDLERS: Final = tuple(
    re.compile(rf"{on}(?<![a-zA-Z]..)[a-zA-Z]{{3,25}}+\s*+=") for on in ("on", "O[nN]", "N(?<=oN)")
)
"""What the source of every handler has, and no `content=`. A pattern that begins with a plain letter is the fastest."""
_DATA_TYPES = re.compile(
    r"json|template|importmap|speculationrules|text/(?:html|x-)|x-shader|markdown|plain", re.IGNORECASE
)
AUTOMATIC: Final = frozenset(
    "onerror onload onloadstart onmouseover onmouseenter onmousemove onpointerenter onpointerover onpointermove "
    "onfocus onfocusin onanimationstart onanimationend onanimationiteration ontransitionend ontoggle onbegin onend "
    "onstart onpageshow onhashchange onpopstate onscroll onwheel onunload onbeforeunload onresize oncanplay "
    "onloadedmetadata onbounce onfinish ontouchstart onpropertychange onreadystatechange".split()
)
"""Handlers that run without a click."""


class Holder(NamedTuple):
    """HTML of a post that may run code: the content, the head of an SEO plugin, a field beside them, a frame's page.

    Attributes:
        name: what it is called in messages.
        place: where it is.
        markup: its parsed form.
        framed: it is the value of an attribute, in which its elements have no places of their own.
    """

    name: str
    place: Place
    markup: Markup
    framed: bool = False

    def place_of(self, node: Element, attribute: str = "") -> Place:
        """The start tag of an element in it, or an attribute."""
        return self.place if self.framed else replace(self.place, node=node, attribute=attribute or None)


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of code that a post runs.

    Attributes:
        kind: `script` or `handler`.
        node: the element.
        attribute: the attribute that holds it, "" for the text of a script.
        code: the code, cut to what can be judged.
        holder: what it stands in.
    """

    kind: str
    node: Element
    attribute: str
    code: str
    holder: Holder
    _reading: Reading | None = field(default=None, repr=False)

    @property
    def place(self) -> Place:
        """The start tag, or the attribute."""
        return self.holder.place_of(self.node, self.attribute)

    @property
    def where(self) -> str:
        """What it stands in, as messages call it."""
        return self.holder.name

    @property
    def reading(self) -> Reading:
        """What it says, with what it hides."""
        if self._reading is None:
            self._reading = reading_of(self.code)
        return self._reading


class Reading:
    """What a piece of code says once its words are put together and its hidden texts are read."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.joined = joined(code)

    @cached_property
    def payloads(self) -> Sequence[str]:
        """The texts that it hides, decoded as deep as they are nested."""
        found: list[str] = []
        _decode_all(self.joined if self.joined != self.code else self.code, found, _DEPTH)
        if self.joined != self.code and _HEX_RUN.search(self.code):
            found.insert(0, _spelt(self.code)[:_MOST_PAYLOAD])
        return found

    @cached_property
    def whole(self) -> str:
        """The code and all that it hides, for patterns."""
        return "\n".join((self.joined, *self.payloads))

    @cached_property
    def hits(self) -> Sequence[Signature]:
        """The signatures that it has."""
        texts = [self.code] if self.joined == self.code else [self.code, self.joined]
        texts = [text for text in texts if has_signature(text)]
        return [one for one in code_signatures() if any(_has(one, text) for text in texts)] if texts else []

    @cached_property
    def loads(self) -> Sequence[str]:
        """The addresses from which it loads scripts or frames."""
        if not self.makes_script:
            return ()
        found = [next((group for group in match.groups() if group), "") for match in _LOADER.finditer(self.whole)]
        found += addresses_by_name(self.whole, _SOURCE_BY_NAME)
        return found

    @cached_property
    def loads_from_hidden_address(self) -> bool:
        """It gives a script an address that it decodes first, or runs what it gets from there."""
        code = self.joined
        if self.makes_script and _ENCODED_SOURCE.search(code) and _MAKES_ELEMENT.search(code):
            return True
        return "atob" in code and _ENCODED_REQUEST.search(code) is not None and _RUNS.search(code) is not None

    @cached_property
    def makes_script(self) -> bool:
        """It makes a script or frame of something."""
        return may_hold(self.whole, _OF_MAKING) and _MAKES_ELEMENT.search(self.whole) is not None

    @cached_property
    def writes_openly(self) -> bool:
        """It encodes the signs of a tag alone, so that the tag ends no script: what it says can be read as it is."""
        return not _ENCODED_LETTER.search(self.joined) and not any(_FRAME.search(payload) for payload in self.payloads)

    def hides_only_contact(self) -> bool:
        """All that it hides is an address for mail: what such encoding was made for."""
        text = "\n".join(self.payloads)
        return "mailto:" in text.lower() and not _LOADS.search(text)

    def hides_only_text(self) -> bool:
        """What it hides neither runs nor loads anything."""
        text = "\n".join(self.payloads)
        return bool(text) and not (is_dangerous(text) or _LOADS.search(text) or _URL.search(text))


@kept(128, longest=4000)
def reading_of(code: str) -> Reading:
    """The reading of a code: what a template or an embed puts into one post, it puts into many."""
    return Reading(code)


def _has(signature: Signature, code: str) -> bool:
    if signature.beside is not None and signature.beside.search(code) is None:
        return False
    if signature.least == 1:
        return signature.pattern.search(code) is not None
    return len(set(signature.pattern.findall(code))) >= signature.least


def holders(facts: Facts) -> Sequence[Holder]:
    """All HTML of a post that may run code. Of a whole page the content alone: the rest is the theme's."""
    return facts.once(_holders)


def _holders(facts: Facts) -> list[Holder]:
    found = [] if facts.content is None else [Holder("text", Place(CONTENT), facts.content)]
    if facts.head_markup is not None and facts.head_field not in {None, PAGE}:
        found.append(Holder("head", Place(facts.head_field), facts.head_markup))
    found += [Holder(name, place, Markup(html)) for name, place, html in facts.beside if _may_run(html)]
    for frame in facts.elements("iframe"):
        if (page := frame.attr("srcdoc")) and _may_run(page):  # runs as a part of the post
            found.append(
                Holder("page of a frame", Place(CONTENT, frame, attribute="srcdoc"), Markup(page), framed=True)
            )
    return found


def _may_run(html: str) -> bool:
    """Whether there is a script or a handler in HTML."""
    if ("<s" in html or "<S" in html) and _SCRIPT.search(html):
        return True
    return "=" in html and _has_handlers(html)


def scripts(facts: Facts) -> Sequence[tuple[Holder, Element]]:
    """All script elements of a post, each with what it stands in."""
    return facts.once(_scripts)


def _scripts(facts: Facts) -> list[tuple[Holder, Element]]:
    return [(holder, node) for holder in holders(facts) for node in holder.markup.elements("script")]


def pieces(facts: Facts) -> Sequence[Piece]:
    """All code that a post runs, in no particular order."""
    return facts.once(_pieces)


def _pieces(facts: Facts) -> list[Piece]:
    found = [
        Piece("script", node, "", node.text[:_MOST_CODE], holder)
        for holder, node in scripts(facts)
        if not _DATA_TYPES.search(node.attr("type") or "") and source_of(node) is None and node.text.strip()
    ]
    for holder in holders(facts):
        if holder.markup is not facts.head_markup:  # where only links to style sheets have any
            found += _handlers(holder)
    return found


_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def source_of(script: Element) -> str | None:
    """The address that a script is loaded from. In a drawing it stands in another attribute.

    Source: https://www.w3.org/TR/SVG2/interact.html#ScriptElement
    """
    address = script.attr("src")
    if address is None and script.closest("svg") is not None:
        address = script.attr("href") or script.attr("xlink:href")
    return address


def _has_handlers(source: str) -> bool:
    return any(one.search(source) for one in _HANDLERS)


def _handlers(holder: Holder) -> Iterator[Piece]:
    if not _has_handlers(holder.markup.source):
        return
    for node in holder.markup.container.descendants:
        if isinstance(node, Element):
            for name in node.attrs:
                if name[:2] == "on" and (code := node.attr(name)):
                    yield Piece("handler", node, name, code[:_MOST_CODE], holder)


# -- what code hides ---------------------------------------------------------------------------------------------------

_CONCATENATED = re.compile(r"""(['"`])\s*\+\s*\1""")
_ESCAPES = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([/'\"]))")
_HEX_RUN = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u00[0-9a-fA-F]{2}){10}")
_SPELT = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u00[0-9a-fA-F]{2})(?:[\w./:-]|\\x[0-9a-fA-F]{2}|\\u00[0-9a-fA-F]{2})*")
_BASE64 = re.compile(r"""['"`]([A-Za-z0-9+/]{16,}={0,2})['"`]""")
_DECODERS = ("atob", "base64", "fromcharcode", "decode")
_DECODER = re.compile("|".join(_DECODERS), re.IGNORECASE)
_PERCENT = re.compile(r"""['"`]([^'"`]*(?:%[0-9a-fA-F]{2}|%u[0-9a-fA-F]{4})[^'"`]*)['"`]""")
_CODES = re.compile(
    r"(?:fromCharCode\s*(?:\.\s*apply\s*\(\s*\w+\s*,\s*)?[(\[]|=\s*\[)\s*\[?((?:\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5})\s*,){7,}\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5}))"
)
_FEW_CODES = re.compile(
    r"fromCharCode\s*\(((?:\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5})\s*,){2,6}\s*(?:0x[0-9a-fA-F]{1,4}|\d{1,5}))\s*\)"
)
_LEAST_COMMAS = 7
_PACKED = re.compile(
    r"\}\s*\(\s*'((?:[^'\\]|\\.){0,100000})'\s*,\s*(\d{1,2})\s*,\s*(\d{1,5})\s*,\s*'((?:[^'\\]|\\.){0,100000})'\.split\('\|'\)"
)
_ENCODED_LETTER = re.compile(r"%(?:3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|u[0-9a-fA-F]{4})|fromCharCode|atob")
_FRAME = re.compile(r"<\s*(?:iframe|frame|object|embed)\b|\bon\w+\s*=", re.IGNORECASE)
_REVERSED = re.compile(r"""['"`]([^'"`]{8,4000})['"`]\s*\.\s*split\(\s*['"`]{2}\s*\)\s*\.\s*reverse\(""")
_LOADS = re.compile(r"<\s*(?:script|iframe|object|embed)\b|createElement|\blocation\b|\beval\b", re.IGNORECASE)
_URL = re.compile(
    r"""(?:https?|wss?):\\?/\\?/[^\s'"`<>\\)]{3,300}|(?<=['"`])//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s'"`<>\\)]{0,300}""",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b\w+\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def joined(code: str) -> str:
    """Code with its escapes read and its strings put together: `'ht' + 'tp'` is `'http'`."""
    if "\\" in code:
        code = _ESCAPES.sub(_unescape, code)
    return _CONCATENATED.sub("", code) if "+" in code else code


def _spelt(code: str) -> str:
    """The words that code spells in escapes, and nothing of what can be read as it stands."""
    return "\n".join(f"'{_ESCAPES.sub(_unescape, match[0])}'" for match in _SPELT.finditer(code))


def _unescape(match: re.Match[str]) -> str:
    if match[4]:
        return match[4]
    number = int(match[1] or match[2] or match[3], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"  # noqa: PLR2004 - Unicode's


def _decode_all(code: str, found: list[str], depth: int) -> None:
    for payload in _decoded(code):
        if len(found) >= _MOST_PAYLOADS:
            return
        text = joined(payload[:_MOST_PAYLOAD])
        if text and text not in found and text not in code:
            found.append(text)
            if depth > 1:
                _decode_all(text, found, depth - 1)


def _decoded(code: str) -> Iterator[str]:
    """What it hides, in each of the ways to hide a text. Of each way, what it cannot do without is asked for first."""
    if may_hold(code, _DECODERS) and _DECODER.search(code):
        for match in _BASE64.finditer(code):
            text = _of_base64(match[1])
            if text:
                yield text
    for match in _PERCENT.finditer(code) if "%" in code else ():
        yield unquote(re.sub(r"%u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), match[1]))
    codes = [*_CODES.finditer(code)] if code.count(",") >= _LEAST_COMMAS else []
    codes += _FEW_CODES.finditer(code) if "fromCharCode" in code else ()
    for match in codes:
        text = _of_codes(match[1])
        if text:
            yield text
    for match in _PACKED.finditer(code) if ".split('|')" in code else ():
        yield _unpacked(match[1], int(match[2]), match[4].split("|"))
    for match in _REVERSED.finditer(code) if "reverse(" in code else ():
        yield match[1][::-1]


def _of_base64(text: str) -> str:
    text = text[: _MOST_PAYLOAD * 2].rstrip("=")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return ""
    decoded = raw.decode("utf-8", "replace")
    return decoded if _is_readable(decoded) else ""


def _of_codes(numbers: str) -> str:
    values = [
        int(number.strip(), 0)
        for number in numbers.split(",")
        if re.fullmatch(r"0x[0-9a-fA-F]+|0|[1-9]\d*", number.strip())
    ]
    decoded = "".join(chr(value) for value in values if 0 < value < 0xD800)  # noqa: PLR2004 - below the surrogates
    return decoded if _is_readable(decoded) else ""


def _is_readable(text: str) -> bool:
    """Nearly all of it is text: else it was no encoded text."""
    return bool(text) and sum(character.isprintable() or character in "\r\n\t" for character in text) >= 0.95 * len(
        text
    )


def _unpacked(text: str, base: int, words: list[str]) -> str:
    """The inverse of Dean Edwards' packer."""

    def word(match: re.Match[str]) -> str:
        number = 0
        for digit in match[0]:
            value = _DIGITS.find(digit)
            if value < 0 or value >= base:
                return match[0]
            number = number * base + value
        return words[number] if number < len(words) and words[number] else match[0]

    return _WORD.sub(word, text.replace("\\'", "'").replace("\\\\", "\\"))


# -- whom code loads from ----------------------------------------------------------------------------------------------

_LOADED = (
    # What runs a script from an address: an element, a call, markup that is written. Group: the address.
    r"""\.\s*src\s*=\s*(?:\w+\s*\+\s*)?['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""setAttribute\s*\(\s*['"`]src['"`]\s*,\s*['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""getScript\s*\(\s*['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""\bimport\s*\(\s*['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""\bimport\s{1,9}(?:[\w{}*,\s]{0,200}?\sfrom\s{1,9})?['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""\bimportScripts\s*\(\s*['"`]((?:https?:)?//[^'"`]{3,300})""",
    r"""<\s*(?:script|iframe)\b[^>]{0,300}?\bsrc\s*=\s*\\?['"]?((?:https?:)?//[^'"`\s>\\]{3,300})""",
    r"""\$\.ajax\s*\(\s*\{[^}]{0,200}url\s*:\s*['"`]((?:https?:)?//[^'"`]{3,300})[^}]{0,200}dataType\s*:\s*['"`]script""",
)
_LOADER = re.compile("|".join(_LOADED), re.IGNORECASE)
_MAKES_ELEMENT = re.compile(
    r"""createElement\s*\(\s*['"`]script|<\s*script\b|<\s*iframe\b|createElement\s*\(\s*['"`]iframe|getScript|\bimport\b|importScripts|dataType""",
    re.IGNORECASE,
)
_OF_MAKING = ("script", "iframe", "import", "datatype")
"""One of these is in all that `_MAKES_ELEMENT` matches."""
_ENCODED_SOURCE = re.compile(
    r"\.\s*src\s*=\s*(?:(?:window\.)?(?:atob|unescape|decodeURIComponent)\s*\(|String\s*\.\s*fromCharCode)",
    re.IGNORECASE,
)
_ENCODED_REQUEST = re.compile(
    r"\b(?:fetch|WebSocket|EventSource|open\s*\(\s*['\"`](?:GET|POST)['\"`]\s*,)[\s(]*(?:window\.)?atob\s*\("
)
_RUNS = re.compile(r"\beval\b|\bFunction\s*\(|createElement\s*\(\s*['\"`]script|<\s*script\b")


_NAMED = re.compile(r"""\b(\w{1,40})\s*=\s*['"`]((?:https?:)?//[^'"`\s]{3,300})['"`]""", re.IGNORECASE)
_SOURCE_BY_NAME = re.compile(r"""\.\s*src\s*=\s*(\w{1,40})\b""", re.IGNORECASE)


def addresses_by_name(code: str, use: re.Pattern[str]) -> Iterator[str]:
    """The addresses in variables that code uses in a certain way.

    Args:
        code: the code.
        use: the use; its first group is the name of the variable.
    """
    named = dict(_NAMED.findall(code))
    if named:
        yield from (named[match[1]] for match in use.finditer(code) if match[1] in named)


def loaded_addresses(reading: Reading, facts: Facts) -> list[Url]:
    """The foreign addresses from which code loads scripts or frames, without those of known loaders."""
    return list(strangers(reading.loads, facts))


def concealed_addresses(reading: Reading, facts: Facts) -> list[Url]:
    """The foreign addresses in what a piece of code hides, if it makes a script or frame of something."""
    if not reading.payloads or not reading.makes_script:
        return []
    return named_addresses("\n".join(f"'{payload}'" for payload in reading.payloads), facts)


def written_addresses(reading: Reading, facts: Facts) -> list[Url]:
    """The foreign addresses that a script may write into a tag: all that stand in it, with or without a scheme."""
    bare = (f"//{match[1]}/" for match in _BARE_HOST.finditer(reading.whole))
    return named_addresses("\n".join((reading.whole, *(f"'{address}'" for address in bare))), facts)


_BARE_HOST = re.compile(r"""\+\s*['"`]((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})/""", re.IGNORECASE)
"""A host that a string begins with, behind what gives it its scheme: `scheme + "www.example.com/a.js"`."""


def named_addresses(text: str, facts: Facts) -> list[Url]:
    """The foreign addresses that stand in code, without those of known loaders."""
    return list(strangers((match[0].replace("\\/", "/") for match in _URL.finditer(text)), facts))


def strangers(addresses: Iterable[str], facts: Facts) -> Iterator[Url]:
    """Those addresses whose host is neither the site's nor one that people put into posts themselves."""
    seen: set[str] = set()
    for address in addresses:
        url = parse_url(address, facts.base)
        if url is not None and url.host and url.host not in seen and is_stranger(url, facts):
            seen.add(url.host)
            yield url


def is_stranger(url: Url, facts: Facts) -> bool:
    """Whether a host is neither the site's own nor a known loader's. Nothing is, where the site's own is not known."""
    if not facts.own_domain:
        return False
    houses = facts.settings.house_domains
    return not (
        url.registrable == facts.own_domain
        or is_known_loader(url.host)
        or facts.first_party.owns(url, code=True)
        or url.registrable in houses
        or url.host in houses
    )


_COMMON = frozenset(
    "cdn static assets widget widgets embed embeds script scripts media data api app apps www net web site host "
    "content stat stats count counter helper load loader code track tracker server".split()
)
_PART = re.compile(r"[a-z]{4,}")
_NEIGHBOURS = 2
_MOST_NAMED = 10
"""Named elements in one beside a script that are looked at: embeds name the service on their outermost."""


def is_named_beside(url: Url, node: Element, facts: Facts) -> bool:
    """Whether the markup around a script names the service that it comes from: an embed, not an injection.

    A container (`<div class="tide-clock">`) or a link to the same domain stands in nearly every embed code.
    """
    if url.registrable in facts.once(_linked_domains):
        return True
    label = url.registrable.partition(".")[0]
    names = {label, label.replace("-", ""), *(part for part in _PART.findall(label) if part not in _COMMON)}
    names = {name for name in names if len(name) > 3 and name not in _COMMON}  # noqa: PLR2004 - a shorter one is everywhere
    known = facts.once(_known_words)
    for one in _around(node):
        if one not in known:
            known[one] = _words_of(one)
        if any(name in words for words in known[one] for name in names):
            return True
    return False


def _linked_domains(facts: Facts) -> frozenset[str]:
    return frozenset(link.url.registrable for link in facts.links if link.url is not None)


def _around(node: Element) -> Iterator[Element]:
    """The elements beside a script, the one that it stands in, and the one before that; no scripts."""
    around = [*_first(node.previous_siblings, _NEIGHBOURS), *_first(node.next_siblings, _NEIGHBOURS)]
    if isinstance(node.parent, Element):
        around += [node.parent, *_first(node.parent.previous_siblings, 1)]
    return (one for one in around if one.tag != "script")


def _first(nodes: Iterable[Node], number: int) -> Iterator[Element]:
    return islice((one for one in nodes if isinstance(one, Element)), number)


def _known_words(_: Facts) -> dict[Element, Sequence[str]]:
    """What is written on elements around scripts, each asked once: one may hold thousands of them."""
    return {}


def _words_of(one: Element) -> Sequence[str]:
    """What is written on an element and on the first in it, without addresses and code."""
    return [
        " ".join(
            f"{name} {element.attr(name) or ''}" for name in element.attrs if name not in {"src", "onerror", "onload"}
        ).lower()
        for element in (one, *one.select("[class], [id]")[:_MOST_NAMED])
    ]


def shown(code: str) -> str:
    """Code as evidence: in one line, cut."""
    text = " ".join(code.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
