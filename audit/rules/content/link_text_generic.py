"""TXT011."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.text import fold
from audit.facts.url import host_as_user
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import Fault, in_order, is_meant, links_with_texts, told_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts


def _texts(lines: str) -> frozenset[str]:
    return frozenset(fold(line) for line in lines.strip().split("|"))


GENERIC = {
    "en": _texts(
        "click here|click|click this|click this link|go|here|right here|this|this link|link|this page|this site|"
        "this post|this article|this website|website|article|page|start|information|more|more info|more information|"
        "more details|"
        "details|learn more|read more|see more|view more|find out more|read on|continue reading|read the article|"
        "read this|see here|read here|look here|over here"
    ),
    "ja": _texts(
        "ここ|ここをクリック|こちら|こちらをクリック|リンク|続き|続きを読む|続く|全文表示|詳細|詳細はこちら|詳しくはこちら|もっと見る"
    ),
    "es": _texts(
        "click aquí|click aqui|clic aquí|clic aqui|haz clic aquí|haga clic aquí|clicka aquí|clicka aqui|pincha aquí|"
        "pincha aqui|pulsa aquí|aquí|aqui|más|mas|más información|más informacion|mas información|mas informacion|"
        "ver más|leer más|este|enlace|este enlace|empezar"
    ),
    "pt": _texts(
        "clique aqui|aqui|ir|link|este link|mais|mais informação|mais informações|saiba mais|leia mais|ler mais|"
        "ver mais|veja mais"
    ),
    "ko": _texts(
        "여기|여기를 클릭|여기를 클릭하세요|클릭|링크|자세히|자세히 보기|더 보기|더보기|더 알아보기|계속|계속 읽기|"
        "이동|전체 보기"
    ),
    "sv": _texts("här|klicka här|klicka|länk|länken|denna länk|läs mer|läs mer här|mer|mer info|mer information"),
    "de": _texts(
        "klicke hier|klicken sie hier|hier klicken|klick hier|hier|link|dieser link|mehr|mehr infos|mehr informationen|"
        "mehr erfahren|mehr lesen|weitere informationen|siehe|siehe hier|dies|das|weiter|weiterlesen"
    ),
    "ta": _texts(
        "இங்கே|அடுத்த பக்கம்|மறுபக்கம்|முந்தைய பக்கம்|முன்பக்கம்|மேலும்|மேலும் அறிக|மேலும் தகவலுக்கு|"
        "மேலும் தரவுகளுக்கு|தயவுசெய்து இங்கே அழுத்தவும்|இங்கே கிளிக் செய்யவும்"
    ),
    "fa": _texts(
        "اطلاعات|اطلاعات بیشتر|این|اینجا|اینجا بزنید|اینجا کلیک کنید|برو|بخوان|بخوانید|بزنید|بیشتر|بیشتر بخوانید|"
        "بیشتر بدانید|ادامه مطلب|شروع|لینک"
    ),
}
"""Link texts that say nothing about what they lead to, by language, in lower case.

Source: the languages are those of Lighthouse's audit `link-text`, https://developer.chrome.com/docs/lighthouse/seo/link-text
"""
_ALL = frozenset[str]().union(*GENERIC.values())
_UNMISTAKABLE = frozenset(text for texts in GENERIC.values() for text in texts if " " in text) | GENERIC["en"]
"""What counts where the language is not known: English words, and phrases of any language."""
_LONGEST = max(map(len, _ALL)) + 16
"""Code points from which a text cannot be one of these, marks and blanks around it included."""
_IDENTIFIERS = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net", "orcid.org", "n2t.net"})
"""Hosts of lasting identifiers, whose rules want the address shown whole.

