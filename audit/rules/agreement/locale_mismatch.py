"""AGR013."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.jsonld import Node
from audit.finding import Evidence, Finding, Place, Severity
from audit.kept import kept
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._page import comparable_articles
from audit.rules.structured_data._items import own_items
from audit.rules.structured_data._page import webpage_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_HEAD = """<title>Ferry times</title>
<meta property="og:locale" content="{}" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"WebPage",
"@id":"https://saltmarsh.example/tide/","inLanguage":"{}"}}</script>"""
_ARTICLE = """<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","inLanguage":"en-US"}</script>"""

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)

# One language under several subtags: macrolanguages, codes that were replaced, Facebook's own names.
# Source: https://www.iana.org/assignments/language-subtag-registry
_ALIASES = {
    "nb": "no", "nn": "no",
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro",
    "fil": "tl", "cmn": "zh", "yue": "zh", "hak": "zh", "nan": "zh", "wuu": "zh",
    "arb": "ar", "ary": "ar", "arz": "ar", "azb": "az", "azj": "az", "pes": "fa", "prs": "fa", "haz": "fa",
    "ckb": "ku", "kmr": "ku", "cb": "ku", "lvs": "lv", "ekk": "et", "zsm": "ms", "khk": "mn", "als": "sq",
    "szl": "sz", "zza": "zz", "ceb": "cx", "chr": "ck", "ber": "tz", "tzm": "tz", "zgh": "tz",
    "sh": "sr", "hbs": "sr", "bs": "sr", "hr": "sr", "cnr": "sr",
    # ISO 639-2
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "pol": "pl", "ukr": "uk", "jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko", "ara": "ar",
    "heb": "he", "tur": "tr", "swe": "sv", "dan": "da", "nor": "no", "nob": "no", "nno": "no", "fin": "fi", "ces": "cs",
    "cze": "cs", "slk": "sk", "slo": "sk", "ell": "el", "gre": "el", "hun": "hu", "ron": "ro", "rum": "ro", "vie": "vi",
    "tha": "th", "ind": "id", "fas": "fa", "per": "fa", "cat": "ca", "bul": "bg", "hrv": "sr", "srp": "sr",
}  # fmt: skip
# Locales that WordPress calls by ISO 639-2 or 639-3, though the language has two letters, too.
# Source: https://translate.wordpress.org/
_OF_WORDPRESS = {
    "aka": "ak", "arg": "an", "bel": "be", "bre": "br", "cor": "kw", "dzo": "dz", "ewe": "ee", "fuc": "ff", "gax": "om",
    "hat": "ht", "hau": "ha", "ibo": "ig", "ido": "io", "kal": "kl", "kin": "rw", "kir": "ky", "lin": "ln", "lug": "lg",
    "mri": "mi", "oci": "oc", "ory": "or", "roh": "rm", "sna": "sn", "snd": "sd", "srd": "sc", "tah": "ty", "tir": "ti",
    "tuk": "tk", "wol": "wo", "xho": "xh", "yor": "yo", "zul": "zu",
}  # fmt: skip

_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
"""Uncoded, several, unknown, none: they contradict nothing. Source: https://www.loc.gov/standards/iso639-2/faq.html"""

# The languages of Facebook's list of locales. Of any other, plugins can only print en_US.
# Source: https://developers.facebook.com/docs/javascript/internationalization
_KNOWN_TO_FACEBOOK = frozenset(
    "af ak am ar as ay az be bg bn bp br bs ca cb ck co cs cx cy da de el en eo es et eu fa fb ff fi fo fr fy ga gl "
    "gn gu gx ha he hi hr ht hu hy id ig ik is it iu ja jv ka kk km kn ko ks ku ky la lg li ln lo lt lv mg mi mk ml mn "
    "mr ms mt my nb nd ne nl nn no nr ns ny om or pa pl ps pt qb qc qd qe qk qr qs qt qu qv qz rm ro ru rw sa sc se si "
    "sk sl sn so sq sr ss st sv sw sy sz ta te tg th tk tl tn tr ts tt tz uk ur uz ve vi wo xh yi yo zh zu zz".split()
)

# What Polylang's slugs say beyond doubt: an owner may call Swedish `se`, Ukrainian `ua` and British English `uk`.
_PLAIN_SLUGS = frozenset(
    "ar bg cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl no pl pt ro ru sk sr sv th tr vi "
    "zh".split()
)


