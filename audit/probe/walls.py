"""Bot walls: answers that a server gives to a program instead of the page. Pure. The signatures are `walls.json`.

A wall is there only where its signature stands instead of content. Who serves a site is no evidence, and neither is a
CAPTCHA in a form, nor the script that a wall puts into the pages that it lets through. An entry of the table has

- `headers`: names and expressions for values that are sent with challenges alone;
- `refused`: headers (`name`, the beginning of one that ends with `-`, or `name: beginning of the value`) and beginnings
  of cookies that the wall always sends, and the statuses with which they mean that it refused;
- `titles`: expressions for the whole title or first-level heading; `texts`: for a part of what the page says;
- `marks`: an expression for the source of a page that shows nothing, `loads` for what else it may load, and
  `also_on_pages` where pages that are let through have the mark too, so that there must be no word beside it;
- `statuses`: the only ones with which titles and texts count; `only_status`: one that says everything.

Texts are compared in the form of `loose`, sources in lower case. `human` has, by language, expressions for the question
whether the reader is a person.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import re2

from audit.probe.fragment import loose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.probe.answer import Answer
    from audit.probe.page import Page


class Wall(NamedTuple):
    """A bot wall.

    Attributes:
        product: whose it is, or what it is.
        evidence: what shows it, for people.
    """

    product: str
    evidence: str


SHORT_TEXT: Final = 2000
"""Characters of visible text below which a page may be a wall: the longest refusals known have some 1,500."""
_BARE_TEXT: Final = 300
"""Characters that a challenge shows which is made by scripts: a line to wait, a number of the incident."""
_PHRASE_TEXT: Final = 800
"""Characters of a page that does no more than ask whether its reader is a person."""
_SMALL_SOURCE: Final = 16 << 10
_OK = range(200, 300)
_REFUSALS = frozenset({403, 405, 406, 409, 415, 418, 429, 430, 456, 463, 468, 493, 503, 999})
"""Statuses with which walls refuse; with others the page must be bare, as with a success."""
_JUDGED = frozenset({*_OK, *_REFUSALS, 307, 400, 401, 404, 410, 500, 502, 504, 520})
"""Statuses that walls are known to send with their page."""


@dataclass(frozen=True, slots=True)
class _Signature:
    """An entry of the table."""

    product: str
    headers: Mapping[str, re.Pattern[str]]
    titles: re.Pattern[str] | None
    texts: re.Pattern[str] | None
    marks: re.Pattern[str] | None
    loads: re.Pattern[str] | None
    statuses: frozenset[int]
    only_status: int
    also_on_pages: bool = False
    refused: frozenset[int] = frozenset()
    sent: tuple[tuple[str, str], ...] = ()
    cookies: tuple[str, ...] = ()


class _Look:
    """An answer, and what of it was worked out."""

    def __init__(self, answer: Answer, page: Page) -> None:
        self.answer = answer
        self.page = page

    @property
    def refuses(self) -> bool:
        """The status is one of those with which walls refuse."""
        return self.answer.status in _REFUSALS

    @cached_property
    def is_short(self) -> bool:
        """The page has so little text that it may be a wall."""
        return not self.page.shows_more_than(SHORT_TEXT)

    @cached_property
    def stands_instead(self) -> bool:
        """What the page says, it says instead of content."""
        if not self.is_short:
            return False
        return self.refuses or (self.page.is_html and self.page.is_bare(SHORT_TEXT))

    @cached_property
    def titles(self) -> list[str]:
        """Title and first-level headings."""
        return [loose(text) for text in (self.page.title, *self.page.headings)]

    @cached_property
    def text(self) -> str:
        """All that the page says, the title first."""
        return loose(f"{self.page.title[:SHORT_TEXT]} {self.page.text}")

    @cached_property
    def source(self) -> str:
        """The page with its markup, in lower case."""
        return self.page.source.lower()

    @cached_property
    def loaded(self) -> list[str]:
        """Addresses of scripts and frames, in lower case."""
        nodes = self.page.markup.root.select("script[src],iframe[src],frame[src]")
        return [(node.attr("src") or "").lower() for node in nodes]

    @cached_property
    def shows_nothing(self) -> bool:
        """There is nothing to read but a line or two."""
        return self.is_short and self.page.is_html and self.page.is_bare(_BARE_TEXT)


def wall_of(answer: Answer, page: Page) -> Wall | None:
    """The bot wall that answered instead of the site; None if none can be told.

    Args:
        answer: the last answer.
        page: its body.
    """
    look = _Look(answer, page)
    wall = _by_status(look) or _by_header(look)
    if wall is not None or not answer.body or answer.status not in _JUDGED or not look.stands_instead:
        return wall
    return _by_page(look) or _generic(look)


# -- what an answer's head says --------------------------------------------------------------------------------------


def _by_header(look: _Look) -> Wall | None:
    """The wall that a header names which is sent with challenges alone."""
    answer = look.answer
    for name, value in answer.headers:
        for signature in _BY_HEADER.get(name, ()):
            if signature.headers[name].fullmatch(value.strip()) and (answer.status not in _OK or look.is_short):
                return Wall(signature.product, f"header {name}: {value.strip()[:80]}")
    return None


def _by_status(look: _Look) -> Wall | None:
    """The wall that a status tells, alone or with what the wall always sends."""
    answer = look.answer
    for signature in _BY_STATUS.get(answer.status, ()):
        if signature.only_status:
            return Wall(signature.product, f"status {answer.status}, which no other sends")
        sign = _sign_of(signature, answer)
        if sign and look.is_short:
            return Wall(signature.product, f"status {answer.status} with the {sign}")
    return None


def _sign_of(signature: _Signature, answer: Answer) -> str:
    """A header or cookie that a wall always sends; "" without one."""
    for name, value in signature.sent:
        for key, text in answer.headers:
            is_it = key == name or (name.endswith("-") and key.startswith(name))
            if is_it and text.strip().lower().startswith(value):
                return f"header {key}"
    if not signature.cookies:
        return ""
    return next((f"cookie {name}" for name in sorted(answer.cookies) if name.lower().startswith(signature.cookies)), "")


# -- what its page says ----------------------------------------------------------------------------------------------


def _by_page(look: _Look) -> Wall | None:
    """The wall that a page without content names."""
    for number in sorted({*(_TEXTS.Match(look.text) or ()), *(_MARKS.Match(look.source) or ())}):
        signature = _SIGNATURES[number]
        evidence = _words_of(signature, look) or _marks_of(signature, look)
        if evidence:
            return Wall(signature.product, evidence)
    return None


def _words_of(signature: _Signature, look: _Look) -> str:
    """What a page says that only this wall's says; "" for nothing."""
    if signature.statuses and look.answer.status not in signature.statuses:
        return ""
    title = next(filter(signature.titles.fullmatch, look.titles), "") if signature.titles is not None else ""
    if title:
        return f"a page without content is titled “{title[:80]}”"
    found = signature.texts.search(look.text) if signature.texts is not None else None
    return f"a page without content says “{found[0][:80].strip()}”" if found is not None else ""


