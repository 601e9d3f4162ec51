"""What the words around a link say of a sponsor, and whom they may mean instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.stop_words import stop_words
from audit.facts.text import is_cjk, latin_letters
from audit.rules.sponsors._lexicon import JOINED, has_cue, phrases_in
from audit.rules.sponsors._scene import OWN_WORDS, refuses
from audit.rules.sponsors._topic import STEM, stems

if TYPE_CHECKING:
    from audit.facts import Link
    from audit.rules.sponsors._scene import Scene
    from audit.rules.sponsors._target import Target
    from audit.rules.sponsors._weights import Judgement

_BEFORE, _AFTER = 90, 20
_EARLIER = 400
"""Characters before a link in which earlier lines stand that may be of the same sponsor."""
_OTHER_SPONSORS = re.compile(
    r"\b(?:bill|act|resolution|legislation|amendment|senat\w*|sen\.|rep\.|representative|lawmaker|congress\w*|ordinance"
    r"|motion|parliament|assembly|visa|licen[cs]e[ds]?|home office|immigration|employer|skilled worker|certificate of"
    r"|trial|phase|protocol|investigator|registry|nct\d+|randomi[sz]ed|fonci[eè]re|godparent|refugee)\b"
)
"""Who else is called a sponsor: of a bill, of a visa, of a clinical trial, of a refugee."""
_FINAL_SIGMA = re.compile(r"(?<=\w)σ(?!\w)")
"""What folding the case made of the Greek letter at the end of a word."""
_POINTS_ON = re.compile(r"\b(?:by|with|von|par|por|da|de|door|przez|av|af|med|oleh|от|από)$")
"""Behind a link such a phrase speaks of what follows it."""
_NOT_FOLLOWED_BY = re.compile(r"\s*(?:tickets?|pack(?:age|et)s?|form|kit|deck|information|levels?|benefits)\b")
_TOKEN = re.compile(r"\berid:?\s*\w{6,}[.,;]?\s*")
"""The token that Russian law wants beside the label of an advertisement: what is advertised stands beside it."""
_LEGAL = 160  # code points in which label, firm, tax number and token stand behind a link
_CLAUSE_ENDS = re.compile(r"[.!?]\s|;\s+\w+\s+(?:\w|$)")
"""A sentence is over, or another clause begins: no semicolon between the names of a list."""


def add_wording(link: Link, target: Target, scene: Scene, judgement: Judgement) -> None:
    """Add what the words in and around a link say of a sponsor."""
    known = {domain.casefold() for domain in scene.facts.settings.sponsor_domains}
    domain = target.url.registrable
    if domain in known or target.url.host in known:
        judgement.add("B7")
        judgement.floor = True
        return
    if domain in scene.sponsored:
        judgement.add("B6", domain)
        judgement.floor = True
        return
    anchor = scene.anchors[link].casefold()
    near = f"\n{anchor}\n".join(scene.near(link, _BEFORE, 2 * _AFTER))
    if not scene.disclosures and not has_cue(near, scene.facts.settings.sponsor_phrases):
        return
    before, after = scene.around(link)
    if _gives(link, target, scene, before[-_BEFORE:], after):
        return
    others = scene.asked_of_line(link, _names_others) or _names_others(scene.facts.title.casefold())
    cue = _own_cue(anchor, before, after, scene, others=others)
    if cue and (
        _is_denied(f"{before[-_BEFORE:]}{anchor}", cue) or (cue == anchor and _sells_space(link, target, scene))
    ):
        return
    if cue:
        inside = bool(anchor) and cue in anchor
        apart = not inside and _speaks_of_others(before[-_BEFORE:], cue)
        judgement.add("B1" if inside else "B4" if apart else "B2", f'"{_FINAL_SIGMA.sub("ς", cue)}"')
        judgement.floor = not apart and (
            cue in anchor or scene.asked_of_line(link, _is_of_itself) or _is_of_itself(f"{before[-_EARLIER:]}{anchor}")
        )
        judgement.floor |= _TOKEN.search(f"{before[-_BEFORE:]} {after[:_LEGAL]}") is not None
    elif (disclosure := _disclosure(target, anchor, scene)) is not None:
        judgement.add("B8", f'"{disclosure}"')
        judgement.floor = True
    elif (weak := phrases_in("weak", before[-_BEFORE:]).search(before[-_BEFORE:])) and _is_label(
        before[-_BEFORE:], weak.end()
    ):
        judgement.add("B4", f'"{weak[0]}"')
    else:
        return
    lead_ins = phrases_in("lead_in", near)
    lead_in = lead_ins.search(before[-_BEFORE:]) or lead_ins.fullmatch(anchor)
    if lead_in:
        judgement.add("B3", f'"{lead_in[0]}"')


def _names_others(text: str) -> bool:
    """Casefolded text speaks of the sponsors of somebody else."""
    return _OTHER_SPONSORS.search(text) is not None


_SERVICE = re.compile(
    r"\b(?:imprint|impressum|privacy|datenschutz|contacts?|kontakt|contacto|contatto|terms|agb|cookies?|mediadaten"
    r"|mentions légales|cgu|aviso legal|mapa del sitio|sitemap|kapcsolat|impresszum|adatvédelem|контакты|о проекте)\b"
    r"|お問い合わせ|会社概要|联系我们|關於我們|关于我们"
)
"""What stands beside the way to those who sell a site's places for advertising."""
_LONGEST_MENU = 600
_MENUS = "ul, ol, p, td, div"


