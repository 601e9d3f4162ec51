"""EXP002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import SAME_SITE, Bad, CorpusRule, Good, Scope
from audit.rules.exposure.user_enumeration_url import AUTHOR_PATH
from audit.rules.rich_results._names import DEFAULT_LOGINS
from audit.rules.rich_results.author_generic_name import author_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        Bad(
            fields={"author": 1, "_embedded": {"author": [{"id": 1, "name": "Maren Holt", "slug": "admin"}]}},
            says="account 1",
            note="The display name is another, and the address of the archive still tells.",
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
        login = next((login for login in _said(facts) if login in DEFAULT_LOGINS), "")
        return ((f"{facts.site}\t{login}", Witness((login,), Place("author"))),) if login else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site and login."""
        login = str(witnesses[0].values[0])
        yield CorpusFinding(f'The posts give away that account 1 is called "{login}".', value=login, target=login)


def _said(facts: Facts) -> Iterator[str]:
    """What the post says that its author is called: display names, and the names in addresses of the archive."""
    for author in author_names(facts):
        yield fold(author.name).casefold()
    embedded = facts.post.embedded
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    for author in authors if isinstance(authors, list) else ():
        if isinstance(author, dict) and author.get("id") == _FIRST_ACCOUNT:
            yield str(author.get("slug")).casefold()
    # Of several persons nobody knows which one the account is.
    archives = {
        found[1].casefold()
        for person in facts.graph.of_type("Person")
        if (url := parse_url(person.text("url") or "", facts.base)) is not None
        and url.registrable == facts.own_domain
        and (found := AUTHOR_PATH.search(url.path))
    }
    if len(archives) == 1:
        yield from archives