Source: https://www.crossref.org/documentation/register-maintain-records/creating-and-managing-dois/
"""
_WEB = frozenset({"http", "https"})
_QUOTED_FROM_A_NETWORK = (
    ".twitter-tweet,.twitter-video,.instagram-media,.tiktok-embed,.bluesky-embed,.reddit-embed-bq,.mastodon-embed"
)
"""What a social network hands out for quoting its posts: nobody here wrote the texts of its links."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class LinkTextGeneric(PostRule[Link], code="TXT011", severity=Severity.NOTICE, since="0.2.0"):
    """The text of a link does not say where it leads.

    Many people hear or see the links of a page without the sentences around them, and search engines read the text as
    a description of the page behind it. "Click here" describes nothing, and a bare address not much.
    """

    remedy = "Let the link's text name what is behind it."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
        "https://developer.chrome.com/docs/lighthouse/seo/link-text",
        "https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    examples = (
        Bad('<p>For the tides <a href="https://harbour.example/tides">click here</a>.</p>', says="click here"),
        Bad('<p><a href="https://harbour.example/">https://harbour.example/</a></p>', says="bare address"),
        Good(
            '<p><a href="https://www.harbour.com@tides.example/">https://www.harbour.com/</a></p>',
            note="The text is not the address; that is a fault of another kind.",
        ),
        Good('<p><a href="https://harbour.example/tides">The tides of the year</a></p>'),
        Good(
            '<blockquote class="twitter-tweet"><p>Noon! <a href="https://t.example/x">https://t.example/x</a></p>'
            "</blockquote>",
            note="A quoted post of a social network.",
        ),
        Good('<p>Questions go <a href="mailto:office@harbour.example">here</a>.</p>'),
        Good('<p><a href="https://harbour.example/" aria-label="More about the harbour">More</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Whole texts, without marks around them; links that search engines do not follow are left out."""
        found = facts.once(_findings)
        return (found[subject],) if subject in found else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """Those at fault."""
        return in_order(facts.once(_findings), facts)


def _findings(facts: Facts) -> dict[Link, Finding]:
    faults = [
        fault
        for link, text in facts.once(links_with_texts)
        if ("://" in text or (len(text) <= _LONGEST and _may_be_generic(text)))
        and (fault := _fault_of(link, facts, bare="://" in text)) is not None
    ]
    return told_together(faults, _told) if faults else {}


def _told(number: int, first: Finding) -> str:
    if first.form:
        return f"The texts of {number} links are bare addresses."
    return f"{number} times {first.message[0].lower()}{first.message[1:]}"


def _fault_of(link: Link, facts: Facts, *, bare: bool) -> Fault | None:
    """Its kind is the text, or that it is an address."""
    url = link.url
    if url is None or url.scheme not in _WEB:
        return None
    if "nofollow" in link.rel or (facts.url is not None and url.key == facts.url.key):
        return None
    text = link.name
    trimmed = "" if bare else _trimmed(text)
    if bare:
        is_address = _ADDRESS.fullmatch(text) and url.host not in _IDENTIFIERS and not host_as_user(url.href)
        what = "is a bare address" if is_address else ""
    else:
        what = "does not say where it leads" if trimmed in _generic(link, facts) else ""
    if not what or link.node.attr("aria-labelledby") or not is_meant(link, facts):
        return None
    if link.node.closest(_QUOTED_FROM_A_NETWORK) is not None:
        return None
    kind = "addresses" if bare else trimmed
    return Fault(link, kind, url.href, partial(_finding, link, text, what, url.href, "address" if bare else ""))


def _finding(link: Link, text: str, what: str, address: str, form: str) -> Finding:
    return Finding(
        f"The link text “{text}” {what}.",
        at=link.place,
        value=f"{text} {address}",
        address=address,
        form=form,
    )


@lru_cache(maxsize=4096)
def _may_be_generic(text: str) -> bool:
    """Whether a short text is in one of the lists: most have no marks or odd blanks, and are looked up as they are."""
    if not text:
        return False
    lower = text.lower()
    plain = lower[0].isalnum() and lower[-1].isalnum() and "  " not in lower and lower.isprintable()
    return lower in _ALL if plain else _trimmed(text) in _ALL


def _trimmed(text: str) -> str:
    """In lower case, without the marks, arrows and blanks around it; vowel signs of Tamil at the end are no marks."""
    text = fold(text).lower()
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start])[0] in "PSZC":
        start += 1
    while end > start and unicodedata.category(text[end - 1])[0] in "PSZC":
        end -= 1
    return text[start:end]


def _generic(link: Link, facts: Facts) -> frozenset[str]:
    """The list of the language that the link is in: that of the nearest `lang`, else the post's."""
    holder = link.node.closest("[lang]")
    language = (holder.attr("lang") or "").partition("-")[0].lower() if holder is not None else ""
    language = language or facts.language
    return GENERIC.get(language, frozenset()) if language else _UNMISTAKABLE