def _sells_space(link: Link, target: Target, scene: Scene) -> bool:
    """Whether a text that is nothing but `advertising` leads to who wants some: an entry in the menu of a site.

    The text of an advertisement says something else, and its label stands beside it. Its address does not say so
    either, as `/publicidad.html` does.
    """
    anchor = latin_letters(" ".join(link.text.split()))
    if not anchor:
        return False  # of a picture
    page = latin_letters(target.url.path.rstrip("/").rpartition("/")[2]).partition(".")[0]
    menu = link.node.closest(_MENUS)
    if menu is None:
        return False
    if anchor == page:
        return True
    said = scene.links_said_in(menu)
    return len(said) <= _LONGEST_MENU and _SERVICE.search(said) is not None


_GRANT_AFTER = 40
_NEXT = re.compile(r"\s*(?:\w+\s+){0,2}[\s\"'„“«(]*$")
"""Nothing but an article or a short attribute stands before the link."""
_NO_FUNDER = re.compile(r"\bfoundations?\s+(?!for\b|of\b|trust\b|and\b|in\b)\w|\bmake-?up\b|\bquỹ đầu tư\b")
"""What bears up a house, or a face; a fund of investors."""


def _gives(link: Link, target: Target, scene: Scene, before: str, after: str) -> bool:
    """Whether the link leads to whom money is given by, or for, without a return: a foundation, a charity, a gift.

    Who funds a project by a grant is called its sponsor, and so is who pays for each mile that somebody runs.
    """
    if target.is_donation:
        return True
    if any(
        term.list not in {"commercial", "ambiguous", "harmless"} for term in (*scene.terms[link], *scene.money[link])
    ):
        return False
    anchor = scene.anchors[link].casefold()
    if phrases_in("strong", anchor).search(anchor):
        return target.is_funder
    if _NO_FUNDER.search(anchor) is None and (target.is_funder or phrases_in("funder", anchor).search(anchor)):
        return True
    if any(_NEXT.match(before, found.end()) for found in phrases_in("cause", before).finditer(before)):
        return True
    after = after[:_GRANT_AFTER]
    return phrases_in("grant", after).search(after) is not None


