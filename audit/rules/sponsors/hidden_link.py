"""SPM009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.sponsors._concealed import concealed_links
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.rules.sponsors._concealed import ConcealedLink
    from audit.site import SiteTotals

_AROUND = "page around the text"
_REMEDY_AROUND = (
    "Take the link out of what prints it on the page: a widget, the files of the theme (footer.php, functions.php), a "
    "plugin that nobody knows. Such links come in numbers and with a way in for whoever put them there: compare with a "
    "backup, and change the passwords."
)
_PAGE = (
    "<html><head><title>Tide</title><style>.f9{{position:absolute;left:-3214px}} .sub{{display:none}} "
    ".menu li:hover .sub{{display:block}}</style></head>"
    '<body class="has-modal dropdown"><article><p>The boats rose.</p></article>{}</body></html>'
)
_CASINO = '<a href="https://reels.example/">online casino no deposit bonus</a>'
_TEXT = "<p>The boats rose with the tide and the pilots waited for the evening wind.</p>"
_LINK = '<a href="https://sneakers.example/sale">sneakers outlet</a>'


class HiddenLink(CorpusRule, code="SPM009", severity=Severity.ERROR, since="0.1.0"):
    """A link to another site is hidden from readers.

    Links that only search engines find are what hacked sites and sold templates carry. Search engines count them as
    deception by this site, whoever put them there.

    Of a page, what a theme and its widgets print around the text is looked at too, for links that sell something. A
    theme hides much that it shows later, so other links there are left alone.
    """

    remedy = (
        "Take the link out, and look at the stored text of the post, its revisions and other old posts: such links "
        "come in numbers. If it is yours and something opens it, give it a control that says so (aria-controls)."
    )
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#hidden-text-and-links",
        "https://web.dev/articles/hacked",
    )
    needs = frozenset({"content", "field:page"})
    reads_content = True
    keeps_quotes = True
    explained_by = {"retrofit-inserted-link": SAME_TARGET}
    examples = (
        Bad(
            f'{_TEXT}<div style="position:absolute;left:-7421px">{_LINK}</div>',
            says="moved out of the window",
            points_at='<a href="https://sneakers.example',
        ),
        Bad(
            f'<style>.q7{{height:0;overflow:hidden}}</style>{_TEXT}<div class="q7">{_LINK}</div>',
            says="box without room",
        ),
        Bad(
            f'{_TEXT}<p style="background:#fff"><a style="color:#fffffe" href="https://sneakers.example/">outlet</a></p>',
            says="colour of its background",
        ),
        Bad(
            f'{_TEXT}<p>Low water <span class="screen-reader-text"><a href="https://reels.example/">online casino no '
            "deposit bonus</a></span></p>",
            says="reels.example",
            note="An accessible name is no place for a casino.",
        ),
        Bad(
            _TEXT,
            fields={"excerpt": {"rendered": f'<p>Tides.</p><div style="display:none">{_LINK}</div>'}},
            says="sneakers.example in the excerpt",
        ),
        Bad(_TEXT, fields={"acf": {"note": f"<P STYLE='DISPLAY:NONE'>{_LINK}</P>"}}, says="in the custom fields"),
        Bad(
            f'{_TEXT}<style>@media screen{{.q7{{display:none}}}}</style><div class="q7">{_LINK}</div>',
            says="taken off the page",
            note="On every screen.",
        ),
        Bad(f'{_TEXT}<div style="display:n\\6f ne">{_LINK}</div>', says="taken off the page"),
        Good(f'{_TEXT}<style>@media (max-width:600px){{.q7{{display:none}}}}</style><div class="q7">{_LINK}</div>'),
        Good(f'{_TEXT}<style media="print">.note{{display:none}}</style><p class="note">{_LINK}</p>', note="On paper."),
        Bad(
            _TEXT,
            fields={"acf": {"note": f'<p style="position:absolute;left:-7421px">{_LINK}</p>'}},
            says="sneakers.example in the custom fields",
        ),
        Good(_TEXT, fields={"acf": {"note": f'<p style="margin-left:10px">{_LINK}</p>'}}),
        Good(f"{_TEXT}<p>{_LINK}</p>"),
        Good(f'{_TEXT}<details><summary>Sources</summary><p style="display:none">{_LINK}</p></details>'),
        Good(
            f'{_TEXT}<button aria-controls="more">More</button><div id="more" style="display:none">{_LINK}</div>',
            note="A control opens it.",
        ),
        Good(f'{_TEXT}<div class="swiper-slide" aria-hidden="true" style="visibility:hidden">{_LINK}</div>'),
        Good(f'{_TEXT}<span class="screen-reader-text">{_LINK}</span>'),
        Good(f'{_TEXT}<div class="paywall" style="display:none"><p>{_LINK}</p></div>', note="Shown to subscribers."),
        Good(f'{_TEXT}<div class="translation" style="display:none"><p>{_LINK}</p></div>', note="Another language."),
        Bad(
            f'{_TEXT}<div class="members-only" style="display:none"><a href="https://reels.example/">online casino no '
            "deposit bonus</a></div>",
            says="reels.example",
            note="What sells is hidden from nobody for an honest reason.",
        ),
        Good(f'{_TEXT}<nav style="display:none"><a href="https://saltmarsh.example/about/">About</a></nav>'),
        Good(f'{_TEXT}<p style="font-size:0"><span style="font-size:16px">{_LINK}</span></p>'),
        Good(
            f'{_TEXT}<p><a class="button" style="color:#fff" href="https://tickets.example/">Tickets</a></p>',
            note="The theme gives a button its background.",
        ),
        Good('<pre><code>&lt;div style="display:none"&gt;</code></pre>', note="Code that is shown."),
        Good(
            f'{_TEXT}<div style="display:none"><a href="https://ads.example/www/delivery/ck.php?n=a7">'
            '<img src="https://ads.example/www/delivery/avw.php?zoneid=7" alt=""></a></div>',
            note="A banner of an ad server, which shows one after the other.",
        ),
        Good(
            f'{_TEXT}<div class="g g-2"><div class="g-dyn a-3" style="display:none"><a href="https://kettles.example/">'
            '<img src="/kettles.png" alt="Kettles"></a></div></div>',
            note="AdRotate shows it in its turn.",
        ),
        Bad(
            f'{_TEXT}<div style="display:none"><a href="https://sneakers.example/www/delivery/ck.php">outlet</a></div>',
            says="taken off the page",
        ),
        Bad(
            _TEXT,
            page=_PAGE.format(f'<footer><div style="display:none">{_CASINO}</div></footer>'),
            says="to reels.example in the page around the text is hidden",
            points_at='<a href="https://reels.example',
        ),
        Bad(_TEXT, page=_PAGE.format(f'<p class="f9">{_CASINO}</p>'), says="moved out of the window"),
        Good(_TEXT, page=_PAGE.format(f'<div style="display:none">{_LINK}</div>'), note="A theme shows it later."),
        Good(_TEXT, page=_PAGE.format(f"<footer>{_CASINO}</footer>"), note="Seen by everybody."),
        Good(
            _TEXT,
            page=_PAGE.format(f'<ul class="menu"><li>Games<ul class="sub"><li>{_CASINO}</li></ul></li></ul>'),
            note="A menu that opens.",
        ),
        Good(
            _TEXT,
            page=_PAGE.format(f'<div style="opacity:0"><a href="/">Home</a><a href="/b/">B</a>{_CASINO}</div>'),
            note="All of the page, until a script has come.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each concealed link."""
        found = concealed_links(facts)
        return _witnesses(found, facts) if found else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post: its most certain link to that target."""
        domain = key.partition("\t")[2]
        best: dict[int, Witness] = {}
        numbers: dict[int, int] = {}
        for witness in witnesses:
            numbers[witness.order] = numbers.get(witness.order, 0) + 1
            known = best.get(witness.order)
            if known is None or bool(witness.values[2]) > bool(known.values[2]):
                best[witness.order] = witness
        for order, witness in best.items():
            how, declaration, certain, anchor, address, sells, start, end, where = witness.values
            related, count = others(witness, witnesses, f"hides a link to {domain} too")
            evidence = [told("F1", str(declaration), start, end), Evidence("address", str(address))]
            if sells:
                evidence.append(Evidence("sells", str(sells)))
            number = numbers[order]
            more = f" (one of {number} to {domain})" if number > 1 else ""
            shown = f' "{anchor}"' if anchor else ""
            place = f" in the {where}" if where else ""
            yield CorpusFinding(
                f"The link{shown} to {domain}{place} is hidden from readers: it is {how}{more}.",
                value=str(address),
                target=domain,
                address=str(address),
                severity=None if certain else Severity.WARNING,
                confidence=Confidence.DEFINITIVE if certain else Confidence.LIKELY,
                evidence=tuple(evidence),
                remedy=_REMEDY_AROUND if where == _AROUND else None,
                witness=witness,
                related=related,
                related_count=count,
            )


def _witnesses(concealed: Iterable[ConcealedLink], facts: Facts) -> Iterator[tuple[str, Witness]]:
    for found in concealed:
        url = found.link.url
        if url is None:
            continue
        anchor = " ".join(found.link.name.split())[:80]
        beside = found.beside
        start, end = facts.spot(found.link.place)[1:3] if beside is None else (-1, -1)
        where = beside.name if beside is not None else _AROUND if found.around else ""
        values = (found.how, found.declaration, found.certain, anchor, url.href, found.sells, start, end, where)
        place = beside.place if beside is not None else found.link.place
        yield f"{facts.site}\t{url.registrable or url.host}", Witness(values, place)
