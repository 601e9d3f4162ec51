"""MET016."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts import Head
from audit.facts.text import is_cjk
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.metadata._head import description_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ESCAPE = "Let the theme or plugin that prints the tag write &quot; for a quotation mark."


class DescriptionTooShort(
    PostRule[Head], code="MET016", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The meta description is very short.

    Search engines set no least length, but where a description says too little they cut a snippet from the text
    instead. A sentence or two is what a result has room for.
    """

    remedy = "Say in one or two sentences what the reader gets."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry times</title><meta name="description" content="When the ferry sails.">',
            says="21 characters",
            points_at='content="When the ferry',
        ),
        Bad(
            head='<title>Ferry times</title><meta name="description" content="Why the "Maren" sails late in spring.">',
            says="has 7 characters, because a quotation mark in it ends it",
        ),
        Good(
            head='<title>Ferry</title><meta name="description" content="When the ferry to the outer isles sails, '
            'day by day, and what it costs with a bicycle.">',
        ),
        Good(
            head='<title>渡船</title><meta name="description" '
            'content="夏の間、島への渡船は一日四便です。冬は鐘を鳴らした時だけ出ます。犬は無料、自転車は半額です。">',
            note="A Chinese or Japanese character says as much as two letters.",
        ),
        Good(head="<title>Ferry times</title>", note="A missing description is another fault."),
    )

    characters: int = 70
    """Least number of characters; half as many in Chinese, Japanese or Korean."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective description."""
        description = facts.once(description_of)
        length = len(description)
        if not length or length >= self.characters:
            return ()
        least = self.characters // 2 if is_cjk(description) else self.characters
        if length < least:
            value = next(value for value in subject.descriptions if not value.blank)
            cut = value.node is not None and any('"' in name for name in value.node.attrs)
            return (
                Finding(
                    f"The meta description has {length} characters"
                    + (", because a quotation mark in it ends it" if cut else f"; at least {least} are advisable")
                    + ".",
                    at=value.place,
                    value=description,
                    remedy=_ESCAPE if cut else None,
                ),
            )
        return ()
