"""What the run comes to, what was checked and what was not, in sentences for the HTML page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from audit.formats._text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.report import Report

_UNDECIDED = {
    "blocked": "to sites that turn checkers away",
    "rate-limited": "to sites that were asked too often",
    "auth-required": "behind a login",
    "unsafe": "to private addresses",
    "unknown": "without a verdict",
}


class Verdict(NamedTuple):
    """What the run comes to: a sentence, a second one, and the state of the page."""

    headline: str
    second: str
    state: Literal["nothing", "clean", "findings", "partial"]


def verdict(report: Report) -> Verdict:
    """The run in two sentences."""
    summary = report.summary
    posts, need, found = summary.posts, summary.posts_with_findings, summary.findings.total
    if report.run.partial:
        return Verdict(f"Stopped after {counted(posts, 'post')}.", _need(need, posts, "of them"), "partial")
    if found:
        mild = not summary.findings.error and not summary.findings.warning
        headline = _need(need, posts, f"of {counted(posts, 'post')}")
        headline = re.sub("needs? work", "could be better", headline) if mild else headline
        return Verdict(headline, _numbers(report), "findings")
    if not posts:
        second = "Nothing to report, because nothing was checked."
        return Verdict("No posts were read.", second, "nothing")
    if summary.posts_not_evaluated >= posts:
        return Verdict(f"{counted(posts, 'post')}, and none could be judged.", "Nothing to report.", "nothing")
    judged = posts - summary.posts_not_evaluated
    passed = f"{judged:,} of {posts:,} posts pass." if judged < posts else f"All {posts:,} posts pass."
    if posts == 1:
        passed = "The post passes."
    return Verdict(passed, "Nothing to report.", "clean")


def _need(need: int, posts: int, of: str) -> str:
    if not need:
        return "No post has a finding." if of == "of them" else "The site needs work; no single post does."
    if posts == 1:
        return "It needs work." if of == "of them" else "The post needs work."
    if need == posts:
        return f"All {posts:,} {'' if of == 'of them' else 'posts '}need work."
    return f"{need:,} {of} {'needs' if need == 1 else 'need'} work."


def _numbers(report: Report) -> str:
    gate, found = report.summary.gate, report.summary.findings
    if gate.baselined:
        if not gate.new:
            return "No finding is new."
        return f"{counted(gate.new, 'finding')} {'is' if gate.new == 1 else 'are'} new."
    numbers = [(found.error, "error"), (found.warning, "warning"), (found.notice, "notice")]
    return listed([counted(number, noun) for number, noun in numbers if number]) + "."


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


class Note(NamedTuple):
    """A part of a sentence, and the id of what it leads to; empty if nowhere."""

    text: str
    target: str = ""


def checked(report: Report, score: str) -> str:
    """What was checked, in one sentence."""
    summary = report.summary
    if not summary.posts:
        return "Nothing."
    asked = summary.links.get("distinct", 0) - summary.links.get("skipped", 0)
    ran = sum(1 for rule in report.rules if rule.state in {"ran", "not_applicable"})
    parts = [counted(summary.posts, "post")]
    if asked:
        parts.append(counted(asked, "link"))
    if ran:
        parts.append(f"with {counted(ran, 'rule')}")
    score = score[:1].upper() + score[1:]
    return f"{', '.join(parts)}. {score}."


def unchecked(report: Report) -> list[Note]:
    """What was not checked: posts, links, unread items, crashed and skipped rules."""
    summary = report.summary
    states = Counter(rule.state for rule in report.rules)
    crashes = max(states["crashed"], sum(1 for error in report.errors if is_crash(error.kind)))
    unread = sum(1 for error in report.errors if not is_crash(error.kind))
    notes: list[Note] = [] if summary.posts else [Note("Anything: there was no post to look at")]
    if unread:
        notes.append(Note(f"{counted(unread, 'item')} that could not be read", "unread"))
    if summary.posts_not_evaluated:
        notes.append(Note(f"{counted(summary.posts_not_evaluated, 'post')} without anything to judge"))
    skipped = summary.links.get("skipped", 0)
    if skipped:
        notes.append(Note(f"{counted(skipped, 'link')} ({'offline' if report.run.offline else 'not asked'})"))
    for kind, why in _UNDECIDED.items():
        if summary.links.get(kind):
            notes.append(Note(f"{counted(summary.links[kind], 'link')} {why}"))
    if states["skipped"] and summary.posts:
        notes.append(
            Note(f"{counted(states['skipped'], 'rule')} that {_need_s(states['skipped'])} the network", "skipped")
        )
    if states["ignored"] and summary.posts:
        notes.append(Note(f"{counted(states['ignored'], 'rule')} that the settings ignore", "ignored"))
    if crashes:
        notes.append(Note(f"{counted(crashes, 'rule')} that crashed", "crashed" if states["crashed"] else "unread"))
    return notes


def _need_s(count: int) -> str:
    return "needs" if count == 1 else "need"


def is_crash(kind: str) -> bool:
    """Whether an error is a rule's, not an item's that could not be read."""
    return kind.startswith("rule")
