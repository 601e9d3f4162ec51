"""MET017."""

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


class DescriptionTooLong(PostRule[Head], code="MET017", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW):
    """The meta description is longer than a search result shows.

    What stands behind the cut is not read. Search engines set no limit and punish nobody: it is the reader who does
    not see the end.
    """

    remedy = "Say what matters in the first sentence, and shorten the rest."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry</title><meta name="description" content="When the ferry to the outer isles sails, '
            "day by day, what it costs with a bicycle or a dog, who decides about pianos, and why the crews move their "
            'departure by a few minutes in spring, when the flats flood later.">',
            says="characters; search results show about 160",
            points_at='content="When the ferry',
        ),
        Bad(
            head='<title>渡船</title><meta name="description" '
            'content="夏の間、島への渡船は一日四便です。冬は鐘を鳴らした時だけ出ます。犬は無料、自転車は半額です。'
            'ピアノについては船長が決めます。島には宿が一軒だけあり、夕食は前日までに頼む必要があります。">',
            says="about 80",
        ),
        Good(
            head='<title>Ferry</title><meta name="description" content="When the ferry to the outer isles sails, '
            'day by day, and what it costs with a bicycle.">',
        ),
    )

    characters: int = 160
    """Greatest number of characters; half as many in Chinese, Japanese or Korean."""

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective description."""
        description = facts.once(description_of)
        length = len(description)
        if 2 * length <= self.characters:
            return ()
        most = self.characters // 2 if is_cjk(description) else self.characters
        if length > most:
            place = next(value.place for value in subject.descriptions if not value.blank)
            return (
                Finding(
                    f"The meta description has {length} characters; search results show about {most}.",
                    at=place,
                    value=description,
                ),
            )
        return ()
