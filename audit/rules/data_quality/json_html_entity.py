"""DAT030."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._references import references_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_TEXTS = (
    "title",
    "description",
    "og_title",
    "og_description",
    "og_site_name",
    "twitter_title",
    "twitter_description",
    "author",
)


class JsonHtmlEntity(PostRule[Post], code="DAT030", severity=Severity.NOTICE, since="0.1.0"):
    """A JSON string holds HTML references.

    Yoast prints its texts for HTML and hands the same strings over as JSON. An app or a static site that shows them as
    they are shows `&hellip;` to its readers.
    """

    remedy = "Whoever reads the JSON must decode these strings once. Nothing is wrong in the post itself."
    sources = ("https://developer.yoast.com/customization/apis/rest-api",)
    needs = frozenset({"field:yoast_head_json"})
    examples = (
        Bad(
            fields={"yoast_head": None, "yoast_head_json": {"og_description": "The tide is late and&hellip;"}},
            says="&hellip;",
        ),
        Good(fields={"yoast_head": None, "yoast_head_json": {"og_description": "Tide & time; and drum&bass;"}}),
    )

    def applies(self, facts: Facts) -> bool:
        """Of an export, custom fields are read in that form, in which WordPress itself stores references."""
        return facts.post.origin.form != "export"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post: texts only, no addresses; a name must be in the table of the HTML standard."""
        head = subject.yoast_head_json
        if not isinstance(head, dict):
            return ()
        hits = []
        for name in _TEXTS:
            value = head.get(name)
            if isinstance(value, str) and "&" in value:
                hits += [(name, code) for code in references_in(value)[:1]]
        if not hits:
            return ()
        fields = ", ".join(name for name, _ in hits)
        first = hits[0][0]
        finding = Finding(
            f"yoast_head_json holds HTML references ({hits[0][1]}) in {fields}.",
            at=Place("yoast_head_json", pointer=f"/{first}"),
            value=fields,
            evidence=(Evidence(first, str(head[first])[:300]),),
        )
        return (finding,)
