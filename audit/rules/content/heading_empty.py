"""TXT003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Element

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import replaced
from audit.rules.content._headings import in_order, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class HeadingEmpty(PostRule[Post], code="TXT003", severity=Severity.WARNING, since="0.1.0"):
    """A heading has no text.

    Screen readers announce a heading and then nothing, and lists of contents have a gap. As a rule it is a blank line
    that was made with the wrong format, or a picture without a text.
    """

    remedy = "Delete the heading; if it holds a picture, give the picture a text."
    sources = ("https://www.w3.org/WAI/tutorials/page-structure/headings/",)
    needs = frozenset({"tag:h1", "tag:h2", "tag:h3", "tag:h4", "tag:h5", "tag:h6"})
    reads_content = True
    examples = (
        Bad("<h2>&nbsp;</h2><p>The ferry sails at noon.</p>", says="no text", points_at="<h2>&nbsp;</h2>"),
        Bad('<h3><img src="/tide.jpg" alt="" width="60" height="40"></h3>', says="level 3"),
        Bad("<h2></h2><p>It sails.</p><h2><br></h2>", says="2 headings"),
        Good("<h2>The summer timetable</h2>"),
        Good('<h2><img src="/tide.jpg" alt="The tide" width="60" height="40"></h2>'),
        Good('<h2><svg role="img"><title>Tides</title></svg></h2>'),
        Good('<h2 aria-label="Tides"><i class="fa fa-water"></i></h2>'),
        Good('<h2 style="display: none"></h2>', note="Hidden: a script fills and shows it."),
        Good('<h2><span class="typed"></span></h2>', note="A script writes the text."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first of them."""
        found = [heading for heading in facts.headings if is_empty(heading.node)]
        if not found:
            return ()
        first = next((one for one in facts.once(in_order) if one in found), found[0])
        message = f"A heading of level {first.level} has no text."
        if len(found) > 1:
            message = f"{len(found)} headings have no text."
        fix = None
        if (
            len(found) == 1
            and not first.node.text
            and not any(isinstance(inside, Element) for inside in first.node.descendants)
        ):
            fix = replaced([first.node], facts, "", "delete the heading", safe=False)
        return (Finding(message, at=first.place, fix=fix),)
