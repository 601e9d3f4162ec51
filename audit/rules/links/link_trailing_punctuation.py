"""LNK002."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Confidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import fix_of, is_meant, may_have_tail, needless_tail, shown, unfilled
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

_HOST_ALONE = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
"""An address that ends with its host: a dot behind it is the root of all names, and the link works."""


class LinkTrailingPunctuation(PostRule[Link], code="LNK002", severity=Severity.WARNING, since="0.2.0"):
    """The address of a link ends with a mark or a blank that belongs to the sentence.

    Programs that make links of addresses, and people who copy them, take the closing bracket, the full stop or a hard
    blank along. The server is asked for a page of that name, and has none.
    """

    remedy = "Take the mark off the end of the address."
    sources = ("https://www.rfc-editor.org/rfc/rfc3986#appendix-C",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p>(see <a href="https://harbour.example/ferry)">the ferry</a></p>', says="ends with “)”"),
        Bad('<p><a href="https://harbour.example/ferry%C2%A0">The ferry</a></p>', says="blank"),
        Bad('<p><a href="https://harbour.example/a,">https://harbour.example/a,</a></p>', says="ends with “,”"),
        Good('<p><a href="https://wiki.example/Tide_(disambiguation)">Tide</a></p>'),
        Good('<p><a href="https://wiki.example/Saltmarsh_Inc.">Saltmarsh Inc.</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """A blank, a bracket or quotation mark without a partner, or a stop that the text shows as well."""
        return _found(subject, facts) if may_have_tail(subject.href) else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    tail = needless_tail(link)
    if tail is None or unfilled(link, facts) or not is_meant(link, facts):
        return
    address = shown(link)
    what = "a blank or an invisible character" if tail.blank else f"“{tail.tail}”"
    works = tail.tail == "." and _HOST_ALONE.fullmatch(tail.before) is not None
    yield Finding(
        f"The address {address} ends with {what}.",
        at=link.place,
        value=address,
        address=address,
        severity=Severity.NOTICE if works else None,
        confidence=Confidence.DEFINITIVE if tail.blank else Confidence.LIKELY,
        fix=fix_of(link, tail.before, "take the end off", safe=tail.blank),
    )
