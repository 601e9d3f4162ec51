"""INJ015."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from audit.facts.text import latin_letters
from audit.finding import Confidence, CorpusFinding, Evidence, Place, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.injected._headline import headline
from audit.rules.sponsors._terms import offers_in, sold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_HOUR = 60
_BURST = 20
_RUN = 5
_MACHINE = re.compile(r"(?=[a-z0-9]*\d[a-z0-9]*[a-z]|[a-z0-9]*[a-z][a-z0-9]*\d)[a-z0-9]{6,}-\d{3,}|p\d{6,}(?:-.*)?")
_WORD = re.compile(r"[a-z]{3,}|\d{3,}")
_MONEY, _SPELT, _MADE = "sells", "slug", "machine"


def _doorways(number: int) -> list[dict[str, object]]:
    return [
        {
            "slug": f"online-casino-bonus-{index}",
            "title": {"rendered": f"Online casino bonus {index}"},
            "date": f"2026-05-04T08:{index:02}:00",
            "date_gmt": f"2026-05-04T08:{index:02}:00",
        }
        for index in range(number)
    ]


class DoorwayBurst(CorpusRule, code="INJ015", severity=Severity.WARNING, since="0.1.0"):
    """Posts that sell something came in a burst, or have an address that sells what their title does not say.

    Programs write such pages by the hundred into sites that they can enter. Each is meant for one search term, and
    leads elsewhere.
    """

    remedy = (
        "Look who wrote them and from where, delete what nobody of the site wrote, and let the addresses answer 410. "
        "Change passwords."
    )
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#doorways",
        "https://web.dev/articles/fixing-the-gibberish-hack",
    )
    needs = frozenset({"field:slug"})
    examples = (
        Bad(posts=_doorways(21), says="21 posts"),
        Bad(fields={"slug": "buy-generic-cialis-online"}, says="generic cialis"),
        Good(posts=_doorways(3)),
        Good(
            posts=[
                {"slug": f"chronicle-{year}", "title": {"rendered": f"Chronicle {year}"}, "date": "2026-05-04T08:30:00"}
                for year in range(1931, 1955)
            ],
            note="An import of one's own.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A witness for a post whose title or address sells, or whose address a program made."""
        slug = facts.post.slug
        if not slug:
            return ()
        sells = headline(facts).sells
        return _witness(slug, facts, sells=sells) if sells or _is_made(slug) else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A finding for each post of a burst, and for each whose address alone sells."""
        burst = {witness.order for witness in _bursts(witnesses, (_MONEY, _SPELT), _BURST)}
        run = {witness.order for witness in _bursts(witnesses, (_MADE,), _RUN)}
        of_burst = [one for one in witnesses if one.order in burst]
        of_run = [one for one in witnesses if one.order in run]
        told: set[int] = set()
        for witness in witnesses:
            sign, _, _, term, slug = witness.values
            if witness.order in told:
                continue
            group: Sequence[Witness] = ()
            if witness.order in burst:
                says = f'One of {len(burst)} posts that sell, more than {_BURST} within an hour: "{term}".'
                group = of_burst
            elif witness.order in run:
                says = f"One of {len(run)} posts whose address a program made, more than {_RUN} within an hour: {slug}."
                group = of_run
            elif sign == _SPELT:
                says = f'The address of the post sells "{term}", and its title does not.'
            else:
                continue
            told.add(witness.order)
            related, count = others(witness, group, "is one of them")
            yield CorpusFinding(
                says,
                value=str(slug),
                confidence=Confidence.LIKELY,
                evidence=(Evidence("address", str(slug)),),
                witness=witness,
                related=related,
                related_count=count,
            )


def _witness(slug: str, facts: Facts, *, sells: bool) -> Iterator[tuple[str, Witness]]:
    more = facts.settings.money_terms
    selling = offers_in(f"{facts.title}\n{slug}", more) if sells else []
    made = not selling and _is_made(slug)
    if not (selling or made):
        return
    when = _minutes(facts.post.date_gmt or facts.post.date)
    author = str(facts.post.author or 0)  # a broken record may have a number of more than 64 bits
    if sure := sold(selling):
        sign = _SPELT if _is_strange(slug, facts) and sold(offers_in(slug, more)) else _MONEY
        yield facts.site, Witness((sign, when, author, sure[0].shown, slug[:100]), Place("slug"))
    elif made and _is_strange(slug, facts) and any(link.leads_out for link in facts.links):
        yield facts.site, Witness((_MADE, when, author, "", slug[:100]), Place("slug"))


def _is_made(slug: str) -> bool:
    """A program made it: it ends in a number, or begins with one behind a p."""
    return _MACHINE.fullmatch(slug) is not None


def _is_strange(slug: str, facts: Facts) -> bool:
    """No word of the address is in the title. WordPress makes addresses of titles."""
    title = set(_WORD.findall(latin_letters(facts.title)))
    return bool(title) and title.isdisjoint(_WORD.findall(slug.lower()))


def _minutes(date: str | None) -> int:
    try:
        return int(datetime.fromisoformat(date).replace(tzinfo=None).timestamp() // 60) if date else 0
    except (ValueError, OverflowError, OSError):
        return 0


def _bursts(witnesses: Sequence[Witness], signs: tuple[str, ...], least: int) -> Iterator[Witness]:
    """The witnesses of one author that came within an hour with at least so many others."""
    by_author: dict[object, list[Witness]] = {}
    for witness in witnesses:
        if witness.values[0] in signs and witness.values[1]:
            by_author.setdefault(witness.values[2], []).append(witness)
    for group in by_author.values():
        group.sort(key=lambda one: (int(one.values[1] or 0), one.order))
        start, counted = 0, -1
        for end, witness in enumerate(group):
            while int(witness.values[1] or 0) - int(group[start].values[1] or 0) >= _HOUR:
                start += 1
            if end - start >= least:
                yield from group[max(start, counted + 1) : end + 1]
                counted = end
