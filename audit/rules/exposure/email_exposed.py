"""EXP009."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_ADDRESS = re.compile(
    r"(?<![\w.@/:+%-])([a-z0-9][\w.+%-]{0,63})@((?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})(?![\w@-]|\.[a-z]|:[^\s])",
    re.IGNORECASE | re.ASCII,
)
_FILES = frozenset("avif css gif html jpeg jpg js json md mp3 mp4 pdf php png py sh svg ts webp zip".split())
_RESERVED = frozenset({"example", "invalid", "local", "localhost", "test"})
_ROLES = frozenset(
    "abuse accounts admin administration anfrage archiv atendimento billing board booking bookings buero bureau "
    "careers career club contact contacto contactus contato contatti copyright customer customercare "
    "customerservice datenschutz desk dpo editor editorial editors enquiries enquiry event events feedback "
    "general hello help helpdesk hi hostmaster hr impressum info infos inquiries inquiry job jobs kontakt "
    "kundenservice legal library mail mailbox marketing media members membership news newsletter noreply office "
    "order orders partners partnership postmaster presse press privacy recruitment redaktion registration reply "
    "reservations reservation root sales secretary sekretariat security service services shop soporte store "
    "studio submissions subscribe support team ticket tickets venta ventas verein webmaster website welcome".split()
)
"""What stands before the @ of an address that a house publishes on purpose."""
_IN_ROLES = ("admin", "contact", "enquir", "inquir", "kontakt", "office", "reply", "secur", "service", "support")
"""The same as a part of a longer word."""
_SAMPLES = frozenset(
    "email example me myemail myname name sample somebody someone test user username you your yourname".split()
)
_PARTS = re.compile(r"[._+-]")
_KEYS = ("email", "name")
"""Where a person's address stands in structured data; in the name where WordPress knows no other."""
_CODE = ("code", "pre", "kbd", "samp")


class EmailExposed(PostRule[Post], code="EXP009", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """A person's e-mail address stands in the open.

    Programs gather such addresses for spam and for letters that pretend to come from a colleague. An address of an
    office (`info@`, `press@`) is published on purpose.
    """

    remedy = "Give the address of an office or a form, or ask the person."
    sources = ("https://developer.wordpress.org/advanced-administration/security/hardening/",)
    needs = frozenset({"content", "type:Person"})
    reads_content = True
    text_patterns = (r"[a-z0-9]@(?:[a-z0-9-]{1,63}\.)+[a-z]{2}",)
    gated = False
    examples = (
        Bad("<p>Write to maren.holt@saltmarsh-office.org.</p>", says="maren.holt@", points_at="maren.holt@"),
        Bad('<p><a href="mailto:maren@saltmarsh-office.org?subject=Tide">Write</a></p>', says="maren@", points_at="<a"),
        Bad("<p><a href=' MAILTO:maren@saltmarsh-office.org '>Write</a></p>", says="maren@"),
        Bad(head=graph('"@type":"Person","name":"maren@saltmarsh-office.org"'), says="maren@"),
        Good('<p>Write to <a href="mailto:info@saltmarsh-office.org">info@saltmarsh-office.org</a>.</p>'),
        Good("<p>Mail: tide-support@saltmarsh-office.org or saltmarsh-office@saltmarsh-office.org</p>"),
        Good("<p>Signed in as maren_h...@saltmarsh-office.org.</p>", note="A part of the address is hidden."),
        Good("<p>Put you@example.com or name@saltmarsh-office.org there.</p>", note="Samples."),
        Good("<p>We post as @tide@social.saltmarsh-office.org, with logo@2x.png.</p>"),
        Good("<p><code>git@forge.saltmarsh-office.org:shore/gauge.git</code> needs gauge@4.5.1.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each address, at its first place."""
        seen: set[str] = set()
        for address, place in _addresses(self.code, facts):
            if address.lower() not in seen:
                seen.add(address.lower())
                yield Finding(f"The e-mail address {address} stands in the open.", at=place, value=address.lower())


def _addresses(code: str, facts: Facts) -> Iterator[tuple[str, Place]]:
    if code in facts.signals:
        for block in facts.blocks_of_text:
            for match in _ADDRESS.finditer(block.text) if "@" in block.text else ():
                if _is_a_persons(match, facts) and not _is_in_code(match[0], facts):
                    start = block.start + match.start()
                    yield match[0], Place("content.rendered", start=start, end=start + len(match[0]))
    for link in facts.links:
        written = link.href.strip()
        if written[:7].lower() == "mailto:" and link.node not in facts.around:
            found = _ADDRESS.fullmatch(unquote(written[7:].partition("?")[0]).strip())
            if found is not None and _is_a_persons(found, facts):
                yield found[0], link.place
    yield from _of_persons(facts)


def _of_persons(facts: Facts) -> Iterator[tuple[str, Place]]:
    for node in facts.graph.of_type("Person"):
        for key in _KEYS:
            found = _ADDRESS.fullmatch((node.text(key) or "").removeprefix("mailto:"))
            if found is not None and _is_a_persons(found, facts):
                yield found[0], node.place(key)


def _is_a_persons(match: re.Match[str], facts: Facts) -> bool:
    local, domain = match[1].lower(), match[2].lower()
    labels = domain.split(".")
    if labels[-1] in _FILES or not _RESERVED.isdisjoint(labels[-2:]) or local in _SAMPLES or local == "git":
        return False
    if ".." in local:  # letters are left out: no address may have it
        return False
    own = facts.url.host.split(".") if facts.url is not None else ()
    if local in labels or local in own or any(word in local for word in _IN_ROLES):
        return False
    return _ROLES.isdisjoint(_PARTS.split(local))


def _is_in_code(address: str, facts: Facts) -> bool:
    return any(address in node.text for tag in _CODE for node in facts.elements(tag))
