"""What a rule says: a finding, where it is, and the edit that would remove it.

A rule makes a slim finding (message, place, offending value). The engine adds what is the same for all findings of
the rule (code, texts) and what costs time (offsets, quoted evidence, fingerprint).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbohtml import Element


class Severity(StrEnum):
    """How bad a finding is: `error` (wrong or harmful, act), `warning` (probably wrong), `notice` (worth knowing)."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @staticmethod
    def rank_of(severity: str) -> int:
        """`rank` of a severity that is a plain string, as a draft has it."""
        return _RANKS[severity]

    @property
    def rank(self) -> int:
        """0 for a notice, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS: dict[str, int] = {Severity.NOTICE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Confidence(StrEnum):
    """How sure a finding is: `definitive` (read off the post itself) or `likely` (several signs agree)."""

    DEFINITIVE = "definitive"
    LIKELY = "likely"


class Spot(NamedTuple):
    """Where something is: code-point offsets into one field of a post, as its source gave that field.

    Attributes:
        field: path of the field in the record: `content.rendered`, `yoast_head`, `yoast_head_json`, `slug`.
        start: 0-based offset of the first code point, or -1 where only the field is known.
        end: offset behind the last code point, or -1.
        pointer: JSON pointer inside a structured field (`/og_image/0/width`), else empty.
    """

    field: str
    start: int = -1
    end: int = -1
    pointer: str = ""


@dataclass(slots=True)
class Place:
    """A place in a post before its offsets are known: cheap to make, turned into a `Spot` only for findings.

    One of: an element (`node`), one of its attributes (`node` and `attribute`), a range of the text of an HTML field
    (`start`, `end`: code points of the text that the parser sees), a value inside a JSON field (`pointer`), a range of
    the field as it came (`raw`), or the field as a whole.
    """

    field: str
    node: Element | None = None
    attribute: str | None = None
    start: int = -1
    end: int = -1
    pointer: str = ""
    whole: bool = False  # the element with its content, not the start tag alone
    inside: bool = False  # the text of a script, without its tags
    shown: Any = dataclasses.field(default=None, compare=False)  # the value at `pointer`, which evidence shows
    raw: tuple[int, int] | None = None


class Evidence(NamedTuple):
    """One piece of evidence: what it is, and the text that shows it."""

    label: str
    text: str


class Form(StrEnum):
    """What the two sides of a `Fix` are: `text` as it is read, `source` as it is written, or `json` values."""

    TEXT = "text"
    SOURCE = "source"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that would remove a finding, as a rule knows it: in values as they are read.

    The engine makes of it what stands in the report (`audit.report.FixEntry`): the source of one field, as it is
    written, before and after the edit, the former's place counted in that very field. A rule need not know how a value
    is quoted or escaped, or which of several equal ones it is: that follows from the place. An edit that cannot be
    placed beyond doubt is left out of the report.

    Attributes:
        safe: whether it may be applied without a look.
        summary: what it does, in a few words.
        element: tag name or field that is edited.
        attribute: the attribute that is edited, if one is.
        before: the value as it is, or a part of it that it holds once; None for an attribute that the element lacks.
        after: the value as it should be, or what takes the part's place; None where an attribute should go.
        form: what the two are: text with references decoded (of an attribute, an element or a field), HTML as it is
            written (which must stand at just the place), or values as JSON writes them (in a script or a JSON field; a
            name in the place of a name, too).
        at: where; None for the place of the finding. A `Spot` where the rule keeps offsets, as corpus rules do.
    """

    safe: bool
    summary: str
    element: str
    before: str | None
    after: str | None
    attribute: str | None = None
    form: Form = Form.TEXT
    at: Place | Spot | None = None


@dataclass(slots=True)
class Finding:
    """One verdict of one rule.

    Attributes:
        message: a statement of fact about this post, one sentence, in plain text.
        at: where; None if the post as a whole is meant.
        value: the offending value; with rule and post it makes the fingerprint, so it must not contain offsets,
            counts or the texts of other posts.
        severity: lower than the rule's own severity, where the rule says so; None for the rule's.
        evidence: further evidence beside the quoted place: (label, text) pairs.
        remedy: what to do here, where the rule's general remedy says less.
        fix: an edit that would remove the finding.
        confidence: how sure it is.
        address: the offending URL, for `[[ignores]] url` and for display.
        target: what findings share that have one target (a host, a registrable domain, a URL); see `SAME_TARGET`. A
            fault of the site may have several, with blanks between.
        form: a variant that grouping can ask for; see `Explained.form`.
    """

    message: str
    at: Place | None = None
    value: str = ""
    severity: Severity | None = None
    evidence: tuple[Evidence, ...] = ()
    remedy: str | None = None
    fix: Fix | None = None
    confidence: Confidence = Confidence.DEFINITIVE
    address: str = ""
    target: str = ""
    form: str = ""


class Quote(NamedTuple):
    """What stands at a spot: the culprit, its surroundings, and its line and column."""

    before: str
    text: str
    after: str
    line: int
    column: int


class Witness(NamedTuple):
    """What a corpus rule keeps of one place: small, because it crosses processes and is spilled to disk.

    A rule fills `values` (short, JSON-able) and `at`; the engine adds the rest.

    Attributes:
        values: at most a few short values.
        at: where; None for the post as a whole. It does not cross processes.
        spot: the same with its offsets.
        quote: what stands there, if the rule keeps quotes.
        post: ref of the post.
        site: site of the post.
        order: position of the post in the input, from 0.
    """

    values: tuple[str | int | float | bool | None, ...] = ()
    at: Place | None = None
    spot: Spot | None = None
    quote: Quote | None = None
    post: str = ""
    site: str = ""
    order: int = -1


@dataclass(slots=True)
class CorpusFinding(Finding):
    """A finding of a corpus rule.

    Attributes:
        witness: the witness whose post it is about; None for a fault of the site.
        related: the other witnesses that it rests on, with one sentence each (may be empty); at most `MOST_RELATED`,
            but for a fault of the site, whose posts the engine lists itself.
        related_count: how many others there are; 0 stands for the length of `related`.
    """

    witness: Witness | None = None
    related: tuple[tuple[Witness, str], ...] = ()
    related_count: int = 0


MOST_RELATED = 10
"""Most other posts that a finding names. 3,000 posts with one canonical would otherwise name nine million."""


def others(
    witness: Witness, witnesses: Sequence[Witness], message: str = ""
) -> tuple[tuple[tuple[Witness, str], ...], int]:
    """The other posts that share a key, for `CorpusFinding.related` and `.related_count`.

    Args:
        witness: the one that the finding is about.
        witnesses: all of the key, sorted by post.
        message: a sentence about each.
    """
    named: list[tuple[Witness, str]] = []
    seen = {witness.order}
    for other in witnesses:
        if len(named) == MOST_RELATED:
            break
        if other.order not in seen:
            seen.add(other.order)
            named.append((other, message))
    count = len(named)
    if count == MOST_RELATED:
        posts = _posts_of(witnesses)
        count = len(posts) - (witness.order in posts)
    return tuple(named), count


_counted: tuple[Sequence[Witness], frozenset[int]] = ((), frozenset())


def _posts_of(witnesses: Sequence[Witness]) -> frozenset[int]:
    """The posts that they are of. Asked for one witness after the other, so the last answer is kept."""
    global _counted  # noqa: PLW0603 - counting them again for each would take a time that grows with their square
    if _counted[0] is not witnesses:
        _counted = witnesses, frozenset(witness.order for witness in witnesses)
    return _counted[1]
