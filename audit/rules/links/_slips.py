"""Slips in an address as it was written, and what was meant: for links, pictures and whatever else has an address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from audit.facts.text import fold
from audit.facts.url import is_possible_host, parse_url
from audit.rules._addresses import folder_of_host, glued_behind
from audit.rules.links._address import is_host_name

_WEB = frozenset({"http", "https"})
OTHER_SCHEME = re.compile(r"(?!(?:https?|ftp|wss?|file):)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What another program reads, by rules of its own: `ed2k://|file|…`."""
_MOST_SLIPS = 4  # in one address, mended one after the other


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with an address.

    Attributes:
        what: the end of a sentence that begins with the address.
        after: the address without this fault, or "".
        certain: nothing else can have been meant.
        mild: a browser or a telephone may get there nevertheless.
        until: as much of it as is meant for an address, if that is not all.
    """

    what: str
    after: str = ""
    certain: bool = True
    mild: bool = False
    until: str = ""


def mended(slip: Slip, base: str | None) -> str:
    """The address without this fault and those behind it; "" if it cannot be told."""
    after = slip.after
    for _ in range(_MOST_SLIPS if after else 0):
        further = slip_at_beginning(after, base)
        if further is None or not further.after:
            break
        after = further.after
    if after.startswith("mailto:"):
        return after if _MAIL.fullmatch(after.removeprefix("mailto:")) else ""
    if after.startswith(("tel:", "sms:")):
        return after if _DIGITS.search(after) else ""
    if after.startswith("/") and not after.startswith("//"):
        return after
    url = parse_url(after)
    return after if url is not None and (not url.host or is_possible_host(url.host)) else ""


def slip_at_beginning(address: str, base: str | None) -> Slip | None:
    """A fault of the beginning, which the address shows by itself."""
    return (
        _wrapped(address)
        or _doubled(address)
        or _glued(address)
        or _of_folder(address)
        or _mistyped(address, base)
        or _mistyped_mail(address)
        or _mail_to_nobody(address)
        or _mistyped_number(address)
    )


# -- what stands behind the address ----------------------------------------------------------------------------------

_SWALLOWED = re.compile(r"([^<>\s]+)(?:\s*>[^<]*</?[a-z!]|\s+[a-z][a-z-]{1,30}=\Z)", re.IGNORECASE)
"""Text and the next tag, or the name of the next attribute: what a browser reads as far as the next quotation mark."""


def swallowing(address: str) -> Slip | None:
    """An address whose closing quotation mark is missing, so that it goes on in the markup behind it.

    Source: https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(double-quoted)-state
    """
    match = _SWALLOWED.match(address) if not OTHER_SCHEME.match(address) else None
    if match is None:
        return None
    return Slip("goes on in the markup behind it: the closing quotation mark is missing", until=match[1])


# -- what stands before the address ----------------------------------------------------------------------------------

_JUNK = re.compile(
    r"((?:[\"'“”„‟‘’‚‛«»‹›「『《〈`´<(\[{:;,|\\\s\u00a0\u200b-\u200f\u2060\ufeff]"
    r"|%(?:20|22|27|28|3C|5B|60|C2%A0|C2%AB|E2%80%(?:8[B-F]|9[8-F])))+)"
    r"((?:https?(?::|%3A)|//|www\.|mailto:|/(?<=[\"'“”„‘’«»]/)).*)",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPED = re.compile(r"(?:https?:?%2F%2F|https?%3A(?:%2F|/){2})[^%/?#]", re.IGNORECASE)
_IN_MARKUP = re.compile(r"<a\b[^>]*?\bhref=\\?[\"']?(https?://[^\s\"'<>\\]+)", re.IGNORECASE)
_CLOSING = "\"'”“’‘»«)]}>` \u00a0\\"


def _wrapped(address: str) -> Slip | None:
    """Quotation marks around it, a blank or a bracket before it: the browser looks for a page of that name."""
    if address[0].isalnum() or address[0] == "/":
        if _ESCAPED.match(address):
            return Slip("is escaped as a whole", unquote(address))
        return None
    if address.startswith("<"):
        inner = _IN_MARKUP.match(address)
        if inner is not None:
            return Slip("is a whole tag", inner[1], certain=False)
    if address.startswith("://"):
        return Slip("has no scheme", f"https{address}", certain=False)
    match = _JUNK.match(address)
    if match is None:
        return None
    before, rest = unquote(match[1]), match[2]
    mark = before.strip()
    said = f"begins with {mark}" if mark and mark.isprintable() else "begins with a blank"
    if "%3a" in rest[:8].lower():
        rest = unquote(rest)
    return Slip(said, _without_closing(rest))


_ESCAPED_CLOSING = re.compile(r"(?:%(?:20|22|27|29|3E|5D|60|C2%A0|C2%BB|E2%80%(?:8[B-F]|9[8-F])))+\Z", re.IGNORECASE)


_LONGEST_CLOSING = 48  # characters; the expression looks at each of them again and again


def _without_closing(rest: str) -> str:
    rest = rest.rstrip(_CLOSING)
    return rest[:-_LONGEST_CLOSING] + _ESCAPED_CLOSING.sub("", rest[-_LONGEST_CLOSING:]).rstrip(_CLOSING)


# -- schemes ---------------------------------------------------------------------------------------------------------

_DOUBLED = re.compile(
    r"(?:(?:https?|ftp|mailto|tel|sms|url):[/\\]*|https?//+)(?:www\.)?\s*"
    r"(?=(?:https?|ftp)(?:[:;][/\\]|//)|mailto:|tel(?::(?!\d+/)|;\d)|sms:)",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"([a-z]{1,8})([:;.,/\\\s]{1,6})(.+)", re.IGNORECASE | re.DOTALL)
_REPAIRED = re.compile(r":[/\\]{2,}")
_HOST_LIKE = re.compile(
    r"(?:[^\s/?#@]*@)?(?:(?:[\w-]+\.)+[\w-]{2,}|localhost|\[[0-9a-f:.]+\])(?:[:/?#\\]|\Z)", re.IGNORECASE
)
_NO_SLIP = frozenset({"shttp"})  # registered: https://www.iana.org/assignments/uri-schemes/
_BASE_SCHEME = re.compile(r"[a-z]+", re.IGNORECASE)


def _doubled(address: str) -> Slip | None:
    match = _DOUBLED.match(address)
    return Slip("has two schemes", address[match.end() :]) if match is not None else None


def _of_folder(address: str) -> Slip | None:
    """A path of the own site behind a slash too many."""
    if not address.startswith("//") or not folder_of_host(address[2:].partition("/")[0].lower()):
        return None
    return Slip("begins with two slashes, so that a browser looks for a server of that name", address[1:])


def _glued(address: str) -> Slip | None:
    after = glued_behind(address)
    return Slip("holds two addresses", after) if after else None


def _mistyped(address: str, base: str | None) -> Slip | None:
    """A slip in `http://`: in its letters, or in its colon and slashes."""
    plain = address if address.isascii() else unicodedata.normalize("NFKC", address[:16]) + address[16:]
    match = _BEGINNING.match(plain)
    if match is None:
        return None
    word, marks, rest = match[1].lower(), match[2], match[3]
    beginning = plain[: match.start(3)]
    if word in _WEB:
        if not address.startswith(beginning):  # ：and ／ look like : and /
            return Slip(f"begins with {address[: match.start(3)]}", f"{word}://{rest}")
        return _mistyped_marks(word, marks, rest, base)
    slashes = marks.replace("\\", "/")
    if not (":/" in slashes or "//" in slashes) or not _HOST_LIKE.match(rest):
        return None
    meant = _web_scheme_like(word)
    return Slip(f"begins with {beginning}", f"{meant}://{rest}") if meant else None


def _mistyped_marks(word: str, marks: str, rest: str, base: str | None) -> Slip | None:
    if _REPAIRED.fullmatch(marks):
        return None
    after = f"{word}://{rest.lstrip('/')}"
    if marks in {":", ":/", ":\\"}:
        if not _HOST_LIKE.match(rest):
            return None
        same = base is not None and (scheme := _BASE_SCHEME.match(base)) is not None and scheme[0].lower() == word
        return Slip(f"has no // behind {word}:", after, mild=not same)
    blanks = marks.replace(" ", "")
    slashes = blanks.replace("\\", "/")
    if not ("//" in slashes or (";" in slashes and "/" in slashes) or "::" in slashes):
        return None
    return Slip(f"begins with {word}{marks}", after)


def _web_scheme_like(word: str) -> str:
    """`http` or `https`, whichever a word is a slip of; "" if of none.

    One slip of any kind, two if only letters of the word itself are in it, or its end alone, as after a careless copy.
    """
    if word in _NO_SLIP:
        return ""
    near = min(("https", "http"), key=lambda scheme: (_slips(word, scheme), abs(len(word) - len(scheme))))
    slips = _slips(word, near)
    shuffled = slips == 2 and len(word) >= 4 and set(word) <= set(near)  # noqa: PLR2004 - two letters that changed places
    cut_off = len(word) > 1 and near.endswith(word)
    return near if slips == 1 or shuffled or cut_off else ""


def _slips(word: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour (optimal string alignment)."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(word):
        further, above, row = above, row, [index + 1]
        for column, expected in enumerate(other):
            cost = min(above[column] + (letter != expected), above[column + 1] + 1, row[column] + 1)
            swapped = index and column and letter == other[column - 1] and word[index - 1] == expected
            if swapped:
                cost = min(cost, further[column - 1] + 1)
            row.append(cost)
    return row[-1]


_MAIL = re.compile(r"(?:%20)*+[^\s/?#@:;,<>()\[\]\"\\]+@(?:[\w-]+\.)+[a-z]{2,}(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_MAIL_BEGINNING = re.compile(r"([a-z]{4,8})\s*([:;]/*|//)\s*(.+)", re.IGNORECASE | re.DOTALL)


def _mistyped_mail(address: str) -> Slip | None:
    if "@" not in address:
        return None
    match = _MAIL_BEGINNING.match(address)
    if match is None or not _MAIL.fullmatch(match[3]):
        return None
    word, marks = match[1].lower(), match[2]
    if (word == "mailto" and marks == ":") or not (word in {"mail", "email"} or _slips(word, "mailto") <= 2):  # noqa: PLR2004 - as far as a hand slips
        return None
    return Slip(f"begins with {address[: match.start(3)]}", f"mailto:{match[3]}")


_RECIPIENT = re.compile(r"[^\s@]@[^\s@]")
_DISGUISED = re.compile(r"[^a-z]at[^a-z]", re.IGNORECASE)


def _mail_to_nobody(address: str) -> Slip | None:
    """A mail link whose recipient is no mail address; without any, the reader chooses one.

    Where `(at)` stands for the sign, it was written so against harvesters, and a script may put it right.

    Source: https://www.rfc-editor.org/rfc/rfc6068#section-2
    """
    scheme, _, rest = address.partition(":")
    if scheme.lower() != "mailto":
        return None
    recipients = unquote(rest.partition("?")[0]).strip()
    if not recipients or _RECIPIENT.search(recipients) or _DISGUISED.search(recipients):
        return None
    return Slip("names no mail address", mild=True)


_DIGITS = re.compile(r"\d{3}")
_NUMBER = re.compile(r"(tel|sms)(?::[=:;]+|[;=]+)(\+?[\d(][\d\s().-]*)", re.IGNORECASE)


def _mistyped_number(address: str) -> Slip | None:
    match = _NUMBER.fullmatch(address)
    if match is None:
        return None
    return Slip(f"begins with {address[: match.start(2)]}", f"{match[1].lower()}:{match[2]}", mild=True)


# -- addresses without a scheme --------------------------------------------------------------------------------------

_BARE_HOST = re.compile(
    r"((?:[\w-]+\.)+(?:xn--[\w-]+|[^\W\d_]{2,}))(:\d{1,5})?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL
)
_WWW = re.compile(r"www\d?\.[\w-]+\.", re.IGNORECASE)
OWN_PATH = re.compile(r"/(https?:/{1,2}.+|www\.(?:[\w-]+\.)+[a-z]{2,}(?:/.*)?)", re.IGNORECASE | re.DOTALL)


def without_scheme(address: str, text: str) -> Slip | None:
    """A host or a mail address that the browser takes for a file beside the post."""
    if "@" in address and _MAIL.fullmatch(address):
        return Slip("has no scheme", f"mailto:{address}")
    inner = OWN_PATH.fullmatch(address)
    if inner is not None and not address.startswith("//"):
        after = inner[1]
        return Slip(
            "begins with a slash, and so names a page of this site", after if "//" in after else f"https://{after}"
        )
    match = _BARE_HOST.fullmatch(address)
    if match is None:
        return None
    host, port, path = match.groups()
    followed = path.startswith("/") or port is not None
    names_itself = fold(text).lower().removeprefix("https://").removeprefix("http://").startswith(host.lower())
    if _WWW.match(host) or is_host_name(host, followed=followed or names_itself):
        return Slip("has no scheme", f"https://{address}", certain=False)
    return None


# -- addresses that are none -----------------------------------------------------------------------------------------

AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}([^/?#\\]*)", re.IGNORECASE)
_PORT = re.compile(r":([^:\]]*)\Z")


def unparsable(address: str) -> Slip:
    match = AUTHORITY.match(address)
    if match is None:
        return Slip("cannot be read by a browser")
    authority = match[1].rpartition("@")[2]
    if not authority:
        return Slip("has no host")
    if len(authority.split()) > 1 or authority != authority.strip():
        bare = authority.strip()
        after = address[: match.start(1)] + bare + address[match.end(1) :] if is_possible_host(bare) else ""
        return Slip("has a blank in its host", after)
    port = _PORT.search(authority)
    if port is not None and not (port[1].isdigit() and int(port[1][:6]) < 1 << 16):
        return Slip(f"has the port {port[1]}, which is none")
    return Slip(f"has the host {authority}, which cannot be one")
