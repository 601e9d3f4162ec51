"""What the page at the end of a chain says about the address that led there. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts.url import parse_url
from audit.probe.fragment import kind_of, passages_of, split_directive
from audit.probe.verdict import is_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts.url import Url
    from audit.probe import Hop
    from audit.probe.answer import Answer
    from audit.probe.page import Page

_LONG_TEXT = 8000  # characters: no host answers everything with so much
_END_OF_PAGE = 1024  # bytes in which a page says that it ends
_WORD_OF_SLUG = 4  # letters
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


def fragment_of(url: str) -> str:
    """The fragment of an address as written, "" without one."""
    return url.partition("#")[2]


def names_target(url: str) -> bool:
    """Whether a page must be searched for the fragment of an address."""
    fragment = fragment_of(url)
    return bool(fragment) and kind_of(fragment, "text/html") in {"target", "text"}


def has_target(page: Page, answer: Answer, fragment: str) -> bool:
    """Whether a fragment leads somewhere; one that is no name of a place on a page always does.

    Of an id and a text directive one is enough: the browser goes to the text, and without it to the id.

    Source: https://wicg.github.io/scroll-to-text-fragment/#invoking-text-directives
    """
    kind = kind_of(fragment, answer.media_type or ("text/html" if page.is_html else ""))
    name, directive = split_directive(fragment)
    if kind == "target":
        return page.has_target(name) or (bool(passages_of(directive)) and page.has_text(directive))
    return kind != "text" or page.has_text(directive)


def is_complete(answer: Answer) -> bool:
    """The body was read to its end. A coding that broke off goes unnoticed, but not the end of the page."""
    if not answer.whole or answer.undecodable:
        return False
    coding = answer.header("content-encoding").lower()
    return coding in {"", "identity"} or b"</html" in answer.body[-_END_OF_PAGE:].lower()


def is_page(answer: Answer, page: Page) -> bool:
    """A page that came with success."""
    return answer.status == 200 and page.is_html  # noqa: PLR2004 - OK


def is_suspect(url: Url, answer: Answer, page: Page) -> bool:
    """A page that may be what the host answers to everything: short, and with nothing of its own address in it."""
    if not is_page(answer, page) or is_home(url):
        return False
    named = f"{page.title} {' '.join(page.headings)}".lower()
    if any(len(word) >= _WORD_OF_SLUG and word in named for word in _WORD.findall(url.path.lower())):
        return False
    return not page.shows_more_than(_LONG_TEXT) and _numbers(url.path).isdisjoint(_numbers(named))


def stands_before(url: Url, hops: Sequence[Hop]) -> bool:
    """Whether redirects end at a page that says where its reader wants to go: it stands before that, as for an age."""
    asked = parse_url(hops[0].url) if hops else None
    return asked is not None and asked.path != "/" and unquote(asked.path) in unquote(unquote(url.query))


def _numbers(text: str) -> set[str]:
    """The numbers in a text: a page that says the number of its address knows what it was asked for."""
    return set(_NUMBER.findall(text))
