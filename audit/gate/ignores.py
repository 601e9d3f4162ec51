"""Findings that the settings accept, each with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from audit.rule import PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from audit.rule import Rule
    from audit.settings import Ignore

_WILD = re.compile(r"[*?\[]")
_ORIGIN = re.compile(r"[^/]*//[^/?#]*")
_ORIGIN_GLOB = re.compile(r"[^/]*//[^/#]*")  # a question mark is a wildcard there


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run looked at: an ignore is unused only if the run could have met what it accepts.

    Attributes:
        rules: all rules there are.
        ran: names of those that ran to their end.
        evaluated: names of those that found something to judge.
        whole: no post was filtered, unreadable, or left when the run was stopped.
    """

    rules: Sequence[type[Rule]]
    ran: Collection[str]
    evaluated: Collection[str]
    whole: bool


class Ignores:
    """The `[[ignores]]` of the settings, and how often each was used."""

    def __init__(self, ignores: Sequence[Ignore], today: date) -> None:
        self._expired = [ignore for ignore in ignores if ignore.until is not None and ignore.until < today]
        self._valid = [ignore for ignore in ignores if ignore not in self._expired]
        self._used = [0] * len(self._valid)
        self._met = [ignore.posts is None for ignore in self._valid]

    @property
    def any(self) -> bool:
        """Whether there is anything to accept."""
        return bool(self._valid)

    def accept(self, rule: Rule, ref: str, url: str | None, address: str) -> bool:
        """Whether a finding is accepted.

        Args:
            rule: the rule that found it.
            ref: ref of the post, or the site's identity.
            url: the post's address.
            address: the offending address, or "".
        """
        for index, ignore in enumerate(self._valid):
            if covers(ignore, rule.name, rule.code, ref, url, address):
                self._used[index] += 1
                return True
        return False

    def meet(self, ref: str, url: str | None) -> None:
        """Note that the run looked at a post, or at a site under its identity."""
        for index, ignore in enumerate(self._valid):
            if not self._met[index]:
                self._met[index] = _is_of(ignore, ref, url)

    def notes(self, looked: Looked) -> list[str]:
        """One sentence for each ignore that is expired, or that could have been used and was not."""
        expired = [f"ignore of {_named(ignore)} expired on {ignore.until}" for ignore in self._expired]
        unused = [
            f"ignore of {_named(ignore)} matched nothing in this run"
            for ignore, used, met in zip(self._valid, self._used, self._met, strict=True)
            if not used and met and _was_looked_for(ignore, looked)
        ]
        return expired + unused


def _was_looked_for(ignore: Ignore, looked: Looked) -> bool:
    """Whether the run would have found what an ignore accepts, if it is still there.

    A code prefix stands for many rules; those that run only when they are asked for are not waited for. A run that is
    not whole can tell of one post alone, and there only of what the post itself shows.
    """
    meant = [rule for rule in looked.rules if _selects(ignore, rule.name, rule.code)]
    awaited = {rule.name for rule in meant if rule.status is Status.STABLE} or {rule.name for rule in meant}
    if not awaited.issubset(looked.ran) or not any(rule.name in looked.evaluated for rule in meant):
        return False
    if looked.whole:
        return True
    return (
        ignore.posts is not None
        and not _WILD.search(ignore.posts)
        and all(issubclass(rule, PostRule) for rule in meant)
    )


def covers(ignore: Ignore, rule: str, code: str, ref: str, url: str | None, address: str) -> bool:
    """Whether an entry accepts a finding, whatever the day.

    Args:
        ignore: the entry.
        rule: name of the rule that found it.
        code: its code.
        ref: ref of the post, or the site's identity.
        url: the post's address.
        address: the offending address, or "".
    """
    if not _selects(ignore, rule, code) or not _is_of(ignore, ref, url):
        return False
    return ignore.url is None or _matches(address, ignore.url)


def _selects(ignore: Ignore, rule: str, code: str) -> bool:
    return ignore.rule == rule or code.startswith(ignore.rule)


def _is_of(ignore: Ignore, ref: str, url: str | None) -> bool:
    return ignore.posts is None or fnmatchcase(ref, ignore.posts) or _matches(url or "", ignore.posts)


def _matches(address: str, glob: str) -> bool:
    """Whether an address matches a glob. Case counts in all but scheme and host (RFC 3986, 6.2.2.1)."""
    return fnmatchcase(_ORIGIN.sub(_lower, address, count=1), _ORIGIN_GLOB.sub(_lower, glob, count=1))


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _named(ignore: Ignore) -> str:
    parts = [ignore.rule]
    if ignore.posts is not None:
        parts.append(f"in {ignore.posts}")
    if ignore.url is not None:
        parts.append(f"for {ignore.url}")
    return f"{' '.join(parts)} ({ignore.reason})"
