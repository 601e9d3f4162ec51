"""AGR002."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import SAME_POST, Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.canonical._addresses import addresses_of, first_page_of, is_credited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_AS_LINK = "as-link"
"""The address for shares is the post's own: the canonical alone is the odd one, and its own rules tell it."""
_OF_THE_CANONICAL = ("canonical-cross-domain", "canonical-http", "canonical-to-home", "link-canonical-mismatch")
_HEAD = """<title>Ferry times</title>
<link rel="canonical" href="{}" />
<meta property="og:url" content="{}" />"""


class OgUrlCanonicalMismatch(PostRule[Post], code="AGR002", severity=Severity.WARNING, since="0.1.0"):
    """The address for shares is another one than the canonical.

    Social networks count and show a share under `og:url`, search engines a page under the canonical. Where the two
    differ, shares lead to another page than search does, or to one that no longer exists.
    """

    remedy = "Let one plugin print both; look for a theme or a second SEO plugin that prints its own og:url."
    sources = ("https://ogp.me/",)
    needs = frozenset({"head"})
    explained_by = {
        "canonical-multiple": SAME_POST,
        "canonical-relative": SAME_POST,
        "og-url-invalid": SAME_POST,
        **{root: SAME_POST.when(_AS_LINK) for root in _OF_THE_CANONICAL},
    }
    examples = (
        Bad(
            head=_HEAD.format("https://saltmarsh.example/tide/", "https://old.saltmarsh.example/tide/"),
            says="https://old.saltmarsh.example/tide/",
            points_at='content="https://old.',
        ),
        Good(head=_HEAD.format("https://saltmarsh.example/%CF%80/", "https://saltmarsh.example/π/")),
        Good(
            head=_HEAD.format("https://saltmarsh.example/tide/2/", "https://saltmarsh.example/tide/"),
            note="The second page of a post is shared by its first.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """A page of a series keeps the address of its first page for shares, a text taken over its own: a notice."""
        addresses = facts.once(addresses_of)
        canonical, shared, value = addresses.canonical, addresses.og_url, addresses.og_url_value
        if canonical is None or shared is None or value is None or canonical.key == shared.key:
            return ()
        first = first_page_of(canonical)
        if first is not None and first.rstrip("/") == shared.key.rstrip("/"):
            return ()
        form = _AS_LINK if addresses.link is not None and shared.key == addresses.link.key else ""
        return (
            Finding(
                f"The address for shares is {shared.href}, the canonical {canonical.href}.",
                at=value.place,
                value=shared.key,
                address=shared.href,
                evidence=(Evidence("og:url", shared.href), Evidence("canonical", canonical.href)),
                severity=Severity.NOTICE if form and is_credited(facts) else None,
                form=form,
                fix=of_head(value, canonical.href, "write the canonical")
                if addresses.link is not None and canonical.key == addresses.link.key and facts.post.id is not None
                else None,
            ),
        )
