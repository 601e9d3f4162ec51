"""AGR014."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.text import fold_loosely, latin_letters
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.agreement._breadcrumbs import last_crumbs
from audit.rules.agreement._page import comparable_articles, decoded
from audit.rules.structured_data._items import own_items
from audit.rules.structured_data._values import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts, Node

_HEAD = """<title>Ferry times - Saltmarsh</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","headline":"{}"}}</script>"""
_RENAMED = """<title>When the tide turned - Saltmarsh</title><meta property="og:title" content="When the tide turned" />
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"Article",
"@id":"https://saltmarsh.example/tide/#article","headline":"When the tide turned"}},{{"@type":"BreadcrumbList",
"itemListElement":[{{"@type":"ListItem","position":1,"name":"Home","item":"https://saltmarsh.example/"}},
{{"@type":"ListItem","position":2,"name":"{}"}}]}}]}}</script>"""

_PAGE = "<html><head>{}</head><body><h1>{}</h1><main><p>High water is at six.</p></main></body></html>"


class HeadlineTitleMismatch(PostRule[Post], code="AGR014", severity=Severity.NOTICE, since="0.1.0"):
    """The headline of the structured data is another one than the post's title.

    Search results and news services may show the headline, and readers then find another one on the page. It is the
    headline of yesterday, or that of a template. A headline that equals the page's title or the title for shares is
    meant: some plugins write it so. It is not if the breadcrumb has it too, and the title differs by some words:
    then the post was renamed and its head was not.
    """

    remedy = "Save the post again; if the headline was entered on purpose, leave it."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(head=_HEAD.format("When the bridge opens"), says="When the bridge opens"),
        Bad(head=_RENAMED.format("When the tide turned"), says="When the tide turned"),
        Bad(
            '<div itemscope itemtype="https://schema.org/BlogPosting"><meta itemprop="headline" '
            'content="When the bridge opens"><link itemprop="mainEntityOfPage" href="https://saltmarsh.example/tide/">'
            "</div>",
            says="The headline of the microdata",
        ),
        Good(
            head=_RENAMED.format("When the tide turns"), note="The title for search engines; the breadcrumb has this."
        ),
        Good(
            head=_RENAMED.format("When the tide turned"),
            fields={"title": {"rendered": "Als die Flut kippte"}},
            note="The title of another language.",
        ),
        Good(head=_HEAD.format("When the tide turns")),
        Good(head=_HEAD.format("Ferry times - Saltmarsh"), note="The page's title."),
        Good(
            head=_HEAD.format("When the tide turns &#8211; &#8216;again&#8217;"),
            fields={"title": {"rendered": "When the tide turns - &#8216;again&#8217;"}},
            note="Dashes, quotation marks and references do not count.",
        ),
        Good(
            head=_HEAD.format("Pier 2x4 -- 'again'"),
            fields={"title": {"rendered": "Pier 2&#215;4 &#8211; &#8216;again&#8217;"}},
            note="Nor does what WordPress makes of typed signs.",
        ),
        Good(
            head=_HEAD.format("When the tide turnsagain"),
            fields={"title": {"rendered": "When the tide turns<br>again"}},
            note="Yoast drops a line break.",
        ),
        Good(
            head=_HEAD.format("ΤΟ ΠΑΛΙΟ ΛΙΜΑΝΙ"),
            fields={"title": {"rendered": "Το παλιό λιμάνι"}},
            note="Capitals, which have no accents in Greek.",
        ),
        Good(
            head=_HEAD.format("İSKELEDEKİ IŞIK"),
            fields={"title": {"rendered": "İskeledeki ışık"}},
            note="Nor are the letters i of Turkish what others make of capitals.",
        ),
        Bad(
            page=_PAGE.format(_HEAD.format("Ten recipes for bread"), "When the tide turns"),
            says="Ten recipes for bread",
        ),
        Good(
            page=_PAGE.format(_HEAD.format("Ferry times"), "Saltmarsh, the news of the estuary"),
            note="The first heading of a page may be the site's.",
        ),
        Good(head=_HEAD.format("When the tide…"), note="Cut short."),
        Good(
            head=_HEAD.format("Salt &amp;#8211; and tides"),
            fields={"title": {"rendered": "Salt &#8211; and tides"}},
            note="Nor does what was coded twice.",
        ),
        Good(head=_HEAD.format("When the <em>tide</em> turns"), note="Tags are another rule's."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each article that is about this page, be it a script's or the tags'."""
        for article in (*facts.once(comparable_articles), *facts.once(own_items)):
            headline = article.data.get("headline")
            title = facts.title
            if not isinstance(headline, str) or not headline or headline == title or not title:
                continue
            shown = decoded(headline)
            folded = fold_loosely(shown)
            readings = {folded, fold_loosely(decoded(shown))}  # that it was coded twice is another rule's
            if not folded or any(
                _is_same(one, fold_loosely(two)) for one in readings for two in (title, decoded(title))
            ):
                continue
            if (shown.isupper() or title.isupper()) and latin_letters(folded) == latin_letters(fold_loosely(title)):
                continue  # capitals drop accents (Greek, French) and dots (Turkish)
            if any(_is_same(folded, fold_loosely(text)) for text in _titles_of_head(facts)) and not _is_renamed(
                folded, title, facts
            ):
                continue
            if facts.page is not None and _is_on_page(folded, facts):
                continue
            yield Finding(
                f'The headline of the {_source(article)} is "{shown}", the post\'s title "{decoded(title)}".',
                at=article.place("headline"),
                value=shown,
                evidence=(Evidence(f"{article.types[0]}.headline", shown), Evidence("title", decoded(title))),
                fix=rewritten(headline, decoded(title)) if article.syntax == "JSON-LD" else None,
            )


def _source(article: Node) -> str:
    return "structured data" if article.syntax == "JSON-LD" else article.syntax


def _titles_of_head(facts: Facts) -> Iterator[str]:
    """What the headline may be beside the post's title: the page's, the one for shares."""
    head = facts.head
    if head is not None:
        for value in (head.title, head.meta("og:title"), head.meta("twitter:title")):
            if value is not None:
                yield value.decoded


def _is_on_page(headline: str, facts: Facts) -> bool:
    """Whether one of the titles of a page holds the headline, or the other way round.

    The title of a page without a record is but its first heading: a theme may put the site's name or a slogan there.
    """
    titles = [fold_loosely(text) for text in (facts.title, *_titles_of_head(facts))]
    return any(headline in title or (title and title in headline) for title in titles)


def _is_renamed(headline: str, title: str, facts: Facts) -> bool:
    """Whether the head's titles are the post's of yesterday: nobody writes a title for search into the breadcrumb.

    Most words are the same, else it may be a translation.
    """
    if all(fold_loosely(crumb.name) != headline for crumb in facts.once(last_crumbs)):
        return False
    old, new = set(headline.split()), set(fold_loosely(decoded(title)).split())
    return len(old & new) * 2 > max(len(old), len(new)) and not (old <= new or new <= old)


def _is_same(headline: str, title: str) -> bool:
    """Equal; or cut short; or with the word that WordPress puts before a private title."""
    short = headline.rstrip(".… ")
    cut = (short != headline or len(short) >= _LONG) and title.startswith(short)
    glued = headline.replace(" ", "") == title.replace(" ", "")  # where a line break was dropped
    return headline == title or glued or cut or (title.endswith(f": {headline}") and len(title) - len(headline) < _MARK)


_LONG = 90  # Rank Math cuts its headlines at a blank before the 110th character, without an ellipsis
_MARK = 16
