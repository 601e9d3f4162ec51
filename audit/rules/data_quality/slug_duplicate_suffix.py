"""DAT014."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audit.facts.text import SPELLED_OUT, latin_letters
from audit.finding import CorpusFinding, Place, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.corpus._shared import language_of
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.metadata._head import is_front_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_HOLDS, _NUMBERED, _GIVES = range(3)
"""What a witness says of a slug: a post has it, has it with a number behind it, or has a title that gives it."""
_DIGITS = "23456789"
_SUFFIX = 2  # the dash and one digit
_NO_WORD = re.compile(r"[^a-z0-9]+")
_WORDS = {
    "2": "two second ii zwei zweite zweiter deux deuxieme dos segundo segunda due secondo seconda dois duas",
    "3": "three third iii drei dritte dritter trois troisieme tres tercero tercera tre terzo terza",
    "4": "four fourth iv vier vierte vierter quatre quatrieme cuatro cuarto quattro quarto quatro",
    "5": "five fifth v funf funfte funfter cinq cinquieme cinco quinto cinque",
    "6": "six sixth vi sechs sechste sechster sixieme seis sexto sei sesto",
    "7": "seven seventh vii sieben siebte siebter sept septieme siete septimo sette settimo sete setimo",
    "8": "eight eighth viii acht achte achter huit huitieme ocho octavo otto ottavo oito oitavo",
    "9": "nine ninth ix neun neunte neunter neuf neuvieme nueve noveno nove nono",
}
_NUMERALS = {digit: frozenset(words.split()) for digit, words in _WORDS.items()}


def _record(number: int, slug: str, title: str) -> dict[str, object]:
    return {
        "id": number,
        "slug": slug,
        "link": f"https://saltmarsh.example/{slug}/",
        "title": {"rendered": title},
        "yoast_head": None,
        "yoast_head_json": None,
    }


class SlugDuplicateSuffix(CorpusRule, code="DAT014", severity=Severity.NOTICE, since="0.1.0"):
    """The slug ends in a number that WordPress added, because the slug was taken.

    Another post, a picture or something in the bin had the name already. Often the text was published twice, or the
    older page was forgotten; the number says nothing to a reader.

    A number that belongs to the title (a part, a version, a year) is not meant, nor the slug of the front page.
    """

    keeps_quotes = True
    needs_several = True
    remedy = "Merge the two posts, or give this one a slug that says what sets it apart (with a redirect)."
    sources = (WP_POSTS, "https://developer.wordpress.org/reference/functions/wp_unique_post_slug/")
    examples = (
        Bad(
            posts=(_record(1, "tide", "Tide"), _record(2, "tide-2", "The tide, again")),
            says='The slug "tide-2" ends in a number because "tide" was taken',
        ),
        Bad(posts=(_record(1, "tide-tables-2", "Tide tables"),), says='"tide-tables-2"'),
        Bad(posts=(_record(1, "schoene-faehren-2", "Schöne Fähren"),), says='"schoene-faehren-2"'),
        Good(posts=({**_record(1, "home-2", "Home"), "link": "https://saltmarsh.example/"},)),
        Good(
            posts=({**_record(1, "faq", "FAQ"), "lang": "de"}, {**_record(2, "faq-2", "FAQ"), "lang": "en"}),
            note="Its version in another language has the slug.",
        ),
        Good(posts=(_record(1, "nets", "Nets"), _record(2, "nets-2", "Nets, part 2"))),
        Good(posts=(_record(1, "nets", "Nets"), _record(2, "nets-2", "Nets: the second part"))),
        Good(posts=(_record(1, "web-3", "Is this the end of Web 3?!"),)),
        Good(
            posts=(_record(1, "80-2", "80"),), note="WordPress keeps mere numbers free for archives by year and month."
        ),
        Good(posts=(_record(1, "wharf-5", "The place where we meet"),), note="The author chose it."),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """A published post, under site, parent and slug without its number; and its title, if that gives the same."""
        slug = facts.post.slug
        if not slug or not facts.published:
            return ()
        if slug[-1] in _DIGITS and slug[-2:-1] == "-" and len(slug) > _SUFFIX:
            return _numbered(slug, facts)
        return ((_key(slug, facts), Witness((_HOLDS, _kind(facts), language_of(facts)))),)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A suffix is WordPress's if its base is another post's slug, or is just what the title gives."""
        base = key.rpartition("\t")[2]
        given = {witness.order for witness in witnesses if witness.values[0] == _GIVES}
        holding = [witness for witness in witnesses if witness.values[0] == _HOLDS]
        by_kind: dict[str, list[Witness]] = {}
        for witness in witnesses:
            if witness.values[0] != _NUMBERED:
                continue
            kind, slug = map(str, witness.values[1:3])
            if kind not in by_kind:
                by_kind[kind] = [other for other in holding if _share(kind, str(other.values[1]))]
            holders = by_kind[kind]
            if holders and not (holders := [other for other in holders if _meet(witness, other)]):
                continue  # Polylang cannot give one slug to the versions of a post in several languages
            if not holders and witness.order not in given:
                continue
            related, count = others(witness, holders, f'has the slug "{base}"') if holders else ((), 0)
            reason = f'because "{base}" was taken' if holders else f'although the title gives "{base}"'
            yield CorpusFinding(
                f'The slug "{slug}" ends in a number {reason}.',
                value=slug,
                witness=witness,
                related=related,
                related_count=count,
            )


def _numbered(slug: str, facts: Facts) -> Iterator[tuple[str, Witness]]:
    if _is_in_title(slug[-1], facts.title) or is_front_page(facts):
        return  # no address shows the slug of the front page
    base = slug[:-_SUFFIX]
    key = _key(base, facts)
    yield key, Witness((_NUMBERED, _kind(facts), slug, language_of(facts)), Place("slug"))
    if not base.isdecimal() and base in _slugs_of(facts.title):  # a mere number may be a date's
        yield key, Witness((_GIVES,))  # with which the post is judged, though no other has the slug


def _key(base: str, facts: Facts) -> str:
    return f"{facts.site}\t{facts.post.parent or 0}\t{base}"


def _kind(facts: Facts) -> str:
    return facts.post.type or "post"


def _share(kind: str, other: str) -> bool:
    """Posts of one type share their slugs, and attachments share with all."""
    return kind == other or "attachment" in {kind, other}


def _meet(one: Witness, other: Witness) -> bool:
    """Two posts are of one language, or of one of them nobody knows."""
    first, second = str(one.values[-1]), str(other.values[-1])
    return first == second or not first or not second


def _is_in_title(digit: str, title: str) -> bool:
    """The number stands in the title, as a digit of any script or as a word."""
    if digit in title or digit in unicodedata.normalize("NFKC", title):
        return True
    if any(character.isnumeric() and unicodedata.numeric(character) == int(digit) for character in title):
        return True
    return not _NUMERALS[digit].isdisjoint(_NO_WORD.split(latin_letters(title)))


def _slugs_of(title: str) -> tuple[str, str]:
    """The slug that a title gives, and the one that it gives in German or Danish."""
    plain = _slug_of(title)
    return plain, plain if title.isascii() else _slug_of(title.translate(SPELLED_OUT))


def _slug_of(title: str) -> str:
    return _NO_WORD.sub("-", latin_letters(title).replace("'", "").replace("’", "")).strip("-")
