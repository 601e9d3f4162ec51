"""Whether a link has anything to do with its post: the words of its target and of its text in the rest of the post."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.facts.text import dominant_script, is_cjk, latin_letters
from audit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from audit.facts import Facts
    from audit.rules.sponsors._target import Target

STEM = 6
"""Letters to which words are cut, so that their forms agree."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG_ENOUGH = 4
_FEW_LETTERS = 20
_LOOKED_AT = 4000
_OWN_SCRIPT_SHARE = 0.25


def stems(text: str) -> list[str]:
    """The words of a text, cut to six letters."""
    return [word[:STEM] for word in _WORD.findall(latin_letters(text))]


def counted_stems(texts: Iterable[str]) -> Mapping[str, int]:
    """How often each stem occurs in some texts."""
    return Counter(stem for text in texts for stem in stems(text))


@dataclass(slots=True, frozen=True)
class Rest:
    """The stems of a post without those of some link texts: a stem is in it that occurs outside of them, too."""

    counts: Mapping[str, int]
    spent: Sequence[Mapping[str, int]]

    def __contains__(self, stem: str) -> bool:
        return self.counts.get(stem, 0) > sum(one.get(stem, 0) for one in self.spent)


class Topic:
    """The words of a post, and those of its links, so that a link is compared with what stands outside of it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @lazy
    def _counts(self) -> Counter[str]:
        # Block by block: in the text of the whole post the items of a list may touch each other.
        return Counter(stems("\n".join((self._facts.title, *(block.text for block in self._facts.blocks)))))

    @lazy
    def script(self) -> str:
        """The script that most of the post is in, or ""."""
        return dominant_script(self._facts.text[:_LOOKED_AT], 1 - _OWN_SCRIPT_SHARE, _FEW_LETTERS)

    def rest(self, *anchors: Mapping[str, int]) -> Rest:
        """The stems outside of some link texts, given as their stems are counted."""
        return Rest(self._counts, anchors)

    def share_of(self, target: Target, rest: Rest) -> tuple[int, int]:
        """How many of the target's words occur in the rest, and how many it has."""
        words = target.words
        hits = sum(1 for word in words if word[:STEM] in rest or _compound_in(word, rest))
        return hits, len(words)

    def has_words_of(self, anchor: str, rest: Rest) -> bool:
        """Whether a word of a link's text occurs in the rest. In Chinese and Japanese: two neighbouring characters."""
        if is_cjk(anchor):
            text = self._facts.text.replace(anchor, " ")
            return any(anchor[start : start + 2] in text for start in range(max(1, len(anchor) - 1)))
        return any(stem in rest for stem in stems(anchor))

    def is_in_other_script(self, anchor: str) -> bool:
        """The text is in a script that the post does not use. Latin is everybody's."""
        if anchor.isascii() or not self.script:
            return False
        script = dominant_script(anchor, 1 - _OWN_SCRIPT_SHARE, 3)
        return bool(script) and script not in {"Latin", self.script}


def likeness(titles: Sequence[AbstractSet[str]]) -> float | None:
    """The mean Jaccard index of pairs of titles, as sets of words; None if there is no pair to compare."""
    pairs = [(one, other) for index, one in enumerate(titles) for other in titles[:index] if one and other]
    if not pairs:
        return None
    return sum(len(one & other) / len(one | other) for one, other in pairs) / len(pairs)


def _compound_in(word: str, rest: Rest) -> bool:
    """A glued name (`halvorsenbakery`) begins or ends with a word of the text."""
    if len(word) <= STEM:
        return False
    return any(
        word[:length] in rest or word[-length:] in rest for length in range(_LONG_ENOUGH, min(len(word), STEM) + 1)
    )
