"""LNK005."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import fix_of, is_meant
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_PATH = "/cdn-cgi/l/email-protection"


class LinkEmailProtection(PostRule[Link], code="LNK005", severity=Severity.NOTICE, since="0.2.0"):
    """A link leads to Cloudflare's cover of a mail address.

    Cloudflare hides mail addresses while it delivers a page, and a script of the page uncovers them. Copied into the
    text of a post the cover stays: the link is an error page where that script does not run, as in feeds and apps.
    """

    remedy = "Write the mail address itself; Cloudflare covers it again when it delivers the page."
    sources = ("https://developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation/",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad(
            '<p><a href="/cdn-cgi/l/email-protection#1c737a7a757f795c747d6e7e73696e3279647d716c7079">Office</a></p>',
            says="office@harbour.example",
        ),
        Good(
            page='<html><body><main><p><a href="/cdn-cgi/l/email-protection#1c737a7a757f795c747d6e7e73696e3279647d716c7'
            '079">Office</a></p></main></body></html>',
            note="A page that Cloudflare has delivered.",
        ),
        Good('<p><a href="mailto:office@harbour.example">Office</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Uncovers the address, from the fragment or from the text inside. A page is as Cloudflare has delivered it."""
        return _found(subject, facts) if _PATH in subject.href and facts.page is None else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    if not is_meant(link, facts):
        return
    address = _address_of(link)
    yield Finding(
        f"A link hides the mail address {address} as Cloudflare does." if address else "A link hides a mail address.",
        at=link.place,
        value=address or link.href,
        address=link.href,
        evidence=(Evidence("mail address", address),) if address else (),
        fix=fix_of(link, f"mailto:{address}", "write the mail address", safe=False) if address else None,
    )


def _address_of(link: Link) -> str:
    inside = (node.attr("data-cfemail") or "" for node in (link.node, *link.node.find_all("span")))
    covers = (link.href.partition("#")[2], *inside)
    return next((address for cover in covers if (address := uncovered(cover))), "")


def uncovered(cover: str) -> str:
    """The mail address under Cloudflare's cover: hexadecimal octets, the first of which is XORed with the others.

    Returns:
        The address, with what followed it in the link (`?subject=`); "" if the cover holds none.
    """
    try:
        key, *octets = bytes.fromhex(cover)
        address = bytes(octet ^ key for octet in octets).decode("utf-8")
    except ValueError:  # no hexadecimal, no octet, no UTF-8
        return ""
    return address if "@" in address and address.isprintable() else ""
