"""TXT014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Finding, Place, Severity
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule, Status
from audit.rules._edits import with_rel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class LinkBlankNoNoopener(PostRule[Link], code="TXT014", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """A link opens a new window without `noopener`.

    The new page could reach back through `window.opener`. Browsers have closed that way themselves since 2021, so the
    rule is off unless it is asked for.
    """

    remedy = 'Add rel="noopener".'
    sources = ("https://html.spec.whatwg.org/multipage/links.html#link-type-noopener",)
    needs = frozenset({"tag:a"})
    reads_content = True
    explained_by = {"paid-link-unqualified": SAME_ELEMENT}
    examples = (
        Bad('<p><a href="https://other.example/" target="_blank">Other</a></p>', says="noopener"),
        Good('<p><a href="https://other.example/" target="_blank" rel="noopener">Other</a></p>'),
        Good('<p><a href="https://saltmarsh.example/" target="_blank">Own</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """Links to other hosts only."""
        if not subject.leads_out or subject.url is None or (subject.node.attr("target") or "").lower() != "_blank":
            return
        if subject.rel.isdisjoint({"noopener", "noreferrer"}):
            yield Finding(
                f"Link to {subject.url.host} opens a new window without rel=noopener.",
                at=subject.place,
                value=subject.url.href,
                address=subject.url.href,
                fix=with_rel(
                    subject.node.tag,
                    subject.node.attr("rel"),
                    "noopener",
                    safe=True,
                    at=Place(subject.field, subject.node),
                ),
            )
