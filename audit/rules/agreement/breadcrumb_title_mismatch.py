"""AGR019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely
from audit.facts.url import site_of
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.agreement._breadcrumbs import is_called_like_page, last_crumbs
from audit.rules.agreement._page import decoded
from audit.rules.canonical._addresses import addresses_of
from audit.rules.metadata._head import parts_of, title_of
from audit.rules.structured_data._page import keys_in
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="https://saltmarsh.example/tide/" />
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[
{{"@type":"ListItem","position":1,"name":"Home","item":"https://saltmarsh.example/"}},
{{"@type":"ListItem","position":2,{}}}]}}</script>"""


class BreadcrumbTitleMismatch(
    PostRule[Post], code="AGR019", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The breadcrumb calls the page by another name than its title.

    The last entry of the trail in search results is the page itself. It carries a name that readers do not find on the
    page: the title of yesterday, or one that was entered for the breadcrumb alone.
    """

    remedy = "Save the post again, or empty the field for the breadcrumb title if the name there is out of date."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/breadcrumb",)
    needs = frozenset({"type:BreadcrumbList"})
    examples = (
        Bad(head=_HEAD.format('"name":"When the bridge opens"'), says="When the bridge opens"),
        Bad(
            page="<html><head>" + _HEAD.format('"name":"When the bridge opens"') + "</head><body><main><h1>Tides</h1>"
            "<p>The ferry waits.</p></main></body></html>",
            says="When the bridge opens",
        ),
        Good(head=_HEAD.format('"name":"When the tide turns"'), note="The title of the post, whatever <title> says."),
        Good(
            head=_HEAD.format('"name":"Harbour","item":"https://saltmarsh.example/category/harbour/"'),
            note="A trail may end at the category.",
        ),
        Good(
            head=_HEAD.format('"name":"Home"'),
            fields={"link": "https://saltmarsh.example/"},
            note="The front page is called so in trails.",
        ),
    )

    def applies(self, facts: Facts) -> bool:
        """Of a page without a record, the title is but its first heading."""
        return facts.page is None or facts.post.origin.form != "page"

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Only an entry that leads nowhere, or here. A part of the title will do, and on the front page any name."""
        crumbs = facts.once(last_crumbs)
        if all(crumb.name == facts.title for crumb in crumbs):
            return
        title = fold_loosely(decoded(facts.title))
        if not title or (facts.url is not None and not facts.url.query and site_of(facts.url.href) == facts.site):
            return
        for crumb in crumbs:
            name = fold_loosely(crumb.name)
            if (
                not name
                or name.rstrip(".… ") in title
                or is_called_like_page(name, facts)
                or _is_part_of_title(name, facts)
            ):
                continue
            if (named := keys_in([crumb.item], facts)) and named.isdisjoint(facts.once(addresses_of).keys):
                continue
            written = crumb.node.data.get("name") if crumb.node.syntax == "JSON-LD" else None
            yield Finding(
                f'The breadcrumb calls the page "{crumb.name}", the title is "{decoded(facts.title)}".',
                at=crumb.node.place("name"),
                value=crumb.name,
                evidence=(Evidence("last ListItem.name", crumb.name), Evidence("title", decoded(facts.title))),
                fix=rewritten(written, decoded(facts.title)) if isinstance(written, str) else None,
            )


def _is_part_of_title(name: str, facts: Facts) -> bool:
    """Whether a name, loosely folded, stands between the separators of the head's title."""
    return name in map(fold_loosely, parts_of(facts.once(title_of)))
