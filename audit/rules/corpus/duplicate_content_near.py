"""COR007."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from audit.finding import MOST_RELATED, CorpusFinding, Severity, Witness, others
from audit.rule import SAME_POST, Bad, CorpusRule, Good
from audit.rules.corpus._records import HOME, record
from audit.rules.corpus._shared import (
    LOOKED_AT,
    language_of,
    others_have,
    prints_of,
    resemblance,
    sketch_of,
    sketch_of_pieces,
    text_bytes,
    text_digest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_Told: TypeAlias = "tuple[Witness, tuple[tuple[Witness, str], ...], int]"
"""A post, those that are named as like it, and how many there are."""
_ANCHORS = 2
"""By how many of its lowest fingerprints a text is looked up: of two that are alike, nearly always one is the same."""
_LINES = 5
_BOILERPLATE_SHARE = 0.3
_BOILERPLATE_POSTS = 5
_MOST_CLUSTERS = 64
_CROWD = 64
"""Posts of a cluster each of which is held against each: 64 take a tenth of a second."""
_ALIKE = "has nearly the same text"
_ROWS = range(40)
_LAYOUT = (
    f"<p>[et_pb_text {' '.join(f'padding_{number}=&#8221;0px&#8221;,' for number in range(200))}]{{}}[/et_pb_text]</p>"
)


def _text(place: str) -> str:
    return (
        "<p>The ferry sails when the water says so, not when the clock does. Every spring the flats flood a little "
        "later, and the crews move their departure by some minutes. They read the gauge at the quay, the wind over the "
        f"bar and the colour of the water, and then they cast off for {place}. Who wants to come along asks at the "
        "harbour the evening before, brings warm clothes and something to eat, and is on the pier half an hour early, "
        "because the tide waits for nobody and the skipper does not either. Dogs and bicycles travel free, prams stay "
        "on deck, and for groups of more than twenty people the office keeps a second boat ready.</p>"
    )


class DuplicateContentNear(CorpusRule, code="COR007", severity=Severity.NOTICE, since="0.1.0"):
    """Several posts have nearly the same text.

    Pages that differ by a name or a date compete with each other; search engines show one of them, and may take the
    rest for doorways.
    """

    alike: float = 0.9
    """Share of the pieces of both texts that must be the same."""

    needs_several = True
    remedy = "Merge the posts, or give each a text of its own."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/canonicalization-troubleshooting",
        "https://developers.google.com/search/docs/essentials/spam-policies",
    )
    needs = frozenset({"content"})
    reads_content = True
    explained_by = {"duplicate-content-exact": SAME_POST, "duplicate-slug-series": SAME_POST}
    examples = (
        Bad(posts=(record(1, "hook", html=_text("Hook")), record(2, "hel", html=_text("Hel"))), says="nearly the same"),
        Good(
            posts=tuple(
                record(
                    number, f"layout-{number}", html=_LAYOUT.format("".join(f"<p>{word} {row}</p>" for row in _ROWS))
                )
                for number, word in enumerate(("Quay", "Mole"))
            ),
            note="Codes of a page builder that stayed in the text are no words.",
        ),
        Good(posts=(record(1, "hook", html=_text("Hook")), record(2, "quay", html=f"<p>{'Another text. ' * 40}</p>"))),
        Good(
            posts=(record(1, "hook", html=_text("Hook")), record(2, "hook-b", html=_text("Hook"))),
            note="The same text altogether is a case of its own.",
        ),
        Good(
            posts=(
                record(1, "hook", html=_text("Hook")),
                record(2, "hel", html=_text("Hel"), canonical=f"{HOME}hook/"),
            ),
            note="One names the other as the page that counts.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """Two witnesses, each under another fingerprint, for an indexable post that is its own canonical."""
        if not facts.self_canonical or facts.content_is_body or not (sketch := sketch_of(facts)):
            return ()  # what whole bodies share may be their template
        witness = Witness((facts.post.link, text_digest(facts)[:8], sketch, _lines_of(facts)))
        place = f"{facts.site}\t{language_of(facts)}"
        return [(f"{place}\t{anchor}", witness) for anchor in prints_of(sketch, _ANCHORS)]

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post, with the others that are like it: a cluster, never pairs."""
        anchor = key.rpartition("\t")[2]
        for cluster in self._clusters(witnesses):
            if _is_boilerplate(cluster, totals):
                continue
            by_post = sorted(cluster, key=lambda witness: witness.order)
            told = _told_of_crowd if len(cluster) > _CROWD else self._told
            for witness, related, count in told(by_post, anchor):
                yield CorpusFinding(
                    f"{others_have(count)} nearly the same text.", witness=witness, related=related, related_count=count
                )

    def _told(self, cluster: Sequence[Witness], anchor: str) -> Iterator[_Told]:
        """Those that are like another, not only like the first of the cluster."""
        for witness in cluster:
            sketch = str(witness.values[2])
            alike = [
                other
                for other in cluster
                if _differ(other, witness) and resemblance(str(other.values[2]), sketch) >= self.alike
            ]
            if alike and not any(_is_told_elsewhere(witness, other, anchor) for other in alike):
                yield witness, *others(witness, alike, _ALIKE)

    def _clusters(self, witnesses: Sequence[Witness]) -> Iterator[list[Witness]]:
        """Posts that are like the first of their cluster. The number of clusters is bounded, so that time is.

        Likeness is not transitive, so the texts themselves say which comes first, not the order of the input.
        """
        clusters: list[list[Witness]] = []
        for witness in sorted(witnesses, key=lambda witness: (witness.values[2], witness.post)):
            sketch = str(witness.values[2])
            home = next((one for one in clusters if resemblance(str(one[0].values[2]), sketch) >= self.alike), None)
            if home is not None:
                home.append(witness)
            elif len(clusters) < _MOST_CLUSTERS:
                clusters.append([witness])
        return (cluster for cluster in clusters if len(cluster) > 1)


