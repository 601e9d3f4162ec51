"""SPM010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.sponsors._deception import may_pretend, pretences, words_of_link
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class DeceptiveLink(CorpusRule, code="SPM010", severity=Severity.ERROR, since="0.1.0"):
    """A link shows one address and leads to another.

    Readers go where they did not want to go. That is how passwords and fees are stolen; and where it is only a slip, it
    looks the same to them.
    """

    remedy = "Find out where the link should lead, and make its text and its address agree."
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#malicious-practices",
        "https://www.rfc-editor.org/rfc/rfc3986#section-7.6",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    keeps_quotes = True
    examples = (
        Bad(
            f'{TEXT}<p>Look it up at <a href="https://fee-today.example/pay">www.parcel-office.example/track</a>.</p>',
            says="parcel-office.example",
            points_at="<a href=",
        ),
        Bad(
            f'{TEXT}<p>Log in at the <a href="https://www.savings.example@198.51.100.23/login">savings bank</a>.</p>',
            says="198.51.100.23",
        ),
        Bad(
            f'{TEXT}<p>Pay it at <a href="https://tollb00th.example/">tollbooth.example</a>.</p>',
            says="tollb00th.example",
        ),
        Bad(
            f'{TEXT}<p>Pay it at <a href="https://www.to11booth-support.example/">www.tollbooth.example</a>.</p>',
            says="to11booth-support.example",
        ),
        Bad(
            f'{TEXT}<p>Pay at <a href="https://www.tollbooth-secure-login.example/">www.tollbooth.example</a>.</p>',
            says="tollbooth-secure-login.example",
        ),
        Bad(
            f'{TEXT}<p>Pay at <a href="https://tollbooth-secure-login.example/">www.toll-booth.example</a>.</p>',
            says="tollbooth-secure-login.example",
        ),
        Bad(
            f'{TEXT}<p>Pay it at <a href="https://tollbooth.com.check-in.example/">tollbooth.com</a>.</p>',
            says="check-in.example",
        ),
        Good(
            f'{TEXT}<p><a href="https://www.tollbooth.com.ezproxy.library.example/">www.tollbooth.com</a></p>',
            note="A library's proxy.",
        ),
        Bad(
            f'{TEXT}<p>Hier: <a href="https://tollbooth-sicher.test/konto">www.tollbooth.example</a>.</p>',
            says="tollbooth-sicher.test",
        ),
        Good(
            f'{TEXT}<p><a href="https://www.mueller.example/">www.müller.example</a></p>',
            note="The name with its umlaut spelled out.",
        ),
        Good(f'{TEXT}<p><a href="https://tollbooth-tickets.example/">tollbooth.example</a></p>', note="Its shop."),
        Good(f'{TEXT}<p><a href="http://wei.li@harbour.example">Write to Wei</a></p>', note="A mail address."),
        Good(f'{TEXT}<p><a href="https://www.ferry.example/times">ferry.example/times</a></p>'),
        Good(f'{TEXT}<p><a href="https://ferry-line.example/">www.ferry.example</a></p>', note="The firm was renamed."),
        Good(
            f'{TEXT}<p><a href="https://journals.estuary.example/10.1234/silt.7">https://doi.org/10.1234/silt.7</a></p>',
            note="The name of a publication, and the publisher's page.",
        ),
        Good(f'{TEXT}<p><a href="https://code.example/chat">Socket.IO</a></p>', note="A name is no address."),
        Good(
            f'{TEXT}<p><a href="https://github.com/tide/tables/issues">http://code.google.com/p/tide-tables/issues</a></p>',
            note="A project that moved.",
        ),
        Good(
            f'{TEXT}<p><a href="https://web.archive.org/web/2014/http://www.mill.example/">www.mill.example</a></p>',
            note="A copy of the page that is shown.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each link that shows another address."""
        return self._witnesses(facts) if may_pretend(facts) else ()

    def _witnesses(self, facts: Facts) -> Iterator[tuple[str, Witness]]:
        for link, target, feature, shown, hard in pretences(facts):
            offset, end = facts.spot(link.place)[1:3]
            values = (feature, shown, hard, words_of_link(link), target.outer.host, offset, end)
            yield f"{facts.site}\t{target.url.registrable}", Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and target."""
        domain = key.partition("\t")[2]
        worst: dict[int, Witness] = {}
        for witness in witnesses:
            if witness.order not in worst or (witness.values[2] and not worst[witness.order].values[2]):
                worst[witness.order] = witness
        for witness in worst.values():
            feature, shown, hard, words, host, start, end = witness.values
            related, count = others(witness, witnesses, f"has such a link to {domain}, too")
            if feature == "G6":
                message = f"Link {words} leads to {host}: {shown} before the @ is only a user name."
            else:
                message = f"Link shows {shown} and leads to {domain}."
            yield CorpusFinding(
                message,
                value=f"{shown} {host}",
                target=domain,
                severity=Severity.ERROR if hard else Severity.WARNING,
                confidence=Confidence.DEFINITIVE,
                evidence=(told(str(feature), str(shown), start, end),),
                witness=witness,
                related=related,
                related_count=count,
            )
