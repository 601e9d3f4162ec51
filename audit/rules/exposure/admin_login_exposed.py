"""EXP002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import SAME_SITE, Bad, CorpusRule, Good, Scope
from audit.rules.rich_results._names import DEFAULT_LOGINS
from audit.rules.rich_results.author_generic_name import author_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

_FIRST_ACCOUNT = 1


class AdminLoginExposed(CorpusRule, code="EXP002", severity=Severity.WARNING, since="0.1.0", scope=Scope.SITE):
    """The first account still has the default login, and the posts say so.

    Account 1 under the name that the installer proposed is what every password guesser tries first. The posts confirm
    that it exists and that it is in use.
    """

    remedy = (
        "Write under an account of your own that is no administrator, and rename or remove the default account. "
        "A display name that differs from the login helps meanwhile."
    )
    sources = (
        "https://developer.wordpress.org/advanced-administration/security/hardening/",
        "https://make.wordpress.org/core/handbook/testing/reporting-security-vulnerabilities/",
    )
    needs = frozenset({"field:author"})
    explained_by = {"author-generic-name": SAME_SITE}
    examples = (
        Bad(
            head='<title>Tide</title><meta name="author" content="admin" />',
            fields={"author": 1, "yoast_head_json": None},
            says="account 1",
        ),
        Good(
            head='<title>Tide</title><meta name="author" content="admin" />',
            fields={"author": 7, "yoast_head_json": None},
            note="A name alone is no proof of the first account.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post of account 1 whose author is named by a default login."""
        if facts.post.author_id != _FIRST_ACCOUNT:
            return ()
        for author in author_names(facts):
            login = fold(author.name).casefold()
            if login in DEFAULT_LOGINS:
                return ((f"{facts.site}\t{login}", Witness((login,), Place("author"))),)
        return ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and login."""
        login = str(witnesses[0].values[0])
        yield CorpusFinding(f'The posts give away that account 1 is called "{login}".', value=login, target=login)
