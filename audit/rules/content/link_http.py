"""TXT016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import fix_of, holds_password, is_meant, same_host, written
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_HTTP = "http://"


class LinkHttp(PostRule[Link], code="TXT016", severity=Severity.WARNING, since="0.2.0"):
    """A link to the own site asks for http, and the site has https.

    Each click takes one redirect more, and for a moment everybody on the way can read it and change it.
    """

    remedy = "Write https:// in place of http://."
    sources = (
        "https://web.dev/articles/enable-https",
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="http://saltmarsh.example/gauge/">The gauge</a></p>', says="http://saltmarsh.example/gauge/"),
        Good('<p><a href="http://harbour.example/">Harbour</a></p>', note="Another site may have no https."),
        Good('<p><a href="https://saltmarsh.example/gauge/">The gauge</a></p>'),
        Good(
            '<p><a href="http://saltmarsh.example/gauge/">The gauge</a></p>',
            fields={"link": "http://saltmarsh.example/tide/"},
            note="The site has no https.",
        ),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """The own host only, with `www.` or without: other names of the domain may have no https."""
        return _found(subject, facts) if subject.url is not None and subject.url.scheme == "http" else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    url = link.url
    if url is None or facts.url is None or facts.url.scheme != "https":
        return
    address = written(link)
    if url.port or address[: len(_HTTP)].lower() != _HTTP or not same_host(link, facts):
        return
    if holds_password(address) or link.node in facts.around or not is_meant(link, facts):
        return
    yield Finding(
        f"The link {url.href} to the own site is http.",
        at=link.place,
        value=url.href,
        address=url.href,
        target=url.href,
        fix=fix_of(
            link,
            f"https://{address[len(_HTTP) :]}",
            "write https",
            safe=url.host == facts.url.host,
        ),
    )
