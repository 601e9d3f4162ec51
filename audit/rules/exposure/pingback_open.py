"""EXP006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit._counted import of_all
from audit.finding import CorpusFinding, Place, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals


class PingbackOpen(
    CorpusRule, code="EXP006", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW, scope=Scope.SITE
):
    """Pingbacks are open while comments are closed.

    Nobody reads pingbacks where there are no comments; spammers use them, and they have served to attack others.
    """

    remedy = "Switch off link notifications under Settings, Discussion, and for older posts with the bulk editor."
    sources = ("https://developer.wordpress.org/advanced-administration/security/hardening/",)
    needs = frozenset({"field:ping_status"})
    examples = (
        Bad(fields={"ping_status": "open", "comment_status": "closed"}, says="pingbacks"),
        Good(fields={"ping_status": "open", "comment_status": "open"}),
        Good(fields={"ping_status": "closed", "comment_status": "closed"}),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post that takes pingbacks and no comments."""
        if facts.post.ping_status == "open" and facts.post.comment_status != "open":
            yield facts.site, Witness(at=Place("ping_status"))

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        posts = len({witness.order for witness in witnesses})
        yield CorpusFinding(
            f"{of_all(posts, totals.posts, 'post', 'takes', 'take')} pingbacks although comments are not open."
        )
