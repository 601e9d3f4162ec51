"""SPM002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import SAME_TARGET, Bad, Good
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._verdict import Case, LinkVerdict, shown

if TYPE_CHECKING:
    from audit.rules.sponsors._suspects import Suspect


_OFFERS = ("A1", "A1s", "A2", "A2s", "A4", "A5", "A6", "A8")
_CLEAR = frozenset({"A1", "A2", "A6", "B1", "B2", "B7", "E1"})


class MoneyLink(LinkVerdict, code="SPM002", severity=Severity.ERROR, since="0.1.0"):
    """A link sells what link packages are sold for.

    Casinos, prescription drugs, quick loans or followers in a post on something else were put there for money or by an
    intruder. Search engines take the whole site for part of it.
    """

    remedy = (
        'Find out who put the link in. Take it out, or mark it with rel="sponsored" if it is an advertisement that you '
        "want; if nobody knows it, look for other changes and renew the passwords."
    )
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#link-spam",
        "https://developers.google.com/search/docs/essentials/spam-policies#hacked-content",
    )
    needs = frozenset({"tag:a"})
    explained_by = {
        "hidden-link": SAME_TARGET,
        "paid-link-unqualified": SAME_TARGET,
        "repeated-sponsor-block": SAME_TARGET,
        "rotating-sponsor-slot": SAME_TARGET,
        "retrofit-inserted-link": SAME_TARGET,
    }
    examples = (
        Bad(
            f'{TEXT}<p>After the race many relax with an <a href="https://lucky-wheel.example/bonus">online casino '
            "bonus</a> at home.</p>",
            says="lucky-wheel.example",
            points_at="<a href=",
        ),
        Bad(
            f'{TEXT}<p>A <a href="https://www.google.com/url?q=https://online-casino-wheel.example/&amp;sa=D">'
            "report</a> on the race.</p>",
            says="online-casino-wheel.example through google.com",
        ),
        Bad(
            f'{TEXT}<p>The harbour<a href="https://lucky-wheel.example/online-casino-bonus/"></a> is open.</p>',
            says="lucky-wheel.example",
            note="Nothing can be seen of it.",
        ),
        Bad(f'{TEXT}<p>See these <a href="https://cheapviagra.example/">tiles</a>.</p>', says='("viagra")'),
        Bad(
            f'{TEXT}<p>Quelle: <a href="https://geldsofort.example/ohne-schufa">Kredit ohne Schufa</a></p>',
            says="geldsofort.example",
            note="A word for a source excuses no offer.",
        ),
        Bad(
            f'{TEXT}<p>Some play at the <a href="https://playland.example/">best online casino</a>.</p>',
            says="playland.example",
            note="The sentence around it is planted with it: its words do not make the post speak of the target.",
        ),
        Good(f'{TEXT}<p><a href="https://lucky-wheel.example/" rel="sponsored">Online casino bonus</a></p>'),
        Good(
            "<p>The council wants to close the casino on the pier. Casinos pay a levy of four per cent to the city, "
            "and the casino on the pier paid none for two years.</p>"
            '<p>Read <a href="https://harbour-news.example/2026/casino-on-the-pier-pays-no-levy">how the casino on the '
            "pier escaped the levy</a>.</p>",
            fields={"title": {"rendered": "The casino on the pier"}},
            note="News about a casino is no casino.",
        ),
        Good(
            f'{TEXT}<p>We refer to the <a href="https://www.retina-specialists.example/">retina specialists</a>.</p>',
            note="A word inside of a word says nothing.",
        ),
    )

    def concerns(self, suspect: Suspect) -> bool:
        """Links whose text or address offers something of that kind."""
        return suspect.judgement.has(*_OFFERS)

    def message(self, case: Case, domain: str) -> str:
        """What is wrong."""
        offer = next(one for one in case.all_signs if one.id in _OFFERS)
        return f"Link to {domain} ({shown(case)}): {offer.says}, and it is not marked as sponsored."

    def most_severe(self, case: Case) -> Severity:
        """An error only for what has no honest use; search words of a trade may be clumsy."""
        return Severity.ERROR if any(one.id in _CLEAR for one in case.all_signs) else Severity.WARNING
