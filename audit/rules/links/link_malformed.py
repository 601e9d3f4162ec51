"""LNK001."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts import Link
from audit.facts.text import fold
from audit.facts.url import is_possible_host, parse_url, resolve, without_credentials
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import folder_of_host, glued_behind
from audit.rules.links._address import (
    fix_of,
    has_escaped_hash,
    holds_password,
    is_host_name,
    is_meant,
    is_ordinary,
    is_plain,
    may_hold_two,
    needless_tail,
    unfilled,
    written,
)
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url

_WEB = frozenset({"http", "https"})
_OTHER_SCHEME = re.compile(r"(?!(?:https?|ftp|wss?|file):)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What another program reads, by rules of its own: `ed2k://|file|…`."""
_MOST_FAULTS = 4  # in one address, mended one after the other


class LinkMalformed(PostRule[Link], code="LNK001", severity=Severity.ERROR, since="0.2.0"):
    """The address of a link is written wrongly, so that it leads nowhere or elsewhere.

    A slip in the scheme, a scheme too many or none at all, quotation marks that came along: a browser takes most of
    these for a page of the own site, and the reader gets "not found".
    """

    remedy = "Correct the address."
    sources = ("https://url.spec.whatwg.org/#url-parsing", "https://www.rfc-editor.org/rfc/rfc3986#section-3.1")
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="htp://harbour.example/">Harbour</a></p>', says="http://harbour.example/"),
        Bad('<p><a href="https//harbour.example/">Harbour</a></p>', says="https://harbour.example/"),
        Bad('<p><a href="http://https://harbour.example/">Harbour</a></p>', says="two schemes"),
        Bad(
            '<p><a href="https://saltmarsh.examplehttps://harbour.example/ferry">Harbour</a></p>',
            says="https://harbour.example/ferry was meant",
        ),
        Bad(
            '<p><a href="//wp-content/uploads/fares.pdf">Fares</a></p>', says="/wp-content/uploads/fares.pdf was meant"
        ),
        Bad('<p><a href="www.harbour.example/ferry">Harbour</a></p>', says="no scheme"),
        Bad('<p><a href="office@harbour.example">Write</a></p>', says="mailto:office@harbour.example"),
        Bad('<p><a href="“https://harbour.example/”">Harbour</a></p>', says="begins with “"),
        Bad('<p><a href="tel:=+4930123">Call</a></p>', says="tel:+4930123"),
        Bad(
            '<p><a href="https://harbour.example/ferry/%23fares">https://harbour.example/ferry/#fares</a></p>',
            says="https://harbour.example/ferry/#fares",
        ),
        Bad('<p><a href="https://harbour.example:8O80/">Harbour</a></p>', says="port"),
        Good('<p><a href="//harbour.example/a:b">Harbour</a> <a href="tel:+4930123">Call</a></p>'),
        Good(
            '<p><a href="//harbour.example/fares">Fares</a></p>',
            fields={"link": None, "_links": None},
            note="It lacks a scheme alone, which the page's own address gives, be it known or not.",
        ),
        Good('<p><a href="https://archive.example/web/https://harbour.example/">A copy</a></p>'),
        Good('<p><a href="ed2k://|file|tides.pdf|1|0|/">Tides</a></p>', note="The address of another program."),
        Good('<p><a href="steam://run/440">Play</a> <a href="./2026:the-dry-year/">Year</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Mends the address as far as its faults are known; an address that nobody filled in is another rule's."""
        if _may_hide_a_fault(subject) if is_ordinary(subject) else not _is_plain(subject):
            return _found(subject, facts)
        return ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    fault = _fault_of(link, facts)
    if fault is None or unfilled(link, facts) or not is_meant(link, facts):
        return
    after = _mended(fault, facts.base)
    address = written(link)
    if holds_password(after or address):
        address = without_credentials(after or address)
    meant = f"; {without_credentials(after)} was meant" if after else ""
    yield Finding(
        f"The address {address} {fault.what}{meant}.",
        at=link.place,
        value=address,
        address=address,
        severity=Severity.WARNING if fault.mild else None,
        fix=fix_of(link, after, "correct the address", safe=fault.certain) if after else None,
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with an address.

    Attributes:
        what: the end of a sentence that begins with the address.
        after: the address without this fault, or "".
        certain: nothing else can have been meant.
        mild: a browser or a telephone may get there nevertheless.
    """

    what: str
    after: str = ""
    certain: bool = True
    mild: bool = False


def _may_hide_a_fault(link: Link) -> bool:
    """Whether an address with an ordinary beginning has to be looked at.

    Two may be in one, or one in the own site's path, or its `#` may have been escaped.
    """
    href = link.href
    if has_escaped_hash(href):
        return True
    return may_hold_two(href) and (link.own or " " in href or glued_behind(href) != "")


def _is_plain(link: Link) -> bool:
    """Whether an address with another beginning is as it has to be."""
    return is_plain(link.href) and (link.url is not None or link.href[0] != "/")


def _fault_of(link: Link, facts: Facts) -> _Fault | None:
    tail = needless_tail(link)
    address = written(link) if tail is None else tail.before
    url = link.url if tail is None else resolve(address, facts.base)
    if not address or address[0] in "#?":
        return None
    fault = _written_wrongly(address, facts.base) or _without_scheme(address, link.text)
    if fault is None and link.own and url is not None:
        fault = _under_own_name(address, url)
    if fault is None and "%23" in address:
        fault = _escaped_hash(address, link.text)
    if fault is not None:
        return fault
    absolute = _AUTHORITY.match(address) is not None
    if url is None:
        is_for_a_browser = not _OTHER_SCHEME.match(address) and (absolute or facts.base is not None)
        return _unparsable(address) if is_for_a_browser else None
    if _holds_two(address):
        return _Fault("holds two addresses")
    if absolute and url.scheme in _WEB and url.host and not is_possible_host(url.host):
        return _Fault(f"has the host {url.host}, which cannot be one")
    return None


def _mended(fault: _Fault, base: str | None) -> str:
    """The address without this fault and those behind it; "" if it cannot be told."""
    after = fault.after
    for _ in range(_MOST_FAULTS if after else 0):
        further = _written_wrongly(after, base)
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


def _written_wrongly(address: str, base: str | None) -> _Fault | None:
    """A fault of the beginning, which the address shows by itself."""
    return (
        _wrapped(address)
        or _doubled(address)
        or _glued(address)
        or _of_folder(address)
        or _mistyped(address, base)
        or _mistyped_mail(address)
        or _mistyped_number(address)
    )


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


def _wrapped(address: str) -> _Fault | None:
    """Quotation marks around it, a blank or a bracket before it: the browser looks for a page of that name."""
    if address[0].isalnum() or address[0] == "/":
        if _ESCAPED.match(address):
            return _Fault("is escaped as a whole", unquote(address))
        return None
    if address.startswith("<"):
        inner = _IN_MARKUP.match(address)
        if inner is not None:
            return _Fault("is a whole tag", inner[1], certain=False)
    if address.startswith("://"):
        return _Fault("has no scheme", f"https{address}", certain=False)
    match = _JUNK.match(address)
    if match is None:
        return None
    before, rest = unquote(match[1]), match[2]
    mark = before.strip()
    said = f"begins with {mark}" if mark and mark.isprintable() else "begins with a blank"
    if "%3a" in rest[:8].lower():
        rest = unquote(rest)
    return _Fault(said, _without_closing(rest))


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


def _doubled(address: str) -> _Fault | None:
    match = _DOUBLED.match(address)
    return _Fault("has two schemes", address[match.end() :]) if match is not None else None


def _of_folder(address: str) -> _Fault | None:
    """A path of the own site behind a slash too many."""
    if not address.startswith("//") or not folder_of_host(address[2:].partition("/")[0].lower()):
        return None
    return _Fault("begins with two slashes, so that a browser looks for a server of that name", address[1:])


def _glued(address: str) -> _Fault | None:
    after = glued_behind(address)
    return _Fault("holds two addresses", after) if after else None


def _mistyped(address: str, base: str | None) -> _Fault | None:
    """A slip in `http://`: in its letters, or in its colon and slashes."""
    plain = address if address.isascii() else unicodedata.normalize("NFKC", address[:16]) + address[16:]
    match = _BEGINNING.match(plain)
    if match is None:
        return None
    word, marks, rest = match[1].lower(), match[2], match[3]
    beginning = plain[: match.start(3)]
    if word in _WEB:
        if not address.startswith(beginning):  # ：and ／ look like : and /
            return _Fault(f"begins with {address[: match.start(3)]}", f"{word}://{rest}")
        return _mistyped_marks(word, marks, rest, base)
    slashes = marks.replace("\\", "/")
    if not (":/" in slashes or "//" in slashes) or not _HOST_LIKE.match(rest):
        return None
    meant = _web_scheme_like(word)
    return _Fault(f"begins with {beginning}", f"{meant}://{rest}") if meant else None


def _mistyped_marks(word: str, marks: str, rest: str, base: str | None) -> _Fault | None:
    if _REPAIRED.fullmatch(marks):
        return None
    after = f"{word}://{rest.lstrip('/')}"
    if marks in {":", ":/", ":\\"}:
        if not _HOST_LIKE.match(rest):
            return None
        same = base is not None and (scheme := _BASE_SCHEME.match(base)) is not None and scheme[0].lower() == word
        return _Fault(f"has no // behind {word}:", after, mild=not same)
    blanks = marks.replace(" ", "")
    slashes = blanks.replace("\\", "/")
    if not ("//" in slashes or (";" in slashes and "/" in slashes) or "::" in slashes):
        return None
    return _Fault(f"begins with {word}{marks}", after)


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


def _mistyped_mail(address: str) -> _Fault | None:
    if "@" not in address:
        return None
    match = _MAIL_BEGINNING.match(address)
    if match is None or not _MAIL.fullmatch(match[3]):
        return None
    word, marks = match[1].lower(), match[2]
    if (word == "mailto" and marks == ":") or not (word in {"mail", "email"} or _slips(word, "mailto") <= 2):  # noqa: PLR2004 - as far as a hand slips
        return None
    return _Fault(f"begins with {address[: match.start(3)]}", f"mailto:{match[3]}")


_DIGITS = re.compile(r"\d{3}")
_NUMBER = re.compile(r"(tel|sms)(?::[=:;]+|[;=]+)(\+?[\d(][\d\s().-]*)", re.IGNORECASE)


def _mistyped_number(address: str) -> _Fault | None:
    match = _NUMBER.fullmatch(address)
    if match is None:
        return None
    return _Fault(f"begins with {address[: match.start(2)]}", f"{match[1].lower()}:{match[2]}", mild=True)


# -- addresses without a scheme --------------------------------------------------------------------------------------

_BARE_HOST = re.compile(
    r"((?:[\w-]+\.)+(?:xn--[\w-]+|[^\W\d_]{2,}))(:\d{1,5})?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL
)
_WWW = re.compile(r"www\d?\.[\w-]+\.", re.IGNORECASE)
_OWN_PATH = re.compile(r"/(https?:/{1,2}.+|www\.(?:[\w-]+\.)+[a-z]{2,}(?:/.*)?)", re.IGNORECASE | re.DOTALL)


def _without_scheme(address: str, text: str) -> _Fault | None:
    """A host or a mail address that the browser takes for a file beside the post."""
    if "@" in address and _MAIL.fullmatch(address):
        return _Fault("has no scheme", f"mailto:{address}")
    inner = _OWN_PATH.fullmatch(address)
    if inner is not None and not address.startswith("//"):
        after = inner[1]
        return _Fault(
            "begins with a slash, and so names a page of this site", after if "//" in after else f"https://{after}"
        )
    match = _BARE_HOST.fullmatch(address)
    if match is None:
        return None
    host, port, path = match.groups()
    followed = path.startswith("/") or port is not None
    names_itself = fold(text).lower().removeprefix("https://").removeprefix("http://").startswith(host.lower())
    if _WWW.match(host) or is_host_name(host, followed=followed or names_itself):
        return _Fault("has no scheme", f"https://{address}", certain=False)
    return None


def _under_own_name(address: str, url: Url) -> _Fault | None:
    """Another address as the path of a page of this site, which nobody has."""
    inner = _OWN_PATH.fullmatch(url.path)
    if inner is None or "//" not in inner[1] or inner[1] not in address:
        return None
    return _Fault("names a page of this site by a whole address", address[address.index(inner[1]) :], certain=False)


def _escaped_hash(address: str, text: str) -> _Fault | None:
    """`%23` in place of the `#` before a fragment, which the text of the link still has."""
    shown = fold(text)
    if shown.count("#") != 1 or not _ABSOLUTE.match(shown):
        return None
    after = address.replace("%23", "#")
    if after.rstrip("/") != shown.rstrip("/"):
        return None
    return _Fault("has %23 in place of the #", after, mild=True)


_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_SECOND = re.compile(r"\s(?:https?://|www\.)", re.IGNORECASE)


def _holds_two(address: str) -> bool:
    """A blank and a second address in the path; the query of a link for sharing may well hold one."""
    second = _SECOND.search(address)
    return second is not None and not any(mark in address[: second.start()] for mark in "?#")


# -- addresses that are none -----------------------------------------------------------------------------------------

_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}([^/?#\\]*)", re.IGNORECASE)
_PORT = re.compile(r":([^:\]]*)\Z")


def _unparsable(address: str) -> _Fault:
    match = _AUTHORITY.match(address)
    if match is None:
        return _Fault("cannot be read by a browser")
    authority = match[1].rpartition("@")[2]
    if not authority:
        return _Fault("has no host")
    if len(authority.split()) > 1 or authority != authority.strip():
        bare = authority.strip()
        after = address[: match.start(1)] + bare + address[match.end(1) :] if is_possible_host(bare) else ""
        return _Fault("has a blank in its host", after)
    port = _PORT.search(authority)
    if port is not None and not (port[1].isdigit() and int(port[1][:6]) < 1 << 16):
        return _Fault(f"has the port {port[1]}, which is none")
    return _Fault(f"has the host {authority}, which cannot be one")
