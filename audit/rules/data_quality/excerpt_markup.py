"""DAT020."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import plain
from audit.finding import Evidence, Finding, Fix, Form, Place, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_field
from audit.rules.data_quality._references import references_in
from audit.rules.data_quality._shortcodes import builder_works, shortcodes_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_LONGEST = 60


class ExcerptMarkup(PostRule[Post], code="DAT020", severity=Severity.WARNING, since="0.1.0"):
    """The excerpt shows a shortcode or an HTML reference.

    Lists, feeds and search results print the excerpt as it is. `[gallery]` or `&nbsp;` in it is read as it stands.

    Some page builders replace their shortcodes on the page and not in the REST API. Where the builder shows that it is
    at work, it is only a notice, for those who take the excerpt from there.
    """

    remedy = "Write an excerpt by hand, or remove the shortcode from the beginning of the text."
    sources = ("https://developer.wordpress.org/reference/functions/wp_trim_excerpt/",)
    needs = frozenset({"field:excerpt"})
    reads_content = True
    explained_by = {"shortcode-unrendered": SAME_POST.when("of the text")}
    examples = (
        Bad(
            fields={"excerpt": {"rendered": '<p>[tide-table harbour="north"] The tide is late.</p>'}},
            says='shows "[tide-table',
        ),
        Bad(
            fields={"excerpt": {"rendered": "<p>Salt &amp;amp; light</p>"}}, says='shows "&amp;"', points_at="&amp;amp;"
        ),
        Bad(
            fields={"excerpt": {"rendered": '<p>The tide <&#8221;b&#8221; title="&amp;#8221;late&amp;#8221;"></p>'}},
            says='shows "&#8221;"',
            points_at="&amp;#8221;",
            note="A tag in quotation marks is none, and is read as it stands.",
        ),
        Good(fields={"excerpt": {"rendered": "<p>The tide is late [&hellip;]</p>"}}, note="WordPress's own mark."),
        Good(fields={"excerpt": {"rendered": "<p>Salt &amp; light, drum&amp;bass;</p>"}}),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post. Most brackets are WordPress's own `[&hellip;]`."""
        html = subject.excerpt_html
        if not html:
            return ()
        html = html.replace("[&hellip;]", "").replace("[…]", "").replace("[&#8230;]", "")
        if "[" not in html and "&amp;" not in html:
            return ()
        text = plain(html)
        codes = [match[0] for match in shortcodes_in(text)]
        references = references_in(text)
        shown = codes + references
        if not shown:
            return ()
        finding = Finding(
            f'The excerpt shows "{_cut(shown[0])}".',
            at=_place(shown[0], subject.excerpt_html or ""),
            value=" ".join(dict.fromkeys(shown)),
            severity=Severity.NOTICE if not references and builder_works(facts) else None,
            evidence=(Evidence("places", str(len(shown))),) if len(shown) > 1 else (),
            fix=_decoded(shown[0], subject.excerpt_html or "") if len(shown) == 1 and references else None,
            form="of the text" if not references and codes[0].split()[0] in facts.text else "",
        )
        return (finding,)


def _place(code: str, html: str) -> Place:
    """Where what is shown is written; all of the excerpt where tags or references are inside of it."""
    written = f"&amp;{code[1:]}" if code[:1] == "&" else code
    start = html.find(written)
    return Place("excerpt.rendered", raw=(start, start + len(written)) if start >= 0 else None)


def _decoded(code: str, html: str) -> Fix | None:
    """The edit that encodes a reference once, where it is written in one place."""
    twice = f"&amp;{code[1:]}"
    if html.count(twice) != 1:
        return None
    start = html.index(twice)
    place = Place("excerpt.rendered", raw=(start, start + len(twice)))
    return of_field("excerpt", twice, code, "write the character", form=Form.SOURCE, at=place)


def _cut(code: str) -> str:
    return code if len(code) <= _LONGEST else f"{code[:_LONGEST]}…"
