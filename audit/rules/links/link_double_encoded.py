"""LNK003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts import Link
from audit.finding import Confidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import fix_of, is_meant, shown
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_TWICE = re.compile(r"(?:%25[0-9a-f]{2})+", re.IGNORECASE)
_NESTED = re.compile(r"https?(?::|%3A|%253A)|www\.", re.IGNORECASE)
_ORIGIN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/]*", re.IGNORECASE)
_STRUCTURED = re.compile(r"[/:=&?]|%(?:2F|3A|3D|26|3F|252F|253A|253D|2526|253F)", re.IGNORECASE)


class LinkDoubleEncoded(PostRule[Link], code="LNK003", severity=Severity.WARNING, since="0.2.0"):
    """The address of a link was percent-encoded twice.

    `%2520` is what becomes of `%20`, a blank, when it is encoded again. The server looks for a name with `%20` in it.
    """

    remedy = "Write each escape once: %20, not %2520."
    sources = ("https://www.rfc-editor.org/rfc/rfc3986#section-2.4",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="https://harbour.example/tide%2520table.pdf">Tides</a></p>', says="%2520"),
        Bad('<p><a href="https://harbour.example/?s=low%2520water">Search</a></p>', says="%2520"),
        Bad('<p><a href="https://www.harbour.example/tide%2520table.pdf">Tides</a></p>', says="%2520"),
        Good('<p><a href="https://harbour.example/tide%20table.pdf">Tides</a></p>'),
        Good('<p><a href="https://proxy.example/https%3A%2F%2Fharbour.example%2Fa%2520b">Tides</a></p>'),
        Good('<p><a href="https://harbour.example/100%25">All of it</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """What carries an address, or another list of values, is encoded once more on purpose."""
        return _found(subject, facts) if "%25" in subject.href else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    once = _decoded_once(link.href)
    if once == link.href or _shows_itself(link) or not is_meant(link, facts):
        return
    address = shown(link)
    twice = next(match[0] for match in _TWICE.finditer(link.href) if _is_text(match[0]))
    yield Finding(
        f"The address {address} is encoded twice: {twice} stands for {unquote(unquote(twice))!r}.",
        at=link.place,
        value=address,
        address=address,
        confidence=Confidence.LIKELY,
        fix=fix_of(link, once, "encode once", safe=False),
    )


def _shows_itself(link: Link) -> bool:
    """A picture in the link is loaded from a name of the same form: the server's files are called so."""
    return any("%25" in (picture.attr("src") or "") for picture in link.node.find_all("img"))


def _decoded_once(href: str) -> str:
    """The address with the escapes that were encoded twice decoded once, if that is what happened to it."""
    address, hash_mark, fragment = href.partition("#")
    path, mark, query = address.partition("?")
    origin = _ORIGIN.match(path)
    if not _NESTED.search(path, origin.end() if origin is not None else 0):
        path = "/".join(segment if "%2f" in segment.lower() else _once(segment) for segment in path.split("/"))
    return f"{path}{mark}{'&'.join(map(_pair_once, query.split('&')))}{hash_mark}{fragment}"


def _pair_once(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return pair if _STRUCTURED.search(value) or _NESTED.search(value) else f"{name}{equals}{_once(value)}"


def _once(text: str) -> str:
    return _TWICE.sub(lambda match: match[0].replace("%25", "%") if _is_text(match[0]) else match[0], text)


def _is_text(twice: str) -> bool:
    """Whether escapes, decoded twice, are text that needs to be encoded: what is not was not encoded twice.

    `%25ab` may be a per cent sign and two letters, and no program encodes an `A`.
    """
    try:
        text = unquote(unquote(twice), errors="strict")
    except UnicodeDecodeError:
        return False
    return text.isprintable() and not any(character.isascii() and character.isalnum() for character in text)