def _marks_of(signature: _Signature, look: _Look) -> str:
    """What a page that shows nothing is made of, if it is this wall's; "" else."""
    found = signature.marks.search(look.source) if signature.marks is not None else None
    if found is None or not look.shows_nothing or (signature.also_on_pages and look.page.text):
        return ""
    if not look.refuses and not all(_is_of(signature, address) for address in look.loaded):
        return ""  # a page of the site, which its scripts make
    return f"a page that shows nothing is made of {found[0][:80]}"


def _is_of(signature: _Signature, address: str) -> bool:
    return any(part is not None and part.search(address) for part in (signature.marks, signature.loads, _WIDGET_HOSTS))


# -- walls without a name --------------------------------------------------------------------------------------------

_WIDGET_HOSTS = re.compile(
    r"recaptcha|hcaptcha\.com|challenges\.cloudflare\.com|geetest|funcaptcha|arkoselabs|turnstile"
)
_WIDGETS = (
    ".g-recaptcha,.h-captcha,.cf-turnstile,.smart-captcha,.frc-captcha,.mtcaptcha,.procaptcha,.captchafox,altcha-widget,"
    "#FunCaptcha,iframe[src*=recaptcha],iframe[src*=hcaptcha],iframe[src*='challenges.cloudflare.com']"
)
_SETS_COOKIE = re.compile(r"\bdocument\.cookie\s*=|\bcookiestore\.set\(|\btonumbers\(")
_LOADS_AGAIN = re.compile(r"\blocation\.(?:reload|replace|assign)\s*\(|\blocation(?:\.href)?\s*=[^=]|\.submit\s*\(\)")


