"""MET033."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Fix, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.metadata._hreflang import DEFAULT, LANGUAGES, SOURCE, code_place, read_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

# Codes of countries that are taken for those of their languages. Those that are languages themselves are not here.
_CONFUSED = {
    "cn": ("Chinese", "zh"),
    "cz": ("Czech", "cs"),
    "dk": ("Danish", "da"),
    "gb": ("English", "en"),
    "jp": ("Japanese", "ja"),
    "ua": ("Ukrainian", "uk"),
    "us": ("English", "en"),
}


class HreflangInvalidCode(PostRule[Head], code="MET033", severity=Severity.ERROR, since="0.1.0"):
    """The code of a language version is none.

    Search engines pass over such a link: readers of that language are sent to another version. The language is two
    letters of ISO 639-1, then, if need be, a script of ISO 15924 and a region of ISO 3166-1, with hyphens between.
    """

    remedy = "Write the language's own code: `en-GB`, not `en_GB`; `ja`, not `jp`; `cs`, not `cz`."
    sources = (SOURCE, "https://www.rfc-editor.org/info/bcp47")
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="en_GB" href="https://saltmarsh.example/tide/">',
            says="en-GB",
            points_at="hreflang=",
        ),
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="jp" href="https://saltmarsh.example/ja/tide/">',
            says="Japanese is ja",
        ),
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang=" de" href="https://saltmarsh.example/de/tide/">',
            says='" de"',
        ),
        Bad(
            head='<title>Tide</title><link rel="alternate" hreflang="haw" href="https://saltmarsh.example/haw/tide/">',
            says="two letters",
        ),
        Good(
            head="<title>Tide</title>"
            '<link rel="alternate" hreflang="uk" href="https://saltmarsh.example/uk/tide/">'
            '<link rel="alternate" hreflang="ZH-hant-TW" href="https://saltmarsh.example/zh/tide/">'
            '<link rel="alternate" hreflang="es-419" href="https://saltmarsh.example/es/tide/">'
            '<link rel="alternate" hreflang="x-default" href="https://saltmarsh.example/tide/">',
            note="Ukrainian is uk; case is free; a region that is a number is another fault.",
        ),
        Good(
            head='<title>Tide</title><link rel="alternate" hreflang="iw-IL" href="https://saltmarsh.example/he/tide/">',
            note="The older code of Hebrew.",
        ),
        Good(head='<title>Tide</title><link rel="alternate" type="application/rss+xml" href="/feed/">'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each distinct code."""
        told = set()
        for code, href in subject.hreflangs:
            if code in told or code.lower() == DEFAULT or read_code(code) is not None:
                continue
            told.add(code)
            mended = code.strip().replace("_", "-")
            meant = mended if mended != code and read_code(mended) is not None else _meant(mended)
            yield Finding(
                f'hreflang="{code}" is {_fault(code, meant)}.',
                at=code_place(href),
                value=code,
                fix=_with(code, meant) if meant else None,
            )


def _meant(code: str) -> str:
    """The code with the language that its first letters are taken for; "" where there is none."""
    language, hyphen, rest = code.partition("-")
    confused = _CONFUSED.get(language.lower())
    meant = f"{confused[1]}{hyphen}{rest}" if confused is not None else ""
    return meant if meant and read_code(meant) is not None else ""


def _fault(code: str, meant: str) -> str:
    language, _, rest = code.strip().lower().replace("_", "-").partition("-")
    if language in _CONFUSED:
        return "no code of a language; {} is {}".format(*_CONFUSED[language])
    if meant:
        return f"no code of a language; {meant} is meant"
    if len(language) == _OF_ISO_639_3 and language.isalpha():
        return "none that search engines know: they read languages of two letters (ISO 639-1)"
    if language in LANGUAGES and rest:
        return f"none that search engines know: behind {language} only a script and a country may stand"
    return "no code of a language"


_OF_ISO_639_3 = 3  # letters


def _with(code: str, meant: str) -> Fix:
    return Fix(
        safe=False,
        summary=f"write {meant}",
        element="link",
        attribute="hreflang",
        before=code,
        after=meant,
    )
