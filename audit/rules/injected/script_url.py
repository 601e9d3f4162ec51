"""INJ005."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from turbohtml import Element

from audit.facts import CONTENT
from audit.facts.url import parse_url
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import named_addresses, reading_of, shown
from audit.rules.injected._signatures import ADVICE, CHECKS, is_dangerous, is_known_loader
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Node

    from audit.facts import Facts
    from audit.rules.injected._code import Reading

_TEXT = "<p>The boats rose with the tide.</p>"
_UNSEEN = frozenset(map(chr, (*range(0x21), *range(0x7F, 0xA1), *range(0x200B, 0x2010), 0x2028, 0x2029, 0xFEFF)))
_CONTROLS = re.compile(f"[{re.escape(''.join(sorted(_UNSEEN)))}]+")
_SCHEME = re.compile(
    r"(javascript|vbscript|livescript):|data:text/(?:html|xml|javascript)|data:(?:image/svg\+xml|application/xhtml)",
    re.IGNORECASE,
)
_BEGINNINGS = frozenset("dDjJlLvV") | _UNSEEN
"""With what an address begins that is a script."""
_PLACES = (
    ("iframe", "src"),
    ("frame", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("form", "action"),
    ("button", "formaction"),
    ("input", "formaction"),
    ("base", "href"),
)
_BOOKMARKLET = re.compile(r"book-?mark|drag|lesezeichen|favori|marcador|закладк|ブックマーク|书签", re.IGNORECASE)
_LEADS_AWAY = re.compile(r"\blocation\b|\bopen\s*\(", re.IGNORECASE)
_ACTIVE = re.compile(r"<\s*(?:script|iframe|form|meta|object|embed)\b|\son\w+\s*=|https?://", re.IGNORECASE)
_DRAWS = re.compile(r"document\s*\.\s*write|new\s+Image", re.IGNORECASE)
_FAR = 400


class ScriptUrl(PostRule[Post], code="INJ005", severity=Severity.ERROR, since="0.1.0"):
    """An address in the text is a script, and does more than an address does.

    A click runs it in the name of this site: it can read what the reader typed, or lead to a page that looks like this
    one.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset(
        {"tag:a", "tag:area", "tag:iframe", "tag:frame", "tag:embed", "tag:object", "tag:form", "tag:base"}
    )
    reads_content = True
    examples = (
        Bad(
            f"{_TEXT}<p><a href=\"javascript:eval(atob('YWxlcnQoMSk='))\">The tide table (PDF)</a></p>",
            says="javascript:",
            points_at="href",
        ),
        Bad(
            f'{_TEXT}<iframe src="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></iframe>',
            says="data:text/html",
        ),
        Bad(
            f"{_TEXT}<svg><a xlink:href=\"javascript:eval(atob('YWxlcnQoMSk='))\"><text>1</text></a></svg>",
            says="javascript:",
            points_at="xlink:href",
        ),
        Bad(
            f'{_TEXT}<p><a href="data:text/html;base64,PHNjcmlwdD4=">The tide table</a></p>',
            says="data:text/html",
            note="A short one is one too.",
        ),
        Good(f'{_TEXT}<p><a href="javascript:void(0)" role="button">1</a></p>'),
        Good(f'{_TEXT}<p><a href="javascript:window.print()">Print</a></p>'),
        Good(
            f"{_TEXT}<p><a href=\"javascript:UIkit.modal('#more').show()\">More</a></p>", note="A control of the theme."
        ),
        Good(
            f'{_TEXT}<p>Drag this to your bookmarks: <a href="javascript:(function(){{var s=document.createElement('
            "'script');s.src='https://clip.example/b.js';document.body.appendChild(s)})()\">Clip it</a></p>",
            note="A bookmarklet.",
        ),
        Good(
            f"{_TEXT}<p><a href=\"javascript:void window.open('https://social.example/share?link='+"
            'encodeURIComponent(location.href))">Share</a></p>',
            note="A window to share the page.",
        ),
        Bad(
            f"{_TEXT}<p><a href=\"javascript:void window.open('https://gate.example/in?from='+"
            'encodeURIComponent(location.href))">The tide table</a></p>',
            says="leads to gate.example",
        ),
        Good(
            f"{_TEXT}<p><a href=\"javascript:void((function(){{var e=document.createElement('script');"
            "e.setAttribute('src','//assets.pinterest.com/js/pinmarklet.js?r='+Math.random());"
            'document.body.appendChild(e)}})())">Pin it</a></p>',
            note="A known service, for who clicks.",
        ),
        Good(
            f"{_TEXT}<p><a href=\"javascript:(function(){{document.body.className='large'}})()\">Larger</a></p>",
            note="A function of its own fetches nothing.",
        ),
        Bad(
            f"{_TEXT}<p><a href=\"javascript:void window.open('https://gate.example/in?k=7')\">The tide table</a></p>",
            says="leads to gate.example",
        ),
        Good('<pre><code>&lt;a href="javascript:eval(x)"&gt;</code></pre>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each address."""
        found = _addresses(facts)
        return _found(found, facts) if found else ()


def _addresses(facts: Facts) -> list[tuple[Element, str, str]]:
    """The addresses that begin as scripts do: (element, attribute, as written)."""
    found = [
        (link.node, "href", link.href)
        for link in suspects(ScriptUrl.name, facts)
        if link.href[:1] in _BEGINNINGS
        and (link.url is None or link.url.scheme not in {"http", "https", "mailto", "tel"})
    ]
    found += [
        (node, attribute, value)
        for tag, attribute in _PLACES
        for node in facts.elements(tag)
        if (value := node.attr(attribute)) and value[0] in _BEGINNINGS
    ]
    if facts.elements("svg"):
        found += [
            (node, "xlink:href", value)
            for node in facts.elements("a")
            if (value := node.attr("xlink:href")) and value[0] in _BEGINNINGS
        ]
    return found


def _found(addresses: Iterable[tuple[Element, str, str]], facts: Facts) -> Iterator[Finding]:
    for node, attribute, written in addresses:
        address = _CONTROLS.sub("", written[:64]) + written[64:]
        match = _SCHEME.match(address)
        if match is None or node.closest("pre, code") is not None:
            continue
        said, hidden = _said(node, match, address, facts)
        if said:
            scheme = match[0].lower()
            evidence = [Evidence("address", shown(written))]
            if hidden:
                evidence.append(Evidence("decodes to", hidden))
            yield Finding(
                f"The address of <{node.tag}> is a script ({scheme}…) that {said}.",
                at=Place(CONTENT, node, attribute=attribute),
                value=shown(written),
                confidence=Confidence.LIKELY,
                evidence=tuple(evidence),
                target="".join(written.split()),  # as link-uncrawlable has it,
            )


def _said(node: Element, match: re.Match[str], address: str, facts: Facts) -> tuple[str, str]:
    """What is wrong with a script that is an address, and what it hides; two empty texts if it is harmless."""
    if not match[1]:
        return _said_of_data(node, address)
    if match[1].lower() == "vbscript":
        return "runs in no browser of today but was made to attack old ones", ""
    reading = reading_of(unquote(address[match.end() :]))
    whole = reading.whole
    hidden = shown(" … ".join(reading.payloads))
    hosts = named_addresses(whole, facts)
    dangerous = is_dangerous(whole)
    said = ""
    if reading.hides_only_contact() or (_is_bookmarklet(node, facts) and not any(hit.certain for hit in reading.hits)):
        said = ""
    elif reading.hits:
        said = reading.hits[0].says
    elif _loads_known(reading) or (not reading.payloads and _shares(reading.joined, node)):
        said = ""
    elif hosts and (dangerous or reading.payloads):
        said = f"loads something from {hosts[0].host}"
    elif hosts and _LEADS_AWAY.search(whole):
        said = f"leads to {hosts[0].host}"
    elif dangerous and not _DRAWS.search(whole):
        said = "runs or fetches code"
    return said, hidden


def _shares(code: str, node: Element) -> bool:
    """A click hands the address of this page to another site, as a link to share it does and says that it does."""
    match = _SHARES.match(code)
    if match is None:
        return False
    holder = node.parent
    names = [node.attr("class"), node.attr("title"), node.text[:_FAR]]
    names += [holder.attr("class")] if isinstance(holder, Element) else []
    return any(_OF_SHARING.search(name) for name in (match[1], *names) if name)


_OF_SHARING = re.compile(
    r"(?<![a-z])(?:share|sharer|sharing|social\w*|submit|intent|bookmark\w*|tweet|pin-?it|teilen|partager|compartir|"
    r"compartilhar|condividi|delen|udost[eę]pnij|поделиться)(?![a-z])",
    re.IGNORECASE,
)
"""How the page that takes an address to share is called, after the host, and the link that leads there."""
_SHARES = re.compile(
    r"\s*+(?:void[\s(]*+)?(?:window\s*+\.\s*+)?open\s*+\(\s*+['\"`]https?://[^'\"`\s/?#]{3,200}([^'\"`\s]{0,200})['\"`]\s*+\+"
    r"[^;{}]{0,200}\bencodeURI(?:Component)?\s*\(\s*(?:window\s*\.\s*|document\s*\.\s*|self\s*\.\s*)?location\b[^;{}]{0,200};?\s*\Z",
    re.IGNORECASE,
)
"""Opens a window of another site for a click and hands it the address of this page: how readers share it."""
_CREATES_SCRIPT = re.compile(r"createElement\s*\(\s*['\"`]script['\"`]\s*\)", re.IGNORECASE)


def _loads_known(reading: Reading) -> bool:
    """All that it does is to load the script of a service that is known."""
    loads = [parse_url(address, "https://x.invalid/") for address in reading.loads]
    if not loads or reading.payloads or is_dangerous(_CREATES_SCRIPT.sub("", reading.whole)):
        return False
    return all(url is not None and is_known_loader(url.host) for url in loads)


def _said_of_data(node: Element, address: str) -> tuple[str, str]:
    header, _, body = address.partition(",")
    if "svg" in header.lower() and node.tag not in {"iframe", "frame", "embed", "object"}:
        return "", ""
    text = _plain(unquote(body)) if "base64" in header.lower() else unquote(body)
    text = "\n".join((text, *reading_of(text).payloads))
    if not _ACTIVE.search(text) or (
        "svg" in header.lower() and not re.search(r"<\s*script|\son\w+\s*=", text, re.IGNORECASE)
    ):
        return "", ""
    return "is a page with code of its own", shown(text)


def _plain(body: str) -> str:
    """What a body in Base64 says; as it stands if it is none."""
    letters = _NOT_BASE64.sub("", body[:_LONGEST_READ].partition("=")[0])
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-8", "replace")
    except ValueError:
        return body


_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_LONGEST_READ = 100_000
"""Letters of a body that are read; a multiple of four, as four stand for three characters."""


def _is_bookmarklet(node: Element, facts: Facts) -> bool:
    """It is there to be dragged to the bookmarks, as its title or the text around it says."""
    if _BOOKMARKLET.search((node.attr("title") or "")[:_FAR]):
        return True
    holder = node.parent
    known = facts.once(_holders_of_bookmarklets)
    if holder is not None and holder not in known:
        before = holder.previous_sibling
        text = f"{holder.text[:_FAR]} {before.text[-_FAR:] if before is not None else ''}"
        known[holder] = _BOOKMARKLET.search(text) is not None
    return holder is not None and known[holder]


def _holders_of_bookmarklets(_: Facts) -> dict[Node, bool]:
    """Whether the text in and before an element speaks of bookmarks: asked once, as it may hold thousands of links."""
    return {}
