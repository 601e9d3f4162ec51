"""DAT031."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Fix, Place, Severity
from audit.post import PAGE, PAGE_MISDECLARED, Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field, of_head
from audit.rules.data_quality._head import texts_of_head
from audit.rules.data_quality._invisible import INVISIBLE, name_of
from audit.rules.data_quality._mojibake import MOJIBAKE_CUES, damages, may_be_damaged
from audit.rules.data_quality._shown import quoted_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.facts.html import Markup
    from audit.rules.data_quality._mojibake import Damage

_SHOWN = 5
_AROUND = 8  # code points before a damage by which it is known again


class Mojibake(PostRule[Post], code="DAT031", severity=Severity.ERROR, since="0.1.0"):
    """Characters are garbled: `Ã©` stands for é, `â€™` for an apostrophe, `\ufffd` for a lost one.

    The text was stored in one encoding and read in another, mostly by a move of the database or an import. Readers see
    rubbish in the middle of words, and searches for the word do not find the page.

    Code is left out, and so are damage that a text quotes because it speaks of it, and letters that only look damaged:
    a capital Ã or Â at the end of a word in capitals may stand before a closing quotation mark.
    """

    remedy = (
        "Replace the characters, or convert the database back: UTF-8 was read as Windows-1252 or 1251. What became "
        "`\ufffd` is lost and must be typed again."
    )
    sources = ("https://unicode.org/reports/tr15/", "https://encoding.spec.whatwg.org/#windows-1252")
    text_patterns = MOJIBAKE_CUES
    gated = False
    examples = (
        Bad("<p>The cafÃ© at the quay.</p>", says='garbled: "Ã©" stands for "é"', points_at="Ã©"),
        Bad("<p>The crewâ€™s day, and the guestâ€™s.</p>", says="garbled in 2 places", points_at="â€™"),
        Bad("<p>The pilots â\x80\x94 all three â\x80¦ sail.</p>", says="garbled in 2 places", points_at="â\x80\x94"),
        Bad("<p>Ã\x89lan</p>", says='stands for "É"'),
        Bad("<p>The caf\ufffd at the quay.</p>", says="was lost", points_at="\ufffd"),
        Bad("<p>Ð¿Ñ€Ð¸Ð»Ð¸Ð²</p>", says='stands for "прилив"', points_at="Ð¿"),
        Bad(fields={"title": {"rendered": "The cafÃ©"}}, says="The title"),
        Bad(
            fields={"excerpt": {"rendered": "<p>Ils ont votÃ© pour le rouge.</p>"}},
            says='The excerpt is garbled: "Ã©" stands for "é"',
        ),
        Bad(
            head="<title>When the tide turns â€“ Saltmarsh</title>",
            says='The title of the head is garbled: "â€“" stands for "–"',
            points_at="<title>When the tide turns â€“",
        ),
        Bad(
            "<p>ï»¿The tide costs 5 â‚¬.</p>", says='"ï»¿" stands for U+FEFF zero width no-break space', points_at="ï»¿"
        ),
        Bad("<p>Low tide.Â Then high tide.</p>", says='"Â "', points_at="Â"),
        Good("<p>“IRMÃ”, «MAÇÃ», “HÂLÂ”, AMANHÃ… AMANHÃ\u00a0</p>", note="Letters."),
        Good("<h2>A PRAIA DE AMANHÃ</h2><p>“Sim”, disse. ROMÃ</p><p>– Não.</p>", note="Two blocks that touch."),
        Good("<p>The letter “Ã” comes from A.</p><pre>Ã© Ã¼</pre>", note="A letter that is spoken of, beside code."),
        Good(
            "<p>Write <code>Ã©</code> to show the damage.</p>",
            fields={"excerpt": {"rendered": "<p>Write Ã© to show the&hellip;</p>"}},
            note="Code, and the beginning of the text.",
        ),
        Good("<p>Where “Ã©” or 'Ã¼' shows up, é or ü was read amiss.</p>", note="Damage that is spoken of."),
        Bad("<p>He wrote “Ã©” in the cafÃ©.</p>", says="garbled in 2 places"),
        Bad("<p>РџСЂРёР»РёРІ</p>", says='stands for "Прилив"', points_at="Рџ"),
        Bad("<p>æ½®æ±ï¼Œ</p>".replace("±ï", "±\x90ï"), says='stands for "潮汐，"'),
        Good("<p>РЕСУРС, РІСТ, РЎС, СССР, РСФСР</p>", note="Cyrillic words."),
        Good("<p>CHÂTEAU, NÃO, ESPAÑA, Ørsted, «été»</p>"),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the title, the text, an excerpt of its own, and each text of the head that differs.

        And one for a page that declares another encoding than it is in.
        """
        if subject.record.get(PAGE_MISDECLARED) is True:
            yield _misdeclared(facts)
        title = facts.title
        in_head = [(name, value) for name, value in facts.once(texts_of_head) if not value.text.isascii()]
        in_text = self.code in facts.signals
        excerpt = subject.excerpt_html or ""
        if not in_head and not in_text and title.isascii() and excerpt.isascii():
            return
        yield from _findings(facts, in_head, facts.content if in_text else None)


