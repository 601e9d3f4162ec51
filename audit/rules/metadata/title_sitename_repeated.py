"""MET007."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule, Status
from audit.rules._edits import of_head
from audit.rules.metadata._head import SEPARATORS, parts_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix


class TitleSitenameRepeated(
    PostRule[Head], code="MET007", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The title says the site's name more than once.

    As a rule the editor wrote it and the title template adds it again. It takes the room that the words need by which
    a reader chooses.
    """

    remedy = "Take the site's name out of the post's SEO title, or out of the template."
    sources = ("https://developers.google.com/search/docs/appearance/title-link",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry times - Saltmarsh - Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            says='"Saltmarsh" 2 times',
            points_at="<title>",
        ),
        Bad(
            head="<title>Ferry times by Saltmarsh Weekly | Saltmarsh Weekly</title>"
            '<meta property="og:site_name" content="Saltmarsh Weekly">',
            says='"Saltmarsh Weekly" 2 times',
        ),
        Good(
            head='<title>Why a saltmarsh floods - Saltmarsh</title><meta property="og:site_name" content="Saltmarsh">',
            note="A single word may be an ordinary word; it counts only between separators.",
        ),
        Good(
            head="<title>Ferry times - Saltmarsh Weekly</title>"
            '<meta property="og:site_name" content="Saltmarsh Weekly">',
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for the effective title."""
        name = facts.site_name
        title = subject.title
        if not name or title is None:
            return ()
        text = facts.once(title_of)
        if len(text) < 2 * len(name):
            return ()
        low, wanted = text.casefold(), name.casefold()
        if low.count(wanted) < 2:  # noqa: PLR2004 - once is right
            return ()
        if " " in name:
            count = len(re.findall(rf"(?<!\w){re.escape(wanted)}(?!\w)", low))
        else:
            count = parts_of(low).count(wanted)
        if count > 1:
            return (
                Finding(
                    f'The title says the site\'s name "{name}" {count} times: "{text}".',
                    at=title.place,
                    value=text,
                    fix=_said_once(title, text, name) if count == 2 else None,  # noqa: PLR2004 - one too many
                ),
            )
        return ()


def _said_once(title: HeadValue, text: str, name: str) -> Fix | None:
    """The edit that takes the name off the end, where the template has put it behind what ends with it already."""
    rest = text[: -len(name)].rstrip() if text.casefold().endswith(name.casefold()) else ""
    bare = rest.rstrip(f"{SEPARATORS} ")
    if bare == rest or not bare.casefold().endswith(name.casefold()):
        return None
    return of_head(title, bare, "say the site's name once")
