"""What a run will do: the active rules, sorted by what they need. Small and picklable; a worker gets it once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.needs import Needs, met_by
from audit.facts.patterns import set_of
from audit.post import Post
from audit.rule import CorpusRule, LinkRule, PostRule, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    import re2

    from audit.engine.version import Version
    from audit.facts import Facts
    from audit.finding import Severity
    from audit.post_filter import PostFilter
    from audit.site import SiteSettings


@dataclass(frozen=True)
class Plan:
    """What a run will do.

    Attributes:
        rules: the active rules, by code.
        severities: severities that the settings give, by code.
        site: what the owner said about the site.
        posts: which posts are audited.
        as_of: the moment that rules take for now.
        offline: nothing is asked, so that rules over links gather nothing.
        complete: the sources give their sites whole.
        sitemap: what sitemaps list may be known when posts are judged.
        version: by what a post is known to be unchanged since an earlier run; None if nobody asks.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]
    site: SiteSettings
    posts: PostFilter
    as_of: datetime
    offline: bool = True
    complete: bool = False
    sitemap: bool = False
    version: Version | None = None

    def __getstate__(self) -> dict[str, object]:
        kept = ("rules", "severities", "site", "posts", "as_of", "offline", "complete", "sitemap", "version")
        return {name: self.__dict__[name] for name in kept}

    @cached_property
    def by_code(self) -> Mapping[str, Rule]:
        """The active rules by code."""
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The rules that look at posts, those with equal needs together."""
        groups: dict[tuple[frozenset[str], bool, bool], list[PostRule[Any] | CorpusRule]] = {}
        for rule in self.rules:
            if isinstance(rule, PostRule | CorpusRule):
                seo = rule.family.seo and not rule.judges_unindexed
                groups.setdefault((rule.needs, seo, rule.reads_content), []).append(rule)
        bits = {needs: 1 << number for number, needs in enumerate(self._need_groups)}
        return tuple(
            Step.of(number, (bits.get(needs, 0), seo, reads_content), list(map(DueRule.of, rules)))
            for number, ((needs, seo, reads_content), rules) in enumerate(groups.items())
        )

    def due(self, facts: Facts) -> Due:
        """The steps that are due on a post. Posts are of few kinds, and each kind is asked about once."""
        return self._due_on(met_by(facts, self.needs), facts.indexable, facts.protected)

    @cached_property
    def _due_on(self) -> Callable[[int, bool, bool], Due]:
        @lru_cache(maxsize=_MOST_KINDS)
        def due_on(present: int, indexable: bool, protected: bool) -> Due:  # noqa: FBT001 - a key
            return Due.of([step for step in self.steps if step.is_due(present, indexable, protected)])

        return due_on

    def checked(self, kinds: Mapping[tuple[int, ...], int], parts: Mapping[tuple[int, int], int]) -> Counter[str]:
        """By rule code, how often it was asked together with others. Arguments as in `audit.engine.map.Mapped`."""
        posts = [0] * len(self.steps)
        for numbers, many in kinds.items():
            for number in numbers:
                posts[number] += many
        checked: Counter[str] = Counter()
        for step in self.steps:
            for due in (*step.whole, *step.silent):
                checked[due.code] += posts[step.number]
        for (number, part), subjects in parts.items():
            for due in self.steps[number].parts[part].looking:
                checked[due.code] += subjects
        return checked

    @cached_property
    def needs(self) -> Needs:
        """All that the active rules may need."""
        return Needs.of(self._need_groups)

    @cached_property
    def _need_groups(self) -> Sequence[frozenset[str]]:
        return list(dict.fromkeys(rule.needs for rule in self.rules if rule.needs and not isinstance(rule, LinkRule)))

    @cached_property
    def link_groups(self) -> Mapping[str, tuple[LinkRule, ...]]:
        """The rules over links that gather alike, by the code of the first: its witnesses are those of all of them."""
        if self.offline:
            return {}
        groups: dict[object, list[LinkRule]] = {}
        for rule in self.rules:
            if isinstance(rule, LinkRule):
                groups.setdefault(type(rule).gather, []).append(rule)
        return {rules[0].code: tuple(rules) for rules in groups.values()}

    @cached_property
    def signals(self) -> Signals:
        """One scan for all text patterns of the active rules."""
        return Signals(self.rules)


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule with what the engine asks of it for every post.

    Attributes:
        judge: its `check`, or its `gather` where it is a corpus rule.
        subject: what it looks at, where it is none.
        suspects: tells which of its subjects to look at, where that is not all of them.
        of_site: its fault is the site's.
        keeps_quotes: see `CorpusRule`.
    """

    rule: Rule
    code: str
    family: str
    judge: Callable[..., Iterable[Any]]
    subject: type | None
    suspects: Callable[[Facts], Sequence[Any]] | None
    may_not_apply: bool
    has_patterns: bool
    of_site: bool
    keeps_quotes: bool

    @classmethod
    def of(cls, rule: PostRule[Any] | CorpusRule) -> DueRule:
        """Ask a rule once for all posts."""
        judge: Callable[..., Iterable[Any]] = rule.check if isinstance(rule, PostRule) else rule.gather
        return cls(
            rule,
            rule.code,
            rule.family.code,
            judge,
            subject=rule.subject if isinstance(rule, PostRule) else None,
            suspects=_suspects_of(rule),
            may_not_apply=type(rule).applies is not Rule.applies,
            has_patterns=bool(rule.text_patterns) and rule.gated,
            of_site=rule.scope is Scope.SITE,
            keeps_quotes=isinstance(rule, CorpusRule) and rule.keeps_quotes,
        )


