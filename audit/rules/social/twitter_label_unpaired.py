"""SOC027."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_PAIRS = tuple((f"twitter:label{number}", f"twitter:data{number}") for number in range(1, 5))


class TwitterLabelUnpaired(
    PostRule[Head], code="SOC027", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """A label of the card has no value.

    Slack and others print `Written by` and `Est. reading time` beside a link, out of pairs of tags. A label without its
    value says nothing, or takes the next one's.
    """

    remedy = "Print twitter:label and twitter:data of one number together, or neither."
    sources = ("https://github.com/Yoast/wordpress-seo/blob/trunk/src/presenters/slack/enhanced-data-presenter.php",)
    needs = frozenset({"head:html"})
    examples = (
        Bad(
            head='<title>Tide</title><meta name="twitter:label1" content="Written by" />'
            '<meta name="twitter:label2" content="Reading time" /><meta name="twitter:data2" content="2 minutes" />',
            says="twitter:data1",
        ),
        Good(
            head='<title>Tide</title><meta name="twitter:label1" content="Geschrieben von" />'
            '<meta name="twitter:data1" content="Maren Holt" />'
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for each label."""
        by_name = subject.by_name
        if _PAIRS[0][0] not in by_name and _PAIRS[1][0] not in by_name:
            return
        for label, data in _PAIRS:
            if label in by_name and all(value.blank for value in by_name.get(data, ())):
                value = by_name[label][0]
                yield Finding(
                    f'The label "{value.text.strip()}" has no value: {data} is missing.', at=value.place, value=label
                )
