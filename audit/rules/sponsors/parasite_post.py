"""SPM004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import latin_letters
from audit.finding import Confidence, CorpusFinding, Evidence, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good
from audit.rules.sponsors._lexicon import has_citation
from audit.rules.sponsors._links import outward
from audit.rules.sponsors._scene import anchor_of
from audit.rules.sponsors._suspects import has_offer
from audit.rules.sponsors._target import target_of
from audit.rules.sponsors._terms import KIND_NAMES, MONEY, Term, is_subject_of, terms, words_of
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_TITLE = "title.rendered"
_OWN_SHARE = 0.2
"""A site of which every fifth post or more is about it lives from it, and that is no parasite."""
_SMALL_SITE = 10
_PITCH = (
    "<p>We tested the best online casinos and rate their bonuses. "
    '<a href="https://royal-wheel.example/ref/7">Play at Royal Wheel Casino</a> and take 200 free spins.</p>'
)


class ParasitePost(CorpusRule, code="SPM004", severity=Severity.WARNING, since="0.1.0"):
    """A post sells what the site has nothing to do with.

    Reviews of casinos on a school's site live from the school's good name. Search engines call it abuse of a site's
    reputation, whoever wrote them, and also find it on sites that were broken into.
    """

    remedy = "Find out who published the post. Take it down if nobody did, or if it was published for its links."
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#site-reputation",)
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad(
            _PITCH,
            fields={"title": {"rendered": "Best Online Casinos with Fast Withdrawal"}},
            says="gambling",
            points_at="Best Online",
        ),
        Good(_PITCH.replace("<a ", '<a rel="sponsored" '), fields={"title": {"rendered": "Best Online Casinos"}}),
        Good(
            '<p>Block yourself: <a href="https://helpline.example/block">the helpline</a> tells how.</p>',
            fields={"title": {"rendered": "How to block yourself from all online casinos"}},
            note="Help is no offer.",
        ),
        Good(
            '<p>It takes their sleep. <a href="https://clinic.example/online-casinos">The clinic on online casinos</a> '
            "tells parents what to look for.</p>",
            fields={"title": {"rendered": "What online casinos do to teenagers"}},
            note="A title that praises nothing.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each post whose title names such a thing: those that sell it, and those that do not."""
        if not outward(facts) or not has_offer(facts) or not facts.title:
            return ()
        return self._witnesses(facts.title, facts)

    def _witnesses(self, title: str, facts: Facts) -> Iterator[tuple[str, Witness]]:
        found = terms(facts.settings.money_terms).within(words_of(title))
        named = [term for term in found if term.list in MONEY]
        if not named:
            return
        kind = named[0].kind
        name = words_of(f"{facts.site_name} {facts.own_domain.replace('-', ' ')}")
        own = any(term.kind == kind for term in terms().within(name)) or any(
            latin_letters(word)[:5] in name.replace(" ", "") for term in named for word in term.text.split()
        )
        own = own or is_subject_of(kind, name)
        spent = {word for term in named for word in words_of(term.text).split()}  # as the "online" of a casino
        pitch = any(term.list == "commercial" and not spent.issuperset(words_of(term.text).split()) for term in found)
        pitch = pitch or any(character.isdigit() for character in title)
        sells = pitch and not own and not has_citation(title.casefold()) and _sells(kind, facts)
        yield f"{facts.site}\t{kind}", Witness((sells, kind, named[0].text), Place(_TITLE))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post that sells it, if few posts of the site are about it."""
        posts = len({witness.order for witness in witnesses})
        if totals.posts >= _SMALL_SITE and posts >= _OWN_SHARE * totals.posts:
            return
        for witness in witnesses:
            sells, kind, term = witness.values
            if sells:
                name = KIND_NAMES.get(str(kind), str(kind))
                yield CorpusFinding(
                    f"The post is an advertisement for {name}, of which the site's name says nothing.",
                    value=str(kind),
                    confidence=Confidence.LIKELY,
                    evidence=(
                        told("P1", f'{name} ("{term}")'),
                        Evidence("posts about it", f"{posts} of {totals.posts}"),
                    ),
                    witness=witness,
                )


_FEW_SOURCES = 1


def _sells(kind: str, facts: Facts) -> bool:
    """A followed link to an offer of that kind, and hardly a source."""
    lexicon = terms(facts.settings.money_terms)
    trusted = 0
    offers = False
    for link in outward(facts):
        if link.url is None:
            continue
        target = target_of(link.url)
        trusted += target.is_trusted
        near = [*lexicon.within(words_of(anchor_of(link))), *target.terms(lexicon, ())]
        offers = offers or (not target.is_trusted and (any(term.kind == kind for term in near) or _invites(near)))
    return offers and trusted <= _FEW_SOURCES


def _invites(found: Sequence[Term]) -> bool:
    return any(term.list == "commercial" for term in found)
