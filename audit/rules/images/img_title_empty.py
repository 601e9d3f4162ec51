"""IMG009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Image
from audit.finding import Finding, Fix, Place, Severity
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class ImgTitleEmpty(PostRule[Image], code="IMG009", severity=Severity.NOTICE, since="0.1.0", status=Status.NAMED):
    """A picture has an empty title attribute.

    It does nothing. Importers leave it behind, so the rule is off unless it is asked for.
    """

    remedy = "Remove the attribute."
    sources = ("https://html.spec.whatwg.org/multipage/dom.html#the-title-attribute",)
    needs = frozenset({"tag:img"})
    reads_content = True
    examples = (
        Bad('<p><img src="/cat.jpg" alt="A cat" title="" width="60" height="40"></p>', says="empty title"),
        Good('<p><img src="/cat.jpg" alt="A cat" title="Our cat" width="60" height="40"></p>'),
    )

    def check(self, subject: Image, facts: Facts) -> Iterable[Finding]:
        """Only `<img>`."""
        if subject.node.attr("title") != "":
            return
        shown = subject.address
        yield Finding(
            "A picture has an empty title attribute.",
            at=Place(subject.field, subject.node, "title"),
            value=shown,
            fix=Fix(safe=True, summary="Remove title", element="img", attribute="title", before="", after=None),
        )
