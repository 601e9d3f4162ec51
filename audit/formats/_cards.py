"""Findings as cards of the HTML page: evidence in its surroundings, values compared, a fix with both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audit.formats._page_text import clipped, difference, place, web_address
from audit.formats._text import is_web, label_of, scrubbed

if TYPE_CHECKING:
    from audit.finding import Severity
    from audit.formats._survey import PostLine
    from audit.report import FixEntry, ReportedFinding

MOST_RELATED = 20
"""Posts named in one card."""
_MOST_VALUES = 3  # pieces of further evidence that stand open in a card
_LIKE = 0.5  # two texts are compared if they share so much of the shorter one
UNTRUSTED = frozenset({"SPM", "INJ"})
"""Families whose addresses nobody should follow with one click."""


class Quote(NamedTuple):
    """Evidence in its surroundings."""

    label: str
    before: str
    text: str
    after: str


class Value(NamedTuple):
    """Further evidence: a label, and a text in three parts, the middle one marked; `url` if it may be followed."""

    label: str
    before: str
    text: str
    after: str
    url: str


class FixView(NamedTuple):
    """A fix with the changed part of both sides set apart."""

    safe: bool
    summary: str
    where: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]


class AlsoView(NamedTuple):
    """A finding with the same cause; `post` is its title where it is another one."""

    rule: str
    message: str
    post: str


class RelatedView(NamedTuple):
    """Another post that a finding rests on."""

    title: str
    url: str
    message: str


@dataclass(slots=True)
class Card:
    """One finding, ready to be drawn."""

    fingerprint: str
    code: str
    rule: str
    severity: Severity
    message: str
    post: int
    """Index of the post's line, -1 for the site's own findings."""
    site: str
    """The site, for its own findings; empty for those of a post."""
    nth: int
    """Which of its post's findings it is, from 0."""
    title: str
    place: str
    new: bool
    confidence: str
    help: str
    quotes: list[Quote]
    values: list[Value]
    further: list[Value]
    """Those that stand folded, because there are many."""
    side_by_side: bool
    fix: FixView | None
    also: list[AlsoView]
    related: list[RelatedView]
    related_count: int


def is_untrusted(finding: ReportedFinding) -> bool:
    """Whether a finding, or what its cause explains, is about sponsors, spam or injected content."""
    return finding.code[:3] in UNTRUSTED or any(also.code[:3] in UNTRUSTED for also in finding.also)


def card(finding: ReportedFinding, nth: int, named: dict[str, PostLine], remedy: str) -> Card:
    """A finding as it is drawn. `remedy` is its rule's, which stands above the cards already."""
    line = named.get(finding.post) if finding.post is not None else None
    own = clipped(finding.remedy)
    quotes = [
        Quote(clipped(entry.label), clipped(entry.before), clipped(entry.text), clipped(entry.after))
        for entry in finding.evidence
        if entry.before or entry.after
    ]
    values, side_by_side = _values(finding)
    return Card(
        fingerprint=scrubbed(finding.fingerprint),
        code=scrubbed(finding.code),
        rule=scrubbed(finding.rule),
        severity=finding.severity,
        message=clipped(finding.message),
        post=line.index if line else -1,
        site=clipped(finding.site) if line is None else "",
        nth=nth,
        title=_title(finding, line),
        place=place(finding.where),
        new=finding.status == "new",
        confidence=finding.confidence.value,
        help=own if own != remedy else "",
        quotes=quotes,
        values=values[:_MOST_VALUES] if len(values) > _MOST_VALUES + 1 else values,
        further=values[_MOST_VALUES:] if len(values) > _MOST_VALUES + 1 else [],
        side_by_side=side_by_side,
        fix=_fix(finding.fix) if finding.fix else None,
        also=[
            AlsoView(
                scrubbed(also.rule),
                clipped(also.message),
                _title_of(also.post, named) if also.post and also.post != finding.post else "",
            )
            for also in finding.also
        ],
        related=[
            RelatedView(
                _title_of(other.post, named),
                named[other.post].url if other.post in named else "",
                clipped(other.message),
            )
            for other in finding.related[:MOST_RELATED]
        ],
        related_count=max(finding.related_count, len(finding.related)),
    )


def _title(finding: ReportedFinding, line: PostLine | None) -> str:
    if line is not None:
        return line.title
    return clipped(finding.post) if finding.post is not None else f"The whole site {clipped(finding.site)}"


def _title_of(ref: str, named: dict[str, PostLine]) -> str:
    return named[ref].title if ref in named else clipped(ref)


def _values(finding: ReportedFinding) -> tuple[list[Value], bool]:
    """Evidence without surroundings; two values of one kind are compared."""
    plain = [
        (clipped(label_of(entry)), clipped(entry.text))
        for entry in finding.evidence
        if not (entry.before or entry.after)
    ]
    untrusted = is_untrusted(finding)
    if len(plain) == 2:  # noqa: PLR2004 - a pair
        (_, one), (_, other) = plain
        parts = difference(one, other)
        shared = len(parts[0][0]) + len(parts[0][2])
        if (is_web(one) and is_web(other)) or shared > _LIKE * min(len(one), len(other)):
            return [Value(label, *part, "") for (label, _), part in zip(plain, parts, strict=True)], True
    return [Value(label, text, "", "", "" if untrusted else web_address(text)) for label, text in plain], False


def _fix(fix: FixEntry) -> FixView:
    before, after = difference(clipped(fix.before), clipped(fix.after))
    where = clipped(fix.element) + (f" {clipped(fix.attribute)}" if fix.attribute else "")
    if fix.occurrence:
        where += f", occurrence {fix.occurrence + 1:,}"
    return FixView(fix.safe, clipped(fix.summary), where, before, after)
