"""LNK009."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.url import host_as_user, without_credentials
from audit.finding import Finding, Severity
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.links._address import is_meant, written
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_USER = re.compile(r"(?:(?:https?|ftps?):)?[/\\]{2,}([^/?#\\]*)@", re.IGNORECASE)
_NO_USER = re.compile(r"(?:mailto|tel):", re.IGNORECASE)


class LinkCredentials(PostRule[Link], code="LNK009", severity=Severity.WARNING, since="0.2.0"):
    """A link carries a user's name, and perhaps a password, before its host.

    Whoever reads the page has them. Browsers drop them or warn, and phishers use the form to pass one host off as
    another.
    """

    remedy = "Take everything before the @ out of the address, and change the password."
    sources = ("https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    explained_by = {"deceptive-link": SAME_ELEMENT}
    examples = (
        Bad('<p><a href="https://crew:tide@harbour.example/rota">Rota</a></p>', says="https://harbour.example/rota"),
        Bad('<p><a href="http://office@harbour.example">Office</a></p>', says="mail address"),
        Bad(
            '<p><a href="https://www.harbour.com@rota.example/">Rota</a></p>',
            says="carries a user’s name",
            note="No mail address begins with www.",
        ),
        Good('<p><a href="https://social.example/@harbour">Harbour</a></p>'),
        Good('<p><a href="mailto:office@harbour.example">Office</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Says where the link leads, and never what it carries."""
        return _found(subject, facts) if "@" in subject.href else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    address = written(link)
    user = _USER.match(address)
    if user is None or not user[1] or _NO_USER.match(user[1]) or not is_meant(link, facts):
        return
    if ":" not in user[1] and address[:3].lower() == "ftp":
        return  # `anonymous` is how everybody logs in there
    named = link.url.href if link.url is not None else address
    bare = without_credentials(named)
    is_mail = ":" not in user[1] and link.url is not None and link.url.path == "/" and not link.url.query
    if is_mail and host_as_user(named):
        is_mail = f"{user[1]}@" in link.node.text
    if is_mail:
        message = f"A link to {bare} has a user's name before the host; it looks like a mail address without mailto:."
    else:
        message = f"A link to {bare} carries {'a password' if ':' in user[1] else 'a user’s name'}."
    yield Finding(
        message,
        at=link.place,
        value=bare,
        address=bare,
        remedy="Write mailto: in place of http:// if a mail address was meant." if is_mail else None,
    )