def _told_of_crowd(cluster: Sequence[Witness], anchor: str) -> Iterator[_Told]:
    """Those of a large cluster, all of which count as alike: to hold each against each would take hours."""
    crowd = _Differing(cluster)
    below: dict[str, list[Witness]] = {}
    for witness in cluster:
        for value in _anchors_of(witness):
            if value < anchor:
                below.setdefault(value, []).append(witness)
    elsewhere = {value: _Differing(witnesses) for value, witnesses in below.items()}
    named = list(_first_of_each(cluster))
    for witness in cluster:
        count = crowd.from_(witness)
        lower = (elsewhere[value] for value in _anchors_of(witness) if value < anchor)
        if count and not any(other.from_(witness) for other in lower):
            alike = islice((other for other in named if _differ(other, witness)), MOST_RELATED)
            yield witness, tuple((other, _ALIKE) for other in alike), count


class _Differing:
    """Counts in how many of some witnesses address and text both differ from those of another; see `_differ`."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._all = len(witnesses)
        self._addresses = Counter(witness.values[0] for witness in witnesses)
        self._texts = Counter(witness.values[1] for witness in witnesses)
        self._both = Counter(witness.values[:2] for witness in witnesses)

    def from_(self, witness: Witness) -> int:
        address, text = witness.values[:2]
        return self._all - self._addresses[address] - self._texts[text] + self._both[address, text]


def _first_of_each(witnesses: Sequence[Witness]) -> Iterator[Witness]:
    """The first witnesses with each address and each text: as many as a finding may name."""
    addresses: Counter[object] = Counter()
    texts: Counter[object] = Counter()
    for witness in witnesses:
        address, text = witness.values[:2]
        if addresses[address] <= MOST_RELATED and texts[text] <= MOST_RELATED:
            addresses[address] += 1
            texts[text] += 1
            yield witness


def _differ(one: Witness, other: Witness) -> bool:
    """Two addresses with two texts: neither one post seen twice, nor the same text altogether."""
    return one.values[0] != other.values[0] and one.values[1] != other.values[1]


def _is_told_elsewhere(one: Witness, other: Witness, anchor: str) -> bool:
    """Both meet under a lower fingerprint too, and are told there."""
    shared = set(_anchors_of(one)).intersection(_anchors_of(other))
    return any(value < anchor for value in shared)


def _anchors_of(witness: Witness) -> list[str]:
    return prints_of(str(witness.values[2]), _ANCHORS)


def _lines_of(facts: Facts) -> str:
    """A sketch of the lines of a text."""
    return sketch_of_pieces(1, facts.once(text_bytes)[:LOOKED_AT].split(b"\n"), _LINES)


def _is_boilerplate(cluster: Sequence[Witness], totals: SiteTotals) -> bool:
    """So many posts of the site that what they share, paragraph for paragraph, is what a template puts into each.

    Doorway pages, with a name changed in every paragraph, share none.
    """
    posts = len({witness.post for witness in cluster})
    if posts < _BOILERPLATE_POSTS or posts < _BOILERPLATE_SHARE * totals.posts:
        return False
    first = str(cluster[0].values[3])
    shared = sum(resemblance(first, str(witness.values[3])) for witness in cluster[1:])
    return shared / (len(cluster) - 1) >= 0.5  # noqa: PLR2004 - half of the paragraphs
