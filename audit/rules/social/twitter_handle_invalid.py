"""SOC024."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

_HANDLE = re.compile(r"@\w{1,15}", re.ASCII)
_ACCOUNT = re.compile(r"(?:(?:https?://)?(?:www\.)?(?:twitter|x)\.com/)?@?(\w{1,15})/?", re.ASCII)


class TwitterHandleInvalid(
    PostRule[Head], code="SOC024", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The name of the account on X is none.

    X credits the card to this account. Names have an @ and up to 15 letters, digits and underscores; an address or a
    name with blanks leads to nobody.
    """

    remedy = "Enter the account's name alone, with its @, in the plugin's or the author's social settings."
    sources = ("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="twitter:site" content="https://x.com/saltmarsh" />',
            says="https://x.com/saltmarsh",
        ),
        Bad(head='<title>Tide</title><meta name="twitter:creator" content="@#" />', says="twitter:creator is @#"),
        Good(head='<title>Tide</title><meta name="twitter:site" content="@salt_marsh" />'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """The site's account and the author's."""
        for name in ("twitter:site", "twitter:creator"):
            value = subject.meta(name)
            if value is not None and _HANDLE.fullmatch(value.text.strip()) is None:
                handle = value.text.strip()
                yield Finding(
                    f"{name} is {handle or 'empty'}, no name of an account on X.",
                    at=value.place,
                    value=f"{name} {handle}",
                    fix=_named(value),
                )


def _named(value: HeadValue) -> Fix | None:
    """The account alone, of an address of its profile or a name without its @."""
    match = _ACCOUNT.fullmatch(value.text.strip())
    return of_head(value, f"@{match[1]}", f"write @{match[1]}") if match is not None else None
