"""SPM001."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import SAME_TARGET, Bad, Good
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._verdict import Case, LinkVerdict, shown, unknown_rel

if TYPE_CHECKING:
    from audit.rules.sponsors._suspects import Suspect


class PaidLinkUnqualified(LinkVerdict, code="SPM001", severity=Severity.ERROR, since="0.1.0"):
    """A paid link does not say so.

    Search engines want paid links to say so in `rel`. Unmarked ones can cost the whole site its rank, and readers are
    owed the notice as well: a `rel` does not replace words, and words do not replace a `rel`.
    """

    remedy = 'Add rel="sponsored" to the link (nofollow is tolerated), or take the link out.'
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",
        "https://developers.google.com/search/docs/essentials/spam-policies#link-spam",
        "https://www.bing.com/webmasters/help/webmasters-guidelines-30fba23a",
    )
    needs = frozenset({"tag:a"})
    qualifier = "sponsored"
    explained_by = {
        "repeated-sponsor-block": SAME_TARGET,
        "rotating-sponsor-slot": SAME_TARGET,
        "retrofit-inserted-link": SAME_TARGET,
    }
    examples = (
        Bad(
            f'{TEXT}<p>&nbsp;</p><p>Please visit:<br /> <a href="https://tractors.example/en/" target="_blank">'
            "Our Sponsor</a></p>",
            says="tractors.example",
            points_at='<a href="https://tractors.example/en/"',
        ),
        Bad(
            f'{TEXT}<p>[Werbung] In Kooperation mit <a href="https://kettles.example/">Kettle &amp; Co</a></p>',
            says="werbung",
        ),
        Bad(
            f'{TEXT}<p>This post was brought to you by <a href="https://kettles.example/">Kettle &amp; Co</a>, who '
            "paid for the tea.</p>",
            says='though the text says "this post was brought to you by" of it',
            points_at='<a href="https://kettles.example/"',
        ),
        Bad(
            f'{TEXT}<p>Thanks to <a href="https://kettles.example/">Kettle Co</a> for sponsoring this episode.</p>',
            says="for sponsoring this episode",
        ),
        Bad(
            "<p>Die Mappen sind da. Dieser Beitrag entstand in bezahlter Kooperation mit "
            '<a href="https://mappen.example/">Mappen-Meyer</a>, und jede Mappe hält zweihundert Blätter.</p>',
            says="bezahlter kooperation",
        ),
        Bad(
            "<p>Лодки принимают на ремонт.</p><p>Реклама. ООО «Северный дом», ИНН 7701234567, erid: 2VtzqXabcDE. "
            '<a href="https://severny-dom.example/">Кухни</a></p>',
            says="реклама. ооо",
            note="The label that Russian law asks for, its token, and the advertisement.",
        ),
        Bad(
            f'{TEXT}<p>Werbung | in Zusammenarbeit mit <a href="https://kettles.example/">Kessel &amp; Co</a></p>',
            says="werbung",
        ),
        Bad(
            f'{TEXT}<p>I got it from <a href="https://www.kettleworks.example/">Kettle Works</a> in exchange for an '
            "honest review.</p>",
            says="in exchange for",
        ),
        Bad(
            f'{TEXT}<p>Thanks to our main sponsor <a href="https://kettles.example/">Kettle Co</a> for the cups.</p>',
            says="our main sponsor",
        ),
        Bad(
            "<p>Die Mappen sind da. Das Testmuster wurde mir von "
            '<a href="https://mappen.example/">Mappen-Meyer</a> kostenlos zur Verfügung gestellt.</p>',
            says="testmuster wurde mir von",
        ),
        Bad(
            f'{TEXT}<h3>Our sponsors</h3><ul><li><a href="https://kettles.example/">Kettle Co</a></li>'
            '<li><a href="https://tractors.example/"><img src="/t.png" alt="T" width="9" height="4"></a></li></ul>',
            says="tractors.example",
            note="A heading is the label of all links in the list below it.",
        ),
        Bad(
            f'{TEXT}<div>Advertisement</div><div><a href="https://kettles.example/">Kettle Co</a></div><p>Next.</p>',
            says='it stands by "advertisement"',
            note="Markup without line breaks.",
        ),
        Bad(
            f'{TEXT}<figure><a href="https://kettles.example/"><img src="/k.png" alt="Kettles" width="9" height="4">'
            "</a><figcaption>Advertisement</figcaption></figure>",
            says='it stands by "advertisement"',
        ),
        Good(
            f'{TEXT}<p>Advertisement</p><ins class="adsbygoogle" data-ad-slot="2"></ins><p>'
            '<a href="https://kettles.example/">A history of kettles</a></p>',
            note="The label is that of what the network shows there.",
        ),
        Good(
            f'{TEXT}<h3>Our sponsors</h3><p>They gave <a href="https://kettles.example/">kettles</a> to the fair.</p>'
            '<p>The prizes: <a href="https://pens.example/">pens</a>.</p>',
            note="Running text below a heading speaks for itself.",
        ),
        Good(f'{TEXT}<p>Please visit: <a href="https://tractors.example/en/" rel="sponsored">Our Sponsor</a></p>'),
        Good(
            f'{TEXT}<p>This is not a sponsored post; I like <a href="https://kettles.example/">Kettle Co</a>.</p>',
            note="Nobody paid.",
        ),
        Good(
            f'{TEXT}<p>A report by <a href="https://lake.example/things-that-were-told-in-may">the ferry crews'
            "</a> tells more.</p><p>This post is sponsored by people that like kettles, "
            '<a href="https://kettles.example/" rel="sponsored">Kettle Co</a>.</p>',
            note="Words that every text has name nobody.",
        ),
        Good(
            f"{TEXT}<p>I never take kettles in exchange for a review; this one is from "
            '<a href="https://kettles.example/">Kettle Co</a>.</p>',
            note="Nobody gave anything.",
        ),
        Good(
            f'{TEXT}<p>Would you like to be our main sponsor? Rules: <a href="https://league.example/">League</a>.</p>',
            note="Wanted.",
        ),
        Good(
            f'{TEXT}<p>Dieser Beitrag erzählt vom Fest. Das Fest wird präsentiert von <a href="https://kettles.example/">'
            "Kessel &amp; Co</a>. Vierzig Boote kamen, und das kleinste gewann, zur Freude aller am Ufer.</p>",
            note="The feast is presented, not what is told of it.",
        ),
        Good(
            f'{TEXT}<p>This is not a <a href="https://kettles.example/">sponsored post</a>.</p>',
            note="Nor where the link is on these words.",
        ),
        Bad(
            f'{TEXT}<p>Why not? Sponsored post: <a href="https://kettles.example/">Kettle Co</a></p>',
            says="sponsored post",
            note="What another sentence denies is something else.",
        ),
        Bad(
            f'{TEXT}<p>Leia no artigo patrocinado: <a href="https://kettles.example/">Kettle Co</a></p>',
            says="artigo patrocinado",
            note="In Portuguese, no is in the.",
        ),
        Good(
            f'{TEXT}<p>The regatta was sponsored by <a href="https://kettles.example/">Kettle Co</a>. Forty boats '
            "came, and the smallest of them won, to the joy of her crew.</p>",
            note="Somebody else is sponsored; at the end of a post it would be a warning.",
        ),
        Good(
            f'{TEXT}<p>The bill, sponsored by <a href="https://assembly.example/members/varga">Representative Ilse '
            "Varga</a>, goes to the Senate.</p>",
            note="The sponsor of a bill pays nobody.",
        ),
        Good(
            f'{TEXT}<p>Co-funded by <a href="https://erasmus-plus.ec.europa.eu/">Erasmus+</a></p>',
            note="A public funder is no sponsor.",
        ),
        Good(
            f'{TEXT}<p>Sponsored by the <a href="https://lantern.example/">Lantern Foundation</a>, grant no. 4711.</p>',
            note="Nor is a foundation, or the charity that a run is for: they pay for no link.",
        ),
    )

    def concerns(self, suspect: Suspect) -> bool:
        """Links with wording of a sponsor."""
        return suspect.judgement.weight_of("sponsor wording") > 0

    def message(self, case: Case, domain: str) -> str:
        """What is wrong; and why the link is taken for a sponsor's, unless its own text says so."""
        why = next((one for one in case.all_signs if one.group == "sponsor wording" and one.id != "B3"), None)
        reason = f", though {why.says}" if why is not None and why.id != "B1" else ""
        return f"Link to {domain} ({shown(case)}) is not marked as sponsored{unknown_rel(case)}{reason}."
