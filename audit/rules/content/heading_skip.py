"""TXT002."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules.content._headings import in_order, is_empty, is_heading, shown
from audit.rules.content._hidden import is_concealed
from audit.rules.data_quality._shortcodes import holds_builder_code, holds_builder_code_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbohtml import Element

    from audit.facts import Facts, Heading

_ROOTS = "blockquote,details,dialog,fieldset,figure,td"
_WIDGET_TITLE = re.compile(
    r"(?:^|[\s_-])(?:toggle|accordion|tabs?|spoiler)[_-]+(?:title|header|heading)(?:$|[\s_-])|\bvc_tta-panel-title\b"
)
"""Classes of the title of a part that opens and closes: its builder chose the level, not the editor."""
_SWITCH = "[aria-expanded],[data-toggle=collapse],[data-bs-toggle=collapse],[data-vc-accordion]"
"""What opens and closes such a part, inside its title."""
_WIDGETS = ".vc_toggle_title,.vc_toggle,amp-accordion"
"""What only such titles stand in: WPBakery's FAQ, and the accordion of AMP."""
_MOST_SHOWN = 5
_BELOW_H1 = "below-h1"
"""The upper heading is a second title, which becomes a level lower when that is mended."""


class HeadingSkip(PostRule[Post], code="TXT002", severity=Severity.WARNING, since="0.1.0"):
    """A heading leaves out a level.

    Levels say what belongs to what. Who moves from heading to heading with a screen reader looks for the missing one;
    as a rule the level was chosen for its size.
    """

    remedy = "Give the lower heading the level that comes next (3 after 2), and leave its size to the theme."
    sources = ("https://www.w3.org/WAI/tutorials/page-structure/headings/",)
    needs = frozenset({"tag:h3", "tag:h4", "tag:h5", "tag:h6"})
    reads_content = True
    explained_by = {"content-h1": SAME_POST.when(_BELOW_H1)}
    examples = (
        Bad("<h2>Tides</h2><p>High.</p><h4>In May</h4><p>Low.</p>", says="from level 2 to 4", points_at="<h4>In May"),
        Bad("<h2>A</h2><h5>B</h5><h2>C</h2><h5>D</h5>", says="twice"),
        Good("<h2>Tides</h2><h3>In May</h3><h4>By night</h4><h2>Boats</h2>"),
        Good('<h2>A</h2>[et_pb_toggle title="B"]<h4>C</h4>[/et_pb_toggle]', note="A builder makes the level between."),
        Good("<h1></h1><p>High.</p><h3>In May</h3>", note="An empty heading is another rule's."),
        Good("<h4>In May</h4><p>Low.</p><h2>Tides</h2>", note="Going up leaves nothing out."),
        Good('<h2>A</h2><h5 class="et_pb_toggle_title">B</h5>', note="A builder's level for a part that opens."),
        Bad('<h2>A</h2><h5 class="toggled">B</h5>', says="from level 2 to 5"),
        Good(
            '<h2>A</h2><h4 class="panel-title"><a href="#b" data-toggle="collapse" aria-expanded="false">B</a></h4>'
            '<div id="b">C</div>',
            note="The switch inside says that it is the title of a part that opens.",
        ),
        Good('<h2>A</h2><div class="vc_toggle"><div class="vc_toggle_title"><h4>B</h4></div></div>'),
        Good("<h2>A</h2><amp-accordion><section><h4>B</h4><p>C</p></section></amp-accordion>"),
        Good('<h2>Tides</h2><h6 role="tab">In May</h6>', note="A tab in the shape of a heading."),
        Good('<h2>Tides</h2><div style="display:none"><h4>In May</h4></div>', note="Hidden."),
        Good(
            "<h2>Tides</h2><blockquote><h4>In May</h4><p>Low.</p></blockquote>",
            note="A quotation brings its own levels.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each pair of levels, at the first place."""
        by_level = facts.headings
        if not by_level or by_level[-1].level - by_level[0].level < 2:  # noqa: PLR2004 - no level lies between
            return ()
        headings = facts.once(in_order)
        leaps = [after for before, after in pairwise(headings) if after.level > before.level + 1]
        return _findings(headings, facts) if leaps else ()


def _findings(headings: Sequence[Heading], facts: Facts) -> Iterator[Finding]:
    """One for each pair of levels; what stands in a quotation or a cell is a sequence of its own."""
    last: dict[Element | None, Heading] = {}
    skips: dict[tuple[int, int], list[tuple[Heading, Heading]]] = {}
    for heading in headings:
        if not is_heading(heading.node) or is_empty(heading.node) or _is_widget_title(heading.node):
            continue
        root = heading.node.closest(_ROOTS)
        before = last.get(root)
        if (
            before is not None
            and heading.level > before.level + 1
            and not _is_built_between(before, heading, facts)
            and not is_concealed(heading.node)
        ):
            skips.setdefault((before.level, heading.level), []).append((before, heading))
        last[root] = heading
    for (upper, lower), places in skips.items():
        before, heading = places[0]
        number = {1: "", 2: ", twice"}.get(len(places), f", {len(places)} times")
        yield Finding(
            f'Headings go from level {upper} to {lower}{number}: "{shown(heading)}" follows "{shown(before)}".',
            at=heading.place,
            value=f"h{upper} h{lower}",
            evidence=tuple(Evidence("also", shown(other)) for _, other in places[1:_MOST_SHOWN]),
            form=_BELOW_H1 if (upper, lower) == (1, 3) else "",
        )


def _is_widget_title(node: Element) -> bool:
    if _WIDGET_TITLE.search((node.attr("class") or "").lower()) is not None:
        return True
    return node.select_one(_SWITCH) is not None or node.closest(_WIDGETS) is not None


def _is_built_between(before: Heading, after: Heading, facts: Facts) -> bool:
    """Shortcodes of a page builder stand between the two, and may become the heading that seems to be left out."""
    content = facts.content
    if content is None or not holds_builder_code(facts):
        return False
    start, end = content.tag_span(before.node)[1], content.tag_span(after.node)[0]
    return holds_builder_code_between(facts, start - content.begins_at, end - content.begins_at)
