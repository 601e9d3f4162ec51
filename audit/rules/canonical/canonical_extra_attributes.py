"""CAN010."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import removed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = '<title>Ferry times</title>\n<link rel="{}" {}href="https://saltmarsh.example/tide/" />'
_FOREIGN = ("hreflang", "lang", "media", "type")


class CanonicalExtraAttributes(
    PostRule[Head], code="CAN010", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW
):
    """The canonical carries an attribute that makes it another kind of link.

    A `link` with `hreflang`, `lang`, `media` or `type` names a version of the page for some readers. Google then does
    not take it for a canonical.
    """

    remedy = "Give canonical and language links each a tag of their own."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(head=_HEAD.format("canonical", 'hreflang="en" '), says="hreflang"),
        Good(head=_HEAD.format("canonical", "")),
        Good(head=_HEAD.format("alternate", 'hreflang="en" '), note="A language link is no canonical."),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each such canonical."""
        for value in subject.canonicals:
            node = value.node
            found = [name for name in _FOREIGN if node is not None and node.attr(name) is not None]
            if node is not None and found:
                yield Finding(
                    f"The canonical carries {', '.join(found)}; Google then ignores it.",
                    at=value.place,
                    value=" ".join(found),
                    fix=removed(node, found[0], at=Place(value.field, node)) if len(found) == 1 else None,
                    evidence=tuple(Evidence(name, node.attr(name) or "") for name in found),
                )