_CHARSET = re.compile(r"charset\s*+=[\s\"']*+([^\s\"';>]+)", re.IGNORECASE)


def _misdeclared(facts: Facts) -> Finding:
    metas = facts.page.markup.elements("meta") if facts.page is not None else ()
    found = next(((node, charset) for node in metas if (charset := _charset_of(node))), None)
    named = f'"{found[1]}"' if found is not None else "another encoding"
    return Finding(
        f"The page declares {named} and is in UTF-8: where the server names no encoding, readers see it garbled.",
        at=Place(PAGE, found[0] if found is not None else None),
        value=named,
        severity=Severity.WARNING,
        remedy='Write <meta charset="utf-8">. If the page was saved by a program, look at the page of the site.',
    )


def _charset_of(node: Element) -> str:
    """The encoding that a `<meta>` declares, or ""."""
    match = _CHARSET.search(node.attr("content") or "") if node.attr("http-equiv") else None
    return (node.attr("charset") or "").strip() or (match[1] if match is not None else "")


def _findings(facts: Facts, in_head: Sequence[tuple[str, HeadValue]], content: Markup | None) -> Iterator[Finding]:
    title = facts.title
    if found := damages(title):
        yield _finding("title", found, Place("title.rendered"), _repaired("title", title, found))
    seen = [title]
    for name, value in in_head:
        text = value.decoded
        if (found := damages(text)) and not any(text in other for other in seen):
            seen.append(text)
            after = _mended(value.text, damages(value.text))
            yield _finding(name, found, value.place, of_head(value, after.strip(), _WRITE) if after else None)
    if (found := _in_excerpt(facts)) and not _stands_in(found[0], facts.excerpt, [*seen, facts.text]):
        yield _finding("excerpt", found, Place("excerpt.rendered"))
    if content is not None and (found := damages(content.text, facts.once(quoted_spans), facts.once(_borders))):
        first = found[0]
        yield _finding("text", found, Place("content.rendered", start=first.start, end=first.end))


def _borders(facts: Facts) -> list[int]:
    return [block.start for block in facts.blocks]


def _in_excerpt(facts: Facts) -> list[Damage]:
    html = facts.post.excerpt_html or ""
    return damages(facts.excerpt) if not html.isascii() and may_be_damaged(html) else []


def _stands_in(damage: Damage, text: str, others: Iterable[str]) -> bool:
    """Whether another text has the same words around a damage: an excerpt that is cut out of the text."""
    around = text[max(0, damage.start - _AROUND) : damage.end + 1]
    return any(around in other for other in others)


_WRITE = "write what is meant"


def _mended(text: str, found: Sequence[Damage]) -> str:
    """A short text with all that is garbled as it was meant; "" where a character is lost."""
    parts, end = [], 0
    for damage in found:
        if not damage.repaired.strip():
            return ""
        parts += [text[end : damage.start], _meant(damage)]
        end = damage.end
    return "".join((*parts, text[end:])) if parts else ""


def _repaired(field: str, text: str, found: Sequence[Damage]) -> Fix | None:
    after = _mended(text, found)
    return of_field(field, text, after, _WRITE) if after else None


def _finding(where: str, found: Sequence[Damage], place: Place, fix: Fix | None = None) -> Finding:
    first = found[0]
    samples = list(dict.fromkeys((damage.text, damage.repaired) for damage in found))
    what = f'"{first.text}" stands for {_named(first.repaired)}' if first.repaired else "a character was lost"
    count = f" in {len(found)} places" if len(found) > 1 else ""
    return Finding(
        f"The {where} is garbled{count}: {what}.",
        at=place,
        value=" ".join(text for text, _ in samples[:_SHOWN]),
        evidence=tuple(
            Evidence("damaged", f"{text} for {_shown(repaired)}" if repaired else text)
            for text, repaired in samples[:_SHOWN]
        ),
        fix=_fix(where, first) if where == "text" and len(found) == 1 and first.repaired.strip() else fix,
    )


def _named(meant: str) -> str:
    """What a passage stands for, in words where nobody would see it."""
    return _shown(meant) if INVISIBLE.fullmatch(meant) or not meant.strip() else f'"{meant}"'


def _shown(meant: str) -> str:
    if INVISIBLE.fullmatch(meant):
        return name_of(meant)
    return meant if meant.strip() else "a no-break space"


def _meant(damage: Damage) -> str:
    return "" if INVISIBLE.fullmatch(damage.repaired) else damage.repaired  # such a character was in no text either


def _fix(where: str, damage: Damage) -> Fix:
    meant = _meant(damage)
    return Fix(
        safe=False,
        summary=f'Write "{meant}"' if meant else "Delete it",
        element=where,
        before=damage.text,
        after=meant,
    )
