"""RRS047."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely, plain
from audit.finding import CorpusFinding, Severity, Witness
from audit.rule import Bad, CorpusRule, Good, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts
    from audit.site import SiteTotals

DEFAULT_TAGLINES = frozenset(
    {
        "just another wordpress site", "my wordpress blog", "just another wordpress.com site", "just another weblog",
        "ein weiterer wordpress-blog", "eine weitere wordpress-website", "ein weiteres wordpress-blog",
        "un site utilisant wordpress", "un site wordpress de plus", "otro sitio realizado con wordpress",
        "otro sitio más de wordpress", "un altro sito wordpress", "un nuovo sito targato wordpress",
        "só mais um site wordpress", "mais um site wordpress", "um novo site wordpress", "een nieuwe wordpress site",
        "nog een wordpress-site", "kolejna witryna oparta na wordpressie", "další web používající wordpress",
        "ännu en wordpress-webbplats", "bir başka wordpress sitesi", "ещё один сайт на wordpress",
        "още един wordpress сайт", "just another wordpress サイト", "又一个wordpress站点", "又一個 wordpress 網站",
    }
)  # fmt: skip
"""The tagline of a new WordPress in several languages, folded."""


def _website(name: str, description: str) -> str:
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite",'
        f'"@id":"https://saltmarsh.example/#website","name":"{name}","description":"{description}"}}</script>'
    )


class WebsiteDescriptionEqualsName(
    CorpusRule, code="RRS047", severity=Severity.NOTICE, since="0.1.0", scope=Scope.SITE
):
    """The site's description says nothing.

    It repeats the site's name, or is what WordPress wrote when it was installed.
    """

    remedy = "Say in one line what the site is about: Settings, General, Tagline."
    sources = ("https://developer.yoast.com/features/schema/pieces/website",)
    needs = frozenset({"type:WebSite"})
    examples = (
        Bad(head=_website("Saltmarsh", "Saltmarsh"), fields={"yoast_head_json": None}, says="repeats its name"),
        Bad(
            head=_website("Saltmarsh", "Just another WordPress site"), fields={"yoast_head_json": None}, says="default"
        ),
        Bad(
            head=_website("Mud &amp; tide", "Mud &#38; tide"),
            fields={"yoast_head_json": None},
            says='name: "Mud & tide"',
            note="WordPress writes references into both.",
        ),
        Good(head=_website("Saltmarsh", "News from the estuary"), fields={"yoast_head_json": None}),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for a post whose WebSite node has such a description."""
        for website in facts.graph.of_type("WebSite"):
            name, description = plain(website.text("name")), plain(website.text("description"))
            folded = fold_loosely(description)
            default = folded.rstrip(".!") in DEFAULT_TAGLINES
            if folded and (default or folded == fold_loosely(name)):
                return ((f"{facts.site}\t{folded}", Witness((description, default), website.place("description"))),)
        return ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for the site."""
        description, default = str(witnesses[0].values[0]), bool(witnesses[0].values[1])
        what = "is the default of a new WordPress" if default else "repeats its name"
        yield CorpusFinding(f'The site\'s description {what}: "{description}".', value=description)
