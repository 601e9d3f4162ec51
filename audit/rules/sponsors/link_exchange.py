"""SPM003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import SAME_POST, SAME_TARGET, Bad, Good
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._verdict import Case, LinkVerdict, shown

if TYPE_CHECKING:
    from audit.rules.sponsors._suspects import Suspect


class LinkExchange(LinkVerdict, code="SPM003", severity=Severity.WARNING, since="0.1.0"):
    """A row of links to sites that have nothing to do with the post.

    Links that are exchanged or sold stand together: several unrelated firms in one line, or one firm under several
    search words. Search engines call it a link scheme, whatever the line is called.
    """

    remedy = 'Keep the links that readers need, take the others out or mark them with rel="nofollow".'
    sources = ("https://developers.google.com/search/docs/essentials/spam-policies#link-spam",)
    needs = frozenset({"tag:a"})
    explained_by = {
        "paid-link-unqualified": SAME_TARGET,
        "money-link": SAME_POST,
        "repeated-sponsor-block": SAME_TARGET,
        "rotating-sponsor-slot": SAME_TARGET,
    }
    examples = (
        Bad(
            f'{TEXT}<p>Friends of the site: <a href="https://carpet-shine.example/">carpet shine</a> | '
            '<a href="https://tinted-panes.example/">tinted panes</a> | <a href="https://printed-pens.example/">cheap '
            "pens</a></p>",
            says="carpet-shine.example",
            points_at="<a href=",
        ),
        Good(
            f'{TEXT}<ul><li><a href="https://carpet-shine.example/">Carpet shine</a></li>'
            '<li><a href="https://tinted-panes.example/">Tinted panes</a></li>'
            '<li><a href="https://printed-pens.example/">Printed pens</a></li></ul>',
            note="A list of partners is read as one.",
        ),
        Good(
            f'{TEXT}<p>Sources: <a href="https://carpet-shine.example/">a</a>, '
            '<a href="https://tinted-panes.example/">b</a>, <a href="https://printed-pens.example/">c</a></p>',
            note="Sources may stand in a row.",
        ),
        Good(
            f'{TEXT}<p>With us: <a href="https://slate-hall.example/">Museum of slate</a>, '
            '<a href="https://pier-north.example/">Friends of the pier</a>, '
            '<a href="https://reed.example/">Ann (drums)</a></p>',
            note="Names, and no search words.",
        ),
    )

    def concerns(self, suspect: Suspect) -> bool:
        """Links in a row of unrelated sites, or of several texts for one site."""
        return suspect.judgement.has("E5", "E6")

    def message(self, case: Case, domain: str) -> str:
        """What is wrong."""
        row = next(one for one in case.all_signs if one.id in {"E5", "E6"})
        if row.id == "E6":
            return f"Link to {domain} ({shown(case)}) stands in a row of {row.shown} sites that have nothing in common."
        return f"{row.shown} links to {domain} have different texts, as search words do ({shown(case)})."

    def most_severe(self, case: Case) -> Severity:
        """A warning: partners may stand in a row, too."""
        return Severity.WARNING
