"""MET006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import fold
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.metadata._head import SEPARATORS, is_front_page, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

_WIDE = "｜"  # Japanese and Chinese titles put no blanks round it
_AT_START = (*(f"{sign} " for sign in SEPARATORS if sign != ":"), _WIDE)
_AT_END = (*(f" {sign}" for sign in SEPARATORS), _WIDE)
_PARTNERS = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_MINUS = "-–−"
_NAMES = ("application-name", "apple-mobile-web-app-title")


class TitleHalfEmpty(PostRule[Head], code="MET006", severity=Severity.WARNING, since="0.1.0"):
    """Half of the title is missing.

    The title is made of parts with a separator between them, and one of the parts is empty: the post's title, or the
    site's tagline. The reader of a search result sees a loose dash, or nothing but the site's name.
    """

    remedy = "Fill in the part that is missing, or take it out of the title template in the SEO plugin's settings."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(head="<title>Saltmarsh -</title>", says="ends with a separator", points_at="<title>"),
        Bad(head="<title>&#8211; Saltmarsh</title>", says="begins with a separator"),
        Bad(head="<title>｜汐のたより</title>", says="begins with a separator"),
        Bad(head="<title>Saltmarsh ⋆</title>", says="ends with a separator"),
        Bad(
            head='<title>Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            says="nothing but the site's name",
        ),
        Bad(
            head="<title>Saltmarsh - the estuary</title>"
            '<meta property="og:site_name" content="Saltmarsh - the estuary">'
            '<meta name="application-name" content="Saltmarsh - the estuary">',
            says="nothing but the site's name",
        ),
        Good(
            head="<title>Ferry times - Saltmarsh</title>"
            '<meta property="og:site_name" content="Ferry times - Saltmarsh">',
            note="og:site_name is wrong here, and the title right.",
        ),
        Good(head="<title>&laquo; The tide is late &raquo;</title>", note="Quotation marks."),
        Good(head="<title>-30 °C and singing</title>", note="A minus."),
        Good(head="<title>—¿Y el agua?</title>", note="A dash that opens speech."),
        Good(head="<title>Is the tide late? - Saltmarsh</title>"),
        Good(
            head='<title>Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            fields={"link": "https://saltmarsh.example/"},
            note="The front page may have the site's name for its title.",
        ),
        Good(
            head='<title>Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            fields={"link": "https://saltmarsh.example/de/"},
            note="So may the front page of a language.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective title."""
        text = facts.once(title_of)
        title = subject.title
        if title is None or not text:
            return ()
        if text.startswith(_AT_START):
            what = "begins with a separator" if not _is_text_at_start(text, facts) else ""
        elif text.endswith(_AT_END):
            what = "ends with a separator" if not _is_text_at_end(text, facts) else ""
        else:
            what = "is nothing but the site's name" if _is_name_of_site(text, facts) else ""
        if what:
            return (
                Finding(
                    f'The title {what}: "{text}".',
                    at=title.place,
                    value=text,
                    evidence=(Evidence("post title", facts.title),) if facts.title else (),
                    fix=_completed(title, text, facts),
                ),
            )
        return ()


def _is_name_of_site(text: str, facts: Facts) -> bool:
    """Whether the title is the site's name alone.

    A name of several parts is one if the site has it elsewhere too: templates print the page's title as og:site_name.
    """
    if text != facts.site_name or is_front_page(facts):
        return False
    return not any(f" {sign} " in text for sign in SEPARATORS) or text in _other_names(facts)


def _other_names(facts: Facts) -> list[str]:
    names = [site.text("name") or "" for site in facts.graph.of_type("WebSite")]
    metas = (facts.head.meta(name) for name in _NAMES) if facts.head is not None else ()
    return [fold(name) for name in (*names, *(value.decoded for value in metas if value is not None))]


def _completed(title: HeadValue, text: str, facts: Facts) -> Fix | None:
    """The edit that puts the post's title where the title of the page has nothing; None where that would say it twice.

    A title that ends with a separator lacks the site's name.
    """
    own, site = facts.title, facts.site_name
    if text.startswith(_AT_START) and own and own not in text and "<" not in own:  # which would end the title
        return of_head(title, f"{own} {text}", "put the post's title before it")
    if text.endswith(_AT_END) and site and site not in text:
        return of_head(title, f"{text} {site}", "put the site's name behind it")
    return None


def _is_text_at_start(text: str, facts: Facts) -> bool:
    sign = text[0]
    if _PARTNERS.get(sign, "\0") in text[1:] or (sign in _MINUS and text[2:3].isdigit()):
        return True
    return fold(facts.title).startswith(text[:2])  # the author opens with it: speech, or a poem's line


def _is_text_at_end(text: str, facts: Facts) -> bool:
    sign = text[-1]
    return _PARTNERS.get(sign, "\0") in text[:-1] or (sign == ":" and facts.language == "fr")
