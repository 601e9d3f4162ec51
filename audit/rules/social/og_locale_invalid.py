"""SOC015."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.social._addresses import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|\d{3}))?")


class OgLocaleInvalid(PostRule[Head], code="SOC015", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """og:locale is not written as language and country.

    Networks know languages by forms like `en_GB`. What is written otherwise is passed over, and the page counts as
    American English.
    """

    remedy = "Write it as language, underscore and country: en_GB."
    sources = ("https://ogp.me/#optional",)
    needs = frozenset({"head"})
    examples = (
        Bad(head='<title>Tide</title><meta property="og:locale" content="en-GB" />', says="en-GB"),
        Bad(head='<title>Tide</title><meta property="og:locale" content="de_DE_formal" />', says="de_DE_formal"),
        Good(head='<title>Tide</title><meta property="og:locale" content="en_GB" />'),
        Good(
            head='<title>Tide</title><meta property="og:locale" content="eo" />',
            note="Some languages have no country; plugins then print the language alone.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """The page's own language only; og:locale:alternate names others."""
        value = subject.meta("og:locale")
        if value is None or value.blank:
            return ()
        locale = value.text.strip()
        if _LOCALE.fullmatch(locale) is None:
            language, _, country = locale.replace("-", "_").partition("_")
            meant = f"{language.lower()}_{country.partition('_')[0].upper()}"
            return (
                Finding(
                    f"og:locale is {locale}, not a language and a country.",
                    at=value.place,
                    value=locale,
                    fix=content(locale, meant, f"write {meant}") if _LOCALE.fullmatch(meant) else None,
                ),
            )
        return ()
