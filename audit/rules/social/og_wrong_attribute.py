"""SOC017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Fix, Form, Place, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue


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
                    fix=_renamed(wrong, facts),
                ),
            )
        return ()


def _renamed(wrong: Sequence[tuple[str, HeadValue]], facts: Facts) -> Fix | None:
    """The edit that renames the attribute, where one tag has the wrong one."""
    node = wrong[0][1].node
    if len(wrong) > 1 or node is None:
        return None
    markup = facts.markup_of(wrong[0][1].field)
    if markup is None:
        return None
    start, end = (offset - markup.begins_at for offset in markup.attribute_span(node, "name"))
    before = markup.source[start:end]
    if before[: len(_NAME)].lower() != _NAME:
        return None
    return Fix(
        safe=False,
        summary="write property",
        element="meta",
        attribute="name",
        before=before,
        after=f"property{before[len(_NAME) :]}",
        form=Form.SOURCE,
        at=Place(wrong[0][1].field, raw=(start, end)),
    )


_NAME = "name"
