"""INJ006."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.references import refresh_address
from audit.facts.url import parse_url
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.injected._code import addresses_by_name, is_stranger, pieces, shown, strangers
from audit.rules.injected._signatures import ADVICE, CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.rules.injected._code import Piece

_TEXT = "<p>The boats rose with the tide.</p>"
_LEADS = re.compile(
    r"(?:\b(?:window|document|top|self|parent|globalThis|this)\s*(?:\.\s*|\[\s*['\"`]))?\blocation\b(?:['\"`]\s*\])?"
    r"(?:\s*\.\s*(?:href|replace|assign)|\s*\[\s*['\"`](?:href|replace|assign)['\"`]\s*\])?"
    r"\s*(?:=(?!=)|\()\s*\(?\s*['\"`]((?:https?:)?//[^'\"`\s]{3,300})",
    re.IGNORECASE,
)
_LEADS_BY_NAME = re.compile(
    r"\blocation(?:\s*\.\s*(?:href|replace|assign))?\s*(?:=(?!=)|\()\s*(\w{1,40})\b", re.IGNORECASE
)
_LEADS_DECODED = re.compile(
    r"\blocation(?:\s*\.\s*(?:href|replace|assign))?\s*(?:=(?!=)|\()\s*(?:\w+\.)?(?:atob|unescape|decodeURI\w*|String)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s]{3,300}$", re.IGNORECASE)
_ON_CLICK = re.compile(
    r"['\"`](?:click|submit|change|mousedown|touchend|keydown|keyup|keypress)['\"`]|\.on(?:click|submit|change)\b|\.(?:click|submit|change)\s*\(\s*function|\bconfirm\s*\(",
    re.IGNORECASE,
)
_FUNCTION_ONLY = re.compile(r"\s*(?:async\s+)?function\s+(\w+)\s*\(")
_FUNCTION = re.compile(r"\bfunction\s+(\w{2,60})\s*\(")
_CALLED_BY_CLICK = r"""(?:javascript:|\bonclick\s*=\s*["'])[^"'<>]{0,80}\b%s\s*\("""
_BRACE = re.compile(r"[{}]")
_CONDITIONS = re.compile(
    r"navigator\s*\.\s*(?:userAgent|platform)|document\s*\.\s*referrer|document\s*\.\s*cookie|localStorage\s*\.\s*getItem"
    r"|sessionStorage\s*\.\s*getItem|screen\s*\.\s*width|navigator\s*\.\s*webdriver|Math\s*\.\s*random",
    re.IGNORECASE,
)


class InjectedRedirect(PostRule[Post], code="INJ006", severity=Severity.ERROR, since="0.1.0"):
    """The text leads its readers to another site without being asked.

    A redirect inside a post takes visitors away before they can read it, often only those who come from a search engine
    or use a telephone, so that its owner never sees it.
    """

    remedy = ADVICE
    sources = (
        *CHECKS,
        "https://developers.google.com/search/docs/essentials/spam-policies#sneaky-redirects",
    )
    needs = frozenset({"content"})
    reads_content = True
    explained_by = {"back-button-hijack": SAME_ELEMENT}
    examples = (
        Bad(
            f'{_TEXT}<script>window.location.href="https://prize.example/?k=7";</script>',
            says="prize.example",
            points_at="<script",
        ),
        Bad(
            f"{_TEXT}<script>if(/google|bing/.test(document.referrer)){{location.replace('//prize.example/');}}</script>",
            says="only some",
        ),
        Bad(f'{_TEXT}<meta http-equiv="refresh" content="0;url=https://prize.example/">', says="prize.example"),
        Bad(
            _TEXT,
            fields={"acf": {"note": '<script>location.href="https://prize.example/";</script>'}},
            says="A script in the custom fields sends",
        ),
        Good(f'{_TEXT}<script>window.location.href="/new-tide-table/";</script>'),
        Good(f"{_TEXT}<p onclick=\"location.href='https://partner.example/'\">Partner</p>", note="Somebody clicks."),
        Good(
            f'{_TEXT}<script>document.querySelector("#go").addEventListener("click",()=>{{location.href='
            '"https://tickets.example/"})</script>',
            note="Somebody clicks.",
        ),
        Good(
            f'{_TEXT}<script>show();function show(){{}}function go(){{location="https://partner.example/"}}</script>'
            '<a href="javascript:go()"><img src="/ad.jpg" alt="Partner" width="9" height="9"></a>',
            note="Somebody clicks on what calls it.",
        ),
        Bad(
            f'{_TEXT}<script>function go(){{location="https://prize.example/"}}go();</script>'
            '<a href="javascript:go()">Go</a>',
            says="prize.example",
        ),
        Good('<pre><code>&lt;script&gt;location.href="https://prize.example/"&lt;/script&gt;</code></pre>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Refreshes and scripts; one finding for each."""
        return _found(facts) if pieces(facts) or facts.elements("meta") else ()


def _found(facts: Facts) -> Iterator[Finding]:
    yield from _refreshes(facts)
    for piece in pieces(facts):
        if piece.kind == "handler" and piece.attribute not in {"onload", "onpageshow"}:
            continue  # a click is asked for; other handlers are another rule's
        found = _redirect(piece, facts)
        if found is not None:
            url, whole = found
            conditional = _CONDITIONS.search(whole) is not None
            moved = any(link.url is not None and link.url.registrable == url.registrable for link in facts.links)
            who = "sends only some of its readers" if conditional else "sends its readers"
            hidden = shown(" … ".join(piece.reading.payloads))
            evidence = [Evidence("code", shown(piece.code)), Evidence("address", url.href)]
            if hidden:
                evidence.append(Evidence("decodes to", hidden))
            yield Finding(
                f"A script in the {piece.where} {who} to {url.host}.",
                at=piece.place,
                value=url.host,
                address=url.href,
                target=url.host,
                severity=Severity.WARNING if moved and not conditional and not hidden else None,
                confidence=Confidence.LIKELY,
                evidence=tuple(evidence),
            )


def _redirect(piece: Piece, facts: Facts) -> tuple[Url, str] | None:
    if "ocation" not in piece.code and not piece.reading.payloads:
        return None
    whole = piece.reading.whole
    url = next(strangers(_targets(whole, piece.reading.payloads), facts), None)
    if url is None or (_ON_CLICK.search(whole) and not _CONDITIONS.search(whole) and not piece.reading.payloads):
        return None
    function = _FUNCTION_ONLY.match(whole)
    if function is not None and len(re.findall(rf"\b{re.escape(function[1])}\b", whole)) == 1:
        return None  # a function that something else has to call
    if not piece.reading.payloads and _is_for_clicks(whole, piece.holder.markup.source):
        return None
    return url, whole


def _is_for_clicks(code: str, source: str) -> bool:
    """Whether all that leads away stands in functions that the code only defines, and clicks on the page call."""
    starts = [match.start() for match in _LEADS.finditer(code)]
    asked = {
        match[1]
        for match in _FUNCTION.finditer(code)
        if code.count(match[1]) == 1 and re.search(_CALLED_BY_CLICK % re.escape(match[1]), source) is not None
    }
    if not asked or not starts:
        return False
    return all(any(_holds(code, name, start) for name in asked) for start in starts)


def _holds(code: str, name: str, at: int) -> bool:
    """Whether a place stands in the body of a named function, as far as its braces tell."""
    begin = code.find("{", code.find(name))
    if not 0 <= begin < at:
        return False
    depth = 0
    for match in _BRACE.finditer(code, begin, at):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return False
    return True


def _targets(code: str, payloads: Sequence[str]) -> Iterator[str]:
    if _LEADS_DECODED.search(code):
        yield from (payload.strip() for payload in payloads if _ADDRESS.match(payload.strip()))
    yield from (match[1] for match in _LEADS.finditer(code))
    yield from addresses_by_name(code, _LEADS_BY_NAME)


_LONG = 60
"""Seconds after which a refresh is no redirect: it ends a session, or shows the news again."""
_SECONDS = re.compile(r"\s*(\d{1,9})")


def _waits(content: str) -> bool:
    seconds = _SECONDS.match(content)
    return seconds is not None and int(seconds[1]) >= _LONG


def _refreshes(facts: Facts) -> Iterator[Finding]:
    for node in facts.elements("meta"):
        if (node.attr("http-equiv") or "").strip().lower() != "refresh":
            continue
        address = refresh_address(node.attr("content") or "")
        url = parse_url(address, facts.base) if address else None
        if url is None or not url.host:
            continue
        foreign = is_stranger(url, facts)
        if not foreign and _waits(node.attr("content") or ""):
            continue  # the site's own page for a session that has run out
        itself = facts.url is not None and url.key == facts.url.key
        if itself or node.closest("noscript") is not None:
            continue
        yield Finding(
            f"A refresh in the text sends its readers to {url.host if foreign else 'another page'}.",
            at=Place(CONTENT, node),
            value=url.href,
            address=url.href,
            target=url.host,
            severity=None if foreign else Severity.WARNING,
            evidence=(Evidence("address", url.href),),
        )
