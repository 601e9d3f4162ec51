"""TXT009."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.content._guards import is_article
from audit.rules.data_quality._shortcodes import holds_builder_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts, Link

_LONG = "<p>" + "The tide came in over the flats and the boats rose with it. " * 20 + "</p>"


class NoInternalLinks(PostRule[Post], code="TXT009", severity=Severity.NOTICE, since="0.1.0"):
    """The text links to nothing else on the site.

    A reader who liked it has nowhere to go, and search engines find posts through links in other posts.
    """

    remedy = "Link a fitting word to a related post or page of the site."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"content"})
    reads_content = True
    examples = (
        Bad(_LONG, says="no link"),
        Good(f'{_LONG}<p>See the <a href="https://saltmarsh.example/tide-tables/">tide tables</a>.</p>'),
        Good("<p>The ferry sails at noon.</p>", note="A short note needs none."),
        Good(f'[et_pb_button button_url="/tides/"]{_LONG}', note="A page builder makes the links."),
    )

    least_words: int = 200
    """Shortest text that should have one, in words."""

    def applies(self, facts: Facts) -> bool:
        """Articles, where the site's own domain is known."""
        return is_article(facts) and bool(facts.own_domain)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Jumps within the page (a table of contents) are no internal links."""
        for link in facts.links:
            if link.own and not _stays(link, facts):
                return ()
        if not facts.has_words(self.least_words) or holds_builder_code(facts):
            return ()
        return (Finding(f"{facts.words} words and no link to another page of {facts.site}."),)


def _stays(link: Link, facts: Facts) -> bool:
    """The link leads to a place of the page that it stands on."""
    url = link.url
    return url is not None and url.fragment != "" and facts.url is not None and url.key == facts.url.key
