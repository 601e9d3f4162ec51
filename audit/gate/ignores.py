"""Findings that the settings accept, each with a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from audit.rule import Rule
    from audit.settings import Ignore


class Ignores:
    """The `[[ignores]]` of the settings, and how often each was used."""

    def __init__(self, ignores: Sequence[Ignore], today: date) -> None:
        self._expired = [ignore for ignore in ignores if ignore.until is not None and ignore.until < today]
        self._valid = [ignore for ignore in ignores if ignore not in self._expired]
        self._used = [0] * len(self._valid)

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

    def notes(self) -> list[str]:
        """One sentence for each ignore that is expired or was never used."""
        expired = [f"ignore of {_named(ignore)} expired on {ignore.until}" for ignore in self._expired]
        unused = [
            f"ignore of {_named(ignore)} matches nothing any more"
            for ignore, used in zip(self._valid, self._used, strict=True)
            if not used
        ]
        return expired + unused


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
    if ignore.rule != rule and not code.startswith(ignore.rule):
        return False
    if ignore.posts is not None and not any(fnmatchcase(value, ignore.posts) for value in (ref, url or "")):
        return False
    return ignore.url is None or fnmatchcase(address, ignore.url)


def _named(ignore: Ignore) -> str:
    parts = [ignore.rule]
    if ignore.posts is not None:
        parts.append(f"in {ignore.posts}")
    if ignore.url is not None:
        parts.append(f"for {ignore.url}")
    return f"{' '.join(parts)} ({ignore.reason})"
