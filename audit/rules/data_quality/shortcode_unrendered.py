"""DAT027."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import RAW
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._head import texts_of_head
from audit.rules.data_quality._shortcodes import (
    SHORTCODE,
    SHORTCODE_CUES,
    builder_works,
    first_name_in,
    name_of,
    real,
    shortcodes_in,
)
from audit.rules.data_quality._shown import found_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.facts.head import HeadValue

_NAMED = 5
_ON_THE_PAGE = (
    "Nothing to mend in the post: the builder replaces them on the page. Apps and searches should read the page, or "
    "leave the brackets out."
)
_IN_THE_HEAD = (
    "Write a title and a description of its own in the SEO plugin, for shares too, or switch the plugin of the "
    "shortcode on again."
)


class ShortcodeUnrendered(PostRule[Post], code="DAT027", severity=Severity.WARNING, since="0.1.0"):
    """The text holds a shortcode instead of what it stands for.

    The plugin or theme that replaced it was switched off, or its name is misspelt; WordPress leaves brackets that it
    does not know as they are. The form, gallery or column is missing, and the page looks broken. Without qTranslate,
    all the languages of a text or title are shown at once, as in `[:en]Tide[:de]Flut[:]`.

    Some page builders replace their shortcodes on the page and not in the REST API. Where the builder shows that it is
    at work, it is only a notice: apps, feeds and searches that take the text from there still get the brackets.

    Where a plugin makes the description for shares of such a text, the cards that networks show begin with brackets.

    Brackets of ordinary writing are no shortcodes: a name of a known family, attributes or an end tag must be there,
    and code is left out.
    """

    remedy = "Remove the shortcode, or rebuild the passage with blocks; or switch the plugin on again."
    sources = (WP_POSTS, "https://developer.wordpress.org/plugins/shortcodes/")
    reads_content = True
    text_patterns = SHORTCODE_CUES
    gated = False
    examples = (
        Bad(
            "<p>[et_pb_section fb_built=&#8221;1&#8243;][et_pb_row]</p><p>The tide.</p><p>[/et_pb_row]</p>",
            says="holds 2 shortcodes (et_pb_section, et_pb_row)",
            points_at="[et_pb_section",
        ),
        Bad('<p>[tide-table harbour="north"]</p>', says="shortcode (tide-table)", points_at="[tide-table"),
        Bad("<p>[box]High water.[/box]</p>", says="shortcode (box)", points_at="[/box]"),
        Bad("<p>[:en]High water.[:de]Hochwasser.[:]</p>", says="2 shortcodes (:en, :de)", points_at="[:en]"),
        Bad(fields={"title": {"rendered": "[:en]High water[:de]Hochwasser[:]"}}, says="title holds a shortcode (:en)"),
        Bad(
            '<div class="wpb-content-wrapper"><p>[vc_row]</p><p>The tide.</p><p>[/vc_row]</p></div>',
            says="hands over a shortcode (vc_row) that the page builder replaces on the page",
            note="a notice",
        ),
        Bad(
            head='<title>Tide</title><meta property="og:description" content="[vc_row][vc_column]The tide." />',
            says="og:description shows a shortcode (vc_row)",
            points_at='content="[vc_row]',
        ),
        Bad(
            head='<title>Tide</title><meta name="twitter:description" content="[tide-table harbour=&#8221;no…" />',
            says="twitter:description shows a shortcode (tide-table)",
        ),
        Good(
            "<p>Write <code>[vc_row]</code>.</p>",
            head='<title>Tide</title><meta property="og:description" content="What [vc_row] does." />',
            note="The post explains it.",
        ),
        Good(
            "<p>The lake have [sic] fallen [1], […] [citation needed]. [Chorus] It lies in [0, 1] [PDF, 2 MB]. "
            "[rant]No![/rant]</p>",
            note="Prose.",
        ),
        Bad('<p>[Tide_Table harbour="north"]</p>', says="shortcode (Tide_Table)"),
        Good(
            '<p>High water. [Note that id="north" stands for the old quay. Photo by Maren, source="Coast Office"]</p>',
            note="Remarks.",
        ),
        Good(
            "<p>In Python, tides[:at] are the first and tides[:] all of them; he wrote [:it] too.</p>", note="Slices."
        ),
        Good("<p>The slice [:at] holds the first tides, and [:] all of them.</p>", note="Slices."),
        Good('<p>Write <code>[gallery ids="3,5"]</code>.</p><pre>[vc_row][/vc_row]</pre>', note="Code."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for the text, at the first one, with all names; in titles only qTranslate's are expected.

        In the stored source, shortcodes are where they belong.
        """
        title = facts.title
        if (
            "[:" in title
            and facts.content_field != RAW
            and (languages := [code for code in shortcodes_in(title) if code["language"]])
        ):
            yield Finding(
                f"The title holds a shortcode ({name_of(languages[0])}).",
                at=Place("title.rendered"),
                value=name_of(languages[0]),
            )
        if facts.rendered and self.code in facts.signals and (found := list(real(found_in_text(facts, SHORTCODE)))):
            yield _in_text(found, built=builder_works(facts), paged=facts.page is not None)
        in_head = [(name, value) for name, value in facts.once(texts_of_head) if "[" in value.text]
        if in_head:
            yield from _in_head(in_head, facts)


def _in_head(texts: Sequence[tuple[str, HeadValue]], facts: Facts) -> Iterable[Finding]:
    """One finding for what the head shows, but for the description, of which `description-markup` speaks.

    What stands in the title of the post as well, or as code in its text, was written to be read. A builder that
    replaces its shortcodes on the page may do so in the head of the page, too.
    """
    description = facts.head.description if facts.head is not None else None
    told = {facts.title, description.decoded if description is not None else ""}
    shown = [
        (name, value, code)
        for name, value in texts
        if value.decoded not in told and (code := first_name_in(value.decoded)) and f"[{code}" not in facts.title
    ]
    if not shown or _is_explained(shown[0][2], facts):
        return
    names = list(dict.fromkeys(name for name, _, _ in shown))
    where, verb = (names[0], "shows") if len(names) == 1 else (f"{', '.join(names[:-1])} and {names[-1]}", "show")
    yield Finding(
        f"The {where} {verb} a shortcode ({shown[0][2]}).",
        at=shown[0][1].place,
        value=" ".join(["head", *dict.fromkeys(code for _, _, code in shown)]),
        severity=Severity.NOTICE if facts.page is None and builder_works(facts) else None,
        remedy=_IN_THE_HEAD,
    )


def _is_explained(name: str, facts: Facts) -> bool:
    """Whether the text of the post shows a shortcode as code."""
    pattern = re.compile(rf"\[{re.escape(name)}\b")
    every = pattern.search(facts.text) is not None
    return every and next(found_in_text(facts, pattern), None) is None


def _in_text(found: Sequence[re.Match[str]], *, built: bool, paged: bool) -> Finding:
    names = list(dict.fromkeys([name_of(match) for match in found]))
    noun = "a shortcode" if len(names) == 1 else f"{len(names)} shortcodes"
    shown = ", ".join([*names[:_NAMED], "…"] if len(names) > _NAMED else names)
    return Finding(
        f"The REST API hands over {noun} ({shown}) that the page builder replaces on the page."
        if built
        else f"The text {'of the page' if paged else 'that WordPress hands over'} holds {noun} ({shown}).",
        at=Place("content.rendered", start=found[0].start(), end=found[0].end()),
        value=" ".join(names),
        severity=Severity.NOTICE if built else None,
        remedy=_ON_THE_PAGE if built else None,
        evidence=(Evidence("places", str(len(found))),) if len(found) > 1 else (),
    )
