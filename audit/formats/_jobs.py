"""What to do first: a few jobs, ranked by how bad it is, in how many posts, and what it takes.

A job is a rule's findings, because one remedy ends them. Where most have one cause (a host that they all link to
or load from, a setting of the site), the job names it, and what else it is behind.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from audit._counted import counted
from audit.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.formats._survey import RuleGroup

MOST_JOBS = 5

# Rank of a job: severity x posts / root of the minutes. The minutes are guesses that only have to be right among
# themselves: a safe fix can be applied unseen, another fix must be read, the rest is looked up and written by hand; a
# setting is changed once, with a look at what else it changes; a break-in is over when its way in is closed, too. The
# root, because posts and minutes grow together: over the minutes themselves, one post would count as much as a
# thousand. Beyond 25 posts, more posts do not make a setting more urgent: it must not hide the posts that are wrong on
# their own.
_POINTS = {Severity.ERROR: 10, Severity.WARNING: 4, Severity.NOTICE: 1}
_SAFE_MINUTES, _FIX_MINUTES, _HAND_MINUTES, _SETTING_MINUTES = 1, 2, 3, 40
_BREAK_IN_MINUTES = 180
_BREAK_INS = "INJ"
_MOST_SETTING_POSTS = 25

# A cause is worth its name if it is behind most of what a rule found, and not behind one or two findings by chance.
_FEWEST_OF_A_CAUSE = 3
_SHARE_OF_A_CAUSE = 0.6

_MINUTES_AN_HOUR, _HOURS_A_DAY = 60, 8
_ROUND_MINUTES = (1, 2, 5, 10, 15, 20, 30, 45)


class Job(NamedTuple):
    """One of the things to do first."""

    title: str
    severity: Severity
    about: str
    rule: str
    effort: str
    """How long it takes, roughly: `about 20 minutes`."""
    cause: str
    """What most of it comes from, in a sentence; empty if nothing stands out."""


def jobs(groups: Sequence[RuleGroup]) -> list[Job]:
    """Up to five things to do: break-ins, then by severity, posts and effort; see the constants above."""
    ranked = sorted(
        groups, key=lambda group: (group.family != _BREAK_INS, -_worth(group), -group.posts - group.site_posts)
    )
    return [_job(group, groups) for group in ranked[:MOST_JOBS]]


def minutes(group: RuleGroup) -> int:
    """How long it takes to end what a rule found: a guess, see the constants above."""
    by_hand = group.count - group.fixable - group.site_findings
    return max(
        group.safe * _SAFE_MINUTES
        + (group.fixable - group.safe) * _FIX_MINUTES
        + max(by_hand, 0) * _HAND_MINUTES
        + group.site_findings * _SETTING_MINUTES
        + _is_break_in(group) * _BREAK_IN_MINUTES,
        1,
    )


def effort(about: int) -> str:
    """A number of minutes in round words: `about 20 minutes`, `about 3 hours`, `about 2 days` of eight hours."""
    for round_number in _ROUND_MINUTES:
        if about <= round_number:
            return f"about {counted(round_number, 'minute')}"
    hours = max(round(about / _MINUTES_AN_HOUR), 1)
    if hours < _HOURS_A_DAY:
        return f"about {counted(hours, 'hour')}"
    return f"about {counted(round(hours / _HOURS_A_DAY), 'day')} of work"


def _is_break_in(group: RuleGroup) -> bool:
    return group.family == _BREAK_INS and group.severity is Severity.ERROR


def _worth(group: RuleGroup) -> float:
    posts = group.posts + min(group.site_posts, _MOST_SETTING_POSTS)
    return _POINTS[group.severity] * posts / sqrt(minutes(group))


def _job(group: RuleGroup, groups: Sequence[RuleGroup]) -> Job:
    what = first_sentence(group.remedy) or group.summary
    if group.site_posts:
        often = "Once" if group.site_findings == 1 else counted(group.site_findings, "change")
        about = f"{group.summary}. {often}, for {counted(group.site_posts, 'post')}."
    else:
        about = f"{group.summary}. {_amount(group)}"
    return Job(what, group.severity, about, group.name, effort(minutes(group)), _cause(group, groups))


def _amount(group: RuleGroup) -> str:
    posts = counted(group.posts, "post")
    amount = posts if group.count == group.posts else f"{counted(group.count, 'finding')} in {posts}"
    if group.safe == group.count:
        return f"{amount}, {'one safe edit' if group.count == 1 else 'one safe edit each'}."
    if group.fixable:
        return f"{amount}, {counted(group.fixable, 'edit')} proposed."
    return f"{amount}."


def _cause(group: RuleGroup, groups: Sequence[RuleGroup]) -> str:
    """What is behind most of a rule's findings, and how many of other rules; and what these explain themselves."""
    sentences: list[str] = []
    host, cause = max(group.causes.items(), key=lambda item: (item[1].findings, item[0]), default=("", None))
    if cause and cause.findings >= max(_FEWEST_OF_A_CAUSE, _SHARE_OF_A_CAUSE * group.count):
        share = "all of them" if cause.findings == group.count else f"{cause.findings:,} of them"
        others = sum(other.causes[host].findings for other in groups if other is not group and host in other.causes)
        further = f", and behind {counted(others, 'finding')} of other rules" if others else ""
        sentences.append(f"`{host}` is behind {share}{further}.")
    if group.explained:
        sentences.append(f"This ends {counted(group.explained, 'further finding')} with the same cause.")
    return " ".join(sentences)


def first_sentence(text: str) -> str:
    """The first sentence, without its full stop."""
    return re.split(r"(?<=[^\s.])\.(?=\s+[A-Z]|\s*$)", text.strip(), maxsplit=1)[0]
