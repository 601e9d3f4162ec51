"""COR011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_BOTH = {"en": f"{HOME}tide/", "de": f"{HOME}gezeiten/"}


class HreflangNoReturn(CorpusRule, code="COR011", severity=Severity.ERROR, since="0.1.0"):
    """A post names a version in another language, and that version does not name it.

    Search engines believe such a pair only if each names the other. Else anybody could declare a page to be a version
    of somebody else's.
    """

    needs_several = True
    remedy = "Connect both versions with each other in the language plugin."
    sources = ("https://developers.google.com/search/docs/specialty/international/localized-versions",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten", hreflang={"de": f"{HOME}gezeiten/"})),
            says="https://saltmarsh.example/gezeiten/",
        ),
        Bad(posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten")), says="does not name this one"),
        Good(posts=(record(1, "tide", hreflang=_BOTH), record(2, "gezeiten", hreflang=_BOTH))),
        Good(posts=(record(1, "tide", hreflang=_BOTH),), note="Nothing is known of a page that is not in the input."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness under each address that the post names as a version, and one under its own with those it names."""
        if facts.url is None or facts.head is None or not facts.head_is_whole or facts.head.origin != "html":
            return
        own = facts.url.key
        named: list[str] = []
        for code, href in facts.head.hreflangs:
            url = parse_url(href.text, facts.base)
            if url is None or url.key == own or url.key in named or code.strip().lower() == "x-default":
                continue
            named.append(url.key)
            yield url.key, Witness((False, url.href, own, code), href.place)
        yield own, Witness((True, "\n".join(named)))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that names the page of this address and is not named by it."""
        there = [witness for witness in witnesses if witness.values[0]]
        if not there:
            return
        named = {address for witness in there for address in str(witness.values[1]).split("\n")}
        for witness in witnesses:
            if witness.values[0] or witness.values[2] in named:
                continue
            address, code = str(witness.values[1]), str(witness.values[3])
            yield CorpusFinding(
                f"The post names {address} as its version in the language {code}, and that does not name this one.",
                value=address,
                address=address,
                evidence=(Evidence("hreflang", f"{code}: {address}"),),
                witness=witness,
                related=((there[0], "does not name it"),),
            )