def _suspects_of(rule: PostRule[Any] | CorpusRule) -> Callable[[Facts], Sequence[Any]] | None:
    if isinstance(rule, PostRule) and type(rule).suspects is not PostRule.suspects:
        return rule.suspects
    return None


class Part(NamedTuple):
    """Rules of one step that look at the same parts of a post.

    Attributes:
        key: number of the step, and place among its parts.
        subject: what they look at.
        looking: the rules.
    """

    key: tuple[int, int]
    subject: type
    looking: tuple[DueRule, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Rules that are due on the same posts.

    Attributes:
        number: place among the steps of the plan.
        needs: bit of what the rules need (see `audit.facts.needs.Needs`); 0 if they need nothing.
        seo, reads_content: the rest of what makes a post one of them.
        whole: rules that look at every such post as a whole, so that it is enough to count the posts.
        silent: those of them that have nothing to say unless one of their text patterns occurs.
        parts: rules that look at parts of a post.
        choosy: rules that may not apply.
        families: the families of all but the choosy rules.
    """

    number: int
    needs: int
    seo: bool
    reads_content: bool
    whole: tuple[DueRule, ...]
    silent: tuple[DueRule, ...]
    parts: tuple[Part, ...]
    choosy: tuple[DueRule, ...]
    families: frozenset[str]

    @classmethod
    def of(cls, number: int, key: tuple[int, bool, bool], rules: Sequence[DueRule]) -> Step:
        """Sort rules of equal needs by how they are run."""
        steady = [due for due in rules if not due.may_not_apply]
        simple = [due for due in steady if due.subject in {Post, None}]
        parts: dict[type, list[DueRule]] = {}
        for due in steady:
            if due.subject not in {Post, None}:
                parts.setdefault(due.subject, []).append(due)
        return cls(
            number,
            *key,
            whole=tuple(due for due in simple if not due.has_patterns),
            silent=tuple(due for due in simple if due.has_patterns),
            parts=tuple(
                Part((number, part), subject, tuple(looking)) for part, (subject, looking) in enumerate(parts.items())
            ),
            choosy=tuple(due for due in rules if due.may_not_apply),
            families=frozenset(due.family for due in steady),
        )

    def is_due(self, present: int, indexable: bool, protected: bool) -> bool:  # noqa: FBT001 - a key
        """Whether a post with this in it can say anything to these rules."""
        if self.needs and not self.needs & present:
            return False
        return (indexable or not self.seo) and not (protected and self.reads_content)


@dataclass(frozen=True, slots=True)
class Due:
    """The steps that are due on one kind of post.

    Attributes:
        numbers: their numbers.
        families: the families of their rules, but for the choosy ones.
    """

    numbers: tuple[int, ...]
    families: frozenset[str]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> Due:
        """Put some steps together."""
        return cls(
            tuple([step.number for step in steps]),
            frozenset().union(*[step.families for step in steps]),
        )


_MOST_KINDS = 1024
"""Kinds of posts whose rules are kept: real sites have some dozens each."""


class Signals:
    """All text patterns of some rules, answered by one scan. RE2 is linear in the text, however hostile that is."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        patterns = [(pattern, rule.code) for rule in rules for pattern in rule.text_patterns]
        self._owners = [code for _, code in patterns]
        self._set = _set_of(tuple(pattern for pattern, _ in patterns)) if patterns else None

    def scan(self, text: bytes) -> frozenset[str]:
        """Codes of the rules of which a pattern occurs in a text, given as UTF-8."""
        found = self._set.Match(text) if self._set is not None and text else None
        return frozenset(self._owners[index] for index in found or ())


@lru_cache(maxsize=1)
def _set_of(patterns: tuple[str, ...]) -> re2.Set:
    """The patterns as one automaton, kept for the next run of this process, which nearly always has the same rules.

    RE2 builds its states as texts ask for them: over the first 2,000 texts that costs more than the scans themselves.
    """
    return set_of(patterns)
