"""INJ007."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Confidence, Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.injected._code import named_addresses, pieces, shown
from audit.rules.injected._signatures import ADVICE, CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TEXT = "<p>The boats rose with the tide.</p>"
_PUSHES = re.compile(r"\bhistory\s*(?:\.\s*|\[\s*['\"`])(?:push|replace)State", re.IGNORECASE)
_LISTENS = re.compile(r"\bonpopstate\b|['\"`]popstate['\"`]", re.IGNORECASE)
_LEADS = re.compile(r"\blocation(?:\s*\.\s*(?:href|replace|assign))?\s*(?:=(?!=)|\()|\bopen\s*\(", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:onpopstate|popstate)[^;]{0,200}?history\s*\.\s*(?:go\s*\(\s*1|forward\s*\(|pushState)",
    re.IGNORECASE | re.DOTALL,
)
_TRAPS = re.compile(r"pushState\s*\([^)]{0,100}(?:location|document\.URL|['\"`]#|null\s*\))", re.IGNORECASE)


class BackButtonHijack(PostRule[Post], code="INJ007", severity=Severity.ERROR, since="0.1.0"):
    """A script takes the Back button away from readers.

    It adds entries to the history and, when the reader goes back, leads elsewhere or forward again. Search engines name
    this as a malicious practice.
    """

    remedy = ADVICE
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#malicious-practices", *CHECKS)
    needs = frozenset({"content"})
    reads_content = True
    explained_by = {"injected-script": SAME_ELEMENT}
    examples = (
        Bad(
            f'{_TEXT}<script>history.pushState(null,"",location.href);addEventListener("popstate",function(){{'
            'location.replace("https://prize.example/")}});</script>',
            says="prize.example",
            points_at="<script",
        ),
        Bad(
            f"{_TEXT}<script>history.pushState(null,null,location.href);window.onpopstate=function(){{history.go(1)}};"
            "</script>",
            says="forward again",
        ),
        Good(
            f'{_TEXT}<script>tabs.onclick=t=>history.pushState({{}},"",t.href);addEventListener("popstate",()=>show('
            "location.hash));</script>",
            note="Tabs that remember their place.",
        ),
        Good('<pre><code>history.pushState(); window.onpopstate = () => location = "//a.example"</code></pre>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each script."""
        for piece in pieces(facts):
            if "opstate" not in piece.code and not piece.reading.payloads:
                continue
            whole = piece.reading.whole
            if not (_PUSHES.search(whole) and _LISTENS.search(whole)):
                continue
            hosts = named_addresses(whole, facts)
            if hosts and _LEADS.search(whole):
                says, severity = f"leads readers who go back to {hosts[0].host}", None
            elif _GOES_ON.search(whole) and _TRAPS.search(whole):
                says, severity = "sends readers who go back forward again", Severity.WARNING
            else:
                continue
            yield Finding(
                f"A script in the {piece.where} {says}.",
                at=piece.place,
                value=hosts[0].host if hosts else "forward",
                target=hosts[0].host if hosts else "",
                severity=severity,
                confidence=Confidence.LIKELY,
                evidence=(Evidence("code", shown(piece.code)),),
            )
