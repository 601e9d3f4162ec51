"""TXT001."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.content._headings import is_empty
from audit.rules.content._hidden import is_concealed
from audit.rules.data_quality._shortcodes import holds_builder_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbohtml import Element

    from audit.facts import Facts

_OWN_TITLE = re.compile(r"blank|canvas|landing|no-?(?:title|header)|hide-?title|elementor_header_footer", re.IGNORECASE)
"""Templates that leave the title to the content."""
_BUILT = ",".join(
    f'[class*="{name}"]' for name in ("elementor-", "et_pb_", "fl-", "vc_", "brxe-", "brz-", "wp-block-post-title")
)
"""What page builders make: they print the page's title too."""
_LONGEST = 80


class ContentH1(PostRule[Post], code="TXT001", severity=Severity.WARNING, since="0.1.0"):
    """The text has a heading of the first level.

    The theme prints the title of the post as the first level already. With a second one, who listens to the page, or
    reads it by its headings, cannot tell what it is called.
    """

    remedy = "Make it a heading of the second level, and the ones below it accordingly."
    sources = ("https://www.w3.org/WAI/tutorials/page-structure/headings/",)
    needs = frozenset({"tag:h1"})
    reads_content = True
    examples = (
        Bad("<h1>The summer timetable</h1><p>The ferry sails at noon.</p>", says="The summer", points_at="<h1>The"),
        Bad("<h1>Noon</h1><p>It sails.</p><h1>Night</h1><p>It does not.</p>", says="2 headings"),
        Good("<h2>The summer timetable</h2><p>The ferry sails at noon.</p>"),
        Good(
            "<h1>The summer timetable</h1><p>The ferry sails at noon.</p>",
            fields={"type": "page"},
            note="Landing pages print their own title.",
        ),
        Good(
            "<h1>The summer timetable</h1><p>The ferry sails at noon.</p>",
            fields={"template": "template-canvas.php"},
            note="So do posts whose template leaves the title out.",
        ),
        Good(
            '<div><h1 class="elementor-heading-title">The summer timetable</h1></div>', note="And what builders make."
        ),
        Good(
            "<p>[et_pb_text]</p><h1>The summer timetable</h1><p>[/et_pb_text]</p>", note="Or will make of shortcodes."
        ),
        Good(
            page='<title>Tide</title><div class="entry-content"><h1>The summer timetable</h1><p>It sails.</p></div>',
            note="The page has no other: this is its title.",
        ),
        Good("<h2>Noon</h2><noscript><h1>Turn scripts on</h1></noscript>", note="Few readers meet it."),
        Good("<h1></h1><p>The ferry sails at noon.</p>", note="An empty heading is another rule's."),
    )

    def applies(self, facts: Facts) -> bool:
        """Not pages and templates that print no title of their own."""
        post = facts.post
        return post.type != "page" and not (post.template and _OWN_TITLE.search(post.template))

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, at the first of them."""
        found = [
            node
            for node in facts.elements_of_text("h1")
            if not is_empty(node) and node.closest(_BUILT) is None and not is_concealed(node)
        ]
        if not found or holds_builder_code(facts) or _is_the_title(found, facts):
            return
        first = " ".join(found[0].text.split())[:_LONGEST]
        message = f'The text has a heading of the first level: "{first}".'
        if len(found) > 1:
            message = f'The text has {len(found)} headings of the first level, the first is "{first}".'
        others = [Evidence("another", " ".join(node.text.split())[:_LONGEST]) for node in found[1:4]]
        yield Finding(message, at=Place("content.rendered", found[0], whole=True), value=first, evidence=tuple(others))


def _is_the_title(found: Sequence[Element], facts: Facts) -> bool:
    """Whether the page is known, and the heading of the text is the only one of the first level on it."""
    return facts.page is not None and len(found) == 1 and len(facts.page.markup.elements("h1")) == 1
