"""What a run will do: the active rules, sorted by what they need. Small and picklable; a worker gets it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import re2

from audit.facts import Needs
from audit.post import Post
from audit.rule import CorpusRule, LinkRule, PostRule, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from audit.engine.version import Version
    from audit.facts import Facts
    from audit.finding import Severity
    from audit.settings import PostFilter
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
        groups: dict[tuple[frozenset[str], bool, bool], list[Rule]] = {}
        for rule in self.rules:
            if isinstance(rule, PostRule | CorpusRule):
                seo = rule.family.seo and not rule.judges_unindexed
                groups.setdefault((rule.needs, seo, rule.reads_content), []).append(rule)
        return tuple(Step.of(*key, list(map(_due_rule, rules))) for key, rules in groups.items())

    @cached_property
    def needs(self) -> Needs:
        """All that the active rules may need."""
        return Needs.of(sorted(frozenset().union(*(step.needs for step in self.steps))))

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
        return Signals([rule for rule in self.rules if rule.text_patterns])


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule with what the engine asks of it for every post."""

    rule: Rule
    code: str
    family: str
    may_not_apply: bool
    has_patterns: bool
    looks_at_post: bool
    looks_at_whole: bool


def _due_rule(rule: Rule) -> DueRule:
    may_not_apply = type(rule).applies is not Rule.applies
    return DueRule(
        rule,
        rule.code,
        rule.family.code,
        may_not_apply,
        bool(rule.text_patterns) and rule.gated,
        isinstance(rule, PostRule),
        getattr(rule, "subject", None) is Post,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """Rules that are due on the same posts.

    Attributes:
        needs, seo, reads_content: what makes a post one of them.
        whole: rules that look at every such post as a whole, so that it is enough to count the posts.
        silent: those of them, by code, that have nothing to say unless one of their text patterns occurs.
        others: rules that may not apply, or look at parts of a post.
        families: the families of `whole` and `silent`.
    """

    needs: frozenset[str]
    seo: bool
    reads_content: bool
    whole: tuple[DueRule, ...]
    silent: Mapping[str, DueRule]
    others: tuple[DueRule, ...]
    families: frozenset[str]

    @classmethod
    def of(cls, needs: frozenset[str], seo: bool, reads_content: bool, rules: Sequence[DueRule]) -> Step:  # noqa: FBT001 - a key, taken apart
        """Sort rules of equal needs by how they are run."""
        simple = [due for due in rules if not due.may_not_apply and (due.looks_at_whole or not due.looks_at_post)]
        return cls(
            needs,
            seo,
            reads_content,
            whole=tuple(due for due in simple if not due.has_patterns),
            silent={due.code: due for due in simple if due.has_patterns},
            others=tuple(due for due in rules if due not in simple),
            families=frozenset(due.family for due in simple),
        )

    def due(self, facts: Facts, present: frozenset[str]) -> bool:
        """Whether this post, with what is present in it, can say anything to these rules."""
        if self.needs and self.needs.isdisjoint(present):
            return False
        if self.seo and not facts.indexable:
            return False
        return not (self.reads_content and facts.protected)


@dataclass(slots=True)
class Signals:
    """All text patterns of some rules, answered by one scan. RE2 is linear in the text, however hostile that is."""

    rules: Sequence[Rule]
    _set: re2.Set | None = field(init=False, default=None)
    _owners: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        if not self.rules:
            return
        options = re2.Options()
        options.case_sensitive = False
        options.max_mem = 64 << 20
        self._set = re2.Set.SearchSet(options)
        for rule in self.rules:
            for pattern in rule.text_patterns:
                self._set.Add(pattern)
                self._owners.append(rule.code)
        self._set.Compile()

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the rules whose patterns it knows."""
        return frozenset(self._owners)

    def scan(self, text: str) -> frozenset[str]:
        """Codes of the rules of which a pattern occurs in a text."""
        if self._set is None or not text:
            return frozenset()
        return frozenset(self._owners[index] for index in self._set.Match(text) or ())
