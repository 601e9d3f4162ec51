"""TXT017."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.url import is_named_after, is_staging_host, is_unreachable_host, without_credentials
from audit.finding import Confidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._addresses import folder_of_host
from audit.rules.links._address import fix_of, is_meant, unfilled
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.finding import Fix

_WEB = frozenset({"http", "https", "ftp"})
_WITHOUT_SCHEME = re.compile(r"localhost:\d", re.IGNORECASE)


class LinkLocalhost(PostRule[Link], code="TXT017", severity=Severity.ERROR, since="0.2.0"):
    """A link leads to the author's own machine or network, or to a copy of the site that is not for readers.

    `localhost`, 192.168.0.1 and `lake.test` exist where the post was written and nowhere else. A staging copy asks
    for a password, is out of date, or is gone.
    """

    remedy = "Write the public address."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc6761#section-6",
        "https://www.rfc-editor.org/rfc/rfc1918#section-3",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="http://localhost:8080/gauge/">The gauge</a></p>', says="localhost"),
        Bad('<p><a href="http://192.168.1.20/gauge/">The gauge</a></p>', says="192.168.1.20"),
        Bad('<p><a href="https://staging.saltmarsh.example/gauge/">The gauge</a></p>', says="copy of the site"),
        Bad('<p><a href="http://saltmrsh.wpengine.com/gauge/">The gauge</a></p>', says="copy of the site"),
        Good('<p><a href="https://lighthouse.wpengine.com/">A lighthouse</a></p>'),
        Good('<p><a href="https://dev.to/saltmarsh">A diary</a> <a href="https://www.test.de/">A test</a></p>'),
        Good('<p><code><a href="http://localhost:3000/">http://localhost:3000/</a></code></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """A text that names that very machine is about the reader's own: worth knowing, no more."""
        return _found(subject, facts) if _may_be_private(subject) else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious; where the post's own is not known, all."""
        return facts.links if facts.url is None else suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    url = link.url
    host = _host_of(url) if url is not None else ""
    if url is None or (facts.url is not None and host == facts.url.host) or folder_of_host(host):
        return
    private = is_unreachable_host(host)
    if not private and not _is_copy_of(host, link, facts):
        return
    if unfilled(link, facts) or not is_meant(link, facts):
        return
    address = without_credentials(url.href)
    named = private and host in link.text.lower()
    yield Finding(
        f"A link leads to {address}, which only exists on one machine or in one network."
        if private
        else f"A link leads to {address}, a copy of the site that is not for readers.",
        at=link.place,
        value=address,
        address=address,
        target=address,
        severity=Severity.NOTICE if named else None if private else Severity.WARNING,
        confidence=Confidence.DEFINITIVE if private and not named else Confidence.LIKELY,
        fix=None if named or private else _public(link, url, facts),
    )


def _public(link: Link, url: Url, facts: Facts) -> Fix | None:
    """The edit that puts the site's own host in the place of the copy's: the path is the same there."""
    own = facts.url
    if own is None or not own.host or url.scheme not in _WEB or url.port or "://" not in link.href:
        return None
    rest = link.href.partition("://")[2]
    path = rest[len(rest.partition("/")[0]) :]
    return fix_of(link, f"{own.scheme}://{own.host}{path}", "write the public host", safe=False)


def _may_be_private(link: Link) -> bool:
    """Whether the name of the host, which no rule has to look at twice, is that of a private or a staging one."""
    return link.url is not None and _named_as_private(_host_of(link.url))


def _host_of(url: Url) -> str:
    if url.scheme in _WEB:
        return url.host
    return "localhost" if url.scheme == "localhost" and _WITHOUT_SCHEME.match(url.href) else ""


@lru_cache(maxsize=4096)
def _named_as_private(host: str) -> bool:
    return bool(host) and (is_unreachable_host(host) or is_staging_host(host))


def _is_copy_of(host: str, link: Link, facts: Facts) -> bool:
    """Whether a staging host is this site's: below its domain, or with its name below the domain of a hosting company.

    Other people's `dev.` may be where they welcome developers.
    """
    return link.own or is_named_after(host, facts.own_domain)
