"""INJ013."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import dominant_script
from audit.finding import Confidence, CorpusFinding, Evidence, Place, Severity, Witness, others
from audit.rule import SAME_ELEMENT, Bad, CorpusRule, Good
from audit.rules.injected._code import shown
from audit.rules.injected._headline import headline
from audit.rules.injected._subject import is_about_security
from audit.rules.sponsors._lexicon import PLANTED, planted_languages
from audit.rules.sponsors._target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbohtml import Element

    from audit.facts import Block, Facts, Link
    from audit.rules.sponsors._lexicon import PlantedLanguage
    from audit.site import SiteTotals

_KANA = re.compile("[\u3040-\u30ff]{2}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_SEVERAL = 2
_MOST_BLOCK_TERMS = 4
_MOST_TEXT = 20_000
_SHARE, _LETTERS = 0.6, 20
_EXPLAINED = 0.3
_TITLE = "title.rendered"
_SLUG = re.compile(r"[./_+%-]+")
_NAMES = {
    "ja": "Japanese shops",
    "zh": "Chinese gambling",
    "ko": "Korean gambling",
    "th": "Thai gambling",
    "ru": "Russian casinos and pills",
    "id": "Indonesian gambling",
    "tr": "Turkish gambling",
    "vi": "Vietnamese gambling",
}
_TEXT = "<p>The boats rose with the tide and the pilots waited for the evening wind over the flats.</p>"


class KeywordHack(CorpusRule, code="INJ013", severity=Severity.ERROR, since="0.1.0"):
    """Words and links of search spam in another language stand in the post.

    Attackers write them into thousands of sites, so that search engines find their shops and casinos there. Owners
    learn of it when their site is shown with these words, or no longer at all.
    """

    remedy = (
        "Take the words and links out, look for pages and users that nobody made, change passwords, and ask for a "
        "review in Search Console."
    )
    sources = (
        "https://web.dev/articles/fixing-the-japanese-keyword-hack",
        "https://developers.google.com/search/docs/essentials/spam-policies#hacked-content",
    )
    needs = frozenset({"content", "head", "field:title"})
    keeps_quotes = True
    text_patterns = (PLANTED,)
    gated = False
    explained_by = {"money-link": SAME_ELEMENT}
    examples = (
        Bad(
            f'{_TEXT}<p>人気ブランドコピー 激安通販 <a href="https://outlet.example/1">スーパーコピー</a></p>',
            says="Japanese shops",
            points_at="<a",
        ),
        Bad(
            f'{_TEXT}<p><a href="https://maxwin.example/">slot gacor hari ini</a> | <a href="https://maxwin.example/rtp">'
            "situs togel</a></p>",
            says="Indonesian gambling",
        ),
        Bad(fields={"title": {"rendered": "スーパーコピー 時計 激安通販"}}, says="title"),
        Bad(fields={"title": {"rendered": "ブーツ 激安 通販 送料無料"}}, says="title", note="Words of any shop."),
        Bad(
            posts=tuple(
                {
                    "id": number,
                    "link": f"https://saltmarsh.example/{number}/",
                    "title": {"rendered": title},
                    "content": {"rendered": text},
                    "yoast_head": None,
                    "yoast_head_json": None,
                }
                for number, (title, text) in enumerate(
                    (
                        ("Tide", _TEXT),
                        ("Ebb", _TEXT),
                        ("スーパーコピー 激安通販", "<p>ブランドコピー 最安値 送料無料。" * 9),
                    )
                )
            ),
            says="title",
            note="A page that nobody of the site wrote.",
        ),
        Good(
            f'{_TEXT}<p>送料無料 (そうりょうむりょう) means free shipping; look it up in <a href="https://en.wiktionary.org/wiki/x">'
            "the dictionary</a>.</p>",
            note="A lesson.",
        ),
        Good(f"{_TEXT}<p>The police closed three sites for judi online and togel last week.</p>", note="News."),
        Good(
            '<p>大桥的另一头是澳门，住处写在<a href="https://inns.example/ao">澳门民宿</a>里，渡船每小时一班，桥上的风很大。</p>',
            fields={"title": {"rendered": "大桥两日游"}, "lang": "zh"},
            note="A journey to Macao, which is no word of spam in Chinese.",
        ),
        Good(
            '<p>春の新作が届きました。送料無料、最安値でお届けします。<a href="https://shop.example/">通販ページ</a>をご覧ください。</p>',
            fields={"title": {"rendered": "春の新作のご案内"}, "lang": "ja"},
            note="A Japanese site.",
        ),
        Good(
            f"{_TEXT * 2}<p>春の新作が届きました。送料無料でお届けします。<a href='https://forms.example/1'>フォーム</a>からどうぞ。</p>",
            fields={"title": {"rendered": "Spring / 春の新作"}},
            note="A site in two languages.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """At most one witness for each language of spam: what the titles say first, then text with a link."""
        in_titles = headline(facts).suspicious
        in_text = self.code in facts.signals and not facts.protected
        return _planted(facts, in_titles=in_titles, in_text=in_text) if in_titles or in_text else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post."""
        name = key.partition("\t")[2]
        told: set[int] = set()
        for witness in witnesses:
            if witness.order in told:
                continue
            told.add(witness.order)
            where, terms, certain, host, text, script = witness.values
            if script and not _is_foreign(str(script), totals):
                continue
            related, count = others(witness, witnesses, f"speaks of {_NAMES[name]} too")
            leads = f", with a link to {host}" if host else ""
            evidence = [Evidence("words", str(terms)), Evidence("text", str(text))]
            yield CorpusFinding(
                f"The {where} has words of search spam for {_NAMES[name]}{leads}.",
                value=f"{name} {where}",
                target=str(host),
                severity=None if certain else Severity.WARNING,
                confidence=Confidence.LIKELY,
                evidence=tuple(evidence),
                witness=witness,
                related=related,
                related_count=count,
            )