def _generic(look: _Look) -> Wall | None:
    """A wall of no known product: a CAPTCHA, a question whether one is a person, a script that sets a cookie."""
    if not (look.refuses or look.answer.status in _OK) or not (look.page.is_html and look.page.is_bare(SHORT_TEXT)):
        return None
    widget = look.page.markup.root.select_one(_WIDGETS)
    phrase = _HUMAN.search(look.text) if len(look.text) <= _PHRASE_TEXT or widget is not None else None
    if widget is not None and (look.refuses or phrase is not None or widget.attr("data-size") != "invisible"):
        return Wall("CAPTCHA", "a CAPTCHA on a page without content")
    if phrase is not None and (
        look.refuses or look.page.markup.root.select_one("script,form,input,button") is not None
    ):
        return Wall("CAPTCHA", f"the page says “{phrase[0][:80]}” and has no content")
    if _is_cookie_gate(look):
        return Wall("cookie gate", "the page is a script that sets a cookie and loads it again")
    return None


def _is_cookie_gate(look: _Look) -> bool:
    """Whether a page is nothing but a script that shows that the reader runs scripts and keeps cookies."""
    if not look.shows_nothing or len(look.source) > _SMALL_SOURCE or len(look.loaded) > 1:
        return False
    scripts = " ".join(node.text.lower() for node in look.page.markup.elements("script"))
    return _SETS_COOKIE.search(scripts) is not None and _LOADS_AGAIN.search(scripts) is not None


# -- the table -------------------------------------------------------------------------------------------------------


def _either(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """One expression of several, in the form of `loose`."""
    joined = "|".join(f"(?:{loose(expression)})" for expression in expressions)
    return re.compile(joined, re.DOTALL) if joined else None


def _pattern(expression: str) -> re.Pattern[str] | None:
    return re.compile(expression) if expression else None


def _signature_of(row: Mapping[str, Any]) -> _Signature:
    """An entry of the table.

    Raises:
        KeyError: it has no product.
        re.error: an expression is none.
        TypeError: it has a part that entries do not have.
    """
    rest = dict(row)
    refused = rest.pop("refused", {})
    sent = [name.partition(": ") for name in refused.get("headers", ())]
    return _Signature(
        product=rest.pop("product"),
        headers={name: re.compile(value, re.IGNORECASE) for name, value in rest.pop("headers", {}).items()},
        titles=_either(rest.pop("titles", ())),
        texts=_either(rest.pop("texts", ())),
        marks=_pattern(rest.pop("marks", "")),
        loads=_pattern(rest.pop("loads", "")),
        statuses=frozenset(rest.pop("statuses", ())),
        only_status=rest.pop("only_status", 0),
        refused=frozenset(refused.get("statuses", ())),
        sent=tuple((name, value) for name, _, value in sent),
        cookies=tuple(refused.get("cookies", ())),
        **rest,
    )


def _set_of(expressions: Iterable[str]) -> re2.Set:
    """All expressions as one, which says the numbers of those that may be there; borders of words are not looked at."""
    found = re2.Set.SearchSet()
    for expression in expressions:
        found.Add("(?s)" + expression.replace(r"\b", ""))
    found.Compile()
    return found


_NEVER: Final = r"[^\s\S]"
_TABLE = json.loads((files("audit.probe") / "walls.json").read_text("utf-8"))
_SIGNATURES = [_signature_of(row) for row in _TABLE["products"]]
_BY_HEADER = {name: [one for one in _SIGNATURES if name in one.headers] for row in _SIGNATURES for name in row.headers}
_BY_STATUS = {
    status: [one for one in _SIGNATURES if status in one.refused or status == one.only_status]
    for row in _SIGNATURES
    for status in (*row.refused, row.only_status)
}
_TEXTS = _set_of(
    "|".join(one.pattern for one in (signature.titles, signature.texts) if one is not None) or _NEVER
    for signature in _SIGNATURES
)
_MARKS = _set_of(signature.marks.pattern if signature.marks is not None else _NEVER for signature in _SIGNATURES)
_HUMAN = re.compile("|".join(loose(one) for expressions in _TABLE["human"].values() for one in expressions))
