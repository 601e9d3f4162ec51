"""EXP003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class RestUserLink(
    CorpusRule, code="EXP003", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED, scope=Scope.SITE
):
    """The REST answer links to the author's account.

    Every WordPress site does so. Only a request can tell whether the address answers strangers, so the rule is off
    unless it is asked for.
    """

    remedy = "If accounts are to stay private, require a login for /wp/v2/users."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:_links"})
    examples = (
        Bad(
            fields={"_links": {"author": [{"href": "https://saltmarsh.example/wp-json/wp/v2/users/3"}]}},
            says="/wp/v2/users/",
        ),
        Good(fields={"_links": {"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/12"}]}}),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post with such a link."""
        links = facts.post.links
        authors = links.get("author") if isinstance(links, dict) else None
        first = authors[0] if isinstance(authors, list) and authors else None
        href = first.get("href") if isinstance(first, dict) else None
        if isinstance(href, str) and "/wp/v2/users/" in href.replace("%2F", "/"):
            yield facts.site, Witness((href,), Place("_links", pointer="/author/0/href", shown=href))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        users = len({witness.values[0] for witness in witnesses})
        noun = "account" if users == 1 else "accounts"
        yield CorpusFinding(
            f"The REST answers link to {users} {noun} under /wp/v2/users/.", address=str(witnesses[0].values[0])
        )
