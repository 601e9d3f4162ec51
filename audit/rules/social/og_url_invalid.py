"""SOC003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._addresses import has_real_host
from audit.rules.social._addresses import fault_of, in_full, meant_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_CANONICAL = "the canonical"
"""The form of a finding about an address that the plugin prints as the canonical, too."""


class OgUrlInvalid(PostRule[Head], code="SOC003", severity=Severity.ERROR, since="0.1.0"):
    """og:url is no full address.

    Networks count likes and shares under this address, and ask for the page there. They resolve nothing, so that a
    relative one leads nowhere.
    """

    remedy = "Write the whole address of the post, with https:// and the host."
    sources = ("https://ogp.me/",)
    needs = frozenset({"head"})
    explained_by = {"canonical-relative": SAME_POST, "canonical-invalid": SAME_POST.when(_CANONICAL)}
    examples = (
        Bad(head='<title>Tide</title><meta property="og:url" content="/tide/" />', says="relative"),
        Bad(head='<title>Tide</title><meta property="og:url" content="www.lake.example/ebb/" />', says="no scheme"),
        Bad(
            head='<title>Tide</title><meta property="og:url" content="//saltmarsh.example/tide/" />',
            says="no scheme",
        ),
        Bad(head='<title>Tide</title><meta property="og:url" content="https:///" />', says="cannot be read"),
        Bad(head='<title>Tide</title><meta property="og:url" content="https://a..b/" />', says="the host a..b"),
        Bad(
            head='<title>Tide</title><meta property="og:url" content="https:/saltmarsh.example/tide/" />',
            says="does not begin with https://",
        ),
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
            meant = meant_by(value.decoded, facts.base)
            return (
                Finding(
                    f"og:url {fault}: {value.text.strip()}.",
                    at=value.place,
                    value=value.text,
                    address=value.text,
                    evidence=(Evidence("resolved", meant.href),) if meant is not None and has_real_host(meant) else (),
                    fix=in_full(value.decoded, meant),
                    form=_CANONICAL if any(value.text == one.text for one in subject.canonicals) else "",
                ),
            )
        return ()
