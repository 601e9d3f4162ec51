"""LNK001."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.text import fold
from audit.facts.url import is_possible_host, resolve, without_credentials
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import glued_behind
from audit.rules.links._address import (
    fix_of,
    has_escaped_hash,
    holds_password,
    is_meant,
    is_ordinary,
    is_plain,
    may_hold_two,
    may_swallow,
    needless_tail,
    unfilled,
    written,
)
from audit.rules.links._slips import (
    AUTHORITY,
    OTHER_SCHEME,
    OWN_PATH,
    Slip,
    mended,
    slip_at_beginning,
    swallowing,
    unparsable,
    without_scheme,
)
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url

_WEB = frozenset({"http", "https"})


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
            '<p>The <a href="https://harbour.example/ferry>ferry</a> and the <a href="https://lake.example/">lake</a></p>',
            says="https://harbour.example/ferry goes on in the markup",
        ),
        Bad('<p><a href="/ferry/ target="_blank">Ferry</a></p>', says="/ferry/ goes on in the markup"),
        Good("<p><a href=\"javascript:document.write('<b>a</b>')\">Write</a></p>", note="A program, and no address."),
        Good('<p><a href="https://lake.example/?q=a%3Eb&amp;page=">Search</a> <a href="/find?a=<b>">Find</a></p>'),
        Bad(
            '<p><a href="https://harbour.example/ferry/%23fares">https://harbour.example/ferry/#fares</a></p>',
            says="https://harbour.example/ferry/#fares",
        ),
        Bad('<p><a href="https://harbour.example:8O80/">Harbour</a></p>', says="port"),
        Bad('<p><a href="mailto:harbour-office">Write</a></p>', says="names no mail address"),
        Good('<p><a href="mailto:office(at)harbour.example">Write</a></p>', note="A script may put it right."),
        Good(
            '<p><a href="mailto:?subject=Tides">Tell a friend</a> <a href="mailto:a%40b.example,c@d.example">W</a></p>'
        ),
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
    after = mended(fault, facts.base)
    address = fault.until or written(link)
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


def _may_hide_a_fault(link: Link) -> bool:
    """Whether an address with an ordinary beginning has to be looked at.

    Two may be in one, or one in the own site's path, its `#` may have been escaped, or its end may be missing.
    """
    href = link.href
    if has_escaped_hash(href) or may_swallow(href):
        return True
    return may_hold_two(href) and (link.own or " " in href or glued_behind(href) != "")


def _is_plain(link: Link) -> bool:
    """Whether an address with another beginning is as it has to be."""
    href = link.href
    return is_plain(href) and not may_swallow(href) and (link.url is not None or href[0] != "/")


def _fault_of(link: Link, facts: Facts) -> Slip | None:
    tail = needless_tail(link)
    address = written(link) if tail is None else tail.before
    url = link.url if tail is None else resolve(address, facts.base)
    if not address or address[0] in "#?":
        return None
    fault = swallowing(address) or slip_at_beginning(address, facts.base) or without_scheme(address, link.text)
    if fault is None and link.own and url is not None:
        fault = _under_own_name(address, url)
    if fault is None and "%23" in address:
        fault = _escaped_hash(address, link.text)
    if fault is not None:
        return fault
    absolute = AUTHORITY.match(address) is not None
    if url is None:
        is_for_a_browser = not OTHER_SCHEME.match(address) and (absolute or facts.base is not None)
        return unparsable(address) if is_for_a_browser else None
    if _holds_two(address):
        return Slip("holds two addresses")
    if absolute and url.scheme in _WEB and url.host and not is_possible_host(url.host):
        return Slip(f"has the host {url.host}, which cannot be one")
    return None


def _under_own_name(address: str, url: Url) -> Slip | None:
    """Another address as the path of a page of this site, which nobody has."""
    inner = OWN_PATH.fullmatch(url.path)
    if inner is None or "//" not in inner[1] or inner[1] not in address:
        return None
    return Slip("names a page of this site by a whole address", address[address.index(inner[1]) :], certain=False)


def _escaped_hash(address: str, text: str) -> Slip | None:
    """`%23` in place of the `#` before a fragment, which the text of the link still has."""
    shown = fold(text)
    if shown.count("#") != 1 or not _ABSOLUTE.match(shown):
        return None
    after = address.replace("%23", "#")
    if after.rstrip("/") != shown.rstrip("/"):
        return None
    return Slip("has %23 in place of the #", after, mild=True)


_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_SECOND = re.compile(r"\s(?:https?://|www\.)", re.IGNORECASE)


def _holds_two(address: str) -> bool:
    """A blank and a second address in the path; the query of a link for sharing may well hold one."""
    second = _SECOND.search(address)
    return second is not None and not any(mark in address[: second.start()] for mark in "?#")
