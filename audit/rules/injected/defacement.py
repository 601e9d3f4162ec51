"""INJ012."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.finding import Confidence, Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import shown
from audit.rules.injected._signatures import ADVICE, CHECKS, word_list, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TITLE = "title.rendered"
_BEGINNING = 200
_FEW_WORDS = 60
_SEVERAL = 2
_AFTER = 80
_REPORTED = re.compile(
    r"\b(?:was|were|been|being|got|is|are|fue|sido|foi|été|wurden?|worden|stat[oa]|был[аои]?)\W+$", re.IGNORECASE
)
"""Before "hacked by": somebody tells of it, and a boast needs more than a few words to be one."""
_TEXT = "<p>" + "The boats rose with the tide and the pilots waited for the evening wind. " * 8 + "</p>"


class Defacement(PostRule[Post], code="INJ012", severity=Severity.ERROR, since="0.1.0"):
    """The post was replaced by somebody who boasts of it.

    A name and "hacked by" where the text was: others can see it too, and the way in is still open.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset({"content", "field:title"})
    reads_content = True
    text_patterns = (*word_list("hacked_by"), *word_list("shell_signs"))
    gated = False
    examples = (
        Bad("<h1>Hacked by z3r0-Wolf</h1><p>Greetz to all my friends.</p>", says="Hacked by"),
        Bad(
            "<p>WSO 2.5 | uid=33(www-data) | Safe mode: OFF</p>",
            says="control page of intruders",
        ),
        Good(f"<p>The harbour's page was hacked by unknown persons in March.</p>{_TEXT}", note="News."),
        Good(
            f"{_TEXT}",
            fields={"title": {"rendered": "How our site was hacked by a botnet, and what we learned"}},
            note="A report.",
        ),
        Good("<p>The boat is owned by the club.</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The title and the beginning of the text; a boast counts where little else is left, or where it greets."""
        signalled = self.code in facts.signals
        if not signalled and words("hacked_by").search(facts.title) is None:
            return ()
        beginning = " ".join(facts.text.split())[:_BEGINNING] if signalled else ""
        return _boast(beginning, facts) or (_shell(facts) if signalled else ())


def _boast(beginning: str, facts: Facts) -> list[Finding]:
    for field, where in ((_TITLE, facts.title), (CONTENT, beginning)):
        match = words("hacked_by").search(where)
        if match is None:
            continue
        rest = where[match.end() : match.end() + _AFTER]
        signs = _found("defacer_signs", f"{rest} {beginning}")
        emptied = not facts.has_words(_FEW_WORDS)
        if match[0].lower().startswith("owned") and not signs:
            continue
        alone = field == CONTENT and len(where) < _AFTER
        boasts = alone or len(_found("defacer_words", f"{rest} {beginning}")) >= _SEVERAL
        reported = _REPORTED.search(where[: match.start()]) is not None
        if (emptied and (signs or (boasts and not reported))) or len(signs) > _SEVERAL:
            said = shown(f"{match[0]}{rest}")
            left = ", and little else is left" if emptied else ""
            return [
                Finding(
                    f'The {"title" if field == _TITLE else "text"} says "{said}"{left}.',
                    at=_place(field, match[0], facts),
                    value=match[0].lower(),
                    confidence=Confidence.LIKELY,
                    evidence=(Evidence("text", shown(where)),),
                )
            ]
    return []


def _found(kind: str, text: str) -> set[str]:
    return {match[0].lower() for match in words(kind).finditer(text)}


def _place(field: str, words_: str, facts: Facts) -> Place:
    if field == CONTENT and facts.content is not None:
        at = facts.content.text.find(words_)
        if at >= 0:
            return Place(CONTENT, start=at, end=at + len(words_))
    return Place(field)


def _shell(facts: Facts) -> Iterable[Finding]:
    """The page by which intruders use a server, in place of the post."""
    signs = list(dict.fromkeys(match[0] for match in words("shell_signs").finditer(facts.text[:20_000])))
    if len(signs) >= _SEVERAL and not facts.has_words(4 * _FEW_WORDS) and not facts.elements("pre"):
        yield Finding(
            "The text is that of a control page of intruders.",
            at=_place(CONTENT, signs[0], facts),
            value="shell",
            confidence=Confidence.LIKELY,
            evidence=(Evidence("signs", ", ".join(signs[:5])),),
        )
