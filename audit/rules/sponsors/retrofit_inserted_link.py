"""SPM008."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope
from audit.rules.sponsors._examples import series
from audit.rules.sponsors._links import outward
from audit.rules.sponsors._scene import anchor_of, own_identities
from audit.rules.sponsors._target import target_of
from audit.rules.sponsors._terms import OFFERS, terms, words_of
from audit.rules.sponsors._topic import likeness, stems
from audit.rules.sponsors._weights import told
from audit.site import revised_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts, Link
    from audit.site import SiteTotals

_POSTS = 5
_WINDOW = timedelta(hours=24)
_DISTINCT_TEXTS = 3
_SHARE_OF_DAY = 0.5
_ALIKE = 0.1
_TOPIC_STEMS = 6
_MOST_COMPARED = 60


def _inserted(*texts: str) -> tuple[str, ...]:
    return tuple(
        f'<p>It is a good week to look at a <a href="https://crown-baths.example/">{text}</a>.</p>' for text in texts
    )


_TEXTS = _inserted(
    "walk in shower", "bathroom remodel near me", "cheap bathroom tiles", "bath installation cost", "new wet room"
)
_LATER = {"date": "2019-05-04T08:00:00", "date_gmt": "2019-05-04T08:00:00"}
_MODIFIED = {"modified": "2026-02-11T02:14:09", "modified_gmt": "2026-02-11T02:14:09"}


class RetrofitInsertedLink(CorpusRule, code="SPM008", severity=Severity.ERROR, since="0.1.0", scope=Scope.SITE):
    """Links to one site were put into several old posts at once.

    Posts on different things, changed within one day long after they were published, each with a link to the same
    stranger under other search words: a sold package, or an intruder.
    """

    remedy = (
        "Compare the posts with a backup or with their revisions, take the links out, and find out whose account "
        "changed them."
    )
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#link-spam",
        "https://developers.google.com/search/docs/essentials/spam-policies#hacked-content",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad(posts=series(*_TEXTS, **_LATER, **_MODIFIED), says="crown-baths.example", points_at="<a href="),
        Good(posts=series(*_TEXTS, **_LATER, modified=_LATER["date"], modified_gmt=_LATER["date"])),
        Good(
            posts=series(*_inserted(*["Crown Baths"] * 5), **_LATER, **_MODIFIED),
            note="The same words under every post are a template's.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each followed link in a post that was changed long after publication."""
        links = outward(facts)
        return self._witnesses(links, facts) if links and revised_late(facts.post) else ()

    def _witnesses(self, links: Sequence[Link], facts: Facts) -> Iterator[tuple[str, Witness]]:
        house = own_identities(facts)
        modified = (facts.post.modified_gmt or facts.post.modified or "")[:19]
        topics = " ".join(list(dict.fromkeys(stems(facts.title)))[:_TOPIC_STEMS])
        first_in_text: dict[str, int] = {}  # links of one post have words in common
        for link in links:
            if link.url is None or link.url.registrable in house:
                continue
            target = target_of(link.url)
            if target.is_trusted:
                continue
            anchor = anchor_of(link)
            offers = terms().has(OFFERS, words_of(anchor))
            words = [word for word in target.words if len(word) > 3]  # noqa: PLR2004 - short words prove nothing
            text = facts.once(_folded) if words else ""
            first_in_text.update((word, text.find(word)) for word in words if word not in first_in_text)
            gap = _gap(anchor.casefold(), text)
            named = any(_stands_outside(word, first_in_text[word], text, gap) for word in words)
            values = (modified, anchor[:80], named, offers, topics, link.url.href)
            yield f"{facts.site}\t{target.url.registrable}", Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and the target, if one day brought most of its links."""
        domain = key.partition("\t")[2]
        moments = sorted((moment, index) for index, one in enumerate(witnesses) if (moment := _moment(one)) is not None)
        within = _most_within(moments)
        chosen = [witnesses[index] for _, index in within]
        posts = {witness.order for witness in chosen}
        if len(posts) < _POSTS or not _are_planted(chosen):
            return
        days = {moment.date().isoformat() for moment, _ in within}
        if len(posts) < _SHARE_OF_DAY * sum(totals.revised[day] for day in days):
            return  # everything was changed that day: a move, or another theme
        texts = list(dict.fromkeys(str(witness.values[1]) for witness in chosen))
        first = within[0][0].date().isoformat()
        yield CorpusFinding(
            f"Links to {domain} stand in {len(posts)} old posts that were all changed within a day of {first}.",
            value=domain,
            target=domain,
            address=str(chosen[0].values[5]),
            confidence=Confidence.LIKELY,
            evidence=(
                told("K5", str(len(posts))),
                Evidence("their texts", ", ".join(f'"{text}"' for text in texts[:5])),
                Evidence("the posts", "have nothing in common, and none is about the target"),
            ),
        )


def _folded(facts: Facts) -> str:
    """All words of a post in one case. Folding a long text is dear, and most posts have no link to compare it with."""
    return f"{facts.title} {facts.text}".casefold()


def _gap(anchor: str, text: str) -> tuple[int, int]:
    """Where a link's text first stands in the text of the post: of what is there, nothing speaks for the post."""
    start = text.find(anchor) if anchor else -1
    return (start, start + len(anchor)) if start >= 0 else (len(text), len(text))


def _stands_outside(word: str, first: int, text: str, gap: tuple[int, int]) -> bool:
    """Whether a word stands in a text outside of a gap in it.

    Args:
        word: the word.
        first: where it first stands in the text; negative where it does not.
        text: the text.
        gap: where the gap begins and ends.
    """
    return first >= 0 and (first + len(word) <= gap[0] or text.find(word, max(first, gap[1])) >= 0)


def _moment(witness: Witness) -> datetime | None:
    try:
        return datetime.fromisoformat(str(witness.values[0]))
    except ValueError:
        return None


def _most_within(moments: Sequence[tuple[datetime, int]]) -> Sequence[tuple[datetime, int]]:
    """The longest stretch that one window covers."""
    best: Sequence[tuple[datetime, int]] = ()
    start = 0
    for end in range(len(moments)):
        while moments[end][0] - moments[start][0] > _WINDOW:
            start += 1
        if end + 1 - start > len(best):
            best = moments[start : end + 1]
    return best


def _are_planted(witnesses: Sequence[Witness]) -> bool:
    """No post is about the target, the posts have nothing in common, and the links' texts are search words."""
    if any(witness.values[2] for witness in witnesses):
        return False
    if len({str(witness.values[1]).casefold() for witness in witnesses}) < _DISTINCT_TEXTS:
        return False
    if sum(bool(witness.values[3]) for witness in witnesses) * 2 < len(witnesses):
        return False
    alike = likeness([set(str(witness.values[4]).split()) for witness in witnesses[:_MOST_COMPARED]])
    return alike is not None and alike <= _ALIKE