_FEW_POSTS = 3
"""Posts of a site that tell in which script it is written."""
_FOREIGN_SHARE = 0.34
"""Of the posts, up to which those in a script are not the site's own."""


def _is_foreign(script: str, totals: SiteTotals) -> bool:
    """Whether most posts of the site have titles in another script."""
    return totals.posts >= _FEW_POSTS and totals.scripts[script] <= _FOREIGN_SHARE * totals.posts


def _planted(facts: Facts, *, in_titles: bool, in_text: bool) -> Iterator[tuple[str, Witness]]:
    for language in planted_languages():
        witness = (_in_titles(language, facts) if in_titles else None) or (
            _in_text(language, facts) if in_text else None
        )
        if witness is not None:
            if is_about_security(facts):
                return
            yield f"{facts.site}\t{language.name}", witness


def _titles(facts: Facts) -> list[tuple[str, str, Place]]:
    found = [("title", facts.title, Place(_TITLE))]
    head = facts.head
    if head is not None:
        for name, value in (("title for search engines", head.title), ("description", head.description)):
            if value is not None:
                found.append((name, value.decoded, value.place))
    return found


def _is_at_home(language: PlantedLanguage, facts: Facts) -> bool:
    """The site, all of the post, or a part of its title, is in that language."""
    if language.script != "Latin" and _titles_in(language, facts.title):
        return True
    if facts.language:
        return facts.language in language.languages
    script = facts.once(_script)
    if language.script == "Latin":
        return script in {"Latin", ""}
    return script == language.script


_FEW = 2
"""Letters of a title that tell its script."""


def _titles_in(language: PlantedLanguage, title: str) -> bool:
    """Whether a part of the title is in its script and no spam: who plants words writes no title in two languages."""
    letters = "".join(one for one in title if one.isalpha() and not _LATIN.match(one))
    return dominant_script(letters, _SHARE, _FEW) == language.script and not _terms(language, title)


def _script(facts: Facts) -> str:
    return dominant_script(f"{facts.title} {facts.text[:_MOST_TEXT]}", _SHARE, _LETTERS)


def _terms(language: PlantedLanguage, text: str) -> list[str]:
    folded = text.casefold()
    if language.sign.search(folded) is None or (language.name == "ja" and not _KANA.search(text)):
        return []
    return list(dict.fromkeys(match[0] for match in language.pattern.finditer(folded)))


def _in_titles(language: PlantedLanguage, facts: Facts) -> Witness | None:
    for name, text, place in facts.once(_titles):
        terms = _terms(language, text)
        if not terms or (language.script != "Latin" and dominant_script(text, 0.5, 2) != language.script):
            continue
        if len(terms) >= _SEVERAL or language.script != "Latin" or " " in terms[0]:
            at_home = _is_at_home(language, facts)
            may_be_planted = len(terms) >= _SEVERAL and place.field == _TITLE
            if at_home and (facts.language or language.script == "Latin" or not may_be_planted):
                return None
            # Where the whole post is in it, the other posts of the site tell.
            script = language.script if at_home else ""
            return Witness((name, ", ".join(terms[:5]), not at_home, "", shown(text), script), place)
    return None


def _in_text(language: PlantedLanguage, facts: Facts) -> Witness | None:
    terms = _terms(language, facts.text[:_MOST_TEXT])
    if not terms:
        return None
    home = _is_at_home(language, facts)
    if home and (language.name == "ja" or _terms(language, facts.title)):
        return None  # a shop, or a post that is about it
    links = list(_selling(language, facts, home=home))
    if not links:
        return None
    sold = list(dict.fromkeys(term for _, found in links for term in found))
    link = links[0][0]
    certain = not home or (len(sold) >= _SEVERAL and len(terms) <= 2 * len(sold) + _SEVERAL)
    host = link.url.host if link.url is not None else ""
    return Witness(("text", ", ".join(sold[:5]), certain, host, shown(link.text), ""), link.place)


def _blocks_by_link(facts: Facts) -> dict[Element, Block]:
    return {node: block for block in facts.blocks for node in block.links}


def _selling(language: PlantedLanguage, facts: Facts, *, home: bool) -> Iterator[tuple[Link, list[str]]]:
    """The links to other sites that speak that language's spam, in their text, address or block.

    Who writes in that language may name Macao, a casino or an account beside a link: one such word says nothing there.
    """
    for link in facts.links:
        url = link.url
        if url is None or not link.leads_out or Target(url).is_reference or link.node.closest("pre, code") is not None:
            continue
        found = _terms(language, f"{link.name} \n {_SLUG.sub(' ', url.host + url.path)}")
        block = None if found or language.script == "Latin" else facts.once(_blocks_by_link).get(link.node)
        if block is not None:
            letters = sum(map(str.isalpha, block.text))
            explained = letters and len(_LATIN.findall(block.text)) > _EXPLAINED * letters
            found = [] if explained else _terms(language, block.text)[:_MOST_BLOCK_TERMS]
        if home and len(found) < _SEVERAL and (block is not None or language.plain.issuperset(found)):
            continue
        if found:
            yield link, found
