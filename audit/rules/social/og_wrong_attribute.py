"""SOC017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Place, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import renamed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class OgWrongAttribute(PostRule[Head], code="SOC017", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """Open Graph tags have `name` where `property` belongs.

    The big networks read both. Smaller readers and validators keep to the protocol, and see no tags.
    """

    remedy = 'Write <meta property="og:…"> in the theme or plugin that prints the tags.'
    sources = ("https://ogp.me/#metadata",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="og:title" content="Tide" /><meta name="og:type" content="article" />',
            says="og:title, og:type",
            points_at="<meta",
        ),
        Good(head='<title>Tide</title><meta property="og:title" content="Tide" />'),
        Good(head='<title>Tide</title><meta name="twitter:title" property="og:title" content="Tide" />'),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for all of them: they come out of one template."""
        wrong = [
            (name, value)
            for name, values in subject.by_name.items()
            if name[:3] == "og:"
            for value in values
            if value.node is not None and value.node.attr("property") is None
        ]
        if wrong:
            first = wrong[0][1]
            names = ", ".join(dict.fromkeys(name for name, _ in wrong))
            return (
                Finding(
                    f"Tags have name= where property= belongs: {names}.",
                    at=Place(first.field, first.node),
                    value=names,
                    fix=renamed(wrong[0][1], "name", "property", facts) if len(wrong) == 1 else None,
                ),
            )
        return ()