_PARTICIPLE = re.compile(
    r"(?:sponsored|gesponsert|gesponsord|sponsorisée?|sponsorizzat[oa]|patrocinad[oa]|sponsra[ds]e?|sponsrat|sponsras"
    r"|sponset|sponsoreret) (?:by|von|door|par|da|dal|dalla|por|pel[oa]|a[vf])|wordt gesponsord|wird präsentiert von"
    r"|(?:được )?tài trợ bởi"
)
_TELLS_OF_PAY = re.compile(
    r"spons(?:ored|ert|ord|oris|oriz|ra|orow)|patrocinad|werbung|anzeige|paid|bezahl|реклам|publi"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|(no)|isn['’]t|wasn['’]t|aren['’]t|nicht|keine?[rs]?|pas|non|nie|niet|geen|inte|ikke|не|não)"
    r"[^\w.!?:;|]+(?:\w+[^\w.!?:;|]+)?|\bunbezahlte\s+)$"
)
"""In the sentence of the sponsor phrase, with at most a word between."""
_PORTUGUESE = ("artigo ", "conteúdo ", "link ", "post ")
"""Before these words of Portuguese phrases, `no` says "in the"."""
_PUBLICATIONS = re.compile(
    r"\b(?:we|this (?:is|was)|posts?|articles?|episodes?|podcasts?|shows?|newsletters?|blogs?|videos?|pages?|sites?"
    r"|websites?|content|issues?|editions?|reviews?|columns?|series|recipes?|giveaways?|artículos?|entradas?|episodios?|contenidos?"
    r"|publicaci[oó]n|artigos?|episódios?|conteúdos?|articol[oi]|puntat[ae]|contenut[oi]|billets?|épisodes?|contenus?"
    r"|vidéos?|indlæg\w*|afsnit\w*|innlegg\w*|episoden"
    r"|bài|nội dung|bản tin"
    r"|bericht\w*|artikel\w*|aflevering\w*|beitr[aä]g\w*|folgen?|ausgaben?|inlägg\w*|avsnitt\w*|innehåll\w*)\b"
)
"""What a blog, a podcast or a letter calls itself."""
_OF_ITSELF = re.compile(
    r"\b(?:diese[rs]?\s(?:beitrag|artikel|post|text|folge|episode|ausgabe|video)"
    r"|uns(?:er|ere|eren|erem|erer|eres)\s(?:haupt)?sponsor(?:en|s)?"
    r"|(?:testgerät|testmuster|testprodukt|rezensionsexemplar)\swurde\s(?:mir|uns)"
    r"|ce(?:t|tte)?\s(?:article|billet|épisode|contenu|vidéo)|(?:notre|nos)\ssponsors?"
    r"|est[ea]\s(?:artículo|post|entrada|episodio|contenido|artigo|episódio|conteúdo|vídeo)"
    r"|(?:nuestr|noss)os?\spatrocinador(?:es)?|quest[oa]\s(?:articolo|post|episodio|puntata|contenuto|video)"
    r"|(?:dit|deze)\s(?:artikel|bericht|blog|blogpost|aflevering|post|video)|onze\ssponsor(?:en|s)?"
    r"|(?:det|detta|den|denne|dette)\s(?:här\s)?(?:inlägg|inlägget|avsnitt|avsnittet|indlæg|innlegg|innlegget|episode)"
    r"|vår[at]?\ssponsor(?:er)?|(?:ten|tego|niniejszy)\s(?:wpis|artykuł|odcinek|odcinka)|nas(?:z|i)\ssponsor(?:zy)?"
    r"|(?:эт(?:от|ого)|данн(?:ый|ого))\s(?:пост|выпуск|выпуска|подкаст|материал)|эта\sстатья|наши?\sспонсоры?"
    r"|(?:ц(?:ей|ього)|даний)\s(?:допис|випуск|подкаст|матеріал)|ця\sстаття|bu\s(?:yazı|içerik|bölüm|makale|video)"
    r"|(?:artikel|konten|postingan|tulisan|episode)\sini|bài(?:\sviết)?\snày|tento\s(?:článek|příspěvek|díl)"
    r"|ez\sa\s(?:cikk|bejegyzés|adás)|acest\s(?:articol|material|episod)|tämä\s(?:artikkeli|postaus|jakso)"
    r"|(?:αυτό|το\sπαρόν)\s(?:το\s)?(?:άρθρο|επεισόδιο)|هذ[اه]\s(?:المقالة?|المحتوى|الحلقة)"
    r"|(?:مقال|محتوى)\s(?:مدفوع|ممول|إعلاني|برعاية)|(?:תוכן|פוסט)\s(?:ממומן|שיווקי)|כתבה\s(?:ממומנת|שיווקית)"
    r"|यह\s(?:लेख|पोस्ट)|(?:이|본)\s(?:글|포스팅|리뷰|영상|게시물)은?)\b"
    r"|(?:本|この|当)記事|本文由|本篇(?:文章)?由|บทความนี้|[【［\[](?:pr|ｐｒ|広告|광고|협찬|유료광고)[】］\]]"
)
"""The same as `OWN_WORDS` in other languages. Search casefolded text in which a sponsor phrase was found."""
_ADVERB = re.compile(r"\b(?:proudly|kindly|generously|gently|also|partly)$")


def _is_of_itself(text: str) -> bool:
    """Whether it is the publication that is sponsored."""
    return OWN_WORDS.search(text) is not None or _OF_ITSELF.search(text) is not None


def _speaks_of_others(before: str, cue: str) -> bool:
    """Whether it is somebody else who is sponsored: "the regatta was sponsored by"."""
    if not _PARTICIPLE.fullmatch(cue):
        return False
    lead = _ADVERB.sub("", before[: max(before.rfind(cue), 0)].rstrip()).rstrip()
    subject = re.split(r"[.!?:|\n]", lead)[-1]
    return subject[-1:].isalnum() and _PUBLICATIONS.search(subject) is None


def _is_denied(said: str, cue: str) -> bool:
    """Whether it says that nobody pays: "this is not a sponsored post", "I never take kettles in exchange for"."""
    lead = said[: max(said.rfind(cue), 0)]
    if cue.startswith(("in exchange for", "in return for")):
        return refuses(lead if cue in said else said)  # such words may follow the link
    if not _TELLS_OF_PAY.search(cue):
        return False
    denied = _DENIED.search(lead)
    return denied is not None and not (denied[1] and cue.startswith(_PORTUGUESE))


def _own_cue(anchor: str, before: str, after: str, scene: Scene, *, others: bool) -> str:
    """The sponsor phrase that speaks of this link, or ""."""
    near = before[-_BEFORE:]
    following = after[: 2 * _AFTER].lstrip(" (–-—,." if _TOKEN.search(after[:_LEGAL]) else " (–-—,")
    said = f"{near}\n{anchor}\n{following}"
    strong, bare = phrases_in("strong", said, scene.facts.settings.sponsor_phrases), phrases_in("bare", said)
    found = strong.search(anchor)
    if found and (not others or OWN_WORDS.search(found[0])):
        return found[0]
    if bare.fullmatch(anchor.strip(" :[](){}→»>")) and not others:
        return anchor
    last = next(reversed(list(strong.finditer(near))), None)
    if last and (not others or OWN_WORDS.search(near[last.start() :])):
        rest = near[last.end() :]
        if rest.rstrip()[-1:] == "." and (token := _TOKEN.search(rest)) and token.end() == len(rest):
            rest = rest[: token.start()]
        if not _NOT_FOLLOWED_BY.match(rest) and not _CLAUSE_ENDS.search(rest):
            return last[0]
    found = strong.match(following)
    if found and not others and not _POINTS_ON.search(found[0]):
        return found[0]
    return "" if others else _bare_cue(bare, before, after)


def _bare_cue(bare: re.Pattern[str], before: str, after: str) -> str:
    """The word of advertising that is the label of a link, or a mark or caption behind it; or ""."""
    mark = after[: 2 * _AFTER].strip(" (–-—,.:*)")
    if mark and bare.fullmatch(mark):
        return mark
    near = before[-_BEFORE:]
    for word in bare.finditer(near):
        # In Arabic and Hebrew "sponsored by" is one word, so a line of it and a link needs no colon.
        alone = JOINED.search(word[0]) and before.strip() == word[0] and not after.strip(" .")
        if alone or _is_label(near, word.end()):
            return word[0]
        # A line that begins with the word in brackets has it for a label, as much as one before a colon.
        if _OPENS_LINE.search(near[: word.start()]) and near[word.end() : word.end() + 1] in _CLOSING:
            rest = f":{near[word.end() + 1 :]}"
            if _is_label(rest, 0):
                return word[0]
    return ""


_OPENS_LINE = re.compile(r"(?:\A|\n)\s*[\[(【［（]\Z")
_CLOSING = frozenset("])】］）")


_TOGETHER_WITH = re.compile(
    r"(?:dieser (?:beitrag|artikel|post|text) (?:ist|entstand|entsteht|wurde) )?in (?:freundlicher )?"
    r"(?:zusammenarbeit|kooperation|partnerschaft) mit(?: de[mrn])?|i samarbete med"
)
"""How such a label goes on. Alone it says nothing: schools and museums write so of each other."""


def _is_label(before: str, end: int) -> bool:
    """The word is the label of what follows: only a colon or dash stands between, and at most a call to visit.

    Or how the label goes on (`Werbung | in Kooperation mit`), for which it needs no mark.
    """
    mark = re.match(r"\s*[:：–—\-|]\s*", before[end:])
    rest = before[end + mark.end() if mark is not None else end :].strip()
    if _TOGETHER_WITH.fullmatch(rest) or (" " in rest and phrases_in("weak", rest).fullmatch(rest)):
        return True
    return mark is not None and (not rest or phrases_in("lead_in", rest).fullmatch(rest) is not None)


def _disclosure(target: Target, anchor: str, scene: Scene) -> str | None:
    """A sentence about the publication itself ("free of charge in exchange for this review") that names the target."""
    idle = stop_words(scene.facts.language)
    words = [word for word in target.words if len(word) > 3 and word not in idle]  # noqa: PLR2004 - short: no proof
    name = [stem for stem in stems(anchor) if len(stem) > 3]  # noqa: PLR2004 - shorter stems say nothing
    for phrase, text in scene.disclosures:
        if any(word[:STEM] in text for word in words) or (name and text.issuperset(name)):
            return phrase
        if is_cjk(anchor) and anchor in phrase:  # whose words are not told apart
            return phrase
    return None
