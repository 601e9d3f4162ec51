"""SOC003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.url import parse_url
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.social._addresses import fault_of, in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OgUrlInvalid(PostRule[Head], code="SOC003", severity=Severity.ERROR, since="0.1.0"):
    """og:url is no full address.

    Networks count likes and shares under this address, and ask for the page there. They resolve nothing, so that a
    relative one leads nowhere.
    """

    remedy = "Write the whole address of the post, with https:// and the host."
    sources = ("https://ogp.me/",)
    needs = frozenset({"head"})
    explained_by = {"canonical-relative": SAME_POST}
    examples = (
        Bad(head='<title>Tide</title><meta property="og:url" content="/tide/" />', says="relative"),
        Bad(
            head='<title>Tide</title><meta property="og:url" content="//saltmarsh.example/tide/" />',
            says="no scheme",
        ),
        Bad(head='<title>Tide</title><meta property="og:url" content="https:///" />', says="cannot be read"),
        Good(head='<title>Tide</title><meta property="og:url" content="https://saltmarsh.example/tide/" />'),
        Good(
            head='<title>Tide</title><meta property="og:url" content="https://saltmarsh.example/прилив/" />',
            note="Yoast prints addresses decoded.",
        ),
        Good(
            head='<title>Tide</title><meta property="og:url" content="" />',
            note="An empty value is another rule's.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """The first og:url is the one that counts."""
        value = subject.meta("og:url")
        if value is None or value.blank:
            return ()
        fault = fault_of(value.decoded)
        if fault:
            meant = parse_url(value.decoded, facts.base)
            return (
                Finding(
                    f"og:url {fault}: {value.text.strip()}.",
                    at=value.place,
                    value=value.text,
                    address=value.text,
                    evidence=(Evidence("resolved", meant.href),) if meant is not None and meant.host else (),
                    fix=in_full(value.decoded, meant),
                ),
            )
        return ()
