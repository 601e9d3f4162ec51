"""LNK004."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts import Link
from audit.finding import Confidence, Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.content._hidden import is_hidden
from audit.rules.links._address import Unfilled, is_bare_hash, is_meant, shown, unfilled
from audit.rules.links._controls import is_named_as_control, is_one_of_several
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts

# Attributes that programs other than scripts of a control put on links: the editor, link managers, counters.
_NO_CONTROLS = re.compile(r"data-(?:id|type|wpel-link|mce-.*|ga.*|track.*|rel|ss1.*|saferedirecturl)")
_TOP = re.compile(
    r"[↑⇑⇧▲△⬆^]|\btop\b(?! ?\d)|\b(?:seitenanfang|nach oben|en haut|haut de|vers le haut|arriba|principio|al inicio|"
    r"topo|torna su|inizio|dalt|naar boven|omhoog|toppen|ylös|alkuun|наверх|вверх|начало|нагоре|вгору|догори|na górę|"
    r"do góry|nahoru|nahor|vrh|tetejére|yukarı|ke atas|đầu trang|πάνω|αρχή)\b"
    r"|トップ|topへ|先頭|上へ|顶部|頂部|頂端|页首|頁首|置顶|맨 위|위로|ด้านบน|بالا|أعلى|למעלה"
    r"|^(?:up|oben|haut|inicio|início|subir|su|op|upp)$",
    re.IGNORECASE,
)
"""Texts of links to the top of the page, where `#` leads by the standard.

Source: https://html.spec.whatwg.org/multipage/browsing-the-web.html#scrolling-to-a-fragment
"""
_ACTION = re.compile(
    r"[\W_]*(?:close|cancel|hide|show|(?:show|load) (?:more|less|all)|less|filters?|ok|print|reply|quote|edit|report"
    r"|undo|schließen|abbrechen|mehr anzeigen|weniger anzeigen|drucken|antworten|fermer|annuler|imprimer|répondre"
    r"|afficher plus|cerrar|cancelar|imprimir|responder|mostrar más|chiudi|annulla|stampa|rispondi|mostra di più"
    r"|fechar|mostrar mais|sluiten|annuleren|afdrukken|toon meer|zamknij|anuluj|drukuj|odpowiedz|pokaż więcej"
    r"|stäng|avbryt|luk|lukk|закрыть|отмена|печать|ответить|показать ещё|показать еще|закрити|затвори|kapat"
    r"|bezárás|zavřít|tutup|閉じる|关闭|關閉|닫기|إغلاق|סגור)[\W_]*",
    re.IGNORECASE,
)
"""Texts of controls: what a click does, and no place where it leads."""
_LONGEST_TOP = 40
"""Characters of such texts at most."""


class LinkPlaceholder(PostRule[Link], code="LNK004", severity=Severity.WARNING, since="0.2.0"):
    """The address of a link was never filled in.

    A theme's demonstration, a template or the editor put something there that was to be replaced: `#`, `http://`,
    `https://example.com`, `{{ url }}`. The reader's click leads nowhere.
    """

    remedy = "Write the address that is meant, or take the link off."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc2606#section-3",
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="#">The timetable of the ferry</a></p>', says="#"),
        Bad('<div id="slider-1-slide-2-layer-3"><a href="#" class="theme-btn">Contact us</a></div>', says="#"),
        Bad('<rs-module style="display:none"><rs-slide><a href="#">Contact us</a></rs-slide></rs-module>', says="#"),
        Bad('<p><a href="http://">The timetable</a></p>', says="http://"),
        Bad('<p><a href="https://example.com/your-link">The timetable</a></p>', says="example.com"),
        Bad('<p><a href="{{ timetable }}">The timetable</a></p>', says="{{ timetable }}"),
        Bad('<p><a href="undefined">The timetable</a></p>', says="undefined, which a script writes"),
        Bad('<p><a href="undefined/2026/fares">Fares</a></p>', says="which a script writes"),
        Good('<p><a href="#">Back to top</a> <a href="#" role="button">Show all</a></p>'),
        Good(
            '<p><a class="cky-banner-element" href="#">Cookie settings</a></p>',
            note="Where the manager of consent listens.",
        ),
        Good('<p><a class="reset_variations" href="#">Clear</a></p>', note="A control of a shop."),
        Good('<p><a href="#">Close</a></p>', note="It says what a click does."),
        Good('<ul><li><a href="#">Fares</a><ul><li><a href="/bikes/">Bicycles</a></li></ul></li></ul>'),
        Good('<div><a href="#" class="active">Fares</a><a href="#">Cabins</a></div>', note="Tabs."),
        Good('<p><a href="https://harbour.example/how-to-choose-your-domain/">Domains</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """A bare `#` counts on a link with a text that nothing marks as a control."""
        return _found(subject, facts)

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _found(link: Link, facts: Facts) -> Iterator[Finding]:
    if is_bare_hash(link.href):
        is_silent = (
            link.node in facts.around
            or _stays_hidden(link.node)
            or _is_control(link.node)
            or not _leads_somewhere(link)
        )
        found = None if is_silent else _HASH
    else:
        found = unfilled(link, facts)
    if found is None or not is_meant(link, facts):
        return
    text = link.name[:_LONGEST]
    # Who shows an address made for examples may well speak of it.
    quoted = link.url is not None and found.is_example and found.host == link.url.host in text.lower()
    yield Finding(
        f"The link “{text}” {found.why}." if text else f"A link {found.why}.",
        at=link.place,
        value=f"{shown(link)} {text}",
        address=shown(link),
        severity=Severity.NOTICE if quoted else None,
        confidence=Confidence.LIKELY,
    )


def _stays_hidden(node: Element) -> bool:
    """Whether readers do not see it before they open it; a slider hides itself until its script has begun."""
    return is_hidden(node) and node.closest(_SLIDERS) is None


_SLIDERS = "rs-module, .rev_slider"
_HASH = Unfilled("leads to #, and so nowhere")
_LONGEST = 60
"""Characters of a link's text that a message shows."""


def _leads_somewhere(link: Link) -> bool:
    text = link.name
    if len(text) <= _LONGEST_TOP and (_TOP.search(text) is not None or _ACTION.fullmatch(text) is not None):
        return False
    return any(character.isalnum() for character in text)


def _is_control(node: Element) -> bool:
    """Whether a script acts on a click: a role, states, data or handlers on the link, or a name that says so."""
    for name in node.attrs:
        if name in {"role", "id", "name"} or name.startswith(
            ("on", "aria-", "@", "x-", "v-", ":", "hx-", "ng-", "wire:")
        ):
            if name != "aria-label":
                return True
        elif name.startswith("data-") and not _NO_CONTROLS.fullmatch(name):
            return True
    holder = node.parent
    if isinstance(holder, Element) and holder.attr("role") is not None:
        return True
    return is_named_as_control(node) or is_one_of_several(node)
