"""A finding on its way from a rule to the report: plain values that cross processes as JSON.

The worker that has the post in hand turns a place into offsets and quotes the field there; whoever judges a corpus has
only the spot, and the quotation is made when the finding is known to stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from audit.finding import CorpusFinding, Finding, Quote, Severity, Spot
from audit.secrets import masked, may_hold_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.facts.html import Lines
    from audit.rule import Rule

CONTEXT = 80
"""Code points of surroundings that evidence shows on each side."""
LONGEST_QUOTE = 400
"""Code points of the culprit that evidence shows at most."""
_ELLIPSIS = "…"


class Draft(NamedTuple):
    """A finding with its place, ready for grouping. Fields as in `Finding`; JSON-able throughout.

    The fix of a post's own finding is placed while the post is in hand, and is as the report has it. That of a corpus
    rule is a wish until the post's record is read again.
    """

    code: str
    severity: str
    message: str
    value: str
    confidence: str
    address: str
    target: str
    form: str
    remedy: str | None
    fix: dict[str, Any] | None
    wish: list[Any] | None
    evidence: list[tuple[str, str]]
    spot: Spot | None
    quote: Quote | None
    related: list[tuple[int, str]]
    related_count: int

    def plain(self) -> list[Any]:
        """The values as JSON has them."""
        values: list[Any] = list(self)
        values[_SPOT] = list(self.spot) if self.spot is not None else None
        values[_QUOTE] = list(self.quote) if self.quote is not None else None
        return values

    @classmethod
    def load(cls, values: list[Any]) -> Draft:
        """Read one back from JSON."""
        if values[_SPOT] is not None:
            values[_SPOT] = Spot(*values[_SPOT])
        if values[_QUOTE] is not None:
            values[_QUOTE] = Quote(*values[_QUOTE])
        return cls(*values)


_SPOT, _QUOTE = Draft._fields.index("spot"), Draft._fields.index("quote")


def draft_of(
    rule: Rule,
    finding: Finding,
    severities: Mapping[str, Severity],
    spot: Spot | None,
    quote: Quote | None = None,
    fix: dict[str, Any] | None = None,
    wish: list[Any] | None = None,
) -> Draft:
    """The draft of a rule's finding.

    Args:
        rule: the rule that found it.
        finding: what it found.
        severities: the severities that the settings give to rules, by code.
        spot: where it is, offsets and all.
        quote: what stands there.
        fix: its fix, as the report has it.
        wish: the values of the `Wish` that is its fix, where that is not placed yet.
    """
    severity = severities.get(rule.code) or finding.severity or rule.severity
    related: list[tuple[int, str]] = []
    count = 0
    if isinstance(finding, CorpusFinding):
        related = [(witness.order, message) for witness, message in finding.related]
        count = finding.related_count
    return Draft(
        code=rule.code,
        severity=str(severity),
        message=finding.message,
        value=finding.value,
        confidence=str(finding.confidence),
        address=finding.address,
        target=finding.target,
        form=finding.form,
        remedy=finding.remedy,
        fix=fix,
        wish=wish,
        evidence=[(label, text) for label, text in finding.evidence],
        spot=spot,
        quote=quote,
        related=related,
        related_count=count or len(related),
    )


def shortened(text: str) -> str:
    """A text cut to what evidence shows of it."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + _ELLIPSIS


_LONGEST_SECRET = 400


def _without_secrets(source: str, first: int, last: int) -> str:
    """The source, with stars for user names and passwords of addresses, and for keys; no place moves by it."""
    start, end = max(0, first - _LONGEST_SECRET), last + _LONGEST_SECRET
    part = source[start:end]
    hidden = masked(part)
    return source if hidden == part else source[:start] + hidden + source[end:]


def quote(lines: Lines, start: int, end: int) -> Quote:
    """Quote a field at a place.

    Args:
        lines: the lines of the field.
        start: code point where the culprit begins.
        end: code point behind it.
    """
    source = lines.source
    line, column = lines.place(start)
    first, last = max(0, start - CONTEXT), min(len(source), end + CONTEXT)
    if lines.has_at or may_hold_key(source[first:last]):
        source = _without_secrets(source, first, last)
    text = shortened(source[start:end])
    before = (_ELLIPSIS if first else "") + source[first:start]
    after = source[end:last] + (_ELLIPSIS if last < len(source) else "")
    return Quote(before, text, after, line, column)
