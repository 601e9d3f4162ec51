"""Text of others, made fit for a terminal or for Markdown.

Titles, messages and addresses come from posts that anybody may have written. What would move the cursor, turn the
writing direction or vanish from sight is shown as an escape; what Markdown would act on is taken literally.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category
from urllib.parse import quote

from audit.finding import MOST_RELATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.report import EvidenceEntry, FixEntry, PostEntry, ReportedFinding, Where

# Controls, formats (bidirectional controls, zero-width characters, tags), lone surrogates, line separators.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Letters and marks that leave no trace on the screen: fillers, the grapheme joiner, the blank Braille pattern.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_FIRST_VARIATION_SUPPLEMENT, _LAST_VARIATION_SUPPLEMENT = 0xE0100, 0xE01EF
_BYTE, _PLANE = 0xFF, 0xFFFF

_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
# Backslash escapes work for any ASCII punctuation: https://spec.commonmark.org/0.31.2/#backslash-escapes
_MARKDOWN = re.compile(r"[\\`*_\[\]|~$]")
_MENTION = re.compile(r"@(?=[\w-])")
_ISSUE = re.compile(r"#(?=\d)")
_TICKS = re.compile(r"`+")
# What would end `[text](<address>)`, a table cell or a code span; the rest of an address is harmless there.
_ADDRESS = {ord(char): quote(char) for char in "<>|\\`"}

SCORE_WORDS = ((90, "good"), (70, "fair"), (50, "poor"))
"""From which score on a site is called what; anything lower is bad."""


def visible(text: str) -> str:
    r"""The text with everything that cannot be seen as an escape: `\x1b`, `\u202e`, `\U000e0041`."""
    return (
        "".join(_escape(char) if _is_invisible(char) else char for char in text) if not text.isascii() else _ascii(text)
    )


def _ascii(text: str) -> str:
    return text if text.isprintable() else "".join(char if char.isprintable() else _escape(char) for char in text)


def _is_invisible(char: str) -> bool:
    return (
        category(char) in _UNSEEN_CATEGORIES
        or char in _UNSEEN
        or _FIRST_VARIATION_SUPPLEMENT <= ord(char) <= _LAST_VARIATION_SUPPLEMENT
    )


def _escape(char: str) -> str:
    code = ord(char)
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _PLANE else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """The text on one line: blanks and line breaks become one blank each, what cannot be seen an escape."""
    return visible(_BLANKS.sub(" ", text).strip(" "))


def scrubbed(text: str) -> str:
    """The text with every lone surrogate, which UTF-8 cannot carry, as U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def clipped(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis, at most so many characters in all."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def markdown(text: str) -> str:
    """The text on one line, taken literally by Markdown: no markup, HTML, link, mention or issue reference.

    For the inside of a paragraph or of a table cell; what only counts at the beginning of a line is not escaped.

    GitHub looks for mentions and issue numbers in the finished text, where an escape is gone: only an invisible
    character inside keeps `@name` and `#1` from notifying somebody. Bare addresses are linked from the source, so an
    entity is enough for them.
    """
    escaped = _ISSUE.sub("#&#8203;", one_line(text).replace("&", "&amp;"))
    escaped = _MENTION.sub("@&#8203;", escaped)
    escaped = _MARKDOWN.sub(r"\\\g<0>", escaped).replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("://", "&#58;//").replace("www.", "www&#46;")


def markdown_code(text: str) -> str:
    """The text as a code span, fit for a table cell."""
    shown = one_line(text).replace("|", "\\|")
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def markdown_link(text: str, url: str | None) -> str:
    """A link, or the text alone where the address is none that a browser should follow."""
    shown = markdown(text)
    if url is None or not is_web(url):
        return shown
    return f"[{shown}](<{ascii_address(url).translate(_ADDRESS)}>)"


def ascii_address(url: str) -> str:
    """The address in printable ASCII, the rest percent-encoded: it leads to the same place and hides nothing."""
    return "".join(char if "!" <= char <= "~" else quote(char, safe="", errors="replace") for char in url)


def is_web(url: str) -> bool:
    """Whether an address is `http` or `https`, the only ones that reports link to."""
    return url[:8].lower().startswith(("http://", "https://"))


def score_word(score: int | None) -> str:
    """`score 64, poor`: the bands rate posts and sites; no score where nothing could be evaluated."""
    if score is None:
        return "no score"
    word = next((word for least, word in SCORE_WORDS if score >= least), "bad")
    return f"score {score}, {word}"


def title_of(post: PostEntry | None, ref: str) -> str:
    """What a post is called: its title on one line, else its ref."""
    return (one_line(post.title) if post is not None else "") or one_line(ref)


def fix_text(fix: FixEntry) -> str:
    """A fix on one line: what it does, and the text before and after; with `safe` before it if it needs no look."""
    word = "safe fix" if fix.safe else "fix"
    texts = changed(fix.before, fix.after, _MOST_OF_FIX)
    before, after = (clipped(_HARD_BLANK.sub(_label, one_line(text)), _MOST_OF_FIX) for text in texts)
    summary = clipped(one_line(fix.summary), _MOST_OF_FIX)
    summary = summary[:1].lower() + summary[1:]
    if not fix.before:  # of a report of an earlier version
        return f"{word}: {summary}" if after in summary else f"{word}: {summary}: {after}"
    if _is_said(fix):
        return f"{word}: {summary}"
    return f"{word}: {summary}: {before or _shown_blank(fix.before)} → {after or _shown_blank(fix.after)}"


def evidence_lines(finding: ReportedFinding) -> Iterator[str]:
    """The evidence of a finding, a line a piece: what stands at its place, then what else speaks for it."""
    for piece in finding.evidence[:_MOST_PIECES]:
        label = "quoted" if piece.before or piece.after else one_line(label_of(piece))
        yield f"{label}: {_quotation(piece)}"
    if len(finding.evidence) > _MOST_PIECES:
        yield f"and {len(finding.evidence) - _MOST_PIECES:,} more pieces of evidence"


def label_of(piece: EvidenceEntry) -> str:
    """What a piece of evidence is called where people read: a sign by its weight, since its code says nothing."""
    return _SIGN.sub(r"sign (\1)", piece.label)


_SIGN = re.compile(r"^[A-Z]\d+[a-z]? ([+-]\d+\.\d)$", re.ASCII)


def _quotation(piece: EvidenceEntry) -> str:
    """A piece of evidence on one line; of a short one its surroundings, too, with the piece itself in brackets."""
    text = _seen(clipped(piece.text, _MOST_QUOTED)) or '""'
    if len(text) >= _SHORT or not (piece.before or piece.after):
        return text
    return f"{_seen(piece.before[-_AROUND_CHANGE:]).lstrip()}[{text}]{_seen(piece.after[:_AROUND_CHANGE]).rstrip()}"


def _seen(text: str) -> str:
    """A text on one line, with hard blanks as escapes; a blank at its ends stays."""
    return _HARD_BLANK.sub(_label, visible(_BLANKS.sub(" ", text)))


_MOST_QUOTED, _SHORT, _MOST_PIECES = 200, 24, 8
MOST_NAMED = 3
"""Other posts of a finding that are named where people read; JSON and HTML have more of them."""


def named_posts(findings: Iterable[ReportedFinding], posts: Iterable[PostEntry]) -> dict[str, PostEntry]:
    """The other posts that some findings will name, by their refs."""
    refs = {other.post for finding in findings for other in finding.related[:MOST_NAMED]}
    return {post.ref: post for post in posts if post.ref in refs} if refs else {}


def other_posts(finding: ReportedFinding, posts: Mapping[str, PostEntry]) -> Iterator[tuple[str, str | None, str]]:
    """The first other posts that a finding rests on: title, address, and what is said of it if not the same of all."""
    alike = len(finding.related) > 1 and len({other.message for other in finding.related}) == 1
    for other in finding.related[:MOST_NAMED]:
        post = posts.get(other.post)
        title = clipped(title_of(post, other.post), _MOST_OF_TITLE)
        yield title, post.url if post is not None else None, "" if alike else one_line(other.message)


def unnamed_posts(finding: ReportedFinding) -> int:
    """How many other posts a finding rests on beyond those."""
    return max(finding.related_count, len(finding.related)) - len(finding.related[:MOST_NAMED])


def refs_of_others(finding: ReportedFinding) -> str:
    """The refs of other posts that a finding rests on, for one cell of a table."""
    return "; ".join(other.post for other in finding.related[:MOST_RELATED])


_MOST_OF_TITLE = 80
_MOST_OF_FIX = 200
_AROUND_CHANGE = 40
_HARD_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks that look like any other; a fix may consist of them."""


def _is_said(fix: FixEntry) -> bool:
    """Whether the summary of a fix says already all that it adds, and it takes nothing away."""
    head, tail = _shared_ends(fix.before, fix.after)
    added = fix.after[head : len(fix.after) - tail].strip()
    return head + tail == len(fix.before) and bool(added) and added in fix.summary


def _shared_ends(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and at their end behind that."""
    shared = min(len(before), len(after))
    head = next((index for index in range(shared) if before[index] != after[index]), shared)
    rest = shared - head
    return head, next((index for index in range(rest) if before[-1 - index] != after[-1 - index]), rest)


def changed(before: str, after: str, most: int) -> tuple[str, str]:
    """Two sides of an edit, of which the longer one has too many characters: what differs, with a few around it."""
    length = max(len(before), len(after))
    if length <= most:
        return before, after
    head, tail = _shared_ends(before, after)
    head, tail = max(0, head - _AROUND_CHANGE), max(0, tail - _AROUND_CHANGE)
    first, last = "\u2026" if head else "", "\u2026" if tail else ""
    one, other = (f"{first}{text[head : len(text) - tail]}{last}" for text in (before, after))
    return one, other


def _label(match: re.Match[str]) -> str:
    return _escape(match[0])


def _shown_blank(text: str) -> str:
    return "a blank" if text else "nothing"


def place_of(where: Where | None) -> str:
    """Where a finding is, for a narrow column: `content 29:30`, `head /og_image/0/url`, `slug`; empty for the post."""
    if where is None:
        return ""
    field = where.field.removesuffix(".rendered")
    name = "head" if "head" in field else field
    if where.pointer:
        return one_line(f"{name} {where.pointer}")
    if where.line is None:
        return one_line(name)
    return one_line(f"{name} {where.line}:{where.column}" if where.column is not None else f"{name} {where.line}")