class LocaleMismatch(PostRule[Post], code="AGR013", severity=Severity.WARNING, since="0.1.0"):
    """The page says that it is in two languages.

    The locale for shares, the language of the structured data, that of the page's `html` element and the one that a
    translation plugin gives should be one. Where they differ, the page is offered to readers of another language. The
    region does not count, nor do two names of one language (`no` and `nb`).
    """

    remedy = "Set the language of the site or of the post; look for a language that the theme has written out."
    sources = (
        "https://ogp.me/",
        "https://www.rfc-editor.org/info/bcp47",
        "https://developers.facebook.com/docs/javascript/internationalization",
    )
    needs = frozenset({"head", "jsonld"})
    examples = (
        Bad(head=_HEAD.format("en_US", "de-DE"), says="de-DE", points_at='content="en_US"'),
        Bad(head=_HEAD.format("de_DE", "de-DE"), fields={"lang": "fr"}, says="fr"),
        Bad(
            head=_HEAD.format("de_DE", "de-DE") + _ARTICLE,
            says="de_DE by og:locale, en-US by Article.inLanguage",
            note="An article in the language of the plugin that describes it.",
        ),
        Bad(
            page=f"<html lang='en'><head>{_HEAD.format('en_US', 'en-US')}</head><body><main>"
            '<article itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">When the tide turns</h1>'
            '<meta itemprop="inLanguage" content="de-DE"></article></main></body></html>',
            says="de-DE by Article.inLanguage of the microdata",
        ),
        Bad(head=_HEAD.format("en_US", "de").replace('"de"', '["de-DE"]'), says="de-DE by WebPage.inLanguage"),
        Bad(
            head=_HEAD.format("en_US", "de").replace('"de"', '{"@type":"Language","alternateName":"de"}'),
            says="de by WebPage.inLanguage",
        ),
        Good(head=_HEAD.format("en_US", "de").replace('"de"', '["de","en"]'), note="A text in two languages."),
        Good(head=_HEAD.format("de_DE", "de-CH")),
        Good(head=_HEAD.format("en_US", "eng"), note="The code of three letters."),
        Good(head=_HEAD.format("en_US", "mul"), note="A page in several languages."),
        Good(head=_HEAD.format("nb_NO", "no"), note="Norwegian Bokmål is Norwegian."),
        Good(head=_HEAD.format("en_US", "ast"), note="Facebook has no Asturian; plugins then print en_US."),
        Good(head=_HEAD.format("be_BY", "bel"), note="What WordPress calls Belarusian."),
        Good(head=_HEAD.format("en_US", "bel"), note="And Yoast does not find in Facebook's list."),
        Bad(head=_HEAD.format("ru_RU", "bel"), says="bel"),
        Good(head=_HEAD.format("uk_UA", "uk"), fields={"lang": "ua"}, note="A slug is no code of a language."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Primary subtags, folded by the registry."""
        said: list[tuple[str, str, HeadValue | Node | Place | None]] = []
        if facts.head is not None and (locale := facts.head.meta("og:locale")) is not None and not locale.blank:
            said.append(("og:locale", locale.text, locale))
        said += [
            (f"{node.types[0]}.inLanguage{_syntax_of(node)}", language, node)
            for node in (facts.once(webpage_of), *facts.once(comparable_articles), *facts.once(own_items))
            if node is not None and (language := _language_of(node))
        ]
        if (slug := subject.lang) and slug.lower() in _PLAIN_SLUGS:
            said.append(("lang", slug, Place("lang")))
        if facts.head_markup is not None and (page := facts.head_markup.container).tag == "html":
            said.append(("html lang", page.attr("lang") or "", None))
        languages = [(language, entry) for entry in said if (language := _primary(entry[1]))]
        if len({language for language, _ in languages}) < 2:  # noqa: PLR2004 - they agree
            return ()
        spoken = {language for language, entry in languages if entry[0] != "og:locale"}
        if len(spoken) == 1 and said[0][1].strip() == "en_US":
            tags = [entry[1] for _, entry in languages if entry[0] != "og:locale"]
            if spoken.isdisjoint(_KNOWN_TO_FACEBOOK) or any(tag.strip().lower() in _OF_WORDPRESS for tag in tags):
                return ()  # Yoast looks for the first two letters of a locale, and then for English
        first = languages[0]
        other = next(entry for language, entry in languages if language != first[0])
        return (
            Finding(
                f"The language is {first[1][1]} by {first[1][0]}, {other[1]} by {other[0]}.",
                at=_place_of(first[1][2]),
                value=f"{first[0]} {_primary(other[1])}",
                evidence=tuple(Evidence(who, text) for _, (who, text, _place) in languages),
            ),
        )


def _language_of(node: Node) -> str:
    """The language of a node; "" where it gives none, or several."""
    if type(text := node.data.get("inLanguage")) is str:
        return text
    found = [value.text("alternateName") if isinstance(value, Node) else value for value in node.values("inLanguage")]
    texts = [text for text in found if isinstance(text, str)]
    return texts[0] if len({_primary(text) for text in texts}) == 1 else ""


def _syntax_of(node: Node) -> str:
    return "" if node.syntax == "JSON-LD" else f" of the {node.syntax}"


def _place_of(where: HeadValue | Node | Place | None) -> Place | None:
    if where is None or isinstance(where, Place):
        return where
    return where.place("inLanguage") if isinstance(where, Node) else where.place


@kept(512)
def _primary(tag: str) -> str:
    """Primary subtag of a language tag under one name; "" where it is none, or names no language."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        return ""
    primary = match[1].lower()
    if primary in _NO_LANGUAGE:
        return ""
    return _ALIASES.get(primary) or _OF_WORDPRESS.get(primary, primary)
