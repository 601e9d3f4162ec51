"""Link texts that say nothing: lists of them, and which links of a post the rules over link texts have to look at."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.text import fold
from audit.kept import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.facts import Facts, Link


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
IDENTIFIERS = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net", "orcid.org", "n2t.net"})
"""Hosts of lasting identifiers, whose rules want the address shown whole.

Source: https://www.crossref.org/documentation/register-maintain-records/creating-and-managing-dois/
"""
_ALL = frozenset[str]().union(*GENERIC.values())
_LONGEST = max(map(len, _ALL)) + 16
"""Code points from which a text cannot be one of these, marks and blanks around it included."""


class DoubtfulTexts(NamedTuple):
    """The links of a post whose texts are to be looked at, each with its text without the blanks around it.

    Attributes:
        unnamed: the text may be none at all.
        vague: it may say nothing about what the link leads to.
    """

    unnamed: Sequence[tuple[Link, str]]
    vague: Sequence[tuple[Link, str]]


def doubtful_texts(facts: Facts) -> DoubtfulTexts:
    """Look at the texts of all links once. Most say what they lead to."""
    unnamed: list[tuple[Link, str]] = []
    vague: list[tuple[Link, str]] = []
    around = facts.around
    for link in facts.links:
        if link.node in around:
            continue
        text = link.node.text.strip()
        is_unnamed, is_vague = _doubts(text)
        if is_unnamed:
            unnamed.append((link, text))
        if is_vague:
            vague.append((link, text))
    return DoubtfulTexts(unnamed, vague)


@kept(8192, longest=_LONGEST)
def _doubts(text: str) -> tuple[bool, bool]:
    is_unnamed = not text[:1].isalnum() or "{" in text  # `{` is in style sheets, which nobody reads
    return is_unnamed, "://" in text or (len(text) <= _LONGEST and trimmed_text(text) in _ALL)


def trimmed_text(text: str) -> str:
    """In lower case, without the marks, arrows and blanks around it; vowel signs of Tamil at the end are no marks."""
    text = fold(text).lower()
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start])[0] in "PSZC":
        start += 1
    while end > start and unicodedata.category(text[end - 1])[0] in "PSZC":
        end -= 1
    return text[start:end]
